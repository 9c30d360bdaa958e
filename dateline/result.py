"""Result: the rows of a query, as Arrow, pandas, polars, or plain dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipelines.base.errors import EnvironmentFault

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Result:
    """Rows in memory. `len()` counts them, iteration gives each as a dictionary."""

    _table: pa.Table

    def arrow(self) -> pa.Table:
        """The rows as `pyarrow.Table`."""
        return self._table

    def pandas(self) -> Any:
        """The rows as `pandas.DataFrame`. Raises EnvironmentFault if pandas is not installed."""
        _required("pandas")
        return self._table.to_pandas()

    def polars(self) -> Any:
        """The rows as `polars.DataFrame`. Raises EnvironmentFault if polars is not installed."""
        return _required("polars").from_arrow(self._table)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for batch in self._table.to_batches():
            yield from batch.to_pylist()

    def __repr__(self) -> str:
        return f"<Result of {len(self)} rows: {', '.join(self.columns)}>"


def _required(library: str) -> Any:
    try:
        return import_module(library)
    except ImportError as error:
        raise EnvironmentFault(f"{library} is not installed: 'pip install {library}', or use .arrow()") from error
