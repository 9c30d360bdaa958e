"""Names right below the headline that neither words nor names of elements call an author: before the day, beside a portrait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from pipelines.extract.byline.bylines import is_of_picture, is_shown, leads_to_person
from pipelines.extract.byline.meta_lines import is_people
from pipelines.extract.byline.signatures import is_full_name
from pipelines.extract.byline.signed_lines import LIST
from pipelines.page.page import Page
from pipelines.page.surroundings import PARAGRAPH
from pipelines.page.text.wording import fold, tidy, written

MOST = 20
"""Times and pictures of a page that are looked at."""
AROUND = 2
"""Boxes around a time or picture in which the name may stand."""
LONGEST, LONGEST_LINE = 60, 120
"""Characters of names, and of the line that a portrait stands in."""
PLACE = re.compile(
    r"^(?:san|santa|santo|são|saint|sankt|st|port|porto|puerto|villa|ville|ciudad|fort|mount|monte|mont|lake|los|las|el|la|le|nova|novo"
    r"|nueva|nuevo|new|north|south|east|west|upper|lower|great|little|bad|cape|mar|río|rio|rue)\b"
    r"|\b(?:city|town|valley|springs|beach|falls|rapids|island|county|park|hills|heights|bay|grove|creek|river|lake|harbou?r)$",
    re.IGNORECASE,
)
"""How towns of two words begin and end, which stand before a day as well: `Cedar Rapids, 3 March`."""
WORD = re.compile(r"[^\W\d_]+")
PORTRAIT = re.compile(
    r"(?:^|[\s/_-])(?:(?:gr)?avatars?|authors?|autor|auteur|profile|portraits?|headshots?|rounded-full|rounded-circle|img-circle|byline)"
    r"(?=$|[\s/._-])",
    re.IGNORECASE,
)
"""What portraits are called, or their addresses: `class="rounded-full"`, `/avatars/jane.jpg`."""
OF_PORTRAIT = re.compile(
    r"^(?:avatar|picture|photo|profile (?:picture|photo)) (?:of|for) "
    r"|(?:['’]s)? (?:avatar|photo|picture|profile (?:picture|photo))$",
    re.IGNORECASE,
)
"""What stands around a name in the alternative text of a portrait: `Picture of Jane Doe`, `Jane Doe's avatar`."""


def before_day(page: Page) -> Iterator[str]:
    """The names that begin the line right below the headline, with a comma before its time: `Jane Doe, <time>3 March</time>`.

    A town can stand there too: none that the story mentions is taken.
    """
    for time in islice(page.tree.iter("time"), MOST):
        line = _line_before(time)
        if line is None or not line[1].endswith(",") or not _is_own(page, line[0]) or is_of_picture(time):
            continue
        said = line[1].rstrip(" ,")
        if len(said) <= LONGEST and is_people(said) and not PLACE.search(said) and not _is_mentioned(page, said):
            yield from LIST.split(said)
            return


def _line_before(time: _Element) -> tuple[_Element, str] | None:
    """(box, text before the time in it) of the first box around it that says anything before."""
    inner = time
    for box in islice(time.iterancestors(), AROUND):
        before = list(inner.itersiblings(preceding=True))[::-1]
        texts = [
            box.text or "",
            *(f"{written(one) if isinstance(one.tag, str) else ''}{one.tail or ''}" for one in before),
        ]
        if len(before) <= MOST and (said := tidy("".join(texts))):
            return box, said
        inner = box
    return None


def beside_portrait(page: Page) -> Iterator[str]:
    """The name beside a small portrait of the same name by the headline: `<img class="avatar" alt="Jane Doe"> Jane Doe`.

    Whom the story mentions is its subject, as in an interview.
    """
    for image in islice(page.tree.iter("img"), MOST):
        name = OF_PORTRAIT.sub("", tidy(image.get("alt") or ""))
        if not (len(name) <= LONGEST and is_full_name(name, signed=True) and is_portrait(image)):
            continue
        box = next((one for one in islice(image.iterancestors(), AROUND) if tidy(written(one))), None)
        if box is None or not _begins_with(box, name) or not all(leads_to_person(a, page.url) for a in box.iter("a")):
            continue
        if _is_own(page, box) and not is_of_picture(image) and not _is_mentioned(page, name):
            yield name


def is_portrait(image: _Element) -> bool:
    """True if a picture, the box around it or its address is called a portrait."""
    around = (one.get("class") or "" for one in (image, *islice(image.iterancestors(), 1)))
    return any(map(PORTRAIT.search, (*around, image.get("src") or "")))


def _begins_with(box: _Element, name: str) -> bool:
    """True if a box is a short line, of which a text that is nothing but the name is the first."""
    texts = [text for text in map(tidy, map(str, islice(box.itertext(), MOST))) if text]
    return bool(texts) and fold(texts[0]) == fold(name) and sum(map(len, texts)) <= LONGEST_LINE


def _is_own(page: Page, box: _Element) -> bool:
    around = page.surroundings
    return around.is_by_headline(box) and not around.is_of_others(box) and is_shown(box)


def _is_mentioned(page: Page, name: str) -> bool:
    """True if a word of a name, with its capital, stands in the page's titles or in one of its paragraphs."""
    said = {word for word in WORD.findall(name) if len(word) > 2 and word[0].isupper()}
    texts = (piece.text for piece in page.outline.pieces if piece.size - piece.link_chars > PARAGRAPH)
    return any(not said.isdisjoint(WORD.findall(text)) for text in (*page.surroundings.titles, *texts))
