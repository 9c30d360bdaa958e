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
from pipelines.night.stretches import stretches


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
    counts = Counter[str]()
    for part in stretches(lake, night, ("fetches", "links")):
        counts += _advertised(lake, night, part.where)
    considered, lost, twice, unknown = (counts[name] for name in ("considered", "lost", "twice", "unknown"))
    holds = not (twice or lost or unknown)
    sentence = (
        f"{considered} URLs considered, each with one outcome"
        if holds
        else f"{lost} linked URLs without a row, {twice} rows too many, {unknown} unknown outcomes: crawl the night again"
    )
    return Balance(holds, sentence, {name: counts[name] for name in ("considered", "linked", "lost", "twice")})


def _advertised(lake: Lake, night: date, sources: pc.Expression) -> Counter[str]:
    """The counts of `advertised_balance` for some sources."""
    rows = lake.read("fetches", night=night, columns=["source", "url_key", "outcome"], where=sources)
    links = lake.read("links", night=night, columns=["source", "to_url_key"], where=sources)
    keys, linked = (
        list(zip(table["source"].to_pylist(), table[column].to_pylist(), strict=True))
        for table, column in ((rows, "url_key"), (links, "to_url_key"))
    )
    return Counter(
        considered=len(keys),
        linked=len(set(linked)),
        lost=len(set(linked) - set(keys)),
        twice=len(keys) - len(set(keys)),
        unknown=sum(outcome not in OUTCOMES for outcome in rows["outcome"].to_pylist()),
    )
