"""A chosen text judged once more as a whole: what is cut off it, and when the page's second choice or none is taken.

The text ends before the next story's headline; lines of templates and in cipher are no text; its language and words are those of
the headline; and it is not what the source has on other stories' pages. Whatever is left out is a flag with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from pipelines.base.ids import digest
from pipelines.extract.fields.flags import MAX_CHARS
from pipelines.extract.model import Flag
from pipelines.extract.story.second_opinion import common_box
from pipelines.extract.story.selection import Selection
from pipelines.extract.whole.legible import (
    is_cipher,
    is_loading,
    is_odd,
    is_spoken,
    is_strange,
    is_template,
    is_written_out,
    may_have_template,
)
from pipelines.extract.whole.next_story import next_story
from pipelines.extract.whole.subject import (
    MIN_KEYWORDS,
    Heading,
    Subject,
    is_other_language,
    kinship,
    subject,
    sure_language,
)
from pipelines.lexicon.wording import fold
from pipelines.page.mass import is_prose
from pipelines.page.outline import Box, Piece

LEFT_OUT = "left_out_"
"""Prefix of the flags of texts that were left out; the reason follows."""
BLOCKS = frozenset(("div", "section", "article", "aside", "main", "td", "form", "li"))
MIN_PART_CHARS = 150
"""Characters of prose of a box beside the story's that is judged by itself."""
LAST_PIECES = 4
"""Paragraphs at the end of a text of which one is strange if the end is; the first is if the rest of the text is foreign."""
MIN_STRANGE_SHARE, MIN_STRANGE_END_SHARE = 0.8, 0.25
"""Share of the end of a text in strange lines, and of that end in the text; quotations in another language are less."""
PART_CHARS = 2_000
"""Characters of a part that are looked at first."""
MAX_PARTS = 12
"""Boxes of a text; one with more is a list of entries, each about something else."""
MIN_REPEATED_SHARE = 0.5
"""Share of a text in paragraphs of other stories, from which on it is none of its own."""
MIN_REST_CHARS = 500
"""Characters of the rest of a text, with which a part of it can be compared."""
MAX_KINSHIP, MAX_KINSHIP_AT_EDGE = 0.15, 0.36
"""Kinship (`subject.kinship`) with the rest, of a box that is left out: among several, and of one of two."""
FIRST_CHARS = 1_500
"""Characters of a text that mostly have enough of the headline."""
SHARED_ENOUGH = 0.34
"""Share of the headline's stems in a text that is not looked at again."""
SHORT_CHARS, MAX_SHARED_SHORT, MAX_SHARED = 1_000, 0.2, 0.1
"""Share of the headline's stems up to which a text is not the headline's: a short one whose keywords are others, and any."""
DIGITS, MIN_KEY_CHARS = re.compile(r"\d+"), 40
MAX_LEAD_CHARS = 1_000
"""Characters of a line that may be the description's."""
MIN_HEADING_STEMS = 8
MIN_BETTER, MIN_TIMES_LONGER = 0.5, 1.5
"""Share of the headline's stems in a second choice, and how many times as long as what is left of the first it is."""


@dataclass(frozen=True)
class Judged:
    """The selection that stands, the one that was judged, and flags of what was left out of it."""

    found: Selection
    first: Selection
    left_out: tuple[Flag, ...] = ()

    def has_left_out(self, reason: str) -> bool:
        """True if anything was left out for this reason."""
        return any(flag.rule == LEFT_OUT + reason for flag in self.left_out)


def judged(
    found: Selection,
    heading: Heading,
    repeated: frozenset[str],
    again: Callable[[set[Box]], Selection],
    is_of_several: Callable[[], bool],
) -> Judged:
    """Judge the text of a selection; `again` selects without some boxes, `repeated` are folds of texts of other stories.

    Of a story on several pages the words of the headline may stand on another.
    """
    flags: list[Flag] = []
    first, found = found, replace(found)

    def leave(reason: str, pieces: list[Piece]) -> None:
        if pieces:
            text = "\n\n".join(piece.text for piece in pieces)
            flags.append(Flag(LEFT_OUT + reason, text[:MAX_CHARS], None, None))
            out = {id(piece) for piece in pieces}
            found.story = [piece for piece in found.story if id(piece) not in out]

    is_of_template = is_template if may_have_template(text_of(found.story)) else is_loading
    leave("template", [piece for piece in found.story if piece.box.tag != "pre" and is_of_template(piece.text)])
    strange, lines = strange_lines(found, heading)
    leave(strange, lines)
    at = next_story(found.pieces, found.story, found.title_order, heading)
    if at is not None:
        leave("next_story", [piece for piece in found.story if piece.order >= at])
    for reason, pieces in alien_parts(found, heading):
        leave(reason, pieces)
    leave("repeated", repeated_lines(found, heading, repeated))
    wrong = wrong_text(found, heading)
    if wrong and not (wrong == "other_words" and is_of_several()):
        leave(wrong, found.story)
    out = {piece.order for piece in first.story} - {piece.order for piece in found.story}
    if out and not is_most(first.story, {piece.order for piece in found.story}, 0.5):
        found = (
            second_choice(found, heading, again({piece.box for piece in first.story if piece.order in out})) or found
        )
    return Judged(found, first, tuple(flags))


def strange_lines(found: Selection, heading: Heading) -> tuple[str, list[Piece]]:
    """(reason, pieces) of the end of a story, or all of it, whose lines have no common words of the page's language.

    The reason is `cipher` for a text in no language, `language` for one in another than the page is in.
    """
    prose = [piece for piece in found.story if is_prose(piece)]
    spoken = sure_language(text_of(found.story)) or heading.language
    if not any(is_odd(piece.text, spoken) for piece in (*prose[:1], *prose[-LAST_PIECES:])):
        return "", []
    odd = {piece.order for piece in prose if is_odd(piece.text, spoken)}
    if spoken == heading.language and not is_most(prose, odd, MIN_STRANGE_END_SHARE):
        return "", []
    common = (piece for piece in prose if not is_odd(piece.text, None))
    code = heading.language or language_around(found, heading, common)
    strange = {piece.order for piece in prose if code and is_odd(piece.text, code) and is_strange(piece.text, code)}
    behind = next(
        (rest for rest in ends(prose) if rest[0].order in strange and is_most(rest, strange, MIN_STRANGE_SHARE)), []
    )
    if not code or not is_most(prose, {piece.order for piece in behind}, MIN_STRANGE_END_SHARE):
        return "", []
    text = text_of(piece for piece in behind if piece.order in strange)
    reason = "cipher" if is_cipher(text, code) else ""
    if not reason and is_other_language(code, said := sure_language(text)) and not heading.is_rather(said):
        is_all = len(behind) == len(prose)
        reason = "" if is_all and heading.shared(subject(text)) >= SHARED_ENOUGH else "language"
    return reason, [piece for piece in found.story if reason and piece.order >= behind[0].order]


def ends(prose: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces from each one on."""
    return (prose[place:] for place in range(len(prose)))


def is_most(pieces: list[Piece], orders: Collection[int], share: float) -> bool:
    """True if pieces of these orders have this share of the characters."""
    return sum(piece.size for piece in pieces if piece.order in orders) >= share * sum(piece.size for piece in pieces)


def language_around(found: Selection, heading: Heading, own: Iterable[Piece] = ()) -> str | None:
    """The language of headline, description, `own` lines and all prose beside the story, where the headline is too short."""
    story = {piece.order for piece in found.story}
    others = (piece for piece in found.pieces if piece.order not in story)
    prose = (piece.text for piece in (*own, *others) if is_prose(piece))
    return sure_language("\n".join([*heading.titles, *heading.descriptions, *prose]))


def alien_parts(found: Selection, heading: Heading) -> Iterator[tuple[str, list[Piece]]]:
    """(reason, pieces) of boxes in the story that have another language than the main one, or are about something else."""
    parts = parts_of(without_heading(found, heading))
    if not 1 < len(parts) <= MAX_PARTS:
        return
    long = [n for n, part in enumerate(parts) if sum(piece.size for piece in part if is_prose(piece)) >= MIN_PART_CHARS]
    if len(long) < 2:
        return
    texts = [text_of(part) for part in parts]
    spoken = sure_language(text_of(found.story))
    odd = [is_odd(text, spoken) for text in texts]
    if not any(odd) and all(heading.is_shared(texts[n], SHARED_ENOUGH) for n in long):
        return
    subjects = [subject(text[:PART_CHARS]) for text in texts]
    shared = [heading.shared(each) for each in subjects]
    main = max(range(len(parts)), key=lambda n: (shared[n], subjects[n].chars))
    for number in long:
        if number == main:
            continue
        if (odd[number] or odd[main]) and is_other_language(sure_language(texts[number]), sure_language(texts[main])):
            yield "language", parts[number]
        elif shared[number] < SHARED_ENOUGH and heading.is_telling and is_written_out(texts[number]):
            rest = subject(text_of(piece for other in parts if other is not parts[number] for piece in other))
            if is_alien(subject(texts[number]), rest, heading, alone=len(parts) == 2):
                yield "other_words", parts[number]


def is_alien(part: Subject, rest: Subject, heading: Heading, *, alone: bool) -> bool:
    """True if a part of a text is about something else than the rest.

    None of its keywords stands in the heading if it is the longer one, or if it is one of two and has some words of the heading.
    """
    shared = heading.shared(part)
    has_keywords = not heading.stems.isdisjoint(part.keywords)
    if not heading.is_telling or shared >= SHARED_ENOUGH or rest.chars < MIN_REST_CHARS:
        return False
    if part.chars > rest.chars and has_keywords:
        return False
    if shared < SHARED_ENOUGH / 2:
        return kinship(part, rest, heading) <= (MAX_KINSHIP_AT_EDGE if alone else MAX_KINSHIP)
    is_clear = alone and not has_keywords and heading.shared(rest) >= 2 * shared
    return is_clear and kinship(part, rest, heading) <= MAX_KINSHIP_AT_EDGE


def without_heading(found: Selection, heading: Heading) -> list[Piece]:
    """The story without its standfirst and without lines that headline or description have."""
    known = " ".join(map(fold, (*heading.titles, *heading.descriptions)))
    return [
        p for p in found.story if p.order not in found.lead and not (p.size < MAX_LEAD_CHARS and fold(p.text) in known)
    ]


def parts_of(story: list[Piece]) -> list[list[Piece]]:
    """The pieces of a story by the box within the innermost one around all of it; paragraphs right in that one are one part."""
    prose = [piece for piece in story if is_prose(piece)]
    if len({piece.box.parent for piece in prose}) < 2 and len({piece.box for piece in prose}) != 1:
        return [story] if prose else []
    outer = common_box(prose)
    parts: dict[Box | None, list[Piece]] = {}
    for piece in story:
        inner = next((box for box in piece.box.ancestors() if box.parent is outer), None)
        parts.setdefault(inner if inner and inner.tag in BLOCKS else None, []).append(piece)
    return list(parts.values())


def repeated_lines(found: Selection, heading: Heading, repeated: frozenset[str]) -> list[Piece]:
    """The paragraphs that other stories of the source have, if they are most of the text and have little of its headline.

    Reports of the weather share sentences but for their numbers; what stands in the place of a story is the same as a whole.
    Fewer of them go if they are about something else than the rest: reports of a war share what was before.
    """
    body = [piece for piece in found.story if piece.order not in found.lead and is_prose(piece)] if repeated else []
    same = [piece for piece in body if repeated_key(piece) in repeated]
    said = subject(text_of(same))
    if not same or heading.shared(said) >= SHARED_ENOUGH:
        return []
    if is_most(body, orders := {piece.order for piece in same}, MIN_REPEATED_SHARE):
        return same
    rest = subject(text_of(piece for piece in found.story if piece.order not in orders))
    is_apart = (
        heading.is_telling and heading.stems.isdisjoint(said.counts) and said.counts.keys().isdisjoint(rest.keywords)
    )
    return same if is_apart and kinship(said, rest, heading) <= MAX_KINSHIP_AT_EDGE else []


def wrong_text(found: Selection, heading: Heading) -> str | None:
    """Why the text as a whole is not the story's: its language, its words; None if nothing speaks against it."""
    text = text_of(found.story)
    if not text or not heading.is_telling or heading.is_shared(text[:FIRST_CHARS], SHARED_ENOUGH):
        return None
    said = subject(text)
    if (shared := heading.shared(said)) >= SHARED_ENOUGH:
        return None
    spoken = sure_language(text)
    around = None if any(is_spoken(line, spoken) for line in heading.titles) else language_around(found, heading)
    if is_other_language(heading.language or around, spoken) and not heading.is_rather(spoken):
        return "language"
    if len(heading.stems) < MIN_HEADING_STEMS or (
        len(text) > SHORT_CHARS and not heading.stems.isdisjoint(said.keywords)
    ):
        return None
    is_other = (
        len(said.keywords) >= MIN_KEYWORDS and heading.stems.isdisjoint(said.keywords) and len(text) <= SHORT_CHARS
    )
    return "other_words" if shared <= (MAX_SHARED_SHORT if is_other else MAX_SHARED) else None


def second_choice(found: Selection, heading: Heading, other: Selection) -> Selection | None:
    """The story that the page has without the boxes of what was left out; None if it is no longer one about the headline."""
    text = text_of(other.story)
    if len(text) < MIN_TIMES_LONGER * len(text_of(found.story)) or wrong_text(other, heading):
        return None
    if heading.shared(subject(text)) < MIN_BETTER or strange_lines(other, heading)[0]:
        return None
    return replace(other, reader=found.reader)


def repeated_key(piece: Piece) -> str:
    """What identifies a paragraph that a source gives for several stories: a digest of its letters; empty if it is short."""
    letters = DIGITS.sub("", fold(piece.text))
    return digest(letters) if len(letters) >= MIN_KEY_CHARS else ""


def text_of(pieces: Iterable[Piece]) -> str:
    """The text of pieces."""
    return "\n".join(piece.text for piece in pieces)
