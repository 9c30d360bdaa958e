"""The text of a basis, and of who settled a zone or an order: what the tables hold, and what code reads back from it."""

from __future__ import annotations

import pytest

from pipelines.dates.model import Basis, text_of
from pipelines.dates.source.zone import OrderRead, SettledBy


@pytest.mark.parametrize(
    ("basis", "text"),
    [
        (Basis("byline-text", "text"), "byline-text: text"),
        (
            Basis("article-meta", "meta:article:published_time", "zone-named-by-page"),
            "article-meta: meta:article:published_time (zone-named-by-page)",
        ),
        (
            Basis("learned-place", "text", "zone learned from 6 stories"),
            "learned-place: text (zone learned from 6 stories)",
        ),
        (Basis("unknown", note="lone-line: line is too weak (0.62)"), "unknown: lone-line: line is too weak (0.62)"),
        (Basis("first seen"), "first seen"),
    ],
)
def test_a_basis_is_written_and_read(basis: Basis, text: str) -> None:
    assert str(basis) == text
    assert Basis.read(text) == basis


@pytest.mark.parametrize(
    ("bound", "text"),
    [
        (Basis("after https://a.example/7 (dated 2025-03-12)"), "after https://a.example/7 (dated 2025-03-12)"),
        (Basis("copy", "agency (1f)", "2022-05-03: feed: feed:pubDate"), "copy in agency (1f), 2022-05-03: feed: feed:pubDate"),
    ],
)  # fmt: skip
def test_the_basis_of_a_bound_comes_back_as_one_text(bound: Basis, text: str) -> None:
    assert str(bound) == text
    assert (Basis.read(text), str(Basis.read(text))) == (Basis(text), text)


def test_what_nothing_bounds_has_no_text() -> None:
    assert (text_of(None), text_of(Basis("first seen"))) == (None, "first seen")


@pytest.mark.parametrize(
    ("text", "settled", "learned"),
    [
        ("written", SettledBy("written"), False),
        ("none", SettledBy("none"), False),
        ("source", SettledBy("source"), False),
        ("learned:6", SettledBy("learned", 6), True),
    ],
)
def test_who_settled_a_zone_is_read_and_written(text: str, settled: SettledBy, learned: bool) -> None:
    assert (SettledBy.read(text), str(settled), settled.learned) == (settled, text, learned)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("DMY by page", OrderRead("DMY", SettledBy("page"))),
        ("MDY by source", OrderRead("MDY", SettledBy("source"))),
        ("DMY by learned:4", OrderRead("DMY", SettledBy("learned", 4))),
    ],
)
def test_the_order_of_numbers_is_read_and_written(text: str, read: OrderRead) -> None:
    assert (OrderRead.read(text), str(read)) == (read, text)
