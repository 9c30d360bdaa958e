"""`dateline duplicates`: the near-duplicates among anyone's texts, from a file to a file.

In: `{"id", "text"}` a line (JSON Lines, also gzipped, or Parquet by suffix). Out, in the same order:
`{"id", "cluster_id", "matched_id", "similarity"}`. A cluster is known by the least of its ids in string order;
`similarity` is the Jaccard similarity of word 5-shingles with the member it is most like, null
with `matched_id` in a cluster of one.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.duplicates.clusters import cluster
from pipelines.duplicates.edges import Part, inner
from pipelines.duplicates.sketch import Sketches, sketch
from pipelines.errors import InputError

BATCH_TEXTS = 10_000
RESULT = pa.schema(
    [("id", pa.string()), ("cluster_id", pa.string()), ("matched_id", pa.string()), ("similarity", pa.float32())]
)


def cluster_file(
    texts_path: Path | str, out_path: Path | str, *, on_progress: Callable[[int], None] | None = None
) -> int:
    """Find the duplicates among the texts of a file; returns how many clusters have more than one member.

    Nothing is written unless everything is. Raises InputError, with file and line, for a line that is not as above
    or an id that comes twice.
    """
    ids: list[str] = []
    parts: list[Sketches] = []
    for batch in _read(Path(texts_path)):
        ids += [identity for identity, _ in batch]
        parts.append(sketch([text for _, text in batch]))
        if on_progress:
            on_progress(len(ids))
    result = clusters_of(ids, Sketches.concat(parts))
    _write(Path(out_path), result)
    sizes = (
        np.unique(result["cluster_id"].to_numpy(zero_copy_only=False), return_counts=True)[1] if ids else np.empty(0)
    )
    return int((sizes > 1).sum())


def clusters_of(ids: list[str], sketches: Sketches) -> pa.Table:
    """The cluster, match and similarity of each text, in the order given."""
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    texts, first = np.unique(sketches.ids, return_index=True)
    edges = inner(Part.of(sketches.take(first[texts != 0])))
    found = cluster(len(ids), np.arange(len(ids)), sketches.ids[order], edges)
    row = np.empty(len(ids), np.int64)
    row[order] = np.arange(len(ids))
    names = np.array(ids, object)[order]
    matched = found.matched[row]
    return pa.table(
        {
            "id": ids,
            "cluster_id": names[found.cluster[row]],
            "matched_id": pa.array(names[matched], mask=matched < 0),
            "similarity": pa.array(found.jaccard[row], mask=matched < 0),
        },
        schema=RESULT,
    )


def _read(path: Path) -> Iterator[list[tuple[str, str]]]:
    if not path.is_file():
        raise InputError(f'{path}: no such file; give a file of {{"id", "text"}} lines')
    seen: set[str] = set()
    rows: list[tuple[str, str]] = []
    for where, identity, text in _parquet(path) if path.suffix == ".parquet" else _lines(path):
        if identity in seen:
            raise InputError(f"{where}: id {identity!r} comes twice; ids must be distinct")
        seen.add(identity)
        rows.append((identity, text))
        if len(rows) == BATCH_TEXTS:
            yield rows
            rows = []
    if rows:
        yield rows


def _lines(path: Path) -> Iterator[tuple[str, str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}:{number}", *_row(f"{path}:{number}", line)
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
        raise InputError(f"{path}: not readable as UTF-8 JSON Lines: {error}") from error


def _row(where: str, line: str) -> tuple[str, str]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"{where}: not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
        raise InputError(f'{where}: no "id"; each line must be {{"id": …, "text": …}}')
    if not isinstance(row.get("text"), str | None):
        raise InputError(f'{where}: "text" is not a string')
    return str(row["id"]), _scalar(row.get("text") or "")


def _scalar(text: str) -> str:
    """Without lone surrogates, which JSON can spell but UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _parquet(path: Path) -> Iterator[tuple[str, str, str]]:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(f"{path}: not a Parquet file: {error}") from error
    missing = {"id", "text"} - set(file.schema_arrow.names)
    if missing:
        raise InputError(f"{path}: no column {min(missing)!r}; it must have id and text")
    number = 0
    for batch in file.iter_batches(columns=["id", "text"], batch_size=BATCH_TEXTS):
        for identity, text in zip(batch["id"].cast(pa.string()).to_pylist(), batch["text"].to_pylist(), strict=True):
            number += 1
            if identity is None:
                raise InputError(f"{path}: row {number}: the id is null")
            yield f"{path}: row {number}", identity, text or ""


def _write(path: Path, result: pa.Table) -> None:
    with _replacing(path) as partial:
        if path.suffix == ".parquet":
            pq.write_table(result, partial)
            return
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(partial, "wt", encoding="utf-8") as out:
            for batch in result.to_batches(max_chunksize=BATCH_TEXTS):
                for row in batch.to_pylist():
                    if row["similarity"] is not None:
                        row["similarity"] = round(row["similarity"], 4)
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
