"""A column that only datasets have."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """A column that only datasets have: its type, what it holds, and the columns of `articles` it is made of."""

    type: pa.DataType
    doc: str
    reads: tuple[str, ...] = ()
