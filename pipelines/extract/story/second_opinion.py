"""A second opinion on the story, asked only where ours says nothing or is far from the headline.

Each reader tells what it takes for the story; what is kept are pieces of the page itself, so that blocks, places and hidden
text stay known. The exception is the body that the page declares, where the page shows none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from pipelines.base.urls.kinds import is_front
from pipelines.extract.headline.untitled import is_title
from pipelines.extract.model import Flag
from pipelines.extract.story.declared_body import declared_story, vouch
from pipelines.extract.story.embedded_body import embedded_story
from pipelines.extract.story.lines import keep
from pipelines.extract.story.scraps import trim
from pipelines.extract.story.story import Selection
from pipelines.extract.story.trafilatura_peer import peer_text
from pipelines.lexicon.wording import fold
from pipelines.page.mass import SENTENCE, is_prose
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.structured import article_body

WORTH_ASKING = 300
"""Characters of prose that a page must show outside our story, and that another reader must find, to be listened to."""

MAX_MARKUP = 2_000_000
MAX_PIECES = 5_000
"""Pages with more characters or pieces than these are not asked about: the answer would cost more than they are worth."""

TIMES_OURS = 2  # as much prose as we found
TIMES_SHOWN = 4  # as long as our story
SHOWN = 0.5  # of the declared body
UNSEEN_TAGS = frozenset(
    ["nav", "footer", "aside", "dialog", "menu", "address", "details", "button", "figure", "figcaption"]
)


def second_opinion(page: Page, found: Selection, titles: list[str]) -> Selection:
    """The selection, or what another reader makes of the page; `reader` says whose it is: own declared embedded trafilatura."""
    if found.learned:  # the source's other pages have given theirs
        return found
    readers: tuple[Callable[[Page, Selection, list[str]], Selection | None], ...] = (declared, embedded, trafilatura)
    for reader in readers:
        other = reader(page, found, titles)
        if other is not None:
            return other
    return found


def reader_flags(found: Selection) -> tuple[Flag, ...]:
    """A flag that names the reader if the text is not ours."""
    return () if found.reader == "own" else (Flag("second_opinion", found.reader, None, None),)


def declared(page: Page, found: Selection, titles: list[str]) -> Selection | None:
    """The story that the page declares in its structured data, where it shows next to nothing of it (a script would)."""
    if size(found.story) * TIMES_SHOWN > len(article_body(page.jsonld)):
        return None
    lines = declared_story(page)
    wanted = len(fold("".join(lines)))
    if wanted < WORTH_ASKING or size(found.story) * TIMES_SHOWN > wanted:
        return None
    if vouch([p for p in found.pieces if is_seen(p)], "\n".join(lines))[1] >= SHOWN:
        return None
    return of_lines(found, lines, titles, "declared")


def embedded(page: Page, found: Selection, titles: list[str]) -> Selection | None:
    """The story in the state of the page's scripts, where the page shows none: a few words, or others far from any headline."""
    if size(found.story) >= WORTH_ASKING and found.title_order >= 0:
        return None
    lines = embedded_story(page, titles)
    if not lines or size(found.story) * TIMES_SHOWN > sum(map(len, lines)):
        return None
    return of_lines(found, lines, titles, "embedded")


def of_lines(found: Selection, lines: list[str], titles: list[str], reader: str) -> Selection:
    """The selection with the lines of a body that the page does not show as its story."""
    folded = set(map(fold, titles))
    order = max(found.title_order, 0)
    pieces = [Piece(found.root, line, 0, 0, order, "", len(line)) for line in lines]
    story = [piece for piece in pieces if not is_title(piece, folded) and keep(piece)]
    return replace(found, story=story, core=found.root, lead=set(), reader=reader)


def trafilatura(page: Page, found: Selection, titles: list[str]) -> Selection | None:
    """The pieces that trafilatura takes for the story, where ours is in doubt and it finds much more, or another place."""
    before = skipped(found)
    if is_front(page.url) or len(page.text) > MAX_MARKUP or len(found.pieces) > MAX_PIECES:
        return None
    if before <= size(found.story) and any(is_sentence(piece) for piece in found.story):
        return None
    if prose(p for p in found.pieces if p.order > found.title_order and is_seen(p)) < WORTH_ASKING:
        return None
    text = fold(peer_text(page))
    folded = set(map(fold, titles))
    matching = [p for p in found.pieces if p.order > found.title_order and is_seen(p) and is_in_text(p, text, folded)]
    story = trim([p for p in matching if keep(p)])
    own = {p.order for p in found.story}
    elsewhere = before and not any(p.order in own for p in story)
    if prose(story) < (WORTH_ASKING if elsewhere else max(WORTH_ASKING, TIMES_OURS * prose(found.story))):
        return None
    core = common_box(story)
    return replace(found, story=story, core=core, chosen={core}, lead=set(), reader="trafilatura")


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
    """Prose that readers see between the headline and our story; 0 when the headline does not stand in the page."""
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
