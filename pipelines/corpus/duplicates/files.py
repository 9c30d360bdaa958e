"""`dateline duplicates`: find near-duplicates in a file of texts and write the result to a file.

Input: one object `{"id", "text"}` a line (JSON Lines, also gzipped, or Parquet; the suffix decides). Output, in the
same order: `{"id", "cluster_id", "matched_id", "similarity"}`. The `cluster_id` is the lowest id of the cluster in
string order. `similarity` is the Jaccard similarity of word 5-shingles with the most similar member, `matched_id`.
Both are null in a cluster of one.

A line that is not such an object becomes `{"id", "line", "error"}` in its place. A Parquet result has the columns
`line` and `error` if there is such a line.
"""

from __future__ import annotations

import gzip
import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.base.errors import InputError
from pipelines.base.json_lines import BadLine, encoded, read_json_lines, text_row
from pipelines.base.output_file import output_file
from pipelines.corpus.duplicates.clusters import cluster
from pipelines.corpus.duplicates.edges import Edges, Part, inner
from pipelines.corpus.duplicates.frames import without_frames
from pipelines.corpus.duplicates.ragged import U64
from pipelines.corpus.duplicates.spool import Spool

BATCH_TEXTS = 2_000
_JSON = json.JSONEncoder(ensure_ascii=False)
RESULT = pa.schema(
    [("id", pa.string()), ("cluster_id", pa.string()), ("matched_id", pa.string()), ("similarity", pa.float32())]
)
WRONG = (("line", pa.int64()), ("error", pa.string()))
Misplaced = tuple[int, BadLine]
"""The number of good lines before a bad line, and the bad line."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Result of a run: texts read, clusters of two or more texts, texts in those clusters, and bad lines."""

    texts: int
    clusters: int
    clustered: int
    bad_lines: int = 0


def cluster_file(
    texts_path: Path | str, out_path: Path | str, *, on_progress: Callable[[int], None] | None = None
) -> Tally:
    """Find the duplicates among the texts of a file.

    The result file appears only when it is complete. Raises InputError if the file cannot be read.
    """
    ids: list[str] = []
    bad: list[Misplaced] = []
    texts: list[U64] = [np.empty(0, np.uint64)]
    with output_file(Path(out_path), made_from=Path(texts_path)) as out:
        with Spool() as spool:
            for batch in _read(Path(texts_path), bad):
                ids += [identity for identity, _ in batch]
                texts.append(spool.sketch([text for _, text in batch]))
                if on_progress:
                    on_progress(len(ids))
            part = Part.of(spool.sketches())
            edges = without_frames(part.sketches, inner(part))
        result = clusters_of(ids, np.concatenate(texts), edges)
        _write(out, Path(out_path).suffix, result, bad)
    sizes = pc.value_counts(result["cluster_id"]).field("counts")
    several = sizes.filter(pc.greater(sizes, 1))
    return Tally(len(ids), len(several), pc.sum(several).as_py() or 0, len(bad))


def clusters_of(ids: list[str], texts: U64, edges: Edges) -> pa.Table:
    """The cluster, match and similarity of each text, in the order of the input; `texts` are the ids of the sketches."""
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


def _read(path: Path, bad: list[Misplaced]) -> Iterator[list[tuple[str, str]]]:
    """(id, text) of every row, in batches of BATCH_TEXTS; bad rows are added to `bad`."""
    first: dict[str, int] = {}
    rows: list[tuple[str, str]] = []
    for number, row in _parquet(path) if path.suffix == ".parquet" else read_json_lines(path):
        text = row if isinstance(row, BadLine) else text_row(number, row)
        if not isinstance(text, BadLine) and first.setdefault(text[0], number) != number:
            text = BadLine(number, text[0], f"id comes twice, first on line {first[text[0]]}; ids must be distinct")
        if isinstance(text, BadLine):
            bad.append((len(first), text))
        else:
            rows.append(text)
        if len(rows) == BATCH_TEXTS:
            yield rows
            rows = []
    if rows:
        yield rows


def _parquet(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
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
            yield number, {"id": identity, "text": text}


def _is_text(kind: pa.DataType) -> bool:
    """True for a text column, also if it is dictionary-encoded or has only nulls."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(is_such(kind) for is_such in (pa.types.is_string, pa.types.is_large_string, pa.types.is_null))


def _is_id(kind: pa.DataType) -> bool:
    return _is_text(kind) or pa.types.is_integer(kind)


def _write(out: BinaryIO, suffix: str, result: pa.Table, bad: Sequence[Misplaced]) -> None:
    if suffix == ".parquet":
        pq.write_table(_with_bad(result, bad) if bad else result, out)
        return
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) if suffix == ".gz" else nullcontext(out) as lines:
        waiting = deque(bad)
        written = 0
        for batch in result.to_batches(max_chunksize=BATCH_TEXTS):
            for line in map(_line, *(batch[name].to_pylist() for name in RESULT.names)):
                _write_bad(lines, waiting, written)
                lines.write(line)
                written += 1
        _write_bad(lines, waiting, written)


def _write_bad(lines: Any, waiting: deque[Misplaced], written: int) -> None:
    """Write the bad lines that come after `written` good lines."""
    while waiting and waiting[0][0] <= written:
        lines.write(encoded(waiting.popleft()[1].row()))


def _with_bad(result: pa.Table, bad: Sequence[Misplaced]) -> pa.Table:
    """The result with each bad row in its place, and with the columns `line` and `error`."""
    wrong = pa.Table.from_pylist([line.row() for _, line in bad], pa.schema([("id", pa.string()), *WRONG]))
    rows = pa.concat_tables([result, wrong], promote_options="default")
    places = [*((n, 1) for n in range(result.num_rows)), *((before, 0) for before, _ in bad)]
    return rows.take(sorted(range(rows.num_rows), key=places.__getitem__))


def _line(identity: str, cluster_id: str, matched_id: str | None, similarity: float | None) -> bytes:
    rounded = None if similarity is None else round(similarity, 4)
    row = {"id": identity, "cluster_id": cluster_id, "matched_id": matched_id, "similarity": rounded}
    return (_JSON.encode(row) + "\n").encode()
