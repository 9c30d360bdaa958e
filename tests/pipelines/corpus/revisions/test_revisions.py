"""Revisions: what counts as a change, what kind it is, and when it stood."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.base.ids import document_id
from pipelines.corpus.revisions.revisions import CUT, revisions
from pipelines.extract.run.storable import content_sha256
from pipelines.lake.schemas import REVISIONS
from tests.endless import ends

FIRST = date(2026, 2, 1)
STORY = (
    "The bridge over the Orr will close on Monday, the council said.",
    "Some 20 households in Quarley are affected, most of them close to the quay.",
    "Work will take two weeks. A ferry will run every half hour until it is done.",
    '"We had hoped for better weather," said Ada Finch, the engineer in charge.',
)


def capture(
    text: tuple[str, ...], night: int = 0, title: str = "Bridge to close", minute: int = 0, **more: Any
) -> dict[str, Any]:
    body = "\n\n".join(text)
    sha = content_sha256(title, body)
    day = FIRST + timedelta(days=night)
    return {
        "document_id": document_id("work", sha),
        "article_id": "work",
        "night": day,
        "fetched_at": datetime(day.year, day.month, day.day, 3, minute, tzinfo=UTC),
        "title": title,
        "text": body,
        "text_sha256": sha,
        "removed": [],
        "variant": False,
        "paywall": "open",
        **more,
    }


def revise(*captures: dict[str, Any]) -> list[dict[str, Any]]:
    table = revisions(pa.Table.from_pylist(list(captures)))
    assert table.schema.equals(REVISIONS)
    return table.to_pylist()


def put(paragraph: int, text: str) -> tuple[str, ...]:
    return (*STORY[:paragraph], text, *STORY[paragraph + 1 :])


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("typo", put(0, STORY[0].replace("council", "councel"))),
        ("typo", put(3, STORY[3].replace('"', "“"))),
        ("update", put(1, STORY[1].replace("20", "40"))),
        ("update", (*STORY, "The ferry company said on Tuesday that it would put on a second boat.")),
        ("update", put(2, "Work has been put off until the spring.")),
        ("correction", (*put(1, STORY[1].replace("20", "40")), "Correction: an earlier version said 20 households.")),
        ("correction", (*STORY, "Diese Meldung wurde geändert: In einer früheren Version hieß es Sonntag.")),
        ("correction", ("CORRECTED: the day in the first paragraph.", *put(0, STORY[0].replace("Monday", "Sunday")))),
        ("deletion", (*STORY[:3],)),
        ("deletion", put(2, "Work will take two weeks.")),
    ],
)
def test_change_is_typed(change: str, text: tuple[str, ...]) -> None:
    found = revise(capture(STORY), capture(text, night=1))
    assert [row["change"] for row in found] == ["first", change]


def test_headline_alone() -> None:
    found = revise(capture(STORY), capture(STORY, night=1, title="Bridge will close"))
    assert [row["change"] for row in found] == ["first", "headline"]
    assert found[1]["diff"].splitlines()[3:5] == ["-# Bridge to close", "+# Bridge will close"]


@pytest.mark.parametrize(
    "text",
    [
        tuple(paragraph.replace(" ", "  ") for paragraph in STORY),
        ("Last updated: 2 February 2026, 10.45", *STORY),
        ("Monday, Feb 02, 2026", *STORY),
        ("Montag, 3. November 2025, 18.45 Uhr", *STORY),
        (*STORY, "14 comments"),
    ],
)
def test_white_space_and_furniture_are_no_change(text: tuple[str, ...]) -> None:
    assert [row["change"] for row in revise(capture(STORY), capture(text, night=1))] == ["first"]


def test_what_cleaning_removed_elsewhere_is_no_change() -> None:
    box = "Sign up for our newsletter and never miss a bridge."
    removed = [{"rule": "learned_boilerplate", "text": box, "start": 0, "end": len(box)}]
    found = revise(capture((*STORY, box)), capture(STORY, night=1, removed=removed))
    assert len(found) == 1


def test_each_revision_says_from_when_to_when_it_was_seen() -> None:
    second = put(1, STORY[1].replace("20", "40"))
    found = revise(capture(STORY), capture(STORY, night=1), capture(second, night=2), capture(second, night=4))
    assert [(row["seen_from"].day, row["seen_to"].day, row["night"].day) for row in found] == [(1, 2, 1), (3, 5, 3)]


def test_a_text_that_comes_back_is_a_third_revision() -> None:
    second = put(1, STORY[1].replace("20", "40"))
    found = revise(capture(STORY), capture(second, night=1), capture(STORY, night=2))
    assert [row["change"] for row in found] == ["first", "update", "update"]
    assert found[0]["text"] == found[2]["text"]


def test_variants_of_one_night_do_not_flip() -> None:
    short = STORY[:3]
    nights = [
        capture(text, night=night, minute=minute) for night in range(3) for minute, text in enumerate((short, STORY))
    ]
    found = revise(*nights, capture(short, night=3))
    assert [row["change"] for row in found] == ["first"]
    assert found[0]["text"].endswith("in charge.")


def test_a_change_shows_through_a_stale_variant() -> None:
    short, second = STORY[:3], put(1, STORY[1].replace("20", "40"))
    found = revise(capture(STORY), capture(short), capture(second, night=1), capture(short, night=1))
    assert [row["change"] for row in found] == ["first", "update"]
    assert "40 households" in found[1]["text"]


def test_pages_at_their_proper_address_speak_before_variants() -> None:
    stale = put(1, STORY[1].replace("20", "19"))
    found = revise(capture(STORY), capture(stale, night=1, variant=True), capture(STORY, night=2))
    assert len(found) == 1


def test_diff_is_by_paragraph() -> None:
    found = revise(capture(STORY), capture(put(1, STORY[1].replace("20", "40")), night=1))
    assert found[0]["diff"] is None
    assert found[1]["diff"].splitlines() == [
        "--- 2026-02-01 03:00Z",
        "+++ 2026-02-02 03:00Z",
        "@@ -2,3 +2,3 @@",
        f" {STORY[0]}",
        f"-{STORY[1]}",
        f"+{STORY[1].replace('20', '40')}",
        f" {STORY[2]}",
    ]


def test_no_captures_no_revisions() -> None:
    schema = pa.schema([("article_id", pa.string())])
    assert revisions(schema.empty_table()).num_rows == 0


TEXTS = st.lists(st.sampled_from(STORY), min_size=1, max_size=4).map(tuple)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=8), st.integers())
@settings(deadline=None)
def test_order_of_captures_does_not_matter_and_intervals_do_not_overlap(
    seen: list[tuple[tuple[str, ...], int, int]], seed: int
) -> None:
    captures = [capture(text, night, minute=minute) for text, night, minute in seen]
    found = revise(*captures)
    shuffled = list(captures)
    random.Random(seed).shuffle(shuffled)
    assert revise(*shuffled) == found
    assert found[0]["change"] == "first"
    for before, after in pairwise(found):
        assert before["seen_from"] <= before["seen_to"] < after["seen_from"] <= after["seen_to"]
        assert after["change"] != "first"


@pytest.mark.parametrize(
    "teaser",
    [STORY[:1], STORY[:2], (STORY[0], "Some 20 households in Quarley are aff…"), (STORY[0], f"{STORY[1]} [...]")],
)
def test_what_a_pay_wall_leaves_of_a_text_is_no_revision(teaser: tuple[str, ...]) -> None:
    whole, cut = capture(STORY), capture(teaser, night=1, paywall="truncated")
    (only,) = revise(whole, cut)
    assert (only["text"], only["seen_to"]) == (whole["text"], cut["fetched_at"])
    again = capture(put(2, "Work will take three weeks."), night=2)
    assert [row["text"] for row in revise(whole, cut, again)] == [whole["text"], again["text"]]


@pytest.mark.parametrize("night", [0, 1])
def test_a_story_that_is_shortened_to_what_a_pay_wall_left_of_it_is_a_revision(night: int) -> None:
    cut = capture(STORY[:2], night=night, minute=9, paywall="truncated")
    short = capture(STORY[:2], night=2)
    rows = revise(capture(STORY), cut, short)
    assert [(row["change"], row["seen_from"]) for row in rows] == [
        ("first", capture(STORY)["fetched_at"]),
        ("deletion", short["fetched_at"]),
    ]


def test_a_paragraph_of_spaces_is_read_with_its_length() -> None:
    with ends():
        assert CUT.sub("", f"{' ' * 100_000}x").endswith("x")
        assert CUT.sub("", f"{'… ' * 100_000}x").endswith("x")


@pytest.mark.parametrize(
    ("first", "later", "more"),
    [
        (STORY, STORY[:2], {"paywall": "open"}),  # the paper took a part back
        (STORY, ("The bridge over the Orr stays open, the council said.",), {"paywall": "truncated"}),
        (STORY, STORY[1:3], {"paywall": "truncated"}),
        (STORY[:2], STORY, {"paywall": "truncated"}),  # the wall moved down
        (STORY, STORY[:2], {"paywall": "truncated", "title": "Bridge closed"}),
    ],
)
def test_another_text_is_a_revision_with_a_pay_wall_too(
    first: tuple[str, ...], later: tuple[str, ...], more: dict[str, Any]
) -> None:
    rows = revise(capture(first), capture(later, night=1, **more))
    assert [row["text"] for row in rows] == ["\n\n".join(first), "\n\n".join(later)]
