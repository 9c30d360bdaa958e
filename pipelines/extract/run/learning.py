"""Extraction of one source: each page by itself first, then again, with what all of them teach, those it can help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.extract.model import UNKNOWN, Counts, Document, Layout, count, learn, together
from pipelines.extract.read.learned import outer_parts
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.record_ranges import Readers
from pipelines.lake.values import STORY_KINDS


@dataclass(frozen=True, slots=True)
class Read:
    """The outcome of a source's pages in the order of the jobs, what these pages taught, and the layout that was applied."""

    results: list[Extracted]
    counts: Counts
    layout: Layout


def extract_source(
    jobs: Sequence[PageJob],
    readers: Readers,
    *,
    known: Counts | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Read:
    """Extract pages of one source; `known` is what earlier pages of it taught, and counts as much as these."""
    first = list(readers.extract([replace(job, teaches=True) for job in jobs], on_progress))
    counts = count(
        (result.document.title or "", result.document.text, result.sightings)
        for result in first
        if result.document is not None and result.document.kind in STORY_KINDS
    )
    layout = learn(together(known or {}, counts))
    doubtful = [n for n, result in enumerate(first) if in_doubt(result, layout)] if layout != UNKNOWN else []
    again = readers.extract([replace(jobs[n], layout=layout) for n in doubtful])
    for n, result in zip(doubtful, again, strict=True):
        if result.document is not None and result.document.layout:
            first[n] = result
    return Read(first, counts, layout)


def in_doubt(result: Extracted, layout: Layout) -> bool:
    """True if a page left something open, alone, that this layout may answer."""
    document = result.document
    if document is None:
        return False
    taught: Mapping[str, set[str]] = {
        role: {s.place for s in result.sightings if s.role == role and s.right}
        for role in ("body", "headline", "repeated")
    }
    return (
        (bool(layout.byline) and not document.authors)
        or (document.title is not None and not layout.site.isdisjoint(outer_parts(document.title)))
        or not layout.repeated.isdisjoint(taught["repeated"])
        or (bool(layout.time) and not _declares_date(document))
        or any(
            known and not known & taught[role] for role, known in (("body", layout.body), ("headline", layout.headline))
        )
    )


def _declares_date(document: Document) -> bool:
    return any(c.role == "published" and c.value and c.context == "head" for c in document.date_candidates)
