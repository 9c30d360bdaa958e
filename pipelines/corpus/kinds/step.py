"""The kinds step takes back works that were published as stories but are not stories.

Extraction judges a page by its content and by the links that lead to it. Other captures of the work, or other pages
under similar addresses, may show later that it is not a story. Then it is removed from every table of works except
`taken_back`, for whatever night it came. The rows depend on all data in the lake, so nights may come in any order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.corpus.kinds.verdicts import verdict
from pipelines.lake.delta import Lake, month_of
from pipelines.lake.home import Home
from pipelines.lake.schemas import TAKEN_BACK
from pipelines.night.held_back import admitted
from pipelines.night.judgements import COLUMNS, judgements
from pipelines.night.locator import ARTICLES, DUPLICATES, Locator, Shape, locating
from pipelines.night.steps import Outcome, Progress

TABLE = "taken_back"
MIN_WORKS, MAX_OPEN = 5, 0.25
"""An address shape has no stories if at least MIN_WORKS works under it are certainly not stories, and the share of
undecided works is at most MAX_OPEN. Then the undecided works are not stories, either.
"""

WORKS_AT_ONCE = 5_000
"""Works whose judgements are in memory together."""
WITH_WORD = re.compile(r"[^/*#.?]/|\?")
"""Shapes that contain a word or the name of a query parameter. Directly under the root, or with only numbers in the
path, a site keeps all kinds of pages, so such a shape shows nothing.
"""


def judge_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Update `taken_back` with a night: with its works, and with undecided works under address shapes whose judgement
    changed.

    The locator's changes become durable after the rows are written. After a crash before that, the whole step is
    repeated.
    """
    lake = Lake(home.lake)
    judged = judgements(_there(lake, night))
    with locating(home) as locator:
        works, shapes = locator.judged_on(night)
        works |= {each.article_id for each in judged}
        shapes |= {(each.source, each.shape) for each in judged}
        before = _without_stories(locator, shapes)
        locator.put_judged(night, judged)
        works |= locator.open_works(before ^ _without_stories(locator, shapes))
        listed = sorted(works)
        chunks = [listed[first : first + WORKS_AT_ONCE] for first in range(0, len(listed), WORKS_AT_ONCE)]
        rows = pa.concat_tables([TAKEN_BACK.empty_table(), *(_rows(locator, each) for each in chunks)])
        locator.add_places(locator.first_nights(works))
        news = locator.take_back(works, rows["article_id"].to_pylist())
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, news)
        changed = lake.replace_works(TABLE, rows, works, locator.places(works))
    on_progress(1, 1)
    return Outcome({"works": len(works), "taken_back": rows.num_rows}, changed)


def _there(lake: Lake, night: date) -> Iterator[dict[str, Any]]:
    """The documents of a night, without pages that replaced a departed story: a soft 404 does not turn the story into a
    list.
    """
    gone = lake.read("departures", night=night, columns=["source", "url_key"]).to_pylist()
    left = {(row["source"], row["url_key"]) for row in gone}
    documents = admitted(lake, night, lake.read("documents", night=night, columns=COLUMNS))
    rows = (row for batch in documents.to_batches(max_chunksize=WORKS_AT_ONCE) for row in batch.to_pylist())
    return (row for row in rows if (row["source"], row["url_key"]) not in left)


def _without_stories(locator: Locator, shapes: Iterable[Shape]) -> set[Shape]:
    """The given shapes under which a source has no stories."""
    with_word = (shape for shape in shapes if WITH_WORD.search(shape[1]))
    return locator.without_stories(with_word, MIN_WORKS, MAX_OPEN)


def _rows(locator: Locator, works: Collection[str]) -> pa.Table:
    """Rows of `schemas.TAKEN_BACK` for the given works that have a text and are not stories."""
    first_nights = locator.first_nights(works)
    judged = locator.judged(first_nights.keys())
    shapes = {(each.source, each.shape) for said in judged.values() for each in said}
    without_stories = _without_stories(locator, shapes)
    found = {work: verdict(said, without_stories) for work, said in sorted(judged.items())}
    rows = [
        {
            "article_id": work,
            "source": min(each.source for each in judged[work]),
            "kind": no_story[0],
            "basis": no_story[1],
        }
        | {"first_night": first_nights[work], "month": month_of(first_nights[work])}
        for work, no_story in found.items()
        if no_story is not None
    ]
    return pa.Table.from_pylist(rows, schema=TAKEN_BACK)
