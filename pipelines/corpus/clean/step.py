"""The cleaning step turns the documents of a night into rows of `clean_documents` or `dropped`."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from datetime import date
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.clean.clean import clean
from pipelines.corpus.clean.learn import learn
from pipelines.corpus.clean.sightings import block_sightings
from pipelines.extract.run.standing import dropped_of
from pipelines.extract.step import replace_dropped
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DROPPED
from pipelines.night.fingerprint import rules_digest
from pipelines.night.held_back import REASON, held_sources, without
from pipelines.night.inputs import Inputs, input_of
from pipelines.night.locator import ARTICLES, DUPLICATES, locating
from pipelines.night.steps import Outcome, Progress
from pipelines.night.stretches import BySource, Stretch, stretches
from pipelines.night.window import since

TABLES = ("clean_documents", "block_sightings", "boilerplate")
Made = tuple[dict[str, pa.Table], pa.Table]
"""A source's rows of TABLES, and those of its documents that are dropped."""


def clean_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Clean every document of the night, source by source, with the repeated blocks of the last 30 nights.

    Documents of a source that is held back are dropped, and nothing is learned from them. Thirty nights are read
    because one quiet night has too few pages to show a repeat. Later nights are not read, so that a re-run gives the
    same result. A source whose documents and earlier blocks are those that its rows were made from keeps its rows.
    """
    lake = Lake(home.lake)
    inputs = Inputs(home, "clean_documents", night, rules_digest(__name__), (*TABLES, "dropped"))
    held, parts = held_sources(lake, night), stretches(lake, night, ("documents",))
    counts = dict.fromkeys(("clean", "blocks_removed", "dropped", "held_back"), 0)
    dropped, standing = [DROPPED.empty_table()], set[str]()
    with ExitStack() as stack:
        out = {table: stack.enter_context(lake.night_slices(table, night)) for table in TABLES}
        for done, part in enumerate(parts, start=1):
            documents = BySource(lake.read("documents", night=night, where=part.where))
            lately = BySource(_lately(lake, night, part))
            stood = Stood(lake, inputs, part)
            for source in part.sources:
                mine = documents.of(source)
                if source in held:
                    dropped.append(_left_out(mine, night, source))
                    counts["held_back"] += mine.num_rows
                    continue
                rows, left_out = stood.rows_of(source, mine, lately.of(source))
                for table, made in rows.items():
                    out[table].add(made)
                dropped.append(left_out)
                kept = rows["clean_documents"]
                removed = pc.sum(pc.list_value_length(kept["removed"])).as_py() or 0
                for name, number in (
                    ("clean", kept.num_rows),
                    ("blocks_removed", removed),
                    ("dropped", left_out.num_rows),
                ):
                    counts[name] += number
            standing |= stood.standing
            on_progress(done, len(parts))
        _wait(home, lake, night, standing)
        changed = out["clean_documents"].commit()[1]
        with locating(home) as locator:
            locator.put_captures(night, _works(lake, "clean_documents", night)["article_id"].to_pylist())
        for table in ("block_sightings", "boilerplate"):
            changed |= out[table].commit()[1]
    changed |= replace_dropped(lake, pa.concat_tables(dropped), night, step="clean")
    inputs.save()
    return Outcome(counts, changed)


class Stood:
    """The rows of a stretch as they stand, and as they are today; `standing` are the sources whose clean documents stand."""

    def __init__(self, lake: Lake, inputs: Inputs, part: Stretch) -> None:
        self._lake, self._inputs, self._part = lake, inputs, part
        self.standing: set[str] = set()

    def rows_of(self, source: str, documents: pa.Table, lately: pa.Table) -> Made:
        """The rows of a source: those that stand if they were made from the same input."""
        before, read = self._inputs.had(source), input_of(documents)
        if self._inputs.stands(source, f"{read} {input_of(lately)}"):
            self.standing.add(source)
            return {table: self._rows[table].of(source) for table in TABLES}, self._rows["dropped"].of(source)
        made, dropped = _cleaned(documents, lately, self._inputs.night)
        made = {table: self._lake.in_order(table, rows) for table, rows in made.items()}
        was_read = before is not None and before.startswith(read)
        if was_read and self._rows["clean_documents"].of(source).equals(made["clean_documents"]):
            self.standing.add(source)
        return made, dropped

    @cached_property
    def _rows(self) -> dict[str, BySource]:
        night, where = self._inputs.night, self._part.where
        rows = {table: self._lake.read(table, night=night, where=where) for table in TABLES}
        rows["dropped"] = dropped_of(self._lake, night, "clean", where)
        return {table: BySource(each) for table, each in rows.items()}


def _cleaned(documents: pa.Table, lately: pa.Table, night: date) -> Made:
    seen = block_sightings(documents, night)
    repeated = learn(pa.concat_tables([lately, seen]), documents, night)
    kept, left_out = clean(documents, repeated)
    return {"clean_documents": kept, "block_sightings": seen, "boilerplate": repeated}, left_out


def _left_out(documents: pa.Table, night: date, source: str) -> pa.Table:
    """Rows of `schemas.DROPPED` for all documents of a source that is held back."""
    why = {"step": "clean", "reason": REASON, "detail": f"'dateline release {source} {night}' lets them in"}
    rows = documents.select(["night", "source", "capture_id", "url"]).to_pylist()
    return pa.Table.from_pylist([row | why for row in rows], schema=DROPPED)


def _wait(home: Home, lake: Lake, night: date, standing: Collection[str]) -> None:
    """Queue the works that have, or will have, a text of this night for the steps `duplicates` and `articles`, but for
    sources whose texts stand.
    """
    rows = (without(_works(lake, table, night), standing) for table in ("clean_documents", "documents"))
    works = {work for each in rows for work in each["article_id"].to_pylist()}
    with locating(home) as locator:
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, works)


def _works(lake: Lake, table: str, night: date) -> pa.Table:
    return lake.read(table, night=night, columns=["source", "article_id"])


def _lately(lake: Lake, night: date, part: Stretch) -> pa.Table:
    """Block sightings of some sources from the 29 nights before this night."""
    nights = [each for each in lake.nights("block_sightings") if since(night) <= each < night]
    return lake.read("block_sightings", nights=nights, where=part.where)
