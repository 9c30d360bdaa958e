"""Where on a page a date stands, as a reader sees it: at the headline, in a byline, a masthead, a related story, a comment."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.etree import _Element

from pipelines.dates.page.walk import SHORT, Spot, Walk
from pipelines.dates.text.labels import label_of
from pipelines.dates.text.words import begins_with_weekday, fold_text
from pipelines.page.places import place
from pipelines.page.roles import is_dated, named, names
from pipelines.page.surroundings import Surroundings
from pipelines.page.vocabulary import Role

CONTEXTS = {
    Role.COMMENT: "comment",
    Role.FOOTER: "footer",
    Role.LEGAL: "footer",
    Role.MASTHEAD: "masthead",
    Role.NAVIGATION: "masthead",
}
"""Contexts of dates in boxes apart from the story; in all others they are `related` stories'."""
NEAR = frozenset({"headline", "byline"})
QUOTING = frozenset({"blockquote", "dd", "table"})
OTHER_NAME = re.compile(
    r"(?<![^\W_])(?:event|deadline|expir|birth|(?<!press.)(?<!news.)release(?!.meta))", re.IGNORECASE
)
CLOCK = re.compile(r"\d{4}\D.*\d{1,2}:\d\d")
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
        if self.list_places and alone in NEAR and place(spot.element) in self.list_places:
            return "related"
        if alone not in STRONG and len(spot.text) <= LINE and self.surroundings.is_by_another_headline(spot.element):
            return "related"
        if self.day_places and alone not in NEAR and place(spot.element) in self.day_places:
            return LEARNED
        return alone

    def alone(self, spot: Spot) -> str:
        """Where a date stands, from the boxes around it and its distance from the headline."""
        apart = self.surroundings.apart(spot.element)
        if apart is not None:
            return CONTEXTS.get(apart, "related")
        own_name = self._own_name(spot.element)
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

    def _opens_story(self, spot: Spot) -> bool:
        """True if no paragraph stands between the headline and a date, however far down menus and lists push it."""
        head = self.headline
        told = bool(self.surroundings.paragraphs)
        return told and head is not None and spot.chars > head.chars and spot.prose == head.prose

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
            if next(around.iter("h2"), None) is not None:
                return True
            around = around.getparent()
        return False

    def _own_name(self, element: _Element) -> str | None:
        """`byline` for a box that is called a date's or a byline's; `body` for a quotation, table or list of facts; `caption` for
        one, and for a box that is called another date's: `event-date`.
        """
        around: _Element | None = element
        depth = 0
        while around is not None and around not in self.surroundings.own:
            depth += 1
            called = names(around)
            if around.tag == "figcaption" or (called and depth <= CAPTION_DEPTH and Role.CAPTION in named(called).sure):
                return "caption"
            if called and is_dated(called):
                return "caption" if OTHER_NAME.search(called) else "byline"
            if around.tag == "dd" and _tells_posting(around):
                return "byline"
            if around.tag in QUOTING:
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
