"""The days that a list shows beside its links: `<li><time>3 November 2025</time> <a href="/mill">Mill burns down</a></li>`.

Many themes show a story's day only there. An entry is the smallest box around a day that has a headline which is a link; if it
has several, the day is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from pipelines.base.urls.identity import key_of, resolve
from pipelines.dates.read.reading import whole_day
from pipelines.extract.model import ListedDay
from pipelines.lexicon.common_words import SPACELESS
from pipelines.lexicon.wording import tidy, written
from pipelines.page.mass import HEADINGS
from pipelines.page.outline import place
from pipelines.page.page import Page

HOLDERS = ("span", "small", "div", "p", "li", "td", "dt", "dd", "em", "i", "b", "strong", "a")
"""Elements that may begin with a day, or be followed by one if they are a link."""
OUTER = frozenset(("body", "main", "html"))
MAX_DAYS, MAX_DAY_CHARS, MAX_BOXES, MAX_LINKS = 500, 40, 6, 40
MIN_HEADLINE_CHARS, MIN_SPACELESS_CHARS = 25, 10
"""Characters of a link that is a headline though it stands in none; fewer in a script without spaces."""
DAY_CHARS = len("2026-11-03")
AROUND_DAY = " \t\r\n()[]|·•:,–—-"


def listed_days(page: Page) -> tuple[ListedDay, ...]:
    """The days of a list's entries by the address that each leads to, in page order; none for an entry with several days."""
    found: dict[str, dict[str, ListedDay]] = {}
    for element, raw, day in islice(_days(page.tree), MAX_DAYS):
        href = _entry(element)
        url = resolve(page.base or href, href) if href else None
        if url and key_of(url) != key_of(page.url):
            found.setdefault(url, {}).setdefault(day, ListedDay(url, raw, place(element)))
    return tuple(entry for days in found.values() for entry in days.values() if len(days) == 1)


def _days(tree: _Element) -> Iterator[tuple[_Element, str, str]]:
    """(element, text, day) of each day that the page shows: in `<time>`, or as all of a text."""
    for element in tree.iter("time", *HOLDERS):
        stated = (element.get("datetime") or "").strip() if element.tag == "time" else ""
        if len(stated) <= MAX_DAY_CHARS and (day := whole_day(stated[:DAY_CHARS])):
            yield element, stated, day
            continue
        own = written(element) if element.tag == "time" else element.text
        for text in (own, element.tail) if element.tag == "a" else (own,):
            raw = tidy(text or "").strip(AROUND_DAY)
            if len(raw) <= MAX_DAY_CHARS and (day := whole_day(raw)):
                yield element, raw, day


def _entry(element: _Element) -> str | None:
    """The address of the one headline in the smallest box around a day; None if that has several, or there is none."""
    box: _Element | None = element
    for _ in range(MAX_BOXES):
        if box is None or box.tag in OUTER:
            break
        addresses = _headlines(box)
        if addresses:
            return addresses[0] if len(addresses) == 1 else None
        box = box.getparent()
    return None


def _headlines(box: _Element) -> list[str]:
    """The different addresses that headlines in a box lead to; of long links if no heading is one."""
    headed, long = dict[str, None](), dict[str, None]()
    for link in islice(box.iter("a"), MAX_LINKS):
        href = (link.get("href") or "").strip()
        if not href or href.startswith("#"):
            continue
        if any(around.tag in HEADINGS for around in islice(link.iterancestors(), 3)) or _has_heading(link):
            headed[href] = None
        elif len(text := tidy(written(link))) >= (
            MIN_SPACELESS_CHARS if SPACELESS.search(text) else MIN_HEADLINE_CHARS
        ) and not whole_day(text):
            long[href] = None
    return [*(headed or long)]


def _has_heading(link: _Element) -> bool:
    return next(link.iter(*HEADINGS), None) is not None
