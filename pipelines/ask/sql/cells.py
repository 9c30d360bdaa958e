"""Values of a column as Python values; a value as text or as JSON."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import Any

import pyarrow as pa


def values(column: pa.Array | pa.ChunkedArray) -> list[Any]:
    """The values of a column; a time that Python cannot represent becomes text.

    >>> values(pa.array([-2_180_000, 0], pa.date32()))
    ['-3999-05-13', datetime.date(1970, 1, 1)]
    """
    try:
        return list(column.to_pylist())
    except (OverflowError, ValueError):  # the year 290000, nanoseconds
        return [_value(each) for each in column]


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except (OverflowError, ValueError):
        if isinstance(scalar, pa.StructScalar):
            return {name: _value(inner) for name, inner in scalar.items()}
        if isinstance(scalar, pa.MapScalar):
            return [(_value(pair["key"]), _value(pair["value"])) for pair in scalar.values]
        if isinstance(scalar, pa.ListScalar):
            return values(scalar.values)
        return scalar.cast(pa.string()).as_py()


def cell(value: object) -> str:
    """A whole value as text: times and intervals in ISO 8601, nulls empty, bytes in hex, nested values as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, pa.MonthDayNano):
        return f"P{value.months}M{value.days}DT{value.nanoseconds / 1e9:g}S"
    if isinstance(value, dict | list | tuple):
        return json.dumps(plain(value), ensure_ascii=False)
    return str(value)


def plain(value: Any) -> Any:
    """A value that JSON can represent: times become text, infinite numbers null."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple) and not isinstance(value, pa.MonthDayNano):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, float) else cell(value)
