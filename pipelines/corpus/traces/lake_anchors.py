"""Anchors of works from the lake: from their evidence, or, faster, from their published dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.traces.anchor import Anchor, anchor_of
from pipelines.corpus.traces.clue import CHANGES, Clue, clues_of, picture_clue
from pipelines.dates.model import ArticleDate, Basis
from pipelines.dates.nights.works import Works
from pipelines.dates.step import dated_works
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.locator import CAPTURES, EVIDENCE, Locator

BOUNDS = ("published", "not_before", "not_after")
HISTORY_COLUMNS = ["article_id", "night", "published_day", "published_basis", *BOUNDS]
PAGE_COLUMNS = ["article_id", "source", "url", "fetched_at", "night", "image"]
Pages = Mapping[str, Mapping[str, Any]]
"""First captures by work, see `first_pages`."""
CLUE_COLUMNS = ["article_id", "night", "role", "origin", "value", "context", "reason", "evidence_url"]


def first_pages(lake: Lake, locator: Locator, works: Collection[str]) -> dict[str, dict[str, Any]]:
    """The first capture of each given work that has a text and is a story."""
    nights = locator.nights_of(CAPTURES, set(works) - locator.taken_back(works))
    works = {work for there in nights.values() for work in there}
    rows = lake.read("documents", nights=nights, works=works, columns=PAGE_COLUMNS).to_pylist()
    first: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row["fetched_at"], row["url"])):
        first.setdefault(row["article_id"], row)
    return first


def anchors(home: Home, lake: Lake, locator: Locator, pages: Pages, *, published: bool = False) -> dict[str, Anchor]:
    """The anchors of stories, from their first captures.

    `published`: take dated works from `date_history`. This is correct for works that do not wait to be published.
    """
    nights = locator.first_nights(pages)
    found = _as_published(lake, locator, pages) if published else {}
    rest = sorted(pages.keys() - found.keys())
    times = pa.array([pages[work]["fetched_at"] for work in rest], pa.timestamp("us", "UTC"))
    dated = dated_works(
        home, lake, locator, rest, pa.table({"article_id": pa.array(rest, pa.string()), "first_seen": times})
    )
    return found | {work: _by_evidence(dated, work, pages[work], nights[work]) for work in rest}


def clues(lake: Lake, locator: Locator, pages: Pages) -> dict[str, list[Clue]]:
    """The clues of stories: from the evidence of all nights, and from the picture of the first capture."""
    changes = (pc.field("role") == "modified") & pc.field("origin").isin(pa.array(sorted(CHANGES), pa.string()))
    nights = locator.nights_of(EVIDENCE, pages)
    where = (pc.field("context") == "comment") | changes
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in lake.read("date_evidence", nights=nights, works=pages, columns=CLUE_COLUMNS, where=where).to_pylist():
        rows.setdefault(row["article_id"], []).append(row)
    found = {work: clues_of(own) for work, own in rows.items()}
    for work, page in pages.items():
        if (picture := picture_clue(page["image"], page["night"].toordinal())) is not None:
            found.setdefault(work, []).append(picture)
    return found


def _as_published(lake: Lake, locator: Locator, pages: Pages) -> dict[str, Anchor]:
    """The anchors of works that are published with a date, known since the first night with the current date and bounds."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in lake.read_works("date_history", pages, locator.places(pages), columns=HISTORY_COLUMNS).to_pylist():
        rows.setdefault(row["article_id"], []).append(row)
    found = {}
    for work, history in rows.items():
        history.sort(key=lambda row: row["night"], reverse=True)
        last = history[0]
        if last["published"] is None:
            continue
        other = next(
            (n for n, row in enumerate(history) if any(row[name] != last[name] for name in BOUNDS)), len(history)
        )
        day = last["published_day"].isoformat() if last["published_day"] else None
        basis = Basis.read(last["published_basis"])
        dated = ArticleDate(
            last["published"], None, None, None, basis, 1.0, last["not_before"], basis, last["not_after"], basis, None, None,
            day=day,
        )  # fmt: skip
        found[work] = anchor_of(work, pages[work]["source"], pages[work]["url"], dated, history[other - 1]["night"])
    return found


def _by_evidence(works: Works, work: str, page: Mapping[str, Any], first: date) -> Anchor:
    """The anchor of a work, known since the first night that gave its current date and bounds."""
    now = works.dated(work)
    current = (now.published, now.not_before, now.not_after)
    since = first
    for night in reversed(works.nights_of_change(work)):
        then = works.dated(work, night)
        if (then.published, then.not_before, then.not_after) != current:
            break
        since = night
    return anchor_of(work, page["source"], page["url"], now, since)
