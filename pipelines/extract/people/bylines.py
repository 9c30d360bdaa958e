"""Bylines: elements whose markup, class or id names who wrote a story, links to authors' pages, and what such a line says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element

from pipelines.dates.read.labels import label_of
from pipelines.dates.read.words import fold_text
from pipelines.extract.people.byline_parts import OF_PICTURES, SPLIT, parts
from pipelines.extract.people.chinese_credits import is_chinese
from pipelines.extract.people.side_by_side import is_photographer, names_in_boxes, with_commas, without_details
from pipelines.extract.people.signatures import is_full_name, read_names
from pipelines.lexicon.agencies import agency
from pipelines.lexicon.by_words import AFTER_DATE, LABEL, NOUN, PREFIX, says_by
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import fold, is_displayed, tidy, written
from pipelines.page.page import Page
from pipelines.page.roles import named, names, says
from pipelines.page.surroundings import CHROME
from pipelines.page.teasers import leads_away

NO_BYLINE = frozenset((Role.COMMENT, Role.RELATED, Role.SIGN_UP))
"""Roles of boxes that name people who did not write the story."""
CALLED_BY = ("class", "id", "data-testid", "data-test-id", "data-test-tag", "data-component", "data-qa")
"""Attributes that say what an element is; those for tests do where its classes are made by a program: `css-1x2y3z`."""
NAMING = frozenset(CALLED_BY[1:])
MAX_BYLINE_CHARS, MAX_NAMES_CHARS = 120, 1_500
"""Characters of a byline, and of one that is nothing but names."""
LINES = frozenset((
    "span", "a", "div", "p", "address", "li", "cite", "section", "aside", "em", "h4", "h5", "h6", "ul", "dl", "byline",
))  # fmt: skip
SENTENCE = re.compile(r"\s+[^\W\d_A-Z]")
COMMENTS, BYLINES = re.compile("com+ent", re.IGNORECASE), re.compile("author|autor|auteur|byline|firma", re.IGNORECASE)
SPACES = re.compile(r"\s{4,}")
MAX_BYLINES = 50
"""Texts of bylines that are read on a page."""
CREATOR = "sioc:has_creator"
"""What Drupal says in RDFa of the account that put a story in: an author where it is called by a full name."""
AROUND = 6
OTHERS = re.compile(
    r"(?i)(?:other|more|diger|weitere|andere|autres|otros|outros|altri)[-_ ]?(?:aut\w+(?:s|en|ri)|writers|columnists|yazarlar)"
)
"""Names of boxes that list a paper's other authors."""
PICTURED = re.compile(
    r"(?:^|[\s_-])(?:photo|foto|image|picture|bild|caption)[-_]{0,2}(?:author|autor|auteur|credits?|by(?:line)?|source)(?=$|[\s_-])",
    re.IGNORECASE,
)
LOGIN_TOO = "auth"
"""What Chinese portals call an author, and others their box for logging in."""
DAY_WORD = pattern(r"\b<<people.date_label>>\b", re.IGNORECASE)
OF_PICTURE = pattern(rf"{OF_PICTURES}\s*[:：]", re.IGNORECASE)


@lru_cache(maxsize=1024)
def is_plausible(value: str) -> bool:
    """Whether a declared value holds a person's name at all: "Jane Doe, Chief Reporter" does, "admin" does not."""
    return bool(read_names(value, set())[0])


def from_microdata(page: Page) -> Iterator[str]:
    """Authors in elements marked as such: `itemprop=author`, `rel=author`, Drupal's `rel="sioc:has_creator"`."""
    first: _Element | None = None
    for element in filter(_marked, page.outline.signing):
        if first is not None and not is_near(first, element, 5):
            return
        apart = page.surroundings.apart(element)
        declared = element.get("itemprop") is not None and apart in CHROME
        declared = declared or (
            apart is Role.COMMENT and _is_of_both(element) and page.surroundings.is_by_headline(element)
        )
        own = declared or not (page.surroundings.is_of_others(element) or _is_in_sentence(element))
        for text in _texts(element) if own else ():
            if is_hidden_login(element, text) or (
                CREATOR in _relations(element) and not is_full_name(text, signed=True)
            ):
                continue
            first = element if first is None else first
            yield text


def _is_of_both(element: _Element) -> bool:
    """True in a box that is named for the byline and for comments: `<div class="byline_comments">`."""
    called = (box.get("class") or "" for box in islice(element.iterancestors(), AROUND))
    return any(COMMENTS.search(one) and BYLINES.search(one) for one in called)


def _is_in_sentence(element: _Element) -> bool:
    """True for a link in a long sentence, which may lead to anybody: `As <a rel="author">Jane Doe</a> writes in …`."""
    before, around = element.getprevious(), element.getparent()
    if element.tag != "a" or around is None or not SENTENCE.match(element.tail or ""):
        return False
    said = tidy((around.text if before is None else before.tail) or "")
    if not said or not said[-1].isalnum() or LABEL.fullmatch(said.split()[-1]):
        return False
    return around.tag == "p" and sum(map(len, islice(map(str, around.itertext()), MAX_BYLINES))) > 2 * MAX_BYLINE_CHARS


def is_hidden_login(element: _Element, text: str) -> bool:
    """True for one word in small letters that is not shown: themes keep the login of whoever posted a story so."""
    return text.islower() and " " not in text and not (tidy(written(element)) and is_shown(element))


def signs_unseen(page: Page) -> bool:
    """True if the first element marked as an author's says that it is for software: `class="vcard rich-snippet-hidden"`."""
    first = next(filter(_marked, page.outline.signing), None)
    around = () if first is None else (first, *islice(first.iterancestors(), 3))
    return any(name.endswith("snippet-hidden") for box in around for name in (box.get("class") or "").split())


def is_near(first: _Element, other: _Element, boxes: int) -> bool:
    """True if two elements share one of so many boxes around each: two bylines do, that of the next story does not."""
    around = [first, *islice(first.iterancestors(), boxes)]
    return any(box in around for box in islice(other.iterancestors(), boxes))


def _marked(element: _Element) -> bool:
    said = element.get("itemprop") or element.get("rel")
    if (element.get("itemtype") or "").endswith("Organization"):
        return False
    return said is not None and not {"author", CREATOR}.isdisjoint((*said.split(), *_relations(element)))


def _relations(element: _Element) -> list[str]:
    return (element.get("rel") or "").split()


def from_byline(page: Page) -> Iterator[str]:
    """Authors in short elements whose class or id says so: `<p class="byline">By Jane Doe</p>`."""
    found: list[_Element] = []
    for opens, element, tag, given, text in page.events:
        if not opens or tag not in LINES or not (given or tag == "byline"):
            continue
        called = given.get("class") if NAMING.isdisjoint(given) else " ".join(filter(None, map(given.get, CALLED_BY)))
        role = byline_role(called) if called else None
        if called == LOGIN_TOO and text and is_chinese(text.strip()):
            role = Role.AUTHOR_BY_HEADLINE
        if tag == "byline" or role is Role.AUTHOR or (role is not None and page.surroundings.is_by_headline(element)):
            if len(found) > MAX_BYLINES or (found and not is_near(found[0], element, 5)):
                break
            found.append(element)
    yield from islice(
        (text for element in _own(page, found) or _own(page, _unscripted(page)) for text in _texts(element)),
        MAX_BYLINES,
    )


def _own(page: Page, found: list[_Element]) -> list[_Element]:
    return [e for e in found if not page.surroundings.is_of_others(e) and is_shown(e) and not _is_of_pictures(e)]


def _unscripted(page: Page) -> list[_Element]:
    """Bylines that only browsers without scripts show, which `Page.events` passes over."""
    found: list[_Element] = page.tree.xpath("//noscript//*[@class]")
    return [one for one in found if one.tag in LINES and byline_role(one.get("class", "")) is Role.AUTHOR][:MAX_BYLINES]


def _is_of_pictures(element: _Element) -> bool:
    return is_of_picture(element) or is_photographer(element)


def is_shown(element: _Element) -> bool:
    """True if neither this element nor one around it says of itself that it is not displayed."""
    return all(map(is_displayed, (element, *islice(element.iterancestors(), AROUND))))


def is_of_picture(element: _Element) -> bool:
    """True if a line stands in a figure, which is nobody's portrait, behind a label (`Foto:`), or is called a picture's: it says
    who took it.
    """
    if any(is_called_picture(names(box)) for box in islice((element, *element.iterancestors()), 2)):
        return True
    before = element.getprevious()
    is_label = before is not None and isinstance(before.tag, str) and OF_PICTURE.fullmatch(tidy(before.text or ""))
    if before is not None and is_label and not tidy(before.tail or ""):
        return True
    around = [*islice(element.iterancestors(), AROUND)]
    figure = next((box for tag in ("figure", "figcaption") for box in around if box.tag == tag), None)
    return figure is not None and not says(f"{figure.get('class') or ''} {figure.get('id') or ''}", Role.AUTHOR)


@lru_cache(maxsize=20_000)
def is_called_picture(called: str) -> bool:
    """True for names as `photo-author`; not for those of an author's picture: `author-photo`."""
    return PICTURED.search(called) is not None


@lru_cache(maxsize=20_000)
def byline_role(called: str) -> Role | None:
    """AUTHOR if names say that an element is a byline: `article-author`; AUTHOR_BY_HEADLINE if it is one at the headline only;
    None for a part of one: `author-image`, and for another's.
    """
    role = next((one for one in (Role.AUTHOR, Role.AUTHOR_BY_HEADLINE) if says(called, one)), None)
    if role is None or says(called, Role.AUTHOR_DETAIL) or says(called, Role.PICTURE) or OTHERS.search(called):
        return None
    return None if named(called).says(NO_BYLINE) else role


DATED = pattern(
    r"\s*[|•·–—]?\s*(?:\b<<people.on>>\s+(?:[^\W\d_]{2,10}[.,]{0,2}\s+(?=\d))?)?(?:<<people.dated>>\b|[\w.+-]{1,64}@\w"
    r"|\b<<people.weekday|people.weekday_short>>\.?(?:,\s+(?:\d|[a-z]{3,9}\.?\s\d)|\s\d)|(?<=\bon )<<people.weekday>>|(?<!\w)\d"
    r"|\b<<people.month>>\.?\s\d)",
    re.IGNORECASE,
)


DAY = re.compile(r"\W{0,3}\d{1,4}[.\s/-]{1,2}(?:\d{1,2}|[^\W\d_]{3,10})[.\s/-]{1,2}\d{2,4}\b")


def undated(text: str) -> str:
    """What a byline says before it dates the story; if it says nothing there, what follows `by` after the date."""
    before = DATED.split(text)[0]
    if len(before.split()) >= 3:
        return before
    if before != text and before.rstrip().endswith((":", "：")) and not says_by(before) and not _is_person(before):
        return ""  # `Data publicării: 15.11.2026`
    if is_plausible(before):
        return before
    after = AFTER_DATE.search(text)
    return DATED.split(text[after.end() :])[0] if after else before


def _is_person(label: str) -> bool:
    """True if what a colon parts from a date is a name, no label: `Jane Doe: 3 November`, not `Post Date: 3 November`."""
    said = tidy(label.rstrip(" :："))
    return label_of(fold_text(said)) is None and not DAY_WORD.search(said) and is_full_name(said, signed=True)


def undated_value(value: str) -> str:
    """A declared author without the date beside it; a value too long for a byline stays as it is.

    Soft hyphens and single spaces stay, which may be the halves of a garbled letter.
    """
    said = SPACES.sub(" ", value)
    left = undated(said) if len(said) <= MAX_NAMES_CHARS else ""
    is_name = left == said or is_plausible(left) or DAY.match(said, len(left)) is not None
    return left if is_name else value


def _texts(element: _Element) -> Iterator[str]:
    """What a byline says; where that as a whole names nobody, its lines too, up to the first that does."""
    if boxed := names_in_boxes(element):
        yield from boxed
        return
    said = _from_by_word(without_details(tidy(written(element))[:MAX_NAMES_CHARS], element), element)
    whole = _unlabelled(with_commas(said, element), element) or _hidden_name(element)
    for text in map(undated, (whole, *_lines(element, whole))):
        if (2 if not text.isascii() else 3) <= len(text) <= MAX_BYLINE_CHARS or is_list(text):
            yield text
            if is_plausible(text):
                return


def _unlabelled(whole: str, element: _Element) -> str:
    """The text of a byline without a noun that stands in an element of its own: `<b>Authors</b><ul><li>Jane Doe</li></ul>`."""
    label = next(filter(None, map(tidy, element.itertext())), "") if len(element) else ""
    return whole.removeprefix(label).lstrip(" :") if NOUN.fullmatch(label.rstrip(" :")) else whole


def _from_by_word(text: str, element: _Element) -> str:
    """A byline from the by-word on, if this stands in a box of its own behind what names nobody: `<i>Opinion</i> <b>By</b> …`."""
    for part in islice(element.iterdescendants(), MAX_BYLINES):
        word = tidy(part.text or "") if len(part) == 0 else ""
        before, found, after = text.partition(f" {word} ")
        if word and LABEL.fullmatch(word.rstrip(" :")) and found and not is_plausible(before):
            return f"{word} {after}"
    return text


def is_list(text: str) -> bool:
    """Whether a byline too long for one is nothing but names, as that of seventeen authors is."""
    if not MAX_BYLINE_CHARS < len(text) < MAX_NAMES_CHARS:
        return False
    return all(is_full_name(part, signed=True) for part in parts(PREFIX.sub("", text)))


def _hidden_name(element: _Element) -> str:
    """The name in microdata that is not shown: `<span itemprop="author"><meta itemprop="name" content="Jane Doe"></span>`:
    https://html.spec.whatwg.org/multipage/microdata.html#values.
    """
    names = (meta.get("content") for meta in element.iter("meta") if meta.get("itemprop") == "name")
    return tidy(next((name for name in names if name), ""))


def _lines(element: _Element, whole: str) -> Iterator[str]:
    """The texts of a short element that name somebody, where name, role and paper stand in a box each."""
    if len(whole) >= 3 * MAX_BYLINE_CHARS or len(element) == 0:
        return
    by_child = [element.text, *(text for child in element for text in (written(child), child.tail))]
    yield from _signers_of(by_child)
    yield from _signers_of([*element.itertext()])


def _signers_of(apart: list[str | None]) -> Iterator[str]:
    """Of the texts of a byline the first, if it begins with a full name, and the agencies: `Jane Doe`, `Reporter`, `AFP`."""
    texts = [text for text in map(tidy, filter(None, apart)) if PREFIX.sub("", f"{text} |") not in ("|", " |")]
    for at, text in enumerate(texts):
        name = SPLIT.split(PREFIX.sub("", text))[0].strip(" .,:;|")
        if agency(text) or (at == 0 and is_full_name(name, signed=True)):
            yield text


PROFILE = re.compile(
    r"/(?:aut(?:h?or|eur)(?!i[dtz]|en[nr]|eif|eis)(?:innen|[a-z]{0,4})(?:[-_](?:page|profile?|detail|bio|info|archive)s?)?|redaktor|staff|editors?|journalist(?:e|en|i)?s?|reporters?|columnist(?:a)?s?|contributors?"
    r"|writers?|by|av|avtor|firmas?|signataires?|periodistas?|redactor(?:es)?|jornalistas?|giornalist[ai]|dziennikarze?|kirjoittajat?"
    r"|toimittajat?|skribent(?:er)?|forfattere?|szerz[oő]k?|yazar(?:lar)?|muhabir|penulis)/(?:\d+/)?(?=[^/?#]*[^\W\d_])[^/?#]+(?:/(?!(?:[^/?#-]*-){6})[^/?#]*)*$"
    r"|/aut(?:h?or|eur)(?:-[^\W\d_]+){2,4}-\d+(?:\.\w{2,5})?$"
)
"""Addresses of authors' own pages: `/author/jane-doe`, `/staff/2684/jane-doe/`."""


def leads_to_person(link: _Element, url: str) -> bool:
    """True if a link on the page at `url` can lead to whoever it names: to a profile, another site, the front page or nowhere."""
    href = (link.get("href") or "").strip()
    marked = not {"author", "me"}.isdisjoint((link.get("rel") or "").lower().split())
    return marked or PROFILE.search(href) is not None or not leads_away(href, url)


def is_of(name: str, address: str) -> bool:
    """True if an address can be that of the page of somebody of this name: names in Latin letters stand in it."""
    slug = fold(address)
    if len(name) > 4 and fold(name) in slug:
        return True
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().split()
    latin = [word for word in map(fold, plain) if len(word) > 2]
    return is_plausible(name) and (not latin or any(word in slug for word in latin))
