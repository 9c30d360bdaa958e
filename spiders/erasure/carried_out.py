"""Carry out a takedown: archive and crawl memory, then corpus, old versions, datasets, Dagster.

The list of data to remove, and the hashes of its words, are durable before any change; each part may be run again. So
after any interruption, the same command completes the takedown.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

from pipelines.base.errors import CorpusError, DatelineError
from pipelines.base.ids import digest
from pipelines.base.settings.file import settings_path
from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.lake import archive
from pipelines.lake.archive import recover
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.taken_down import copy_ids
from pipelines.night.book import recorded
from pipelines.night.postponed import postpone
from pipelines.nights import STEPS, Accounts, build
from pipelines.upkeep.forgetting import empty_night
from pipelines.upkeep.takedown.datasets import affected_datasets, remove_datasets
from pipelines.upkeep.takedown.event_log import clean_event_log, without_rows_of, without_runs
from pipelines.upkeep.takedown.remains import clear_made_again, forget_versions
from pipelines.upkeep.takedown.runs import Runs
from pipelines.upkeep.takedown.story_words import story_runs
from pipelines.upkeep.takedown.takedowns import Payloads, Takedown, key, runs_file, save
from pipelines.upkeep.takedown.target import (
    Places,
    Target,
    captures_of,
    copies_elsewhere,
    find_target,
    rows_of,
    works_captured_as,
)
from pipelines.upkeep.takedown.tombstones import NO_RUNS, Tombstones, runs_of
from spiders.erasure.night import NightEdit, edits
from spiders.erasure.rows import Moved, RowEdit
from spiders.frontier.frontier import Frontier

ASIDE = ".taken_down"
"""Suffix for the name of a source's file. Also a prefix of its archive folder while the folder's files are deleted."""


def begin(home: Home, given: str, reason: str, by: str) -> tuple[Takedown, Runs]:
    """Store durably the data to remove, the hashes of its words, and the reason. The runs have probes, which are not stored."""
    target = find_target(home, given)
    lake = Lake(home.lake)
    places = Places.of(home, target) if target.kind == "work" else None
    captures, since = captures_of(lake, target, places)
    copies = copies_elsewhere(home, target.works) if places else {}
    at = datetime.now(UTC).isoformat(timespec="seconds")
    takedown = Takedown(
        id=digest("takedown", target.kind, given), kind=target.kind, given=given, reason=reason, by=by, begun_at=at,
        sources=target.sources, sites=target.sites, works=target.works, keys=target.keys, captures=captures,
        rows=rows_of(lake, target, places), since=since,
        copies=tuple(f"{work} {where}" for work, where in copies.items()),
    )  # fmt: skip
    runs = story_runs(home, target, key(home.archive), places) if places else NO_RUNS
    if places:
        runs.save(runs_file(home.archive, takedown))
    save(home.archive, takedown)
    return takedown, runs


def carry_out(home: Home, takedown: Takedown, runs: Runs | None = None) -> Takedown:
    """Do all parts, or the remaining ones; returns the entry of the log afterwards. `runs` are those of `begin`."""
    runs = runs or runs_of(home.archive, takedown)
    payloads = Payloads(home.archive, takedown)
    if takedown.kind == "source":
        _remove_source(home, takedown.sources[0])
    else:
        edit_archive(home, takedown, runs, payloads)
    if takedown.datasets is None:
        others = works_captured_as(Lake(home.lake), {url_key for url_key, _ in payloads.known}) - set(takedown.works)
        left_out = (*takedown.works, *copy_ids(takedown.copies))
        takedown = replace(takedown, datasets=affected_datasets(home, left_out, others, runs))
        save(home.archive, takedown)
    if takedown.nights is None and takedown.kind == "work":
        takedown = replace(takedown, nights=_edited_nights(home, takedown))
        save(home.archive, takedown)
    _renew_corpus(home, takedown, runs)
    clean_event_log(home, without_rows_of(takedown.given) if takedown.kind == "source" else without_runs(runs))
    remove_datasets(home, takedown.datasets or {})
    takedown = replace(takedown, done_at=datetime.now(UTC).isoformat(timespec="seconds"))
    save(home.archive, takedown)
    payloads.clear()
    return takedown


def export_again(home: Home, datasets: Iterable[str]) -> dict[str, str]:
    """Export datasets again; returns the reason for each failure: the recipe is gone, or it allows no row any more."""
    failed: dict[str, str] = {}
    names = sorted(name for name in datasets if not name.startswith("."))  # without leftovers of an export
    if not names:
        return failed
    from pipelines.give.export.dataset import export_dataset  # a fifth of a second
    from pipelines.give.export.recipe import load_recipe

    for name in names:
        try:
            export_dataset(home, load_recipe(home, name))
        except DatelineError as error:
            failed[name] = str(error)
    return failed


def edit_archive(home: Home, takedown: Takedown, runs: Runs, payloads: Payloads) -> None:
    """Remove a work from the archive and from the crawl's memory."""
    tombstones = Tombstones(frozenset(takedown.keys), runs)
    for source in takedown.sources:
        path = home.frontier / f"{source}.sqlite"
        if not path.exists():
            for edit in edits(home, [source], tombstones, takedown.id):
                edit.apply(payloads)
            continue
        with closing(Frontier(path, "")) as frontier:  # no crawl can run meanwhile
            _edit_with_memory(frontier, list(edits(home, [source], tombstones, takedown.id)), payloads)


def _edit_with_memory(frontier: Frontier, nights: Sequence[NightEdit], payloads: Payloads) -> None:
    """Edit the nights of a source and its crawl memory. Visits of unfinished nights then name the new files."""
    moved: dict[str, Moved] = {}
    begun = set(frontier.open_nights())
    for edit in nights:
        if edit.night.isoformat() in begun:
            recover(edit.part, frontier.acknowledged())
            edit.visits = frontier.captures(edit.night.isoformat())
        moved |= edit.apply(payloads)
    left = {payload: blanked[0] for payload, blanked in payloads.known.items()}
    if nights:
        frontier.take_down(nights[0].tombstones.keys, left, RowEdit(nights[0].tombstones, moved, payloads.known))
    for edit in nights:
        if edit.visits:
            edit.settle(frontier.captures(edit.night.isoformat()))


def _remove_source(home: Home, source: str) -> None:
    """Remove all data of a source except the log. Its file is kept under a name that is not read."""
    path = home.frontier / f"{source}.sqlite"
    if path.exists():
        with closing(Frontier(path, "")):  # no crawl is running
            for left in home.frontier.glob(f"{source}.*"):
                left.unlink()
    where = home.archive / f"source={source}"
    beside = home.archive / f"{ASIDE}-{source}"
    if where.exists():
        shutil.rmtree(beside, ignore_errors=True)
        where.replace(beside)
    shutil.rmtree(beside, ignore_errors=True)
    settings = settings_path(home.sources, source)
    if settings.exists():
        settings.replace(settings.with_name(settings.name + ASIDE))


def _edited_nights(home: Home, takedown: Takedown) -> tuple[str, ...]:
    """The nights whose crawls are not as the lake has them."""
    accounts, landing = Accounts(home), next(iter(STEPS.values()))
    nights = {night for source in takedown.sources for night in archive.nights_of(home.archive, source)}
    return tuple(night.isoformat() for night in sorted(nights & set(accounts.nights)) if accounts.stale(landing, night))


def _renew_corpus(home: Home, takedown: Takedown, runs: Runs) -> None:
    """Build the corpus again from the present archive, and remove all earlier versions.

    Nights that only learned from those of a work wait for the next build.
    """
    clear_made_again(home, takedown, runs)
    if not home.lake.is_dir():
        return
    if takedown.nights is None:
        nights = crawled_nights(home)
        for night in sorted({night for night, _ in recorded(Lake(home.lake))} - set(nights)):
            empty_night(home, night)
        build(home, nights, show=False)
    else:
        edited = [date.fromisoformat(night) for night in takedown.nights]
        postpone(home, [night for night in crawled_nights(home) if edited and night > min(edited)])
        build(home, edited, later=False, show=False)
    target = Target(takedown.kind, takedown.given, takedown.sources, takedown.sites, takedown.works, takedown.keys)
    if left := rows_of(Lake(home.lake), target):
        raise CorpusError(f"{takedown.given}: rows are left in {', '.join(left)}: run 'dateline doctor'")
    forget_versions(home)
