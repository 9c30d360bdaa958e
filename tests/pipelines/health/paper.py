"""The figures of made-up papers, night by night, without pages: what health is judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipelines.health.past import Past
from pipelines.health.seen import Seen
from pipelines.health.tonight import Tonight
from pipelines.health.verdict import findings, state
from pipelines.lake.schemas import SOURCE_HEALTH
from pipelines.lake.schemas.health import OF_NEW

FIRST = date(2026, 3, 2)
"""A Monday."""
FEED = "https://paper.example/feed"
Figures = dict[str, Any]


def figures(stories: int = 12, **changed: Any) -> Figures:
    """A night on which all is well: `stories` new ones, all of them titled, signed, dated by their pages, in English."""
    row: Figures = dict.fromkeys(SOURCE_HEALTH.names) | {
        "advertised": 30, "asked": stories + 2, "answered": stories + 2, "stored": stories + 1, "unchanged": 0,
        "outcomes": counts(stored=stories + 2), "statuses": [], "failures": [], "latency_ms": 90, "start_unchanged": False,
        "redirects_to_one": 0, "stories": stories, "new_stories": stories, "revised": 0, "repeated": 0, "listings": 1,
        "others": 0, "dropped": [], "notices": [], "same_page": min(stories, 1), "same_title": min(stories, 1), "titled": stories,
        "authored": stories, "one_author": min(stories, 2), "cut_short": 0, "dated": stories, "undated": 0, "page_dated": stories,
        "precisions": counts(instant=stories),
        "one_day": stories, "one_instant": min(stories, 1), "fetch_day": stories // 6, "fetch_hour": 4,
        "dated_after_seen": 0, "future_dates": 0,
        "lag_hours": 12.0, "lag_spread_hours": 9.0, "words_low": 280, "words_median": 400, "words_high": 520,
        "shared_words": 0.05, "known_places": 1.0, "languages": counts(en=stories), "garbled": 0,
        "replacement_characters": 0, "mojibake": 0, "train_ai": counts(unknown=stories + 1),
        "tdm": counts(unknown=stories + 1),
        "feeds": [feed(20, stories)], "textless": 0, "doubled": 0, "title_low": 45, "title_median": 60, "title_high": 75,
        "titles_alike": 2, "off_topic": 0, "letters": counts(e=8_000, fi=300, x=20, **{" ": 16_500, '"': 600}),
        "characters": 2_400 * stories,
        "marks": [], "page_ahead": 0, "left_out": [],
        "listed_dated": stories, "listed_late": 0, "listed_old": 0, "listed_ahead": 0,
    }  # fmt: skip
    return row | changed


def counts(**values: int) -> list[dict[str, Any]]:
    """A list of `schemas.health.COUNT`."""
    return [{"value": value, "count": count} for value, count in sorted(values.items())]


def feed(entries: int, fresh: int, age_hours: float = 3.0) -> dict[str, Any]:
    """A feed with so many entries, some of the last day."""
    newest = datetime(2026, 3, 2, 4, tzinfo=UTC) - timedelta(hours=age_hours)
    return {
        "url": FEED,
        "outcome": "stored",
        "entries": entries,
        "fresh": fresh,
        "newest": newest,
        "age_hours": age_hours,
    }


def judged(
    nights: Sequence[Figures],
    *,
    levels: Mapping[date, float] | None = None,
    released: Sequence[int] = (),
    expected: Mapping[int, int] | None = None,
) -> list[Figures]:
    """The rows of `source_health` of a paper whose nights have these figures, one a day from FIRST."""
    rows: list[Figures] = []
    for index, each in enumerate(nights):
        night = FIRST + timedelta(days=index)
        seen = Seen(each, {}, Seen(each["of_new"]) if each["of_new"] else None)
        found = findings(Tonight("paper", night, seen, Past(tuple(rows[-56:])), levels or {}, expected=expected or {}))
        verdict = state(found, released=index in released).value
        rows.append(
            each | {"night": night, "source": "paper", "state": verdict, "findings": found, "corpus_level": None}
        )
    return rows


def checks(row: Figures) -> list[str]:
    """The checks that found something."""
    return [found["check"] for found in row["findings"]]


def diluted(new: int, **changed: Any) -> Figures:
    """A night with 60 stories, of which the new ones have other figures than usual; all together hardly differ."""
    of_new = figures(new, **changed)
    return figures(60, new_stories=new, of_new={name: of_new[name] for name in OF_NEW})


def after_quiet(*nights: Figures, quiet: int = 10) -> list[Figures]:
    """The rows of some nights after quiet ones, of 12 stories or so, fewer on weekends."""
    return judged([*(figures(_usual(n)) for n in range(quiet)), *nights])[quiet:]


def _usual(index: int) -> int:
    return (11, 12, 14, 10, 13, 12, 11)[index % 7] if (FIRST + timedelta(days=index)).weekday() < 5 else 5
