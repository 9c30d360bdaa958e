"""Digests of the rows of a dataset, one for each group of columns: a change to a row has a place and a kind.

A digest is the first 16 bytes of SHA-256 over the group's columns in the order of the file. Each column gives 9 bytes of head:
1 if there is a value, else 0, and 8 bytes little-endian, which are the number, or the length of the content that follows all
heads. Text is UTF-8, an instant microseconds since 1970, a day days since 1970, a float its 64 bits; a number that is not
finite is none, as JSON has none. A struct's content are its fields as a group, a list's its elements as groups of one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

GROUPS = ("text", "date", "rights", "other")
TEXT = frozenset({
    "text", "title", "headlines", "title_before", "title_after", "text_before", "sentences", "headline_before", "other_title",
    "other_text", "cut", "added", "attribution", "query", "questions",
})  # fmt: skip
DATE = frozenset({"published", "published_day", "guess", "first_night", "gone_on", "month", "not_before", "not_after"})
DATE_BEGINNINGS = ("published_", "guess_", "not_before_", "not_after_")
RIGHTS = frozenset({"train_ai", "tdm", "rights", "rights_evidence"})
DIGEST = pa.binary(16)
HEAD_BYTES = 9


def group_of(field: pa.Field) -> str:
    """The group of a column.

    >>> [group_of(pa.field(name, pa.string())) for name in ("title", "published_basis", "tdm", "id")]
    ['text', 'date', 'rights', 'other']
    """
    if field.name in TEXT:
        return "text"
    if field.name in RIGHTS:
        return "rights"
    dated = field.name in DATE or field.name.startswith(DATE_BEGINNINGS) or pa.types.is_temporal(field.type)
    return "date" if dated else "other"


def row_digests(rows: pa.Table) -> dict[str, pa.Array]:
    """The digests of each row, by group."""
    rows = rows.combine_chunks()
    columns: dict[str, list[pa.Array]] = {group: [] for group in GROUPS}
    for field in rows.schema:
        columns[group_of(field)].append(_whole(rows[field.name]))
    return {group: digests(rows.num_rows, columns[group]) for group in GROUPS}


def digests(count: int, columns: Sequence[pa.Array]) -> pa.Array:
    """A digest for each row of the columns."""
    sha256, join = hashlib.sha256, b"".join
    parts = (part.to_pylist() for part in _parts(count, columns))  # joined here: Arrow would take four times as long
    return pa.array([sha256(join(row)).digest()[:16] for row in zip(*parts, strict=True)], DIGEST)


def table_digests(rows: pa.Table) -> pa.Array:
    """A digest for each row over all columns."""
    return digests(rows.num_rows, [_whole(column) for column in rows.columns])


def _encoded(count: int, columns: Sequence[pa.Array]) -> pa.Array:
    """The bytes of each row."""
    head, *contents = _parts(count, columns)
    return pc.binary_join_element_wise(head, *contents, b"") if contents else head


def _parts(count: int, columns: Sequence[pa.Array]) -> list[pa.Array]:
    """The heads of each row, then its contents by column."""
    heads = np.zeros((count, len(columns), HEAD_BYTES), np.uint8)
    contents = []
    for place, column in enumerate(columns):
        numbers, content = _column(column)
        there = numbers.is_valid().to_numpy(zero_copy_only=False)
        heads[:, place, 0] = there
        heads[:, place, 1:] = numbers.fill_null(0).to_numpy().astype("<i8").view(np.uint8).reshape(count, 8)
        contents += [] if content is None else [content]
    width = len(columns) * HEAD_BYTES
    head = pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), count, [None, pa.py_buffer(heads.tobytes())])
    return [head.cast(pa.binary()) if width else pa.array([b""] * count, pa.binary()), *contents]


def _column(column: pa.Array) -> tuple[pa.Array, pa.Array | None]:
    """The number of each value, null of none; and the contents, if the type has any."""
    kind = column.type
    if pa.types.is_floating(kind):
        finite = pc.if_else(pc.is_finite(column), column, pa.scalar(None, kind)).cast(pa.float64())
        return pc.add(finite, 0.0).view(pa.int64()), None  # -0.0 becomes 0.0
    if pa.types.is_timestamp(kind):
        return column.cast(pa.timestamp("us", tz=kind.tz)).view(pa.int64()), None
    if pa.types.is_date32(kind):
        return column.view(pa.int32()).cast(pa.int64()), None
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return column.cast(pa.int64()), None
    content = _content(column)
    lengths = pc.binary_length(content).cast(pa.int64())
    return pc.if_else(column.is_valid(), lengths, pa.scalar(None, pa.int64())), content.fill_null(b"")


def _content(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_list(kind):
        elements = column.flatten()
        counts = pc.list_value_length(column).fill_null(0).to_numpy()
        offsets = pa.array(np.concatenate(([0], np.cumsum(counts))), pa.int32())
        return pc.binary_join(pa.ListArray.from_arrays(offsets, _encoded(len(elements), [elements])), b"")
    if pa.types.is_struct(kind):
        return _encoded(len(column), column.flatten())
    return column.cast(pa.binary())


def _whole(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    return pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found
