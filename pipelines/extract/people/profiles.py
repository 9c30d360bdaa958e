"""Links to people's own pages, by which a story is signed: `<a href="/author/jane-doe">Jane Doe</a>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml.etree import _Element

from pipelines.extract.people.byline_parts import OF_PICTURES
from pipelines.extract.people.bylines import (
    AROUND,
    DATED,
    MAX_BYLINE_CHARS,
    MAX_BYLINES,
    PROFILE,
    is_hidden_login,
    is_near,
    is_of,
)
from pipelines.extract.people.side_by_side import BESIDE_JOB, TAKES_PICTURES
from pipelines.extract.people.signatures import is_full_name
from pipelines.lexicon.by_words import says_by
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import fold, tidy, written
from pipelines.page.outline import INLINE
from pipelines.page.page import Page
from pipelines.page.surroundings import PARAGRAPH, Surroundings

MAX_LINKS = 200
LIST = 3
"""Names that make a list of people of links to their pages."""
CHECKED_BY = pattern(r"<<people.looked_over|people.checked>>\s+<<people.by|people.of>>\s*:?$", re.IGNORECASE)
OF_OTHERS = pattern(rf"{BESIDE_JOB}{OF_PICTURES}(?P<end>\s<<people.by|people.of>>)?\s?(?P<colon>[:：])?", re.IGNORECASE)
"""A label of somebody who took the pictures or translated: `Photos:`, `Photographer`, `Translated by`."""
EDITS = pattern(r"<<people.editor>>\s?:?", re.IGNORECASE)
"""A label of whom a link behind it leads to, who did not write: `<p>Editor</p> <a href="/editor/jd">Jane Doe</a>`; without a
box of its own it stands before somebody who signs where no other does: `Editor: <a>Jane Doe</a>`.
"""
LABELS = re.compile(r"[|;·•,]\s*")
MAX_LABEL_CHARS = 40
"""Characters before a name that tell who it is: `About the author:`."""
ACCOUNT = re.compile(r"^(?:https?://[^/?#]+)?/@[\w.-]+/?(?:[?#]|$)")
"""The address of an account of a platform for everybody."""


def from_profiles(page: Page) -> Iterator[str]:
    """Links to an author's own page: those at the headline, else the first that names a person, but for lists above it; and
    those in the same or the next box, or in boxes alike that follow each other. Far from the headline LIST of them are
    columnists, and so are two in boxes of their own.
    """
    groups = _signing_links(page)
    headline = page.surroundings.headline
    near = [group for group in groups if page.surroundings.is_by_headline(group.links[0])]
    found = next(iter((*near, *groups)), None)
    if found is None:
        return
    people, boxes = {fold(text) for text in found.texts}, {link.getparent() for link in found.links}
    signed = len(people) < 2 or (len(people) < LIST and len(boxes) == 1) or _are_dated(boxes)
    if near or headline is None or signed:
        yield from found.texts


class _Group(NamedTuple):
    """Links to people's pages that belong together, and what they say."""

    links: list[_Element]
    texts: list[str]


class _Line(NamedTuple):
    """What a block around links says, how many characters of it the links hold, and whether the story ends there but for one
    paragraph, as an invitation to subscribe.
    """

    text: str
    link_chars: int
    is_last: bool


def _signing_links(page: Page) -> list[_Group]:
    """The links of the page to people's own pages that are not another story's, in groups; those of photographers,
    translators and editors where no other signs: a gallery may name its photographer only.
    """
    found = list(islice(_own_links(page), MAX_LINKS))
    groups: list[_Group] = []
    for link, text in [one for one in found if not (_is_of_pictures(one[0]) or _is_editor(one[0]))] or found:
        last = groups[-1].links[-1] if groups else None
        if last is None or not (is_near(last, link, 2) or _follows(last, link)):
            groups.append(_Group([], []))
        groups[-1].links.append(link)
        groups[-1].texts.append(text)
    return groups


def _own_links(page: Page) -> Iterator[tuple[_Element, str]]:
    """The links to people's own pages that may sign the story, and the names in them; none of a menu above the headline."""
    headline, is_below = page.surroundings.headline, False
    lines: dict[_Element, _Line] = {}
    for opens, link, tag, given, _ in page.events:
        is_below = is_below or link is headline
        address = given.get("href", "") if opens and tag == "a" else ""
        if not address or not (PROFILE.search(address) or _is_account(page, link, address)):
            continue
        if not is_below and any(around.tag == "li" for around in islice(link.iterancestors(), 3)):
            continue
        text = _name_of(link)
        if not is_of(text, address) or is_checker(link) or _is_told_of(link, text, page, lines):
            continue
        if not (page.surroundings.is_of_others(link) or is_hidden_login(link, text)):
            yield link, text


def is_checker(link: _Element) -> bool:
    """True if the words right before a link say that the person read the text: `<span>Reviewed by</span> <a>Jane Doe</a>`."""
    return CHECKED_BY.search(_words_before(link)) is not None


def _is_editor(link: _Element) -> bool:
    return EDITS.fullmatch(_words_before(link)) is not None


def _is_of_pictures(link: _Element) -> bool:
    """True if the words right before a link say that the person took the pictures or translated: `Photos: <a>Jane Doe</a>`.

    A job without a colon may be that of the person before; a noun in a box of its own is a section: `<b>Video</b> <a>…`.
    """
    before, last = link.getprevious(), LABELS.split(_words_before(link))[-1]
    label = OF_OTHERS.fullmatch(last)
    is_first = before is None or (before.getprevious() is None and TAKES_PICTURES.match(last) is not None)
    return label is not None and (is_first or bool(label["end"] or label["colon"]))


def _words_before(link: _Element) -> str:
    before, around = link.getprevious(), link.getparent()
    if before is not None and isinstance(before.tag, str):
        said = tidy(before.tail or "") or tidy(written(before)[-2 * MAX_BYLINE_CHARS :])
    else:
        said = "" if around is None else tidy(around.text or "")
    return said[-MAX_BYLINE_CHARS:]


def _name_of(link: _Element) -> str:
    """The text of a link, or the name in a box of its own that begins it: `<a><p>Jane Doe</p><p>Reporter</p></a>`."""
    first = next(filter(None, map(tidy, map(str, islice(link.itertext(), MAX_BYLINES)))), "") if len(link) else ""
    return first if is_full_name(first) else tidy(written(link))


def _is_account(page: Page, link: _Element, address: str) -> bool:
    """True for a link at the headline to an account, as on platforms for everybody: `https://platform.example/@janedoe`."""
    return ACCOUNT.search(address) is not None and page.surroundings.is_by_headline(link)


def _is_told_of(link: _Element, name: str, page: Page, lines: dict[_Element, _Line]) -> bool:
    """True if a link stands in a sentence, behind the label of an editor, or outside the `<article>` of a headline: it signs
    nothing there. `lines` keeps what the page's lines say.
    """
    is_near = page.surroundings.is_by_headline(link)
    if not is_near and _is_of_other_article(link, name, page.surroundings):
        return True
    before = link.getprevious()
    if before is not None and EDITS.fullmatch(tidy(written(before))):
        return True
    block = next(around for around in link.iterancestors() if around.tag not in INLINE)
    if block.tag not in ("p", "li", "dd", "blockquote"):
        return False
    if block not in lines:
        lines[block] = _read_line(block)
    line = lines[block]
    if len(line.text) <= MAX_BYLINE_CHARS or says_by(line.text) or 2 * line.link_chars > len(line.text):
        return False
    return not (_begins_with(line.text, name) and (is_near or line.is_last))  # such lines may tell who the author is


def _is_of_other_article(link: _Element, name: str, around: Surroundings) -> bool:
    """True if a link stands outside the `<article>` of the headline, and is not the line with a day right above it."""
    if around.headline is None or not around.is_in_own_article(around.headline) or around.is_in_own_article(link):
        return False
    boxes = (box for box in islice(link.iterancestors(), AROUND) if box.getnext() is not None)
    above = next((box for box in boxes if box.getnext() in around.trunk), None)
    said = "" if above is None else tidy(written(above))
    return len(said) > MAX_BYLINE_CHARS or not said.startswith(name) or DATED.match(said, len(name)) is None


def _read_line(block: _Element) -> _Line:
    box = block if block.tag == "p" else block.getparent()
    behind = islice(() if box is None else box.itersiblings("p"), AROUND)
    paragraphs = sum(len(tidy(written(other))) > PARAGRAPH for other in behind)
    links = sum(len(tidy(written(link))) for link in block.iter("a"))
    return _Line(tidy(written(block)), links, paragraphs < 2)


def _begins_with(text: str, name: str) -> bool:
    """True if a line begins with a name, or with a label of it: `Jane Doe is the harbour reporter …`, `About the author: …`."""
    label, found, _ = text[:MAX_BYLINE_CHARS].partition(name)
    return bool(found) and (
        not label.strip() or (len(label) <= MAX_LABEL_CHARS and label.rstrip().endswith((":", "：")))
    )


def _are_dated(boxes: set[_Element | None]) -> bool:
    """True if the links stand in one box beside one date: `<p><time>3 May</time> <a>Jane Doe</a> <a>Max Roe</a></p>`."""
    box = next(iter(boxes))
    if len(boxes) > 1 or box is None or sum(1 for _ in box.iter("time")) != 1:
        return False
    return all(child.tag == "time" or PROFILE.search(child.get("href") or "") for child in box.iterchildren("*"))


def _follows(link: _Element, other: _Element) -> bool:
    """True if the box of one link is right behind that of another, and made as it is: `<div><p><a>…</div><div><p><a>…</div>`."""
    for one, two in islice(zip((link, *link.iterancestors()), (other, *other.iterancestors()), strict=False), AROUND):
        if (one.tag, one.get("class")) != (two.tag, two.get("class")):
            return False
        if one.getnext() is two:
            return True
    return False
