"""Conservation of rows: every row that enters a night leaves it, or is left out with a reason. Counted from the lake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow.compute as pc

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import OUTCOMES
from pipelines.lake.values import TEXTS, FetchOutcome


@dataclass(frozen=True, slots=True)
class Balance:
    """True if both sides of an account are equal, with a sentence and the numbers."""

    holds: bool
    sentence: str
    counts: Mapping[str, int]


def capture_balance(home: Home, night: date) -> Balance:
    """Stored pages = clean documents + dropped ones, for one night, counted by capture."""
    lake = Lake(home.lake)
    page = (pc.field("outcome") == FetchOutcome.STORED) & pc.field("resource").isin(list(TEXTS))
    stored = lake.read("fetches", night=night, columns=["url_key"], where=page).num_rows
    clean = lake.read("clean_documents", night=night, columns=["capture_id"])["capture_id"].to_pylist()
    dropped = lake.read("dropped", night=night, columns=["capture_id"])["capture_id"].to_pylist()
    twice = sum(count - 1 for count in Counter([*clean, *dropped]).values())
    holds = stored == len(clean) + len(dropped) and not twice
    sentence = f"{stored} pages stored = {len(clean)} clean documents + {len(dropped)} dropped" if holds else (
        f"{stored} pages stored, but {len(clean)} clean documents and {len(dropped)} dropped, {twice} of them twice: "
        f"build the night again"
    )  # fmt: skip
    return Balance(holds, sentence, {"stored": stored, "clean": len(clean), "dropped": len(dropped), "twice": twice})


def advertised_balance(home: Home, night: date) -> Balance:
    """Every URL in scope that the night's links, feeds and sitemaps point to has exactly one row, with a known outcome."""
    lake = Lake(home.lake)
    rows = lake.read("fetches", night=night, columns=["source", "url_key", "url", "outcome"])
    considered = Counter(zip(rows["source"].to_pylist(), rows["url"].to_pylist(), strict=True))
    links = lake.read("links", night=night, columns=["source", "to_url_key"])
    linked = set(zip(links["source"].to_pylist(), links["to_url_key"].to_pylist(), strict=True))
    keys = set(zip(rows["source"].to_pylist(), rows["url_key"].to_pylist(), strict=True))
    twice = sum(count - 1 for count in considered.values())
    lost = len(linked - keys)
    unknown = sum(outcome not in OUTCOMES for outcome in rows["outcome"].to_pylist())
    holds = not (twice or lost or unknown)
    sentence = (
        f"{rows.num_rows} URLs considered, each with one outcome"
        if holds
        else f"{lost} linked URLs without a row, {twice} rows too many, {unknown} unknown outcomes: crawl the night again"
    )
    return Balance(holds, sentence, {"considered": rows.num_rows, "linked": len(linked), "lost": lost, "twice": twice})
