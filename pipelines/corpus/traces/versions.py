"""Versions of the rules that made an index of traces; if some rules change, the results of the other rules are kept.

Lists are kept while the rules that read them are unchanged. If the rules for dates change, dates are read again, and
lessons and bounds follow the dates that differ. If the rules for lessons and bounds change, these are made again.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.night.fingerprint.rules import rules_digest

LISTS = ("pipelines.corpus.traces.index", "pipelines.corpus.traces.night_parts")
ANCHORS = ("pipelines.corpus.traces.lake_anchors",)
BOUNDS = ("pipelines.corpus.traces.change", "pipelines.corpus.traces.solve", "pipelines.corpus.traces.step")


@dataclass(frozen=True, slots=True)
class Versions:
    """The digests of the rules for lists and tables, for the anchors and clues of works, and for lessons and bounds."""

    lists: str
    anchors: str = ""
    bounds: str = ""


def versions() -> Versions:
    """The digests of the current rules."""
    return Versions(*(" ".join(map(rules_digest, modules)) for modules in (LISTS, ANCHORS, BOUNDS)))
