"""The titles that a page declares, and the headline of a page that has no heading for it."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice, takewhile
from urllib.parse import unquote, urlsplit

from pipelines.extract.headline.headings import is_headline
from pipelines.extract.headline.site_names import is_site, separators
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import fold, tidy, words, written
from pipelines.page.mass import HEADINGS, is_prose
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.surroundings import LINKED, PARAGRAPH, is_echoed, titled_box

MIN_LINKED, NEAR = 20, 6
"""Characters of a headline that links, and texts behind it among which its story begins."""
HIGHEST_RANK = 4
"""That of an `<h1>` with a declared title."""
NO_TITLE = pattern("<<headline.no_title>>$", re.IGNORECASE)
"""Titles that say of no page what it is."""
RUBRIC = pattern("<<headline.rubric>>$", re.IGNORECASE)
"""Headings that stand over every story of a site."""
SITE_WORD = re.compile(r"^[\w.]{2,10}(?:网|網|在线|频道|日报|晚报|新闻|新聞|資訊|资讯)$")
ARTICLE = pattern("^<<headline.article>> ", re.IGNORECASE)
SITES_WORDS = 4
"""Most words of a title that may be the site's though nothing else says so."""
MIN_WORDS, MIN_LETTERS = 3, 8
"""Words and letters of a line that may be a headline; a line without spaces has letters only."""
LOWER = frozenset(("h2", "h3", "h4"))
LINES_ABOVE_STORY = 8
"""Lines above a story's first paragraph among which its headline is."""
NO_HEADLINE = re.compile(r"(?:19|20)\d\d|\d:\d\d|[:：]$|[@>»|│]")
"""What a line has that is no headline: a date, a time, a path of sections; a label ends in a colon."""
NOT_ABOVE = pattern(
    r"\b{start}(?:<<story.related>>)\b{end}|^\W*(?:<<story.read_more_link>>)|^\W*(?:<<story.most_read>>)(?: [\w’']+){0,4}\W*$",
    re.IGNORECASE,
)
"""What a heading says over other stories."""


def find_title(pieces: list[Piece], titles: list[str]) -> int:
    """The order of the headline among the pieces; -1 when it does not stand there."""
    wanted = set(map(fold, titles)) - {""}
    best, best_rank = -1, 0
    longest = 2.5 * max(map(len, titles), default=0)
    shortest = 0.4 * min(map(len, wanted), default=0)
    for piece in pieces:
        if not shortest <= len(piece.text) <= longest and piece.box.tag != "h1":
            continue
        rank = title_rank(piece, wanted)
        if rank > best_rank and not any(b.tag in ("nav", "aside", "footer") for b in piece.box.ancestors()):
            best, best_rank = piece.order, rank
    return best if best >= 0 else linked_title(pieces, wanted)


def linked_title(pieces: list[Piece], wanted: Collection[str]) -> int:
    """The order of the one heading that says just what a title does and links, with prose under it; -1 when there is none."""
    linked = (p for p in pieces if p.link_share > 0.9 and len(p.text) >= MIN_LINKED)
    headings = (p for p in linked if any(box.tag in HEADINGS for box in islice(p.box.ancestors(), 2)))
    same = [piece for piece in headings if fold(piece.text) in wanted]
    if len(same) != 1:
        return -1
    order = same[0].order
    return order if any(is_prose(piece) for piece in pieces[order + 1 : order + 1 + NEAR]) else -1


def title_rank(piece: Piece, wanted: Collection[str]) -> int:
    """How likely a piece is the headline: 4 for an `<h1>` with a declared title, down to 0."""
    is_link = piece.link_share > 0.9 and piece.box.tag != "h1"
    if is_link or len(piece.text) > 400 or not (said := fold(piece.text)):
        return 0
    same = any(
        said == w
        or (len(said) >= 10 and (said in w or w in said) and min(len(said), len(w)) > 0.5 * max(len(said), len(w)))
        for w in wanted
    )
    if piece.box.tag == "h1":
        return HIGHEST_RANK if same else 1
    if same:
        return 3 if piece.box.tag in HEADINGS else 2
    return 0


def is_title(piece: Piece, titles: Collection[str]) -> bool:
    """True if a piece only repeats the headline (`titles` are folded)."""
    if len(piece.text) > 400:
        return False
    said = fold(piece.text)
    if not said:
        return True
    return any(
        said == w
        or (
            piece.box.tag in HEADINGS
            and len(said) > 15
            and (said in w or w in said)
            and min(len(said), len(w)) > 0.7 * max(len(said), len(w))
        )
        for w in titles
    )


def title_boxes(pieces: list[Piece], title_order: int) -> set[Box]:
    """The boxes around the headline: they belong to the story."""
    return set(pieces[title_order].box.ancestors()) if title_order >= 0 else set()


def titled(page: Page, headings: list[str], sites: set[str]) -> str | None:
    """The text of the box that is called the story's title, on a page without another heading whose title is the site's; None
    if a paragraph stands before it: then it may be another story's.
    """
    may_be = not headings and next(page.tree.iter("h1"), None) is None
    box = titled_box(page.outline, page.surroundings.titles) if may_be else None
    if box is None or page.surroundings.is_of_others(box):
        return None
    before = takewhile(
        lambda piece: box not in (piece.box.element, *piece.box.element.iterancestors()), page.outline.pieces
    )
    text = tidy(written(box, page.outline.hidden))
    return text if text and is_headline(text) and not is_site(text, sites) and not any(map(is_prose, before)) else None


def above_story(page: Page, titles: Collection[str], sites: set[str]) -> str | None:
    """The lower heading, else one of the lines, above the story's first paragraph, on a page titled `The Courier`.

    If the title is the site's for sure: the heading whose words the page's address has, else the nearest, else a line that the
    address has. If it is only short, and no line repeats it, a heading that the address has. Never one over other stories.
    None if another story's headline stands below the first paragraph: a front page.
    """
    sure = all(is_sites(title, sites) for title in titles)
    long = any(len(words(title)) > SITES_WORDS for title in titles) or separators(page.title)
    if not sure and (long or is_echoed(page.outline, page.surroundings.titles)):
        return None
    pieces = page.outline.pieces
    above = list(takewhile(lambda piece: not _is_paragraph(piece), pieces))
    if len(above) == len(pieces) or _is_teaser_list(pieces[len(above) + 1 :]):
        return None
    headings = [p for p in reversed(above) if p.box.tag in LOWER and _may_be(p, page, sites)]
    near = [
        p for p in reversed(above[-LINES_ABOVE_STORY:]) if sure and not headings and NO_HEADLINE.search(p.text) is None
    ]
    plain = (p for p in near if _may_be(p, page, sites) and is_in_address(p.text, page.url))
    named = (piece for piece in headings if is_in_address(piece.text, page.url))
    return next((piece.text for piece in (*named, *(headings if sure else ()), *plain)), None)


def is_sites(title: str, sites: set[str]) -> bool:
    """True if a title is the site's: it says nothing, or is the site's name with or without its article.

    A long one is a headline, which some pages give for the site's name; so is one that only holds the name.

    >>> is_sites("The Courier", {"courier"}), is_sites("Courier wins", {"courier"})
    (True, False)
    """
    said = ARTICLE.sub("", title)
    is_name = len(said.split()) <= SITES_WORDS and not sites.isdisjoint((fold(said), fold(title)))
    return is_name or NO_TITLE.match(title) is not None or SITE_WORD.match(title) is not None


def is_in_address(text: str, url: str) -> bool:
    """True if the last folder of an address is made of a line's words.

    >>> url = "https://courier.example/2025/windmill-burns-down-again-77"
    >>> is_in_address("Windmill burns down again", url), is_in_address("Mill burns down again", url)
    (True, False)
    """
    said = words(text)
    path = unquote(urlsplit(url).path).casefold().rstrip("/").rpartition("/")[2]
    return len(said) >= MIN_WORDS and f"-{'-'.join(said)}-" in f"-{'-'.join(words(path))}-"


def _is_teaser_list(below: list[Piece]) -> bool:
    """True if another story's linked headline stands below the first paragraph, before a second one: a front page."""
    between = takewhile(lambda piece: not _is_paragraph(piece), below)
    return any(piece.box.tag in LOWER and piece.link_share > LINKED for piece in between)


def _is_paragraph(piece: Piece) -> bool:
    """True if a text is a story's: a long one, or a sentence without a link in a `<p>`; no notice above it, nor its headline."""
    is_sentence = piece.box.tag == "p" and not piece.link_chars and piece.text.endswith((".", "。"))
    return is_prose(piece) and (is_sentence or piece.size - piece.link_chars > PARAGRAPH)


def _may_be(piece: Piece, page: Page, sites: set[str]) -> bool:
    """True if a line may be a headline: some words outside of links, in no box of others' stories."""
    text = piece.text
    long = len(fold(text)) >= MIN_LETTERS and (len(text.split()) >= MIN_WORDS or len(words(text)) >= MIN_LETTERS)
    if not long or piece.link_share > 0 or piece.box.hidden or not is_headline(text) or is_site(text, sites):
        return False
    if NOT_ABOVE.search(text):
        return False
    return not page.surroundings.is_of_others(piece.box.element)
