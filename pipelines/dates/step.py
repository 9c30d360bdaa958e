"""The dating step: evidence for a night's documents; and the dates of works, from all evidence the lake holds of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.judge.masthead import Watch
from pipelines.dates.night.advertised import FETCH_COLUMNS, uncaptured
from pipelines.dates.night.evidence import captured, heard_of, judged
from pipelines.dates.night.habits import LESSONS, dating, dating_now, lessons_of, taught_timelines, with_taught
from pipelines.dates.night.lessons import night_lessons
from pipelines.dates.night.rejudge import TABLE, Lessons, rejudge, watched
from pipelines.dates.source.taught import turns
from pipelines.dates.source.zone import LEARNED
from pipelines.dates.works.copies import copy_pairs
from pipelines.dates.works.history import forget
from pipelines.dates.works.works import Works, works_of
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.steps import Outcome, Progress


def date_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Judge every date that the night's documents, feeds, sitemaps and headers offer, and learn what they teach.

    Where the night changes what later nights know of a source, they are judged again, before the night itself is written: so a
    step that is interrupted starts over.
    """
    lake = Lake(home.lake)
    documents, fetches = lake.read("documents", night=night), lake.read("fetches", night=night)
    others = uncaptured(lake, night, fetches.select(FETCH_COLUMNS).to_pylist())
    sources = sorted({*documents["source"].to_pylist(), *(page["source"] for page, _ in others)})
    settings = dating(home, sources, night)
    captures = [*captured(documents, fetches, settings), *heard_of(others, settings)]
    lessons = night_lessons(captures, settings)
    before = _lessons_about(lake, night, sources)
    after = [*(row for row in before if row["night"] != night), *lessons.to_pylist()]
    settings = with_taught(settings, taught_timelines(after, settings), night)
    watch = Watch()
    watch.add_rows(watched(lake, sources, pc.field("night") < night))
    evidence = judged(captures, watch, settings)
    changed = rejudge(home, night, evidence, before, after)
    changed |= _forget_retaught(home, before, after)
    changed |= lake.replace(TABLE, evidence, night=night)
    changed |= lake.replace(LESSONS, lessons, night=night)
    on_progress(1, 1)
    verdicts = {row["values"]: row["counts"] for row in pc.value_counts(evidence["verdict"]).to_pylist()}
    counts = {"candidates": evidence.num_rows, **{name: verdicts[name] for name in sorted(verdicts)}}
    learned = sum(habits.taught.zone is not None for habits in settings.values())
    return Outcome(counts | {"zones_learned": learned}, changed)


def _lessons_about(lake: Lake, night: date, sources: Sequence[str]) -> Lessons:
    """All lessons of the sources of a night, of those included that it had when it was built last."""
    had = lake.read(LESSONS, night=night, columns=["source"])["source"].to_pylist()
    return lessons_of(lake, {*had, *sources})


def _forget_retaught(home: Home, before: Lessons, after: Lessons) -> bool:
    """Forget the dates of works that a source has taught to read otherwise than it had: bare clock times, 03/04."""
    lake = Lake(home.lake)
    settings = dating_now(home, {row["source"] for row in (*before, *after)})
    old, new = taught_timelines(before, settings), taught_timelines(after, settings)
    retaught = sorted(source for source in settings if turns(old.get(source, ())) != turns(new.get(source, ())))
    if not retaught:
        return False
    open_ones = (pc.field("precision") == "local") | pc.field("value").is_null()
    learned = pc.starts_with(pc.field("zone_source"), LEARNED) | pc.match_substring(pc.field("date_order"), LEARNED)
    where = (open_ones | learned) & pc.field("source").isin(pa.array(retaught, pa.string()))
    return forget(lake, lake.read(TABLE, columns=["article_id"], where=where)["article_id"].to_pylist())


def dated_works(home: Home, articles: Sequence[str], seen: pa.Table) -> Works:
    """Works with all evidence of theirs and of the works they are copies of; `seen` has article_id and first_seen (UTC)."""
    lake = Lake(home.lake)
    copies = copy_pairs(lake, articles)
    wanted = pa.array(sorted({*articles, *copies["copy_article_id"].to_pylist()}), pa.string())
    evidence = lake.read(TABLE, where=pc.field("article_id").isin(wanted))
    settings = dating_now(home, evidence["source"].to_pylist())
    taught = taught_timelines(lessons_of(lake, settings), settings)
    return works_of(evidence, seen, copies=copies, settings=settings, timelines=taught)
