"""The kinds step: take back the works that passed for stories and are none by all that is known.

A page is judged by itself and by what leads to it when it is extracted. Other captures of it, and what surely stands under such
addresses, may show that a work which passed for a story is none: then it leaves every table of works but `taken_back`, whatever
night it came. The rows are a function of all that the lake holds, so nights may come in any order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
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
"""Works under one shape of address that surely are none, and share of open ones beside them, for these to be none either."""

TELLING = re.compile(r"[^/*#.?]/|\?")
"""Shapes with a word or a query's name: right under the root, or below nothing but numbers, a site keeps all kinds of pages."""


def judge_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Bring `taken_back` up to date with a night: its works, and the open ones under addresses that are judged anew.

    What the locator learns is durable after the rows are written: until then, all of it is done again.
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
        rows = _rows(locator, works)
        locator.add_places(locator.first_nights(works))
        news = locator.take_back(works, rows["article_id"].to_pylist())
        for step in (DUPLICATES, ARTICLES):
            locator.wait(step, news)
        changed = lake.replace_works(TABLE, rows, works, locator.places(works))
    on_progress(1, 1)
    return Outcome({"works": len(works), "taken_back": rows.num_rows}, changed)


def _there(lake: Lake, night: date) -> list[dict[str, Any]]:
    """The documents of a night, without those that stand where a story was: a soft 404 does not make a list of the story."""
    gone = lake.read("departures", night=night, columns=["source", "url_key"]).to_pylist()
    left = {(row["source"], row["url_key"]) for row in gone}
    documents = admitted(lake, night, lake.read("documents", night=night, columns=COLUMNS)).to_pylist()
    return [row for row in documents if (row["source"], row["url_key"]) not in left]


def _without_stories(locator: Locator, shapes: Iterable[Shape]) -> set[Shape]:
    """Those of the shapes under which a source keeps no stories."""
    telling = (shape for shape in shapes if TELLING.search(shape[1]))
    return locator.without_stories(telling, MIN_WORKS, MAX_OPEN)


def _rows(locator: Locator, works: Collection[str]) -> pa.Table:
    """Rows of `schemas.TAKEN_BACK` for those of the works that have a text and are no stories."""
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
