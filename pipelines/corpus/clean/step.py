"""The cleaning step turns the documents of a night into rows of `clean_documents` or `dropped`."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.clean.clean import clean
from pipelines.corpus.clean.learn import learn
from pipelines.corpus.clean.sightings import block_sightings
from pipelines.extract.step import replace_dropped
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DROPPED
from pipelines.night.held_back import REASON, held_sources
from pipelines.night.locator import ARTICLES, DUPLICATES, locating
from pipelines.night.steps import Outcome, Progress
from pipelines.night.stretches import BySource, Stretch, stretches
from pipelines.night.window import since

TABLES = ("clean_documents", "block_sightings", "boilerplate")


def clean_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Clean every document of the night, source by source, with the repeated blocks of the last 30 nights.

    Documents of a source that is held back are dropped, and nothing is learned from them. Thirty nights are read
    because one quiet night has too few pages to show a repeat. Later nights are not read, so that a re-run gives the
    same result.
    """
    lake = Lake(home.lake)
    held, parts = held_sources(lake, night), stretches(lake, night, ("documents",))
    counts = dict.fromkeys(("clean", "blocks_removed", "dropped", "held_back"), 0)
    dropped = [DROPPED.empty_table()]
    _wait(home, lake, night)
    with ExitStack() as stack:
        out = {table: stack.enter_context(lake.night_slices(table, night)) for table in TABLES}
        for done, part in enumerate(parts, start=1):
            documents = BySource(lake.read("documents", night=night, where=part.where))
            lately = BySource(_lately(lake, night, part))
            for source in part.sources:
                mine = documents.of(source)
                if source in held:
                    dropped.append(_left_out(mine, night, source))
                    counts["held_back"] += mine.num_rows
                    continue
                rows, left_out = _cleaned(mine, lately.of(source), night)
                for table, made in rows.items():
                    out[table].add(lake.in_order(table, made))
                dropped.append(left_out)
                kept = rows["clean_documents"]
                removed = pc.sum(pc.list_value_length(kept["removed"])).as_py() or 0
                for name, number in (
                    ("clean", kept.num_rows),
                    ("blocks_removed", removed),
                    ("dropped", left_out.num_rows),
                ):
                    counts[name] += number
            on_progress(done, len(parts))
        changed = out["clean_documents"].commit()[1]
        with locating(home) as locator:
            locator.put_captures(night, _works(lake, "clean_documents", night))
        for table in ("block_sightings", "boilerplate"):
            changed |= out[table].commit()[1]
    changed |= replace_dropped(lake, pa.concat_tables(dropped), night, step="clean")
    return Outcome(counts, changed)


def _cleaned(documents: pa.Table, lately: pa.Table, night: date) -> tuple[dict[str, pa.Table], pa.Table]:
    """A source's rows of TABLES, and those of its documents that are dropped."""
    seen = block_sightings(documents, night)
    repeated = learn(pa.concat_tables([lately, seen]), documents, night)
    kept, left_out = clean(documents, repeated)
    return {"clean_documents": kept, "block_sightings": seen, "boilerplate": repeated}, left_out


def _left_out(documents: pa.Table, night: date, source: str) -> pa.Table:
    """Rows of `schemas.DROPPED` for all documents of a source that is held back."""
    why = {"step": "clean", "reason": REASON, "detail": f"'dateline release {source} {night}' lets them in"}
    rows = documents.select(["night", "source", "capture_id", "url"]).to_pylist()
    return pa.Table.from_pylist([row | why for row in rows], schema=DROPPED)


def _wait(home: Home, lake: Lake, night: date) -> None:
    """Queue the works that have, or will have, a text of this night for the steps `duplicates` and `articles`."""
    works = _works(lake, "clean_documents", night) | _works(lake, "documents", night)
    with locating(home) as locator:
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, works)


def _works(lake: Lake, table: str, night: date) -> set[str]:
    return set(lake.read(table, night=night, columns=["article_id"])["article_id"].to_pylist())


def _lately(lake: Lake, night: date, part: Stretch) -> pa.Table:
    """Block sightings of some sources from the 29 nights before this night."""
    nights = [each for each in lake.nights("block_sightings") if since(night) <= each < night]
    return lake.read("block_sightings", nights=nights, where=part.where)
