"""The step that updates the full-text index of `articles` with the works that were published.

The publishing step queues works before it changes their rows (`pipelines.night.locator`). This step replaces their
documents, commits, and then removes the works from the queue. All articles are indexed again if there is no index,
if its rules changed, or if the locator was rebuilt and all works wait.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import tantivy

from pipelines.ask.search import folder as folders
from pipelines.ask.search.fields import COLUMNS, document, schema
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.locator import SEARCH, Locator, locating
from pipelines.night.steps import Outcome, Progress

HEAP_BYTES = 32 << 20
BATCH = 2_000
"""Works whose documents are replaced in one commit; this limits memory."""


def index_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Index the works that wait, from any night; remove those that have no article any more."""
    del night
    folder, lake = folders.folder(home), Lake(home.lake)
    remove_leftovers(folder)
    with locating(home) as locator:
        waiting = locator.waiting(SEARCH)
        indexed = _documents(home)
        if indexed is None or len(waiting) > indexed // 2 + BATCH:
            renewed = _rebuild(folder, lake, on_progress)
            locator.looked_at(SEARCH, waiting)
            return Outcome({"indexed": renewed, "renewed": renewed}, changed=True)
        renewed = _renew(folder, lake, locator, waiting, on_progress)
    counts = {"indexed": _documents(home) or 0} | ({"renewed": renewed} if waiting else {})
    return Outcome(counts, changed=bool(waiting))


def _documents(home: Home) -> int | None:
    """Number of articles in the index; None if there is no index that this version can use."""
    if not folders.is_complete(home):
        return None
    try:
        return int(tantivy.Index.open(str(folders.folder(home))).searcher().num_docs)
    except ValueError:  # damaged, or made by another version of tantivy
        return None


def _rebuild(folder: Path, lake: Lake, on_progress: Progress) -> int:
    """Index all articles in a new folder, which then replaces the old one; returns their number."""
    temporary = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    writer = open_writer(temporary)
    done = 0
    for batch in lake.batches("articles", COLUMNS, rows=BATCH):
        _add(writer, batch)
        done += batch.num_rows
        on_progress(done, 0)
    writer.commit()
    writer.wait_merging_threads()
    (temporary / folders.MARK).touch()
    put_in_place(temporary, folder)
    return done


def _renew(folder: Path, lake: Lake, locator: Locator, waiting: list[str], on_progress: Progress) -> int:
    """Replace the documents of works that wait, one commit for each batch; returns the number of works with a document."""
    renewed = 0
    for first in range(0, len(waiting), BATCH):
        works = waiting[first : first + BATCH]
        rows = lake.read_works("articles", works, locator.places(works), columns=COLUMNS)
        writer = open_writer(folder)
        for work in works:
            writer.delete_documents_by_term("article_id", work)
        for batch in rows.to_batches():
            _add(writer, batch)
        writer.commit()
        writer.wait_merging_threads()
        on_progress(first + len(works), len(waiting))
        locator.looked_at(SEARCH, works)
        locator.commit()
        renewed += rows.num_rows
    return renewed


def put_in_place(new: Path, folder: Path) -> None:
    """Replace the index by a complete one in another folder."""
    if folder.exists():
        folder.replace(folder.with_name(f"{folder.name}.{os.getpid()}.old"))
    new.replace(folder)
    remove_leftovers(folder)


def remove_leftovers(folder: Path) -> None:
    """Remove files of an interrupted rebuild. Steps run one at a time, so no process is writing them."""
    for left in folder.parent.glob(f"{folder.name}.*"):
        shutil.rmtree(left, ignore_errors=True)


def open_writer(folder: Path) -> Any:
    """A writer of the index in a folder, which is made if there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    return tantivy.Index(schema(), path=str(folder)).writer(heap_size=HEAP_BYTES, num_threads=1)


def _add(writer: Any, rows: pa.RecordBatch) -> None:
    for row in rows.to_pylist():
        writer.add_document(document(row))
