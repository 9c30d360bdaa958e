"""Lists of addresses: text files, CSV, sitemaps and feeds on disk. Each address is queued for the crawls of its source.

Nothing is fetched here. The source's own crawl fetches queued addresses, with its delays, robots.txt and budget.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipelines.base.errors import InputError
from pipelines.base.ids import digest
from pipelines.base.storable import mended
from pipelines.base.urls.identity import cleaned, normalise
from pipelines.lake.home import Home
from pipelines.lake.link_kinds import ENTRIES
from pipelines.night.lock import alone
from spiders.frontier.queue import Queue, Queued
from spiders.imports.captures import Refusal, resource_of
from spiders.imports.http import HttpResponse
from spiders.imports.inflating import Position
from spiders.imports.kept_ledger import keep
from spiders.imports.ledger import Entry, Ledger
from spiders.imports.opening import UnreadableError, opened
from spiders.imports.outcomes import ImportOutcome
from spiders.imports.run import LEDGERS, Imported
from spiders.imports.sites import Sites
from spiders.imports.warc_files import signature
from spiders.imports.wishes import Wishes
from spiders.resources.listed_dates import day_of
from spiders.resources.reading import read_resource
from spiders.url_rules.keys import cached_key

NAMES = ("url", "link", "loc", "address", "href", "uri", "permalink")
"""Names of the address column in a CSV file."""
DELIMITERS = ",;\t"
"""Column separators of CSV files. Spreadsheets of many countries write semicolons."""
MAX_FILE_BYTES = 256 << 20
GZIP = b"\x1f\x8b"
WHITE = b" \t\r\n"
SNIFFED = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*[<{]")


@dataclass(frozen=True, slots=True)
class Listed:
    """An address of a list as written, its kind of resource, and its day in the list (ISO)."""

    written: str
    resource: str = "page"
    born: str | None = None


def import_urls(home: Home, paths: Sequence[Path], wishes: Wishes, *, dry: bool = False) -> Imported:
    """Queue the addresses of lists. Raises DatelineError."""
    files = [str(path.absolute()) for path in paths]
    name = digest("urls", wishes.as_text(), *map(signature, files))
    if dry:
        with TemporaryDirectory() as scratch:
            return _queue_files(home, Ledger(Path(scratch) / f"{name}.sqlite", files), wishes, dry=True)
    with alone(home, "import"):
        return _queue_files(home, Ledger(home.root / LEDGERS / f"{name}.sqlite", files), wishes, dry=False)


def _queue_files(home: Home, ledger: Ledger, wishes: Wishes, *, dry: bool) -> Imported:
    sites = Sites(home, wishes, dry, may_make=False)
    try:
        for file in ledger.files():
            if not file.done:
                _queue_file(home, sites, ledger, file.number, Path(file.path), dry=dry)
        problem = ledger.nothing_read()
        imported = Imported(ledger.name, ledger.counts(), 0, (), ledger.notes())
        if not dry and problem is None:
            keep(home, ledger)
    finally:
        ledger.close()
    ledger.remove()
    if problem is not None:
        raise InputError(problem)
    return imported


def listed(path: Path) -> Iterator[Listed]:
    """The addresses of a file, in order. Raises UnreadableError, also for an unknown file format."""
    try:
        data = _read(path)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"cannot be read: {error}") from error
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableError(f"larger than {MAX_FILE_BYTES >> 20} MiB: cut it into several files")
    if SNIFFED.match(data):
        yield from _of_objects(_text(data)) if _are_objects(data) else _of_channel(data)
    elif path.name.removesuffix(".gz").endswith((".csv", ".tsv")):
        yield from _of_table(_text(data))
    else:
        lines = (line.strip() for line in _text(data).splitlines())
        yield from (Listed(line) for line in lines if line and not line.startswith("#"))


def _read(path: Path) -> bytes:
    with opened(path) as file:
        is_packed = file.read(2) == GZIP
        file.seek(0)
        return (gzip.open(file) if is_packed else file).read(MAX_FILE_BYTES + 1)


def _text(data: bytes) -> str:
    """Decode UTF-8, or UTF-16 with the BOM that Windows writes."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if is_wide else "utf-8-sig", "replace")


def _of_channel(data: bytes) -> Iterator[Listed]:
    """The entries of a feed or sitemap. An index lists sitemaps, which the crawl reads."""
    resource = resource_of(
        "https://list.invalid/", HttpResponse(200, "", (("Content-Type", "text/xml"),), b"", b""), data
    )
    if data.lstrip()[:1] == b"{":
        resource = "feed"
    if resource not in ENTRIES:
        raise UnreadableError("no feed, no sitemap, and no list with an address a line")
    reading = read_resource(resource, "https://list.invalid/", data, None)
    for edge in reading.edges:
        days = [day for day in (day_of(raw) for _, raw in edge.own_dates) if day]
        yield Listed(edge.url, "page", min(days).isoformat() if days else None)
    yield from (Listed(url, "sitemap") for url in reading.sitemaps)


def _are_objects(data: bytes) -> bool:
    """True for JSON lines or one object; False for a JSON Feed or XML. Raises UnreadableError for unreadable JSON."""
    if data.lstrip(codecs.BOM_UTF8 + WHITE)[:1] != b"{":
        return False
    text = _text(data).lstrip()
    if (whole := _object(text)) is not None:
        return not isinstance(whole.get("items"), list)
    if _object(text.partition("\n")[0]) is None:
        raise UnreadableError("no JSON that can be read: an object a line, one object, or a JSON Feed")
    return True


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _of_objects(text: str) -> Iterator[Listed]:
    """The addresses of JSON lines, or of one object. A line without an address is returned as it is."""
    lines = text.split("\n") if _object(text) is None else [text]
    for line in filter(None, map(str.strip, lines)):
        named = {key.lower(): value for key, value in (_object(line) or {}).items()}
        found = next((named[name] for name in NAMES if isinstance(named.get(name), str)), None)
        yield Listed(found.strip() if found else line)


def _of_table(text: str) -> Iterator[Listed]:
    lines = text.splitlines()
    first = lines[0] if lines else ""
    usual = "\t" if "\t" in text[:1000] else ","
    named_by = (each for each in DELIMITERS if any(cell.strip(' "').lower() in NAMES for cell in first.split(each)))
    rows = csv.reader(lines, delimiter=next(named_by, usual))
    head = next(rows, [])
    named = next((at for at, cell in enumerate(head) if cell.strip().lower() in NAMES), None)
    at = named if named is not None else next((at for at, cell in enumerate(head) if "://" in cell), 0)
    for row in ([head] if named is None else []) + list(rows):
        if len(row) > at and row[at].strip():
            yield Listed(row[at].strip())


def _queue_file(home: Home, sites: Sites, ledger: Ledger, number: int, path: Path, *, dry: bool) -> None:
    wanted: dict[str, list[Queued]] = {}
    count = 0
    try:
        for count, each in enumerate(listed(path), start=1):
            entry = Entry(count - 1, "line", mended(each.written[:2_000]), outcome=ImportOutcome.QUEUED)
            try:
                queued = _queued(sites, each, entry)
                wanted.setdefault(entry.source or "", []).append(queued)
            except Refusal as refusal:
                entry.outcome, entry.detail = refusal.outcome, refusal.detail
            ledger.add(number, count - 1, entry)
        ledger.reached(number, count, Position(), done=True)
    except UnreadableError as error:
        ledger.leave_out(number, str(error))
    for source, addresses in () if dry else wanted.items():
        Queue.of(home.frontier, source).add(addresses)
    ledger.commit()


def _queued(sites: Sites, each: Listed, entry: Entry) -> Queued:
    url = normalise(each.written if "://" in each.written else f"https://{each.written}")
    if url is None or "." not in url.split("/")[2]:
        raise Refusal(ImportOutcome.BAD_ADDRESS)
    entry.source = sites.name_of(url)
    if excluded := sites.sources[entry.source].excluded(url):
        raise Refusal(ImportOutcome.OFFSITE, excluded)
    return Queued(cached_key(url), cleaned(url), each.resource, each.born)
