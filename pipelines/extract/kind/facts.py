"""Facts about a page that decide its kind: names of its template, live blogs and pictures by address, days, links and prose."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property, lru_cache

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
from pipelines.extract.story.selection import Selection, is_link
from pipelines.page.outline import Piece
from pipelines.page.page import Page
from pipelines.page.structured import article_nodes, types

LIVE_URL = re.compile(
    r"/(?:live(?:-?blogs?|-?ticker|-updates?|-news)?|minuto-a-minuto|en-direct|diretta|directo|en-vivo)/"
    r"|(?:^|[/_-])(?:live-?blog|live-?ticker|live-updates|minuto-a-minuto)(?=$|[/_.?-])"
    r"|-news-?ticker(?=$|[-_.?])",
    re.IGNORECASE,
)
"""A folder of live coverage, by its whole name; or, anywhere in an address, what only live coverage is called."""
LIVE_TITLE = re.compile(
    r"(?:^|[\s–—|:(\[])(?:(?i:live ?blog|live ?ticker|live updates?|minuto a minuto|liveblogg)(?=$|[\s–—|:)\].,])"
    r"|(?i:[\w-]*ticker)(?=\s*[:|–])|(?:LIVE|EN DIRECT|DIRETTA|EN VIVO)(?=$|\s*[–—|:)\]]))"
)
"""Shouted words are labels only where they stand apart: with a mark behind them, or at the end."""
VIDEO_URL = re.compile(r"/(?:videos?|watch|mediathek|vidéos?|tv-video)/", re.IGNORECASE)
GALLERY_URL = re.compile(
    r"/(?:galler(?:y|ies)|fotostrecken?|bildergalerien?|diaporamas?|fotogaler\w*|photos?|slideshows?|"
    r"in-pictures|fotos|galerie|galerij)/",
    re.IGNORECASE,
)
STORY_PROSE = 250
"""Characters of prose that make a story of a page that does not call itself one."""
SHOWN_DAY = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./]\d\d)(?!\d)")
WHOLE_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d\s?[-./年년]\s?\d|\d\d?[./-]\d\d?[./-](?:19|20)?\d\d(?!\d)"
    r"|\d\d?\.?\s(?:de\s)?[^\W\d]{3,}\.?,?\s(?:de\s)?(?:19|20)\d\d)|[^\W\d]{3,}\.?\s\d\d?,?\s(?:19|20)\d\d"
)
COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
"""A year beside it is that of the site's rights, and no day of a story."""
MAX_LINE_CHARS = 200
"""Characters of a line that shows a day; a longer one is a paragraph."""
LINES_AROUND = 6
"""Pieces before a story, and after it, among which its day is shown."""
LINES_BETWEEN = 20
"""Pieces that may stand between a headline and its story: day, source, tools, a note."""
LINKS_IN_TEXT = 3
"""Links as long as headlines that end a text: one or two stand between the paragraphs of many stories."""


class Template(StrEnum):
    """What a template makes, by the classes that its system writes on the body: `single-post`, `archive`, `error404`."""

    STORY = "story"
    LISTING = "listing"
    ATTACHMENT = "attachment"
    STATIC = "static"
    FRONT = "front"
    ERROR = "error"


WHOLE = {
    Template.ATTACHMENT: r"attachment|attachmentid-\d+|(?:single|image)-attachment|portaltype-(?:image|file)|page_document",
    Template.ERROR: r"error-?404|page-?404|not-found|error-template|page-not-found",
    Template.STORY: r"single|single-(?:post|article|news|story)|postid-\d+|post-template(?:-.+)?|single-format-.+|item-view"
    r"|(?:page-)?node-type-(?:article|news|story|blog(?:-post)?)|blog-post-page|portaltype-news-item|mt-entry-archive"
    r"|(?:[a-z]+-)?(?:article|news|newsitem|blog|blogpost|story)page",
    Template.LISTING: r"archive|category|tag|author|date|paged|search(?:-(?:no-)?results)?|tax-.+|author-\d+|list"
    r"|post-type-archive(?:-.+)?|path-(?:frontpage|taxonomy|user|search)|page-(?:taxonomy|user|views)|blog-(?:list|archive)-page"
    r"|blog-(?:tags|authors)-.+|portaltype-(?:collection|topic|folder|plone-site)|post-?index|archive-?page|index-view"
    r"|mt-(?:main-index|archive-index|category-archive|datebased-.+)|(?:[a-z]+-)?(?:article|news|blog|post|story)(?:index|list)page",
    Template.FRONT: r"home|blog|front(?:-?page)?",
    Template.STATIC: r"page|page-id-\d+|static-?page|page-template(?:-default)?|portaltype-document|mdx-page|docs-doc-page"
    r"|(?:[a-z]+-)?webpage",
}
"""Names that say so as they stand. `home` and `blog` are those of whole sites, too, and count at a front page's address only."""
WORDS = {
    Template.STORY: "article post story news-article blog-post blog-entry entry breve newsitem",
    Template.LISTING: "archive archives category categories tag tags author taxonomy term section list listing summary index "
    "home front featured search rubrique mot auteur sommaire recherche plan blog blog-index tagpage collection",
    Template.ATTACHMENT: "attachment image file",
    Template.STATIC: "page basic-page static document",
}
"""Words that say so between the affixes that systems put on them."""
AFFIXED = re.compile(
    r"(?:template|kind|layout|view|page_?type)[-_](?P<after>[a-z-]+?)(?:_view)?"
    r"|(?P<before>[a-z-]+)-template|page_(?P<spip>[a-z]+)"
)
MAX_CLASS_CHARS = 2000
"""Characters of a class attribute that are looked at."""


def templates(page: Page) -> frozenset[Template]:
    """What the names of `<html>` and `<body>` say; of a page with both a list's and a story's names, both."""
    body = page.tree.find("body")
    called = [page.tree.get("class") or ""]
    if body is not None:
        called += [body.get("class") or "", body.get("data-template") or "", body.get("data-page-type") or ""]
    return frozenset(
        found for names in called for name in names[:MAX_CLASS_CHARS].lower().split() for found in _template(name)
    )


@lru_cache(maxsize=20_000)
def _template(name: str) -> frozenset[Template]:
    """The templates that one name says.

    >>> sorted(_template("tag-template")), sorted(_template("category-sport")), sorted(_template("postid-24"))
    ([<Template.LISTING: 'listing'>], [], [<Template.STORY: 'story'>])
    """
    whole = {template for template, pattern in _WHOLE.items() if pattern.fullmatch(name)}
    affixed = AFFIXED.fullmatch(name)
    word = next((part for part in affixed.groups() if part), "") if affixed else ""
    return frozenset(whole or {template for template, words in _WORDS.items() if word in words})


_WHOLE = {template: re.compile(pattern) for template, pattern in WHOLE.items()}
_WORDS = {template: frozenset(words.split()) for template, words in WORDS.items()}


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
        return url_kind(self.page.url) if self.page.url else None

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
        known = self.templates - {Template.STATIC, Template.FRONT}
        return self.resource == "posts" or (
            Template.STORY in known and not known & {Template.LISTING, Template.ATTACHMENT}
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
    """True if a piece is a link as long as a headline, alone or beside a day."""
    return piece.size >= 25 and is_link(piece)


def _shows_day(piece: Piece) -> bool:
    if len(piece.text) >= MAX_LINE_CHARS or SHOWN_DAY.search(piece.text) is None:
        return False
    return COPYRIGHT.search(piece.text) is None or WHOLE_DAY.search(piece.text) is not None
