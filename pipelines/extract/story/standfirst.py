"""The standfirst: texts between the headline and the body that belong to the story."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Mapping
from functools import lru_cache
from itertools import islice, takewhile

from pipelines.extract.fields.details import asks_to_pay
from pipelines.extract.headline.untitled import HIGHEST_RANK, is_title, title_rank
from pipelines.extract.story.asides import ASIDE_TAGS
from pipelines.extract.story.captions import CAPTION, credits_picture, is_by_picture
from pipelines.extract.story.edges import is_date, is_filed, is_legal
from pipelines.extract.story.lines import LABEL, keep
from pipelines.extract.story.requests import appeals, asks_for_gifts, calls_on_readers
from pipelines.extract.story.selection import Selection
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import fold
from pipelines.page.mass import HEADINGS, LEGAL, is_plain_sentence, is_prose
from pipelines.page.outline import Box, Piece
from pipelines.page.roles import named as roles
from pipelines.page.roles import says

MIN_TEASER_CHARS, MIN_SENTENCE_CHARS = 80, 60
"""Characters of a text that is called a teaser and is the story's own, and of a sentence under its headline without a name."""
LIKE_LEADS = frozenset(("leader", "hat"))
"""Names that leads have, and other things."""
NO_LEAD = ASIDE_TAGS - {"details"}
OF_OTHERS = frozenset((
    Role.COMMENT, Role.RELATED, Role.READ_ON, Role.SIGN_UP, Role.SUBSCRIBE, Role.ADVERT, Role.CONSENT, Role.DIALOG, Role.TAGS,
    Role.NAVIGATION, Role.BIO, Role.CAPTION, Role.LEGAL, Role.PLAYER, Role.EVENT,
))  # fmt: skip
"""Roles of boxes in which no lead of the story stands."""
SUBJECT_WORD = re.compile(r"[^\W\d_]{4,}")
MIN_SHARED_WORDS, DESCRIPTION_LETTERS = 2, 40
"""Words of the headline, and first letters of a description, with which a sentence speaks of the story."""
OF_ITSELF = pattern(r"\b(?:<<story.itself>>)\b", re.IGNORECASE)
"""Words by which a page speaks of itself: `this article`, `our newspaper`."""


def standfirst(
    s: Selection, body: list[Piece], titled: set[Box], titles: Mapping[str, int], about: Collection[str]
) -> list[Piece]:
    """The standfirst over a body, in page order; `titles` are folded and counted, `about` the page's descriptions."""
    shown = [fold(s.pieces[s.title_order].text)] if s.title_order >= 0 else []
    own = leads(s, body[0].order, titled, titles, about)
    under = {p.order: p for p in (*own, *s.kept) if fold(p.text) not in shown}
    long_enough = [f for f in map(fold, about) if len(f) > 15]
    return described_or_named(
        [under[at] for at in sorted(under)], body, s.title_order, long_enough, {p.order for p in own}
    )


def leads(s: Selection, first: int, titled: set[Box], titles: Mapping[str, int], about: Collection[str]) -> list[Piece]:
    """Texts between the headline and the `first` piece of the body with the names of a lead or a teaser and without links.

    They are the story's own, whatever they stand in. Headings and other prose end them. `titles` are folded and counted, `about`
    are the page's descriptions.
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
    """True if a picture stands in the box of a text, right before it, or in a box around it alone."""
    outer = piece.box.parent
    alone = outer is not None and outer.all_pieces() == [piece]
    return is_by_picture(piece.box) or (alone and outer is not None and is_by_picture(outer))


def is_in_picture(around: list[Box]) -> bool:
    """True if a box has the name of a picture or its caption."""
    return any(is_called_picture(box.names) for box in around)


@lru_cache(maxsize=50_000)
def is_called_picture(names: str) -> bool:
    """True if names are those of a picture or its caption; `with-image` is none."""
    called = " ".join(name for name in names.split() if "with" not in name)
    return says(called, Role.PICTURE) or Role.CAPTION in roles(called).sure


def is_own_lead(piece: Piece, around: list[Box]) -> bool:
    """True for a text without a link in a box with the name of a lead."""
    if piece.link_chars or not (is_plain_sentence(piece) or piece.size >= MIN_TEASER_CHARS):
        return False
    return any(says(box.names, Role.STANDFIRST) for box in around[: 3 if piece.box.tag == "li" else 2])


def is_own_teaser(piece: Piece, around: list[Box]) -> bool:
    """True for a longer text without a link in a box with the name of a teaser, or a name that leads have too."""
    if piece.link_chars or piece.size < MIN_TEASER_CHARS:
        return False
    inner = around[: 3 if piece.box.tag == "li" else 2]
    return any(Role.TEASER in roles(box.names).sure or not LIKE_LEADS.isdisjoint(box.names.split()) for box in inner)


def is_next_teaser(piece: Piece, headline: Piece) -> bool:
    """True for a sentence in a box with the name of a teaser, right behind the headline."""
    called = any(Role.TEASER in roles(box.names).sure for box in islice(piece.box.ancestors(), 2))
    return called and piece.order == headline.order + 1 and is_plain_sentence(piece)


def speaks_of(piece: Piece, headline: str, about: Collection[str]) -> bool:
    """True if a text has words of the headline or the beginning of a description, and is no note of the page on itself."""
    text, said = piece.text, piece.text.casefold()
    if LEGAL.search(text) or is_legal(piece) or OF_ITSELF.search(text):
        return False
    if asks_to_pay(text) or asks_for_gifts(text) or appeals(text, linked=True, at_end=True):
        return False
    if any(fold(one)[:DESCRIPTION_LETTERS] == fold(text)[:DESCRIPTION_LETTERS] for one in about):
        return True
    return (
        len(set(SUBJECT_WORD.findall(headline.casefold())).intersection(SUBJECT_WORD.findall(said))) >= MIN_SHARED_WORDS
    )


def is_of_others(box: Box) -> bool:
    """True if the names of a box are those of other stories, an offer or an author; a byline may hold a lead."""
    sure = roles(box.names).sure
    if not sure.isdisjoint(OF_OTHERS) or says(box.names, Role.SOURCE):
        return True
    return says(box.names, Role.AUTHOR) and Role.BYLINE not in sure


def is_right_under(piece: Piece, headline: Piece, titles: Mapping[str, int]) -> bool:
    """True for a sentence right behind the `<h1>` that has the page's title, in the same box or the next."""
    if (
        piece.order != headline.order + 1
        or piece.size < MIN_SENTENCE_CHARS
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


def described_or_named(
    kept: list[Piece], body: list[Piece], title_order: int, descriptions: list[str], own: Container[int]
) -> list[Piece]:
    """Pieces between headline and body that repeat a description, have the names of a standfirst, or are the story's `own`.

    `descriptions` are folded.
    """
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
    """True if a line is a section, a date, a caption, a label or a call on readers, and no text."""
    captioned = any(CAPTION.search(box.names) for box in islice(piece.box.ancestors(), 2))
    labelled = LABEL.match(piece.text) is not None and not (
        piece.size > MIN_SENTENCE_CHARS and is_plain_sentence(piece)
    )
    noted = labelled or calls_on_readers(piece.text)
    return is_filed(piece) or is_date(piece.text) or captioned or noted


def holders(box: Box) -> Iterator[Box]:
    """A box, and the boxes around it that hold nothing else."""
    yield box
    for outer in islice(box.ancestors(), 1, None):
        if sum(len(inner.pieces) for inner in outer.below()) > 1:
            return
        yield outer


def set_apart(body: list[Piece], descriptions: list[str]) -> list[Piece]:
    """The first piece if it is the page's description and has another tag or class than the next: a standfirst."""
    if len(body) < 3 or fold(body[0].text) not in descriptions:
        return []
    first, second = body[0].box, body[1].box
    return body[:1] if (first.tag, first.names) != (second.tag, second.names) else []
