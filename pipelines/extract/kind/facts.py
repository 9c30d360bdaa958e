"""What is known of one page that tells its kind: each fact is looked for once, and only if a rule asks."""

from __future__ import annotations

import re
from functools import cached_property

from pipelines.base.urls.kinds import UrlKind, url_kind
from pipelines.extract.kind.declared import (
    elsewhere,
    has_own_story,
    is_called_article,
    own_keys,
    resource,
    states_publication,
)
from pipelines.extract.kind.entries import Entries, entries
from pipelines.extract.kind.names import Template, templates
from pipelines.extract.story.story import Selection
from pipelines.page.outline import Piece
from pipelines.page.page import Page
from pipelines.page.structured import article_nodes, types

STORY_PROSE = 250
"""Characters of prose that make a story of a page that does not call itself one."""
SHOWN_DAY = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./]\d\d)(?!\d)")
WHOLE_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d\s?[-./年년]\s?\d|\d\d?[./-]\d\d?[./-](?:19|20)?\d\d(?!\d)"
    r"|\d\d?\.?\s(?:de\s)?[^\W\d]{3,}\.?,?\s(?:de\s)?(?:19|20)\d\d)|[^\W\d]{3,}\.?\s\d\d?,?\s(?:19|20)\d\d"
)
MAX_LINE_CHARS = 200
"""Characters of a line that shows a day; a longer one is a paragraph."""
LINES_AROUND = 6
"""Pieces before a story, and after it, among which its day is shown."""
LINES_BETWEEN = 20
"""Pieces that may stand between a headline and its story: day, source, tools, a note."""
LINKS_IN_TEXT = 3
"""Links as long as headlines that end a text: one or two stand between the paragraphs of many stories."""


class Facts:
    """What is known of one page, each looked for once and only if a rule asks."""

    def __init__(self, page: Page, found: Selection, title: str | None, authors: tuple[str, ...]) -> None:
        self.page, self.found, self.title, self.authors = page, found, title, authors
        self.prose = sum(piece.size for piece in found.story)

    @cached_property
    def types(self) -> set[str]:
        """Every `@type` in the page's JSON-LD, such as NewsArticle or CollectionPage."""
        return {t for node in self.page.jsonld for t in types(node)}

    @cached_property
    def templates(self) -> frozenset[Template]:
        """The templates that the body's classes and id name: WordPress writes `single-post` on a story, `archive` on a list."""
        return templates(self.page)

    @cached_property
    def resource(self) -> str | None:
        """The collection that the page belongs to in its system's API, as its head links to it, such as posts or tags."""
        return resource(self.page)

    @cached_property
    def url_kind(self) -> UrlKind | None:
        """What the address tells of the kind: a listing for `/tag/bridges`, static for `/privacy`; None if nothing."""
        return url_kind(self.page.url)

    @cached_property
    def own(self) -> set[str]:
        """The URL keys that are this page's own: where it answered, its canonical link and `og:url`."""
        return own_keys(self.page)

    @cached_property
    def entries(self) -> Entries:
        """The page's entries: headings that link to other pages, each with the text below it, as lists have them."""
        return entries(self.page, self.found, self.own)

    @cached_property
    def own_story(self) -> bool:
        """Whether the structured data describes an article at this address, or under this headline where it names none."""
        return has_own_story(self.page, self.own)

    @cached_property
    def described_elsewhere(self) -> set[str]:
        """The keys of the pages that the structured data describes if they all are others: the stories of a list."""
        return elsewhere(self.page, self.own, article_nodes(self.page.jsonld))

    @property
    def may_be_story(self) -> bool:
        """True if the page holds an article of its own, by its structured data or its template."""
        return self.is_template_of_story or self.own_story

    @cached_property
    def is_declared(self) -> bool:
        """Whether the page declares itself an article in JSON-LD, microdata or `og:type`; lists do so as well."""
        return bool(article_nodes(self.page.jsonld)) or is_called_article(self.page)

    @cached_property
    def is_template_of_story(self) -> bool:
        """True if template or API say that the page is one post, and nothing that it is a list."""
        told = self.templates - {Template.STATIC, Template.FRONT}
        return self.resource == "posts" or (
            Template.STORY in told and not told & {Template.LISTING, Template.ATTACHMENT}
        )

    @cached_property
    def is_dated(self) -> bool:
        """True if the page states its publication, shows a day about its story, or has a day in its address."""
        if states_publication(self.page, self.own) or self.url_kind == UrlKind.STORY:
            return True
        story = [piece.order for piece in self.found.story]
        first, last = min(story, default=0), max(story, default=-1)
        near = (
            self.found.pieces[max(0, first - LINES_AROUND) : first]
            + self.found.pieces[last + 1 : last + 1 + LINES_AROUND]
        )
        return any(map(_shows_day, near))

    @cached_property
    def is_dated_under_headline(self) -> bool:
        """True if a text stands right under the page's headline, before any list, and the page dates it: it is one story.

        A day counts in a `<meta>`, in the address, or between headline and text: lists have theirs at the entries.
        """
        title, story = self.found.title_order, self.found.story
        if self.url_kind == UrlKind.LISTING or title < 0 or not story:
            return False
        if not 0 <= story[0].order - title <= LINES_BETWEEN:
            return False
        first = story[0].order
        linked = [piece.order for piece in self.found.pieces[first:] if is_linked_title(piece)][:LINKS_IN_TEXT]
        end = linked[-1] if len(linked) == LINKS_IN_TEXT else len(self.found.pieces)
        opening = sum(piece.size for piece in story if piece.order < end)
        if opening < max(STORY_PROSE, self.prose / 2):
            return False
        if states_publication(self.page, in_meta=True) or self.url_kind == UrlKind.STORY:
            return True
        between = self.found.pieces[title + 1 : first]
        return any(len(piece.text) < MAX_LINE_CHARS and WHOLE_DAY.search(piece.text) for piece in between)


def is_linked_title(piece: Piece) -> bool:
    """True if a piece is a link as long as a headline."""
    return piece.link_share > 0.8 and piece.size >= 25


def _shows_day(piece: Piece) -> bool:
    return len(piece.text) < MAX_LINE_CHARS and SHOWN_DAY.search(piece.text) is not None
