"""A file format of datasets: the names of its files, a writer, readers, and its description for other programs.

A new format is a module beside this one that has such an object, and a line of `pipelines.give.export.formats.FORMATS`.
Export, audit, card, Croissant metadata, recipes, takedowns and Dagster ask that table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import pyarrow as pa

from pipelines.give.export.tokens import Tokenizer

BATCH_ROWS = 4_000
"""Rows of a batch that `batches` gives."""
INDEX = "index.json"


class RowWriter(Protocol):
    """Writes the rows of one file."""

    def write(self, rows: pa.Table) -> None:
        """Add rows: a row group where the format has row groups."""

    def close(self) -> None:
        """Write the end of the file; the file itself stays open."""


def _no_writer(_file: BinaryIO, _schema: pa.Schema) -> RowWriter:
    raise TypeError("shards of token ids are written by `token_writer`")


def _no_rows(_path: Path, _columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    raise TypeError("shards of token ids have no rows to read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file format: of rows, with `writer` and `batches`, or of token ids, with `token_writer`.

    Its readers raise pa.ArrowException, OSError or EOFError for a file that is torn.
    """

    name: str
    """The value of the setting `formats`."""
    about: str
    """The format in a few words, for a comment in new recipes."""
    folder: str
    """The folder of its files in a dataset; no two formats share one. `{split}` stands for the split."""
    suffix: str
    """The end of its files' names, without the dot before it."""
    writer: Callable[[BinaryIO, pa.Schema], RowWriter] = _no_writer
    """A writer of rows of this schema into an open file."""
    token_writer: Callable[[Sequence[BinaryIO], Tokenizer], RowWriter] | None = None
    """A writer of the token ids of `text` into the files of a shard. The same rows give the same bytes, in whatever batches."""
    beside: tuple[str, ...] = ()
    """Ends of the names of further files of a shard of token ids, such as its index."""
    batches: Callable[[Path, Sequence[str]], Iterator[pa.RecordBatch]] = _no_rows
    """Some columns of a file's rows, in order, BATCH_ROWS at once. KeyError or pa.ArrowException if a column is not there."""
    columns: Callable[[Path], list[str]] | None = None
    """The columns that a file states; None: it states none, and takedowns read its lines as text."""
    typed: bool = True
    """True if the columns that a file states have the types of the dataset."""
    measure: Callable[[Path], tuple[int, int]] | None = None
    """Rows of a file and their bytes before compression, as its footer states them; None: files have no such footer."""
    index: Callable[[Sequence[Path]], str] | None = None
    """The line of a file INDEX in the folder of a split, by the shards of the split; None: there is no such file."""
    media_type: str | None = None
    """`encodingFormat` in Croissant metadata; None: readers of Croissant cannot read columns of this format."""

    @property
    def of_tokens(self) -> bool:
        """True if the files have token ids, no rows."""
        return self.token_writer is not None

    def rows(self, path: Path) -> int:
        """Rows of a file."""
        return self.measure(path)[0] if self.measure else sum(batch.num_rows for batch in self.batches(path, ["id"]))

    def row_bytes(self, path: Path) -> int:
        """Bytes of a file's rows before compression; the size of the file if it does not state them."""
        return self.measure(path)[1] if self.measure else path.stat().st_size

    def pattern(self, split: str) -> str:
        """The glob pattern of a split's files below the folder of a dataset."""
        return f"{self.place(split)}/{split}-*.{self.suffix}"

    def place(self, split: str) -> str:
        """The folder of a split's files below the folder of a dataset."""
        return self.folder.format(split=split)
