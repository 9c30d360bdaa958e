"""The full-text index: titles and texts of `articles` in tantivy, brought up to date by the works that were published.

The publishing step notes works as waiting before it changes their rows (`pipelines.locator`); this step puts their documents in
place, commits, and then notes them as looked at. Rebuildable: without an index, after a change of FIELDS, or when the locator
was read anew and all works wait, the articles are indexed from the first to the last.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import tantivy

from pipelines.errors import EnvironmentFault, InputError, machine_fault
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.locator import SEARCH, Locator, locating
from pipelines.steps import Outcome, Progress

FIELDS = ("article_id", "source", "url", "title", "text", "published")
HEAP_BYTES = 32 << 20
BATCH = 2_000
"""Works whose documents are put in place in one commit: what stands in memory at a time."""
FIELDS_FILE = "fields"
"""Written when an index is complete: the fields it was made of, without which it cannot be opened."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers a query; `published` is null where unknown; `snippet` marks nothing, it is plain text."""

    article_id: str
    source: str
    url: str
    title: str | None
    published: str | None
    snippet: str
    score: float


def index_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Index the works that wait, whatever the night; forget those that have no article any more."""
    del night
    folder, lake = _folder(home), Lake(home.lake)
    _collect(folder)
    with locating(home) as locator:
        waiting = locator.waiting(SEARCH)
        if not _complete(folder) or len(waiting) > _documents(folder) // 2 + BATCH:
            renewed = _rebuild(folder, lake, on_progress)
            locator.looked_at(SEARCH, waiting)
            return Outcome({"indexed": renewed, "renewed": renewed}, changed=True)
        renewed = _renew(folder, lake, locator, waiting, on_progress)
    counts = {"indexed": _documents(folder)} | ({"renewed": renewed} if waiting else {})
    return Outcome(counts, changed=bool(waiting))


def find(home: Home, words: str, *, limit: int = 10) -> list[Hit]:
    """The best answers to a query in tantivy's language. Raises InputError when there is no index or no sense in it."""
    folder = _folder(home)
    if not _complete(folder):
        raise InputError(f"no search index under {home.root}: run 'dateline build' first")
    try:
        index = tantivy.Index.open(str(folder))
    except ValueError as error:
        fault = machine_fault(error) or f"remove {folder} and run 'dateline build'"
        raise EnvironmentFault(f"the search index cannot be opened: {fault}") from error
    try:
        query = index.parse_query(words, ["title", "text"], field_boosts={"title": 2.0})
    except ValueError as error:
        raise InputError(f"search: {error}") from error
    searcher = index.searcher()
    snippets = tantivy.SnippetGenerator.create(searcher, query, index.schema, "text")
    return [_hit(searcher.doc(address), score, snippets) for score, address in searcher.search(query, limit).hits]


def _hit(document: Any, score: float, snippets: Any) -> Hit:
    stored: dict[str, Any] = {name: document.get_first(name) or None for name in FIELDS if name != "text"}
    snippet = " ".join(snippets.snippet_from_doc(document).fragment().split())
    return Hit(**stored, snippet=snippet, score=round(score, 3))


def _folder(home: Home) -> Path:
    return home.index / "search"


def _complete(folder: Path) -> bool:
    marker = folder / FIELDS_FILE
    return marker.is_file() and marker.read_text() == " ".join(FIELDS)


def _documents(folder: Path) -> int:
    return int(tantivy.Index.open(str(folder)).searcher().num_docs)


def _rebuild(folder: Path, lake: Lake, on_progress: Progress) -> int:
    """Index all articles in a folder beside, which then takes the place of the old one; returns their number."""
    temporary = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    writer = _writer(_open(temporary))
    done = 0
    for batch in lake.batches("articles", FIELDS, rows=BATCH):
        _add(writer, batch)
        done += batch.num_rows
        on_progress(done, 0)
    writer.commit()
    writer.wait_merging_threads()
    (temporary / FIELDS_FILE).write_text(" ".join(FIELDS))
    if folder.exists():
        folder.replace(folder.with_name(f"{folder.name}.{os.getpid()}.old"))
    temporary.replace(folder)
    _collect(folder)
    return done


def _renew(folder: Path, lake: Lake, locator: Locator, waiting: list[str], on_progress: Progress) -> int:
    """Put the documents of works that wait in place, a batch a commit; returns how many have one."""
    renewed = 0
    for first in range(0, len(waiting), BATCH):
        works = waiting[first : first + BATCH]
        rows = lake.read_works("articles", works, locator.places(works), columns=FIELDS)
        writer = _writer(_open(folder))
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


def _collect(folder: Path) -> None:
    """Remove what an interrupted rebuild left. Steps take turns, so nobody is writing it."""
    for left in folder.parent.glob(f"{folder.name}.*"):
        shutil.rmtree(left, ignore_errors=True)


def _open(folder: Path) -> tantivy.Index:
    folder.mkdir(parents=True, exist_ok=True)
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, stored=True, tokenizer_name="default" if name in ("title", "text") else "raw")
    return tantivy.Index(builder.build(), path=str(folder))


def _writer(index: tantivy.Index) -> Any:
    return index.writer(heap_size=HEAP_BYTES, num_threads=1)


def _add(writer: Any, rows: pa.RecordBatch) -> None:
    for row in rows.to_pylist():
        document = tantivy.Document()
        for name in FIELDS:
            document.add_text(name, row[name] or "")
        writer.add_document(document)
