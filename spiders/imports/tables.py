"""An import of tables: texts without pages. Each row is archived and becomes a document of its table's source.

A table is a source of its own, or one for each value of a column (`table: true` in its file), so that its texts are not mixed
with texts extracted from pages: its rows are separate works. They are not used to learn places or boilerplate of a site, or to
date other works.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from pipelines.base.errors import InputError
from pipelines.base.ids import digest
from pipelines.base.settings.file import NAME, settings_path
from pipelines.base.urls.identity import normalise
from pipelines.lake.archive import Exchange
from pipelines.lake.home import Home
from pipelines.night.lock import alone
from pipelines.night.steps import Progress
from spiders.imports.captures import FIRST_PAGE, Refusal, check_public
from spiders.imports.inflating import Position
from spiders.imports.ledger import Entry, InputFile
from spiders.imports.outcomes import ImportOutcome
from spiders.imports.periods import DAY, Periods
from spiders.imports.run import LEDGERS, Imported, WarcImport, is_over
from spiders.imports.table_rows import Row, Torn, columns, content, delimiter_note, rows_of, table_files
from spiders.imports.warc_files import signature
from spiders.imports.wishes import Wishes
from spiders.sources.scalar import quoted
from spiders.sources.source import load_source

ROW_TYPE = "application/vnd.dateline.row+json"
GROUP_ROWS = 2_000
BEGAN = "began "
PUNCTUATION = re.compile(r"[^\w]|_")
NO_NAME = re.compile(r"[^a-z0-9]+")
MARK_DIGITS = 8
MAX_TITLE_CHARACTERS, MAX_NAME_CHARACTERS = 300, 80
STAMP = re.compile(r"[12][0-9]{13}")
EPOCH = re.compile(r"1[0-9]{9}(?:[0-9]{3})?(?:\.[0-9]+)?")
"""Seconds or milliseconds since 1970, from 2001 to 2033."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The name of the source for the rows, and the column of each field (`text` → `body`)."""

    source: str
    named: Mapping[str, str]


def import_tables(
    home: Home,
    paths: Sequence[Path],
    asked: Asked,
    wishes: Wishes,
    now: datetime,
    *,
    dry: bool = False,
    show: bool = True,
) -> Imported:
    """Import tables, or continue the same import after an interruption. Raises DatelineError."""
    if not NAME.fullmatch(asked.source):
        raise InputError(f"--name {asked.source}: a name is lower-case letters, digits and underscores")
    if is_table(home, asked.source) is False:
        raise InputError(
            f"--source {asked.source} is crawled: rows of tables need a source of their own; choose another name"
        )
    files = table_files(paths)
    name = digest("table", asked.source, repr(sorted(asked.named.items())), wishes.as_text(), *map(signature, files))
    if dry:
        with TemporaryDirectory() as scratch:
            return TableImport(asked, home, name, files, wishes, now, Path(scratch), dry=True).look(show=show)
    with alone(home, "import"):
        if is_over(home, name) and not (home.root / LEDGERS / f"{name}.sqlite").exists():
            raise InputError("these tables were imported before, and what was taken from them is in the archive")
        return TableImport(asked, home, name, files, wishes, now, home.root / LEDGERS).run(show=show)


class TableImport(WarcImport):
    """One import of tables."""

    def __init__(self, asked: Asked, *of_files: Any, dry: bool = False) -> None:
        super().__init__(*of_files, dry=dry)
        self.asked = asked
        self._there: dict[str, bool | None] = {}
        self.began = self._began()
        self.periods = Periods(self.home.archive, self.intake.wishes.nights, self.began.date())

    def _began(self) -> datetime:
        """The start time of the import, also after an interruption. It is the capture time of rows without one."""
        kept = next((stage for stage in self.ledger.stages() if stage.startswith(BEGAN)), None)
        if kept is None:
            kept = f"{BEGAN}{self.intake.now.replace(microsecond=0).isoformat()}"
            self.ledger.end_stage(kept)
        return datetime.fromisoformat(kept.removeprefix(BEGAN))

    def adopt(self) -> None:
        """Adopt no source: tables have no settings beside them."""

    def read_file(self, file: InputFile, on_progress: Progress) -> None:
        """Take in the rows of a table."""
        chosen: dict[str, str] = {}
        number, torn = -1, None
        for number, row in enumerate(rows_of(Path(file.path))):
            if not isinstance(row, str) and not chosen:
                chosen = columns(row, self.asked.named)
            torn = row if isinstance(row, Torn) else None
            if number < file.records:
                continue
            self.ledger.add(file.number, number, self._taken(number, row, chosen))
            if (number + 1) % GROUP_ROWS == 0:
                self.checkpoint(file.number, number + 1, Position())
                on_progress(number + 1, 0)
        note = (torn or delimiter_note(Path(file.path))) if number >= 0 else "the table has no rows"
        self.ledger.reached(file.number, number + 1, Position(), done=True, note=note)
        self.acknowledge()
        self.ledger.commit()

    def make_sources(self) -> None:
        """Write the source file of the table, or of each value of the column for sources, unless it exists."""
        addresses = self.ledger.first_urls()
        for name, title, _, _ in self.ledger.sites():
            path = settings_path(self.home.sources, name)
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(_source_text(title, addresses[name]), encoding="utf-8")
        self.ledger.end_stage("sources")

    def _taken(self, number: int, row: Row | str, chosen: Mapping[str, str]) -> Entry:
        entry = Entry(number, "row")
        try:
            if isinstance(row, str):
                raise Refusal(ImportOutcome.BROKEN, row[:200])
            self._take(content(row, chosen), entry)
        except Refusal as refusal:
            entry.outcome, entry.detail = refusal.outcome, refusal.detail
        return entry

    def _take(self, said: dict[str, Any], entry: Entry) -> None:
        entry.url = str(said.pop("url", ""))[:2_000] or None
        url = normalise(entry.url or "")
        if url is None:
            raise Refusal(ImportOutcome.BAD_ADDRESS)
        check_public(url)
        if not str(said.get("text", "")).strip():
            raise Refusal(ImportOutcome.NO_TEXT)
        self._check(url, said)
        at = self._clock(said.pop("captured", None))
        title = str(said.pop("source", self.asked.source)).strip()[:MAX_TITLE_CHARACTERS]
        source = self._source(title)
        part = (source, self.periods.night_of(source, at))
        entry.source, entry.night, entry.captured_at = part[0], part[1].isoformat(), at.isoformat()
        exchange = _exchange(url, at, said)
        self.intake.check_new(part, exchange)
        if not self._there[source]:
            self.ledger.count_page(source, title, "", None)
        if not self.intake.dry:
            place = self.files.write(part, exchange)
            entry.warc_file, entry.warc_offset = place.file, place.offset

    def _source(self, title: str) -> str:
        """The source of a row: the table's, or one of its own for the value of its column. Raises Refusal if it is crawled."""
        source = self.asked.source if title == self.asked.source else part_name(self.asked.source, title)
        if source not in self._there:
            self._there[source] = is_table(self.home, source)
        if self._there[source] is False:
            raise Refusal(ImportOutcome.NOT_WANTED, f"the source {source} is crawled: choose another --name")
        return source

    def _check(self, url: str, said: Mapping[str, Any]) -> None:
        host = urlsplit(url).hostname or ""
        if self.intake.wishes.domains and not self.intake.wishes.wants_domain(host, host):
            raise Refusal(ImportOutcome.NOT_WANTED, f"of {host}")
        if self.intake.wishes.languages:
            from pipelines.page.text.language import language

            code = language(str(said["text"]))[0] or said.get("language")
            if code not in self.intake.wishes.languages:
                raise Refusal(ImportOutcome.LANGUAGE, str(code or "unknown"))

    def _clock(self, written: Any) -> datetime:
        """The capture time of a row from its table; else the start time of the import."""
        if written is None:
            return self.began
        try:
            at = _moment(str(written).strip())
        except (ValueError, OverflowError) as error:
            raise Refusal(ImportOutcome.UNDATED, f"captured: {str(written)[:40]}") from error
        if not FIRST_PAGE <= at <= self.began + DAY:
            raise Refusal(ImportOutcome.UNDATED, f"captured {at.isoformat()} cannot be")
        return min(at, self.began)


def is_table(home: Home, source: str) -> bool | None:
    """True for a source of tables, False for one that is crawled, None if there is none of the name."""
    return load_source(home.sources, source).table if settings_path(home.sources, source).exists() else None


def part_name(table: str, title: str) -> str:
    """The name of a table's source for a value of the column for sources. Equal but for case and punctuation, they are one.

    >>> part_name("cc", "The Harbour Post"), part_name("cc", "the-harbour post"), part_name("cc", "Правда")
    ('cc_the_harbour_post', 'cc_the_harbour_post', 'cc_eb150335')
    """
    folded = " ".join(PUNCTUATION.sub(" ", title.casefold()).split())
    stem = NO_NAME.sub("_", folded).strip("_")
    mark = digest("table source", folded)[:MARK_DIGITS]
    if not folded.isascii() or not stem or len(stem) > MAX_NAME_CHARACTERS:
        stem = "_".join(filter(None, (stem[:MAX_NAME_CHARACTERS].strip("_"), mark)))
    return f"{table}_{stem}"


def _moment(written: str) -> datetime:
    """A time in a table as UTC. For a day, its last second, so that the text is not dated too early. Raises ValueError.

    >>> [_moment(text).isoformat() for text in ("2019-11-03", "20191103184500", "1572806700.5")]
    ['2019-11-03T23:59:59+00:00', '2019-11-03T18:45:00+00:00', '2019-11-03T18:45:00+00:00']
    """
    if EPOCH.fullmatch(written):
        return datetime.fromtimestamp(int(written[:10]), UTC)
    if STAMP.fullmatch(written):
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    at = datetime.fromisoformat(written)
    if len(written) <= len("2019-11-03"):
        at = datetime.combine(at, time(23, 59, 59))
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)


def _exchange(url: str, at: datetime, said: Mapping[str, Any]) -> Exchange:
    """A row in the form of the archive: equal rows give equal bytes."""
    body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    return Exchange(url, at, None, 200, "OK", (("Content-Type", ROW_TYPE),), body)


def _source_text(name: str, address: str) -> str:
    return (
        f"# Written by `dateline import table`: the rows of tables, which have no pages. It is never crawled.\n"
        f"title: {quoted(name)}\nurl: {quoted(address)}\ntable: true\nnightly: false\n"
    )
