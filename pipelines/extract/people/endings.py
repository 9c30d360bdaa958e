"""Who signs at an end: of the standfirst, or of the story (an agency's reporters, a line on the author, a name apart)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple
from urllib.parse import urlsplit

from pipelines.extract.people.reporters import main_paragraphs
from pipelines.extract.people.signatures import ORGANISATION, is_full_name
from pipelines.extract.people.signed_lines import LIST, signers
from pipelines.lexicon.by_words import says_by
from pipelines.lexicon.data import entries
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import fold, words
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.roles import says
from pipelines.page.teasers import HEADINGS

PROSE = 60
"""Size of a paragraph; see `Piece.size`."""
MIN_SIGNED_STORY_SIZE = 240
"""Size of a story that somebody signs."""
BELOW, NEAR, AROUND = 3, 8, 2
"""The story's texts behind its last paragraph of which one may sign, among so many that may be others', and boxes around it."""
MAX_SIGNATURE_CHARS, MAX_CREDIT_CHARS, MAX_AGENCY_CHARS = 60, 200, 400
APART = frozenset(("td", "th", "dd", "li", "button", "form", "blockquote", "figure", "figcaption", *HEADINGS))
"""Elements in which a name signs nothing: a cell, a quotation, a caption."""
RIGHT = re.compile(r"(?:^|;)\s*text-align:\s*(?:right|end)\b", re.IGNORECASE)
CALLED = re.compile(r"(?:^|[\s_-])(?:article|story)[-_]?sign(?:ature)?(?=$|[\s_-])", re.IGNORECASE)
VIETNAMESE = pattern(r"(?P<name>[^()/:]{4,30}?)(?:\s?\((?i:<<people.retold_from>>)\s[^()]*\))?")
"""A name, perhaps before the paper that a story is told after: `Minh An`, `Minh An (theo Tern)`."""
NO_VIETNAMESE = pattern(r"^<<people.no_signer|agencies.in_vietnamese>>(?=\s|$)")
TURKISH = pattern(
    r"(?P<names>[^\W\d_][^/()\d:]{4,90}?)\s?/\s?[^\W\d_]+(?:[-–\s][^\W\d_]+){0,3}(?:\s?\([^()\d]{3,20}\))?,?\s?"
    r"\(<<agencies.behind_reporters>>\)"
)
"""Reporters of a Turkish agency, before the text or behind it: `Ayşe YILMAZ-Ali KAYA/ANTALYA, (DHA)`."""
HYPHEN = re.compile(r"\s?[-–,]\s?|(?<=[A-ZÇĞİÖŞÜ]{3})(?=[A-ZÇĞİÖŞÜ][a-zçğıöşü]+\s[A-ZÇĞİÖŞÜ]{2})")
"""What parts them; their surnames are in capitals: `Ayşe YILMAZAli KAYA`."""
TURKISH_DESK = pattern(r"\b<<people.desk>>\b", re.IGNORECASE)
WIRE = pattern(
    r"\((?P<credit>(?i:<<people.reported>>)\s[^()]{4,300})\)?[.\s]*$"
    r"|\(By\s(?P<by>[^()\d]{4,80})\)\s*<<agencies.ends_story>>\S{0,12}$"
    r"|^<<agencies.begins_credit>>\s[-–]\s[^,:]{3,30},\s(?P<pap>[^,:()\d]{4,60})$"
)
"""Who did it for an agency: `(Reporting by Jane Doe in Tern; Editing by Max Roe)`, `(By Jane Doe) Enditem/`; in Poland
`PAP - Nauka w Polsce, Anna Nowak`.
"""
REPORTED = pattern(r"(?i:<<people.reported>>)\s")
TELLS_OF = pattern(
    r"(?P<name>[^.,:;!?()]{5,40}?)\sis\s(?:an?|[^.,:;!?()]{2,30}['’]s)\s(?:(?!(?:an?|the|of|by|for|and|that|about|whose|former|photo|code|video|text)\s)"
    r"[^\s.,:;!?()]+\s){0,3}(?i:<<people.is_job>>)(?=[.,;]|$|\s(?:at|for|with|based|covering|and|in|on)\b)"
)
"""How a last line tells of the author: `Jane Doe is a staff writer who …`, `Jane Doe is the Tern's political editor`."""
TITLED = pattern(r"<<people.titled>>\b")
STANDFIRST_TEXTS = 6
"""Texts under the headline of which one may be the standfirst."""
MIN_STANDFIRST_CHARS, MAX_STANDFIRST_CHARS = 40, 600
MIN_DESCRIPTION_LETTERS, SAME_LETTERS = 15, 60
"""Letters of a description, and of its beginning, that a standfirst has as well."""
LAST_SENTENCE = re.compile(r"(?<=[.!?…»”\"])\s+(?P<last>[^.!?…»”\"]{6,90})(?P<stop>\.?)$")
WRITES = pattern(r"[,.?!]\s<<people.writes>>\s(?P<name>[^,.]{5,40})\.?$")
"""Whom a verb at the end tells to write; whom it tells to say, argue or explain something may be of the story."""
GENRE = pattern(r"^(?:(?i:<<people.a>>)\s)?(?i:<<people.opinion>>\s<<people.by|people.of>>)\s(?=[^\W\d_a-z])")
"""What kind of text it is, where this tells its author: an interview or a portrait tells of whom it is."""


class Ending(NamedTuple):
    """The paragraphs of a story, and the first texts of its own behind them."""

    story: list[Piece]
    behind: list[Piece]


@cache
def _credits() -> tuple[str, ...]:
    """Words of which one stands in each credit of an agency: a quick look."""
    did = (word[1:] for word in entries("people.reported"))
    agencies = (*entries("agencies.ends_story"), *(f"({form})" for form in entries("agencies.behind_reporters")))
    dashed = (f"{form} {dash}" for form in entries("agencies.begins_credit") for dash in "-–")
    return (*(form for word in did for form in (word, word.replace(" by", " By"))), *agencies, *dashed)


@cache
def _signs() -> tuple[str, ...]:
    """Words of which one stands wherever a name signs at an end, but for Vietnamese ones: a quick look."""
    called = (f"{story}{joint}sign" for story in ("article", "story") for joint in ("", "-", "_"))
    return (*(job[1:] for job in entries("people.is_job")), *called, "articleSign", "storySign")


def credited_by_agency(page: Page) -> Iterator[str]:
    """The reporters whom an agency's credit names, at the beginning of the story or at its end."""
    ending = _ending(page) if any(word in page.text for word in _credits()) else None
    if ending is None:
        return
    for piece in (ending.story[0], ending.story[-1], *ending.behind):
        if found := TURKISH.match(piece.text[:MAX_CREDIT_CHARS]):
            yield from filter(_is_turkish_reporter, HYPHEN.split(found["names"]))
            return
    for piece in (ending.story[-1], *ending.behind):
        if found := WIRE.search(piece.text.strip()[-MAX_AGENCY_CHARS:]):
            said = (found["credit"] or f"Reporting by {found['by'] or found['pap']}").split(";")
            did = (REPORTED.sub("By ", one.strip(), count=1) for one in said if REPORTED.match(one.strip()))
            yield from (name for one in did for name in signers(one) if not ORGANISATION.search(name))
            return


def at_end(page: Page) -> Iterator[str]:
    """The names in the first text behind the last paragraph that says, or by its language's habit shows, who signs; else whom the
    last line tells of as one who writes, and the page does not speak of before.
    """
    vietnamese = is_vietnamese(page)
    ending = _ending(page) if vietnamese or any(word in page.text for word in _signs()) else None
    if ending is None:
        return
    around = {*ending.story[-1].box.ancestors()}
    for piece in ending.behind:
        apart = [*takewhile(lambda box: box not in around, piece.box.ancestors())]
        if len(piece.text) <= MAX_SIGNATURE_CHARS and not piece.link_chars:
            names = LIST.split(_said(piece, apart, vietnamese=vietnamese))
            if all(map(is_full_name, names)):
                yield from names
                return
    signed = [
        (piece, found["name"]) for piece in (ending.story[-1], *ending.behind) if (found := TELLS_OF.match(piece.text))
    ]
    if len(signed) == 1 and _is_authors(signed[0][1]) and _is_new(signed[0][1], page, signed[0][0]):
        yield signed[0][1]


def _is_authors(name: str) -> bool:
    return is_full_name(name) and not (ORGANISATION.search(name) or TITLED.match(name))


def _ending(page: Page) -> Ending | None:
    """How a story ends; None where the page has none to speak of."""
    pieces = page.outline.pieces
    own = [piece for piece in pieces if piece.size >= PROSE and piece.link_share < 0.5 and _is_own(page, piece)]
    story = main_paragraphs(own)
    if sum(piece.size for piece in story) < MIN_SIGNED_STORY_SIZE:
        return None
    place = story[-1].order + 1
    return Ending(story, [*islice((piece for piece in pieces[place : place + NEAR] if _is_own(page, piece)), BELOW)])


def _said(piece: Piece, apart: list[Box], *, vietnamese: bool) -> str:
    """What a text behind the story says of who signs, which may be nobody. `apart`: the boxes around it and not the story."""
    text = piece.text.partition("\n")[0].strip()
    if len(apart) > AROUND or any(box.tag in APART or next(box.element.iter("img"), None) is not None for box in apart):
        return ""
    if any(CALLED.search(f"{box.element.get('class')} {box.element.get('id')}") for box in apart):
        return text
    if vietnamese and (name := VIETNAMESE.fullmatch(text)) and not NO_VIETNAMESE.match(text):
        return name["name"] if name["name"] != text or any(map(_is_on_right, apart)) else ""
    return ""


def _is_new(name: str, page: Page, line: Piece) -> bool:
    """True if no text of the page before a line, nor a title, speaks of somebody; the bare name may stand there."""
    last = fold(name.split()[-1])
    before = (piece.text for piece in page.outline.pieces[: line.order] if piece.text.strip() != name)
    return not any(last in map(fold, words(text)) for text in (*page.surroundings.titles, page.title or "", *before))


def _is_turkish_reporter(name: str) -> bool:
    return is_full_name(name) and name.split()[-1].isupper() and not TURKISH_DESK.search(name)


def is_vietnamese(page: Page) -> bool:
    """True if the page says that its language is Vietnamese or, where it says nothing, its host is of Vietnam."""
    own = "vi" if (urlsplit(page.url).hostname or "").endswith(".vn") else ""
    return (page.tree.get("lang") or own).lower().startswith("vi")


def _is_on_right(box: Box) -> bool:
    """True if a box says of itself that its text is set to the right."""
    given = box.element
    return (given.get("align") or "").lower() == "right" or RIGHT.search(given.get("style") or "") is not None


def _is_own(page: Page, piece: Piece) -> bool:
    return piece.box.unseen is None and not page.surroundings.is_of_others(piece.box.element)


def in_standfirst(page: Page) -> Iterator[str]:
    """The people whom the end of the standfirst names."""
    place = page.surroundings.headline_place
    pieces = [] if place is None else page.outline.pieces[place + 1 : place + 1 + STANDFIRST_TEXTS]
    for piece in pieces:
        if (
            MIN_STANDFIRST_CHARS <= len(piece.text) <= MAX_STANDFIRST_CHARS
            and (names := signed_at_end(piece.text))
            and _is_standfirst(page, piece)
        ):
            yield from names
            return


def signed_at_end(text: str) -> list[str]:
    """The people whom the last words of a standfirst name.

    >>> signed_at_end("The mill burned down again. By Jane Doe"), signed_at_end("It is good news, says Jane Doe")
    (['Jane Doe'], [])
    """
    writes = WRITES.search(text)
    if writes:
        return [name] if _is_person(name := writes["name"]) else []
    found = LAST_SENTENCE.search(text)
    if found is None:
        return []
    genre = GENRE.match(found["last"])
    if genre is None and (found["stop"] or not says_by(found["last"])):
        return []
    return [name for name in signers(found["last"][genre.end() :] if genre else found["last"]) if _is_person(name)]


def _is_person(name: str) -> bool:
    return is_full_name(name, signed=True) and not ORGANISATION.search(name)


def _is_standfirst(page: Page, piece: Piece) -> bool:
    """True if a text is called a standfirst, or is how the page describes itself."""
    if page.surroundings.is_of_others(piece.box.element):
        return False
    called = any(says(box.names, Role.STANDFIRST) for box in islice(piece.box.ancestors(), 2))
    said = fold(piece.text)
    folds = (fold(content)[:SAME_LETTERS] for name, content in page.meta if name in ("description", "og:description"))
    return called or any(len(one) > MIN_DESCRIPTION_LETTERS and said.startswith(one) for one in folds)
