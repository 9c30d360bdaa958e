"""Queries that open only the files of the nights and months that a page is about: a scan costs about half a millisecond of
CPU time a file, and a corpus of years has a file a night in each table.

A query is not changed: a CTE with the name of the view stands before it, which is the view over those files alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night.locator import EVIDENCE, JUDGED, reading

LIST = re.compile(r"(?:main\.)?list_value\(((?:'(?:[^']|'')*\.parquet'(?:, )?)+)\)")
FILE = re.compile(r"'(?:[^']|'')*/\w+=([^/']+)/[^/']+\.parquet'")
"""A file of a partition."""
Within = Mapping[str, Collection[date] | None]
"""By table the nights with its rows; for a table of works, the nights on which these were first seen. None: all files."""
EVERYWHERE: Within = {}


@dataclass(frozen=True, slots=True)
class View:
    """The query of a view, cut at its lists of files: texts, and between them files, each with its night or month."""

    name: str
    parts: tuple[str | tuple[tuple[str, str], ...], ...]

    @classmethod
    def of(cls, name: str, statement: str) -> View:
        """The view that a `CREATE VIEW` makes."""
        query = statement.partition(" AS ")[2].rstrip("; \n")
        parts: list[str | tuple[tuple[str, str], ...]] = []
        at = 0
        for found in LIST.finditer(query):
            parts += [query[at : found.start()], tuple((each[1], each[0]) for each in FILE.finditer(found[0]))]
            at = found.end()
        return cls(name, (*parts, query[at:]))

    def within(self, values: Collection[str]) -> str:
        """The view as a CTE over the files of these nights or months; of one file that holds none of them, if there is none."""
        return f"{self.name} AS NOT MATERIALIZED ({''.join(self._written(values))})"

    def _written(self, values: Collection[str]) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield f"[{', '.join([file for value, file in part if value in values] or [part[0][1]])}]"


def narrowed(query: str, views: Mapping[str, View], within: Within) -> str:
    """The query over the files that `within` names."""
    ctes = []
    for name, nights in within.items():
        if nights is not None and name in views:
            works = TABLES[name].partition == "month"
            ctes.append(views[name].within({f"{night:%Y-%m}" if works else f"{night}" for night in nights}))
    if not ctes:
        return query
    own = query.strip().removeprefix("WITH ")
    return f"WITH {', '.join(ctes)}{' ' if own == query.strip() else ', '}{own}"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """On which nights works have rows, as the locator has it; None where it is not known, so that all files are read.

    A build writes the locator before it publishes: it may know of nights that this publication has not, which are no files of it.
    """

    captured: Collection[date] | None = None
    """With documents."""
    stated: Collection[date] | None = None
    """With evidence of dates."""
    placed: Collection[date] | None = None
    """First nights: they name the months of the tables of works."""

    @property
    def of_works(self) -> Within:
        """For queries of tables of works."""
        return dict.fromkeys(WORKS, self.placed)

    @property
    def of_captures(self) -> Within:
        """For queries of captures, too."""
        return {
            **self.of_works,
            **dict.fromkeys(("documents", "clean_documents", "fetches", "links", "moves"), self.captured),
        }


WORKS = tuple(name for name, table in TABLES.items() if table.partition == "month" and table.of is None)


def whereabouts(home: Home, works: Iterable[str]) -> Whereabouts:
    """Where rows of works are."""
    listed = sorted(set(works))
    with reading(home) as locator:
        if locator is None or len(locator.placed(listed)) < len(listed):
            return Whereabouts()  # a work that it does not know is of a publication before, or of none
        captured, stated = locator.nights_of(JUDGED, listed), locator.nights_of(EVIDENCE, listed)
        return Whereabouts(captured.keys(), stated.keys(), locator.places(listed))


def placed(home: Home, works: Iterable[str]) -> Within:
    """For queries of tables of works: where those of these works are that have rows."""
    with reading(home) as locator:
        return dict.fromkeys(WORKS, locator.places(sorted(set(works)))) if locator else EVERYWHERE


def whereabouts_of_cluster(home: Home, cluster: str, work: str) -> Whereabouts:
    """Where rows of the members of a cluster are, of which `work` is one."""
    with reading(home) as locator:
        members = locator.members([cluster]).get(cluster, []) if locator else []
    return whereabouts(home, {*members, work})


def works_of_pages(home: Home, source: str, keys: Iterable[str], night: date) -> dict[str, tuple[date, str]] | None:
    """By url_key the last night up to `night` on which a page of a source was captured, and its work; None if it is not known."""
    with reading(home) as locator:
        if locator is None:
            return None
        found = locator.latest([(source, key) for key in keys], min(night, date(9000, 1, 1)) + timedelta(days=1))
    return {key: held for (_, key), held in found.items()}


def nights_of_page(home: Home, sources: Iterable[str], key: str) -> set[tuple[date, str]] | None:
    """The nights on which one of these sources captured an address, each with its work; None if it is not known."""
    with reading(home) as locator:
        return None if locator is None else {held for source in sources for held in locator.held((source, key))}
