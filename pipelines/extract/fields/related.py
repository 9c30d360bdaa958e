"""Related links: what a page offers to read next, in page order, without navigation, hidden links and the page itself."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element

from pipelines.base.urls.identity import is_front, resolve, site_key, url_key
from pipelines.extract.model import Related
from pipelines.extract.people.bylines import PROFILE
from pipelines.lexicon.related_words import OFFERING_BOX, READ_ON_BOX
from pipelines.lexicon.wording import one_line
from pipelines.page.offers import offered_stories
from pipelines.page.outline import SPACELESS
from pipelines.page.page import Page
from pipelines.page.roles import names
from pipelines.page.state import states

MAX_LINKS = 100
READ = 3000
NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|breadcrumb\w*|footer|header|masthead|share\w*|sharing|social\w*|"
    r"tags?|pagination|pager|paging|login|comment\w*|author\w*|byline|cookie\w*|consent\w*|"
    r"subscribe\w*)(?=$|[\s_-])",
    re.IGNORECASE,
)
HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
MIN_TITLE = 15
MARKUP = re.compile(r"<[a-z/][^>]*>", re.IGNORECASE)
NO_STORY = re.compile(r"/(?:print|printer-?friendly|cgi-bin|ads|adserver)/", re.IGNORECASE)
"""Addresses of pages to print and of what scripts of the nineties answer: advertisements, forms."""
UNFILLED = re.compile(r"\$\{\w+\}|\{\{[^}]*\}\}|<%")
"""A template's variable that a script would have filled."""
PERSON = re.compile(r"/(?:people|person|profiles?|team)/[^/?#]+/?$")
"""Addresses of people's pages, besides those that `bylines.PROFILE` knows."""


def related(page: Page, declared: str | None) -> tuple[Related, ...]:
    """Links with a headline's words to pages of the site but its front, seen, not in navigation, first mention of each.

    Where the first mention is a picture, the words of a later one are the title. `declared` is the page's canonical URL; it
    stands for an unknown address of the page. If both are unknown, only absolute links are kept.
    """
    address = page.url or declared or ""
    own = _own_keys(address, declared)
    site = _site(address)
    base = page.base or address
    stops: dict[_Element, bool | None] = {}
    found: dict[str, Related] = {}
    pictured: set[str] = set()
    unseen = {anchor for element in page.outline.hidden for anchor in element.iter("a")}
    for anchor in islice(page.tree.iter("a"), READ):
        href = anchor.get("href")
        if not href or anchor in unseen or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        text = _text(anchor)
        title = headline_of(anchor, text)
        if (
            title is None
            or NO_STORY.search(href)
            or in_navigation(anchor, len(text), stops)
            or is_person(anchor, title)
        ):
            continue
        url = resolve(base or href, href)
        key = _key(url) if url else None
        if url is None or key is None or key in own or is_front(key):
            continue
        if key in pictured and text:
            found[key] = replace(found[key], title=title)
            pictured.discard(key)
        if key in found:
            continue
        if site and _host(key) != site and not offered(anchor):
            continue
        found[key] = Related(url, title, len(found))
        if not text:
            pictured.add(key)
        if len(found) == MAX_LINKS:
            break
    return tuple(found.values())


def related_in_state(page: Page, declared: str | None) -> tuple[Related, ...]:
    """Other stories of the site that the state of a page's scripts names, for a page whose story stands in its state."""
    address = page.url or declared or ""
    own, site = _own_keys(address, declared), _site(address)
    found: dict[str, Related] = {}
    for href, title in offered_stories(list(states(page.tree))):
        url = resolve(page.base or address or href, href)
        key = _key(url) if url else None
        if url is None or key is None or key in own or key in found or is_front(key) or (site and _host(key) != site):
            continue
        found[key] = Related(url, title, len(found))
        if len(found) == MAX_LINKS:
            break
    return tuple(found.values())


def _own_keys(address: str, declared: str | None) -> set[str | None]:
    """The page's own address, and the one that it declares on its own site: `/flood?nb=1` is `/flood`."""
    own = _key(address)
    key = _key(declared) if declared else None
    same = key is not None and own is not None and _host(key) == _host(own)
    return {own, key} if same else {own}


def _host(key: str) -> str:
    return key.partition("/")[0].partition("?")[0]


def headline_of(anchor: _Element, text: str) -> str | None:
    """The text of a link if it is long enough to be a headline: its heading's, its own, its title or its image's."""
    if text and not is_long(text):
        return None
    if text and len(anchor):
        heading = next(anchor.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
        said = _text(heading) if heading is not None else ""
        if is_long(said):
            return said[:300]
    if not text:
        image = next(anchor.iter("img"), None)
        text = anchor.get("title") or (image.get("alt") if image is not None else "") or ""
        text = " ".join(MARKUP.sub(" ", text).split())
    if UNFILLED.search(text):
        return None
    return text[:300] if is_long(text) and (" " in text or not text.isascii()) else None


def is_long(text: str) -> bool:
    """True if a text is long enough for a headline; a character of a script without spaces counts as two.

    >>> is_long("World news"), is_long("江城大桥本周起封闭")
    (False, True)
    """
    return len(text) >= MIN_TITLE or (not text.isascii() and len(text) + len(SPACELESS.findall(text)) >= MIN_TITLE)


def is_person(anchor: _Element, title: str) -> bool:
    """True if a link leads to the page of a person whom it names."""
    href = anchor.get("href") or ""
    says = "author" in (anchor.get("rel") or "").split() or PERSON.search(href) or PROFILE.search(href)
    return bool(says) and len(title.split()) <= 5


def in_navigation(anchor: _Element, size: int, stops: dict[_Element, bool | None]) -> bool:
    """True if a link of so many characters stands in a menu, a footer or a tool bar, or in the running text of a paragraph.

    `stops` is what is known of the page's elements (see `_stops`), and grows.
    """
    for depth, box in enumerate(islice(anchor.iterancestors(), 8)):
        if box not in stops:
            stops[box] = _stops(box)
        stop = stops[box]
        if depth < 3 and not stop and box.tag == "p" and len(_text(box)) > 2.5 * size:
            return True
        if stop is not None:
            return stop
    return False


def _stops(box: _Element) -> bool | None:
    """True for a menu, a footer or a tool bar, by tag or names; False for what holds a page's own; None for all others."""
    called = names(box)
    if box.tag in ("footer", "form") or (box.tag == "nav" and not READ_ON_BOX.search(called)):
        return True
    if box.tag in ("main", "article", "body"):
        return False
    return True if names_navigation(called) else None


@lru_cache(maxsize=20_000)
def names_navigation(called: str) -> bool:
    """True if names say that an element is a menu, a footer or a tool bar, and not that it offers more to read."""
    return NAVIGATION.search(called) is not None and not names_offer(called)


def offered(anchor: _Element) -> bool:
    """True if a box around a link is named as an offer: `<div class="recommended">`."""
    return any(names_offer(names(box)) for box in islice(anchor.iterancestors(), 5))


@lru_cache(maxsize=20_000)
def names_offer(called: str) -> bool:
    """True if names say that an element offers more to read."""
    return OFFERING_BOX.search(called) is not None


def _text(element: _Element) -> str:
    return one_line("".join(element.itertext()) if len(element) else element.text or "")


def _key(url: str | None) -> str | None:
    if (
        url and "?" not in url and "amp" not in url and "print" not in url
    ):  # then it is its own identity, but for the host
        host, _, path = url.partition("://")[2].partition("/")
        return f"{HOST.sub('', host)}/{path}".rstrip("/")
    try:
        return url_key(url) if url else None
    except ValueError:
        return None


def _site(url: str) -> str | None:
    try:
        return site_key(url) if url else None
    except ValueError:
        return None
