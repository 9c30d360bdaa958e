"""Labels among the texts of a story: headings over links that were left out, the number of comments behind a text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from itertools import islice, takewhile

from lxml.etree import _Element

from pipelines.extract.story.asides import make
from pipelines.lexicon.related_words import HEADING
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import tidy, written
from pipelines.page.mass import HEADINGS, SENTENCE_END
from pipelines.page.outline import Box, Piece
from pipelines.page.roles import named, names

LONGEST, LIST_LINKS, AROUND, NEAREST = 60, 2, 4, 40
"""Characters of a label, links under a heading, boxes around a text and texts beside a label that are looked at."""
TITLE = 20
"""Letters of a link that may be the title of another story: `edit` and `Share` are none."""
QUOTED = re.compile("quote|verse|poem|cite", re.IGNORECASE)
COUNTED = re.compile("comment|respond|disqus|#c", re.IGNORECASE)
"""Where the number of comments leads: `/mill-burns#comments`."""
ANNOUNCES = re.compile(r"[:：]\W{0,3}$")
NOT_ANNOUNCING = re.compile(r"[.!?…。！？]\W*$|\d")
LONGEST_ANNOUNCED = 100
EMBEDDED = re.compile("embed|tweet|media|tiktok", re.IGNORECASE)
"""Names of boxes that hold what somebody posted elsewhere: its links are left out, the words before it are the story's."""
NO_LABEL = re.compile(rf"{SENTENCE_END.pattern}|\d")


def without_labels(body: list[Piece], pieces: list[Piece]) -> list[Piece]:
    """Without headings right over links that are no part of the story and were left out, and without labels of which all boxes
    alike hold the same and such links: in a list of products each has another, and a quotation is no label of its source.
    """
    kept = {piece.order for piece in body}
    at = {piece.order: place for place, piece in enumerate(pieces)}
    short = [piece for piece in body if piece.size < LONGEST]
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    labels: list[tuple[Piece, tuple[str, str]]] = []
    for piece in short:
        box = piece.box.parent if piece.box.parent and len(piece.box.pieces) == 1 else piece.box
        may_label = piece.box.tag not in HEADINGS and not NO_LABEL.search(piece.text) and not _is_quoted(piece)
        if may_label and _is_by_links(box, pieces, at[piece.order], kept):
            said[make(box)].add(piece.text)
            labels.append((piece, make(box)))
    out = {piece.order for piece, made in labels if len(said[made]) == 1}
    out.update(piece.order for piece in short if _is_over_links(piece, pieces, at[piece.order] + 1, kept))
    announced = [piece for piece in body if piece.size < LONGEST_ANNOUNCED and _offers_stories(piece)]
    out.update(p.order for p in announced if _is_over_own_links(pieces, at[p.order] + 1, kept))
    return [piece for piece in body if piece.order not in out]


def _is_quoted(piece: Piece) -> bool:
    around = islice(piece.box.ancestors(), AROUND)
    return any(box.tag in ("blockquote", "q", "figure") or _quotes(box.names) for box in around)


@lru_cache(maxsize=50_000)
def _quotes(called: str) -> bool:
    return QUOTED.search(called) is not None


def _is_out(piece: Piece, kept: set[int]) -> bool:
    return piece.order not in kept and piece.link_share > 0.8


def _is_over_links(piece: Piece, pieces: list[Piece], place: int, kept: set[int]) -> bool:
    under = pieces[place : place + LIST_LINKS]
    return piece.box.tag in HEADINGS and len(under) == LIST_LINKS and all(_is_out(one, kept) for one in under)


def _offers_stories(piece: Piece) -> bool:
    """True if a line in strong letters, or with a colon at its end, has words that offer other stories: `More on the ferry:`."""
    if piece.box.tag in ("li", "td", "th") or NOT_ANNOUNCING.search(piece.text):
        return False
    is_marked = piece.strong_chars >= 0.9 * len(piece.text) or ANNOUNCES.search(piece.text) is not None
    return is_marked and HEADING.search(piece.text) is not None and not _is_quoted(piece)


def _is_over_own_links(pieces: list[Piece], place: int, kept: set[int]) -> bool:
    """True if links that were left out stand at a place, several or one that is as long as a title, and none is of a post."""
    under = list(islice(takewhile(lambda one: one.order not in kept, pieces[place : place + NEAREST]), LIST_LINKS))
    if not under or not all(_is_out(one, kept) for one in under) or _is_of_post(under[0]):
        return False
    return len(under) == LIST_LINKS or under[0].size >= TITLE


def _is_of_post(piece: Piece) -> bool:
    around = islice(piece.box.ancestors(), AROUND)
    return piece.text.startswith("http") or any(b.tag == "blockquote" or _is_embedded(b.names) for b in around)


@lru_cache(maxsize=50_000)
def _is_embedded(called: str) -> bool:
    return EMBEDDED.search(called) is not None


def _is_by_links(box: Box, pieces: list[Piece], place: int, kept: set[int]) -> bool:
    """True if all that a box says besides the piece at a place are links that were left out."""
    sides = (reversed(pieces[max(0, place - NEAREST) : place]), pieces[place + 1 : place + 1 + NEAREST])
    beside = [p for side in sides for p in takewhile(lambda p: box in islice(p.box.ancestors(), AROUND), side)]
    return any(one.size >= TITLE for one in beside) and all(_is_out(one, kept) for one in beside)


def without_counters(body: list[Piece]) -> list[Piece]:
    """The texts without the number of comments behind one: `<p>A bridge fell. <a class="comments-count">12</a></p>`."""
    counters: dict[Box, set[str]] = {}
    return [_uncounted(piece, counters) if piece.text[-1:].isdigit() else piece for piece in body]


def _uncounted(piece: Piece, counters: dict[Box, set[str]]) -> Piece:
    """A piece without the number that one of its box's links to comments ends it with; `counters` holds those of boxes seen."""
    if piece.box not in counters:
        counters[piece.box] = {said for link in piece.box.element.iterdescendants("a") if (said := _count(link))}
    before, _, said = piece.text.rpartition(" ")
    if said not in counters[piece.box]:
        return piece
    text, size = before.rstrip(), piece.size - len(said)
    return replace(piece, text=text, link_chars=max(0, piece.link_chars - len(said)), size=size)


def _count(link: _Element) -> str | None:
    """The number that a link says, if its names and its address speak of comments."""
    said = tidy(written(link))
    counts = said.isdigit() and Role.COMMENT in named(names(link)).sure
    return said if counts and COUNTED.search(link.get("href") or "") else None
