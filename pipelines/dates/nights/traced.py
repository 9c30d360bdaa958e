"""Traces of an undated work (rows of `schemas.TRACES`) as its bounds. How they are found: `pipelines.corpus.traces`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pipelines.dates.model import ArticleDate, Basis

ACCEPTED = "accepted"


def bounded_by_traces(own: ArticleDate, traces: Iterable[Mapping[str, Any]]) -> ArticleDate:
    """Tighten the bounds of an undated work by its accepted traces; the date itself stays unknown."""
    if own.published is not None:
        return own
    for trace in traces:
        bound = trace["bound"]
        if trace["verdict"] != ACCEPTED:
            continue
        if trace["side"] == "not_before" and (own.not_before is None or bound > own.not_before):
            own = replace(own, not_before=bound, not_before_basis=Basis(trace["basis"]))
        elif trace["side"] == "not_after" and (own.not_after is None or bound < own.not_after):
            own = replace(own, not_after=bound, not_after_basis=Basis(trace["basis"]))
    return own
