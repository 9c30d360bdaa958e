"""An import from a web archive: its listing, the wanted captures, then the import of a WARC file.

- `list`: every capture in the archive's listing becomes a line of the ledger: wanted (`queued`) or left out with a reason.
- `fetch`: the wanted captures, one after another, into a WARC file of the home, synced before the ledger.
- `import`: the WARC file, as any other.
"""

from __future__ import annotations

import gzip
import os
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.base.ids import digest
from pipelines.base.urls.identity import normalise
from pipelines.lake.archive import folder
from pipelines.lake.home import Home
from pipelines.night.lock import alone
from pipelines.night.steps import progress
from spiders.imports.captures import Refusal
from spiders.imports.cdx import Choice, Listed, chosen
from spiders.imports.inflating import Position
from spiders.imports.kept_ledger import keep
from spiders.imports.ledger import Entry, Ledger
from spiders.imports.outcomes import ImportOutcome
from spiders.imports.periods import Periods
from spiders.imports.run import LEDGERS, Imported, import_id, import_warcs, is_over
from spiders.imports.sites import Sites
from spiders.imports.wayback_server import Answer, FailedError, WaybackServer
from spiders.imports.wishes import Wishes
from spiders.url_rules.keys import cached_key

GROUP = 20
"""Captures between two checkpoints. After a kill, at most these are fetched again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The request to an archive: addresses or patterns, a time range, and the choice of captures of each page."""

    patterns: tuple[str, ...]
    since: str | None = None
    until: str | None = None
    choice: Choice = "first"


def import_wayback(
    home: Home,
    server: WaybackServer,
    asked: Asked,
    wishes: Wishes,
    now: datetime,
    *,
    dry: bool = False,
    show: bool = True,
) -> Imported:
    """Import captures of a web archive, or continue the same import after an interruption. Raises DatelineError.

    `dry` lists the captures that it would fetch, and keeps the list for the real import.
    """
    name = digest("wayback", server.server, repr(asked), wishes.as_text())
    with alone(home, "wayback"):
        work = WaybackImport(home, home.root / LEDGERS / f"{name}.sqlite", server, asked, wishes, now)
        try:
            work.list_captures()
            inner = None if dry else work.fetch_and_import(show=show)
            outcomes = work.ledger.counts() | dict(inner.outcomes if inner else {})
            if not dry:
                keep(home, work.ledger)
        finally:
            is_begun = any(file.done for file in work.ledger.files())
            work.ledger.close()
            if not is_begun:
                work.ledger.remove()
        if not dry:
            work.ledger.remove()
            work.warc.unlink(missing_ok=True)
    nights, sources = (inner.nights, inner.sources) if inner else (0, ())
    return Imported(name, outcomes, nights, sources, {})


@dataclass
class WaybackImport:
    """One import of captures; `path` is its ledger, and its WARC file is beside it."""

    home: Home
    path: Path
    server: WaybackServer
    asked: Asked
    wishes: Wishes
    now: datetime
    _there: dict[tuple[str, str], set[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.path, [f"{self.server.listing}?url={each}" for each in self.asked.patterns])
        self.warc = self.path.with_suffix(".warc.gz")
        self.sites = Sites(self.home, self.wishes)
        self.periods = Periods(self.home.archive, self.wishes.nights, self.now.date())

    def list_captures(self) -> None:
        """Write a ledger line for every capture in the archive's listing."""
        for file, pattern in zip(self.ledger.files(), self.asked.patterns, strict=True):
            if not file.done:
                listing = self.server.captures(pattern, self.asked.since, self.asked.until)
                number = 0
                for each, is_wanted in chosen(listing, self.asked.choice):
                    self.ledger.add(file.number, number, self._line(each, is_wanted=is_wanted))
                    number += 1
                self.ledger.reached(file.number, number, Position(), done=True)
                self.ledger.commit()

    def fetch_and_import(self, *, show: bool) -> Imported | None:
        """Fetch the wanted captures and import them; None if there are none."""
        if not self.ledger.stage("fetch"):
            self._fetch(show=show)
            self.ledger.end_stage("fetch")
        if not self.warc.exists() or is_over(self.home, import_id([str(self.warc)], self.wishes)):
            return None
        return import_warcs(self.home, [self.warc], self.wishes, self.now, show=show)

    def _fetch(self, *, show: bool) -> None:
        waiting = list(self.ledger.waiting(ImportOutcome.QUEUED))
        size = self.ledger.files()[0].position.member
        if self.warc.exists():
            os.truncate(self.warc, size)
        with progress(self.server.server, enabled=show) as on_progress:
            for start in range(0, len(waiting), GROUP):
                with self.warc.open("ab") as out:
                    for file, number, url, at in waiting[start : start + GROUP]:
                        out.write(self._fetched(file, number, url, datetime.fromisoformat(at)))
                    out.flush()
                    os.fsync(out.fileno())
                first = self.ledger.files()[0]
                position = Position(self.warc.stat().st_size)
                self.ledger.reached(first.number, first.records, position, done=True)
                self.ledger.commit()
                on_progress(min(start + GROUP, len(waiting)), len(waiting))

    def _fetched(self, file: int, number: int, url: str, at: datetime) -> bytes:
        """The record of a capture; empty if it could not be fetched (its ledger line then has the reason)."""
        listed = Listed("", at.strftime("%Y%m%d%H%M%S"), url, "", "", "")
        try:
            answer = self.server.capture(listed)
        except FailedError as error:
            self.ledger.end(file, number, ImportOutcome.FAILED, str(error))
            return b""
        if answer.body is None:
            self.ledger.end(file, number, ImportOutcome.TOO_LARGE)
            return b""
        self.ledger.end(file, number, ImportOutcome.FETCHED)
        return _record(url, answer, answer.body)

    def _line(self, listed: Listed, *, is_wanted: bool) -> Entry:
        entry = Entry(0, "cdx", listed.url, listed.at.isoformat(), outcome=ImportOutcome.QUEUED)
        try:
            url = normalise(listed.url)
            if url is None:
                raise Refusal(ImportOutcome.BAD_ADDRESS)
            entry.source = self.sites.name_of(url)
            if not listed.is_page:
                raise Refusal(ImportOutcome.NOT_A_PAGE, f"{listed.mime} {listed.status}")
            if not is_wanted:
                raise Refusal(ImportOutcome.NOT_CHOSEN, f"{self.asked.choice} captures were asked for")
            if self._is_there(entry.source, cached_key(url), listed.at):
                raise Refusal(ImportOutcome.ALREADY_THERE)
        except Refusal as refusal:
            entry.outcome, entry.detail = refusal.outcome, refusal.detail
        return entry

    def _is_there(self, source: str, key: str, at: datetime) -> bool:
        """True if the archive has this capture as the one that represents its page of a night."""
        nights = {self.periods.night_of(source, at), *self.periods.standing(source, at)}
        return any((key, at.isoformat()[:19]) in self._looks(source, night) for night in nights)

    def _looks(self, source: str, night: date) -> set[tuple[str, str]]:
        """The key and the second of each capture that represents its page of a night."""
        part = (source, night.isoformat())
        if part not in self._there:
            file = folder(self.home.archive, source, night) / "fetches.parquet"
            rows = pq.read_table(file, columns=["url_key", "fetched_at"], partitioning=None) if file.exists() else None
            facts = zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True) if rows else ()
            self._there[part] = {(known, when.isoformat()[:19]) for known, when in facts if when is not None}
        return self._there[part]


def _record(url: str, answer: Answer, body: bytes) -> bytes:
    """The WARC record of a capture, with its own time and the headers from the archive."""
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    block = f"HTTP/1.1 {answer.status} {answer.reason}\r\n{head}\r\n".encode("utf-8", "replace") + body
    fields = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {answer.at:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(fields.encode() + block + b"\r\n\r\n", 6, mtime=0)
