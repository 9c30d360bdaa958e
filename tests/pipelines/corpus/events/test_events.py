"""Events: who belongs together, and that neither order nor interruption nor removal changes it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.corpus.events.files import event_file
from pipelines.corpus.events.index import Index, opened
from pipelines.corpus.events.model import Story, log_odds
from pipelines.corpus.events.postings import Asked, batches, record
from pipelines.corpus.events.regroup import regroup
from pipelines.corpus.events.rows import Membership, memberships
from pipelines.corpus.events.sketch import packed, sketch, unpacked
from pipelines.corpus.events.transliteration import name_key
from pipelines.lake.values import EventBasis
from tests.fitting.events import b_cubed, sample
from tests.pipelines.corpus.events.tellings import MONDAY, TELLINGS, stories, truth

SETS = Path(__file__).parents[4].parent / "shared" / "eval" / "sets" / "events"
STORIES = stories()
IDS = [story.id for story in STORIES]


def events(rows: Iterable[Membership]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.event_id, set()).add(row.article_id)
    return {frozenset(members) for members in found.values()}


def grouped(*changed: Story) -> list[Membership]:
    with opened(":memory:") as index:
        index.put({story.id: story for story in (*STORIES, *changed)}.values())
        regroup(index)
        return list(memberships(index, {*IDS, *(story.id for story in changed)}))


def test_tellings_in_other_words_and_languages_are_one_event_and_another_of_its_kind_is_not() -> None:
    rows = grouped()
    assert events(rows) == truth()
    by_id = {row.article_id: row for row in rows}
    assert (by_id["quake_en2"].event_id, by_id["quake_en2"].basis) == ("quake_en", EventBasis.WORDS)
    assert {"Bugdayli", "Tokat"} <= set(by_id["quake_en2"].shared)
    assert (by_id["fund_es"].nearest, by_id["fund_es"].basis) == ("fund_en", EventBasis.NAMES)
    assert by_id["quake_ru"].strength > 0.5


def test_what_was_published_months_apart_is_not_one_event() -> None:
    day = MONDAY.toordinal() + 70
    late = next(story for story in STORIES if story.id == "quake_en2")
    assert frozenset({"quake_en", "quake_de", "quake_ru"}) in events(
        grouped(replace(late, first_day=day, last_day=day))
    )


def test_a_story_without_a_date_joins_by_its_bounds() -> None:
    late = next(story for story in STORIES if story.id == "quake_en2")
    assert events(grouped(replace(late, first_day=1, last_day=MONDAY.toordinal() + 300))) == truth()
    assert "quake_en2" not in {
        row.article_id for row in grouped(replace(late, last_day=MONDAY.toordinal() - 90, first_day=1))
    }


def test_a_copy_belongs_to_the_event_of_its_cluster_whatever_its_words() -> None:
    copy = Story(
        "copy",
        STORIES[0].last_day,
        STORIES[0].last_day,
        sketch("Short", "Nothing alike here.", "en"),
        "x",
        "quake_en",
        99,
    )
    with opened(":memory:") as index:
        index.put([*STORIES, copy])
        regroup(index)
        (row,) = memberships(index, ["copy"])
    assert (row.event_id, row.basis, row.nearest) == ("quake_en", EventBasis.COPY, "quake_en")


def copies() -> list[Story]:
    """Copies of two tellings: captured earlier and later, without a date, and so late that they report another event."""
    quake, fund = (replace(story, cluster=story.id) for story in STORIES if story.id in {"quake_en", "fund_en"})
    return [
        quake,
        replace(quake, id="copy_early", night=-1, seen=-5, source="b"),
        replace(quake, id="copy_undated", night=2, first_day=1, last_day=quake.last_day + 200, source="c"),
        replace(
            quake, id="copy_late", night=3, first_day=quake.first_day + 70, last_day=quake.last_day + 70, source="d"
        ),
        replace(fund, id="copy_fund", night=1, seen=50, sketch=STORIES[0].sketch),
        fund,
    ]


def test_copies_follow_the_first_captured_one_and_are_not_compared() -> None:
    with opened(":memory:") as index:
        index.put({story.id: story for story in (*STORIES, *copies())}.values())
        regroup(index)
        rows = {row.article_id: row for row in memberships(index, [*IDS, *(story.id for story in copies())])}
        number = index.numbers(["copy_early", "quake_en"])
        assert index.near(number.values())[number["quake_en"]] == {}
    assert {rows[each].event_id for each in ("quake_en", "copy_undated", "quake_de", "copy_early")} == {"copy_early"}
    assert (rows["copy_undated"].nearest, rows["copy_undated"].basis) == ("copy_early", EventBasis.COPY)
    assert rows["copy_early"].basis == EventBasis.COPY
    assert "copy_late" not in rows
    assert rows["copy_fund"].event_id == rows["fund_en"].event_id == "fund_en"


@pytest.mark.parametrize(("whole", "short"), [("a", "b"), ("b", "a")])
def test_the_longest_of_the_first_copies_is_compared_whatever_their_ids(whole: str, short: str) -> None:
    quake = STORIES[0]
    cut = sketch(TELLINGS[0]["title"], TELLINGS[0]["text"][:200], "en")
    with opened(":memory:") as index:
        index.put([replace(quake, id=short, cluster="c", sketch=cut), replace(quake, id=whole, cluster="c")])
        regroup(index)
        (row,) = memberships(index, [short])
        assert row.nearest == whole
        assert index.followers(index.numbers([whole]).values()) == {index.numbers([whole])[whole]: [short]}


def test_a_thousand_equal_texts_have_no_pairs() -> None:
    same = [replace(STORIES[0], id=f"same{number}", cluster="") for number in range(1_000)]
    with opened(":memory:") as index:
        index.put(same)
        regroup(index)
        rows = list(memberships(index, [story.id for story in same]))
        assert not any(index.near(index.numbers([story.id for story in same]).values()).values())
    assert {row.event_id for row in rows} == {"same0"}
    assert len(rows) == len(same)


def test_a_night_decides_nothing_again_that_earlier_nights_decided() -> None:
    first = {row.article_id: row.event_id for row in grouped(*(replace(story, night=0) for story in STORIES))}
    bridge = sketch("Quake and fund", "\n".join(row["text"] for row in TELLINGS), "en")
    late = Story("bridge", MONDAY.toordinal(), MONDAY.toordinal(), bridge, "new", "", 99, 1)
    with opened(":memory:") as index:
        index.put([*STORIES, late])
        regroup(index)
        after = {row.article_id: row.event_id for row in memberships(index, [*IDS, "bridge"])}
    assert after.pop("bridge") in first.values()
    assert after == first


def test_the_headline_of_a_series_ties_no_two_days() -> None:
    text = "Rain in Ardlow until noon, then sun. Wind from the north west. The night brings 4 degrees in Quarley and Ardlow."
    days = [
        Story(
            f"weather{n}",
            MONDAY.toordinal() + n,
            MONDAY.toordinal() + n,
            sketch("Weather for Ardlow and Quarley", text, "en"),
            "paper",
        )
        for n in range(3)
    ]
    assert log_odds(days[0], days[1:]).max() <= 0


def written(index: Index, rows: dict[str, Membership]) -> None:
    """Write what is noted as unwritten, and nothing else."""
    waiting = index.unwritten()
    found = {row.article_id: row for row in memberships(index, waiting)}
    for each in waiting:
        rows.pop(each, None)
    rows.update(found)
    index.written(waiting)


POOL = list({story.id: story for story in (*STORIES, *copies())}.values())


@settings(max_examples=40, deadline=None)
@given(st.permutations(POOL), st.lists(st.sampled_from(POOL), max_size=4), st.integers(1, 4))
def test_any_order_of_nights_and_any_removal_leave_the_same_rows(
    order: Sequence[Story], gone: Sequence[Story], size: int
) -> None:
    rows: dict[str, Membership] = {}
    with opened(":memory:") as index:
        for first in range(0, len(order), size):
            index.put(order[first : first + size])
            regroup(index)
            written(index, rows)
        index.remove([story.id for story in gone])
        regroup(index)
        written(index, rows)
        index.put(gone)
        regroup(index)
        written(index, rows)
    assert rows == {row.article_id: row for row in grouped(*copies())}


def test_both_directions_of_a_pair_have_the_same_bits() -> None:
    table = [log_odds(story, STORIES).tolist() for story in STORIES]
    assert table == [list(column) for column in zip(*table, strict=True)]


def test_every_pair_above_zero_is_worth_comparing_in_both_directions() -> None:
    records = np.concatenate([record(number, story) for number, story in enumerate(STORIES)])
    mine, theirs = (each.tolist() for each in Asked(records).worth_comparing(records))
    above = {(one, int(two)) for one, story in enumerate(STORIES) for two in np.flatnonzero(log_odds(story, STORIES) > 0)}
    found = set(zip(mine, theirs, strict=True))
    assert above <= found
    assert found == set(zip(theirs, mine, strict=True))
    languages = [story.sketch.language for story in STORIES]
    assert any(languages[one] != languages[two] for one, two in found)


def test_few_pairs_of_unlike_stories_are_worth_comparing_and_none_beyond_the_window() -> None:
    quake = STORIES[0]
    later = replace(quake, first_day=quake.first_day + 61, last_day=quake.last_day + 61, source="x")
    undated = replace(later, first_day=1)
    records = np.concatenate([record(number, story) for number, story in enumerate((quake, later, undated))])
    mine, theirs = Asked(records).worth_comparing(records)
    assert (0, 1) not in set(zip(mine.tolist(), theirs.tolist(), strict=True))
    assert {(0, 2), (1, 2)} <= set(zip(mine.tolist(), theirs.tolist(), strict=True))
    assert sorted(map(len, batches(records))) == [1, 1, 1]


def test_a_sketch_is_read_as_it_was_written() -> None:
    for story in STORIES:
        assert packed(unpacked(packed(story.sketch))) == packed(story.sketch)
    empty = sketch(None, "", None)
    assert packed(unpacked(packed(empty))) == packed(empty)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Путин", "Putin"),
        ("Merkel", "Меркель"),
        ("Μητσοτάκης", "Mitsotakis"),
        ("Yerlikaya", "Ерликая"),
        ("Kyiv", "Kiiv"),
    ],
)
def test_a_name_has_one_key_in_most_languages(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_file_of_texts_becomes_a_file_of_events(tmp_path: Path) -> None:
    lines = [
        json.dumps({**row, "published": str(date.fromordinal(MONDAY.toordinal() + row["days"]))}) for row in TELLINGS
    ]
    lines[3:3] = [
        "{",
        '{"id": "quake_en", "text": "again"}',
        '{"id": 5}',
        '{"id": 6, "text": "x", "published": "soon"}',
    ]
    (tmp_path / "texts.jsonl").write_text("\n".join(lines) + "\n")
    tally = event_file(tmp_path / "texts.jsonl", tmp_path / "events.jsonl")
    found = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert (tally.texts, tally.events, tally.grouped, tally.bad_lines) == (8, 2, 6, 4)
    assert [row.get("event_id") for row in found if "error" not in row] == [
        "quake_de", "quake_de", "quake_de", "quake_de", None, "fund_en", "fund_en", None,
    ]  # fmt: skip
    assert [row["error"].partition(":")[0].partition(",")[0] for row in found if "error" in row] == [
        "not JSON", "id comes twice", 'no "text"; each line must be {"id"', '"published" is not a date as in ISO 8601',
    ]  # fmt: skip


@pytest.mark.skipif(not SETS.is_dir(), reason="the sets of events with truth are not on this machine")
@pytest.mark.parametrize(("name", "least"), [("ecb", 0.95), ("giveme5w1h", 0.92)])
def test_events_of_real_stories(name: str, least: float) -> None:
    rows = [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text().splitlines()]
    assert b_cubed(*sample(rows, short=False)) >= least
