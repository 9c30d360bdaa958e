"""An import of WARC files, from the files to the nights of the archive, in stages that may be killed at any point.

- `read`: every record is archived or left out; the archive is synced before the ledger.
- `sources`: a source file for each new site with a page.
- `land`: the rows of each night, on every core.
- `ledger`: the ledger as a Parquet file of the archive.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.base.errors import InputError
from pipelines.base.ids import digest
from pipelines.base.neutral import on_one_line
from pipelines.lake.archive import folder, ledgers
from pipelines.lake.home import Home
from pipelines.night.lock import alone
from pipelines.night.steps import Progress, progress
from spiders.imports.archive_files import ArchiveFiles
from spiders.imports.inflating import Position
from spiders.imports.intake import Intake
from spiders.imports.kept_ledger import keep
from spiders.imports.landing import land
from spiders.imports.ledger import InputFile, Ledger
from spiders.imports.opening import UnreadableError
from spiders.imports.periods import Periods
from spiders.imports.plan import Choice, choices
from spiders.imports.plan import lines as plan_lines
from spiders.imports.records import Records
from spiders.imports.sites import Sites, made_source
from spiders.imports.warc_files import damage, opened_file, settings_beside, signature, warc_files
from spiders.imports.wishes import Span, Wishes

GROUP_RECORDS, GROUP_BYTES = 2_000, 64 << 20
"""Records, and their bytes, between two checkpoints. After a kill, at most these are read again."""
GROUP_NIGHTS = 50
"""Nights between two commits of the ledger. After a kill, at most these are made again."""
LEDGERS = "imports"
"""Folder of the home with the ledgers of running imports."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import: its id, records by outcome, number of nights, new sources, and notes on files.

    A dry run has the choices of `--nights`.
    """

    name: str
    outcomes: Mapping[str, int]
    nights: int
    sources: tuple[str, ...]
    notes: Mapping[str, str]
    choices: tuple[Choice, ...] = ()
    span: Span = "day"


def import_warcs(
    home: Home, paths: Sequence[Path], wishes: Wishes, now: datetime, *, dry: bool = False, show: bool = True
) -> Imported:
    """Import WARC and WACZ files, or continue the same import after an interruption. Raises DatelineError."""
    files = warc_files(paths)
    name = import_id(files, wishes)
    return imported(WarcImport, home, name, files, wishes, now, dry=dry, show=show)


def imported(
    kind: type[WarcImport],
    home: Home,
    name: str,
    files: list[str],
    wishes: Wishes,
    now: datetime,
    *,
    dry: bool,
    show: bool,
) -> Imported:
    """Run an import of some kind, or continue it; a dry one only looks. Raises DatelineError."""
    if dry:
        with TemporaryDirectory() as scratch:
            return kind(home, name, files, wishes, now, Path(scratch), dry=True).look(show=show)
    with alone(home, "import"):
        if is_over(home, name) and not (home.root / LEDGERS / f"{name}.sqlite").exists():
            raise InputError("these files were imported before, and what was taken from them is in the archive")
        return kind(home, name, files, wishes, now, home.root / LEDGERS).run(show=show)


def import_id(files: Sequence[str], wishes: Wishes) -> str:
    """The id of an import: from its files and its wishes."""
    return digest("import", wishes.as_text(), *map(signature, files))


def is_over(home: Home, name: str) -> bool:
    """True if an import has a kept ledger, and the archive still has every night that it wrote to."""
    path = ledgers(home.archive) / f"{name}.parquet"
    if not path.exists():
        return False
    rows = pq.read_table(path, columns=["source", "night", "warc_file"], partitioning=None)
    held = rows.filter(pc.is_valid(rows["warc_file"])).group_by(["source", "night"]).aggregate([]).to_pylist()
    return all(folder(home.archive, row["source"], row["night"]).is_dir() for row in held)


class WarcImport:
    """One import; `where` is the folder of its ledger while it runs."""

    def __init__(
        self,
        home: Home,
        name: str,
        files: Sequence[str],
        wishes: Wishes,
        now: datetime,
        where: Path,
        *,
        dry: bool = False,
    ) -> None:
        self.home = home
        self.name = name
        self.ledger = Ledger(where / f"{name}.sqlite", files)
        self.sites = Sites(home, wishes, dry, made=self.ledger.made())
        self.files = ArchiveFiles(home.archive, name)
        self.intake = Intake(home, wishes, self.sites, self.ledger, self.files, now, dry)

    @cached_property
    def periods(self) -> Periods:
        """The nights that captures are filed under."""
        return self.intake.periods

    def run(self, *, show: bool) -> Imported:
        """Run every stage that is not done."""
        try:
            if not self.ledger.stage("read"):
                self._read(show=show)
            if (problem := self.ledger.nothing_read()) is None:
                if not self.ledger.stage("sources"):
                    self.make_sources()
                self._land(show=show)
                imported = self._summary()
                keep(self.home, self.ledger)
        finally:
            self.files.abandon()
            self.ledger.close()
        self.ledger.remove()
        if problem is not None:
            raise InputError(problem)
        return imported

    def look(self, *, show: bool) -> Imported:
        """Read every record without writing: a preview of the import."""
        try:
            self._read(show=show)
            if problem := self.ledger.nothing_read():
                raise InputError(problem)
            found = tuple(choices(self.ledger, self.periods))
            nights = next(each.nights for each in found if each.span == self.periods.span)
            return replace(self._summary(), nights=nights, choices=found, span=self.periods.span)
        finally:
            self.ledger.close()

    def _read(self, *, show: bool) -> None:
        self.adopt()
        self.files.recover(self.ledger.written())
        for file in self.ledger.files():
            if not file.done:
                name = on_one_line(Path(file.path).name)
                with progress(name, enabled=show) as on_progress:
                    try:
                        self.read_file(file, on_progress)
                    except UnreadableError as error:
                        self.leave_out(file, str(error))
                if show:
                    sys.stderr.write(f"  {name}  {self.ledger.files()[file.number].records:,} records\n")
        self.files.close()
        self.ledger.end_stage("read")

    def leave_out(self, file: InputFile, problem: str) -> None:
        """Write why a file, or the rest of it, cannot be read; the import goes on with the next file."""
        self.acknowledge()
        self.ledger.leave_out(file.number, problem)
        self.ledger.commit()

    def adopt(self) -> None:
        """Adopt the sources with settings beside the files, as in an archive of Dateline."""
        for file in self.ledger.files():
            if settings := settings_beside(file.path):
                self.sites.adopt(settings)

    def read_file(self, file: InputFile, on_progress: Progress) -> None:
        """Take in the records of a file, from its read position on."""
        with opened_file(file.path) as stream:
            self.intake.begin_file(next(iter(Records(stream)), None) if file.records else None)
            total = stream.seek(0, os.SEEK_END)
            records = Records(stream, file.position)
            number, size = file.records, 0
            since = number
            for record in records:
                self.ledger.add(file.number, number, self.intake.take(record))
                number += 1
                size += len(record.block)
                if number - since >= GROUP_RECORDS or size >= GROUP_BYTES:
                    self.checkpoint(file.number, number, record.after)
                    since, size = number, 0
                    on_progress(record.after.member or record.after.inner, total)
            note = records.note or damage(file.path) or (None if number else "the file contains no record")
            self.ledger.reached(file.number, number, records.position, done=True, note=note)
            self.acknowledge()
            self.ledger.commit()

    def checkpoint(self, file: int, number: int, position: Position) -> None:
        """Make the work so far durable: the archive, then the ledger."""
        self.ledger.reached(file, number, position)
        self.acknowledge()
        self.ledger.commit()

    def acknowledge(self) -> None:
        """Sync the archive and record its lengths in the ledger."""
        for (source, night), synced in self.files.sync():
            self.ledger.acknowledge(source, night, synced)

    def make_sources(self) -> None:
        """Write a source file for each new site with a page; forget the sites without one."""
        made = {name: (domain, hosts, languages) for name, domain, hosts, languages in self.ledger.sites()}
        known = set(self.sites.sources)
        for source in {source for source, _ in self.ledger.nights()} - known - made.keys():
            for night in [night for each, night in self.ledger.nights() if each == source]:
                shutil.rmtree(folder(self.home.archive, source, night), ignore_errors=True)
            self.ledger.forget(source)
        self.home.sources.mkdir(parents=True, exist_ok=True)
        for name in made.keys() - known:
            self.sites.sources[name], text = made_source(name, *made[name])
            (self.home.sources / f"{name}.yaml").write_text(text, encoding="utf-8")
        self.ledger.end_stage("sources")

    def _land(self, *, show: bool) -> None:
        nights: dict[str, list[date]] = {}
        for source, night in self.ledger.nights():
            if not self.ledger.stage(_stage(source, night)):
                nights.setdefault(source, []).append(night)
        total = sum(map(len, nights.values()))
        with progress("rows of the nights", enabled=show) as on_progress:
            for done, landed in enumerate(land(self.home, nights, self.sites.sources, os.cpu_count() or 1), start=1):
                self.ledger.judge(landed.source, landed.night, landed.ends)
                self.ledger.end_stage(_stage(landed.source, landed.night), durable=done % GROUP_NIGHTS == 0)
                on_progress(done, total)
        self.ledger.commit()

    def _summary(self) -> Imported:
        made = tuple(name for name, *_ in self.ledger.sites())
        return Imported(self.name, self.ledger.counts(), len(self.ledger.nights()), made, self.ledger.notes())


def _stage(source: str, night: date) -> str:
    return f"land {source} {night.isoformat()}"


def lines(imported: Imported, seconds: float) -> list[str]:
    """The summary of an import for a person."""
    total = sum(imported.outcomes.values())
    lines = [f"{total:,} records in {seconds:.0f} s: {imported.nights:,} nights, {len(imported.sources):,} new sources"]
    lines += [f"  {count:>10,}  {outcome.replace('_', ' ')}" for outcome, count in imported.outcomes.items()]
    lines += plan_lines(imported.choices, imported.span)
    return lines + [f"  {on_one_line(path)}: {note}" for path, note in imported.notes.items()]
