"""What one page teaches of its source: at which places body, headline, byline and time of publication stand, and where not.

The page alone is the teacher: a fact counts only where what the page declares to machines and what it shows agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from pipelines.dates.model import ArticleDate
from pipelines.dates.place.candidates import dialect_of
from pipelines.dates.read.labels import label_of
from pipelines.dates.read.reading import read_text
from pipelines.dates.read.words import fold_text
from pipelines.extract.headline.headline import Offer
from pipelines.extract.model import Document, Sighting
from pipelines.extract.people.declared import from_jsonld, from_meta
from pipelines.extract.people.signatures import read_names
from pipelines.extract.read.article import Reading
from pipelines.extract.read.learned import lines_about, names_in, outer_parts
from pipelines.extract.story.selection import Selection, heart
from pipelines.extract.whole.whole import repeated_key
from pipelines.lexicon.wording import fold
from pipelines.page.mass import HEADINGS, is_prose, within
from pipelines.page.outline import Piece, place
from pipelines.page.page import Page

DECLARED = ("article-data", "article-meta", "microdata", "page-data")
"""Rules of dating that rest on what a page declares to machines."""
MAX_PARAGRAPHS = 6
"""Paragraphs of a text that are counted: a promotion in the place of stories has not more."""
YEAR = re.compile(r"\d{4}|\d\d?[./]\d\d?[./]\d\d")


def sightings(page: Page, reading: Reading, document: Document, date: ArticleDate) -> tuple[Sighting, ...]:
    """Everything a page teaches, sorted; a place that says both right and wrong on one page says wrong."""
    found, offered = reading.found, reading.offered
    seen = {
        *_bodies(found),
        *_headlines(found, offered, document.title),
        *_bylines(page, found, document.authors),
        *_times(page, found, document.language, date),
        *_sites(found, offered, document.title),
        *_texts(reading.first),
        *([Sighting("picture", document.image, True)] if document.image else []),
    }
    return tuple(sorted(s for s in seen if not (s.right and Sighting(s.role, s.place, False) in seen)))


def _bodies(found: Selection) -> Iterator[Sighting]:
    if found.core is None:
        return
    if found.core in found.masses:
        yield Sighting("body", place(heart(found.core, found.masses).element), True)
    around = set(found.core.ancestors())
    chosen = within(found.chosen)
    story = {piece.order for piece in found.story}
    for piece in found.pieces:
        if is_prose(piece) and piece.order not in story and piece.box not in chosen:
            for box in piece.box.ancestors():
                if box in around:
                    break
                yield Sighting("body", place(box.element), False)


def _headlines(found: Selection, offered: list[Offer], title: str | None) -> Iterator[Sighting]:
    """The headline's places, where the page both declares it to be that of its story and shows it."""
    said = fold(title or "")
    if not said or all(fold(o.text) != said for o in offered if o.place in ("jsonld", "og")):
        return
    for piece in _lines(found):
        own = fold(piece.text)
        if own == said:
            yield Sighting("headline", place(piece.box.element), True)
        elif piece.box.tag == "h1":
            yield Sighting("headline", place(piece.box.element), False)


def _bylines(page: Page, found: Selection, authors: tuple[str, ...]) -> Iterator[Sighting]:
    """Where those whom the page declares to be its authors are named, and where others are."""
    declared = {
        fold(name)
        for source in (from_jsonld, from_meta)
        for raw in source(page)
        for name in read_names(raw, set(), pen_names=True)[0]
    } & {fold(name) for name in authors}
    if not declared:
        return
    wrong: set[str] = set()
    for piece in _lines(found):
        where = place(piece.box.element)
        if where not in wrong and (named := {fold(name) for name in names_in(piece)}):
            yield Sighting("byline", where, named <= declared)
            if not named <= declared:
                wrong.add(where)


def _times(page: Page, found: Selection, language: str | None, date: ArticleDate) -> Iterator[Sighting]:
    """Where the day that the page declares is shown, and where another."""
    if date.day is None or date.basis.rule not in DECLARED or date.day in _days_of_fetch(page):
        return
    dialect = dialect_of(page, language)
    for piece in _lines(found):
        if not YEAR.search(piece.text):
            continue
        for reading in read_text(piece.text, dialect):
            day = reading.value[:10]
            before = fold_text(piece.text[: reading.start])
            if len(day) < 10 or reading.ambiguous or label_of(before) in ("modified", "other"):
                continue
            yield Sighting("time", place(piece.box.element), day == date.day)
            break


def _days_of_fetch(page: Page) -> set[str]:
    """The day of the fetch, anywhere on Earth: then a masthead shows the right day too, and nothing is learned."""
    at = page.fetched_at
    return {(at + timedelta(hours=hours)).date().isoformat() for hours in (-12, 0, 14)} if at else set()


def _sites(found: Selection, offered: list[Offer], title: str | None) -> Iterator[Sighting]:
    """What the document's title has before or after the headline; wrong where a heading shows it as part of the headline.

    `<title>Council: mill to close | Argus` over `<h1>Council: mill to close`: "Argus" is right, "Council" wrong.
    """
    shown = {fold(piece.text) for piece in found.pieces if piece.box.tag in HEADINGS}
    own = set(outer_parts(title)) if title and fold(title) in shown else set()
    for offer in offered:
        if offer.place == "title":
            for part in outer_parts(offer.text):
                yield Sighting("site", part, fold(offer.text) not in shown and part not in own)


def _texts(first: Selection) -> Iterator[Sighting]:
    """The first paragraphs of the text as it was before it was judged: the source may have them on other stories' pages."""
    keys = (repeated_key(piece) for piece in first.story if is_prose(piece) and piece.order not in first.lead)
    yield from (Sighting("repeated", key, True) for key in islice(filter(None, keys), MAX_PARAGRAPHS))


def _lines(found: Selection) -> Iterator[Piece]:
    """Short lines about the story that are not of its body."""
    story = {piece.order for piece in found.story if is_prose(piece)}
    return (piece for piece in lines_about(found.pieces, found.title_order, story) if piece.order not in story)
