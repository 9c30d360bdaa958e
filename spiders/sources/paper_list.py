"""Reads a list of publications: OPML, CSV, addresses a line each, or the sources of another home.

The addresses are as written: `spiders.sources.batch` checks them, so that one mistake does not stop the others.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pipelines.base.errors import InputError, PageDropped
from pipelines.lake.home import Home
from pipelines.page.text.charset import decode
from spiders.sources.source import read_sources

MAX_BYTES = 16 << 20
ADDRESS = (
    "homepage",
    "home_page",
    "home",
    "url",
    "website",
    "site",
    "web",
    "address",
    "htmlurl",
    "link",
    "domain",
    "host",
)
"""Headings of a column of addresses, those of home pages first; Media Cloud's exports have `homepage` or `url`."""
FEED = ("feeds", "feed", "rss", "xmlurl", "feed_url", "rss_url", "rss_feed")
SITEMAP = ("sitemaps", "sitemap", "sitemap_url")
DONE = ("added", "exists")
"""States of publications that need no further try, in the column `state` of a file of outcomes."""
DELIMITERS = ";\t,|"
LOOKS_LIKE_ADDRESS = re.compile(r"https?://\S+|(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
BULLET = re.compile(r"(?:[-*•]|\d+[.)])\s+")
COMMENT = re.compile(r"(?:^|\s)#.*")
DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """One publication of a list. `place`: file and line, or the argument; `url`: as written; the rest if the list has it."""

    place: str
    url: str
    name: str | None = None
    group: str | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    is_done: bool = False
    cookie: str | None = None
    """Name and value, for a page of consent."""
    proxy: str | None = None
    """The name of an environment variable with the address of a proxy."""


def read_list(path: Path) -> list[Listed]:
    """The publications of a list, in its order. Raises InputError if it cannot be read, or names none."""
    listed = list(_of_home(path) if path.is_dir() else _of_text(path, _text(path)))
    if not listed:
        raise InputError(f"{path}: no address in it; write one a line, such as https://paper.example/")
    return listed


def _of_home(path: Path) -> Iterator[Listed]:
    folder = Home.at(path).sources
    found = read_sources(folder)
    for source in found.read:
        if not source.table:
            place = f"{folder}/{source.name}"
            yield Listed(place, source.url, source.name, source.group, source.feeds, source.sitemaps)
    for wrong in found.wrong:
        yield Listed(wrong.problem, "", wrong.name)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path}: larger than {MAX_BYTES >> 20} MB: no list of publications")
        return decode(path.read_bytes(), None)[0].removeprefix("\ufeff")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except PageDropped as error:
        raise InputError(f"{path}: not text; save it as OPML, CSV or text") from error


def _of_text(path: Path, text: str) -> Iterator[Listed]:
    if text.lstrip().startswith("<"):
        return _of_opml(path, text.lstrip())
    lines = text.splitlines()
    if named := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE) if lines else None:
        lines[0] = ""
    first = next((line for line in lines if COMMENT.sub("", line).strip()), "")
    delimiter = named[1] if named else max(DELIMITERS, key=first.count)
    reader = csv.reader(lines, delimiter=delimiter)
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    rows = [(line, row) for line, row in rows if any(row) and not row[0].startswith("#")]
    if rows and (_column(rows[0][1], ADDRESS) or (len(rows[0][1]) > 1 and len({len(row) for _, row in rows}) == 1)):
        return _of_rows(path, rows)
    return _of_lines(path, lines)


def _of_lines(path: Path, lines: Sequence[str]) -> Iterator[Listed]:
    """One address a line; a name may stand beside it."""
    for number, line in enumerate(lines, 1):
        if written := BULLET.sub("", COMMENT.sub("", line).strip(), count=1):
            words = [word.strip("<>()[],;\"'") for word in written.split()]
            addresses = [word for word in words if LOOKS_LIKE_ADDRESS.fullmatch(word)]
            yield Listed(f"{path}:{number}", addresses[0] if len(addresses) == 1 else written)


def _of_rows(path: Path, rows: Sequence[tuple[int, list[str]]]) -> Iterator[Listed]:
    """The rows of a table, by its headings; without a heading for it, the column that holds most addresses."""
    headings = rows[0][1]
    has_headings = not any(map(LOOKS_LIKE_ADDRESS.fullmatch, headings))
    addresses = _column(headings, ADDRESS) or [_address_column([row for _, row in rows])]
    groups, feeds, sitemaps = (_column(headings, names) for names in (("group",), FEED, SITEMAP))
    states, names = _column(headings, ("state",)), _column(headings, ("name",))
    for line, row in rows[has_headings:]:
        yield Listed(
            f"{path}:{line}",
            _cell(row, addresses),
            _cell(row, names if states else []) or None,
            _cell(row, groups) or None,
            tuple(_cell(row, feeds).split()),
            tuple(_cell(row, sitemaps).split()),
            is_done=_cell(row, states) in DONE,
        )


def _address_column(rows: Sequence[Sequence[str]]) -> int:
    """The column that holds most addresses."""
    counts = [sum(map(bool, map(LOOKS_LIKE_ADDRESS.fullmatch, column))) for column in zip(*rows, strict=False)]
    return counts.index(max(counts))


def _column(headings: Sequence[str], names: Sequence[str]) -> list[int]:
    """The columns with one of the names, in the order of the names."""
    plain = [re.sub(r"\W+", "_", heading.lower()).strip("_") for heading in headings]
    return [plain.index(name) for name in names if name in plain]


def _cell(row: Sequence[str], columns: Sequence[int]) -> str:
    """The first cell of these columns that is not empty."""
    return next((row[column] for column in columns if column < len(row) and row[column]), "")


def _of_opml(path: Path, text: str) -> Iterator[Listed]:
    """The outlines with an address. A DOCTYPE is refused, because it can name files and multiply text."""
    if DOCTYPE.search(text):
        raise InputError(f"{path}: it has a DOCTYPE or an ENTITY, which OPML has not: remove it")
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}:{error.lineno}: no XML from here on; an & in an address is written &amp;") from error
    for outline in root.iter("{*}outline"):
        said = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        feed, home = said.get("xmlurl", ""), said.get("htmlurl") or said.get("url", "")
        if home or feed:
            yield Listed(f"{path}:{outline.sourceline}", home or feed, feeds=(feed,) if feed and home else ())
