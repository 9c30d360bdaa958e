"""`dateline duplicates`: the near-duplicates among anyone's texts, from a file to a file.

In: `{"id", "text"}` a line (JSON Lines, also gzipped, or Parquet by suffix). Out, in the same order:
`{"id", "cluster_id", "matched_id", "similarity"}`. A cluster is known by the least of its ids in string order;
`similarity` is the Jaccard similarity of word 5-shingles with the member it is most like, null
with `matched_id` in a cluster of one.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic_core import from_json

from pipelines.duplicates.clusters import cluster
from pipelines.duplicates.edges import Edges, Part, inner
from pipelines.duplicates.ragged import U64
from pipelines.duplicates.spool import Spool
from pipelines.errors import InputError
from pipelines.output_file import output_file

BATCH_TEXTS = 2_000
_JSON = json.JSONEncoder(ensure_ascii=False)
RESULT = pa.schema(
    [("id", pa.string()), ("cluster_id", pa.string()), ("matched_id", pa.string()), ("similarity", pa.float32())]
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How a run ended: texts read, clusters of more than one, and texts in them."""

    texts: int
    clusters: int
    clustered: int


def cluster_file(
    texts_path: Path | str, out_path: Path | str, *, on_progress: Callable[[int], None] | None = None
) -> Tally:
    """Find the duplicates among the texts of a file.

    Nothing is written unless everything is. Raises InputError, with file and line, for a line that is not as above
    or an id that comes twice.
    """
    ids: list[str] = []
    texts: list[U64] = [np.empty(0, np.uint64)]
    with output_file(Path(out_path)) as out:
        with Spool() as spool:
            for batch in _read(Path(texts_path)):
                ids += [identity for identity, _ in batch]
                texts.append(spool.sketch([text for _, text in batch]))
                if on_progress:
                    on_progress(len(ids))
            edges = inner(Part.of(spool.sketches()))
        result = clusters_of(ids, np.concatenate(texts), edges)
        _write(out, Path(out_path).suffix, result)
    sizes = pc.value_counts(result["cluster_id"]).field("counts")
    several = sizes.filter(pc.greater(sizes, 1))
    return Tally(len(ids), len(several), pc.sum(several).as_py() or 0)


def clusters_of(ids: list[str], texts: U64, edges: Edges) -> pa.Table:
    """The cluster, match and similarity of each text, in the order given; `texts` are the ids of their sketches."""
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    found = cluster(len(ids), np.arange(len(ids)), texts[order], edges)
    row = np.empty(len(ids), np.int64)
    row[order] = np.arange(len(ids))
    names = pa.array(ids, pa.large_string()).take(pa.array(order))
    matched = found.matched[row]
    nobody = pa.array(matched, mask=matched < 0)
    return pa.table(
        {
            "id": pa.array(ids, pa.large_string()),
            "cluster_id": names.take(pa.array(found.cluster[row])),
            "matched_id": names.take(nobody),
            "similarity": pa.array(found.jaccard[row], mask=matched < 0),
        }
    ).cast(RESULT)


def _read(path: Path) -> Iterator[list[tuple[str, str]]]:
    """(id, text) of every row, some thousands at a time."""
    if not path.exists() or path.is_dir():
        what = "a folder" if path.is_dir() else "no such file"
        raise InputError(f'{path}: {what}; give a file of {{"id", "text"}} lines')
    seen: set[str] = set()
    rows: list[tuple[str, str]] = []
    for number, identity, text in _parquet(path) if path.suffix == ".parquet" else _lines(path):
        if identity in seen:
            raise InputError(f"{path}:{number}: id {identity!r} comes twice; ids must be distinct")
        seen.add(identity)
        rows.append((identity, text))
        if len(rows) == BATCH_TEXTS:
            yield rows
            rows = []
    if rows:
        yield rows


def _lines(path: Path) -> Iterator[tuple[int, str, str]]:
    number = 0
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.isspace():
                    yield number, *_row(_parsed(line))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{path}:{number}: not JSON in UTF-8: {error}") from error
    except (EOFError, OSError) as error:
        raise InputError(f"{path}: not readable: {error}") from error
    except _RowError as error:
        raise InputError(f"{path}:{number}: {error}") from error


def _parsed(line: bytes) -> object:
    """A line of JSON, by the faster of two parsers; what that refuses (lone surrogates, other encodings) by the other."""
    try:
        return from_json(line, cache_strings="keys")
    except ValueError:
        return json.loads(line)


class _RowError(ValueError):
    """A row is not {"id", "text"}; says how."""


def _row(row: object) -> tuple[str, str]:
    identity = row.get("id") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(identity, str | int):
        raise _RowError('no "id"; each line must be {"id": …, "text": …}')
    if "text" not in row:
        raise _RowError('no "text"; each line must be {"id": …, "text": …}')
    text = row["text"] or ""
    if not isinstance(text, str):
        raise _RowError('"text" is not a string')
    return str(identity), text if text.isascii() else _scalar(text)


def _scalar(text: str) -> str:
    """Without lone surrogates, which JSON can spell but UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _parquet(path: Path) -> Iterator[tuple[int, str, str]]:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(f"{path}: not a Parquet file: {error}") from error
    missing = {"id", "text"} - set(file.schema_arrow.names)
    if missing:
        raise InputError(f"{path}: no column {min(missing)!r}; it must have id and text")
    for name, allowed, wanted in (("id", _is_id, "text or whole numbers"), ("text", _is_text, "text")):
        found = file.schema_arrow.field(name).type
        if not allowed(found):
            raise InputError(f"{path}: column {name!r} must be {wanted}, found {found}")
    number = 0
    for batch in file.iter_batches(columns=["id", "text"], batch_size=BATCH_TEXTS):
        for identity, text in zip(batch["id"].cast(pa.string()).to_pylist(), batch["text"].to_pylist(), strict=True):
            number += 1
            if identity is None:
                raise InputError(f"{path}:{number}: the id is null")
            yield number, identity, text or ""


def _is_text(kind: pa.DataType) -> bool:
    """Text, also as a dictionary or a column of nothing but nulls."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(is_such(kind) for is_such in (pa.types.is_string, pa.types.is_large_string, pa.types.is_null))


def _is_id(kind: pa.DataType) -> bool:
    return _is_text(kind) or pa.types.is_integer(kind)


def _write(out: BinaryIO, suffix: str, result: pa.Table) -> None:
    if suffix == ".parquet":
        pq.write_table(result, out)
        return
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) if suffix == ".gz" else nullcontext(out) as lines:
        for batch in result.to_batches(max_chunksize=BATCH_TEXTS):
            lines.write("".join(map(_line, *(batch[name].to_pylist() for name in RESULT.names))).encode())


def _line(identity: str, cluster_id: str, matched_id: str | None, similarity: float | None) -> str:
    rounded = None if similarity is None else round(similarity, 4)
    row = {"id": identity, "cluster_id": cluster_id, "matched_id": matched_id, "similarity": rounded}
    return _JSON.encode(row) + "\n"
