"""Roles: who had a story first, what the others made of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from pipelines.base.urls.identity import article_id_of
from pipelines.corpus.duplicates.credits import Credit, credit
from pipelines.corpus.duplicates.roles import roles_of
from pipelines.corpus.duplicates.sketch import sketch
from tests.pipelines.corpus.duplicates.newsroom import story

TEXT = story(1, 240)
HALF = "\n\n".join(TEXT.split("\n\n")[:4])
SEEN = datetime(2026, 2, 3, tzinfo=UTC)


def member(source: str, text: str = TEXT, hour: int | None = None, **more: Any) -> dict[str, Any]:
    url = f"https://{source}.example/story"
    return {
        "article_id": article_id_of(url, None),
        "cluster_id": "c",
        "source": source,
        "source_title": None,
        "url": url,
        "canonical_url": url,
        "agency": None,
        "first_seen": SEEN,
        "text": text,
        "published_at": None if hour is None else datetime(2026, 2, 1, hour, tzinfo=UTC),
        "published_day": None,
        "not_before": None,
        "not_after": SEEN,
        **more,
    }


def roles(members: pa.Table) -> pa.Table:
    """The roles of members with one text each."""
    texts = members["text"].to_pylist()
    rows = members.to_pylist()
    credited = [credit(text, row["agency"]) for text, row in zip(texts, rows, strict=True)]
    return roles_of(rows, credited, sketch(texts), [[number] for number in range(len(rows))])


def judge(*members: dict[str, Any]) -> list[tuple[str, str]]:
    schema = pa.schema(
        [
            *((n, pa.string()) for n in ("article_id", "cluster_id", "source", "source_title", "url", "canonical_url")),
            ("agency", pa.string()),
            ("first_seen", pa.timestamp("us", "UTC")),
            ("text", pa.string()),
            ("published_at", pa.timestamp("us", "UTC")),
            ("published_day", pa.date32()),
            ("not_before", pa.timestamp("us", "UTC")),
            ("not_after", pa.timestamp("us", "UTC")),
        ]
    )
    found = roles(pa.Table.from_pylist(list(members), schema=schema))
    assert found["article_id"].to_pylist() == [row["article_id"] for row in members]
    return list(zip(found["role"].to_pylist(), found["role_basis"].to_pylist(), strict=True))


def test_earliest_date_is_the_origin() -> None:
    assert judge(member("b", hour=9), member("a", hour=6)) == [("copy", "same_text"), ("origin", "by_date")]


def test_the_only_date_is_the_origin_but_says_so() -> None:
    assert judge(member("a", hour=6), member("c")) == [("origin", "only_dated"), ("copy", "same_text")]


def test_days_that_overlap_decide_nothing() -> None:
    days = {"published_day": date(2026, 2, 1)}
    assert judge(member("a", **days), member("b", **days)) == [("unknown", "origin_unknown")] * 2


def test_an_undated_member_seen_before_the_first_date_is_in_the_way() -> None:
    early = {"not_after": datetime(2026, 1, 31, tzinfo=UTC)}
    assert [role for role, _ in judge(member("a", hour=6), member("b", **early))] == ["unknown", "unknown"]


def test_a_canonical_link_beats_dates() -> None:
    link = {"canonical_url": "https://b.example/story"}
    assert judge(member("a", hour=6, **link), member("b", hour=9)) == [
        ("copy", "same_text"),
        ("origin", "by_canonical"),
    ]


def test_a_credit_beats_dates() -> None:
    text = f"This story first appeared in the Saltmere Herald.\n\n{TEXT}"
    title = {"source_title": "The Saltmere Herald"}
    assert judge(member("a", text, hour=6), member("b", hour=9, **title)) == [
        ("copy", "same_text"),
        ("origin", "by_credit"),
    ]


def test_a_credit_to_somebody_absent_rules_its_bearer_out() -> None:
    text = f"This story first appeared in the Far Gazette.\n\n{TEXT}"
    assert judge(member("a", text, hour=6), member("b", hour=9)) == [("copy", "says_so"), ("unknown", "origin_unknown")]
    assert judge(member("a", text, hour=9), member("b", hour=6)) == [("copy", "same_text"), ("origin", "by_date")]
    assert judge(member("a", text), member("b", text)) == [("copy", "says_so")] * 2


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("copy", TEXT),
        ("copy", f"From our partners in the region.\n\n{TEXT}\n\nCopyright by all of us."),
        ("wire_copy", f"{TEXT}\n\n(Reuters)"),
        ("excerpt", HALF),
        ("excerpt", f"{HALF}\n\nRead the rest at its source"),
        ("edited_copy", TEXT.replace(TEXT.split("\n\n")[2], story(7, 30))),
        ("update", f"{TEXT}\n\n{story(8, 120)}"),
    ],
)
def test_role_by_text(role: str, text: str) -> None:
    assert judge(member("a", hour=6), member("b", text, hour=9)) == [
        ("origin", "by_date"),
        (role, judge(member("a", hour=6), member("b", text, hour=9))[1][1]),
    ]


@pytest.mark.parametrize(
    ("text", "agency", "first_in"),
    [
        ("LONDON, Nov 3 (Reuters) - The pound fell.", "Reuters", None),
        ("NEW YORK (AP) — Barbie has been an astronaut.", "AP", None),
        ("Berlin (dpa/lnw) - Der Zug kam.", "dpa", None),
        ("A bridge fell.\n\nNobody was hurt. (Meridian Press)", "Meridian Press", None),
        ("A bridge fell.\n\nSource: TASS", "TASS", None),
        ("Reporting by Jane Roe; editing by John Doe\n\nA bridge fell.", None, None),
        ("A man (Tom) - said to be tall - fell.", None, None),
        ("Eine Brücke. Via Reuters kam mehr.", "Reuters", None),
        ("It was originally published by The Far Gazette.\n\nA bridge fell.", None, "Far Gazette"),
        ("The report was published in May.", None, None),
        ("北京（新华社）桥", "Xinhua", None),
        ("新华社北京2月1日电 桥", "Xinhua", None),
    ],
)
def test_credits(text: str, agency: str | None, first_in: str | None) -> None:
    assert credit(text) == Credit(agency, first_in)
