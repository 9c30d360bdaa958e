"""The story of a page: what is set aside, the box it lives in, which of its pieces it has, and its standfirst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from pipelines.extract.headline.site_names import is_site, site_names
from pipelines.extract.headline.untitled import find_title, is_title, title_boxes
from pipelines.extract.model import UNKNOWN, Layout
from pipelines.extract.story.asides import cards, other_posts, other_stories, prune, site_footers, teasers, widgets
from pipelines.extract.story.captions import without_captions, without_picture_texts
from pipelines.extract.story.declared_body import complete, described, descriptions, plain, vouch, without_strangers
from pipelines.extract.story.edges import trim, without_edges_of_others
from pipelines.extract.story.hidden import hidden_boxes, revealed, without_repeats
from pipelines.extract.story.lines import keep
from pipelines.extract.story.related import (
    replies,
    without_charts,
    without_counters,
    without_labels,
    without_what_follows,
)
from pipelines.extract.story.requests import sign_ups, without_offers, without_tease
from pipelines.extract.story.selection import Selection, choose, find_blurbs, grow, learned_body, own_article
from pipelines.extract.story.standfirst import set_apart, standfirst
from pipelines.lexicon.related_words import HEADING
from pipelines.lexicon.wording import fold, words
from pipelines.page.mass import PARAGRAPH_CHARS, is_prose, weigh, within
from pipelines.page.outline import Box, Outline, Piece
from pipelines.page.page import Page
from pipelines.page.structured import article_body

BODY_STEPS: tuple[Callable[[list[Piece]], list[Piece]], ...] = (
    trim,
    without_charts,
    without_offers,
    without_tease,
    without_captions,
    without_picture_texts,
    without_repeats,
    without_edges_of_others,
)
"""Steps that take lines from a story, in this order; each sees the lines that the one before has left."""
VOUCHED, COMPLETE = 0.5, 0.95
"""Shares of the declared body that the page shows: from the first on the body is believed, from the second on other
paragraphs are dropped."""
INCOMPLETE = 0.7
"""With a smaller share the page shows only a part of the declared body."""


def select(page: Page, titles: list[str], laid_out: Outline, layout: Layout = UNKNOWN) -> Selection:
    """Find the story of a page as laid out; `story` is empty if there is none.

    Hidden boxes that hold the story are shown in the outline.
    """
    whole = weigh(laid_out.pieces)
    title_order = find_title(laid_out.pieces, titles) if whole else -1
    hidden = hidden_boxes(laid_out, title_boxes(laid_out.pieces, title_order))
    found = find(page, titles, layout, Selection.of(laid_out, title_order, whole), hidden)
    shown = revealed(hidden, whole, found.story, [*titles, *descriptions(page)]) if hidden else set()
    if shown:
        laid_out.show(shown)
        found = find(page, titles, layout, Selection.of(laid_out, title_order, whole), hidden - shown)
    return found


def select_again(page: Page, titles: list[str], laid_out: Outline, layout: Layout, out: set[Box]) -> Selection:
    """Find the story as `select` did before, but without these boxes."""
    title_order = find_title(laid_out.pieces, titles)
    hidden = hidden_boxes(laid_out, title_boxes(laid_out.pieces, title_order))
    return find(page, titles, layout, Selection.of(laid_out, title_order, weigh(laid_out.pieces)), hidden | out)


def find(page: Page, titles: list[str], layout: Layout, s: Selection, hidden: set[Box]) -> Selection:
    """Find the story among all boxes that are not `hidden`."""
    s.set_aside(hidden)
    if not s.has_prose:
        return s
    declared = plain(article_body(page.jsonld))
    vouched, coverage = vouch(s.pieces, declared)
    titled = title_boxes(s.pieces, s.title_order)
    set_asides(s, titled)
    find_boxes(s, layout, titled, vouched if coverage >= VOUCHED else set())
    if s.core is None:
        return s
    folded = Counter(map(fold, titles))
    body = body_of(s, folded, site_names(page))
    if coverage >= COMPLETE:
        body = without_strangers(body, vouched)
    if body and coverage < INCOMPLETE:
        body = complete(body, declared, vouched)
    lead = standfirst(s, body, titled, folded, descriptions(page)) if body else []
    s.lead = {p.order for p in [*lead, *set_apart(body, described(page))]}
    s.story = [*lead, *body]
    return s


def set_asides(s: Selection, titled: set[Box]) -> None:
    """Set aside the boxes that are no story: widgets, comments, footers, asides, other stories and teasers of them."""
    s.set_aside(
        widgets(s.root, s.masses) | replies(s.kept, titled) | site_footers(s.root, s.masses, titled, s.title_order)
    )
    before_pruning = s.masses
    s.set_aside(prune(s.root, s.masses, titled, s.title_order))
    if s.has_prose:
        s.set_aside(
            teasers(s.root, s.masses, before_pruning)
            | other_stories(s.kept, s.title_order)
            | other_posts(s.root, s.masses)
        )


def find_boxes(s: Selection, layout: Layout, titled: set[Box], vouched: set[int]) -> None:
    """Find the core of the story and the boxes that continue it; `vouched` are orders of pieces that the page declares."""
    blurbs = find_blurbs(s.pieces)
    s.core = choose(s.kept, s.masses, s.title_order, blurbs, vouched) if s.has_prose else None
    if s.core is None:
        return
    article = own_article(s.core, s.masses, titled, s.kept, s.title_order)
    s.core = article or s.core
    known = learned_body(s.core, s.masses, layout)
    s.learned = known is not None
    s.core = known or s.core
    s.set_aside(cards(s.core, s.masses, titled) | sign_ups(s.core, s.masses))
    s.chosen = grow(s.core, s.masses, s.title_order, article)


def body_of(s: Selection, titles: Mapping[str, int], sites: set[str]) -> list[Piece]:
    """The lines of the story among the pieces of the chosen boxes; `titles` are folded and counted."""
    chosen = within(s.chosen)
    inside = [p for p in s.kept if p.box in chosen and not is_before(p, s.title_order)]
    inside = without_what_follows(inside)
    chapters = inner_titles(inside, s.pieces, titles, s.title_order, sites)
    body = without_counters([p for p in inside if keep(p) and (p.order in chapters or not is_title(p, titles))])
    body = without_labels(body, s.pieces)
    for step in BODY_STEPS:
        body = step(body)
    return body


def inner_titles(
    inside: list[Piece], pieces: list[Piece], titles: Mapping[str, int], title_order: int, sites: set[str]
) -> set[int]:
    """Orders of first-level headings within the story that are its chapters: no other place of the page offers them as titles.

    A heading with words of the headline, the site's name or words over other stories is none. A single one counts only between
    paragraphs of the text; else it is another headline of the story.
    """
    if title_order < 0:
        return set()
    headline = fold(pieces[title_order].text)
    known = set(words(pieces[title_order].text))
    prose = [piece.order for piece in inside if is_prose(piece)]
    own = [p for p in inside if p.box.tag == "h1" and p.order > title_order and titles.get(fold(p.text)) == 1]
    chapters = {
        piece.order
        for piece in own
        if fold(piece.text) not in headline
        and 2 * len(known.intersection(words(piece.text))) <= len(set(words(piece.text)))
        and not (HEADING.search(piece.text) or is_site(piece.text, sites))
    }
    if len(chapters) > 1:
        return chapters
    return {order for order in chapters if prose[0] < order < prose[-2]} if len(prose) > 2 else set()


def is_before(piece: Piece, title_order: int) -> bool:
    """True if a piece is a label in a cell before the headline: of a menu in a table that lays out the page."""
    return piece.order < title_order and piece.box.tag in ("td", "th") and piece.size < PARAGRAPH_CHARS
