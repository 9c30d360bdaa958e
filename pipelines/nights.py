"""Nights: the steps of a night, the test whether each is done, and the effect of a late night on the nights after it.

A step of a night is done if the table `nights` has its current digest. The digest covers the crawls, the rows of its
inputs, and the rows of the earlier nights that it learns from. So an interrupted night continues where it stopped,
and a late night makes only the affected later nights stale. The command line, the Dagster assets, backfills and the
demo all use `run_step` and `build`.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from pipelines.ask.search.folder import LEAVES
from pipelines.base.errors import InputError
from pipelines.base.ids import digest
from pipelines.corpus.fetches.crawls import crawl_digest, crawl_signs, crawled_nights
from pipelines.corpus.lost import forget_lost_works, night_of_lost_indexes
from pipelines.corpus.mending.mend import look_and_mend
from pipelines.corpus.mending.tables import keep_versions
from pipelines.lake import archive
from pipelines.lake.checksums.look import BUDGET_BYTES, look
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night import inputs, locator
from pipelines.night.book import Row, forget_broken, record, recorded, replace_recorded
from pipelines.night.engine import LOCAL, Engine
from pipelines.night.locator import locating
from pipelines.night.lock import writing
from pipelines.night.past import Past
from pipelines.night.postponed import none_waits, postponed
from pipelines.night.steps import EVER, Outcome, Read, Step, tonight
from pipelines.night.window import COMPARED_NIGHTS, REPORTED_NIGHTS, WINDOW_NIGHTS

LEARNED_NIGHTS = WINDOW_NIGHTS - 1
"""Earlier nights that a step learns from."""

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
            (
                *tonight("fetches", "links"),
                *(Read(table, LEARNED_NIGHTS) for table in ("places", "held_back")),
                Read("documents", EVER, former=False),
            ),
            ("documents", "places", "moves"),
            shown="documents",
            spread=True,
        ),
        Step(
            "source_health",
            "pipelines.health.step:examine_night",
            (
                *tonight("fetches", "links", "documents", "places"),
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
                *tonight("documents", "fetches", "links", "held_back"),
                *(
                    Read(table, EVER)
                    for table in ("documents", "held_back", "date_evidence", "date_lessons", "departures")
                ),
            ),
            ("date_evidence", "date_lessons", "sightings", "departures"),
            shown="date_evidence",
            spread=True,
        ),
        Step(
            "kinds",
            "pipelines.corpus.kinds.step:judge_night",
            tonight("documents", "held_back", "clean_documents", "departures"),
            shown="taken_back",
        ),
        Step(
            "duplicates",
            "pipelines.corpus.duplicates.step:dedupe_night",
            tonight("documents", "clean_documents", "date_evidence"),
            after=("kinds",),
            shown="clusters",
            spread=True,
        ),
        Step(
            "traces",
            "pipelines.corpus.traces.step:trace_night",
            tonight("links", "fetches", "documents", "held_back", "date_evidence"),
            after=("duplicates",),
            shown="traces",
        ),
        Step(
            "headlines",
            "pipelines.corpus.headlines.step:headline_night",
            tonight("links", "fetches", "documents", "held_back"),
            ("headline_sightings",),
            shown="headline_sightings",
        ),
        Step(
            "articles",
            "pipelines.corpus.publish.step:publish_night",
            tonight("documents", "clean_documents", "date_evidence", "sightings", "departures", "source_rights"),
            after=("traces",),
            shown="articles",
        ),
        Step("events", "pipelines.corpus.events.step:event_night", after=("articles",), shown="events"),
        Step(
            "corpus_views",
            "pipelines.corpus.publish.views:refresh_views",
            after=("events",),
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
            (Read("source_health", REPORTED_NIGHTS - 1), Read("clean_documents", EVER, former=False)),
            after=("events",),
            given="pipelines.health.incidents.notes:notes_digest",
            outlet=True,
            leaves="reports/{night}.html",
        ),
    )
}
"""Every step by name, in the order of a night."""

WRITER = {table: step.name for step in STEPS.values() for table in step.tables}
"""The step that writes each table of nights."""

OUTLETS = {step.name for step in STEPS.values() if step.outlet}

UPKEEP = {step.name for step in STEPS.values() if not step.tables}
"""The steps that process all waiting works, and the outlets. None of them writes rows that belong to a single night."""


@dataclass(slots=True)
class Built:
    """The result of a build: nights on which a step ran, broken tables set aside, nights made stale by a late one, any
    change; a line for each damaged file, and the number of files that had no checksum if none had one.
    """

    nights: set[date] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    late: set[date] = field(default_factory=set)
    changed: bool = False
    mended: list[str] = field(default_factory=list)
    new_checksums: int = 0


class Accounts:
    """The steps that are done by the table `nights`, and the current digest of each step."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.lake = Lake(home.lake)
        self.rows = recorded(self.lake)
        self.past = Past(self.rows)
        self.has_noted = False
        """True if rows stand, but with other digests than recorded: of the former form, or before crawls were copied."""
        self._crawls: dict[date, tuple[str, str]] = {}

    @cached_property
    def nights(self) -> list[date]:
        """Nights that have been crawled, ascending."""
        return crawled_nights(self.home)

    @cached_property
    def _sources(self) -> list[str]:
        return archive.sources(self.home.archive)

    def stale(self, step: Step, night: date, *, renew: bool = False) -> bool:
        """True if a step of a night is not done, or was made from other inputs; with `renew`, also if it was made with
        other rules.
        """
        row = self.rows.get((night, step.name))
        if row is None or any(had and had != now for had, now in zip(row.tables, self._tables(step), strict=False)):
            return True
        if step.leaves and not (self.home.root / step.leaves.format(night=night)).exists():
            return True
        if renew and row.rules != step.rules:
            return True
        now = self.made_from(step, night)
        if row.made_from != now and row.made_from == self.made_from(step, night, former=True):
            row = self._note(replace(row, made_from=now))
        return row.made_from != now

    def ready(self, step: Step, night: date) -> bool:
        """True if the steps that this step needs have rows for the night."""
        needed = {WRITER[read.table] for read in step.reads if not read.past} | set(step.after)
        return all((night, name) in self.rows for name in needed)

    def made_from(self, step: Step, night: date, *, former: bool = False) -> str:
        """The digest of the inputs from which a step of a night would be made now.

        `former`: as recorded until 2026, with all earlier nights one by one where a step reads all.
        """
        if step.name == "fetches":
            return self._crawl(night)[1]
        reads = (read for read in step.reads if read.former or not former)
        parts = [part for read in reads for part in self._read(read, night, former=former)]
        parts += [self.rows[night, name].made_from for name in step.after if (night, name) in self.rows]
        parts += [step.given_on(self.home, night)] if step.given else []
        return digest(step.name, night.isoformat(), *parts)

    def done(self, step: Step, night: date, seconds: float) -> None:
        """Record that a step of a night is done, with its results."""
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
        self.past.put(row)

    def _read(self, read: Read, night: date, *, former: bool) -> list[str]:
        step = WRITER[read.table]
        if not read.past:
            row = self.rows.get((night, step))
            return [row.results.get(read.table, "") if row else ""]
        if read.past >= EVER and not former:
            return [self.past.chained(step, read.table, night)]
        first = night - timedelta(days=read.past) if read.past < EVER else date.min
        return self.past.results(step, read.table, first, night)

    def _works(self, step: Step, night: date) -> int:
        """Number of works with captures on a night, and with evidence if the step reads that; 0 for outlets."""
        if step.outlet:
            return 0
        by_evidence = any(read.table == "date_evidence" for read in step.reads)
        with locating(self.home) as works:
            return len(works.works_on(night) if by_evidence else works.captured_on(night))

    def _tables(self, step: Step) -> list[str]:
        return [self.lake.identity(table) or "" for table in step.tables]

    def _crawl(self, night: date) -> tuple[str, str]:
        """Sizes and times of a night's crawls, and the digest of their files; the files are read only if needed."""
        if night not in self._crawls:
            signs = crawl_signs(self.home, night, self._sources)
            row = self.rows.get((night, "fetches"))
            same = row is not None and row.crawls == signs
            made_from = row.made_from if same and row else crawl_digest(self.home, night)
            if row is not None and not same and row.made_from == made_from:
                self._note(replace(row, crawls=signs))
            self._crawls[night] = (signs, made_from)
        return self._crawls[night]

    def _note(self, row: Row) -> Row:
        self.rows[row.night, row.step] = row
        self.has_noted = True
        return row


@dataclass(frozen=True, slots=True)
class Work:
    """The settings for running steps: the accounts, the engine, and whether progress is shown."""

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
    """Update one step of a night, and the later nights that become stale by it, up to that step.

    Earlier steps of a later night may depend on this one: for example, no layout is learned from a held-back night.
    Before the first step, damaged files are mended, and nights that wait are built (`pipelines.night.postponed`).
    Finished steps are skipped. `renew`: steps of `night` itself that were made with older rules are run again, too.
    """
    if name == next(iter(STEPS)) and (postponed(home) or look(home.root).damaged):
        build(home, (), show=show, engine=engine)
    with writing(home):
        accounts = Accounts(home)
        step = STEPS[name]
        work = Work(accounts, engine, show)
        outcome = work.run(step, night) if accounts.stale(step, night, renew=renew) else None
        changed = outcome is not None and outcome.changed
        for later in sorted(
            {each for each, _ in accounts.rows if each > night}
        ):  # another run may be within one of them
            for each in _up_to(step):
                if (later, each.name) in accounts.rows and accounts.ready(each, later) and accounts.stale(each, later):
                    changed |= work.run(each, later).changed
    row = accounts.rows[night, name]
    return Outcome(outcome.counts if outcome else {"rows": row.rows}, changed, outcome is not None, row.ended_at)


def build(
    home: Home,
    nights: Collection[date],
    *,
    renew: bool = False,
    later: bool = True,
    show: bool = True,
    engine: Engine = LOCAL,
) -> Built:
    """Update nights, oldest first, and the later ones that become stale; run the outlets when everything else is up to
    date. Files whose checksum differs are mended first (`pipelines.corpus.mending`).

    Without `later`, the nights that become stale by these wait for the next build, and so do those that wait now.
    """
    built = Built()
    with writing(home):
        mended = look_and_mend(home, WRITER, OUTLETS, budget=BUDGET_BYTES if later else 0)
        built.mended, built.new_checksums = mended.lines, mended.new
        built.broken = forget_broken(home, list(TABLES))
        forget_lost_works(home, UPKEEP)
        lost = night_of_lost_indexes(home, UPKEEP)
        accounts = Accounts(home)
        work = Work(accounts, engine, show)
        standing = {night for night, name in accounts.rows if name == "articles"} | lost | mended.nights
        pending = set(nights) | lost | mended.nights | (postponed(home) if later else set())
        shown: list[date] = []
        while pending:
            night = min(pending)
            pending.remove(night)
            changed = _build_night(work, night, built, renew=renew and night in nights)
            late = {n for n in standing if n > night and _any_stale(accounts, n)} if changed and later else set()
            built.late |= late - set(nights)
            pending |= late
            shown.append(night)
            if not pending & standing:
                built.changed |= _show(work, shown, later=later)
                shown = []
        if accounts.has_noted:
            replace_recorded(accounts.lake, accounts.rows)
        keep_versions(home, mended.parts)
        if later:
            none_waits(home)
    return built


def _build_night(work: Work, night: date, built: Built, *, renew: bool) -> bool:
    changed = False
    for step in STEPS.values():
        if not step.outlet and work.accounts.stale(step, night, renew=renew):
            changed |= work.run(step, night).changed
            built.nights.add(night)
    built.changed |= changed
    return changed


def _show(work: Work, nights: Collection[date], *, later: bool) -> bool:
    """Run the outlets of nights, and of later ones those that read earlier nights, if these changed."""
    changed = False
    known = {night for night, name in work.accounts.rows if later and name == "events" and night > min(nights)}
    for night in sorted({*nights, *known}):
        for step in STEPS.values():
            is_due = step.outlet and (night in nights or step.reads)
            if is_due and work.accounts.stale(step, night, renew=night == max(nights)):
                changed |= work.run(step, night).changed
    return changed


def _any_stale(accounts: Accounts, night: date) -> bool:
    return any(accounts.stale(step, night) for step in STEPS.values() if not step.outlet)


def _up_to(step: Step) -> list[Step]:
    """The steps of a night that write rows of it, in order, up to this one; for an outlet, only the outlet."""
    order = list(STEPS.values())
    return [step] if step.outlet else [each for each in order[: order.index(step) + 1] if not each.outlet]


def built_night(home: Home, night: date | None) -> date:
    """A night that is built, by default the last one. Raises InputError if it is not built."""
    built = sorted({each for each, step in recorded(Lake(home.lake)) if step == "articles"})
    chosen = night or (built[-1] if built else None)
    if chosen is None or chosen not in built:
        known = f"the last night built is {built[-1]}" if built else home.next_step
        raise InputError(f"no night {f'{chosen} ' if chosen else ''}in {home.root}: {known}")
    return chosen


def older_rules(home: Home) -> dict[date, list[str]]:
    """The nights with steps that were made with other rules than today's, and those steps."""
    found: dict[date, list[str]] = {}
    for (night, name), row in sorted(recorded(Lake(home.lake)).items()):
        if name in STEPS and not STEPS[name].outlet and row.rules != STEPS[name].rules:
            found.setdefault(night, []).append(name)
    return found


def start_over(home: Home) -> None:
    """Count no step as done, so that the next build checks every step of every night. Rows stay until then."""
    lake = Lake(home.lake)
    with writing(home):
        replace_recorded(lake, {})
        locator.forget(home)
        inputs.forget(home)
