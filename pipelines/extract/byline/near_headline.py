"""Names below the headline in links that say that they lead to an author: `<a title="Alle Artikel von Jane Doe">Jane Doe</a>`.

And a name beside a portrait of that name, with nothing else between headline and story but a day.

A bare name beside the day is none: towns, sections, companies, offices and subjects stand there as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, takewhile

from lxml.etree import _Element

from pipelines.dates.text.reading import Dialect, read_text
from pipelines.extract.byline.bylines import PROFILE, is_of_picture, is_shown
from pipelines.extract.byline.meta_lines import is_people
from pipelines.page.outline import INLINE
from pipelines.page.page import Page
from pipelines.page.teasers import HEADINGS
from pipelines.page.text.agencies import agency
from pipelines.page.text.by_words import BEFORE_NAME, LABEL, says_by
from pipelines.page.text.wording import fold, tidy, words, written

LONGEST, LONGEST_TITLE = 60, 160
"""Characters of names, and of what a link says of itself."""
AROUND = 2
MOSTLY = 0.5
"""Share of a text that is links, from which on it is a menu's or a teaser's."""
WORD = re.compile(r"[^\W\d_]+")
STEM, SHORTEST = 5, 3
"""Letters by which a word of a name is known where it is inflected (`Donalda` of `Donald`), and letters of one."""
YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
TOOLTIPS = frozenset(("title", "aria-label"))
AUTHOR = re.compile(r"\b(?:author|autor(?:in|enprofil|a|e|es)?|auteure?)\b", re.IGNORECASE)
"""What a link to an author's page may say in its title: `Zum Autor Jane Doe`."""
OF_PERSON = re.compile(rf"\b(?:{BEFORE_NAME}|de|da)\s$", re.IGNORECASE)
"""What it may say right before the name: `Alle Artikel von`."""
PORTRAIT = re.compile(
    r"(?:^|[\s/_-])(?:(?:gr)?avatars?|authors?|autor|auteur|profile|portraits?|rounded-full|rounded-circle|img-circle)(?=$|[\s/._-])"
)
"""What portraits are called, or their addresses: `class="rounded-full"`, `/avatars/jane.jpg`."""
NEAR, PROSE = 6, 60
"""Texts below the headline and a standfirst of which one may be the name, and characters of a sentence."""
IN_LIST = frozenset((*HEADINGS, "li", "td", "th", "dd", "button"))
"""Elements in which candidates, results and speakers are listed."""


def near_headline(page: Page) -> Iterator[str]:
    """The names below the headline beside a portrait or in links to authors, which nothing contradicts."""
    signed = list(_portrayed(page))
    for opens, link, tag, given, _ in page.events:
        told = opens and tag == "a" and not TOOLTIPS.isdisjoint(given)
        if told and page.surroundings.is_by_headline(link) and not _is_below_picture(link):
            name = tidy(written(link))
            if 0 < len(name) <= LONGEST and _says_author(link, name) and _may_sign(page, link, name, signed):
                signed.append(name)
    yield from dict.fromkeys(signed)


def _portrayed(page: Page) -> Iterator[str]:
    """The name beside a portrait with that text: `<img class="avatar" alt="Jane Doe"> Jane Doe`."""
    place = page.surroundings.headline_place
    pieces = [] if place is None else page.outline.pieces[place + 1 : place + 1 + NEAR]
    above = takewhile(lambda piece: len(piece.text) < PROSE, pieces[bool(pieces and len(pieces[0].text) >= PROSE) :])
    texts = [piece for piece in above if len(read_text(piece.text, Dialect())) != 1]
    if len({piece.text for piece in texts}) != 1:
        return
    box, name = texts[0].box.element, texts[0].text
    if not page.surroundings.is_by_headline(box):
        return
    around = next((up for up in islice(box.iterancestors(), AROUND) if next(up.iter("img"), None) is not None), box)
    for image in around.iter("img"):
        called = (
            image.get("src") or "",
            *(one.get("class") or "" for one in (image, *islice(image.iterancestors(), 1))),
        )
        if fold(name) in fold(image.get("alt") or "") and any(map(PORTRAIT.search, called)):
            yield from [name] if _may_sign(page, box, name, []) else ()
            return


def _says_author(link: _Element, name: str) -> bool:
    said = f"{link.get('title') or ''} {link.get('aria-label') or ''}".strip()[:LONGEST_TITLE]
    before, found, behind = said.partition(name)
    return bool(found) and bool(AUTHOR.search(said) or OF_PERSON.search(before) or behind == "'s profile")


def _may_sign(page: Page, link: _Element, name: str, signed: list[str]) -> bool:
    """True if a name in a link below the headline can be the author's: a person's, whom neither the text beside it, nor the
    story, nor the rest of the page calls anything else. Names in `signed` may stand before it.
    """
    around = (link, *islice(link.iterancestors(), AROUND + 1))
    if not is_people(name) or says_by(name) or agency(name) or any(box.tag in IN_LIST for box in around):
        return False
    if is_of_picture(link) or page.surroundings.is_of_others(link) or not is_shown(link):
        return False
    line = next(box for box in chain((link,), link.iterancestors()) if box.tag not in INLINE)
    return not (_is_labelled(line, name, signed) or _is_linked(page, name) or _is_told_of(page, line, name))


def _is_labelled(line: _Element, name: str, signed: list[str]) -> bool:
    """True if the text before a name calls the person something (`Source`, `Interview with`), or two years stand behind it:
    `Jane Doe`, `1930 – 2025`.
    """
    before, _, behind = tidy(written(line)).partition(name)
    following = line.getnext()
    then = "" if following is None else tidy(written(following))
    years = [int(year) for year in YEAR.findall(f"{behind[:LONGEST]} {then[:LONGEST]}")]
    if years and max(years) - min(years) > 1:
        return True
    before = before.strip(" ,|·•–—-:")
    return bool(before) and not (
        read_text(before, Dialect()) or LABEL.fullmatch(before) or any(one in before for one in signed)
    )


def _is_linked(page: Page, name: str) -> bool:
    """True if a link that says the name leads elsewhere than to a person."""
    links = (link for link in page.tree.iter("a") if fold(" ".join(map(str, link.itertext()))) == fold(name))
    return any(not (PROFILE.search(link.get("href") or "") or _says_author(link, name)) for link in links)


def _is_told_of(page: Page, line: _Element, name: str) -> bool:
    """True if a word of a name, with its capital, stands in a title or a text of the page, or its last one in a teaser without
    the whole name.
    """
    inside, whole, sought, last = set(line.iter()), sorted(words(name)), _stems(name), _stems(name.split()[-1])
    if not sought.isdisjoint(_stems(" ".join((*page.surroundings.titles, page.title)))):
        return True
    for piece in page.outline.pieces:
        teases = piece.link_share >= MOSTLY
        if (last if teases else sought).isdisjoint(_stems(piece.text)) or piece.box.element in inside:
            continue
        if not (teases and fold(name) in fold(piece.text)) and sorted(words(piece.text)) != whole:
            return True
    return False


def _stems(text: str) -> set[str]:
    """The beginnings of the words of a text that have a capital."""
    found = (word for word in WORD.findall(text) if len(word) >= SHORTEST and not word[0].islower())
    return {word[:STEM].casefold() for word in found}


def _is_below_picture(element: _Element) -> bool:
    """True if the last thing before an element is a picture, of which its line may say who took it or whom it shows."""
    for box in (element, *islice(element.iterancestors(), AROUND)):
        before = next(box.itersiblings("*", preceding=True), None)
        if before is not None:
            pictured = before.tag in ("img", "picture", "video") or next(before.iter("img", "video"), None) is not None
            return pictured and not tidy(written(before))
    return False
