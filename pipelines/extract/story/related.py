"""Other stories among the lines of a story: headings over links to them, labels beside such links, lists of what is most read.

And the comments of readers, found by the line under or over each, whatever the boxes around them are called: a link to reply or
to report a comment stands under it; a line signs it (`Jane Doe said on 16 January 2012 at 1:25 PM`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from itertools import islice, takewhile

from lxml.etree import _Element

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.extract.story.asides import make
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.related_words import HEADING, MOST_READ
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import fold, tidy, written
from pipelines.page.mass import HEADINGS, SENTENCE_END, is_prose
from pipelines.page.outline import Box, Piece
from pipelines.page.roles import named, names

MAX_LABEL_CHARS, MAX_ANNOUNCEMENT_CHARS = 60, 100
MIN_LINKS, BOXES_AROUND, MAX_NEIGHBOURS = 2, 4, 40
"""Links under a heading; boxes around a text and texts beside a label that are looked at."""
MIN_TITLE_CHARS = 20
"""A shorter link is no title of another story: `edit`, `Share`."""
QUOTED = re.compile("quote|verse|poem|cite", re.IGNORECASE)
COUNTED = re.compile("comment|respond|disqus|#c", re.IGNORECASE)
"""Addresses under the number of comments: `/mill-burns#comments`."""
ANNOUNCES = re.compile(r"[:：]\W{0,3}$")
NOT_ANNOUNCING = re.compile(r"[.!?…。！？]\W*$|\d")
EMBEDDED = re.compile("embed|tweet|media|tiktok", re.IGNORECASE)
"""Names of boxes that hold a post from elsewhere: its links are left out, the words before it are the story's."""
NO_LABEL = re.compile(rf"{SENTENCE_END.pattern}|\d")
MIN_LISTED_TITLES = 3
MAX_LIST_HEADING_CHARS, MAX_LISTED_CHARS = 50, 200
MIN_STORY_CHARS = 300
"""Characters of prose before a heading that may end a story."""
MAX_HEADING_CHARS = 40
RELATED = pattern(
    r"\W*(?!(?:<<story.may_go_on>>)\b{end})\b{start}(?:<<story.related>>)\b{end}\s?(?:<<story.stories>>)?\W*$",
    re.IGNORECASE,
)
"""A heading over other stories, but no word that may head more of this one: `More about this recipe`."""

MIN_COMMENTS = 3
"""Links to reply, or signatures, that make a list of comments."""
REPLY = pattern(r"^\W*(?:<<story.reply>>|(?:<<story.like>>)\W{0,2}\(\d+\))\W*$", re.IGNORECASE)
LIKED = pattern(r"\W*(?:<<story.like>>)\b", re.IGNORECASE)
MAX_REPLY_CHARS = 24
SIGNED = pattern(
    r"^\W*(?:<<story.comment_by>>)\b|^\S{1,30}(?: \S{1,30}){0,3} (?:<<story.said>>)\b\s?"
    r"(?::|(?:<<story.before_day>>)\b|\n|[|·•,-])",
    re.IGNORECASE,
)
"""How a line begins that signs a comment; the time stands at its end or in the next line."""
MAX_SIGNATURE_CHARS, MAX_CHARS_BESIDE_DATE = 110, 60
MIN_SIGNERS_SHARE = 0.6
"""Share of signatures by different people: a live blog has few."""
WHEN = pattern(r"\b(?:<<story.before_day>>)\b|[|·•,\n-]")
DIGITS = re.compile(r"\d")
CLOCK = re.compile(r"\d{1,2}[:.h]\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
MAX_COMMENTS_HEADING_CHARS = 160
COMMENTS_HEADING = pattern(
    r"^\W*(?:\d+ )?(?:<<story.comments_heading>>)\W*(?:(?:displaying )?\(?\d+\)?(?:\W+\d+ of \d+)?)?\W*$"
    r"|^\W*(?:(?:\D{0,10} )?\d+ (?:<<story.comments_on>>)|(?:<<story.comments_heading>>) \(\d+\) \w{1,4}) .{3,140}$",
    re.IGNORECASE,
)
"""A heading over the comments of readers or over the form for one: `Comments (3)`, `3 thoughts on “Mill burns down”`."""


def without_labels(body: list[Piece], pieces: list[Piece]) -> list[Piece]:
    """Without headings right over links that were left out, and without labels beside such links.

    A label is one if all boxes of its make hold the same text and such links: in a list of products each box has another text. A
    quotation is no label.
    """
    kept = {piece.order for piece in body}
    at = {piece.order: place for place, piece in enumerate(pieces)}
    short = [piece for piece in body if piece.size < MAX_LABEL_CHARS]
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
    announced = [piece for piece in body if piece.size < MAX_ANNOUNCEMENT_CHARS and _offers_stories(piece)]
    out.update(p.order for p in announced if _is_over_own_links(pieces, at[p.order] + 1, kept))
    return [piece for piece in body if piece.order not in out]


def _is_quoted(piece: Piece) -> bool:
    around = islice(piece.box.ancestors(), BOXES_AROUND)
    return any(box.tag in ("blockquote", "q", "figure") or _quotes(box.names) for box in around)


@lru_cache(maxsize=50_000)
def _quotes(called: str) -> bool:
    return QUOTED.search(called) is not None


def _is_out(piece: Piece, kept: set[int]) -> bool:
    return piece.order not in kept and piece.link_share > 0.8


def _is_over_links(piece: Piece, pieces: list[Piece], place: int, kept: set[int]) -> bool:
    under = pieces[place : place + MIN_LINKS]
    return piece.box.tag in HEADINGS and len(under) == MIN_LINKS and all(_is_out(one, kept) for one in under)


def _offers_stories(piece: Piece) -> bool:
    """True if a line in strong letters, or with a colon at its end, offers other stories: `More on the ferry:`."""
    if piece.box.tag in ("li", "td", "th") or NOT_ANNOUNCING.search(piece.text):
        return False
    is_marked = piece.strong_chars >= 0.9 * len(piece.text) or ANNOUNCES.search(piece.text) is not None
    return is_marked and HEADING.search(piece.text) is not None and not _is_quoted(piece)


def _is_over_own_links(pieces: list[Piece], place: int, kept: set[int]) -> bool:
    """True if links that were left out follow: several, or one as long as a title; links to a post do not count."""
    under = list(
        islice(takewhile(lambda one: one.order not in kept, pieces[place : place + MAX_NEIGHBOURS]), MIN_LINKS)
    )
    if not under or not all(_is_out(one, kept) for one in under) or _is_of_post(under[0]):
        return False
    return len(under) == MIN_LINKS or under[0].size >= MIN_TITLE_CHARS


def _is_of_post(piece: Piece) -> bool:
    around = islice(piece.box.ancestors(), BOXES_AROUND)
    return piece.text.startswith("http") or any(b.tag == "blockquote" or _is_embedded(b.names) for b in around)


@lru_cache(maxsize=50_000)
def _is_embedded(called: str) -> bool:
    return EMBEDDED.search(called) is not None


def _is_by_links(box: Box, pieces: list[Piece], place: int, kept: set[int]) -> bool:
    """True if a box holds, beside the piece at `place`, nothing but links that were left out."""
    sides = (reversed(pieces[max(0, place - MAX_NEIGHBOURS) : place]), pieces[place + 1 : place + 1 + MAX_NEIGHBOURS])
    beside = [p for side in sides for p in takewhile(lambda p: box in islice(p.box.ancestors(), BOXES_AROUND), side)]
    return any(one.size >= MIN_TITLE_CHARS for one in beside) and all(_is_out(one, kept) for one in beside)


def without_counters(body: list[Piece]) -> list[Piece]:
    """The texts without the number of comments at their end: `<p>A bridge fell. <a class="comments-count">12</a></p>`."""
    counters: dict[Box, set[str]] = {}
    return [_uncounted(piece, counters) if piece.text[-1:].isdigit() else piece for piece in body]


def _uncounted(piece: Piece, counters: dict[Box, set[str]]) -> Piece:
    """A piece without a number at its end that links to comments; `counters` caches the numbers of each box."""
    if piece.box not in counters:
        counters[piece.box] = {said for link in piece.box.element.iterdescendants("a") if (said := _count(link))}
    before, _, said = piece.text.rpartition(" ")
    if said not in counters[piece.box]:
        return piece
    text, size = before.rstrip(), piece.size - len(said)
    return replace(piece, text=text, link_chars=max(0, piece.link_chars - len(said)), size=size)


def _count(link: _Element) -> str | None:
    """The number in a link, if its names and its address are those of comments."""
    said = tidy(written(link))
    counts = said.isdigit() and Role.COMMENT in named(names(link)).sure
    return said if counts and COUNTED.search(link.get("href") or "") else None


def without_charts(body: list[Piece]) -> list[Piece]:
    """The story without headings such as `Most read` and the titles right under them, in items alike or with links."""
    out: set[int] = set()
    for place, piece in enumerate(body):
        if place not in out and piece.size <= MAX_LIST_HEADING_CHARS and MOST_READ.match(piece.text):
            last = _last_title(body, place)
            if last > place or piece.box.tag in HEADINGS:
                out.update(range(place, last + 1))
    return [piece for place, piece in enumerate(body) if place not in out] if len(out) < len(body) else body


def _last_title(body: list[Piece], heading: int) -> int:
    """The place of the last title under a heading; that of the heading if fewer than MIN_LISTED_TITLES follow."""
    last = heading
    while last + 1 < len(body) and _is_title(body[last + 1]):
        if last > heading and make(body[last + 1].box) != make(body[heading + 1].box):
            break
        last += 1
    return last if last - heading >= MIN_LISTED_TITLES else heading


def _is_title(piece: Piece) -> bool:
    if piece.box.tag in HEADINGS:
        return False
    return (piece.box.tag == "li" and piece.size <= MAX_LISTED_CHARS) or piece.link_chars > 0


def without_what_follows(body: list[Piece]) -> list[Piece]:
    """The story up to a heading over comments or other stories, unless its own paragraphs go on behind it."""
    said = 0
    for place, piece in enumerate(body):
        if said >= MIN_STORY_CHARS and is_over_others(piece):
            own = {place_of(p) for p in body[:place] if is_prose(p)}
            if not any(place_of(p) in own for p in body[place + 1 :] if is_prose(p)):
                return body[:place]
        said += piece.size if is_prose(piece) else 0
    return body


def is_over_others(piece: Piece) -> bool:
    """True for a heading over comments or over other stories."""
    heading = piece.text.partition("\n")[0]
    if piece.link_share >= 0.6 and piece.box.tag not in HEADINGS:
        return False
    if is_over_comments(heading):
        return True
    return len(piece.text) <= MAX_HEADING_CHARS and piece.box.tag in HEADINGS and RELATED.match(piece.text) is not None


def place_of(piece: Piece) -> tuple[tuple[str, str] | None, str, str]:
    """The make of the box around a paragraph, its names and its tag: the same for all paragraphs of a story."""
    return make(piece.box.parent) if piece.box.parent else None, piece.box.names, piece.box.tag


def replies(pieces: list[Piece], titled: set[Box]) -> set[Box]:
    """The box around the comments of a page.

    If that box holds the story too: its boxes with links to reply, or all between the first and the last signature.
    """
    found = [p for p in pieces if len(p.text) <= MAX_REPLY_CHARS and is_reply(p.text)]
    if all(LIKED.match(p.text) for p in found):
        found = []
    signed = [] if len(found) >= MIN_COMMENTS else signatures(pieces)
    if signed and _goes_on(pieces, signed):
        signed = []
    if len(found) + len(signed) < MIN_COMMENTS:
        return set()
    around = set.intersection(*(set(piece.box.ancestors()) for piece in found or signed))
    common = max(around, key=lambda box: box.depth)
    if common not in titled and common.parent is not None and not (signed and _has_story(common, signed[0])):
        return {common}
    inside = {box for piece in found or signed for box in piece.box.ancestors()}
    marked = [place for place, child in enumerate(common.children) if child in inside]
    rows = common.children[marked[0] : marked[-1] + 1] if signed else [common.children[place] for place in marked]
    return {child for child in rows if child not in titled}


def is_over_comments(heading: str) -> bool:
    """True for the text of a heading over comments."""
    return len(heading) <= MAX_COMMENTS_HEADING_CHARS and COMMENTS_HEADING.match(heading) is not None


@lru_cache(maxsize=20_000)
def is_reply(text: str) -> bool:
    """True if the text of a link is for replying to a comment, liking or reporting it."""
    return REPLY.match(text) is not None


def signatures(pieces: list[Piece]) -> list[Piece]:
    """Lines behind a story that sign comments with a day and a clock, by as many people as write comments; else none."""
    found = []
    people = set()
    said = 0
    for place, piece in enumerate(pieces):
        if said >= MIN_STORY_CHARS and len(piece.text) <= MAX_SIGNATURE_CHARS and _signs(*pieces[place : place + 2]):
            found.append(piece)
            people.add(fold(_signer(piece.text)))
        said += piece.size if is_prose(piece) else 0
    return found if len(found) >= MIN_COMMENTS and len(people) > len(found) * MIN_SIGNERS_SHARE else []


def _signs(piece: Piece, following: Piece | None = None) -> bool:
    """True if a line, perhaps with the next, names the author of a comment and its time."""
    timed = [p for p in (piece, following) if p and len(p.text) <= MAX_SIGNATURE_CHARS and CLOCK.search(p.text)]
    return bool(timed) and SIGNED.match(piece.text) is not None and any(map(_is_stamped, timed))


def _goes_on(pieces: list[Piece], signed: list[Piece]) -> bool:
    """True if paragraphs in the place of those before the first signature stand behind the last."""
    own = {(p.box.parent, p.box.names, p.box.tag) for p in pieces if p.order < signed[0].order - 1 and is_prose(p)}
    return any(
        (p.box.parent, p.box.names, p.box.tag) in own for p in pieces if p.order > signed[-1].order and is_prose(p)
    )


def _signer(line: str) -> str:
    """A signature without its day: `Posted by Jane Doe on Monday, 3 November` → `Posted by Jane Doe on`."""
    return WHEN.split(DIGITS.split(line, maxsplit=1)[0], maxsplit=1)[0]


def _has_story(box: Box, first: Piece) -> bool:
    """True if a box holds a story's worth of prose before the first comment."""
    return sum(p.size for p in box.all_pieces() if p.order < first.order and is_prose(p)) >= MIN_STORY_CHARS


def _is_stamped(piece: Piece) -> bool:
    """True if a line with a clock also has a day, and little else."""
    dates = [date for date in read_text(piece.text, Dialect()) if date.precision != "day"]
    return bool(dates) and len(piece.text) - sum(date.end - date.start for date in dates) <= MAX_CHARS_BESIDE_DATE
