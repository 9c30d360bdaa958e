"""Names beside a label or an icon, `<div>Author</div> <div>Jane Doe</div>`, and in boxes about an author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice

from lxml.etree import _Element

from pipelines.extract.people.bylines import DATED, PROFILE, is_shown, leads_to_person
from pipelines.extract.people.near_headline import is_person
from pipelines.extract.people.side_by_side import with_commas
from pipelines.extract.people.signatures import is_east_asian, is_full_name
from pipelines.extract.people.signed_lines import LIST
from pipelines.lexicon.by_words import BEGINS, NOUN, PARTICIPLE, PREFIX, may_say_by
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import tidy, written
from pipelines.page.outline import Box, Outline
from pipelines.page.page import Page
from pipelines.page.roles import named, names, says

LABELLED = pattern(
    rf"<<{BEGINS}|people.label>>(?:\s*[:：]\s*|\s*$)|<<people.text_and_pictures>>\s*[:：]\s*(?=\S)", re.IGNORECASE
)
MAX_LABEL_CHARS = 150
"""Characters of a label and the names behind it."""
BOOK = pattern(r"^<<people.book>>\s*[:：]", re.IGNORECASE | re.MULTILINE)
"""A line near by that makes the author one of a book that the story is about: `Titel: Schnee`, `Publisher: Roe & Sons`."""
BOXES_AROUND_ICON = 4
ICON = re.compile(r"(?:^|[\s_-])(?:author|account|user|user-edit|circle-user|person|pen-nib|autor|auteur)(?=$|[\s_-])")
"""Class names of icons that stand before an author: `fa fa-user`, `iconfont icon-author`, `bi bi-person`. Some stand
before a log-in too, so that their box must say that it is about a story: `<p class="post-meta"><i class="fa-user"></i> Jane Doe`.
"""
DAY_ICON = re.compile(r"(?:^|[\s_-])(?:date|calendar|clock|time)(?=$|[\s_-])")
"""Class names of icons that stand before a day: below the headline, what the icon beside it names is the author."""
AROUND = 3
TITLE, IN_TEASER = 15, 2
"""Letters of a link that may be a story's title, and boxes around its author in which it stands."""
HEADS = ("h2", "h3", "h4", "h5", "h6")
FEATURED = pattern(r"\b<<people.featured>>\b", re.IGNORECASE)
"""A heading over somebody whom a paper presents: `Columnist of the week`."""
APART = (Role.SIDEBAR, Role.MASTHEAD, Role.NAVIGATION)
"""Where a theme may keep a story's card; a footer tells whose the site is."""
TITLED = frozenset(("a", "span", "div", "p", "li", "address", "cite", "em", "strong", "b"))
TOOLTIPS = frozenset(("title", "aria-label"))
QUOTES = ("blockquote", "q")
"""Elements in which a tooltip says whose words they are."""
MAX_ICONS = 20
"""Icons and texts looked at."""
CARDS = frozenset(("h-card", "vcard"))
"""Classes of a card about somebody: https://microformats.org/wiki/h-card."""
NAMES = frozenset(("p-name", "fn", "name"))
SURE, HINT = 2, 1
MAX_BOXES = 4
MAX_BOX_CHARS = 1_500
"""Characters of a box: a longer one holds more than an author."""
MAX_NAME_CHARS = 60


def labelled(page: Page) -> Iterator[str]:
    """The names behind the first label or icon of the page that says author; none of comments, menus or other stories.

    Some themes keep the author in a card of the sidebar: where that is the only one, its names must lead to authors' pages.
    """
    cards: list[list[str]] = []
    for element, said in (*_behind_labels(page), *_behind_icons(page)):
        people = LIST.split(DATED.split(said)[0].strip(" .,:;|·•–—-"))
        if not all(is_full_name(name, signed=True) or is_east_asian(name) for name in people):
            continue
        if _is_own(page, element):
            yield from people
            return
        if page.surroundings.apart(element) in APART and is_shown(element) and _is_card(element):
            cards.append(people)
    if len(cards) == 1:
        yield from cards[0]


def _is_card(element: _Element) -> bool:
    """True if an element links to authors alone, and stands in no teaser: `<div><a>Mill burns down</a><p>Author: <a>…`."""
    links = list(element.iter("a"))
    around = (link for box in islice(element.iterancestors(), IN_TEASER) for link in box.iter("a"))
    beside = (link for link in islice(around, MAX_ICONS) if len(tidy(written(link))) >= TITLE)
    heads = (tidy(written(head)) for box in islice(element.iterancestors(), IN_TEASER) for head in box.iter(*HEADS))
    if any(map(FEATURED.search, heads)):
        return False
    return bool(links) and all(PROFILE.search(link.get("href") or "") for link in (*links, *beside))


def _behind_labels(page: Page) -> Iterator[tuple[_Element, str]]:
    """(box, text) of what follows a label in its line, or is the next text: nothing else may stand there but a date."""
    pieces = page.outline.pieces
    for at, piece in enumerate(pieces):
        for line in piece.text.split("\n") if len(piece.text) <= MAX_LABEL_CHARS else ():
            label = LABELLED.match(line) if may_say_by(line) or not line.isascii() else None
            if label is None or any(
                map(BOOK.search, (p.text for p in pieces[max(0, at - BOXES_AROUND_ICON) : at + BOXES_AROUND_ICON]))
            ):
                continue
            said = [piece] if line[label.end() :] else pieces[at + 1 : at + 2]
            if all(
                leads_to_person(link, page.url) for one in said if one.link_chars for link in one.box.element.iter("a")
            ):
                yield piece.box.element, line[label.end() :] or "".join(one.text[:MAX_LABEL_CHARS] for one in said)


def _behind_icons(page: Page) -> Iterator[tuple[_Element, str]]:
    """(icon, text) of what follows an icon in its box, or stands in it: `<i class="icon-user">Jane Doe</i>`."""
    for icon in page.tree.iter("i", "svg"):
        called = icon.get("class") or ""
        around = icon.getparent()
        if not called or around is None or not ICON.search(called):
            continue
        line = around.getparent() if around.tag == "span" and len(around) == 1 else None
        if line is not None and says(
            names(line), Role.AUTHOR
        ):  # `<li id="author"><span><i class="fa-user"></i></span> …`
            if all(leads_to_person(link, page.url) for link in line.iter("a")):
                yield line, _text(line)
            continue
        is_sure = _is_about_story(icon)
        if not (is_sure or (_is_beside_day(icon) and page.surroundings.is_by_headline(icon))):
            continue
        own = _text(icon)  # some icons hold a label of their own: `<svg><title>Author</title>`
        following = icon if is_full_name(own, signed=True) or is_east_asian(own) else icon.getnext()
        links = [around, *(following.iter("a") if following is not None else ())]
        if all(leads_to_person(link, page.url) for link in links if link.tag == "a"):
            said = (following is not icon and tidy(icon.tail or "")) or _text(following)
            if is_sure or is_person(said):
                yield icon, said


def in_tooltips(page: Page) -> Iterator[str]:
    """The names that a label names which is shown on hovering or read aloud: `<a title="Author">Jane Doe</a>`."""
    for opens, element, tag, given, _ in page.events:
        if not opens or tag not in TITLED or TOOLTIPS.isdisjoint(given):
            continue
        said = given.get("title") or given.get("aria-label") or ""
        if (
            not NOUN.fullmatch(said.strip(" :："))
            or not _is_own(page, element)
            or any(box.tag in QUOTES for box in islice(element.iterancestors(), AROUND))
            or BOOK.search("\n".join(_beside(element)))
        ):
            continue
        people = LIST.split(_text(element))
        leads = all(leads_to_person(link, page.url) for link in element.iter("a"))
        if leads and all(is_full_name(name, signed=True) for name in people):
            yield from people
            return


def _beside(element: _Element) -> Iterator[str]:
    """The texts of the box around an element's own."""
    box = next(islice(element.iterancestors(), 1, 2), element)
    return map(tidy, islice(map(str, box.itertext()), MAX_ICONS))


def _is_about_story(icon: _Element) -> bool:
    return any(says(names(box), Role.POST_META) for box in islice(icon.iterancestors(), AROUND))


def _is_beside_day(icon: _Element) -> bool:
    """True if an icon of a day, with a day in or behind it, is beside an icon: `<i class="icon-date">6/6/2021</i>`."""
    beside = chain(icon.itersiblings("i", "svg", preceding=True), icon.itersiblings("i", "svg"))
    days = (other for other in islice(beside, MAX_ICONS) if DAY_ICON.search(other.get("class") or ""))
    return any(DATED.search(_text(day) or tidy(day.tail or "") or _text(day.getnext())) for day in days)


def _is_own(page: Page, element: _Element) -> bool:
    return not page.surroundings.is_of_others(element) and is_shown(element)


def _text(element: _Element | None) -> str:
    """The text of an element, if it is short."""
    if element is None or not isinstance(element.tag, str):
        return ""
    size = sum(map(len, islice(map(str, element.itertext()), MAX_ICONS)))
    return with_commas(tidy(written(element)), element) if size <= MAX_LABEL_CHARS else ""


def in_boxes(page: Page) -> Iterator[str]:
    """The name in the page's only box about an author; several boxes are a list of the staff, unless they are the story's."""
    own: dict[str, bool] = {}
    for box in islice(_boxes(page.outline), 2 * MAX_BOXES):
        role = page.surroundings.apart(box)
        name = _name_in(box, page.url) if role in (None, Role.SIDEBAR) and is_shown(box) else None
        if name:
            own[name] = own.get(name, False) or role is None
    signed = [name for name, is_own in own.items() if is_own or len(own) == 1]
    if len(signed) <= MAX_BOXES:
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
    begins = PARTICIPLE.match(said[:MAX_NAME_CHARS])
    marked = (tidy(written(part)) for part in islice(box.element.iter("strong", "b", "a"), 1))
    return begins is not None and any(name and said[begins.end() :].strip(" :").startswith(name) for name in marked)


def _name_in(box: _Element, url: str) -> str | None:
    """The first full name among what the box marks as its name: a heading, `p-name`, `itemprop="name"`, a strong word, a link."""
    if len(tidy(written(box))) > MAX_BOX_CHARS:
        return None
    marked = (
        part for part in box.iter("h2", "h3", "h4", "h5", "h6", "strong", "b", "a", "span", "p", "div") if _marks(part)
    )
    for part in islice(marked, 2 * MAX_BOXES):
        text = PREFIX.sub("", tidy(written(part)))
        links = [*part.iter("a"), *(up for up in islice(part.iterancestors(), 3) if up.tag == "a")]
        if (
            len(text) <= MAX_NAME_CHARS
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
