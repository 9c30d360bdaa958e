"""Datasets in the home that contain rows of the target, whatever their recipe and file format."""

from __future__ import annotations

import gzip
import io
import json
import shutil
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import zstandard

from pipelines.give.export.files import WORKS
from pipelines.give.export.formats import format_of
from pipelines.give.export.formats.format import Format
from pipelines.give.export.rights_table import FILE as LEDGER
from pipelines.lake.home import Home
from pipelines.upkeep.takedown.runs import Runs
from pipelines.upkeep.takedown.tombstones import NO_RUNS

IDS = (WORKS, "article_id", "id")
"""Columns with the article id of a row, or the ids of its works."""
LINES = (".jsonl", ".json", ".csv", ".tsv", ".md", ".txt", ".yaml", ".html")
ID_LENGTH = 16
SEPARATED = bytes(byte if chr(byte).isalnum() else 32 for byte in range(128)) + b" " * 128
Affected = dict[str, list[dict[str, Any]]]
"""By name of the dataset, its rows: file, row (from 0) and article id. Both are null for a file that cannot be read, or that a
killed export left: nobody can say that the work is not in it.
"""
UNREADABLE = (pa.ArrowException, OSError, EOFError, KeyError, ValueError)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Works whose rows are wanted, and other works whose rows are wanted only if they contain words of runs."""

    works: frozenset[str]
    others: frozenset[str]
    runs: Runs

    def is_affected(self, work: str, row: str) -> bool:
        """True if a row of a work must be removed or written again."""
        return work in self.works or (work in self.others and bool(self.runs.found(row)))


def affected_datasets(
    home: Home, works: Collection[str], others: Collection[str] = (), runs: Runs = NO_RUNS
) -> Affected:
    """The datasets with rows of these works, or with rows of other works that contain words of runs.

    The remains of a killed export count as a dataset, under their hidden name; they go whatever is in them.
    """
    wanted = Wanted(frozenset(works), frozenset(others), runs)
    folders = [path for path in sorted(home.datasets.glob("*")) if path.is_dir()]
    found = {path.name: _once(list(_rows(path, wanted))) for path in folders}
    return {name: rows for name, rows in found.items() if rows}


def remove_datasets(home: Home, names: Collection[str]) -> None:
    """Remove datasets and the remains of killed exports; they must be exported again."""
    for name in sorted(names):
        beside = home.datasets / f".{name}.taken_down"
        shutil.rmtree(beside, ignore_errors=True)
        if (home.datasets / name).is_dir():
            (home.datasets / name).replace(beside)
        shutil.rmtree(beside, ignore_errors=True)


def _once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the data; those of the ledger say the same again, and count only where the data are lost."""
    return [row for row in rows if row["file"] != LEDGER] or rows


def _rows(dataset: Path, wanted: Wanted) -> Iterator[dict[str, Any]]:
    for path in sorted(path for path in dataset.rglob("*") if path.is_file()):
        name = path.relative_to(dataset).as_posix()
        found: list[tuple[int, str]] | list[tuple[None, None]] = [(None, None)]
        if not dataset.name.startswith("."):
            with suppress(*UNREADABLE):
                found = list(_rows_of_file(path, wanted))
        yield from ({"file": name, "row": row, "article_id": work} for row, work in found)


def _rows_of_file(path: Path, wanted: Wanted) -> Iterator[tuple[int, str]]:
    kind = format_of(path)
    if kind and kind.columns:
        return _typed_rows(path, kind, kind.columns(path), wanted)
    return _line_rows(path, wanted)


def _typed_rows(path: Path, kind: Format, names: Sequence[str], wanted: Wanted) -> Iterator[tuple[int, str]]:
    """Rows of a file with named columns. Columns other than the id are read only for rows of `wanted.others`."""
    column = next((name for name in IDS if name in names), None)
    if column is None:
        return
    ids = [each for batch in kind.batches(path, [column]) for each in batch[column].to_pylist()]
    named = [(row, str(work)) for row, each in enumerate(ids) for work in (each if isinstance(each, list) else [each])]
    found = [(row, work) for row, work in named if work in wanted.works or work in wanted.others]
    at = sorted({row for row, _ in found})
    written = dict(_written_out(kind.batches(path, names), at)) if any(w in wanted.others for _, w in found) else {}
    yield from ((row, work) for row, work in found if wanted.is_affected(work, written.get(row, "")))


def _written_out(batches: Iterable[pa.RecordBatch], rows: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Some rows of a file, by ascending number, each as a line of JSON."""
    first = 0
    for batch in batches:
        here = rows[bisect_left(rows, first) : bisect_left(rows, first + batch.num_rows)]
        taken = batch.take(pa.array([row - first for row in here], pa.int64())).to_pylist()
        yield from zip(here, (json.dumps(row, ensure_ascii=False, default=str) for row in taken), strict=True)
        first += batch.num_rows


def _line_rows(path: Path, wanted: Wanted) -> Iterator[tuple[int, str]]:
    """Lines of a text file that are rows of one of the works; if a line does not say of which work it is: that contain its id."""
    opened = _opened(path)
    if opened is None:
        return
    with opened as file:
        for number, line in enumerate(file):
            for work in sorted(_works(line, _ids(line) & (wanted.works | wanted.others))):
                if wanted.is_affected(work, line.decode("utf-8", "replace")):
                    yield number, work


def _works(line: bytes, named: set[str]) -> set[str]:
    """Those of the works that a line names whose row it is: the label of a cluster is the id of another row's work."""
    if not named:
        return named
    try:
        row = json.loads(line)
    except ValueError:
        return named
    own = next((row[column] for column in IDS if column in row), None) if isinstance(row, dict) else None
    return named if own is None else named.intersection(own if isinstance(own, list) else [own])


def _ids(line: bytes) -> set[str]:
    """The words of a line that have the length of an article id."""
    return {word.decode() for word in line.translate(SEPARATED).split() if len(word) == ID_LENGTH}


def _opened(path: Path) -> BinaryIO | None:
    """A text file, decompressed; None if the file is not text."""
    plain = path.name.removesuffix(path.suffix) if path.suffix in (".gz", ".zst") else path.name
    if not plain.endswith(LINES):
        return None
    if path.suffix == ".gz":
        return gzip.open(path, "rb")  # type: ignore[return-value]
    if path.suffix == ".zst":
        return io.BufferedReader(zstandard.open(path, "rb"))
    return path.open("rb")
