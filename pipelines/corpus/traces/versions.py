"""Which rules made an index of traces: a change of some leaves what others made.

Lists are kept while the rules that read them are the same. Where those of dates have changed, dates are read anew, lessons and
bounds follow those that come out otherwise. Where those of lessons and bounds have changed, these are drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.night.fingerprint.rules import rules_digest

LISTS = ("pipelines.corpus.traces.index", "pipelines.corpus.traces.night_parts")
ANCHORS = ("pipelines.corpus.traces.lake_anchors",)
BOUNDS = ("pipelines.corpus.traces.change", "pipelines.corpus.traces.solve", "pipelines.corpus.traces.rows")


@dataclass(frozen=True, slots=True)
class Versions:
    """The digests of the rules for lists and tables, for the anchors and clues of works, and for lessons and bounds."""

    lists: str
    anchors: str = ""
    bounds: str = ""


def versions() -> Versions:
    """Those of the rules as they are now."""
    return Versions(*(" ".join(map(rules_digest, modules)) for modules in (LISTS, ANCHORS, BOUNDS)))
