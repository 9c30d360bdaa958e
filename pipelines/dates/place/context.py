"""Where on a page a date stands, as a reader sees it: at the headline, in a byline, a masthead, a related story, a comment."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from itertools import chain, islice, takewhile

from lxml.etree import _Element

from pipelines.dates.place.walk import SHORT, Spot, Walk
from pipelines.dates.read.labels import is_labelled, label_of
from pipelines.dates.read.words import begins_with_weekday, fold_text
from pipelines.lexicon.vocabulary import Role
from pipelines.page.outline import place
from pipelines.page.roles import is_dated, named, names
from pipelines.page.surroundings import Surroundings, role_of, role_of_names
from pipelines.page.teasers import LARGEST_BOX

CONTEXTS = {
    Role.COMMENT: "comment",
    Role.FOOTER: "footer",
    Role.LEGAL: "footer",
    Role.MASTHEAD: "masthead",
    Role.NAVIGATION: "masthead",
}
"""Contexts of dates in boxes apart from the story; in all others they are `related` stories'."""
BY_THE_STORY = frozenset({"headline", "byline"})
QUOTING = frozenset({"blockquote", "dd", "table"})
PICTURES = ("img", "picture", "figure", "video", "iframe", "svg", "canvas", "amp-img")
TEXT_PART = re.compile(r"(?:paragraph|text|header|headline|title|intro|lead|date|article)_{1,2}caption", re.IGNORECASE)
"""A name that calls a box the caption of a text: `article-paragraph__caption`."""
TYPOGRAPHY = re.compile(r"typography|caption-with-letter-spacing", re.IGNORECASE)
"""In names of design systems that call small print `caption`: `MuiTypography-caption`, and Shopify's."""
OTHER_NAME = re.compile(
    r"(?<![^\W_])(?:event|deadline|expir|birth|(?<!press.)(?<!news.)release(?!.meta))", re.IGNORECASE
)
CLOCK = re.compile(r"\d{4}\D.*\d{1,2}:\d\d")
BARE_DATE = re.compile(
    r"\d{1,4}(?:\W{1,3}[^\W\d_]{1,12}){0,3}(?:\W{1,3}\d{1,4}){1,2}(?:\W{1,3}\d\d?[:.h]\d\d(?::\d\d)?(?:\s?(?:uhr|[ap]m))?)?",
    re.IGNORECASE,
)
"""All of a text that is a day: `5. März 2019, 22:55 Uhr`."""
MAX_BOX_TEXTS, MAX_BOX_ELEMENTS = 120, 200
"""Texts of a small box, and elements of one that are looked at before a date."""
STANDFIRST_WORDS = 6
"""Words that a heading has which is a standfirst, no box's."""
LEARNED = "learned"
STRONG = frozenset({"comment", "related", "footer", "masthead"})
AFTER, BEFORE = 900, 200
"""Characters of text after and before the headline within which a date is still the story's."""
STANDFIRST = 450
"""Characters of paragraphs that may stand between the headline and the story's date."""
RIGHT_ABOVE = 100
LINE = 80
"""Characters of a text that may date a box; a longer one is a sentence of the story."""
CAPTION_DEPTH = 3
"""Elements from a date outwards of which one may be called a caption; whole pages of pictures are called so too."""
ENTRIES = 3
"""Different dates in one place of a page without paragraphs that make it a list."""


@dataclass(frozen=True, slots=True)
class Contexts:
    """What decides the contexts of a page's dates.

    `day_places` are the places where the page's source is known to show the day of publication, `list_places` those that show
    the days of a list's entries.
    """

    surroundings: Surroundings
    headline: Spot | None
    day_places: frozenset[str]
    list_places: frozenset[str]

    def context(self, spot: Spot) -> str:
        """Where a date stands: headline byline masthead related comment footer body; `learned` where only `day_places` say so."""
        alone = self.alone(spot)
        if self.list_places and alone in BY_THE_STORY and place(spot.element) in self.list_places:
            return "related"
        if alone not in STRONG and len(spot.text) <= LINE and self.surroundings.is_by_another_headline(spot.element):
            return "related"
        if self.day_places and alone not in BY_THE_STORY and place(spot.element) in self.day_places:
            return LEARNED
        return alone

    def alone(self, spot: Spot) -> str:
        """Where a date stands, from the boxes around it and its distance from the headline."""
        apart = self.surroundings.apart(spot.element)
        if apart is not None and not self._is_own_place(spot, apart):
            return CONTEXTS.get(apart, "related")
        own_name = self._own_name(spot)
        near = self.is_near_headline(spot) or (own_name == "byline" and self._opens_story(spot))
        if own_name == "caption" or (near and own_name is None and self._has_own_heading(spot.element)):
            return "related"
        if self.headline is None:
            return "headline" if own_name == "byline" else own_name or "body"
        if spot.chars < self.headline.chars and self._is_above_story(spot, self.headline, own_name):
            return "masthead"
        if not near:
            own_footer = own_name == "byline" and self.surroundings.is_in_own_footer(spot.element)
            return "byline" if own_footer else "body"
        if own_name == "byline" and spot.chars >= self.headline.chars:
            return "byline"
        return "headline" if own_name in (None, "byline") else "body"

    def is_near_headline(self, spot: Spot) -> bool:
        """True if a date so close to the headline is the story's."""
        head = self.headline
        if head is None or not -BEFORE <= spot.chars - head.chars <= AFTER:
            return False
        return spot.prose - head.prose <= STANDFIRST

    def _is_own_place(self, spot: Spot, apart: Role) -> bool:
        """True if a box that is called apart from the story holds its date: a labelled one in the footer of the story's column,
        and others by the headline that only a longer name calls so.
        """
        around = chain((spot.element,), spot.element.iterancestors())
        inside = list(takewhile(lambda box: box not in self.surroundings.own, around))
        if not inside:
            return False
        if apart is Role.FOOTER:
            return inside[-1].getparent() not in self.surroundings.frame and _opens_with_label(spot)
        if not self.is_near_headline(spot):
            return False
        called = [box for box in inside if role_of(box) is not None]
        if apart is Role.CAPTION and all(self._is_without_picture(spot, box) for box in called):
            return True
        if apart is Role.COMMENT:  # `<p class="entry-meta"><span class="comments">3 May | 33 comments</span></p>`
            outer = inside[inside.index(called[-1]) + 1 :]
            return any(is_dated(names(box)) for box in outer) and 0 < len(_text(called[-1]) or "") <= LINE
        blocks = {name.partition("__")[0] for own in self.surroundings.trunk for name in _classes(own)}
        return all(_is_part(box, blocks) for box in called)

    def _is_without_picture(self, spot: Spot, caption: _Element) -> bool:
        """True if a box before the story that is called a caption of a text (`paragraph__caption`) has no picture beside it."""
        around = caption.getparent()
        called = [name for name in _classes(caption) if Role.CAPTION in named(name).sure]
        if around is None or not called or not self.is_before_story(spot) or not all(map(TEXT_PART.search, called)):
            return False
        return not any(next(box.iter(*PICTURES), None) is not None for box in (around, *_neighbours(caption)))

    def is_before_story(self, spot: Spot) -> bool:
        """True if no paragraph stands between the headline and a date behind it."""
        return self.headline is not None and spot.prose <= self.headline.prose

    def _opens_story(self, spot: Spot) -> bool:
        """True if no paragraph stands between the headline and a date, however far down menus and lists push it."""
        head = self.headline
        has_text = bool(self.surroundings.paragraphs)
        return has_text and head is not None and spot.chars > head.chars and self.is_before_story(spot)

    def _is_above_story(self, spot: Spot, headline: Spot, own_name: str | None) -> bool:
        """True if a date before the headline is the paper's: a weekday first, as mastheads write it, or far up in a header.

        A place that is called a date's or a byline's is the story's unless it shares only the page with the headline.
        """
        weekday = begins_with_weekday(spot.text)
        if weekday and own_name is None:
            return True
        trunk = self.surroundings.trunk
        common: _Element | None = spot.element
        while common is not None and common not in trunk:
            common = common.getparent()
        if common is not None and common not in self.surroundings.frame:
            return False
        far = headline.chars - spot.chars > RIGHT_ABOVE
        return weekday or (far and any(a.tag == "header" for a in spot.element.iterancestors()))

    def _has_own_heading(self, element: _Element) -> bool:
        """True if a box around a date, which is not the story's, has a heading of its own: `<div><h2>On this day</h2>…`."""
        around = element.getparent() if self.surroundings.paragraphs else None
        while around is not None and around not in self.surroundings.own:
            heading = _heading_of(around, element)
            if heading is not None and heading.tag == "h2" and self._is_of_box(heading, around, element):
                return True
            around = around.getparent()
        return False

    def _is_of_box(self, heading: _Element, box: _Element, element: _Element) -> bool:
        """True if a heading is a box's own: not a standfirst of several words that only a date's line follows in it, and at most
        links for sharing precede: `Event`, `Read also` and the like do not.
        """
        said = " ".join(" ".join(heading.itertext()).split())
        if len(said.split()) < STANDFIRST_WORDS or not self.surroundings.is_by_headline(heading):
            return True
        line = " ".join(" ".join(element.itertext()).split())
        above = takewhile(lambda one: one is not heading, box.iter("a", "button", str(heading.tag)))
        links = [text for one in above if one.tag != heading.tag and (text := _text(one))]
        return next(heading.iter("a"), None) is not None or _text(box) != " ".join([*links, said, line])

    def _own_name(self, spot: Spot) -> str | None:
        """`byline` for a box that is called a date's or a byline's; `body` for a quotation, table or list of facts; `caption` for
        one, and for a box that is called another date's: `event-date`.
        """
        around: _Element | None = spot.element
        depth = 0
        while around is not None and around not in self.surroundings.own:
            depth += 1
            called = names(around)
            captions = called and depth <= CAPTION_DEPTH and Role.CAPTION in named(called).sure
            small_print = captions and (_is_small_print(around, called) or self._is_without_picture(spot, around))
            if around.tag == "figcaption" or (captions and not small_print):
                return "caption"
            if called and is_dated(called):
                return "caption" if OTHER_NAME.search(called) else "byline"
            if around.tag == "dd" and _tells_posting(around):
                return "byline"
            if around.tag in QUOTING and not (self.is_before_story(spot) and _is_row(around)):
                return "body"
            around = around.getparent()
        return None


def _tells_posting(fact: _Element) -> bool:
    """True for a fact whose term says when the page was posted, to the minute: `<dt>Published</dt><dd>3 May 2025 14:20`.

    A book's day of publication has no clock.
    """
    term = fact.getprevious()
    if term is None or term.tag != "dt" or not CLOCK.search(fact.text or ""):
        return False
    return label_of(fold_text(" ".join(term.itertext())[:SHORT])) == "published"


def _classes(box: _Element) -> list[str]:
    return (box.get("class") or "").split()


def _is_part(box: _Element, blocks: Container[str]) -> bool:
    """True if what calls a box apart is the name of one of `blocks` before a part's: `story-teaser__date` in `story-teaser`."""
    names_of_parts = [name.partition("__") for name in _classes(box) if role_of_names(name) is not None]
    return bool(names_of_parts) and all(
        part and block in blocks and role_of_names(part) is None for block, _, part in names_of_parts
    )


def _opens_with_label(spot: Spot) -> bool:
    """True if the words before a date are the label of a publication."""
    said = fold_text(f"{spot.before} {spot.text}")
    first = fold_text(spot.text)
    m = re.search(r"\d", first)
    return m is not None and is_labelled(said[: len(said) - len(first) + m.start()])


def _heading_of(box: _Element, element: _Element) -> _Element | None:
    """The first second-level heading of a box, if it stands before an element or the box is short."""
    heading = next(box.iter("h2"), None)
    if heading is None or _text(box) is not None:
        return heading
    return next(
        (one for one in islice(box.iter("h2", str(element.tag)), MAX_BOX_ELEMENTS) if one in (heading, element)), None
    )


def _text(box: _Element) -> str | None:
    """All text of a small element, white space folded; None for one as large as a story."""
    pieces = list(islice(box.itertext(), MAX_BOX_TEXTS))
    text = " ".join(" ".join(pieces).split())
    return text if len(pieces) < MAX_BOX_TEXTS and len(text) <= LARGEST_BOX else None


def _is_small_print(caption: _Element, called: str) -> bool:
    """True if a caption is no picture's: `<span class="MuiTypography-caption">`, `<div class="author"><div class="caption">`."""
    if TYPOGRAPHY.search(called):
        return True
    around = caption.getparent()
    return around is not None and is_dated(names(around)) and next(around.iter(*PICTURES), None) is None


def _neighbours(box: _Element) -> list[_Element]:
    """The elements right before and behind a box."""
    return [near for near in (box.getprevious(), box.getnext()) if near is not None]


def _is_row(table: _Element) -> bool:
    """True of a table with which old pages lay out a line, and that holds nothing but a date."""
    return table.tag == "table" and BARE_DATE.fullmatch(_text(table) or "") is not None


def contexts(surroundings: Surroundings, found: Walk, day_places: frozenset[str]) -> Contexts:
    """The contexts of one page's dates."""
    return Contexts(surroundings, found.headline, day_places, _list_places(surroundings, found))


def _list_places(surroundings: Surroundings, found: Walk) -> frozenset[str]:
    """The places in which several different short texts with a date stand, on a page that tells no story."""
    if surroundings.paragraphs or len(found.texts) + len(found.times) < ENTRIES:
        return frozenset()
    texts: dict[str, set[str]] = defaultdict(set)
    for spot in (*found.texts, *found.times):
        text = (spot.element.get("datetime") or spot.text).strip()
        if 0 < len(text) <= SHORT:
            texts[place(spot.element)].add(text)
    return frozenset(where for where, different in texts.items() if len(different) >= ENTRIES)
