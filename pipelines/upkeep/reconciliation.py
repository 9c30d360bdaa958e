"""Reconciliation: two records of the same thing are counted and compared; if they differ, there is a remedy.

Counts come from Delta logs, Parquet footers and indexes; the only rows that are read are the places of captures.
`pipelines.upkeep.conservation` checks a single night.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipelines.base.errors import EnvironmentFault
from pipelines.corpus.duplicates.graph import FILE
from pipelines.corpus.duplicates.night import FOLDER
from pipelines.corpus.fetches.crawls import crawls
from pipelines.corpus.fetches.step import is_older
from pipelines.lake import archive
from pipelines.lake.archive.recovery import is_whole
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home, is_writable
from pipelines.lake.schemas import TABLES
from pipelines.lake.store.address import address_of
from pipelines.lake.store.capture_cache import away
from pipelines.night import locator
from pipelines.night.postponed import postponed
from pipelines.nights import STEPS, Accounts, older_rules
from pipelines.upkeep.maintenance import readable, shown_files, unfinished

BUILD = "run 'dateline build'"
REPAIR = "run 'dateline doctor --repair'"
RESTORE = "restore it from a copy; without it the tables remain, but cannot be rebuilt"
STORIES = tuple(name for name, table in TABLES.items() if table.partition is not None)
"""The tables that steps of nights write: all except the accounts of the nights."""
LEDGER_NIGHTS = 30
"""Files are counted for this many last crawled nights."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """True if two records agree, with the counts and, if they differ, the remedy; `repair` repairs it and needs the lock."""

    holds: bool
    sentence: str
    repair: Callable[[Home], None] | None = None


def nights_built(home: Home) -> Reconciled:
    """Crawled nights compared with built nights, by the current inputs of each step."""
    accounts = Accounts(home)
    steps = [step for step in STEPS.values() if not step.outlet]
    todo = [night for night in accounts.nights if (night, "articles") not in accounts.rows]
    waiting = postponed(home)
    standing = [night for night in accounts.nights if night not in todo and night not in waiting]
    stale = {night for night in standing if any(accounts.stale(step, night) for step in steps)}
    if todo or stale:
        return Reconciled(False, f"{len(todo)} crawled nights are not built, {len(stale)} are out of date: {BUILD}")
    old = older_rules(home)
    note = f"; {len(old)} were made with older rules, 'dateline build --renew' renews them" if old else ""
    note += f"; since a takedown, {len(waiting)} wait for the next build" if waiting else ""
    return Reconciled(True, f"{len(accounts.nights)} crawled, all built{note}")


def captures_archived(home: Home) -> Reconciled:
    """WARC files that the captures of the last nights name, compared with the archive: each exists and its last record
    is complete.

    For earlier nights, the check is only whether the archive has them.
    """
    lake = Lake(home.lake)
    landed = lake.nights("fetches")
    if gone := set(landed) - {night for _, night in archive.nights(home.archive)}:
        return Reconciled(False, f"{len(gone)} of {len(landed)} nights are gone from {home.archive}: {RESTORE}")
    last = _last_captures(lake, landed[-LEDGER_NIGHTS:])
    elsewhere = away(home.archive)
    lost = {each.warc_file for each in Checksums(home.root).lost()}  # `pipelines.upkeep.rot` names them
    here = {file: offset for file, offset in last.items() if file not in elsewhere and file not in lost}
    missing = sum(not (home.archive / file).exists() for file in here)
    if missing:
        return Reconciled(False, f"{missing} of {len(last)} WARC files are gone from {home.archive}: {RESTORE}")
    torn = sorted(file for file, offset in here.items() if not is_whole(home.archive / file, offset))
    if torn:
        return Reconciled(False, f"{len(torn)} of {len(last)} WARC files are cut off, {torn[0]} first: {RESTORE}")
    return Reconciled(True, f"{len(last)} WARC files of {len(landed[-LEDGER_NIGHTS:])} nights")


def _last_captures(lake: Lake, nights: Sequence[date]) -> dict[str, int]:
    """The offset of the last capture in each WARC file."""
    found: dict[str, int] = {}
    for night in nights:
        rows = lake.read("fetches", night=night, columns=["warc_file", "warc_offset"])
        for row in rows.group_by("warc_file").aggregate([("warc_offset", "max")]).to_pylist():
            if row["warc_file"]:
                found[row["warc_file"]] = max(found.get(row["warc_file"], 0), row["warc_offset_max"])
    return found


def works_published(home: Home) -> Reconciled:
    """Works that have a clean text on some night, by the locator, compared with rows of `articles`."""
    path = home.index / locator.FILE
    if not path.exists() or _is_elsewhere(home):
        return Reconciled(True, "no locator yet: the next build reads it from the tables")
    with closing(_read_only(path)) as connection:
        (texts,) = connection.execute("SELECT count(DISTINCT article) FROM capture").fetchone()
        (waiting,) = connection.execute("SELECT count(DISTINCT article) FROM waiting").fetchone()
    rows, taken_back = _rows(home, "articles"), _rows(home, "taken_back")
    works = texts - taken_back
    if works == rows and not waiting:
        besides = f", {taken_back} taken back" if taken_back else ""
        return Reconciled(True, f"{works} works with a text = {rows} articles{besides}")
    if unfinished(home):
        return Reconciled(False, f"{works} works with a text, {rows} articles, {waiting} wait to be published: {BUILD}")
    sentence = f"{works} works with a text, but {rows} articles and {waiting} waiting: {REPAIR}"
    return Reconciled(False, sentence, publish_anew)


def crawls_landed(home: Home) -> Reconciled:
    """Rows that the crawls of the last nights left in the archive, compared with rows of `fetches` and `links`.

    If a night was crawled with older link rules, its pages were read again: it has other links, and one more row for
    each new URL.
    """
    accounts = Accounts(home)
    nights = [night for night in accounts.nights if (night, "fetches") in accounts.rows][-LEDGER_NIGHTS:]
    folders = {
        night: [archive.folder(home.archive, source, night) for source in crawls(home, night)] for night in nights
    }
    older = {night for night, crawled in folders.items() if any(map(is_older, crawled))}
    left = {t: _left(folders, t) for t in archive.ROWS}
    landed = {t: _landed(home, t, nights) for t in archive.ROWS}
    same = all(left[t][night] == landed[t][night] for t in archive.ROWS for night in nights if night not in older)
    again_landed = all(
        left["fetches"][night] <= landed["fetches"][night]
        and (left["links"][night] > 0) == (landed["links"][night] > 0)
        for night in older
    )
    if same and again_landed:
        counts = ", ".join(f"{sum(landed[t].values())} {t}" for t in archive.ROWS)
        again = f", {len(older)} of them read again" if older else ""
        return Reconciled(True, f"{counts} of {len(nights)} nights landed{again}")
    sides = (
        f"{sum(left[t].values())} {t} in the archive and {sum(landed[t].values())} in the table" for t in archive.ROWS
    )
    return Reconciled(False, f"{', '.join(sides)}: 'dateline build --all' lands them again")


def _left(folders: Mapping[date, Sequence[Path]], table: str) -> dict[date, int]:
    """Number of rows of a table that the crawls of each night left."""
    return {
        night: sum(pq.read_metadata(crawled / f"{table}.parquet").num_rows for crawled in found)
        for night, found in folders.items()
    }


def _landed(home: Home, table: str, nights: Sequence[date]) -> dict[date, int]:
    """Number of rows of a table in the lake, by night."""
    files = Lake(home.lake).live_files(table)
    return {night: sum(f.rows for f in files if f.partition == night.isoformat()) for night in nights}


def duplicates_indexed(home: Home) -> Reconciled:
    """Nights in the index of texts, compared with nights of `clean_documents`."""
    file = home.index / FOLDER / FILE
    nights = {night.isoformat() for night in Lake(home.lake).nights("clean_documents")}
    if not file.exists() and _is_elsewhere(home):
        return Reconciled(True, f"none on this machine: its next build indexes {len(nights)} nights")
    if not file.exists():
        return Reconciled(
            not nights, f"no index for {len(nights)} nights: {REPAIR}" if nights else "none yet", index_texts
        )
    with closing(_read_only(file)) as connection:
        indexed = {night for (night,) in connection.execute("SELECT night FROM night")}
    if indexed == nights:
        return Reconciled(True, f"{len(nights)} nights of clean documents indexed")
    sentence = f"{len(nights - indexed)} nights are not indexed, {len(indexed - nights)} are gone: {REPAIR}"
    return Reconciled(False, sentence, index_texts)


def articles_searchable(home: Home) -> Reconciled:
    """Documents of the search index, compared with rows of `articles`."""
    from pipelines.ask.search.folder import folder, is_complete
    from pipelines.ask.search.searcher import searching

    rows = _rows(home, "articles")
    if not is_complete(home) and _is_elsewhere(home):
        return Reconciled(True, f"none on this machine: its next search or build indexes {rows} articles")
    if not is_complete(home):
        what = "the search index is by older rules" if folder(home).is_dir() else f"no search index for {rows} articles"
        return Reconciled(not rows, f"{what}: {REPAIR}" if rows else "none yet", search_anew)
    try:
        with searching(home) as searcher:
            indexed = searcher.articles
    except EnvironmentFault as error:  # damaged, or a fault of the machine that would also affect a new index
        return Reconciled(False, str(error), search_anew if str(error).endswith(REPAIR) else None)
    if indexed == rows:
        return Reconciled(True, f"{rows} articles indexed")
    if unfinished(home):
        return Reconciled(False, f"{indexed} of {rows} articles are indexed: {BUILD}")
    return Reconciled(False, f"{indexed} documents in the index, {rows} articles: {REPAIR}", search_anew)


def views_current(home: Home) -> Reconciled:
    """Files that `corpus.duckdb` names, compared with existing files and with the files of the current tables."""
    if not home.corpus.exists():
        rows = _rows(home, "articles")
        return Reconciled(
            not rows, f"no {home.corpus.name} for {rows} articles: {REPAIR}" if rows else "none yet", show_anew
        )
    lake = Lake(home.lake)
    try:
        shown = shown_files(home)
    except duckdb.Error:
        return Reconciled(False, f"{home.corpus.name} cannot be read: {REPAIR}", show_anew)
    there = {path.name for path in home.lake.rglob("*.parquet")}
    if lost := shown - there:
        return Reconciled(
            False, f"{len(lost)} of {len(shown)} files that the views read are missing: {REPAIR}", show_anew
        )
    live = {file.path.rpartition("/")[2] for name in STORIES for file in lake.live_files(name)}
    if not live <= shown and not unfinished(home):
        return Reconciled(False, f"{len(live - shown)} files of the tables are not in the views: {REPAIR}", show_anew)
    return Reconciled(True, f"the views read {len(shown)} files")


def versions_readable(home: Home) -> Reconciled:
    """Versions of the last published night, compared with the tables' logs."""
    lake = Lake(home.lake)
    rows = lake.read("publications").to_pylist()
    last = max((row["night"] for row in rows), default=None)
    if last is None:
        return Reconciled(True, "no night published yet")
    mine = [row for row in rows if row["night"] == last]
    lost = [row["table"] for row in mine if not readable(lake.path(row["table"]), row["version"])]
    if lost:
        return Reconciled(
            False, f"{last}: versions of {', '.join(sorted(lost))} cannot be read: 'dateline build --all'"
        )
    return Reconciled(True, f"{len(mine)} tables readable as published on {last}")


def _is_elsewhere(home: Home) -> bool:
    """True if the tables are in an object store, and no build of this machine has followed the changes of others yet."""
    return address_of(home.root) is not None and not (home.index / FOLDER / FILE).exists()


def publish_anew(home: Home) -> None:
    """Process every work again: the locator is rebuilt from the tables, then revisions, clusters and articles are made."""
    locator.forget(home)
    index_texts(home)


def index_texts(home: Home) -> None:
    """Index the texts of missing nights, remove those of deleted nights, and publish the works whose clusters change."""
    for name in ("duplicates", "traces", "articles", "events", "corpus_views", "search_index"):
        _run(home, name)


def search_anew(home: Home) -> None:
    """Rebuild the search index."""
    shutil.rmtree(home.index / "search", ignore_errors=True)
    _run(home, "search_index")


def show_anew(home: Home) -> None:
    """Write `corpus.duckdb` again, so that it reads the files of the current tables."""
    _run(home, "corpus_views")


def _read_only(file: Path) -> sqlite3.Connection:
    """A database opened for reading; if SQLite cannot write beside it, no other process can write it."""
    unchanging = "" if is_writable(file.parent) else "&immutable=1"
    return sqlite3.connect(f"file:{file}?mode=ro{unchanging}", uri=True, timeout=60)


def _run(home: Home, step: str) -> None:
    STEPS[step].run(home, _last(home))


def _last(home: Home) -> date:
    return max(Lake(home.lake).nights("clean_documents"))


def _rows(home: Home, table: str) -> int:
    return sum(file.rows for file in Lake(home.lake).live_files(table))


ACCOUNTS: dict[str, Callable[[Home], Reconciled]] = {
    "nights": nights_built,
    "captures and archive": captures_archived,
    "crawls and ledger": crawls_landed,
    "works and articles": works_published,
    "texts and index": duplicates_indexed,
    "articles and search": articles_searchable,
    "views and files": views_current,
    "published versions": versions_readable,
}
"""Every reconciliation by name, in the order in which the corpus is made."""
