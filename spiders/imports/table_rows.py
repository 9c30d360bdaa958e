"""The rows of tables: Parquet, JSON lines, CSV, Arrow files, or a folder of Hugging Face's `datasets`.

A mapping names the column for each of our fields: `text=body`. Columns with usual names need no mapping.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from pipelines.base.errors import InputError
from pipelines.base.storable import mended
from spiders.imports.opening import UnreadableError, files_below, opened

USUAL = {
    "url": ("url", "link", "uri", "href", "source_url", "article_url", "page_url"),
    "text": ("text", "content", "body", "article", "maintext", "article_text", "plain_text", "document"),
    "title": ("title", "headline", "heading"),
    "date": ("date", "published", "published_at", "date_publish", "publish_date", "publication_date", "pubdate"),
    "modified": ("modified", "date_modify", "updated", "updated_at", "date_modified"),
    "authors": ("authors", "author", "byline", "creator"),
    "language": ("language", "lang"),
    "section": ("section", "category"),
    "tags": ("tags", "keywords"),
    "captured": ("captured", "crawl_date", "date_download", "fetched_at", "warc_date", "timestamp", "crawled_at"),
    "source": (),
}  # fmt: skip
"""Our fields with their usual column names in datasets. The first name that a table has is used; `source` has to be mapped."""
TEXTS = ("url", "text", "title")
"""Fields that must be text; other types are ignored."""
NO_OBJECT = "no JSON object"
ENDINGS = (".parquet", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".arrow")
PACKED = (".gz", ".zst")
ABOUT = ("dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json")
"""Metadata files of `datasets`."""
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
QUOTED = re.compile(r'"[^"]*"?')
MAX_HEAD_BYTES = 1 << 20
BATCH = 500
MAX_LINE_BYTES = 32 << 20
MAX_FIELD_CHARACTERS = 4_000_000

Row = Mapping[str, Any]


class Torn(str):
    """The reason why the rest of a table cannot be read."""

    __slots__ = ()


def table_files(paths: Iterable[Path]) -> list[str]:
    """Every table at the paths, also in folders below, as absolute paths without repeats. Raises InputError."""
    found: dict[str, None] = {}
    for path in paths:
        files = [each for each in files_below(path, _is_table) if _is_table(each.name) or each.is_dir()]
        if not files:
            raise InputError(f"{path}: no table: {', '.join(ENDINGS)}, packed as {' or '.join(PACKED)} or not")
        found |= dict.fromkeys(str(each.absolute()) for each in files)
    return list(found)


def _is_table(name: str) -> bool:
    return plain_name(Path(name)).endswith(ENDINGS) and name not in ABOUT


def plain_name(path: Path) -> str:
    """The name of a file without its compression suffix, lower case."""
    name = path.name.lower()
    return next((name.removesuffix(end) for end in PACKED if name.endswith(end)), name)


def rows_of(path: Path) -> Iterator[Row | str]:
    """The rows of a table in order. An invalid row is replaced by its reason; Torn comes last if the rest is unreadable.

    Raises UnreadableError for a file that cannot be opened.
    """
    with opened(path):
        name = plain_name(path)
    try:
        if name.endswith(".parquet"):
            batches = pq.ParquetFile(path).iter_batches(batch_size=BATCH)
            yield from (row for batch in batches for row in _of_batch(batch))
        elif name.endswith(".arrow"):
            yield from _of_arrow(path)
        elif name.endswith((".csv", ".tsv")):
            csv.field_size_limit(min(sys.maxsize, MAX_FIELD_CHARACTERS))
            with io.TextIOWrapper(_opened(path), "utf-8-sig", errors="replace", newline="") as lines:
                yield from csv.DictReader(lines, delimiter=delimiter_of(path))
        else:
            yield from map(_of_line, _lines(path))
    except (OSError, EOFError, csv.Error, pa.ArrowException, zlib.error, zstandard.ZstdError) as error:
        yield Torn(f"cannot be read: {error}")


def delimiter_of(path: Path) -> str:
    """What parts the columns of a CSV file: the character of DELIMITERS that its first line has most of, outside quotes."""
    with _opened(path) as file:
        head = file.readline(MAX_HEAD_BYTES).decode("utf-8-sig", "replace")
    bare = QUOTED.sub("", head)
    usual = "\t" if plain_name(path).endswith(".tsv") else ","
    return max(DELIMITERS, key=lambda each: (bare.count(each), each == usual))


def delimiter_note(path: Path) -> str | None:
    """A note on the delimiter of a CSV file, if it is another one than the name of the file says; else None."""
    if not plain_name(path).endswith((".csv", ".tsv")):
        return None
    found = delimiter_of(path)
    is_usual = found == ("\t" if plain_name(path).endswith(".tsv") else ",")
    return None if is_usual else f"columns are parted by {DELIMITERS[found]}"


def columns(row: Row, named: Mapping[str, str]) -> dict[str, str]:
    """The column for each of our fields, by the mapping, else by usual names. Raises UnreadableError.

    >>> columns({"link": "", "content": "", "headline": ""}, {"title": "headline"})
    {'url': 'link', 'text': 'content', 'title': 'headline'}
    """
    lower = {name.lower(): name for name in row if isinstance(name, str)}
    found: dict[str, str] = {}
    for ours, usual in USUAL.items():
        if ours in named and named[ours] not in row:
            raise UnreadableError(
                f"--map {ours}={named[ours]}: no such column; the table has {', '.join(map(str, row))}"
            )
        name = named.get(ours) or next((lower[each] for each in usual if each in lower), None)
        if name:
            found[ours] = name
    for needed in ("url", "text"):
        if needed not in found:
            raise UnreadableError(
                f"no column for {needed}: say --map {needed}=COLUMN; the table has {', '.join(map(str, row))}"
            )
    return found


def mapping(pairs: Iterable[str]) -> dict[str, str]:
    """Parse `["text=body"]` as a mapping. Raises InputError."""
    named: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or ours not in USUAL:
            raise InputError(f"--map {pair}: write OURS=COLUMN, OURS being one of {', '.join(USUAL)}")
        named[ours] = theirs
    return named


def content(row: Row, chosen: Mapping[str, str]) -> dict[str, Any]:
    """The values of a row under our names: texts, lists of texts, ISO dates. Empty values and wrong types are left out.

    >>> content({"u": b"https://a.example/", "t": float("nan"), "a": ["Jane", None]}, {"url": "u", "text": "t", "authors": "a"})
    {'url': 'https://a.example/', 'authors': ['Jane']}
    """
    said = {ours: _plain(row.get(theirs)) for ours, theirs in chosen.items()}
    is_wrong = [
        ours for ours, value in said.items() if ours in TEXTS and not isinstance(row.get(chosen[ours]), str | bytes)
    ]
    return {ours: value for ours, value in said.items() if value not in (None, "", []) and ours not in is_wrong}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain for each in value if isinstance(plain := _plain(each), str)]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if value is None or isinstance(value, Mapping) or value != value:  # NaN, which pandas writes for a missing value
        return None
    return mended(str(value))


def _of_batch(batch: pa.RecordBatch) -> Iterator[Row]:
    """The rows of a batch. A value that Python cannot represent, such as a date in the year 60000, is None."""
    batch = batch.cast(pa.schema([field.with_type(_in_microseconds(field.type)) for field in batch.schema]), safe=False)
    try:
        yield from batch.to_pylist()
    except (ArithmeticError, LookupError, ValueError):
        names = batch.schema.names
        yield from (dict(zip(names, map(_value, cells), strict=True)) for cells in zip(*batch.columns, strict=True))


def _in_microseconds(kind: pa.DataType) -> pa.DataType:
    """The type of a column with microseconds instead of nanoseconds, because Python has no nanoseconds."""
    return pa.timestamp("us", kind.tz) if pa.types.is_timestamp(kind) and kind.unit == "ns" else kind


def _value(cell: pa.Scalar) -> Any:
    try:
        return cell.as_py()
    except (ArithmeticError, LookupError, ValueError):
        return None


def _of_arrow(path: Path) -> Iterator[Row]:
    with pa.memory_map(str(path)) as source:
        try:
            batches: Iterable[pa.RecordBatch] = pa.ipc.open_stream(source)
        except pa.ArrowInvalid:
            file = pa.ipc.open_file(source)
            batches = (file.get_batch(number) for number in range(file.num_record_batches))
        for batch in batches:
            for start in range(0, batch.num_rows, BATCH):
                yield from _of_batch(batch.slice(start, BATCH))


def _of_line(line: bytes) -> Row | str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return NO_OBJECT
    return row if isinstance(row, dict) else NO_OBJECT


def _lines(path: Path) -> Iterator[bytes]:
    with _opened(path) as file:
        if plain_name(path).endswith(".json") and file.peek(1)[:1] == b"[":  # type: ignore[attr-defined]
            raise OSError("a JSON array; 'jq -c .[]' makes lines of it, an object each")
        while line := file.readline(MAX_LINE_BYTES):
            if line.strip():
                yield line


def _opened(path: Path) -> BinaryIO:
    if path.name.lower().endswith(".gz"):
        return cast("BinaryIO", gzip.open(path))
    if path.name.lower().endswith(".zst"):
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
            path.open("rb"), read_across_frames=True
        )
        return cast("BinaryIO", io.BufferedReader(reader))
    return path.open("rb")
