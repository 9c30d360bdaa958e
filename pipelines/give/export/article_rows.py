"""Where the rows of a dataset come from: the files of `articles`. `pipelines.give.export.kind_rows` has those of kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.captures import CAPTURED, Beside
from pipelines.give.export.reading import read_anyhow, read_chosen
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.rendering import columns_to_read, rendered, rendered_text, text_columns
from pipelines.give.export.snapshot import FileGroup


class RowSource(Protocol):
    """Reads the rows that were chosen: `rows` is (a part of) the table of a choice, in its order."""

    def texts(self, rows: pa.Table) -> Iterator[tuple[I64, pa.Array]]:
        """The texts in whatever order: (places of rows, their texts). Of a kind with several, those of a row in a row."""

    def made(self, rows: pa.Table) -> Iterator[tuple[int, pa.Table, pa.Table]]:
        """The rows in order: (number of the first, a chunk as the dataset has it, its works for `RightsWriter.write`)."""


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """Rows that are articles; `captures` is the file by `write_captures`, without which `made` cannot be asked."""

    groups: tuple[FileGroup, ...]
    recipe: Recipe
    captures: Path | None = None

    def texts(self, rows: pa.Table) -> Iterator[tuple[I64, pa.Array]]:
        """See RowSource."""
        for places, articles in read_anyhow(self.groups, rows, text_columns(self.recipe)):
            yield places, rendered_text(articles, self.recipe).combine_chunks()

    def made(self, rows: pa.Table) -> Iterator[tuple[int, pa.Table, pa.Table]]:
        """See RowSource."""
        assert self.captures is not None
        beside = Beside(self.captures)
        for first, articles in read_chosen(self.groups, rows, columns_to_read(self.recipe)):
            captures = beside.take(articles["article_id"], articles.num_rows)
            assert captures["id"].equals(articles["article_id"]), "captures and rows are in one order"
            works = articles.append_column("id", articles["article_id"])
            for name in CAPTURED.names:
                works = works.append_column(name, captures[name])
            yield first, rendered(articles, rows.slice(first, articles.num_rows), self.recipe), works
