"""The events step updates `events` for the published works that changed, and for those near them.

It runs after `articles`: an event needs the dates, bounds and clusters of a work. It reads a work's current text. The index
records what is still to be done before the works leave the queue, so that an interrupted step goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.corpus.events.index import Index, opened
from pipelines.corpus.events.model import Story
from pipelines.corpus.events.regroup import regroup
from pipelines.corpus.events.rows import memberships
from pipelines.corpus.events.sketch import sketch
from pipelines.lake.delta import Lake, month_of, of_works
from pipelines.lake.home import Home
from pipelines.lake.schemas import EVENTS
from pipelines.lake.values import PageKind
from pipelines.night.locator import EVENTS as WAITING
from pipelines.night.locator import Locator, locating
from pipelines.night.steps import Outcome, Progress

FILE = "events.sqlite"
TABLE = "events"
COLUMNS = [
    "article_id", "source", "title", "text", "language", "kind", "words", "published", "published_day", "not_before",
    "not_after", "first_seen", "first_night", "cluster_id",
]  # fmt: skip
BATCH = 2_000
"""Works that are read, compared or written at a time."""
MAX_WORDS = 4_000
"""A longer text is a live blog, a column of many subjects or a document: it reports no single event."""


def event_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Update the events with every published work that waits, from any night."""
    del night
    lake = Lake(home.lake)
    with opened(home.index / FILE) as index, locating(home) as locator:
        if not (index.is_begun and lake.exists(TABLE)):
            _begin(lake, locator)
            index.begin()
        done = _read(lake, locator, index, on_progress)
        regroup(index, on_progress)
        index.commit()
        unwritten = index.unwritten()
        changed = 0
        for first in range(0, len(unwritten), BATCH):
            works = unwritten[first : first + BATCH]
            changed += _write(lake, locator, index, works)
            index.written(works)
            index.commit()
    return Outcome({"works": done, "memberships_changed": changed}, changed > 0)


def _begin(lake: Lake, locator: Locator) -> None:
    """Every published work waits; then make the table if there is none. A kill between the two leaves it to be done again."""
    for table in ("articles", TABLE):
        for batch in lake.batches(table, ["article_id"]):
            locator.wait(WAITING, batch.column(0).to_pylist())
    locator.commit()
    if not lake.exists(TABLE):
        lake.replace_works(TABLE, EVENTS.empty_table(), (), ())


def _read(lake: Lake, locator: Locator, index: Index, on_progress: Progress) -> int:
    """Put the waiting works into the index; returns their number."""
    waiting = locator.waiting(WAITING)
    for first in range(0, len(waiting), BATCH):
        works = waiting[first : first + BATCH]
        rows = lake.read_works("articles", works, locator.places(works), columns=COLUMNS)
        stories = [
            _story(row) for row in rows.to_pylist() if row["kind"] != PageKind.LIVE and row["words"] <= MAX_WORDS
        ]
        index.remove(sorted({*works} - {story.id for story in stories}))
        index.put(stories)
        index.note_unwritten(works)
        index.commit()
        locator.looked_at(WAITING, works)
        locator.commit()
        on_progress(first + len(works), len(waiting))
    return len(waiting)


def _story(row: dict[str, Any]) -> Story:
    first = last = row["published_day"]
    if first is None:
        first, last = row["not_before"].date(), row["not_after"].date()
    return Story(
        row["article_id"],
        first.toordinal(),
        max(first, last).toordinal(),
        sketch(row["title"], row["text"], row["language"]),
        row["source"],
        row["cluster_id"],
        int(row["first_seen"].timestamp() * 1e6),
        row["first_night"].toordinal(),
    )


def _write(lake: Lake, locator: Locator, index: Index, works: Collection[str]) -> int:
    """Put the memberships of works into the lake; returns the number of works whose rows changed."""
    columns = ["article_id", "source", "language", "first_night"]
    known = {
        row["article_id"]: row
        for row in lake.read_works("articles", works, locator.places(works), columns=columns).to_pylist()
    }
    rows = [
        {
            **known[each.article_id],
            "event_id": each.event_id,
            "strength": each.strength,
            "basis": each.basis,
            "nearest_article_id": each.nearest,
            "shared": list(each.shared),
            "month": month_of(known[each.article_id]["first_night"]),
        }
        for each in memberships(index, works)
        if each.article_id in known
    ]
    table = pa.Table.from_pylist(rows, schema=EVENTS)
    locator.add_places({work: row["first_night"] for work, row in known.items()})
    locator.commit()
    places = locator.places(works)
    changed = lake.changed_works(TABLE, table, works, places)
    if changed:
        lake.replace_works(TABLE, of_works(table, changed), changed, places)
    return len(changed)
