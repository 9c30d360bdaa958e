"""The sources of a night, one after another or several at a time where an engine has room for them.

Each page of a source is read by itself first; then those are read again that the lessons of all its pages can help.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from pipelines.extract.model import UNKNOWN, Counts, Document, Layout, count, learn, together
from pipelines.extract.read.learned import outer_parts
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.record_ranges import Readers
from pipelines.lake.values import STORY_KINDS
from pipelines.night.steps import Progress


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
    return Read([_without_house_picture(result, layout) for result in first], counts, layout)


def _without_house_picture(result: Extracted, layout: Layout) -> Extracted:
    """A result without the picture that the source gives for stories that have none."""
    document = result.document
    if document is None or document.image not in layout.picture:
        return result
    return replace(result, document=replace(document, image=None, layout=(*document.layout, "picture")))


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


@dataclass(frozen=True, slots=True)
class Unread:
    """A source whose captures are to be read: its rows of `fetches` with a job each, and what earlier nights taught.

    `key` digests what the reading is made from.
    """

    source: str
    key: str
    rows: list[dict[str, Any]]
    jobs: list[PageJob]
    before: Counts


class PagesDone:
    """Counts pages as they are done, in whichever thread."""

    def __init__(self, on_progress: Progress, total: int) -> None:
        self._on_progress, self._total = on_progress, total
        self._done = 0
        self._lock = threading.Lock()

    def add(self, pages: int = 1) -> None:
        """Count so many more."""
        with self._lock:
            self._done += pages
            self._on_progress(self._done, self._total)


def read_sources(readers: Readers, unread: Iterator[Unread], done: PagesDone) -> Iterator[tuple[Unread, Read]]:
    """Each unread source with what came of it, in order. Results depend on the source alone."""

    def read(each: Unread) -> Read:
        return extract_source(each.jobs, readers, known=each.before, on_progress=lambda _: done.add())

    first = next(unread, None)
    if first is None:
        return
    sources, at_once = chain([first], unread), readers.sources_at_once
    if at_once == 1:
        yield from ((each, read(each)) for each in sources)
        return
    threads = ThreadPoolExecutor(at_once, thread_name_prefix="source")
    begun: deque[tuple[Unread, Future[Read]]] = deque()
    try:
        for each in sources:
            begun.append((each, threads.submit(read, each)))
            if len(begun) >= at_once:
                ready, result = begun.popleft()
                yield ready, result.result()
        while begun:
            ready, result = begun.popleft()
            yield ready, result.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
