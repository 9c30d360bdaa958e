"""What a night is: its steps, when each is done, and what a night that comes late makes of those after it.

A step of a night is done when the table `nights` says so for exactly what it would be made from now: a digest over the crawls,
the rows that its inputs left, and those of the earlier nights that it learns from. So an interrupted night goes on where it was,
and a late night makes later ones stale by what it changed, no more. The command line, the Dagster assets, backfills and the demo
all run nights through `run_step` and `build`.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from operator import attrgetter

from pipelines.ask.search.folder import LEAVES
from pipelines.base.ids import digest
from pipelines.corpus.fetches.crawls import crawl_digest, crawl_files, crawled_nights
from pipelines.corpus.lost import forget_lost_works, night_of_lost_indexes
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night.book import TABLE, Row, forget_broken, record, recorded
from pipelines.night.engine import LOCAL, Engine
from pipelines.night.locator import forget, locating
from pipelines.night.lock import writing
from pipelines.night.steps import EVER, Outcome, Read, Step
from pipelines.night.window import COMPARED_NIGHTS, RECENT_NIGHTS, WINDOW_NIGHTS

LEARNED_NIGHTS = WINDOW_NIGHTS - 1
"""Nights before its own that a step learns from."""

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step(
            "fetches",
            "pipelines.corpus.fetches.step:land_night",
            tables=("fetches", "links", "source_settings"),
            programs=("spiders.landing.reading_again",),
        ),
        Step(
            "documents",
            "pipelines.extract.step:extract_night",
            (Read("fetches"), Read("links"), Read("places", LEARNED_NIGHTS), Read("held_back", LEARNED_NIGHTS)),
            ("documents", "places"),
            shown="documents",
            spread=True,
        ),
        Step(
            "source_health",
            "pipelines.health.step:examine_night",
            (
                Read("fetches"),
                Read("links"),
                Read("documents"),
                Read("places"),
                Read("documents", EVER),
                Read("held_back", EVER),
                Read("source_health", COMPARED_NIGHTS),
            ),
            ("source_health", "held_back", "source_rights"),
            shown="source_health",
            given="pipelines.health.releases:release_digest",
        ),
        Step(
            "clean_documents",
            "pipelines.corpus.clean.step:clean_night",
            (Read("documents"), Read("held_back"), Read("block_sightings", LEARNED_NIGHTS)),
            ("clean_documents", "boilerplate", "block_sightings"),
            shown="clean_documents",
        ),
        Step(
            "dates",
            "pipelines.dates.step:date_night",
            (
                Read("documents"),
                Read("fetches"),
                Read("links"),
                Read("held_back"),
                Read("documents", EVER),
                Read("held_back", EVER),
                Read("date_evidence", EVER),
                Read("date_lessons", EVER),
                Read("departures", EVER),
            ),
            ("date_evidence", "date_lessons", "sightings", "departures"),
            shown="date_evidence",
            spread=True,
        ),
        Step(
            "kinds",
            "pipelines.corpus.kinds.step:judge_night",
            (Read("documents"), Read("held_back"), Read("clean_documents"), Read("departures")),
            shown="taken_back",
        ),
        Step(
            "duplicates",
            "pipelines.corpus.duplicates.step:dedupe_night",
            (Read("documents"), Read("clean_documents"), Read("date_evidence")),
            after=("kinds",),
            shown="clusters",
            spread=True,
        ),
        Step(
            "traces",
            "pipelines.corpus.traces.step:trace_night",
            (Read("links"), Read("fetches"), Read("documents"), Read("held_back"), Read("date_evidence")),
            after=("duplicates",),
            shown="traces",
        ),
        Step(
            "articles",
            "pipelines.corpus.publish.step:publish_night",
            (
                Read("documents"),
                Read("clean_documents"),
                Read("date_evidence"),
                Read("sightings"),
                Read("departures"),
                Read("source_rights"),
            ),
            after=("traces",),
            shown="articles",
        ),
        Step(
            "corpus_views",
            "pipelines.corpus.publish.views:refresh_views",
            after=("articles",),
            outlet=True,
            leaves="corpus.duckdb",
        ),
        Step(
            "search_index",
            "pipelines.ask.search.step:index_night",
            after=("articles",),
            outlet=True,
            leaves=LEAVES,
        ),
        Step(
            "nightly_report",
            "pipelines.give.report.step:report_night",
            (Read("documents", RECENT_NIGHTS - 1),),
            after=("articles",),
            outlet=True,
            leaves="reports/{night}.html",
        ),
    )
}
"""Every step by name, in the order a night runs them."""

WRITER = {table: step.name for step in STEPS.values() for table in step.tables}
"""The step that writes each table of nights."""

UPKEEP = {step.name for step in STEPS.values() if not step.tables}
"""The steps over works, which look at every work that waits, and the outlets: they leave no rows of a single night."""


@dataclass(slots=True)
class Built:
    """What a build did: nights of which a step ran, tables set aside as broken, nights made stale by a late one, any change."""

    nights: set[date] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    late: set[date] = field(default_factory=set)
    changed: bool = False


class Accounts:
    """What the table `nights` says is done, and what each step would be made from now."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.lake = Lake(home.lake)
        self.rows = recorded(self.lake)
        self._crawls: dict[date, tuple[str, str]] = {}
        self._by_step: dict[str, list[Row]] = {}

    @cached_property
    def nights(self) -> list[date]:
        """Nights that have been crawled, ascending."""
        return crawled_nights(self.home)

    def stale(self, step: Step, night: date, *, renew: bool = False) -> bool:
        """True if a step of a night is not done, or was made from something else; with `renew` also by other rules."""
        row = self.rows.get((night, step.name))
        if row is None or any(had and had != now for had, now in zip(row.tables, self._tables(step), strict=False)):
            return True
        if step.leaves and not (self.home.root / step.leaves.format(night=night)).exists():
            return True
        if renew and row.rules != step.rules:
            return True
        return row.made_from != self.made_from(step, night)

    def ready(self, step: Step, night: date) -> bool:
        """True if the steps that a step builds upon have rows for the night."""
        needed = {WRITER[read.table] for read in step.reads if not read.past} | set(step.after)
        return all((night, name) in self.rows for name in needed)

    def made_from(self, step: Step, night: date) -> str:
        """Digest of what a step of a night would be made from now."""
        if step.name == "fetches":
            return self._crawl(night)[1]
        parts = [part for read in step.reads for part in self._read(read, night)]
        parts += [self.rows[night, name].made_from for name in step.after if (night, name) in self.rows]
        parts += [step.given_on(self.home, night)] if step.given else []
        return digest(step.name, night.isoformat(), *parts)

    def done(self, step: Step, night: date, seconds: float) -> None:
        """Record that a step of a night is done, and what it left."""
        made_from = self.made_from(step, night)
        left = {table: self.lake.digest(table, night) for table in step.tables}
        results = {table: digits for table, (_, digits) in left.items()}
        count = sum(rows for rows, _ in left.values()) if left else self._works(step, night)
        crawls = self._crawl(night)[0] if step.name == "fetches" else None
        row = Row(
            night, step.name, "done", datetime.now(UTC), seconds, count, step.rules, made_from,
            results, crawls, self._tables(step),
        )  # fmt: skip
        record(self.lake, row)
        self.rows[night, step.name] = row
        self._by_step.pop(step.name, None)

    def _read(self, read: Read, night: date) -> list[str]:
        step = WRITER[read.table]
        if not read.past:
            row = self.rows.get((night, step))
            return [row.results.get(read.table, "") if row else ""]
        first = night - timedelta(days=read.past) if read.past < EVER else date.min
        rows = self._of_step(step)
        start, end = (bisect_left(rows, each, key=attrgetter("night")) for each in (first, night))
        return [f"{row.night} {row.results.get(read.table, '')}" for row in rows[start:end]]

    def _of_step(self, step: str) -> list[Row]:
        """The rows of a step, by night."""
        if step not in self._by_step:
            self._by_step[step] = sorted((r for (_, n), r in self.rows.items() if n == step), key=attrgetter("night"))
        return self._by_step[step]

    def _works(self, step: Step, night: date) -> int:
        """How many works a night holds captures of, and evidence if the step reads that; outlets look at none."""
        if step.outlet:
            return 0
        by_evidence = any(read.table == "date_evidence" for read in step.reads)
        with locating(self.home) as locator:
            return len(locator.works_on(night) if by_evidence else locator.captured_on(night))

    def _tables(self, step: Step) -> list[str]:
        return [self.lake.identity(table) or "" for table in step.tables]

    def _crawl(self, night: date) -> tuple[str, str]:
        """Sizes and times of the crawls of a night, and the digest of what they left; the second is read only where needed."""
        if night not in self._crawls:
            files = crawl_files(self.home, night)
            signs = digest(*(f"{path.parent.parent.name} {path.name} {size} {at}" for path, size, at in files))
            row = self.rows.get((night, "fetches"))
            same = row is not None and row.crawls == signs
            self._crawls[night] = (signs, row.made_from if same and row else crawl_digest(self.home, night))
        return self._crawls[night]


@dataclass(frozen=True, slots=True)
class Work:
    """How steps are run: by whose accounts, on which engine, shown or not."""

    accounts: Accounts
    engine: Engine
    show: bool

    def run(self, step: Step, night: date) -> Outcome:
        """Run a step of a night, and record that it is done."""
        started = time.monotonic()
        outcome = step.run(self.accounts.home, night, show=self.show, engine=self.engine)
        self.accounts.done(step, night, time.monotonic() - started)
        return outcome


def run_step(
    home: Home, night: date, name: str, *, renew: bool = True, show: bool = True, engine: Engine = LOCAL
) -> Outcome:
    """Bring one step of a night up to date, and all later nights which it makes stale, as far as that step.

    Earlier steps of a later night may learn from this one: a layout is not learned from a night that is held back. What is done
    already is left alone. `renew`: also what was made by older rules, for `night` itself.
    """
    with writing(home):
        accounts = Accounts(home)
        step = STEPS[name]
        work = Work(accounts, engine, show)
        outcome = work.run(step, night) if accounts.stale(step, night, renew=renew) else None
        changed = outcome is not None and outcome.changed
        for later in _begun(accounts, after=night):
            for each in _up_to(step):
                if (later, each.name) in accounts.rows and accounts.ready(each, later) and accounts.stale(each, later):
                    changed |= work.run(each, later).changed
    row = accounts.rows[night, name]
    return Outcome(outcome.counts if outcome else {"rows": row.rows}, changed, outcome is not None, row.ended_at)


def build(
    home: Home, nights: Collection[date], *, renew: bool = False, show: bool = True, engine: Engine = LOCAL
) -> Built:
    """Bring nights up to date, oldest first, and the later ones that they make stale; show each when nothing is left to mend."""
    built = Built()
    with writing(home):
        built.broken = forget_broken(home, list(TABLES))
        forget_lost_works(home, UPKEEP)
        lost = night_of_lost_indexes(home, UPKEEP)
        accounts = Accounts(home)
        work = Work(accounts, engine, show)
        standing = {night for night, name in accounts.rows if name == "articles"} | lost
        pending = set(nights) | lost
        shown: list[date] = []
        while pending:
            night = min(pending)
            pending.remove(night)
            changed = _build_night(work, night, built, renew=renew and night in nights)
            late = {n for n in standing if n > night and _any_stale(accounts, n)} if changed else set()
            built.late |= late - set(nights)
            pending |= late
            shown.append(night)
            if not pending & standing:
                built.changed |= _show(work, shown)
                shown = []
    return built


def _build_night(work: Work, night: date, built: Built, *, renew: bool) -> bool:
    changed = False
    for step in STEPS.values():
        if not step.outlet and work.accounts.stale(step, night, renew=renew):
            changed |= work.run(step, night).changed
            built.nights.add(night)
    built.changed |= changed
    return changed


def _show(work: Work, nights: Collection[date]) -> bool:
    """Run the outlets of nights."""
    changed = False
    for night in sorted(nights):
        for step in STEPS.values():
            if step.outlet and work.accounts.stale(step, night, renew=night == max(nights)):
                changed |= work.run(step, night).changed
    return changed


def _any_stale(accounts: Accounts, night: date) -> bool:
    return any(accounts.stale(step, night) for step in STEPS.values() if not step.outlet)


def _up_to(step: Step) -> list[Step]:
    """The steps of a night that write rows of it, in order, the last being this one; an outlet alone."""
    order = list(STEPS.values())
    return [step] if step.outlet else [each for each in order[: order.index(step) + 1] if not each.outlet]


def _begun(accounts: Accounts, *, after: date) -> list[date]:
    """The later nights of which any step is done: another run may be amid one of them."""
    return sorted({night for night, _ in accounts.rows if night > after})


def older_rules(home: Home) -> dict[date, list[str]]:
    """The nights of which steps stand by other rules than today's, with those steps."""
    rows = recorded(Lake(home.lake))
    found: dict[date, list[str]] = {}
    for (night, name), row in sorted(rows.items()):
        if name in STEPS and not STEPS[name].outlet and row.rules != STEPS[name].rules:
            found.setdefault(night, []).append(name)
    return found


def start_over(home: Home) -> None:
    """Count nothing as done, so that the next build looks at every step of every night again. Rows stay until then."""
    lake = Lake(home.lake)
    with writing(home):
        if lake.exists(TABLE):
            lake.commit(TABLE, lake.live_files(TABLE), [])
        forget(home)
