"""Boxes about an author: beside or below the story, with picture, name and a few words on who this is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element

from pipelines.extract.people.bylines import is_shown, leads_to_person
from pipelines.extract.people.signatures import is_full_name
from pipelines.lexicon.by_words import PARTICIPLE, PREFIX
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import tidy, written
from pipelines.page.outline import Box, Outline
from pipelines.page.page import Page
from pipelines.page.roles import named

CARDS = frozenset(("h-card", "vcard"))
"""Classes of a card about somebody: https://microformats.org/wiki/h-card."""
NAMES = frozenset(("p-name", "fn", "name"))
SURE, HINT = 2, 1
MOST = 4
LONGEST = 1_500
"""Characters of a box: a longer one holds more than an author."""
LONGEST_NAME = 60


def in_boxes(page: Page) -> Iterator[str]:
    """The name in the page's only box about an author; several boxes are a list of the staff, unless they are the story's."""
    own: dict[str, bool] = {}
    for box in islice(_boxes(page.outline), 2 * MOST):
        role = page.surroundings.apart(box)
        name = _name_in(box, page.url) if role in (None, Role.SIDEBAR) and is_shown(box) else None
        if name:
            own[name] = own.get(name, False) or role is None
    signed = [name for name, is_own in own.items() if is_own or len(own) == 1]
    if len(signed) <= MOST:
        yield from signed


def _boxes(outline: Outline) -> list[_Element]:
    """The boxes about authors, in page order."""
    levels = ((box, _bio_level(box.names)) for box in outline.boxes if box.names)
    found = [box for box, level in levels if level == SURE or (level == HINT and _signs(box))]
    orders = {box: min((piece.order for inner in box.below() for piece in inner.pieces), default=-1) for box in found}
    return [box.element for box in sorted(found, key=lambda box: (orders[box], box.depth)) if orders[box] >= 0]


@lru_cache(maxsize=20_000)
def _bio_level(called: str) -> int:
    """How surely names say that a box is about an author: SURE, HINT or 0."""
    found = named(called)
    if Role.BIO in found.sure or not CARDS.isdisjoint(called.split()):
        return SURE
    return HINT if Role.BIO in found.hints else 0


def _signs(box: Box) -> bool:
    """True for a box that may be about an author, and begins by naming one: `<div class="bio">Written by <b>Jane Doe</b> …`."""
    said = tidy(written(box.element))
    begins = PARTICIPLE.match(said[:LONGEST_NAME])
    marked = (tidy(written(part)) for part in islice(box.element.iter("strong", "b", "a"), 1))
    return begins is not None and any(name and said[begins.end() :].strip(" :").startswith(name) for name in marked)


def _name_in(box: _Element, url: str) -> str | None:
    """The first full name among what the box marks as its name: a heading, `p-name`, `itemprop="name"`, a strong word, a link."""
    if len(tidy(written(box))) > LONGEST:
        return None
    marked = (
        part for part in box.iter("h2", "h3", "h4", "h5", "h6", "strong", "b", "a", "span", "p", "div") if _marks(part)
    )
    for part in islice(marked, 2 * MOST):
        text = PREFIX.sub("", tidy(written(part)))
        links = [*part.iter("a"), *(up for up in islice(part.iterancestors(), 3) if up.tag == "a")]
        if (
            len(text) <= LONGEST_NAME
            and is_full_name(text, signed=True)
            and all(leads_to_person(link, url) for link in links)
        ):
            return text
    return None


def _marks(part: _Element) -> bool:
    called = part.get("class") or ""
    return (
        part.tag in ("h2", "h3", "h4", "h5", "h6", "strong", "b", "a")
        or part.get("itemprop") == "name"
        or not NAMES.isdisjoint(called.split())
        or "name" in called.lower()
    )
