"""A kind of datasets: the rows, as a query over the corpus's views; the columns; and what is computed from each row.

A new kind is a module beside this one that has such an object, and a line of `pipelines.give.export.kinds`. Recipes, rights,
splits, audit, card, Croissant metadata, verification and takedowns ask that table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from pipelines.give.export.column import Column

WORKS = Column(
    pa.list_(pa.string()), "Ids of the works whose words are in the row; `rights.parquet` has the rights of each."
)
STAMP = pa.timestamp("us", tz="UTC")


def _nothing(_rows: pa.Table, _kept: pa.Array) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind. `query` reads the table `taken` (article_id, cluster_id, event_id, split, first_night): works that a recipe takes;
    and `let_through` (document_id): their texts of which every capture had rights that it takes.

    Its result has `id` (made of content alone), `article_ids` (all works whose words are in the row, the main one first), `night`
    (rows are ordered by it), `known_from` (the instant at which what the row says came to be; null: with its works), `former`
    (document_id of an earlier text of the main work whose words are in the row, or null), `text`, and what `columns` and `derive`
    need. A row stays if all of its works are taken, in one split.
    """

    name: str
    about: str
    """The rows in one sentence, for the card and new recipes."""
    query: str
    columns: Mapping[str, Column] = field(default_factory=dict)
    """The columns that only this kind has."""
    shown: tuple[str, ...]
    """The columns of its datasets unless a recipe lists others."""
    texts: tuple[str, ...] = ("text",)
    """The columns of texts that may stand in one split only."""
    tasks: tuple[str, ...] = ()
    """Task categories of the Hub."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Defaults of a recipe's settings that differ from those of articles."""
    requires: tuple[str, ...] = ()
    """Settings without which a recipe of this kind makes no sense."""
    derive: Callable[[pa.Table, pa.Array], Mapping[str, Any]] = _nothing
    """Columns computed from the query's, once personal data are treated; given with the ids of all rows of the dataset."""
    files: Mapping[str, Callable[[Iterator[tuple[str, dict[str, Any]]]], Iterator[str]]] = field(default_factory=dict)
    """Further files, made of the rows: a pattern of names (`{split}` for one a split) → its lines, by (split, row) of rows."""

    def file_names(self, splits: tuple[str, ...]) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The further files of a dataset: name → pattern and the splits that it is made of."""
        alone = {pattern.format(split=s): (pattern, (s,)) for pattern in self.files for s in splits if "{" in pattern}
        return alone | {pattern: (pattern, splits) for pattern in self.files if "{" not in pattern}
