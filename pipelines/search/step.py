"""The full-text index: titles and texts of `articles` in tantivy, brought up to date by what changed.

Rebuildable: without it, or after a change of FIELDS, the next night indexes everything anew.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import tantivy

from pipelines.errors import EnvironmentFault, InputError, machine_fault
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.steps import Outcome, Progress

FIELDS = ("article_id", "source", "url", "title", "text", "published")
HEAP_BYTES = 64 << 20
INDEXED = "indexed.parquet"
STATE = ("article_id", "document_id", "published", "title", "url", "source")
"""What tells whether an article is as the index has it; a text that changes is another document."""
MADE_OF = {b"fields": " ".join(FIELDS).encode()}
"""Written into INDEXED: the index can only be opened by the fields it was made of."""


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


def index_night(home: Home, night: date, on_progress: Progress) -> Outcome:  # noqa: ARG001
    """Index the articles that are not as the index holds them; forget those that are gone."""
    lake = Lake(home.lake)
    now = lake.read("articles", columns=STATE)
    indexed = _indexed(_folder(home))
    ids = sorted({state[0] for state in set(_states(indexed)) ^ set(_states(now))})
    if not ids and (_folder(home) / INDEXED).is_file():
        return Outcome({"indexed": now.num_rows})
    rows = lake.read("articles", columns=FIELDS, where=pc.field("article_id").isin(pa.array(ids, pa.string())))
    _write(_open(_folder(home)), ids, rows, on_progress)
    pq.write_table(now.replace_schema_metadata(MADE_OF), _folder(home) / f".{INDEXED}")
    (_folder(home) / f".{INDEXED}").replace(_folder(home) / INDEXED)
    return Outcome({"indexed": now.num_rows, "renewed": rows.num_rows}, changed=True)


def find(home: Home, words: str, *, limit: int = 10) -> list[Hit]:
    """The best answers to a query in tantivy's language. Raises InputError when there is no index or no sense in it."""
    folder = _folder(home)
    if not (folder / INDEXED).is_file():
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


def _indexed(folder: Path) -> pa.Table:
    if (folder / INDEXED).is_file():
        indexed = pq.read_table(folder / INDEXED)
        if indexed.schema.metadata == MADE_OF and tuple(indexed.column_names) == STATE:
            return indexed
    shutil.rmtree(folder, ignore_errors=True)
    return pa.table({name: pa.array([], pa.string()) for name in STATE})


def _states(rows: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(rows[name].to_pylist() for name in STATE), strict=True))


def _open(folder: Path) -> tantivy.Index:
    folder.mkdir(parents=True, exist_ok=True)
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, stored=True, tokenizer_name="default" if name in ("title", "text") else "raw")
    return tantivy.Index(builder.build(), path=str(folder))


def _write(index: tantivy.Index, ids: list[str], rows: pa.Table, on_progress: Progress) -> None:
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    for article in ids:
        writer.delete_documents_by_term("article_id", article)
    for done, row in enumerate(rows.to_pylist(), start=1):
        document = tantivy.Document()
        for name in FIELDS:
            document.add_text(name, row[name] or "")
        writer.add_document(document)
        on_progress(done, rows.num_rows)
    writer.commit()
    writer.wait_merging_threads()
