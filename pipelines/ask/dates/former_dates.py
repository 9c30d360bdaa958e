"""Former dates of an article as text: the old date, the night until which it was valid, and why it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from rich.text import Text

from pipelines.ask.dates.evidence_lines import instant_text
from pipelines.base.neutral import on_one_line
from pipelines.dates.trust import in_hundredths

CHANGES = {
    "dated": "a date was found",
    "redated": "better evidence gave another day",
    "refined": "better evidence gave the clock time, the zone or the precision",
    "withdrawn": "the date was found to be wrong",
    "bounds": "a bound became tighter or was corrected",
    "basis": "other evidence was heard",
}


def former_dates(rows: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    """One line for each former row of `schemas.DATE_HISTORY` of one work (all but the last), oldest first."""
    ordered = sorted(rows, key=lambda row: row["night"])
    for before, now in pairwise(ordered):
        because = "; ".join(_changes(before, now))
        yield Text(
            on_one_line(f"Was:        {_date_text(before)}, until night {before['until_night']}, because {because}")
        )


def _date_text(row: Mapping[str, Any]) -> str:
    if row["published"]:
        return f"{row['published']} ({in_hundredths(row['published_confidence'])}; {row['published_basis']})"
    return f"unknown, {_bounds(row)}"


def _bounds(row: Mapping[str, Any]) -> str:
    return f"not before {instant_text(row['not_before'])}, not after {instant_text(row['not_after'])}"


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[str]:
    """The kind of change, and the new basis."""
    yield CHANGES[now["change"]]
    if before["published_basis"] != now["published_basis"]:
        yield now["published_basis"]
    for side in ("not_before", "not_after"):
        if now["published"] is None and before[side] != now[side] and now[f"{side}_basis"]:
            yield f"{side.replace('_', ' ')} {instant_text(now[side])}: {now[f'{side}_basis']}"
