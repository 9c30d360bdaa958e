"""The story of a page: what is set aside, where it lives, which pieces are it, and its standfirst."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, takewhile

from pipelines.extract.fields.details import asks_to_pay
from pipelines.extract.headline.site_names import is_site, site_names
from pipelines.extract.headline.untitled import HIGHEST_RANK, find_title, is_title, title_boxes, title_rank
from pipelines.extract.model import UNKNOWN, Layout
from pipelines.extract.story.apply_layout import learned_body
from pipelines.extract.story.asides import ASIDE_TAGS, cards, other_posts, other_stories, prune, site_footers, teasers
from pipelines.extract.story.calls import appeals, asks_for_gifts, calls_on_readers
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
from pipelines.extract.story.lines import LABEL, keep
from pipelines.extract.story.named_captions import CAPTION, is_by_picture, without_captions
from pipelines.extract.story.picture_texts import credits_picture, without_picture_texts
from pipelines.extract.story.region import choose, find_blurbs, grow, own_article
from pipelines.extract.story.repeats import without_repeats
from pipelines.extract.story.replies import replies
from pipelines.extract.story.reveals import hidden_boxes, revealed
from pipelines.extract.story.rights_notes import is_legal
from pipelines.extract.story.scraps import trim
from pipelines.extract.story.sentences import is_plain_sentence
from pipelines.extract.story.sign_ups import sign_ups
from pipelines.extract.story.subscription_offers import without_offers, without_tease
from pipelines.extract.story.widgets import widgets
from pipelines.lexicon.related_words import HEADING
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import fold, words
from pipelines.page.mass import HEADINGS, LEGAL, PARAGRAPH_CHARS, Mass, is_prose, weigh, within, without
from pipelines.page.outline import Box, Outline, Piece, Unseen
from pipelines.page.page import Page
from pipelines.page.roles import named as roles
from pipelines.page.roles import says
from pipelines.page.structured import article_body

LEAST_TEASER, LEAST_SENTENCE = 80, 60
"""Characters of a text that is called a teaser and is the story's own, and of a sentence under its headline without a name."""
LIKE_LEADS = frozenset(("leader", "hat"))
"""Names that leads have, and other things."""
NO_LEAD = ASIDE_TAGS - {"details"}
OF_OTHERS = frozenset((
    Role.COMMENT, Role.RELATED, Role.READ_ON, Role.SIGN_UP, Role.SUBSCRIBE, Role.ADVERT, Role.CONSENT, Role.DIALOG, Role.TAGS,
    Role.NAVIGATION, Role.BIO, Role.CAPTION, Role.LEGAL, Role.PLAYER, Role.EVENT,
))  # fmt: skip
"""Roles of boxes in which no lead of the story stands."""
TELLING = re.compile(r"[^\W\d_]{4,}")
SHARED, BEGINNING = 2, 40
"""Telling words of the headline, and the first characters of a description, with which a sentence speaks of the story."""
OF_ITSELF = re.compile(
    r"\b(?:(?:this|our) (?:article|story|page|text|press release|release|column|series|post|translation|app|journalism"
    r"|newspaper|paper)|your (?:account|browser|inbox|phone|devices?)|sign in|log in|last updated|print edition|affiliate"
    r"|(?:dieser|diese|dieses|diesen|diesem|unser\w*) (?:artikel|text|beitrag|seite|serie|zeitung|app|kolumne)|\w*redaktionell"
    r"|(?:cet|cette|notre) (?:article|texte|page|série|journal|chronique)|(?:est[ea]|nuestr[oa]|quest[oa]|nostr[oa]|noss[oa])"
    r" (?:art[ií]culo|artigo|articolo|texto|testo|página|pagina|serie|série|nota|periódico|jornal|giornale))\b",
    re.IGNORECASE,
)
"""What a page says of itself."""


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
    titled = title_boxes(pieces, s.title_order)
    s.set_aside(widgets(root, s.masses) | replies(s.kept, titled) | site_footers(root, s.masses, titled, s.title_order))
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
    article = own_article(s.core, s.masses, title_boxes(pieces, s.title_order), s.kept, s.title_order)
    s.core = article or s.core
    known = learned_body(s.core, s.masses, layout)
    s.learned = known is not None
    s.core = known or s.core
    s.set_aside(cards(s.core, s.masses, title_boxes(pieces, s.title_order)) | sign_ups(s.core, s.masses))
    s.chosen = grow(s.core, s.masses, s.title_order, article)
    chosen = within(s.chosen)
    inside = [p for p in s.kept if p.box in chosen and not is_before(p, s.title_order)]
    inside = without_what_follows(inside)
    folded = Counter(map(fold, titles))
    chapters = inner_titles(inside, pieces, folded, s.title_order, site_names(page))
    body = without_counters([p for p in inside if keep(p) and (p.order in chapters or not is_title(p, folded))])
    body = trim(without_labels(body, pieces))
    body = without_tease(without_offers(without_charts(body)))
    body = without_edges_of_others(without_repeats(without_picture_texts(without_captions(body))))
    if coverage >= 0.95:
        body = without_strangers(body, vouched)
    if body and coverage < 0.7:
        body = complete(body, declared, vouched)
    shown = [fold(pieces[s.title_order].text)] if s.title_order >= 0 else []
    lead: list[Piece] = []
    if body:
        own = leads(s, body[0].order, titled, folded, descriptions(page))
        under = sorted(
            {p.order: p for p in (*own, *s.kept) if fold(p.text) not in shown}.values(), key=lambda p: p.order
        )
        lead = standfirst(under, body, s.title_order, described(page), {p.order for p in own})
    s.lead = {p.order for p in [*lead, *set_apart(body, described(page))]}
    s.story = [*lead, *body]
    return s


def inner_titles(
    inside: list[Piece], pieces: list[Piece], titles: Mapping[str, int], title_order: int, sites: set[str]
) -> set[int]:
    """Orders of first-level headings within the story that nothing but themselves offers as titles: its chapters.

    One that says what the headline says, is the site's name or heads other stories is none. One alone stands between the text's
    paragraphs, or is another headline of the story.
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
    """True if a piece is a label in a cell before the headline's: of a menu in a table that lays out the page."""
    return piece.order < title_order and piece.box.tag in ("td", "th") and piece.size < PARAGRAPH_CHARS


def set_apart(body: list[Piece], descriptions: list[str]) -> list[Piece]:
    """The first piece if it is the page's description and has another tag or class than the next: a standfirst."""
    if len(body) < 3 or fold(body[0].text) not in descriptions:
        return []
    first, second = body[0].box, body[1].box
    return body[:1] if (first.tag, first.names) != (second.tag, second.names) else []


def leads(s: Selection, first: int, titled: set[Box], titles: Mapping[str, int], about: Collection[str]) -> list[Piece]:
    """What stands between the headline and the `first` piece of the body and is called a lead or a teaser, but leads nowhere: the
    story's own, whatever it stands in. Headings and other prose end it. `titles` are folded and counted, `about` the page's
    descriptions.
    """
    found: list[Piece] = []
    for piece in s.pieces[s.title_order + 1 : first] if s.title_order >= 0 else ():
        around = list(takewhile(lambda box: box not in titled, piece.box.ancestors()))
        apart = any(box.tag in NO_LEAD or is_of_others(box) for box in around) or is_in_picture(around)
        if piece.box.unseen or apart:
            continue
        headline = s.pieces[s.title_order]
        if is_own_lead(piece, around) or (
            (is_own_teaser(piece, around) or is_right_under(piece, headline, titles))
            and (is_next_teaser(piece, headline) or speaks_of(piece, headline.text, about))
        ):
            found.append(piece)
        elif is_prose(piece) or (piece.box.tag in HEADINGS and not is_title(piece, titles)):
            break
    return [piece for piece in found if keep(piece) and not (credits_picture(piece.text) or is_under_picture(piece))]


def is_under_picture(piece: Piece) -> bool:
    """True if a picture stands in the box of a text, or with nothing said right before it or the box around it alone."""
    outer = piece.box.parent
    alone = outer is not None and outer.all_pieces() == [piece]
    return is_by_picture(piece.box) or (alone and outer is not None and is_by_picture(outer))


def is_in_picture(around: list[Box]) -> bool:
    """True if a box is called a picture or its caption; `with-image` says how the others look."""
    return any(is_called_picture(box.names) for box in around)


@lru_cache(maxsize=50_000)
def is_called_picture(names: str) -> bool:
    """True if names are those of a picture or its caption."""
    called = " ".join(name for name in names.split() if "with" not in name)
    return says(called, Role.PICTURE) or Role.CAPTION in roles(called).sure


def is_own_lead(piece: Piece, around: list[Box]) -> bool:
    """True for a text without a link in a box that is called a lead."""
    if piece.link_chars or not (is_plain_sentence(piece) or piece.size >= LEAST_TEASER):
        return False
    return any(says(box.names, Role.STANDFIRST) for box in around[: 3 if piece.box.tag == "li" else 2])


def is_own_teaser(piece: Piece, around: list[Box]) -> bool:
    """True for a longer text without a link in a box that is called a teaser, or has a name that may be a lead's."""
    if piece.link_chars or piece.size < LEAST_TEASER:
        return False
    inner = around[: 3 if piece.box.tag == "li" else 2]
    return any(Role.TEASER in roles(box.names).sure or not LIKE_LEADS.isdisjoint(box.names.split()) for box in inner)


def is_next_teaser(piece: Piece, headline: Piece) -> bool:
    """True for a sentence in a box that is called a teaser, with nothing between it and the headline."""
    called = any(Role.TEASER in roles(box.names).sure for box in islice(piece.box.ancestors(), 2))
    return called and piece.order == headline.order + 1 and is_plain_sentence(piece)


def speaks_of(piece: Piece, headline: str, about: Collection[str]) -> bool:
    """True if a text has words of the headline or the beginning of a description, and is no note of the page on itself."""
    text, said = piece.text, piece.text.casefold()
    if LEGAL.search(text) or is_legal(piece) or OF_ITSELF.search(text):
        return False
    if asks_to_pay(text) or asks_for_gifts(text) or appeals(text, linked=True, at_end=True):
        return False
    if any(fold(one)[:BEGINNING] == fold(text)[:BEGINNING] for one in about):
        return True
    return len(set(TELLING.findall(headline.casefold())).intersection(TELLING.findall(said))) >= SHARED


def is_of_others(box: Box) -> bool:
    """True if a box is called other stories, an offer or an author, and not a line of who and when, which may hold a lead."""
    sure = roles(box.names).sure
    if not sure.isdisjoint(OF_OTHERS) or says(box.names, Role.SOURCE):
        return True
    return says(box.names, Role.AUTHOR) and Role.BYLINE not in sure


def is_right_under(piece: Piece, headline: Piece, titles: Mapping[str, int]) -> bool:
    """True for a sentence right behind the `<h1>` that has the page's title, in the same box or the next."""
    if (
        piece.order != headline.order + 1
        or piece.size < LEAST_SENTENCE
        or piece.link_chars
        or not is_plain_sentence(piece)
    ):
        return False
    beside = set(islice(headline.box.ancestors(), 1, 3))
    declared = [title for title, count in titles.items() if count > 1 or title != fold(headline.text)]
    return (
        any(box in beside for box in islice(piece.box.ancestors(), 1, 3))
        and title_rank(headline, declared) == HIGHEST_RANK
    )


def standfirst(
    kept: list[Piece], body: list[Piece], title_order: int, descriptions: list[str], own: Container[int]
) -> list[Piece]:
    """Pieces between headline and body that the page describes itself with, whose names say standfirst, or that are its `own`."""
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
            named = piece.order in own or any(
                says(b.names, Role.STANDFIRST) for b in (*islice(piece.box.ancestors(), 2), *holders(piece.box))
            )
        else:
            named = piece.order in own
        if title_order < 0 and not (same and first - piece.order < 12):
            continue
        if same or named:
            found.append(piece)
    return found


def is_about_story(piece: Piece) -> bool:
    """True if a line tells of a story where it is filed, when it was written, by whom, or what a picture shows."""
    captioned = any(CAPTION.search(box.names) for box in islice(piece.box.ancestors(), 2))
    labelled = LABEL.match(piece.text) is not None and not (piece.size > LEAST_SENTENCE and is_plain_sentence(piece))
    noted = labelled or calls_on_readers(piece.text)
    return is_filed(piece) or is_date(piece.text) or captioned or noted


def holders(box: Box) -> Iterator[Box]:
    """A box, and those around it that hold nothing else."""
    yield box
    for outer in islice(box.ancestors(), 1, None):
        if sum(len(inner.pieces) for inner in outer.below()) > 1:
            return
        yield outer
