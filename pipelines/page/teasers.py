"""Teasers: small boxes with a headline that links to another page, recognised by what stands in them and not by their names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import chain, dropwhile, islice, takewhile
from urllib.parse import urlsplit

from lxml.etree import _Element

from pipelines.base.urls.kinds import is_front
from pipelines.lexicon.by_words import says_by
from pipelines.lexicon.wording import tidy, written
from pipelines.page.outline import INLINE, SPACELESS

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
MAX_ANCESTORS = 3
"""Elements from a line outwards that may be its teaser."""
LINKS = 12
"""Links of an element that are looked at."""
LARGEST_BOX = 700
LARGEST_ARTICLE = 800
"""Characters; a longer box or article is a story, whatever it links."""
HEADLINE = 12
"""Characters of a link in a heading that may be a headline; those of scripts without spaces count threefold."""
TITLE, TITLE_WORDS = 20, 4
"""Characters and words of any other such link."""
BESIDES = 15
"""Characters that a link around a line may have besides it."""
PERSON = re.compile(
    r"author|autor|auteur|profile?|people|staff|redakt|/tags?/|/topics?/|thema|categor|kategor|rubri|mailto:|javascript:"
    r"|/(?:writer|contributor|columnist|reporter|journalist)s?/[^/?#]+/?(?:[?#]|$)"
)
TOPIC = re.compile(r"/topics?/[^/]+/(?:[^/?#-]+-){3}")
STORY = re.compile(r"/(?:[^/?#-]+-){3,}[^/?#-]+/?$")
DAY_ARCHIVE = re.compile(r"/\d{4}/\d{1,2}(?:/\d{1,2})?/?$")
"""The address of all that a site published on a day or in a month, to which dates lead: `/2026/11/26/`; other links of such
an address are stories of that number.
"""
WORDS_OF_DAY = 4
"""Words without digits in a day: `Mo, 3. November 2025 um 12:50 Uhr`."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NO_STORY = ("author", "home", "tag", "category tag")
NEIGHBOURS = frozenset(("prev", "next"))


def is_teaser(box: _Element) -> bool:
    """True if an `<article>` is short and its headings are links: `<article><h2><a href="/x">Mill burns down</a></h2>…`."""
    if box.tag != "article" or next(box.iter("h1"), None) is not None:
        return False
    headings = list(islice(box.iter("h2", "h3", "h4", "h5", "h6"), 3))
    return bool(headings) and all(map(_is_linked, headings)) and len(tidy(written(box))) < LARGEST_ARTICLE


def _is_linked(heading: _Element) -> bool:
    return next(heading.iter("a"), None) is not None or any(up.tag == "a" for up in islice(heading.iterancestors(), 3))


def stands_by_headline(line: _Element, story: Container[_Element], url: str) -> bool:
    """True if a line of the page at `url` stands in a small box with a headline that links to another page of the site.

    `<li><a href="/mill">Mill burns down to the ground</a> <span>3 November</span></li>`. `story` are the boxes of the page's own.
    A link to a person stands where the block around it does, and only a headline above it is another's.
    """
    around: Iterator[_Element] = chain((line,), line.iterancestors())
    is_person = line.tag == "a" and PERSON.search(line.get("href") or "") is not None
    if is_person:
        around = dropwhile(lambda box: box.tag in INLINE, around)
    for box in islice(around, MAX_ANCESTORS):
        if box in story or box.tag == "body":
            return False
        if box.tag == "a":
            return not NEIGHBOURS.isdisjoint((box.get("rel") or "").lower().split())
        if _too_large(box):  # and so are those around it
            return False
        links: Iterator[_Element] = islice(box.iter("a"), LINKS)
        if is_person:  # a line of links has others: `Print this article as PDF`
            links = (link for link in takewhile(lambda link: link is not line, links) if _in_heading(link, box))
        if any(_names_a_story(link, box, url) for link in links):
            return all(_heads_another(heading, story, url) for heading in box.iter("h1"))
    return False


def _heads_another(heading: _Element, story: Container[_Element], url: str) -> bool:
    """True if a first-level heading links to another page, in an item of a list: `<article><h1><a href="/x">Mill burns down…`.

    Elsewhere it may be the section's name above the story.
    """
    around = [*heading.iterancestors()]
    item = next((box for box in around if box.tag in ("article", "li")), None)
    links = chain(islice(heading.iter("a"), LINKS), (box for box in around if box.tag == "a"))
    return item is not None and item not in story and any(leads_away(a.get("href") or "", url) for a in links)


def _is_of_another_story(address: str, url: str) -> bool:
    """True if a permalink cannot be that of the page's own story: a front page shows one itself, and `/mill/amp` is `/mill`."""
    path, other = urlsplit(url).path, urlsplit(address.strip()).path.rstrip("/")
    return not (is_front(url) or not path.strip("/") or path.startswith(f"{other}/"))


def is_linked_teaser(line: _Element, story: Container[_Element], url: str) -> bool:
    """True if a line stands in a link to another page that says more: `<a href="/x">Mill burns down <i>By Jo Roe</i></a>`."""
    for box in islice(line.iterancestors(), 2 * MAX_ANCESTORS):
        if box in story or box.tag == "body":
            return False
        if box.tag == "a" and leads_away(box.get("href") or "", url) and not PERSON.search(box.get("href") or ""):
            return len(tidy(written(box))) > len(tidy(written(line))) + BESIDES
    return False


def _too_large(box: _Element) -> bool:
    size = 0
    for piece in box.itertext():
        size += len(piece)
        if size > LARGEST_BOX:
            return True
    return False


def _names_a_story(link: _Element, box: _Element, url: str) -> bool:
    """True if a link's text is a headline, and the link leads to another page of the site.

    A permalink does in a heading, but for a front page's, which shows the story itself.
    """
    address = link.get("href") or ""
    text = " ".join(" ".join(link.itertext()).split())
    if (
        (len(text) if text.isascii() else len(text) + len(SPACELESS.findall(text))) < HEADLINE
        or _follows_by(link)
        or not (leads_away(address, url) or _is_of_sister(address, url))
        or (PERSON.search(address) and not _is_filed(address, text, link, box))
        or (DAY_ARCHIVE.search(address) and _is_day(text))
        or link.get("rel") in NO_STORY
        or (link.get("rel") == "bookmark" and not (_in_heading(link, box) and _is_of_another_story(address, url)))
    ):
        return False
    return (len(text) >= TITLE and len(text.split()) >= TITLE_WORDS) or _in_heading(link, box)


def _is_of_sister(address: str, url: str) -> bool:
    """True for a story's address on a host above or below the page's: `https://www.paper.ru/2026/02/18/mill-burns-down.html`."""
    try:
        other, own = (urlsplit(one.strip()).netloc.removeprefix("www.") for one in (address, url))
    except ValueError:
        return False
    related = other != own and (f".{other}".endswith(f".{own}") or f".{own}".endswith(f".{other}"))
    return bool(other and own) and related and STORY.search(address) is not None


def _is_filed(address: str, text: str, link: _Element, box: _Element) -> bool:
    """True if a heading of many words leads to a story below the address of its topic: `/topics/harbour/night-ferry-stays`."""
    return TOPIC.search(address) is not None and len(text.split()) > TITLE_WORDS and _in_heading(link, box)


def _is_day(text: str) -> bool:
    """True if a link's text can be no more than a day or month: `Monday, 3 November 2025`, `November 2025`."""
    said = [word for word in text.split() if not any(map(str.isdigit, word))]
    return len(said) <= WORDS_OF_DAY and (
        YEAR.search(text) is not None or (len(said) < WORDS_OF_DAY - 1 and text != " ".join(said))
    )


def _follows_by(link: _Element) -> bool:
    """True if an element begins with a by-word and links, and this is one: `<h3>By <a href="/jane-doe/">Jane Doe</a></h3>`."""
    around = link.getparent()
    only_links = all(before.tag == "a" for before in link.itersiblings(preceding=True))
    return only_links and around is not None and says_by(around.text or "")


def _in_heading(link: _Element, box: _Element) -> bool:
    for around in chain((link,), link.iterancestors()):
        if around is box:
            break
        if around.tag in HEADINGS:
            return True
    return any(child.tag in HEADINGS for child in link)


def is_of_another_site(address: str, url: str) -> bool:
    """True if an address has a host, and it is neither a page's own nor one above or below it.

    >>> is_of_another_site("https://day.example/x", "https://www.paper.example/a"), is_of_another_site("/x", "https://p.example/a")
    (True, False)
    """
    try:
        host, own = (urlsplit(one.strip()).netloc.removeprefix("www.") for one in (address, url))
    except ValueError:
        return False
    return bool(host) and not (f".{host}".endswith(f".{own}") or f".{own}".endswith(f".{host}"))


def leads_away(address: str, url: str) -> bool:
    """True if an address is of another page of the same site."""
    try:
        parts, own = urlsplit(address.strip()), urlsplit(url)
    except ValueError:
        return False
    if parts.netloc and parts.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
        return False
    return bool(parts.path.strip("/")) and parts.path.rstrip("/") != own.path.rstrip("/")
