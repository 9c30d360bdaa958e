"""The story of a page: what is set aside, where it lives, which pieces are it, and its standfirst."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from pipelines.extract.headline.titles import find_title, is_title, title_boxes
from pipelines.extract.model.layout import UNKNOWN, Layout
from pipelines.extract.story.apply_layout import learned_body
from pipelines.extract.story.asides import cards, other_posts, other_stories, prune, teasers
from pipelines.extract.story.calls import calls_on_readers
from pipelines.extract.story.charts import without_charts
from pipelines.extract.story.declared_body import (
    complete,
    described,
    descriptions,
    plain,
    vouch,
    without_strangers,
)
from pipelines.extract.story.edges import is_date, is_filed, without_edges_of_others, without_what_follows
from pipelines.extract.story.labels import without_counters, without_labels
from pipelines.extract.story.lines import (
    CAPTION,
    LABEL,
    is_plain_sentence,
    keep,
    trim,
    without_captions,
    without_tease,
)
from pipelines.extract.story.picture_texts import without_picture_texts
from pipelines.extract.story.region import choose, find_blurbs, grow, own_article
from pipelines.extract.story.repeats import without_repeats
from pipelines.extract.story.replies import replies
from pipelines.extract.story.reveals import hidden_boxes, revealed
from pipelines.extract.story.sign_ups import sign_ups
from pipelines.extract.story.subscription_offers import without_offers
from pipelines.extract.story.widgets import widgets
from pipelines.page.mass import PARAGRAPH_CHARS, Mass, weigh, within, without
from pipelines.page.outline import Box, Outline, Piece, Unseen
from pipelines.page.page import Page
from pipelines.page.roles import named as roles
from pipelines.page.roles import says
from pipelines.page.structured import article_body
from pipelines.page.text.wording import fold
from pipelines.page.vocabulary import Role

LEAST_TEASER = 80
"""Characters of a text that is called a teaser and is the story's own."""


@dataclass(slots=True)
class Selection:
    """How a story was found: what was set aside and why, the box it lives in, and its pieces."""

    root: Box
    pieces: list[Piece]
    unseen: list[Unseen]
    title_order: int = -1
    aside: set[Box] = field(default_factory=set)
    masses: dict[Box, Mass] = field(default_factory=dict)
    kept: list[Piece] = field(default_factory=list)
    core: Box | None = None
    learned: bool = False  # the core is where the source's other stories stand
    chosen: set[Box] = field(default_factory=set)
    lead: set[int] = field(default_factory=set)
    story: list[Piece] = field(default_factory=list)
    reader: str = "own"  # declared embedded trafilatura: whose reading the story is, see `second_opinion`

    @classmethod
    def of(cls, laid_out: Outline, title_order: int, masses: dict[Box, Mass]) -> Selection:
        """What is known of a page before anything is set aside."""
        pieces = laid_out.pieces
        return cls(laid_out.root, pieces, laid_out.unseen, title_order, kept=pieces, masses=masses)

    def set_aside(self, boxes: set[Box]) -> None:
        """Leave these boxes and all in them out of what follows."""
        if boxes:
            self.aside |= boxes
            out = within(boxes)
            self.kept = [p for p in self.kept if p.box not in out]
            self.masses = without(self.masses, boxes)

    @property
    def has_prose(self) -> bool:
        """True if there is any prose left to choose from."""
        return self.root in self.masses and self.masses[self.root].prose > 0


def select(page: Page, titles: list[str], laid_out: Outline, layout: Layout = UNKNOWN) -> Selection:
    """Find the story of a page as laid out; `story` stays empty when it has none.

    Hidden boxes that turn out to hold it are shown in the outline.
    """
    whole = weigh(laid_out.pieces)
    title_order = find_title(laid_out.pieces, titles) if whole else -1
    hidden = hidden_boxes(laid_out, title_boxes(laid_out.pieces, title_order))
    found = find(page, titles, laid_out, layout, Selection.of(laid_out, title_order, whole), hidden)
    shown = revealed(hidden, whole, found.story, [*titles, *descriptions(page)]) if hidden else set()
    if shown:
        laid_out.show(shown)
        found = find(page, titles, laid_out, layout, Selection.of(laid_out, title_order, whole), hidden - shown)
    return found


def find(page: Page, titles: list[str], laid_out: Outline, layout: Layout, s: Selection, hidden: set[Box]) -> Selection:
    """Find the story among what is not `hidden`."""
    root, pieces = laid_out.root, laid_out.pieces
    s.set_aside(hidden)
    if not s.has_prose:
        return s
    declared = plain(article_body(page.jsonld))
    vouched, coverage = vouch(pieces, declared)
    s.set_aside(widgets(root, s.masses) | replies(s.kept, title_boxes(pieces, s.title_order)))
    whole = s.masses
    s.set_aside(prune(root, s.masses, title_boxes(pieces, s.title_order), s.title_order))
    if s.has_prose:
        s.set_aside(teasers(root, s.masses, whole) | other_stories(s.kept, s.title_order) | other_posts(root, s.masses))
    s.core = (
        choose(s.kept, s.masses, s.title_order, find_blurbs(pieces), vouched if coverage >= 0.5 else set())
        if s.has_prose
        else None
    )
    if s.core is None:
        return s
    article = own_article(s.core, s.masses, title_boxes(pieces, s.title_order))
    s.core = article or s.core
    known = learned_body(s.core, s.masses, layout)
    s.learned = known is not None
    s.core = known or s.core
    s.set_aside(cards(s.core, s.masses, title_boxes(pieces, s.title_order)) | sign_ups(s.core, s.masses))
    s.chosen = grow(s.core, s.masses, s.title_order, article)
    chosen = within(s.chosen)
    inside = [p for p in s.kept if p.box in chosen and not is_before(p, s.title_order)]
    inside = without_what_follows(inside)
    folded = set(map(fold, titles))
    body = without_counters([p for p in inside if keep(p) and not is_title(p, folded)])
    body = trim(without_labels(body, pieces))
    body = without_tease(without_offers(without_charts(body)))
    body = without_edges_of_others(without_repeats(without_picture_texts(without_captions(body))))
    if coverage >= 0.95:
        body = without_strangers(body, vouched)
    if body and coverage < 0.7:
        body = complete(body, declared, vouched)
    shown = [fold(pieces[s.title_order].text)] if s.title_order >= 0 else []
    under = [p for p in under_headline(s) if fold(p.text) not in shown]
    lead = standfirst(under, body, s.title_order, described(page)) if body else []
    s.lead = {p.order for p in [*lead, *set_apart(body, described(page))]}
    s.story = [*lead, *body]
    return s


def is_before(piece: Piece, title_order: int) -> bool:
    """True if a piece is a label in a cell before the headline's: of a menu in a table that lays out the page."""
    return piece.order < title_order and piece.box.tag in ("td", "th") and piece.size < PARAGRAPH_CHARS


def set_apart(body: list[Piece], descriptions: list[str]) -> list[Piece]:
    """The first piece if it is the page's description and has another tag or class than the next: a standfirst."""
    if len(body) < 3 or fold(body[0].text) not in descriptions:
        return []
    first, second = body[0].box, body[1].box
    return body[:1] if (first.tag, first.names) != (second.tag, second.names) else []


def under_headline(s: Selection) -> list[Piece]:
    """What is kept, and a teaser right under the headline that leads nowhere: the story's own, whatever else is called so."""
    first = next((piece for piece in s.pieces if piece.order == s.title_order + 1), None)
    if s.title_order < 0 or first is None or first.box.unseen or not is_own_teaser(first):
        return s.kept
    return sorted({p.order: p for p in (first, *s.kept)}.values(), key=lambda piece: piece.order)


def is_own_teaser(piece: Piece) -> bool:
    """True for a sentence without a link in a box that is called a teaser."""
    called = any(Role.TEASER in roles(box.names).sure for box in islice(piece.box.ancestors(), 2))
    return called and piece.size >= LEAST_TEASER and not piece.link_chars and is_plain_sentence(piece)


def standfirst(kept: list[Piece], body: list[Piece], title_order: int, descriptions: list[str]) -> list[Piece]:
    """Pieces between headline and body that the page describes itself with, or whose names say standfirst."""
    first = body[0].order
    inside = {p.order for p in body}
    found: list[Piece] = []
    for piece in kept:
        if not title_order < piece.order < first or piece.order in inside or piece.link_share > 0.5:
            continue
        said = fold(piece.text)
        if len(said) < 15 or is_about_story(piece) or any(said == fold(p.text[: len(piece.text)]) for p in body[:2]):
            continue
        same = any(
            said == d or (len(said) > 40 and (d.startswith(said[:60]) or said.startswith(d[:60]))) for d in descriptions
        )
        if len(piece.text) > 40:
            named = (piece.order == title_order + 1 and is_own_teaser(piece)) or any(
                says(b.names, Role.STANDFIRST) for b in (*islice(piece.box.ancestors(), 2), *holders(piece.box))
            )
        else:
            named = (
                piece.order == title_order + 1 and says(piece.box.names, Role.STANDFIRST) and is_plain_sentence(piece)
            )
        if title_order < 0 and not (same and first - piece.order < 12):
            continue
        if same or named:
            found.append(piece)
    return found


def is_about_story(piece: Piece) -> bool:
    """True if a line tells of a story where it is filed, when it was written, by whom, or what a picture shows."""
    captioned = any(CAPTION.search(box.names) for box in islice(piece.box.ancestors(), 2))
    noted = LABEL.match(piece.text) is not None or calls_on_readers(piece.text)
    return is_filed(piece) or is_date(piece.text) or captioned or noted


def holders(box: Box) -> Iterator[Box]:
    """A box, and those around it that hold nothing else."""
    yield box
    for outer in islice(box.ancestors(), 1, None):
        if sum(len(inner.pieces) for inner in outer.below()) > 1:
            return
        yield outer
