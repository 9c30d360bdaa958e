"""Lists as sequences: long ones in pieces that stay what they are while others change."""

from datetime import date

from pipelines.corpus.traces.sequence import MAX_WHOLE_LIST, key_id, pieces, sequences
from tests.pipelines.corpus.traces.paper import Listed, Night, links


def test_a_new_address_in_a_long_list_leaves_its_other_pieces_as_they_are() -> None:
    keys = tuple(key_id(f"argus.example/story-{n}") for n in range(5_000))
    before, after = list(pieces(keys)), list(pieces((key_id("argus.example/new"), *keys)))
    assert (len(before[0]) + 1, before[1:]) == (len(after[0]), after[1:])
    assert [a[-1] for a in before[:-1]] == [b[0] for b in before[1:]]
    assert tuple(key for n, each in enumerate(before) for key in each[n > 0 :]) == keys
    assert list(pieces(keys[:MAX_WHOLE_LIST])) == [keys[:MAX_WHOLE_LIST]]


def test_a_page_stands_in_no_list_of_its_own() -> None:
    own, others = "argus.example/own", ["argus.example/a", "argus.example/b"]
    night = Night(date(2026, 2, 2), [Listed(own, [own, *others], "related")])
    assert [each.keys for each in sequences(links(night), {})] == [tuple(map(key_id, others))]
