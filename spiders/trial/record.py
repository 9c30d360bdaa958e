"""The record of `dateline try --json`, and of `dateline extract URL`: a page as programs read it."""

from __future__ import annotations

import json
from typing import Any

from pipelines.ask.dates.evidence_lines import evidence_lines
from pipelines.base.errors import InputError
from pipelines.base.neutral import in_json
from pipelines.dates.judge.decision import weigh_page
from pipelines.dates.source.conventions import DateConventions
from pipelines.extract.run.job import Extracted
from pipelines.extract.run.page_files import why_none
from pipelines.extract.run.page_formats import FORMATS
from pipelines.extract.run.storable import as_row, output_row
from spiders.trial.visit import Visit


def page_record(visit: Visit, extracted: Extracted, style: str) -> str:
    """The page in a format of `page_formats`. Raises InputError if it has no document."""
    if extracted.document is None or extracted.date is None:
        raise InputError(f"{visit.url}: {why_none(extracted)}")
    return FORMATS[style](visit.url, extracted.document, extracted.date)


def trial_record(visit: Visit, extracted: Extracted) -> str:
    """All that the report of `dateline try` shows, as one JSON object; `page` is null if the page has no document."""
    dropped = extracted.dropped
    return in_json(
        json.dumps(
            {
                "url": visit.url or None,
                "fetched_at": visit.fetched_at.isoformat() if visit.fetched_at else None,
                "status": visit.status,
                "content_type": visit.content_type,
                "robots": visit.robots,
                "error": f"{dropped.reason}: {dropped.detail}" if dropped else None,
                "page": _page(visit, extracted),
                "evidence": _evidence(visit, extracted),
                "links": [{"kind": e.kind, "url": e.url, "anchor": e.anchor} for e in visit.reading.edges],
                "feeds": [{"url": feed.url, "title": feed.title} for feed in visit.reading.feeds],
                "rights": as_row(visit.rights) if visit.rights else None,
            },
            ensure_ascii=False,
            indent=2,
        )
    )


def _page(visit: Visit, extracted: Extracted) -> dict[str, Any] | None:
    if extracted.document is None or extracted.date is None:
        return None
    return output_row(visit.url, extracted.document, extracted.date)


def _evidence(visit: Visit, extracted: Extracted) -> list[dict[str, Any]]:
    if extracted.document is None:
        return []
    document, conventions = extracted.document, DateConventions(language=extracted.document.language)
    decision = weigh_page(document.date_candidates, url=visit.url, fetched_at=visit.fetched_at, conventions=conventions)
    return [as_row(line) for line in evidence_lines(decision)]
