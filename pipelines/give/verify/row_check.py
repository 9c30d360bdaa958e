"""The rows of a dataset against `rights.parquet`: which were changed, added, removed or put into another order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.give.export.columns import dataset_schema
from pipelines.give.export.facts import Tally
from pipelines.give.export.formats import ROW_FORMATS, first_of
from pipelines.give.export.formats.format import Format
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.row_digest import GROUPS, row_digests
from pipelines.give.verify.finding import UNREADABLE, Finding, unreadable
from pipelines.give.verify.rights_check import EVIDENCE

COMPARED = ("train_ai", "tdm", EVIDENCE)
"""Columns that stand in the rows and follow from the rights table."""
DIGESTS = [f"{group}_digest" for group in GROUPS]


@dataclass(slots=True)
class RowCheck:
    """Compares the shards that the manifest lists, each with its part of the rights table, and counts their rows."""

    folder: Path
    recipe: Recipe
    files: Mapping[str, Any]
    on_rows: Callable[[int], None]
    tally: Tally = field(default_factory=Tally)

    def findings(self, expected: Mapping[str, pa.Table]) -> Iterator[Finding]:
        """What differs, format by format and split by split."""
        for kind in (each for each in ROW_FORMATS if each.name in self.recipe.formats):
            for split, rows in expected.items():
                yield from self._of_split(kind, split, rows)

    def _of_split(self, kind: Format, split: str, rows: pa.Table) -> Iterator[Finding]:
        begin = 0
        names = [name for name in sorted(self.files) if _is_shard(name, kind, split)]
        for name in names:
            count = self.files[name].get("rows", 0)
            if (self.folder / name).is_file():
                yield from self._of_shard(kind, name, rows.slice(begin, count))
            begin += count
        if begin != rows.num_rows:
            yield Finding(
                "manifest.json", f"{begin} rows in the files of {split} ({kind.name}), {rows.num_rows} in its rights"
            )

    def _of_shard(self, kind: Format, name: str, rows: pa.Table) -> Iterator[Finding]:
        schema = dataset_schema(self.recipe.columns, flat=self.recipe.profile == "flat")
        path, begin = self.folder / name, 0
        found: list[pa.Table] = []
        try:
            if kind.columns and kind.typed and kind.columns(path) != schema.names:
                yield Finding(name, f"columns {_listed(kind.columns(path), schema.names)}")
                return
            for batch in kind.batches(path, schema.names):
                made = pa.Table.from_batches([batch]).cast(schema)
                found.append(pa.table([made["id"], *row_digests(made).values()], names=["id", *DIGESTS]))
                if kind is first_of(self.recipe.formats):
                    self.tally.add(made)
                here = rows.slice(begin, len(batch))
                if made["id"].equals(here["id"]):
                    yield from _against_rights(name, begin, made, here)
                begin += len(batch)
                self.on_rows(len(batch))
        except UNREADABLE as error:
            yield unreadable(name, error)
            return
        there = pa.concat_tables(found) if found else rows.slice(0, 0).select(["id", *DIGESTS])
        same = there["id"].equals(rows["id"])
        yield from _changed(name, there, rows) if same else _moved(name, there, rows)


def _is_shard(name: str, kind: Format, split: str) -> bool:
    return name.startswith(f"{kind.place(split)}/{split}-") and name.endswith(f".{kind.suffix}")


def _against_rights(name: str, begin: int, made: pa.Table, here: pa.Table) -> Iterator[Finding]:
    """What a row says of its rights, and what its row of the rights table says, where these differ."""
    for column in (each for each in COMPARED if each in made.column_names):
        said, follows = made[column].cast(pa.string()), here[column].cast(pa.string())
        wrong = pc.invert(pc.equal(said.fill_null(""), follows.fill_null("")))
        for at in wrong.to_numpy().nonzero()[0].tolist():
            what = f"{column} is {said[at]}, but {follows[at]} by rights.parquet"
            yield Finding(_row(name, begin + at, made["id"][at].as_py()), what)


def _changed(name: str, there: pa.Table, rows: pa.Table) -> Iterator[Finding]:
    """Rows that stand where they stood, and differ."""
    wrong = {
        group: pc.invert(pc.equal(there[digest], rows[digest])) for group, digest in zip(GROUPS, DIGESTS, strict=True)
    }
    any_wrong = pc.or_(pc.or_(wrong["text"], wrong["date"]), pc.or_(wrong["rights"], wrong["other"]))
    for at in any_wrong.fill_null(True).to_numpy().nonzero()[0].tolist():
        groups = [group for group in GROUPS if wrong[group][at].as_py() is not False]
        yield Finding(_row(name, at, there["id"][at].as_py()), f"{' and '.join(groups)} changed")


def _moved(name: str, there: pa.Table, rows: pa.Table) -> Iterator[Finding]:
    """Rows that were added or removed, those that differ, and the stretch whose order is another one."""
    said, was = there["id"].to_pylist(), rows["id"].to_pylist()
    known = {work: at for at, work in enumerate(was)}
    left = Counter(was)
    kept = []
    for at, work in enumerate(said):
        if left[work]:
            left[work] -= 1
            kept.append(at)
        else:
            yield Finding(_row(name, at, work), "added" + (" (a second time)" if work in known else ""))
    gone = {work for work, count in left.items() if count}
    for work in sorted(gone, key=lambda work: known[work]):
        yield Finding(_row(name, known[work], work), "removed")
    places = [known[said[at]] for at in kept]
    yield from _changed(name, there.take(pa.array(kept, pa.int64())), rows.take(pa.array(places, pa.int64())))
    wrong = [at for at, (place, right) in enumerate(zip(places, sorted(places), strict=True)) if place != right]
    if wrong:
        first, last = kept[wrong[0]], kept[wrong[-1]]
        yield Finding(_row(name, first, said[first]), f"in another order, up to row {last} (id {said[last]})")


def _row(name: str, at: int, work: object) -> str:
    return f"{name} row {at} (id {work})"


def _listed(said: list[str], names: list[str]) -> str:
    added, removed = [n for n in said if n not in names], [n for n in names if n not in said]
    told = [f"{verb}: {', '.join(each)}" for verb, each in (("added", added), ("removed", removed)) if each]
    return "; ".join(told) or "in another order"
