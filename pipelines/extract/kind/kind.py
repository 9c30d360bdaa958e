"""What a page is: article, listing, live, video, gallery, other; with the named rule that says so.

The rules are asked in order. The first ask for what a page surely is: its template's name, its own address in the system's API, a
list of other pages where the story would be. What a page only declares to search engines counts after these: systems call
archives and static pages articles, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from pipelines.base.urls.kinds import UrlKind, is_surely_list
from pipelines.extract.kind.declared import (
    continues_story,
    hangs_on_story,
    is_called_article,
    is_static,
    list_types,
    stated_title,
    states_publication,
)
from pipelines.extract.kind.entries import MIN_ENTRIES, has_own_headline, is_beside
from pipelines.extract.kind.facts import (
    GALLERY_URL,
    LIVE_TITLE,
    LIVE_URL,
    STORY_PROSE,
    VIDEO_URL,
    Facts,
    Template,
    is_linked_title,
)
from pipelines.extract.story.selection import Selection, find_blurbs
from pipelines.lake.values import KindBasis, PageKind
from pipelines.lexicon.notices import is_missing, is_notice, is_placeholder
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import fold
from pipelines.page.mass import is_prose
from pipelines.page.outline import Piece
from pipelines.page.page import Page
from pipelines.page.structured import article_nodes

MIN_PROSE = 80
"""Characters of a story that calls itself one, or stands under a headline."""
MAX_MEDIA_PROSE_CHARS = 1200
"""Characters of prose beyond which a page with a video or pictures is an article."""
FRONT_PROSE = 600
LOCKED_FORM = 400
"""Characters of a form up to which it may be all that a protected post shows."""
SELF_PROSE = 400
"""Characters of a page titled About or Contact up to which it is no story, whatever it states."""
SELF_TITLE = pattern(r"<<kind.static_title>>\W*", re.IGNORECASE)
"""Headlines of pages in which a site speaks of itself."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The kind of a page, and the rule that decided it (`kind_basis` of the documents)."""

    kind: PageKind
    basis: KindBasis


Rule = Callable[[Facts], Judged | None]


def kind(page: Page, found: Selection, title: str | None, authors: tuple[str, ...] = ()) -> Judged:
    """The kind of a page whose story was `found`, by the first of RULES that knows."""
    facts = Facts(page, found, title, authors)
    return next(judged for rule in RULES if (judged := rule(facts)) is not None)


def attachment(facts: Facts) -> Judged | None:
    """OTHER for the page of a picture or file that belongs to a story, such as `/2026/11/25/mill-burns-down/pier/`."""
    if facts.resource == "media" or Template.ATTACHMENT in facts.templates:
        return Judged(PageKind.OTHER, KindBasis.ATTACHMENT)
    if facts.own_story or facts.is_template_of_story:
        return None
    by_url = facts.url_kind == UrlKind.ATTACHMENT or (facts.prose < STORY_PROSE and hangs_on_story(facts.page))
    return Judged(PageKind.OTHER, KindBasis.ATTACHMENT) if by_url else None


def further_page(facts: Facts) -> Judged | None:
    """OTHER for a further page of a story or of its comments: its text begins in the middle, and all else is the story's."""
    return Judged(PageKind.OTHER, KindBasis.FURTHER_PAGE) if continues_story(facts.page) else None


def error(facts: Facts) -> Judged | None:
    """OTHER for an error page by its template: a body of class `error404`."""
    return Judged(PageKind.OTHER, KindBasis.ERROR) if Template.ERROR in facts.templates else None


def missing(facts: Facts) -> Judged | None:
    """OTHER for a soft 404: "Page not found" under status 200, often above a list of the latest stories."""
    if facts.may_be_story:
        return None
    applies = is_missing(facts.title, [piece.text for piece in facts.found.story])
    return Judged(PageKind.OTHER, KindBasis.MISSING) if applies else None


def placeholder(facts: Facts) -> Judged | None:
    """OTHER for the post that a publishing system writes into a new site ("Welcome to WordPress. This is your first post")."""
    applies = is_placeholder([piece.text for piece in facts.found.story if is_prose(piece)])
    return Judged(PageKind.OTHER, KindBasis.PLACEHOLDER) if applies else None


def locked(facts: Facts) -> Judged | None:
    """OTHER for a page whose only text stands in a short form that asks for a password: a protected post of WordPress."""
    applies = facts.prose < STORY_PROSE and is_locked(facts.page, facts.found) and not facts.own_story
    return Judged(PageKind.OTHER, KindBasis.NOTICE) if applies else None


def list_template(facts: Facts) -> Judged | None:
    """A list by the name of its template or in the system's API, where no story of its own is declared."""
    if facts.resource is not None:
        applies = facts.resource in ("categories", "tags", "users")
        return Judged(PageKind.LISTING, KindBasis.LISTING_RESOURCE) if applies else None
    if Template.LISTING not in facts.templates or Template.STORY in facts.templates or facts.own_story:
        return None
    doubtful = (
        states_publication(facts.page, facts.own) and not facts.entries.entries and facts.url_kind != UrlKind.LISTING
    )
    return None if doubtful else Judged(PageKind.LISTING, KindBasis.LISTING_TEMPLATE)


def list_of_entries(facts: Facts) -> Judged | None:
    """A list by what it is made of: what would be its story stands under headings that lead to other pages.

    Some themes declare every list to be an article of its own: structured data does not count against entries that are all there
    is. An endless page has other stories below its own; a forum's thread has the names of its members. One entry makes a list
    where the address says so, or the structured data describes that story, at its own address, below a headline of the list's.
    """
    sure = is_surely_list(facts.page.url)
    if facts.is_template_of_story:
        return None
    if facts.own_story and not sure and (has_own_headline(facts.found) or not facts.entries.are_all(facts.found)):
        return None
    several = facts.entries.of_story(facts.found)
    if several >= MIN_ENTRIES:
        return Judged(PageKind.LISTING, KindBasis.ENTRIES)
    listed = sure or (facts.url_kind == UrlKind.LISTING and not facts.own_story)
    listed = listed or _lists_described_story(facts)
    return Judged(PageKind.LISTING, KindBasis.ENTRY_AND_ADDRESS) if several and listed else None


def _lists_described_story(facts: Facts) -> bool:
    """True if an entry leads to a story that the structured data describes, below another headline that is the page's own."""
    shown = fold(f"{facts.title or ''} {stated_title(facts.page)}")
    described = (entry for entry in facts.entries.entries if entry.key in facts.described_elsewhere)
    return has_own_headline(facts.found) and any(fold(entry.title) not in shown for entry in described)


def list_type(facts: Facts) -> Judged | None:
    """LISTING where JSON-LD says CollectionPage, ItemList, ProfilePage …, and neither template nor data speak of a story."""
    applies = not facts.may_be_story and list_types(facts.page, facts.own)
    return Judged(PageKind.LISTING, KindBasis.LISTING_TYPE) if applies else None


def list_address(facts: Facts) -> Judged | None:
    """A list by its address, where it has no text of its own or nothing else is kept under such addresses."""
    if facts.url_kind != UrlKind.LISTING or facts.may_be_story:
        return None
    short = facts.prose < STORY_PROSE and not facts.is_declared
    sure = is_surely_list(facts.page.url) and not states_publication(facts.page, facts.own)
    return Judged(PageKind.LISTING, KindBasis.LISTING_ADDRESS) if short or sure else None


def static(facts: Facts) -> Judged | None:
    """OTHER for a page in which the site speaks of itself (About, Privacy, Imprint), by address, title, type or template."""
    if facts.is_template_of_story and not (facts.resource is None and facts.url_kind == UrlKind.STATIC):
        return None
    if facts.url_kind == UrlKind.STATIC:
        return Judged(PageKind.OTHER, KindBasis.STATIC_ADDRESS)
    is_own = SELF_TITLE.fullmatch((facts.title or "").strip()) is not None
    if is_own and facts.prose < SELF_PROSE:
        return Judged(PageKind.OTHER, KindBasis.STATIC_TITLE)
    if facts.authors or facts.is_dated:
        return None
    if is_static(facts.page) and not facts.own_story:
        return Judged(PageKind.OTHER, KindBasis.STATIC_TYPE)
    if is_own:
        return Judged(PageKind.OTHER, KindBasis.STATIC_TITLE)
    applies = facts.resource == "pages" or (Template.STATIC in facts.templates and not facts.own_story)
    applies = applies and facts.prose < MAX_MEDIA_PROSE_CHARS
    return Judged(PageKind.OTHER, KindBasis.STATIC_TEMPLATE) if applies else None


def live(facts: Facts) -> Judged | None:
    """LIVE for coverage as it happens: JSON-LD LiveBlogPosting, `/live/` in the address, "Live:" in the title."""
    if "LiveBlogPosting" in facts.types:
        return Judged(PageKind.LIVE, KindBasis.LIVE_TYPE)
    labelled = LIVE_URL.search(facts.page.url) or LIVE_TITLE.search(facts.title or "")
    return Judged(PageKind.LIVE, KindBasis.LIVE_LABEL) if labelled else None


def media(facts: Facts) -> Judged | None:
    """GALLERY or VIDEO by address or type, where the page has little text; a story with a video in it stays a story."""
    if facts.prose >= MAX_MEDIA_PROSE_CHARS or notice(facts):
        return None
    if GALLERY_URL.search(facts.page.url) or facts.types & {"ImageGallery", "MediaGallery"}:
        return Judged(PageKind.GALLERY, KindBasis.GALLERY)
    if VIDEO_URL.search(facts.page.url) and (
        "VideoObject" in facts.types or not facts.is_declared or facts.prose < STORY_PROSE
    ):
        return Judged(PageKind.VIDEO, KindBasis.VIDEO)
    return None


def front(facts: Facts) -> Judged | None:
    """The front page of a site, unless it is one text; themes call it an article, so then its template and entries are asked."""
    if facts.url_kind != UrlKind.FRONT or facts.own_story or article_nodes(facts.page.jsonld):
        return None
    named = Template.FRONT in facts.templates
    if is_called_article(facts.page):
        is_front = named and len(facts.own) == 1 and facts.entries.alike() >= MIN_ENTRIES
        return Judged(PageKind.LISTING, KindBasis.FRONT_PAGE) if is_front else None
    is_listing = facts.prose < FRONT_PROSE or is_list(facts.found) or named
    return Judged(PageKind.LISTING if is_listing else PageKind.ARTICLE, KindBasis.FRONT_PAGE)


def declared(facts: Facts) -> Judged | None:
    """ARTICLE where the page declares one, or its template is a story's, and it has some text."""
    if not (facts.is_declared or facts.is_template_of_story) or facts.prose < MIN_PROSE:
        return None
    sure = facts.may_be_story or states_publication(facts.page, facts.own)
    return Judged(PageKind.ARTICLE, KindBasis.OWN_ARTICLE if sure else KindBasis.DECLARED)


def notice(facts: Facts) -> Judged | None:
    """OTHER for a notice in a story's place: not found, consent first, prove that you are human."""
    applies = is_notice(facts.title, [piece.text for piece in facts.found.story if is_prose(piece)])
    return Judged(PageKind.OTHER, KindBasis.NOTICE) if applies else None


def links(facts: Facts) -> Judged | None:
    """LISTING for a page that is mostly links to others, or blurbs each under a link of its own.

    Portals have ten links for each line of a short story: what stands dated under the page's headline is one, however many.
    """
    applies = is_list(facts.found) and not facts.is_dated_under_headline
    applies = applies or is_teased(facts.found)
    return Judged(PageKind.LISTING, KindBasis.LINKS) if applies else None


def text(facts: Facts) -> Judged:
    """ARTICLE or OTHER by the amount of prose alone, where no other rule knows."""
    enough = facts.prose >= STORY_PROSE or (facts.prose >= MIN_PROSE and facts.found.title_order >= 0)
    return Judged(PageKind.ARTICLE if enough else PageKind.OTHER, KindBasis.TEXT)


RULES: tuple[Rule, ...] = (
    attachment, error, missing, placeholder, locked, list_template, list_of_entries, list_type, list_address, further_page,
    static, live, media, front, declared, notice, links, text,
)  # fmt: skip
"""Asked in this order; the last always answers."""


def is_locked(page: Page, found: Selection) -> bool:
    """True if all of the story stands in short forms with a field for a password; ASP.NET has one form around a whole page."""
    fields = (field for field in page.tree.iter("input") if (field.get("type") or "").lower() == "password")
    forms = {around for field in fields for around in field.iterancestors("form")}
    if not forms or not found.story:
        return False
    characters = Counter[_Element]()
    for piece in found.pieces:
        characters.update({form: len(piece.text) for form in forms.intersection(_around(piece))})
    short = {form for form in forms if characters[form] < LOCKED_FORM}
    return all(not short.isdisjoint(_around(piece)) for piece in found.story)


def _around(piece: Piece) -> Iterator[_Element]:
    yield piece.box.element
    yield from piece.box.element.iterancestors()


def is_teased(found: Selection) -> bool:
    """True if most of the prose stands in blurbs, each under a link of its own."""
    under = find_blurbs(found.pieces)
    prose = [p for p in found.story if is_prose(p)]
    return sum(p.size for p in prose if p.order in under) > 0.7 * sum(p.size for p in prose)


def is_list(found: Selection) -> bool:
    """Whether links as long as headlines have more than twice the characters of the story, and more than 600.

    Links in boxes beside a text of some length do not count before it: a menu or a calendar in an `<aside>` is on every page.
    What stands below it may be what the page is for, whatever its box is called.
    """
    headlines = [p for p in found.pieces if is_linked_title(p)]
    prose = sum(p.size for p in found.story)
    if prose >= STORY_PROSE:
        first = min(p.order for p in found.story)
        around = {box for p in found.story for box in p.box.ancestors()}
        headlines = [
            p
            for p in headlines
            if p.order > first or not any(is_beside(box) for box in p.box.ancestors() if box not in around)
        ]
    links = sum(p.size for p in headlines)
    return links > 600 and links > 2 * prose
