"""A search of every byte of a home for sentences, as it stands and with every coding and compression undone."""

from __future__ import annotations

import gzip
import html
import io
import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import tantivy
import zstandard
from fastwarc.warc import ArchiveIterator

from pipelines.lake.archive.coding import decode_content


def found(home: Path, sentences: Sequence[str]) -> set[str]:
    """The files of a home, relative to it, that hold one of the sentences."""
    return {
        path.relative_to(home).as_posix()
        for path in sorted(home.rglob("*"))
        if path.is_file() and any(_holds(part, sentences) for part in _parts(path))
    }


def _holds(part: str, sentences: Sequence[str]) -> bool:
    folded = " ".join(part.split())
    return any(sentence in text for sentence in sentences for text in (folded, html.unescape(html.unescape(folded))))


def _parts(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    yield data.decode("utf-8", "replace")
    yield data.decode("latin-1")
    if path.name.endswith((".warc.gz", ".warc.gz.open")):
        yield from _warc(data)
    elif path.suffix == ".gz":
        yield gzip.decompress(data).decode("utf-8", "replace")
    elif path.suffix == ".zst":
        yield zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read().decode("utf-8", "replace")
    elif path.suffix == ".parquet":
        yield from (_json(row) for row in pq.read_table(path, partitioning=None).to_pylist())
    elif data.startswith(b"SQLite format 3\0"):
        yield from _sqlite(path)
    elif path.name == "meta.json" and path.parent.name == "search":
        yield from _index(path.parent)


def _warc(data: bytes) -> Iterator[str]:
    for record in ArchiveIterator(io.BytesIO(data), parse_http=True, auto_decode="none"):
        coding = record.http_headers.get("Content-Encoding") if record.http_headers else None
        coding = coding or (record.http_headers.get("X-Archive-Orig-Content-Encoding") if record.http_headers else None)
        body = record.reader.read()
        yield _json(record.headers.asdict()) + (_json(record.http_headers.asdict()) if record.http_headers else "")
        for undone in (body, decode_content(body, coding)):
            yield undone.decode("utf-8", "replace")
            yield undone.decode("latin-1")


def _sqlite(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(path)) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):
                for cell in row:
                    yield cell.decode("latin-1") if isinstance(cell, bytes) else str(cell)
                    yield from _inflated(cell) if isinstance(cell, bytes) else ()


def _inflated(cell: bytes) -> Iterator[str]:
    for start in range(min(len(cell), 40)):
        try:
            yield json.dumps(json.loads(zlib.decompress(cell[start:])), ensure_ascii=False)
        except (zlib.error, ValueError):
            continue


def _index(folder: Path) -> Iterator[str]:
    """The stored documents of a search index, deleted ones too, which a query does not give: their store is compressed."""
    searcher = tantivy.Index.open(str(folder)).searcher()
    for _, address in searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs)).hits:
        yield _json(searcher.doc(address).to_dict())
    meta = json.loads((folder / "meta.json").read_text())
    deleted = sum((segment["deletes"] or {}).get("num_deleted_docs", 0) for segment in meta["segments"])
    assert not deleted, "deleted documents stay in their segments: what they say cannot be read here"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
