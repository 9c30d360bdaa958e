"""Links to people's own pages, by which a story is signed: `<a href="/author/jane-doe">Jane Doe</a>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml.etree import _Element

from pipelines.extract.byline.bylines import AROUND, LONGEST, MOST, PROFILE, is_near, is_of
from pipelines.extract.byline.signatures import is_full_name
from pipelines.page.outline import INLINE
from pipelines.page.page import Page
from pipelines.page.text.by_words import says_by
from pipelines.page.text.wording import fold, tidy, written

LIST = 3
"""Names that make a list of people of links to their pages."""
CHECKED_BY = re.compile(
    r"(?:review|(?<!\w)check|edit|verif|(?:über)?geprüft|revis|relue?)\w*\s+(?:by|von|durch|par|por|da)\s*:?$",
    re.IGNORECASE,
)
EDITS = re.compile(r"(?:editors?|edited by|redaktur|penyunting|éditeur|edición|edição)\s?:?", re.IGNORECASE)
"""A label of whom a link behind it leads to, who did not write: `<p>Editor</p> <a href="/editor/jd">Jane Doe</a>`."""
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


def _signing_links(page: Page) -> list[_Group]:
    """The links of the page to people's own pages that are not another story's, in groups."""
    groups: list[_Group] = []
    headline, is_below = page.surroundings.headline, False
    for link in page.tree.iter("a", *(() if headline is None else (str(headline.tag),))):
        is_below = is_below or link is headline
        address = link.get("href") or ""
        is_of_menu = not is_below and any(around.tag == "li" for around in islice(link.iterancestors(), 3))
        if (
            link.tag != "a"
            or is_of_menu
            or len(groups) > MOST
            or not (PROFILE.search(address) or _is_account(page, link))
        ):
            continue
        text = _name_of(link)
        if (
            not is_of(text, address)
            or is_checker(link)
            or _is_told_of(link, page)
            or page.surroundings.is_of_others(link)
        ):
            continue
        last = groups[-1].links[-1] if groups else None
        if last is None or not (is_near(last, link, 2) or _follows(last, link)):
            groups.append(_Group([], []))
        groups[-1].links.append(link)
        groups[-1].texts.append(text)
    return groups


def is_checker(link: _Element) -> bool:
    """True if the words right before a link say that the person read the text: `<span>Reviewed by</span> <a>Jane Doe</a>`."""
    before, around = link.getprevious(), link.getparent()
    if before is not None and isinstance(before.tag, str):
        said = tidy(before.tail or "") or tidy(written(before))
    else:
        said = "" if around is None else tidy(around.text or "")
    return CHECKED_BY.search(said[-LONGEST:]) is not None


def _name_of(link: _Element) -> str:
    """The text of a link, or the name in a box of its own that begins it: `<a><p>Jane Doe</p><p>Reporter</p></a>`."""
    first = next(filter(None, map(tidy, map(str, islice(link.itertext(), MOST)))), "") if len(link) else ""
    return first if is_full_name(first) else tidy(written(link))


def _is_account(page: Page, link: _Element) -> bool:
    """True for a link at the headline to an account, as on platforms for everybody: `https://platform.example/@janedoe`."""
    return ACCOUNT.search(link.get("href") or "") is not None and page.surroundings.is_by_headline(link)


def _is_told_of(link: _Element, page: Page) -> bool:
    """True if a link stands in a sentence, behind the label of an editor, or outside the `<article>` of a headline: it signs
    nothing there.
    """
    around = page.surroundings
    if around.headline is not None and around.is_in_own_article(around.headline) and not around.is_in_own_article(link):
        return True
    before = link.getprevious()
    if before is not None and EDITS.fullmatch(tidy(written(before))):
        return True
    line = next(around for around in link.iterancestors() if around.tag not in INLINE)
    text = tidy(written(line))
    if line.tag not in ("p", "li", "dd", "blockquote") or len(text) <= LONGEST or says_by(text):
        return False
    ends = line.tag == "p" and not any(
        len(tidy(written(other))) > LONGEST for other in islice(line.itersiblings("p"), AROUND)
    )
    return not (ends and text.startswith(tidy(written(link))))  # the last lines may tell who the author is


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
