"""The results that steps left on earlier nights, as parts of the digest of a later night's input."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from operator import attrgetter

from pipelines.base.ids import digest
from pipelines.night.book import Key, Row

NIGHT = attrgetter("night")


class Past:
    """The recorded rows of each step, by night; a row that is recorded later is added with `put`."""

    def __init__(self, rows: Mapping[Key, Row]) -> None:
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        for row in sorted(rows.values(), key=NIGHT):
            self._rows[row.step].append(row)
        self._chains: defaultdict[tuple[str, str], list[str]] = defaultdict(lambda: [""])

    def put(self, row: Row) -> None:
        """Add the row of a step and night, or replace it."""
        rows = self._rows[row.step]
        at = bisect_left(rows, row.night, key=NIGHT)
        rows[at : at + (at < len(rows) and rows[at].night == row.night)] = [row]
        for (step, _), chain in self._chains.items():
            if step == row.step:
                del chain[at + 1 :]

    def results(self, step: str, table: str, first: date, night: date) -> list[str]:
        """The digest of a table on each night from `first` until before `night`."""
        rows = self._rows[step]
        start, end = (bisect_left(rows, each, key=NIGHT) for each in (first, night))
        return [_part(row, table) for row in rows[start:end]]

    def chained(self, step: str, table: str, night: date) -> str:
        """One digest of a table on all nights before `night`: it continues that of the night before, so that all nights
        of a long book are digested once.
        """
        rows, chain = self._rows[step], self._chains[step, table]
        end = bisect_left(rows, night, key=NIGHT)
        while len(chain) <= end:
            chain.append(digest(chain[-1], _part(rows[len(chain) - 1], table)))
        return chain[end]


def _part(row: Row, table: str) -> str:
    return f"{row.night} {row.results.get(table, '')}"
