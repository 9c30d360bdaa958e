"""A second opinion on the story, asked only if our own story is empty or far from the headline.

Each reader offers its story. The pieces of the page in it are kept, with their blocks, places and hidden texts. Only a body that
the page declares or embeds, and does not show, is taken as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from pipelines.base.urls.kinds import is_front
from pipelines.extract.headline.untitled import is_title
from pipelines.extract.model import Flag
from pipelines.extract.story.declared_body import declared_story, vouch
from pipelines.extract.story.edges import trim
from pipelines.extract.story.embedded import embedded_story
from pipelines.extract.story.lines import keep
from pipelines.extract.story.selection import Selection
from pipelines.lexicon.wording import fold
from pipelines.page.mass import SENTENCE, is_prose
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.structured import article_body

MIN_DOUBT_CHARS = 300
"""Characters of prose that the page shows outside of our story, and that another reader finds."""

MAX_MARKUP = 2_000_000
MAX_PIECES = 5_000
"""Larger pages cost the other reader more than its answer is worth."""

MIN_TIMES_OURS, MIN_TIMES_SHOWN = 2, 4
"""How many times as long as ours another reader's story is, and a body that the page does not show."""
MAX_SHOWN_SHARE = 0.5
"""Share of the declared body that the page shows, from which on it is read from the page."""
UNSEEN_TAGS = frozenset(
    ["nav", "footer", "aside", "dialog", "menu", "address", "details", "button", "figure", "figcaption"]
)


def second_opinion(page: Page, found: Selection, titles: list[str]) -> Selection:
    """The selection, or that of another reader: `reader` is own, declared, embedded or trafilatura."""
    if found.learned:  # the source's other pages have given theirs
        return found
    readers: tuple[Callable[[Page, Selection, list[str]], Selection | None], ...] = (declared, embedded, trafilatura)
    for reader in readers:
        other = reader(page, found, titles)
        if other is not None:
            return other
    return found


def reader_flags(found: Selection) -> tuple[Flag, ...]:
    """A flag that names the reader if the text is not of our own."""
    return () if found.reader == "own" else (Flag("second_opinion", found.reader, None, None),)


def declared(page: Page, found: Selection, titles: list[str]) -> Selection | None:
    """The story that the page declares in its structured data, if the page shows next to nothing of it (a script would)."""
    if size(found.story) * MIN_TIMES_SHOWN > len(article_body(page.jsonld)):
        return None
    lines = declared_story(page)
    wanted = len(fold("".join(lines)))
    if wanted < MIN_DOUBT_CHARS or size(found.story) * MIN_TIMES_SHOWN > wanted:
        return None
    if vouch([p for p in found.pieces if is_seen(p)], "\n".join(lines))[1] >= MAX_SHOWN_SHARE:
        return None
    return of_lines(found, lines, titles, "declared")


def embedded(page: Page, found: Selection, titles: list[str]) -> Selection | None:
    """The story in the state of the page's scripts, if the page shows only a few words of it, or others far from any headline."""
    if size(found.story) >= MIN_DOUBT_CHARS and found.title_order >= 0:
        return None
    lines = embedded_story(page, titles)
    if not lines or size(found.story) * MIN_TIMES_SHOWN > sum(map(len, lines)):
        return None
    return of_lines(found, lines, titles, "embedded")


def of_lines(found: Selection, lines: list[str], titles: list[str], reader: str) -> Selection:
    """The selection with the lines of a body that the page does not show."""
    folded = set(map(fold, titles))
    order = max(found.title_order, 0)
    pieces = [Piece(found.root, line, 0, 0, order, "", len(line)) for line in lines]
    story = [piece for piece in pieces if not is_title(piece, folded) and keep(piece)]
    return replace(found, story=story, core=found.root, lead=set(), reader=reader)


def trafilatura(page: Page, found: Selection, titles: list[str]) -> Selection | None:
    """The pieces in trafilatura's text, if our own story is in doubt and these are much more, or in another place."""
    before = skipped(found)
    if is_front(page.url) or len(page.text) > MAX_MARKUP or len(found.pieces) > MAX_PIECES:
        return None
    if before <= size(found.story) and any(is_sentence(piece) for piece in found.story):
        return None
    if prose(p for p in found.pieces if p.order > found.title_order and is_seen(p)) < MIN_DOUBT_CHARS:
        return None
    text = fold(peer_text(page))
    folded = set(map(fold, titles))
    matching = [p for p in found.pieces if p.order > found.title_order and is_seen(p) and is_in_text(p, text, folded)]
    story = trim([p for p in matching if keep(p)])
    own = {p.order for p in found.story}
    elsewhere = before and not any(p.order in own for p in story)
    if prose(story) < (MIN_DOUBT_CHARS if elsewhere else max(MIN_DOUBT_CHARS, MIN_TIMES_OURS * prose(found.story))):
        return None
    core = common_box(story)
    return replace(found, story=story, core=core, chosen={core}, lead=set(), reader="trafilatura")


def peer_text(page: Page) -> str:
    """Trafilatura's text of a page; empty if it finds none."""
    from trafilatura import bare_extraction  # here, for few pages need it, and it takes 0.1 s to import

    try:  # without `deduplicate`: that would remember the pages before this one
        read = bare_extraction(page.text, url=page.url or None, fast=True, include_comments=False, with_metadata=False)
    except RecursionError:
        return ""
    return read.text or "" if read is not None and not isinstance(read, dict) else ""


def is_in_text(piece: Piece, text: str, titles: Collection[str]) -> bool:
    """True if the other reader's text holds a piece that is not the headline."""
    words = fold(piece.text)
    return len(words) >= 8 and words in text and not is_title(piece, titles)


def is_seen(piece: Piece) -> bool:
    """True if readers see a piece, and not as navigation, caption or aside."""
    return not any(box.hidden or box.tag in UNSEEN_TAGS for box in piece.box.ancestors())


def is_sentence(piece: Piece) -> bool:
    """True if a piece holds a sentence, not only names or counts."""
    return is_prose(piece) and SENTENCE.search(piece.text) is not None


def skipped(found: Selection) -> int:
    """Characters of prose that readers see between headline and story; 0 if the headline does not stand in the page."""
    if found.title_order < 0 or not found.story:
        return 0
    first = min(p.order for p in found.story)
    return prose(p for p in found.pieces if found.title_order < p.order < first and is_seen(p))


def prose(pieces: Iterable[Piece]) -> int:
    """Characters of prose among pieces."""
    return sum(piece.size for piece in pieces if is_prose(piece))


def size(pieces: Iterable[Piece]) -> int:
    """Characters of pieces."""
    return sum(piece.size for piece in pieces)


def common_box(pieces: list[Piece]) -> Box:
    """The innermost box around all pieces."""
    around = set.intersection(*(set(piece.box.ancestors()) for piece in pieces))
    return max(around, key=lambda box: box.depth)
