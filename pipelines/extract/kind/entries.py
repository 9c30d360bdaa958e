"""The entries of a list of stories: headings that link to other pages of the site, each with what stands under it.

`<article><h2><a href="/mill">Mill burns down</a></h2><p>The mill …</p></article>`, and the same without boxes of their own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, zip_longest

from lxml.etree import _Element

from pipelines.base.urls.identity import key_of, resolve, site_key
from pipelines.base.urls.kinds import UrlKind, url_kind
from pipelines.extract.story.selection import Selection
from pipelines.lexicon.vocabulary import Role
from pipelines.page.mass import HEADINGS, SENTENCE, is_prose
from pipelines.page.outline import Box, Piece, place
from pipelines.page.page import Page
from pipelines.page.roles import named
from pipelines.page.teasers import PERSON

MAX_HEADINGS = 400
"""Linked headings of a page that are looked at."""
LINKED, ALL = 0.6, 0.9
"""Shares of a title that are linked, and strong where it is a heading by that alone."""
BESIDE_TAGS = frozenset(("nav", "aside", "footer", "dialog", "form"))
BESIDE = frozenset(
    (Role.RELATED, Role.READ_ON, Role.COMMENT, Role.NAVIGATION, Role.BIO, Role.ADVERT, Role.FOOTER, Role.SIGN_UP)
)
"""Roles of boxes on any page, whose links are no list that the page is for."""
TITLE = re.compile(r"(?:^|[\s_-])(?:title|headline)(?:$|\s)", re.IGNORECASE)
"""Names of links and boxes that are headings in all but their tag: `<a class="article-title" href="/mill">`."""
IDS = re.compile(r"#[^.<\s]+")
NOWHERE = "http://page.invalid/"
"""Where a page stands whose address is not known, so that its links lead somewhere (RFC 2606)."""
MIN_ENTRIES = 2
ENTRIES_SHARE = 0.6
"""Share of the story's prose that stands in entries where the page is their list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the place of its title, the same for all of a list; the page it leads to; the orders of its prose; its title."""

    place: str
    key: str
    prose: frozenset[int]
    title: str


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a page (headings that link to other pages, with the text below each), in page order."""

    entries: tuple[Entry, ...] = ()

    def of_story(self, found: Selection) -> int:
        """How many entries of one make lead to different pages, if the text taken for the story is mostly theirs; else 0."""
        story = {piece.order: piece.size for piece in found.story if is_prose(piece)}
        least = ENTRIES_SHARE * sum(story.values())
        characters: Counter[str] = Counter()
        keys: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries:
            characters[entry.place] += sum(story.get(order, 0) for order in entry.prose)
            keys[entry.place].add(entry.key)
        return max((len(keys[place]) for place, size in characters.items() if size >= least > 0), default=0)

    def alike(self) -> int:
        """How many entries share one markup: twelve for a list of twelve stories, whatever else is on the page."""
        return max(Counter(entry.place for entry in self.entries).values(), default=0)

    def are_all(self, found: Selection) -> bool:
        """True if the text begins in an entry, and the page shows no headline but theirs."""
        first = min((piece.order for piece in found.story if is_prose(piece)), default=-1)
        return not has_own_headline(found) and any(first in entry.prose for entry in self.entries)


def has_own_headline(found: Selection) -> bool:
    """True if the page shows a headline that leads nowhere else: it is no entry's."""
    return found.title_order >= 0 and found.pieces[found.title_order].link_share < LINKED


def entries(page: Page, found: Selection, own: Collection[str]) -> Entries:
    """The entries of the page whose story was `found` and whose own addresses have these keys."""
    site, base = _site(page.url or NOWHERE), page.base or NOWHERE
    heads: list[tuple[Piece, str]] = []
    for piece in found.pieces:
        if piece.link_chars >= LINKED * len(piece.text) and len(heads) < MAX_HEADINGS and _may_be_title(piece):
            key = _leads_to(piece, base)
            if key is not None and key not in own and _site(f"http://{key}") == site and not _is_list(key):
                heads.append((piece, key))
    if not heads:
        return Entries()
    under = _prose_under([piece for piece, _ in heads], found)
    return Entries(tuple(Entry(_make(piece), key, under[piece.order], piece.text) for piece, key in heads))


def is_beside(box: Box) -> bool:
    """True if a box is beside what its page is for, on any page."""
    if box.unseen or box.tag in BESIDE_TAGS:
        return True
    return box.tag != "body" and not named(box.names).sure.isdisjoint(BESIDE)


def _make(head: Piece) -> str:
    """The place of a title without ids, which many systems make of its words."""
    return IDS.sub("", place(head.box.element))


@lru_cache(maxsize=20_000)
def _is_list(key: str) -> bool:
    """True if a key is of a person's or a section's page, which by-lines and kickers link to."""
    return PERSON.search(key) is not None or url_kind(f"http://{key}") in (UrlKind.FRONT, UrlKind.LISTING)


def _may_be_title(piece: Piece) -> bool:
    """True if a piece is a linked heading that stands where a page's own contents do."""
    strong = piece.strong_chars >= ALL * len(piece.text)
    if not (strong or _is_heading(piece.box) or _is_called_title(piece)):
        return False
    return any(map(str.isalnum, piece.text)) and not any(map(is_beside, piece.box.ancestors()))


def _is_heading(box: Box) -> bool:
    """True if a box is a heading, or one of the two around it."""
    outer = box.parent
    return box.tag in HEADINGS or (
        outer is not None and (outer.tag in HEADINGS or (outer.parent is not None and outer.parent.tag in HEADINGS))
    )


def _is_called_title(piece: Piece) -> bool:
    called = f"{piece.marks} {piece.box.names}"
    return ("itle" in called or "eadline" in called) and TITLE.search(called) is not None


def _leads_to(piece: Piece, base: str) -> str | None:
    """The key of the page that a heading links to."""
    link = _link(piece.box.element)
    address = link.get("href") if link is not None else None
    return _key(base, address) if address and not address.startswith("#") else None


def _link(heading: _Element) -> _Element | None:
    """The first link in a heading, else the one around it."""
    inside = (link for link in heading.iter("a") if link.get("href") and "".join(link.itertext()).strip())
    around = (up for up in islice(heading.iterancestors(), 4) if up.tag == "a" and up.get("href"))
    found = next(inside, None)  # elements without children are false
    return found if found is not None else next(around, None)


def _prose_under(heads: list[Piece], found: Selection) -> dict[int, frozenset[int]]:
    """By the order of each title, the orders of its prose: in a box that begins with it, or between two side by side.

    Prose with the page's own headline between it and a title is the page's.
    """
    holders = Counter(box for head in heads for box in head.box.ancestors())
    closed = {box for box, titles in holders.items() if titles > 1 or box.tag in ("body", "main")} | _own_boxes(found)
    prose = [piece for piece in found.pieces if is_prose(piece)]
    starts = _first_prose(prose)
    entry_of = {_entry_of(head, closed, starts): head.order for head in heads}
    under: dict[int, set[int]] = {head.order: set() for head in heads}
    for piece in prose:
        order = next((entry_of[box] for box in piece.box.ancestors() if box in entry_of), None)
        if order is not None:
            under[order].add(piece.order)
    for order, more in _between([head for head in heads if _is_heading(head.box)], found.pieces, starts):
        under[order] |= more
    own = found.title_order if found.title_order not in under else -1
    return {head: frozenset(o for o in orders if not head < own < o) for head, orders in under.items()}


def _own_boxes(found: Selection) -> set[Box]:
    """The boxes around the page's own headline, which no link makes another page's."""
    return set(found.pieces[found.title_order].box.ancestors()) if has_own_headline(found) else set()


def _first_prose(prose: list[Piece]) -> dict[Box, int]:
    """The order of the first sentence in each box that has some; a long line of dates and categories is none."""
    starts: dict[Box, int] = {}
    for piece in prose:
        for box in piece.box.ancestors() if SENTENCE.search(piece.text) else ():
            starts.setdefault(box, piece.order)
    return starts


def _entry_of(head: Piece, closed: set[Box], starts: dict[Box, int]) -> Box:
    """The largest box around a title that begins with it: that holds no other title, and no prose before."""
    entry = head.box
    for box in islice(head.box.ancestors(), 1, None):
        if box in closed or starts.get(box, head.order) < head.order:
            break
        entry = box
    return entry


def _between(heads: list[Piece], pieces: list[Piece], starts: dict[Box, int]) -> Iterator[tuple[int, set[int]]]:
    """Titles that are children of one box, each with the prose after it and before the next, or in the box to its end.

    A box that begins with a sentence is a story, whatever headings in it link to.
    """
    alike: dict[tuple[Box | None, str], list[Piece]] = defaultdict(list)
    for head in heads:
        alike[head.box.parent, head.box.tag].append(head)
    for head, following in zip_longest(heads, heads[1:]):
        around = head.box.parent
        same = alike[around, head.box.tag]
        if around is None or len(same) < MIN_ENTRIES or starts.get(around, len(pieces)) < same[0].order:
            continue
        until = following.order if following is not None and following.box.parent is around else len(pieces)
        after = (piece for piece in pieces[head.order + 1 : until] if is_prose(piece))
        yield head.order, {piece.order for piece in after if around in piece.box.ancestors()}


@lru_cache(maxsize=20_000)
def _key(base: str, address: str) -> str | None:
    return key_of(resolve(base, address))


@lru_cache(maxsize=2_000)
def _site(url: str) -> str:
    try:
        return site_key(url)
    except ValueError:
        return ""
