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
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
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
from pipelines.corpus.duplicates.ragged import I64, U32, U64, Ragged
from pipelines.corpus.duplicates.sketch import Sketches, sketched

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


class Spool:
    """Use it as a context manager: the result of `sketches` is valid until it closes. Shingles are nine tenths of a
    sketch's size.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by __exit__
        self._seen: set[int] = {0}
        self._counts: list[I64] = [np.empty(0, np.int64)]
        self._parts: list[Sketches] = []

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, part: Sketches) -> None:
        """Add the texts that are new and have words."""
        self._keep(part.where(self._unseen(part.ids)))

    def sketch(self, texts: Sequence[str]) -> U64:
        """Sketch texts and add those that are new and have words; returns the ids of all given texts."""
        found = [np.empty(0, np.uint64)]
        for ids, fresh in sketched(texts, self._unseen):
            found.append(ids)
            self._keep(fresh)
        return np.concatenate(found)

    def _keep(self, fresh: Sketches) -> None:
        self._file.write(np.ascontiguousarray(fresh.shingles.values).data)
        self._counts.append(fresh.shingles.counts)
        nothing = Ragged(np.empty(0, np.uint32), np.zeros(len(fresh) + 1, np.int64))
        self._parts.append(Sketches(fresh.ids, fresh.signatures, nothing, fresh.anchors, fresh.numbers, fresh.places))

    def sketches(self) -> Sketches:
        """All sketches, with the shingles mapped from disk. Nothing can be added afterwards."""
        counts = np.concatenate(self._counts)
        offsets = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=offsets[1:])
        self._file.flush()
        empty = np.empty(0, np.uint32)
        values: U32 = np.memmap(self._file, np.uint32, "r", shape=(int(offsets[-1]),)) if offsets[-1] else empty
        rest = Sketches.concat(self._parts)
        self._parts = []
        return Sketches(rest.ids, rest.signatures, Ragged(values, offsets), rest.anchors, rest.numbers, rest.places)

    def _unseen(self, texts: U64) -> np.ndarray:
        fresh = np.zeros(len(texts), bool)
        for row, text in enumerate(texts.tolist()):
            if text not in self._seen:
                self._seen.add(text)
                fresh[row] = True
        return fresh
