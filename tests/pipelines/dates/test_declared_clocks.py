"""Days in a page's head that are those of its fetches, on as many days: a clock of that page, at its source."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipelines.dates.nights.work import work_date

FIRST = datetime(2026, 2, 2, 20, tzinfo=UTC)


def declared(source: str, night: int) -> dict[str, Any]:
    at = FIRST + timedelta(days=night)
    day = at.date().isoformat()
    return {
        "source": source,
        "article_id": "x",
        "fetched_at": at,
        "role": "published",
        "origin": "jsonld:NewsArticle.datePublished",
        "raw": day,
        "value": day,
        "utc_offset_minutes": None,
        "zone_source": "none",
        "precision": "day",
        "context": "head",
        "position": 0,
        "evidence_url": None,
        "reason": "article-data",
        "date_order": None,
    }


@pytest.mark.parametrize(("sources", "published"), [("aaa", None), ("aa", "2026-02-02"), ("abc", "2026-02-02")])
def test_a_declared_clock_is_one_of_its_source(sources: str, published: str | None) -> None:
    rows = [declared(source, night) for night, source in enumerate(sources)]
    assert work_date(rows, FIRST, {}).published == published
