"""Verdicts as text for people: by source and subject, and as a table of a night."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.ask.preview import markdown
from pipelines.health.past import MIN_NIGHTS
from pipelines.health.tonight import ERROR
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import HealthCheck, HealthState

TABLE = "source_health"
SUBJECTS = {
    "answers": "Does it answer: connections, statuses, robots.txt, redirects, speed?",
    "pages": "Are its pages stories as they were: text, title, authors, language, characters?",
    "dates": "Are its stories' dates their own?",
    "news": "Does it bring as much news as it used to, and do its feeds go on?",
    "rights": "Did its rights stay as they were?",
}
"""The question about a source's night, by the name of the check in the UI."""
NEWS = frozenset(
    (HealthCheck.FEED_EMPTY, HealthCheck.FEED_STALE, HealthCheck.STALE_PAGES, HealthCheck.VOLUME, HealthCheck.REPEATED)
)
ANSWERS = frozenset((
    HealthCheck.NO_ANSWER, HealthCheck.TIMEOUTS, HealthCheck.SERVER_ERRORS, HealthCheck.TOO_MANY_REQUESTS,
    HealthCheck.REFUSED, HealthCheck.GONE, HealthCheck.ROBOTS, HealthCheck.MOVED, HealthCheck.REDIRECTS, HealthCheck.SLOW,
    HealthCheck.LOOPS,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """The finding about a source in one subject: a sentence, whether it is an error, and details to look at."""

    sentence: str
    is_error: bool
    details: Mapping[str, str | None]


def subject_of(check: str) -> str:
    """The subject of a check.

    >>> subject_of("timeouts"), subject_of("encoding"), subject_of("feed_stale")
    ('answers', 'pages', 'news')
    """
    if check in (HealthCheck.DATES, HealthCheck.FUTURE_DATES):
        return "dates"
    if check == HealthCheck.RIGHTS:
        return "rights"
    return "news" if check in NEWS else "answers" if check in ANSWERS else "pages"


def verdicts(home: Home, night: date) -> dict[tuple[str, str], Verdict]:
    """The findings of a night, by source and subject."""
    rows = Lake(home.lake).read(TABLE, night=night, columns=["night", "source", "state", "findings"]).to_pylist()
    return {
        (row["source"], subject_of(found["check"])): _verdict(row, found) for row in rows for found in row["findings"]
    }


def standings(home: Home, night: date) -> dict[str, str]:
    """The text for a subject without findings, by source: as usual, or too few nights to compare."""
    return {row["source"]: _nothing(row) for row in _rows(home, night)}


def _verdict(row: Mapping[str, Any], found: Mapping[str, Any]) -> Verdict:
    is_error = found["severity"] == ERROR and row["state"] == HealthState.HELD_BACK
    details = {
        "check": found["check"],
        "since": str(found["since"]),
        "example": found["url"],
        "look_closer": found["command"],
    }
    if found["severity"] == ERROR:
        details["let_in"] = f"dateline release {row['source']} {row['night']}"
    return Verdict(in_words(row, found), is_error, details)


def in_words(row: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """One finding as a sentence.

    >>> row = {"night": date(2026, 2, 3), "state": "held_back"}
    >>> found = {"check": "encoding", "severity": "error", "sentence": "9 of 9 are garbled", "since": date(2026, 2, 2)}
    >>> in_words(row, found)
    'encoding: 9 of 9 are garbled, since 2026-02-02; the night is held back'
    """
    since = "" if found["since"] == row["night"] else f", since {found['since']}"
    fate = ""
    if found["severity"] == ERROR:
        fate = "; the night is held back" if row["state"] == HealthState.HELD_BACK else "; the night was released"
    return f"{found['check']}: {found['sentence']}{since}{fate}"


def verdict_lines(home: Home, night: date, missing: Collection[str] = ()) -> list[str]:
    """One line for each finding about a source on a night: the finding, an example, a command.

    For sources in `missing`, warnings about their answers are left out, because these are why they are missing.
    Errors are kept.
    """
    return [line for row in _rows(home, night) for line in _lines(row, answers=row["source"] not in missing)]


def _lines(row: Mapping[str, Any], *, answers: bool) -> Iterator[str]:
    for found in row["findings"]:
        if answers or found["check"] not in ANSWERS or found["severity"] == ERROR:
            yield f"{row['source']}: {in_words(row, found)}; {found['command']}"


def verdicts_markdown(home: Home, night: date) -> str:
    """The sources of a night as a Markdown table: state, new stories, verdict."""
    rows = [
        {
            "source": row["source"],
            "state": row["state"].replace("_", " "),
            "new stories": row["new_stories"],
            "undated": row["undated"],
            "verdict": "; ".join(in_words(row, found) for found in row["findings"]) or _nothing(row),
        }
        for row in _rows(home, night)
    ]
    return markdown(pa.Table.from_pylist(rows), width=None) if rows else "No source was crawled."


def _nothing(row: Mapping[str, Any]) -> str:
    if row["imported"]:
        return "imported: nothing amiss; not compared with nights that were crawled"
    few = row["compared_nights"] < MIN_NIGHTS
    return f"nothing amiss; too few nights to compare ({row['compared_nights']})" if few else "as usual"


def _rows(home: Home, night: date) -> list[dict[str, Any]]:
    columns = ["night", "source", "state", "new_stories", "undated", "imported", "compared_nights", "findings"]
    rows: list[dict[str, Any]] = Lake(home.lake).read(TABLE, night=night, columns=columns).to_pylist()
    return rows


def held_back(home: Home) -> list[dict[str, Any]]:
    """All held-back nights, newest first: night, source, check, sentence."""
    rows: list[dict[str, Any]] = Lake(home.lake).read("held_back").to_pylist()
    return sorted(rows, key=lambda row: (row["night"], row["source"]), reverse=True)
