"""Names right below the headline that no word and no class calls an author's, where something beside them is of a person's.

A portrait of that name, or a link that says that it leads to an author. A bare name beside the day is none:
towns, sections, companies, offices and subjects stand there as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml.etree import _Element, iterwalk

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.extract.people.byline_parts import TOWN
from pipelines.extract.people.bylines import DATED, PROFILE, is_of_picture, is_shown, leads_to_person
from pipelines.extract.people.profiles import is_checker
from pipelines.extract.people.signatures import ORGANISATION, is_full_name
from pipelines.extract.people.signed_lines import JOB, LIST
from pipelines.lexicon.agencies import agency
from pipelines.lexicon.by_words import LABEL, says_by
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import UNREAD, fold, tidy, words, written
from pipelines.page.outline import INLINE, Box, Piece
from pipelines.page.page import Page
from pipelines.page.roles import says
from pipelines.page.teasers import HEADINGS, is_of_another_site

MAX_NAMES, MAX_PORTRAITS, MAX_LINKS = 20, 40, 1_000
"""Names that are looked at, and portraits and links of a page."""
AROUND = 2
"""Boxes around a picture in which the name may stand."""
MAX_NAME_CHARS, MAX_LINE_CHARS = 60, 160
"""Characters of names, and of the line that they stand in."""
WIDEST = 200
"""Pixels of a portrait; a logo with the house's name is as small."""
BESIDE_DAY = 12
"""Characters before the day behind an account: a weekday, `Posted on`."""
STANDFIRST = 60
"""Characters from which on a text before a name is a sentence, not a label."""
LINKS_SHARE = 0.5
"""Share of a text that is links, from which on it is a menu's or a teaser's."""
PLACE = pattern(r"^<<people.town_begin>>\b|\b<<people.town_end>>$", re.IGNORECASE)
"""How towns of two words begin and end: `Cedar Rapids`."""
PARTS = re.compile(r"\s*(?:[|·•∙—–]|//|(?<=\s)[/-](?=\s)|,\s|,$)\s*")
WORD = re.compile(r"[^\W\d_]+")
STEM, SHORTEST = 5, 3
"""Letters by which a word of a name is known where it is inflected (`Donalda` of `Donald`), and letters of one."""
YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
AUTHOR = pattern(r"\b<<people.author|people.label>>\b", re.IGNORECASE)
"""What a link to an author's page may say in its title: `Zum Autor Jane Doe`."""
OF_PERSON = pattern(r"\b<<people.by|people.of>>\s$", re.IGNORECASE)
"""What it may say right before the name: `Alle Artikel von`."""
TOOLTIPS = frozenset(("title", "aria-label"))
READING_TIME = re.compile(r"\d{1,2}[\s-]{0,2}min")
PORTRAIT = re.compile(
    r"(?:^|[\s/_-])(?:(?:gr)?avatars?|authors?|autor|auteur|profile|portraits?|headshots?|rounded-full|rounded-circle|img-circle|byline)"
    r"(?=$|[\s/._-])",
    re.IGNORECASE,
)
"""What portraits are called, or their addresses: `class="rounded-full"`, `/avatars/jane.jpg`."""
SAYS_PORTRAIT = pattern(r"^<<people.portrait>> <<people.portrait_of>> |(?:['’]s)? <<people.portrait>>$", re.IGNORECASE)
"""What stands around a name in the alternative text of a portrait: `Picture of Jane Doe`, `Jane Doe's avatar`."""
USER = re.compile(r"/users?/(?:\d+/)?(?=[^/?#]*[^\W\d_])(?P<slug>[^/?#]+)/?$")
"""The address of somebody's account: `/users/1047/jane-doe`; readers have some, too."""
IN_LIST = (*HEADINGS, "li", "td", "th", "dd", "button")
"""Elements in which candidates, results and speakers are listed."""
META_LINE_CHARS = 250
"""Characters of such a line."""
META_BOXES = 3
"""Boxes around a text of which one must be called the story's line."""
MAX_SECTION_LINKS = 500
"""Links of a page that are looked at for names of sections."""
META_PARTS = re.compile(r"\s*[|·•∙—–]\s*")
SUBJECT = pattern(r"\b<<people.subject>>\b", re.IGNORECASE)
"""Words of contests and sections, which stand in such a line as well as people: `Premier League`, `Climate Change`."""


def near_headline(page: Page) -> Iterator[str]:
    """The names below the headline beside a portrait or in a link to an author, which nothing contradicts."""
    said: list[str] = []
    for element, name in islice(chain(_portrayed(page), _linked(page)), MAX_NAMES):
        if name not in said and may_sign(page, element, name, said):
            said.append(name)
    yield from said


def may_sign(page: Page, element: _Element, name: str, signed: Iterable[str] = ()) -> bool:
    """True if a name in an element below the headline can be the author's: a person's, whom neither the text beside it, nor the
    story, nor the rest of the page calls anything else. Names in `signed` may stand before it.
    """
    line = next(box for box in chain((element,), element.iterancestors()) if box.tag not in INLINE)
    return (
        is_person(name)
        and _is_own(page, element, line)
        and not _is_labelled(page, line, name, signed)
        and not _is_linked(page, element, line, name)
        and not _is_told_of(page, line, name)
    )


def is_person(name: str) -> bool:
    """True if a text is people's full names, in no capitals, and no town, agency or line with a by-word."""
    shouted = any(len(word) > 1 and word.isupper() for word in name.split())
    return is_people(name) and not (PLACE.search(name) or shouted or says_by(name) or agency(name))


def _is_own(page: Page, element: _Element, line: _Element) -> bool:
    """True if an element stands at the headline, shown, in no list and no figure, and neither a checker's nor another story's."""
    around = (element, *islice(element.iterancestors(), AROUND + 1))
    listed = [box for box in around if box.tag in IN_LIST]
    if listed and USER.search(element.get("href") or ""):  # a heading that holds nothing but an account
        listed = [box for box in listed if box.tag not in HEADINGS or tidy(written(box)) != tidy(written(element))]
    if listed or is_checker(element) or is_of_picture(element):
        return False
    own = page.surroundings
    return own.is_by_headline(line) and not own.is_of_others(element) and is_shown(element)


def _is_labelled(page: Page, line: _Element, name: str, signed: Iterable[str]) -> bool:
    """True if the text before a name calls the person something (`Source`, `Interview with`), or the text behind it shows an
    agency or two years: `Jane Doe`, `1930 – 2025`.
    """
    inside = set(line.iter())
    pieces = page.outline.pieces
    own = [piece for piece in pieces if piece.box.element in inside]
    start = page.surroundings.headline_place
    if not own or start is None or own[0].order <= start:
        return True
    before, _, behind = " ".join(piece.text for piece in own).partition(name)
    if not before.strip(" ,|·•–—-"):
        last: Piece | None = next((one for one in reversed(pieces[start + 1 : own[0].order]) if one.text), None)
        before = "" if last is None or last.box.tag in HEADINGS or len(last.text) >= STANDFIRST else last.text
    then = next((piece.text for piece in pieces[own[-1].order + 1 : own[-1].order + 2]), "")
    years = [int(year) for year in YEAR.findall(f"{behind[:MAX_NAME_CHARS]} {then[:MAX_NAME_CHARS]}")]
    if any(map(agency, (*PARTS.split(behind), then))) or (years and max(years) - min(years) > 1):
        return True
    before = before.strip(" ,|·•–—-")
    return bool(before) and not (
        read_text(before, Dialect()) or LABEL.fullmatch(before.rstrip(" :")) or any(one in before for one in signed)
    )


def _is_linked(page: Page, element: _Element, line: _Element, name: str) -> bool:
    """True if a link that says the name leads elsewhere than to a person, in its line or anywhere on the page."""
    around = {box for box in element.iterancestors() if box.tag == "a"}
    own = around | set(line.iter("a"))
    for link in islice(page.tree.iter("a"), MAX_LINKS):
        if link in around or fold(" ".join(map(str, link.itertext()))) == fold(name):
            leads = PROFILE.search(link.get("href") or "") or _says_author(link, name) or _is_account(link, name)
            if not leads and not (link in own and leads_to_person(link, page.url)):
                return True
    return False


def _is_told_of(page: Page, line: _Element, name: str) -> bool:
    """True if a word of a name, with its capital, stands in a title or a text of the page, or its last one in a teaser without
    the whole name.
    """
    inside, whole, sought, last = set(line.iter()), sorted(words(name)), _stems(name), _stems(name.split()[-1])
    if not sought.isdisjoint(_stems(" ".join((*page.surroundings.titles, page.title)))):
        return True
    for piece in page.outline.pieces:
        teases = piece.link_share >= LINKS_SHARE
        if (last if teases else sought).isdisjoint(_stems(piece.text)) or piece.box.element in inside:
            continue
        if not (teases and fold(name) in fold(piece.text)) and sorted(words(piece.text)) != whole:
            return True
    return False


def _stems(text: str) -> set[str]:
    """The beginnings of the words of a text that have a capital."""
    found = (word for word in WORD.findall(text) if len(word) >= SHORTEST and not word[0].islower())
    return {word[:STEM].casefold() for word in found}


def _portrayed(page: Page) -> Iterator[tuple[_Element, str]]:
    """Names that a short box begins with, beside a portrait with that text: `<img class="avatar" alt="Jane Doe"> Jane Doe`."""
    portraits = ((image, _portrayed_name(image)) for image in page.tree.iter("img"))
    for image, name in islice(((image, name) for image, name in portraits if name), MAX_PORTRAITS):
        box = next((one for one in islice(image.iterancestors(), AROUND) if tidy(written(one))), None)
        if box is not None and _begins_with(box, name) and not is_of_picture(image):
            yield box, name


def _portrayed_name(image: _Element) -> str:
    """The alternative text of a picture that is called a portrait, or of a small one that says that it is one, without the
    words that say so.
    """
    said = image.get("alt") or ""
    name = tidy(SAYS_PORTRAIT.sub("", tidy(said))) if len(said) <= MAX_NAME_CHARS else ""
    width = image.get("width") or ""
    is_small = width.isdecimal() and int(width) <= WIDEST
    return name if is_portrait(image) or (is_small and name != tidy(said)) else ""


def is_portrait(image: _Element) -> bool:
    """True if a picture, the box around it or its address is called a portrait."""
    around = (one.get("class") or "" for one in (image, *islice(image.iterancestors(), 1)))
    return any(map(PORTRAIT.search, (*around, image.get("src") or "")))


def _begins_with(box: _Element, name: str) -> bool:
    """True if a box is a short line of a name, and of nothing else but what is said of authors."""
    texts = [text for text in map(tidy, map(str, islice(box.itertext(), MAX_NAMES))) if text]
    if next(box.iter(*HEADINGS), None) is not None or not texts or sum(map(len, texts)) > MAX_LINE_CHARS:
        return False
    behind = (part for text in texts[1:] for part in PARTS.split(text.lstrip(" ,")))
    return fold(texts[0]) == fold(name) and all(map(_is_about_author, filter(WORD.search, behind)))


def _is_about_author(said: str) -> bool:
    """True if a text behind a name tells a day, how long reading takes, or a job at a paper: no mayor's office."""
    return any((DATED.match(said), READING_TIME.match(said), JOB.search(said)))


def _linked(page: Page) -> Iterator[tuple[_Element, str]]:
    """Names in links that say that they lead to an author, `<a title="Alle Artikel von Jane Doe">Jane Doe</a>`, or lead to an
    account of that name and stand before a day: `<a href="/users/1047/jane-doe">Jane Doe</a> 3 May 2025`.
    """
    links = ((link, given) for opens, link, tag, given, _ in page.events if opens and tag == "a")
    for link, given in islice(links, MAX_LINKS):
        address = given.get("href") or ""
        is_user = USER.search(address) is not None and not is_of_another_site(address, page.url)
        if is_user or not TOOLTIPS.isdisjoint(given):
            name = tidy(written(link))
            if not name or len(name) > MAX_NAME_CHARS or _is_below_picture(link):
                continue
            if _says_author(link, name) or (is_user and _is_account(link, name) and _is_before_day(page, link, name)):
                yield link, name


def _is_account(link: _Element, name: str) -> bool:
    """True if an address is that of an account called as somebody is."""
    account = USER.search(link.get("href") or "")
    return account is not None and fold(account["slug"]) == fold(name)


def _is_before_day(page: Page, link: _Element, name: str) -> bool:
    """True if a day follows a link at the headline in its line, or is the next line, and none stands above it: readers have
    accounts, too.
    """
    line = next(box for box in link.iterancestors() if box.tag not in INLINE)
    own = (piece.order for piece in page.outline.pieces if piece.box.element is line)
    place = next(own, None) if page.surroundings.is_by_headline(line) else None
    if place is None:
        return False
    pieces = page.outline.pieces
    above = pieces[(page.surroundings.headline_place or 0) + 1 : place]
    if any(read_text(piece.text[:MAX_NAME_CHARS], Dialect()) for piece in above):
        return False
    behind = read_text(pieces[place].text.partition(name)[2][:MAX_NAME_CHARS], Dialect())[:1]
    if any(date.start <= BESIDE_DAY for date in behind):
        return True
    return any(
        date.start <= BESIDE_DAY and len(piece.text) - date.end <= BESIDE_DAY
        for piece in pieces[place + 1 : place + 2]
        for date in read_text(piece.text[:MAX_NAME_CHARS], Dialect())[:1]
    )


def _says_author(link: _Element, name: str) -> bool:
    said = f"{link.get('title') or ''} {link.get('aria-label') or ''}".strip()[:MAX_LINE_CHARS]
    if name not in said:
        return False
    if AUTHOR.search(said) or said.endswith((f"{name}'s profile", f"{name}’s profile")):
        return True
    return any(map(OF_PERSON.search, said.split(name)[:-1]))


def _is_below_picture(element: _Element) -> bool:
    """True if the last thing before an element is a picture, of which its line may say who took it or whom it shows."""
    for box in (element, *islice(element.iterancestors(), AROUND)):
        before = next(box.itersiblings("*", preceding=True), None)
        if before is not None:
            pictured = before.tag in ("img", "picture", "video") or next(before.iter("img", "video"), None) is not None
            return pictured and not tidy(written(before))
    return False


def in_meta_line(page: Page) -> Iterator[str]:
    """The names in the first dated line about the story, if one part of it is names and nothing else, and no link.

    What the page links elsewhere by the same words is a section or a place, not a person.
    """
    if not any(box.names and says(box.names, Role.POST_META) for box in page.outline.boxes):
        return
    found = (line for piece in page.outline.pieces if (line := _meta_line(piece)) is not None)
    line = next((one for one in found if not page.surroundings.is_of_others(one) and is_shown(one)), None)
    if line is None:
        return
    parts = [part for text in _unlinked(line) for part in META_PARTS.split(text)]
    signed = [part for part in parts if is_people(part)]
    if len(signed) == 1 and not is_linked(page, signed[0]):
        yield from LIST.split(signed[0])


def _meta_line(piece: Piece) -> _Element | None:
    """The dated box of a short text that is called the story's line: `<div class="post-meta">`."""
    box: Box | None = piece.box
    for _ in range(META_BOXES):
        if box is None or len(piece.text) > META_LINE_CHARS:
            return None
        if box.names and says(box.names, Role.POST_META):
            text = tidy(written(box.element))
            return box.element if len(text) <= META_LINE_CHARS and DATED.search(text) else None
        box = box.parent
    return None


def _unlinked(line: _Element) -> Iterator[str]:
    """The texts of a line that stand in no link."""
    links = 0
    for event, part in iterwalk(line, events=("start", "end")):
        links += (part.tag == "a") * (1 if event == "start" else -1)
        said = part.text if event == "start" else part.tail
        if said and not links and part.tag not in UNREAD and not (event == "end" and part is line):
            yield tidy(said)


def is_people(part: str) -> bool:
    """True if a text is full names and nothing else, no town, contest or section."""
    vetoes = (TOWN.fullmatch, ORGANISATION.search, SUBJECT.search)
    return all(map(is_full_name, LIST.split(part))) and not any(veto(part) for veto in vetoes)


def is_linked(page: Page, name: str) -> bool:
    """True if a link of the page says a name and nothing else: to a section or a place, more often than to an author."""
    links = islice(page.tree.iter("a"), MAX_SECTION_LINKS)
    return any(fold(" ".join(map(str, link.itertext()))) == fold(name) for link in links)
