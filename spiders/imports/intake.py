"""The intake of an import: each record goes into the archive of its source and night, or is left out with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from pipelines.base.urls.domains import domain_of
from pipelines.lake.archive import Exchange
from pipelines.lake.home import Home
from spiders.fetching.user_agent import PRODUCT
from spiders.imports.archive_files import ArchiveFiles, Part, exchange_id, ids_in
from spiders.imports.captures import Captured, Refusal, address_of, capture_of, is_page_made
from spiders.imports.ledger import Entry, Ledger
from spiders.imports.outcomes import ImportOutcome
from spiders.imports.periods import DAY, Periods
from spiders.imports.records import WANTED, Record
from spiders.imports.repeats import whole
from spiders.imports.sites import Sites
from spiders.imports.wishes import Wishes, language_of, stated_language
from spiders.resources.reading import read_resource
from spiders.rights.desk import refused
from spiders.rights.rights import SiteRights, page_rights
from spiders.url_rules.keys import host_of

OUR_NAME = re.compile(r"([a-z0-9_]+)-(\d{4}-\d\d-\d\d)(?:-[0-9a-f]{8})?-\d{5}\.warc\.gz")
YEAR = timedelta(days=366)
"""Maximum distance of a night after its captures (an import by year); before them it is a day (a crawl after midnight)."""
OURS = b"software: dateline"


@dataclass
class Intake:
    """Takes records into the archive. `dry` writes nothing; `now` is the time of the import."""

    home: Home
    wishes: Wishes
    sites: Sites
    ledger: Ledger
    files: ArchiveFiles
    now: datetime
    dry: bool = False
    stated_night: date | None = None

    @cached_property
    def periods(self) -> Periods:
        """The nights that captures are filed under."""
        return Periods(self.home.archive, self.wishes.nights, self.now.date())

    def begin_file(self, first: Record | None) -> None:
        """Reset the state of the previous file; `first` is the first record of a file that is continued."""
        self.stated_night = stated_night(first) if first is not None else None

    def take(self, record: Record) -> Entry:
        """The ledger line of a record, after it is archived or left out."""
        entry = Entry(record.at.member or record.at.inner, record.type or "unreadable")
        entry.url = record.fields.get("warc-target-uri")
        try:
            if record.type == "warcinfo":
                self.stated_night = stated_night(record)
            self._take(record, entry)
        except Refusal as refusal:
            entry.outcome, entry.detail = refusal.outcome, refusal.detail
        return entry

    def _take(self, record: Record, entry: Entry) -> None:
        source = None
        is_capture = record.type in WANTED and record.type != "warcinfo"
        if record.fault is None and is_capture and (record.type != "conversion" or is_page_made(record)):
            entry.url = address_of(record)
            source = entry.source = self.sites.name_of(entry.url)
            if source not in self.sites.sources:
                self.ledger.name_site(source, domain_of(entry.url))
        captured = capture_of(record, self.now)
        entry.digest = record.fields.get("warc-payload-digest")
        if captured.repeats is not None and not self.dry:
            captured = whole(captured, self.ledger, self.files, self.now)
        assert source is not None
        entry.captured_at = captured.at.isoformat()
        night = self._night(source, captured.at)
        entry.night = night.isoformat()
        self._check(captured, source, night)
        exchange = exchange_of(captured)
        self.check_new((source, night), exchange)
        if _is_page(captured) and not captured.converted_from:
            self._count(source, captured)
        if not self.dry:
            place = self.files.write((source, night), exchange)
            entry.warc_file, entry.warc_offset = place.file, place.offset

    def check_new(self, part: Part, exchange: Exchange) -> None:
        """Raise Refusal for a capture that is in its night, or in another that an earlier import made of its month or year."""
        source, night = part
        nights = dict.fromkeys((*self.periods.standing(source, exchange.fetched_at), night))
        for each in nights:
            if not self.ledger.is_loaded(source, each):
                self.ledger.load(source, each, ids_in(self.home.archive, (source, each)))
        if any(self.ledger.has(exchange_id((source, each), exchange)) for each in nights if each != night):
            raise Refusal(ImportOutcome.ALREADY_THERE)
        if not self.ledger.is_new(exchange_id(part, exchange)):
            raise Refusal(ImportOutcome.ALREADY_THERE)

    def _check(self, captured: Captured, source: str, night: date) -> None:
        """Raise Refusal for an unwanted capture."""
        if captured.resource is None:
            kind = captured.http.header("content-type") or "no content type, no HTML"
            raise Refusal(ImportOutcome.NOT_A_PAGE, kind[:100])
        if self.periods.is_crawled(source, night):
            raise Refusal(ImportOutcome.NIGHT_CRAWLED, f"{source} was crawled on {night}")
        settings = self.sites.sources.get(source)
        if settings is not None and (excluded := settings.excluded(captured.url)):
            raise Refusal(ImportOutcome.OFFSITE, excluded)
        if settings is not None and settings.respect and (wish := _forbidden(captured, settings.respect)):
            raise Refusal(ImportOutcome.RIGHTS_DENIED, wish)
        if self.wishes.languages and _is_page(captured):
            from pipelines.page.text.language import language

            code = language_of(captured.decoded, language)
            if code not in self.wishes.languages:
                raise Refusal(ImportOutcome.LANGUAGE, code or "unknown")

    def _night(self, source: str, at: datetime) -> date:
        stated = self.stated_night
        if stated is not None and at.date() - DAY <= stated <= at.date() + YEAR:
            return stated
        return self.periods.night_of(source, at)

    def _count(self, source: str, captured: Captured) -> None:
        if source not in self.sites.sources:
            language = stated_language(captured.decoded)
            self.ledger.count_page(source, domain_of(captured.url), host_of(captured.url), language)


def _is_page(captured: Captured) -> bool:
    """True for a page with its content."""
    return captured.resource == "page" and captured.refers_to is None and 200 <= captured.http.status < 300


def _forbidden(captured: Captured, respect: Sequence[str]) -> str | None:
    """The statement of a page that forbids keeping it; None if there is none."""
    if not _is_page(captured):
        return None
    reading = read_resource("page", captured.url, captured.decoded, captured.http.header("content-type"))
    return refused(page_rights(captured.url, captured.http.headers, reading.page, SiteRights(), PRODUCT), respect)


def exchange_of(captured: Captured) -> Exchange:
    """The capture in the form of the archive; its request is unknown."""
    http = captured.http
    return Exchange(
        url=captured.url,
        fetched_at=captured.at,
        request_headers=None,
        status=http.status,
        reason=http.reason,
        response_headers=http.headers,
        body=http.body,
        ip_address=captured.ip_address,
        truncated=captured.truncated,
        refers_to=captured.refers_to,
        digest=captured.payload_digest,
        converted_from=captured.converted_from,
    )


def stated_night(record: Record) -> date | None:
    """The night of a WARC file that Dateline wrote (the crawl may have ended after midnight); None for any other file."""
    if OURS not in record.block:
        return None
    found = OUR_NAME.fullmatch(record.fields.get("warc-filename", ""))
    try:
        return date.fromisoformat(found[2]) if found else None
    except ValueError:
        return None
