"""A night in short for the person on duty: totals, incidents grouped by their state and cause, and the last nights of
each paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from pipelines.base.urls.domains import domain_of
from pipelines.health.incidents.incident import ACKNOWLEDGED, OPEN, RESOLVED, SNOOZED, Incident, incidents
from pipelines.health.incidents.missing import MISSING
from pipelines.health.seen import median
from pipelines.health.show import ANSWERS
from pipelines.health.tonight import ERROR, WARNING
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import HealthState
from pipelines.night.window import RECENT_NIGHTS

NEW, EARLIER, PUT_OFF, OVER = "New tonight", "Since earlier", "Acknowledged or put off", "Well again"
GROUPS = (NEW, EARLIER, PUT_OFF, OVER)
"""The groups of a night's incidents, in order."""
MIN_BEFORE = 3
"""With fewer earlier nights, it is not known what is usual."""
SETTINGS = ("night", "source", "title", "url", "language", "group")
SEVERITIES = (ERROR, WARNING)


@dataclass(frozen=True, slots=True)
class Paper:
    """A source with what a row of the table of papers shows; `nights` are (night, state, new stories), oldest first.

    A night that only an import brought is not among them, unless it is held back.
    """

    source: str
    title: str
    home: str | None
    language: str | None
    group: str | None
    nights: tuple[tuple[date, str, int], ...]

    @property
    def name(self) -> str:
        """Its title with its key, as it is written in commands."""
        return self.source if self.title in ("", self.source) else f"{self.title} ({self.source})"


@dataclass(frozen=True, slots=True)
class Block:
    """Incidents of one group, cause and severity; those of one site are together."""

    group: str
    check: str
    severity: str
    lines: tuple[tuple[Incident, ...], ...]


@dataclass(frozen=True, slots=True)
class Morning:
    """The night for the person on duty. `stories` are the new stories of all papers; `usually` is None in the first nights."""

    night: date
    papers: Mapping[str, Paper]
    blocks: tuple[Block, ...]
    stories: int
    usually: int | None

    def of(self, group: str) -> list[Block]:
        """The blocks of a group."""
        return [block for block in self.blocks if block.group == group]

    def sources(self, *groups: str) -> set[str]:
        """The sources with an incident in these groups."""
        chosen = (block for block in self.blocks if block.group in groups)
        return {one.source for block in chosen for line in block.lines for one in line}

    @property
    def totals(self) -> str:
        """The head line: "19 as usual, 4 new, 8 since earlier, 3 held back; 250 new stories (usually 400)"."""
        new, old = self.sources(NEW), self.sources(EARLIER) - self.sources(NEW)
        tonight = {s for s, paper in self.papers.items() if paper.nights and paper.nights[-1][0] == self.night}
        held = sum(paper.nights[-1][1] == HealthState.HELD_BACK for s, paper in self.papers.items() if s in tonight)
        off = self.sources(PUT_OFF) - new - old
        counts = [(len(tonight - new - old - off), "as usual"), (len(new), "new"), (len(old), "since earlier")]
        counts += [(len(off), "acknowledged"), (held, "held back")]
        said = ", ".join(f"{number} {what}" for number, what in counts if number or what == "as usual")
        usually = "" if self.usually is None else f" (usually {self.usually:,})"
        return f"{said}; {self.stories:,} new stories{usually}"


def morning(home: Home, night: date) -> Morning:
    """The night as it is known now; later nights are not read."""
    papers = _papers(home, night)
    by_night: dict[date, int] = {}
    for paper in papers.values():
        for each, _, stories in paper.nights:
            by_night[each] = by_night.get(each, 0) + stories
    before = [count for each, count in by_night.items() if each < night]
    usually = median(before) if len(before) >= MIN_BEFORE else None  # a first night brings a site's archive
    blocks = tuple(_blocks(incidents(home, night), papers, night))
    return Morning(night, papers, blocks, by_night.get(night, 0), None if usually is None else round(usually))


def _papers(home: Home, night: date) -> dict[str, Paper]:
    lake = Lake(home.lake)
    first = night - timedelta(days=RECENT_NIGHTS - 1)

    def rows(table: str, *columns: str) -> list[dict[str, Any]]:
        nights = [each for each in lake.nights(table) if first <= each <= night]
        found: list[dict[str, Any]] = lake.read(table, nights=nights, columns=list(columns)).to_pylist()
        return sorted(found, key=lambda row: (row["source"], row["night"]))

    settings = {row["source"]: row for row in rows("source_settings", *SETTINGS)}
    health = rows("source_health", "night", "source", "state", "new_stories", "imported")
    crawled = (row for row in health if not row["imported"] or row["state"] == HealthState.HELD_BACK)
    nights = {
        source: tuple((row["night"], row["state"], row["new_stories"]) for row in mine)
        for source, mine in groupby(crawled, key=lambda row: str(row["source"]))
    }
    return {
        source: Paper(
            source,
            settings.get(source, {}).get("title") or source,
            settings.get(source, {}).get("url"),
            settings.get(source, {}).get("language"),
            settings.get(source, {}).get("group"),
            nights.get(source, ()),
        )
        for source in sorted({*settings, *nights})
    }


def _blocks(found: Sequence[Incident], papers: Mapping[str, Paper], night: date) -> Iterable[Block]:
    grouped: dict[tuple[int, int, str], list[Incident]] = {}
    for one in found:
        if (group := group_of(one, papers, night)) is not None:
            key = (GROUPS.index(group), SEVERITIES.index(one.severity), one.check)
            grouped.setdefault(key, []).append(one)
    for (group_index, severity, check), mine in sorted(
        grouped.items(), key=lambda item: (*item[0][:2], -len(item[1]), item[0][2])
    ):
        lines = tuple(_lines(check, mine, papers))
        yield Block(GROUPS[group_index], check, SEVERITIES[severity], lines)


def group_of(one: Incident, papers: Mapping[str, Paper], night: date) -> str | None:
    """The group of an incident on a night; None if it was over before.

    One that came back within a week is of earlier nights.
    """
    nights = [each for each, _, _ in papers[one.source].nights] if one.source in papers else []
    before = max((each for each in nights if each < night), default=None)
    if one.state == RESOLVED:
        tonight = bool(nights) and nights[-1] == night
        return OVER if tonight and one.last_night == before else None
    if one.state in (ACKNOWLEDGED, SNOOZED):
        return PUT_OFF
    assert one.state == OPEN
    return NEW if one.first_night == night else EARLIER


def _lines(check: str, mine: Sequence[Incident], papers: Mapping[str, Paper]) -> Iterable[tuple[Incident, ...]]:
    """The incidents of a block; sources that do not answer are one line for each site, or for each way their crawl ended, and
    first night.
    """
    if check != MISSING and check not in ANSWERS:
        return ((one,) for one in mine)
    together: dict[tuple[str, date], list[Incident]] = {}
    for one in mine:
        home = papers[one.source].home if one.source in papers else None
        key = one.sentence if check == MISSING else domain_of(home) if home else one.source
        together.setdefault((key, one.first_night), []).append(one)
    return map(tuple, together.values())
