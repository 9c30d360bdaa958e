"""Traces as rows of `schemas.TRACES`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.corpus.traces.anchor import moment
from pipelines.corpus.traces.trace import Trace
from pipelines.lake.delta import month_of
from pipelines.lake.schemas import TRACES


def table(found: Mapping[str, Iterable[tuple[Trace, str]]], first_nights: Mapping[str, date]) -> pa.Table:
    """The traces of works: each trace with its verdict, and with the night on which its work was first captured."""
    rows = [_row(work, first_nights[work], *each) for work, traces in found.items() for each in traces]
    return pa.Table.from_pylist(rows, schema=TRACES)


def by_work(rows: pa.Table) -> dict[str, list[dict[str, Any]]]:
    """The rows of each work."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.to_pylist():
        found.setdefault(row["article_id"], []).append(row)
    return found


def _row(work: str, first_night: date, trace: Trace, verdict: str) -> dict[str, Any]:
    return {
        "article_id": work,
        "night": date.fromordinal(trace.night),
        "side": str(trace.side),
        "bound": moment(trace.at),
        "kind": str(trace.kind),
        "verdict": verdict,
        "confidence": trace.confidence,
        "witness_article_id": trace.witness,
        "evidence_url": trace.evidence_url,
        "basis": trace.basis,
        "first_night": first_night,
        "month": month_of(first_night),
    }
