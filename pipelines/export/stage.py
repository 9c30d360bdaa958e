"""The rows of a dataset while it is being made: on disk, in order, before it is known which of them stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.duplicates.ragged import I64


@dataclass(slots=True)
class Stage:
    """Tables of rows as files of a folder, one after the other, and the number of each one's first row."""

    folder: Path
    rows: int = 0
    _firsts: list[int] = field(default_factory=list)
    _sizes: list[I64] = field(default_factory=list)

    def add(self, rows: pa.Table) -> None:
        """Put rows at the end."""
        self.folder.mkdir(parents=True, exist_ok=True)
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with pa.ipc.new_file(self._path(len(self._firsts)), rows.schema, options=options) as writer:
            writer.write_table(rows)
        self._firsts.append(self.rows)
        self._sizes.append(pc.binary_length(rows["text"]).to_numpy().astype(np.int64))
        self.rows += rows.num_rows

    @property
    def text_bytes(self) -> I64:
        """Bytes of the text of each row."""
        return np.concatenate([*self._sizes, np.zeros(0, np.int64)])

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[tuple[int, pa.Table]]:
        """The rows again: (number of the first, a table)."""
        for number, first in enumerate(self._firsts):
            yield first, self._table(number, columns)

    def texts(self, wanted: Sequence[int]) -> Mapping[int, str]:
        """The texts of some rows."""
        found: dict[int, str] = {}
        rows = np.array(sorted(wanted), np.int64)
        for number, first in enumerate(self._firsts):
            stop = self._firsts[number + 1] if number + 1 < len(self._firsts) else self.rows
            mine = rows[(rows >= first) & (rows < stop)]
            if len(mine):
                texts = self._table(number, ["text"])["text"].take(pa.array(mine - first))
                found.update(zip(mine.tolist(), texts.to_pylist(), strict=True))
        return found

    def _table(self, number: int, columns: Sequence[str] | None) -> pa.Table:
        with pa.memory_map(str(self._path(number))) as file:
            table = pa.ipc.open_file(file).read_all()
        return table if columns is None else table.select(list(columns))

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06d}.arrow"
