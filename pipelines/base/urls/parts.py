"""Addresses of a story's parts: its further pages, and a view of all of them on one page.

The shape of an address decides nothing alone: `/news/2` may be a list, `/mill-2.html` another story. The page that links to
it, and the text there, must agree: `spiders.links.parts`, `pipelines.extract.parts`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from pipelines.base.urls.identity import key_of

MAX_PARTS = 30
"""Pages of one story that are asked for and joined. Longer ones are pages of comments, or of something else."""
WHOLE = 0
"""The number of the view that has all parts."""

WORD = r"(?:page|seite|strona|pagina|p%C3%A1gina|página|sivu|sida|side)"
NUMBER = r"([1-9]\d?)"
LAST = re.compile(rf"/{WORD}?[-_/]?{NUMBER}$", re.IGNORECASE)
FILE = re.compile(rf"(?<=[^/])[-_,](?:{WORD}[-_]?)?{NUMBER}(\.(?:s?html?|php|aspx?|jsp))$", re.IGNORECASE)
PARAMETER = re.compile(rf"(?:{WORD}|pg|page_?n(?:o|um|r)|part)={NUMBER}", re.IGNORECASE)
WHOLE_NAME = r"(?:all|single|single-?page|one-?page|full|view-?all|komplettansicht|seite-all|page-all)"
WHOLE_LAST = re.compile(rf"/{WHOLE_NAME}$", re.IGNORECASE)
WHOLE_FILE = re.compile(rf"(?<=[^/])[-_,]{WHOLE_NAME}(\.(?:s?html?|php|aspx?|jsp))$", re.IGNORECASE)
WHOLE_PARAMETER = re.compile(
    rf"(?:{WORD}|pg|view|show)=(?:all|single|full|whole)|(?:all|single|single_?page|one_?page|full|full_?page|show_?all|view_?all)"
    r"=(?:1|true|yes|)",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """A part by the shape of its address: the key of its story's first page, and its number there."""

    story: str
    number: int


@lru_cache(maxsize=50_000)
def part_of(key: str) -> Part | None:
    """The part that an address with this key is by its shape; None if it is none.

    >>> [part_of(f"a.example/mill-burns{end}") for end in ("/2", "/page/3", "-2.html", "?page=2", "/all")]  # doctest: +ELLIPSIS
    [Part(story='a.example/mill-burns', number=2), Part(story='a.example/mill-burns', number=3), ...]
    >>> part_of("a.example/mill-burns-2.html"), part_of("a.example/?p=7&page=2")
    (Part(story='a.example/mill-burns.html', number=2), Part(story='a.example?p=7', number=2))
    >>> part_of("a.example/mill-burns-2"), part_of("a.example/2026"), part_of("a.example/2")
    (None, None, None)
    """
    parts = urlsplit(f"//{key}")
    for rule, number_group in ((PARAMETER, 1), (WHOLE_PARAMETER, 0)):
        pairs = parts.query.split("&") if parts.query else []
        found = next((m for pair in pairs if (m := rule.fullmatch(pair))), None)
        if found:
            rest = "&".join(pair for pair in pairs if pair != found[0])
            return _part(f"{parts.netloc}{parts.path}" + (f"?{rest}" if rest else ""), found, number_group)
    if parts.query:
        return None
    for rule, number_group, end in ((LAST, 1, 0), (FILE, 1, 2), (WHOLE_LAST, 0, 0), (WHOLE_FILE, 0, 1)):
        found = rule.search(parts.path)
        if found and len(above := parts.path[: found.start()]) > 1:
            return _part(f"{parts.netloc}{above}{found[end] if end else ''}", found, number_group)
    return None


def _part(story: str, found: re.Match[str], number_group: int) -> Part | None:
    number = int(found[number_group]) if number_group else WHOLE
    key = key_of(f"http://{story}")
    return Part(key, number) if key and number <= MAX_PARTS else None
