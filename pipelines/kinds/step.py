"""The kinds step: learn where a source keeps no stories, and take back the works that are none by all that is known.

A page is judged by itself and by what leads to it when it is extracted. Other captures of it, and what surely stands under such
addresses, may show that a work which passed for a story is none: then it leaves every table of works but `taken_back`, whatever
night it came. The rows are a function of all that the lake holds, so nights may come in any order.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.home import Home
from pipelines.judgements import COLUMNS, judgements
from pipelines.kinds.verdicts import Lesson, Lessons, lessons, together, verdict
from pipelines.lake import Lake, month_of
from pipelines.locator import ARTICLES, DUPLICATES, Locator, locating
from pipelines.schemas import KIND_LESSONS, TAKEN_BACK
from pipelines.steps import Outcome, Progress

TABLE, WORKS = "kind_lessons", "taken_back"


def judge_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Bring `kind_lessons` and `taken_back` up to date with a night: its works, and those under addresses newly judged."""
    lake = Lake(home.lake)
    judged = judgements(lake.read("documents", night=night, columns=COLUMNS).to_pylist())
    tonight = lessons(judged)
    with locating(home) as locator:
        before, after = _taught(lake, night, {source for source, _ in tonight}, tonight)
        works = locator.judged_on(night) | {each.article_id for each in judged}
        locator.put_judged(night, judged)
        works |= locator.judged_under(shape for shape in {*before, *after} if _turns(shape, before, after))
        rows = _rows_of_works(lake, locator, night, works, tonight)
        news = locator.take_back(works, rows["article_id"].to_pylist())
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, news)
        locator.add_places(locator.first_nights(works))
        locator.commit()
        changed = lake.replace_works(WORKS, rows, works, locator.places(works))
    changed |= lake.replace(TABLE, _rows(tonight, night), night=night)  # last: until then all of it is done again
    on_progress(1, 1)
    return Outcome({"works": len(works), "taken_back": rows.num_rows}, changed)


def _taught(lake: Lake, night: date, sources: Collection[str], tonight: Lessons) -> tuple[Lessons, Lessons]:
    """What all nights teach of these sources and of those that a night taught of: as its rows stand, and with `tonight`."""
    had = lake.read(TABLE, night=night, columns=["source"])["source"].to_pylist()
    mine = pc.field("source").isin(pa.array(sorted({*sources, *had}), pa.string()))
    rows = lake.read(TABLE, where=mine).to_pylist()
    others = together(_lesson(row) for row in rows if row["night"] != night)
    old = together(_lesson(row) for row in rows if row["night"] == night)
    return together([others, old]), together([others, tonight])


def _lesson(row: dict[str, Any]) -> Lessons:
    return {(row["source"], row["shape"]): Lesson(row["stories"], row["none"])}


def _turns(shape: tuple[str, str], before: Lessons, after: Lessons) -> bool:
    """Whether a source is now known to keep no stories under a shape, or no longer."""
    return before.get(shape, Lesson()).holds_none != after.get(shape, Lesson()).holds_none


def _rows_of_works(lake: Lake, locator: Locator, night: date, works: Collection[str], tonight: Lessons) -> pa.Table:
    """Rows of `schemas.TAKEN_BACK` for those of the works that have a text and are no stories."""
    first_nights = locator.first_nights(works)
    judged = locator.judged(first_nights.keys())
    _, taught = _taught(lake, night, {each.source for said in judged.values() for each in said}, tonight)
    found = {work: verdict(said, taught) for work, said in sorted(judged.items())}
    rows = [
        {"article_id": work, "source": min(each.source for each in judged[work]), "kind": told[0], "basis": told[1]}
        | {"first_night": first_nights[work], "month": month_of(first_nights[work])}
        for work, told in found.items()
        if told is not None
    ]
    return pa.Table.from_pylist(rows, schema=TAKEN_BACK)


def _rows(tonight: Lessons, night: date) -> pa.Table:
    """Rows of `schemas.KIND_LESSONS`."""
    rows = [
        {"night": night, "source": source, "shape": shape, "stories": lesson.stories, "none": lesson.none}
        for (source, shape), lesson in sorted(tonight.items())
    ]
    return pa.Table.from_pylist(rows, schema=KIND_LESSONS)
