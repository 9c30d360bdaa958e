"""One page in, one document out: the cascade that finds kind, title, story, people and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import NamedTuple

from pipelines.base.errors import PageDropped
from pipelines.extract.fields.details import WHOLE_STORY, canonical_url, credit_lines, image, paywall, section, tags
from pipelines.extract.fields.flags import MAX_BOXES, MAX_CHARS, flags
from pipelines.extract.fields.listed import listed_days
from pipelines.extract.fields.related import related, related_in_state
from pipelines.extract.headline.headline import Offer, offers
from pipelines.extract.headline.headline import titles as headlines_of
from pipelines.extract.kind.declared import continues_story, goes_on, states_publication
from pipelines.extract.kind.kind import Judged as JudgedKind
from pipelines.extract.kind.kind import kind
from pipelines.extract.model import UNKNOWN, Block, Document, Flag, Headline, Layout
from pipelines.extract.people.people import believed, ruled
from pipelines.extract.read.learned import learned_headline, learned_offers, learned_people, lines_about
from pipelines.extract.story.captions import asides_of, pulled
from pipelines.extract.story.declared_body import description, descriptions
from pipelines.extract.story.embedded import in_state
from pipelines.extract.story.hidden import SHOW_REST
from pipelines.extract.story.second_opinion import reader_flags, second_opinion
from pipelines.extract.story.selection import Selection
from pipelines.extract.story.standfirst import holders
from pipelines.extract.story.story import select, select_again
from pipelines.extract.whole.subject import Heading
from pipelines.extract.whole.whole import Judged, judged
from pipelines.lake.values import STORY_KINDS, HeadlinePlace, PageKind
from pipelines.lexicon.agencies import credited
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import written
from pipelines.page.mass import HEADINGS, within
from pipelines.page.outline import SILENT, Box, Piece
from pipelines.page.page import Page
from pipelines.page.roles import says
from pipelines.page.text.language import language
from pipelines.page.text.mojibake import Repair, misread, repaired

BLOCK_KINDS = {"li": "list", "dd": "list", "dt": "list", "td": "table", "th": "table", "pre": "code"}
SHELL = 200
"""Characters that a page shows whose text a script draws."""
LOST = "\ufffd"
"""What stands for a character whose bytes cannot be read."""
MAX_LOST = 0.001
"""Share of such characters in a text that is worth keeping."""
LONG_CELL = 100
"""Characters of a text that makes a paragraph of what stands in a cell."""
UNDER = 5
"""Texts right under a story among which a pay wall speaks; what comes later is an offer."""
GARBLED, REPAIRED = "mojibake", "mojibake_repaired"
"""Flags of mojibake that stands, and of mojibake that was put right: their text is what the page has there."""


def extract(page: Page) -> Document:
    """The document of a page, from the page alone. Pure. Raises PageDropped."""
    return read(page).document


def lost_before(page: Page) -> bool:
    """True if the page itself holds U+FFFD in sound UTF-8: its publisher lost the characters, not our decoding."""
    return page.body.count(LOST.encode()) >= page.text.count(LOST)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, and what it was made from: the titles the page offers, how its story was selected, and its text at first."""

    document: Document
    offered: list[Offer]
    found: Selection
    first: Selection


def read(page: Page, layout: Layout = UNKNOWN) -> Reading:
    """The document of a page of a source with this layout. Pure: same page and layout, same document. Raises PageDropped."""
    laid_out = page.outline
    offered, title, headlines, learned = titled(page, laid_out.pieces, layout)
    titles = [*(offer.text for offer in offered), *([title] if title else [])]
    found = second_opinion(page, select(page, titles, laid_out, layout), titles)
    refuse_empty(page, found, title)
    whole = as_a_whole(page, found, [title, *(one.text for one in headlines)], titles, layout)
    found = whole.found
    repeated = without_repeated(found)
    blocks, garbled = legible(story_blocks(found))
    title, of_title = legible_line(title)
    text = "\n\n".join(block.text for block in blocks)
    refuse_garbled(page, text)
    of_page, byline, named, agency = kind_and_people(page, whole, title, layout)
    people = tuple(name for name, _ in byline)
    lines = credits_of(found)
    code, score = language(text or (title or ""))
    canonical = canonical_url(page)
    document = Document(
        url=page.url,
        canonical_url=canonical,
        kind=of_page.kind,
        kind_basis=of_page.basis,
        title=title,
        headlines=tuple(replace(one, text=legible_line(one.text)[0] or "") for one in headlines),
        blocks=blocks,
        authors=people,
        authors_confidence=tuple(share for _, share in byline),
        agency=agency or credited([block.text for block in blocks], lines),
        section=section(page),
        tags=tags(page, people),
        image=image(page),
        description=legible_line(description(page, [title, *titles]))[0],
        language=code,
        language_score=score,
        paywall=wall(page, whole, text),
        related=related(page, canonical) or (related_in_state(page, canonical) if found.reader == "embedded" else ()),
        charset=page.decoded[1],
        flags=(*story_flags(page, found, title, text), *whole.left_out, *garbled, *of_title, *wrongs(people, page)),
        credits=lines,
        asides=legible(asides_of(page, found, repeated))[0],
        listed=listed_days(page) if of_page.kind == PageKind.LISTING else (),
        layout=(*learned, *used_roles(found, named, whole)),
    )
    return Reading(document, offered, found, whole.first)


class KindAndPeople(NamedTuple):
    """The kind of a page, its authors with their confidence, those of them that stand at a learned place, and its agency."""

    kind: JudgedKind
    byline: Sequence[tuple[str, float | None]]
    learned: tuple[str, ...]
    agency: str | None


def kind_and_people(page: Page, whole: Judged, title: str | None, layout: Layout) -> KindAndPeople:
    """Kind and people depend on each other: whom a page names is asked of stories, and who is named makes a page a story."""
    found = whole.found
    signed = ruled(page, (in_state,) if found.reader == "embedded" else ())
    named = () if signed.people else learned_people(lines_of(found), layout)
    of_page = kind(page, found if found.story else whole.first, title, signed.people or named)
    is_asked = signed.people or (of_page.kind in STORY_KINDS and not named)
    byline = believed(page, signed) if is_asked else [(name, None) for name in named]
    return KindAndPeople(of_page, byline, named, signed.agency)


def wall(page: Page, whole: Judged, text: str) -> str:
    """What a wall leaves of the text: a text in cipher is none."""
    return (
        "truncated"
        if whole.has_left_out("cipher")
        else paywall(page, text, text_under(whole.found), text_after(whole.found))
    )


def as_a_whole(page: Page, found: Selection, shown: list[str | None], titles: list[str], layout: Layout) -> Judged:
    """The selection once its text was judged as a whole; `shown` are the story's headlines, `titles` all that are on offer.

    A page that is no story keeps what text it has.
    """
    heading = Heading(tuple(dict.fromkeys(line for line in shown if line)), tuple(descriptions(page)))
    whole = judged(
        found,
        heading,
        layout.repeated,
        lambda boxes: select_again(page, titles, page.outline, layout, boxes),
        lambda: goes_on(page) or continues_story(page),
    )
    is_emptied = whole.left_out and not whole.found.story
    return Judged(found, found) if is_emptied and kind(page, found, shown[0]).kind not in STORY_KINDS else whole


def used_roles(found: Selection, named: Sequence[str], whole: Judged) -> Iterator[str]:
    """The roles, beside headline and site, of what the source taught and this document was read by."""
    used = (("body", found.learned), ("byline", bool(named)), ("repeated", whole.has_left_out("repeated")))
    return (role for role, is_used in used if is_used)


def story_flags(page: Page, found: Selection, title: str | None, text: str) -> Iterator[Flag]:
    """Flags of how the story was found, of a story that goes on on another page, and of its text."""
    yield from reader_flags(found)
    if goes_on(page):
        yield Flag("first_page", title or "", None, None)
    under = next(pieces_under(found), None)
    if len(text) < WHOLE_STORY and under and under.box.tag not in HEADINGS and SHOW_REST.search(under.text):
        yield Flag("rest_by_button", under.text, None, None)
    yield from flags(text, *hidden_texts(found), title)


def without_repeated(found: Selection) -> set[int]:
    """Take the pull quotes out of the story; the order of each."""
    repeated = pulled(found.story)
    if repeated:
        found.story = [piece for piece in found.story if piece.order not in repeated]
    return repeated


def refuse_empty(page: Page, found: Selection, title: str | None) -> None:
    """Raise PageDropped for a page that shows nothing, or nothing yet: a script would fill it."""
    if not found.pieces and title is None:
        raise PageDropped("no_text", "the page shows no text")
    if not found.story and not states_publication(page) and is_drawn_by_script(page, found):
        raise PageDropped("script_only", "the page shows no text, and its scripts hold no story")


def refuse_garbled(page: Page, text: str) -> None:
    """Raise PageDropped for a text of which too much cannot be read, if it was we who lost it."""
    if text.count(LOST) > MAX_LOST * len(text) and not lost_before(page):
        raise PageDropped("garbled", f"{text.count(LOST)} of {len(text)} characters cannot be read")


def is_drawn_by_script(page: Page, found: Selection) -> bool:
    """True if a page shows next to nothing, but has a script and an empty element for it to fill: `<div id="root"></div>`."""
    body = page.tree.find("body")
    if body is None or sum(piece.size for piece in found.pieces if not piece.box.unseen) >= SHELL:
        return False
    empty = (
        child for child in body if isinstance(child.tag, str) and child.tag not in SILENT and not written(child).strip()
    )
    scripted = next(page.tree.iter("script"), None) is not None
    return scripted and any(child.get("id") or child.get("class") or "-" in str(child.tag) for child in empty)


def legible(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Flag]]:
    """The blocks with their mojibake put right where that is sure, and a flag for each stretch of it, with what stood there."""
    found: list[Flag] = []
    better: list[Block] = []
    start = 0
    for block in blocks:
        text, repairs = repaired(block.text)
        found += [_garbled(repair, start) for repair in repairs]
        better.append(replace(block, text=text) if repairs else block)
        start += len(text) + len("\n\n")
    return tuple(better), found[:MAX_BOXES]


def legible_line(line: str | None) -> tuple[str | None, list[Flag]]:
    """The same of a text that is no part of the story's: its flags have no place."""
    text, repairs = repaired(line or "")
    return (text if repairs else line), [replace(_garbled(repair), start=None, end=None) for repair in repairs]


def wrongs(people: tuple[str, ...], page: Page) -> list[Flag]:
    """Flags of authors whose names the page has as mojibake only."""
    written = ((name, misread(name)) for name in people if not name.isascii() and name not in page.text)
    return [Flag(REPAIRED, wrong, None, None) for _, wrong in written if wrong and wrong in page.text]


def _garbled(repair: Repair, offset: int = 0) -> Flag:
    rule = REPAIRED if repair.repaired else GARBLED
    return Flag(rule, repair.original[:MAX_CHARS], offset + repair.start, offset + repair.end)


def titled(
    page: Page, pieces: list[Piece], layout: Layout
) -> tuple[list[Offer], str | None, tuple[Headline, ...], tuple[str, ...]]:
    """The titles on offer, the story's title, all headlines, and the roles of the layout (`headline`, `site`) that changed it."""
    alone = offers(page)
    title, every = headlines_of(page, alone)
    offered = learned_offers(alone, layout)
    bare, every = headlines_of(page, offered) if offered != alone else (title, every)
    shown = learned_headline(pieces, layout, bare)
    if shown is not None:
        every = (Headline(shown, HeadlinePlace.SHOWN), *(one for one in every if one.where != HeadlinePlace.SHOWN))
        return [*offered, Offer("learned", shown)], shown, every, ("headline",)
    return offered, bare, every, ("site",) if bare != title else ()


def lines_of(found: Selection) -> Iterator[Piece]:
    """Short lines about the story."""
    return lines_about(found.pieces, found.title_order, {piece.order for piece in found.story})


def story_blocks(found: Selection) -> tuple[Block, ...]:
    """The story's pieces as blocks: a kind each, cells of a table row in one block."""
    in_cells = any(box.tag in ("td", "th") for piece in found.story for box in piece.box.ancestors())
    tables = layout_tables(found.root) if in_cells else set()
    kinds = [(piece, block_kind(piece, found, tables)) for piece in found.story]
    blocks: list[Block] = []
    for row, group in groupby(kinds, lambda each: row_around(each[0].box) if each[1] == "table" else None):
        if row is None:
            blocks += [Block(kind, piece.text) for piece, kind in group]
        else:
            blocks.append(Block("table", row_text(row, [piece for piece, _ in group])))
    return tuple(blocks)


def row_around(box: Box) -> Box | None:
    """The innermost row of a table that a box stands in."""
    return next((outer for outer in box.ancestors() if outer.tag == "tr"), None)


def row_text(row: Box, pieces: list[Piece]) -> str:
    """The cells of a row with bars between them, an empty cell as an empty field: `Ardlow | 3 | | 7`."""
    texts: dict[Box, str] = {}
    for piece in pieces:
        cell = next((box for box in piece.box.ancestors() if box.parent is row), row)
        texts[cell] = f"{texts[cell]} {piece.text}" if cell in texts else piece.text
    shown = [box for box in (row, *row.children) if box in texts or (box.tag in ("td", "th") and not box.hidden)]
    fields = [texts.get(box, "") for box in shown]
    while not fields[-1]:
        fields.pop()
    return " | ".join(fields if len(texts) > 1 else fields[-1:]).lstrip()


def block_kind(piece: Piece, found: Selection, tables: Container[Box | None]) -> str:
    """Paragraph heading standfirst list quote table code; `tables` are those that only lay out the page."""
    if piece.order in found.lead:
        return "standfirst"
    if (
        piece in found.story[:2]
        and piece.size > 40
        and any(says(box.names, Role.STANDFIRST) for box in holders(piece.box))
    ):
        return "standfirst"
    for box in piece.box.ancestors():
        if box is found.core:
            break
        if box.tag in HEADINGS:
            return "heading"
        if box.tag in BLOCK_KINDS and not (box.tag in ("td", "th") and table_around(box) in tables):
            return BLOCK_KINDS[box.tag]
        if box.tag == "blockquote":
            return "quote"
    return "paragraph"


def table_around(box: Box) -> Box | None:
    """The innermost table that a box stands in."""
    return next((outer for outer in box.ancestors() if outer.tag == "table"), None)


def layout_tables(root: Box) -> set[Box]:
    """Tables that only lay out the page: with a cell that holds paragraphs, or with one cell. Each box is looked at once."""
    cells: Counter[Box] = Counter()
    paragraphs: Counter[Box] = Counter()
    holding: set[Box] = set()  # a cell with paragraphs
    tables: set[Box] = set()
    for box in reversed(list(root.below())):  # what is in a box before the box
        is_cell = box.tag in ("td", "th")
        paragraphs[box] += sum(piece.size > LONG_CELL for piece in box.pieces)
        if box in holding or (is_cell and paragraphs[box] > 1):
            holding.update((box, box.parent or box))
        if box.tag == "table" and (cells[box] < 2 or box in holding):
            tables.add(box)
        if box.parent:
            cells[box.parent] += cells[box] + is_cell
            paragraphs[box.parent] += paragraphs[box]
    return tables


def credits_of(found: Selection) -> tuple[str, ...]:
    """The credit lines about the story."""
    story = {p.order for p in found.story}
    places = [place for place, piece in enumerate(found.pieces) if piece.order in story]
    return credit_lines([piece.text for piece in found.pieces], places)


def text_under(found: Selection) -> str:
    """The text that readers see right under the story; empty if the story itself is not shown."""
    return "\n".join(piece.text for piece in islice(pieces_under(found), UNDER))


def pieces_under(found: Selection) -> Iterator[Piece]:
    """What readers see under the story, in order; nothing if the story itself is not shown."""
    last = max(found.story, key=lambda piece: piece.order, default=None)
    rest = found.pieces[last.order :] if last else []
    if rest and rest[0] is last:
        yield from (piece for piece in rest[1:] if piece.box.unseen in (None, last.box.unseen))


def text_after(found: Selection) -> str:
    """All text after the beginning of the story that is not part of it: a pay wall stands there."""
    story = {p.order for p in found.story}
    first = min(story, default=0)
    return "\n".join(p.text for p in found.pieces if p.order >= first and p.order not in story)


def hidden_texts(found: Selection) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(reason, text) of what readers do not see: among the story, and elsewhere."""
    inside: list[tuple[str, str]] = []
    elsewhere: list[tuple[str, str]] = []
    story = within(found.chosen)
    for piece in found.pieces:
        if reason := piece.box.unseen:
            (inside if piece.box in story else elsewhere).append((reason, piece.text))
    for unseen in found.unseen:
        (inside if unseen.box in story else elsewhere).append((unseen.reason, unseen.text))
    return inside, elsewhere
