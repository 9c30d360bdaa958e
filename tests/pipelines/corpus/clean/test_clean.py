"""Learning and cleaning: boilerplate goes and can be put back, no paragraph of a story is lost, no row vanishes."""

import datetime as dt
import random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.corpus.clean.clean import GAP, clean
from pipelines.corpus.clean.fold import fold
from pipelines.corpus.clean.learn import learn
from pipelines.corpus.clean.sightings import block_sightings
from pipelines.lake.schemas import CLEAN_DOCUMENTS, DOCUMENTS, DROPPED

NIGHT = dt.date(2025, 11, 3)
AT = dt.datetime(2025, 11, 3, 4, 5, tzinfo=dt.UTC)
SIGNUP = "Get the best of our town in your inbox every morning."
TOPICS = ("bridge", "ferry", "school", "harbour", "market", "church", "mill", "road", "well", "theatre")


def paragraphs(topic: str) -> list[str]:
    return [
        f"The council talked about the {topic} on Monday, and the talk about that {topic} went on until late in the night.",
        f"Nobody knows yet what the new {topic} will cost, but everybody agrees that the {topic} has to be mended soon.",
    ]


def row(number: int, blocks: list[str], **columns: Any) -> dict[str, Any]:
    return {
        "night": NIGHT,
        "source": "paper",
        "capture_id": f"c{number}",
        "article_id": f"a{number}",
        "document_id": f"d{number}",
        "url": f"http://paper.example/{number}",
        "fetched_at": AT,
        "kind": "article",
        "title": f"Title {number}",
        "blocks": [{"kind": "paragraph", "text": text} for text in blocks],
        "text": "\n\n".join(blocks),
        "flags": [],
    } | columns


def table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=DOCUMENTS)


def learned_from(documents: pa.Table) -> pa.Table:
    return learn(block_sightings(documents, NIGHT), documents, NIGHT)


def paper(*extra: list[str]) -> list[dict[str, Any]]:
    return [row(n, [*paragraphs(topic), SIGNUP, *(e[n % len(e)] for e in extra)]) for n, topic in enumerate(TOPICS)]


def test_what_every_page_repeats_is_removed_and_kept_as_a_span() -> None:
    documents = table(paper())
    learned = learned_from(documents)
    assert learned.to_pylist() == [
        {
            "night": NIGHT,
            "source": "paper",
            "block": fold(SIGNUP),
            "example": SIGNUP,
            "kind": "paragraph",
            "stories": 10,
            "of_stories": 10,
        }
    ]
    kept, dropped = clean(documents, learned)
    assert kept.schema == CLEAN_DOCUMENTS
    assert dropped.schema == DROPPED
    assert dropped.num_rows == 0
    first = kept.to_pylist()[0]
    assert first["text"] == "\n\n".join(paragraphs("bridge"))
    [span] = first["removed"]
    assert span["text"] == SIGNUP == documents["text"][0].as_py()[span["start"] : span["end"]]


def test_a_dateline_that_moves_with_the_day_is_the_same_block() -> None:
    days = [
        "Updated Monday, 3 November 2025, 18:45",
        "Updated Tuesday, 4 November 2025, 7:01",
        "Updated 5. Dezember 2025",
    ]
    documents = table(paper(days))
    kept, _ = clean(documents, learned_from(documents))
    assert "Updated Monday" not in kept["text"][0].as_py()


def test_the_lead_of_a_wire_story_that_runs_on_many_pages_is_not_boilerplate() -> None:
    lead = "GENEVA (AP) The seven nations signed the treaty on the great river on Sunday after twelve years of talks."
    rows = paper() + [row(20 + n, [lead, *paragraphs(f"{topic} treaty")]) for n, topic in enumerate(TOPICS)]
    documents = table(rows)
    kept, _ = clean(documents, learned_from(documents))
    assert all(lead in text for text in kept["text"].to_pylist()[10:])


@pytest.mark.parametrize(
    "paragraph",
    [
        "The bridge was built in 1932, closed since May for want of money, and the council has put off its repair twice.",
        "“We have waited long enough for an answer,” the mayor said on Monday, “and we will not wait any longer.”",
        "Why it matters",
    ],
    ids=["background", "quotation", "label"],
)
def test_what_a_third_of_the_stories_tells_again_is_theirs(paragraph: str) -> None:
    rows = paper()
    told_again = [row(n, [paragraphs(topic)[0], paragraph, SIGNUP]) for n, topic in enumerate(TOPICS[:4], start=20)]
    documents = table([*rows[4:], *told_again])
    kept, _ = clean(documents, learned_from(documents))
    assert sum(paragraph in text for text in kept["text"].to_pylist()) == 4
    assert not any(SIGNUP in text for text in kept["text"].to_pylist())


def test_a_lead_on_all_of_a_few_stories_stays() -> None:
    lead = "GENEVA (AP) The seven nations signed the treaty on the great river on Sunday after twelve years of talks."
    documents = table([row(n, [lead, *paragraphs(topic)]) for n, topic in enumerate(TOPICS[:4])])
    kept, _ = clean(documents, learned_from(documents))
    assert all(lead in text for text in kept["text"].to_pylist())


def test_copies_of_one_story_count_as_one() -> None:
    documents = table([row(n, paragraphs("bridge")) for n in range(8)])
    assert learned_from(documents).num_rows == 0


def test_revisions_of_one_story_are_no_repeats() -> None:
    aside = "The council meets again next week, and nobody in the town expects that it will come to another end."
    live = [row(n, [aside, f"At {n} o'clock: " + "and so on " * n * 9], article_id="live") for n in range(1, 7)]
    assert learned_from(table([*live, row(9, paragraphs("mill"))])).num_rows == 0


def test_a_first_row_that_some_tables_share_stays() -> None:
    rows = paper()
    for each in rows[:4]:
        each["blocks"].append({"kind": "table", "text": "Town | Complaints"})
    assert learned_from(table(rows))["example"].to_pylist() == [SIGNUP]


def test_sources_are_learned_apart() -> None:
    rows = paper()
    rows += [r | {"source": "gazette", "capture_id": f"g{r['capture_id']}"} for r in paper()[:2]]
    documents = table(rows)
    kept, _ = clean(documents, learned_from(documents))
    texts = dict(zip(kept["capture_id"].to_pylist(), kept["text"].to_pylist(), strict=True))
    assert SIGNUP not in texts["c0"]
    assert SIGNUP in texts["gc0"]


def test_what_is_no_story_is_dropped_with_its_reason() -> None:
    documents = table([row(1, paragraphs("bridge")), row(2, [], kind="listing"), row(3, [], kind="other"), row(4, [])])
    kept, dropped = clean(documents, learned_from(documents))
    assert kept["capture_id"].to_pylist() == ["c1"]
    assert [(r["capture_id"], r["step"], r["reason"]) for r in dropped.to_pylist()] == [
        ("c2", "clean", "listing"),
        ("c3", "clean", "other"),
        ("c4", "clean", "no_text"),
    ]


def test_flags_move_with_the_text_they_mark() -> None:
    rows = [row(n, [SIGNUP, *paragraphs(topic)]) for n, topic in enumerate(TOPICS)]
    at = rows[0]["text"].index("bridge")
    rows[0]["flags"] = [
        {"rule": "homoglyphs", "text": "bridge", "start": at, "end": at + 6},
        {"rule": "hidden_template", "text": "secret", "start": None, "end": None},
        {"rule": "homoglyphs", "text": "Get", "start": 0, "end": 3},
    ]
    documents = table(rows)
    kept, _ = clean(documents, learned_from(documents))
    moved, placeless = kept["flags"][0].as_py()
    assert kept["text"][0].as_py()[moved["start"] : moved["end"]] == "bridge"
    assert placeless["start"] is None


blocks = st.lists(
    st.sampled_from([SIGNUP, "Share this", "Read on", *paragraphs("bridge"), *paragraphs("mill")]), max_size=5
)


def restore(text: str, removed: list[dict[str, Any]]) -> str:
    """The text as extracted, from the cleaned text and what was removed: cleaning can be undone."""
    blocks = text.split(GAP) if text else []
    restored: list[str] = []
    at = 0
    spans = sorted(removed, key=lambda span: int(span["start"]))
    while blocks or spans:
        if spans and spans[0]["start"] == at:
            restored.append(spans.pop(0)["text"])
        elif blocks:
            restored.append(blocks.pop(0))
        else:
            break
        at += len(restored[-1]) + len(GAP)
    return GAP.join(restored)


@settings(deadline=None, max_examples=60)
@given(st.lists(blocks, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_rows_are_conserved_cleaning_can_be_undone_and_order_changes_nothing(
    stories: list[list[str]], rnd: random.Random
) -> None:
    rows = [row(n, story) for n, story in enumerate(stories)]
    documents = table(rows)
    learned = learned_from(documents)
    kept, dropped = clean(documents, learned)
    assert kept.num_rows + dropped.num_rows == len(rows)
    whole = {r["capture_id"]: r["text"] for r in rows}
    for cleaned in kept.to_pylist():
        assert restore(cleaned["text"], cleaned["removed"]) == whole[cleaned["capture_id"]]
    shuffled = rows[:]
    rnd.shuffle(shuffled)
    assert learned_from(table(shuffled)).equals(learned)
