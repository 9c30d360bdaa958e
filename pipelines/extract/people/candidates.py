"""Candidates for a story's authors: names that a page shows or declares, and what it shows of each in numbers.

Nothing is decided here: `pipelines.extract.people.judge` weighs the numbers. They are small integers in the order of FEATURES,
the same for one page on every machine. Who reads a text of a place for names is `pipelines.extract.people.signatures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element

from pipelines.extract.headline.site_names import site_names
from pipelines.extract.people.byline_parts import JOB_BEFORE, OF_PICTURES, TOWN
from pipelines.extract.people.bylines import DATED, PROFILE, byline_role, leads_to_person
from pipelines.extract.people.signatures import (
    EAST_ASIAN,
    ORGANISATION,
    is_full_name,
    is_vetoed,
    read_names,
)
from pipelines.lexicon.agencies import agency
from pipelines.lexicon.by_words import LABEL, may_say_by, says_by
from pipelines.lexicon.data import words as plain_words
from pipelines.lexicon.given_names import given
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.vocabulary import Role
from pipelines.lexicon.wording import fold
from pipelines.page.outline import Box, Piece
from pipelines.page.page import Page
from pipelines.page.roles import says
from pipelines.page.surroundings import CHROME, OTHERS

FEATURES = (
    "distance", "from_end", "before", "behind", "line_chars", "share", "linked", "slug", "tag", "apart", "by_headline", "called",
    "portrait", "icon", "tooltip", "on_right", "strong", "dated_before", "dated_behind", "dated_line", "label_before",
    "names_in_line", "last_line",
    "pieces", "alone", "in_prose", "last_in_prose", "in_title", "in_markup", "linked_away", "in_site", "in_host",
    "words", "chars", "shouted", "initial", "particle", "script", "full", "organisation", "given",
    "rivals", "rivals_nearer", "by_words_elsewhere", "names", "wires", "organised",
)  # fmt: skip
"""The numbers of a candidate, in this order."""

LINE_CHARS, NAME_CHARS = 150, 40
"""A longer text is prose, which tells of people; a longer name is none."""
STANDFIRST_CHARS = 600
PARAGRAPH_SIZE = 110
ABOVE, BELOW, BEHIND = 8, 14, 14
"""Texts above and below the headline and behind the story in which any short line may sign."""
MAX_LINES, MAX_LINKS, MAX_NAMES = 60, 12, 40
FAR = 60
"""The largest distance in texts; stands for an unknown one, too."""
ICON = re.compile(r"(?:^|[\s_-])(?:author|account|user|person|pen-nib|autor|auteur)(?=$|[\s_-])")
TOOLTIP = re.compile(r"\b(?:author|autor(?:in)?|auteure?)\b|\b(?:by|von|par|por|di|door|av|af)\s", re.IGNORECASE)
RIGHT = re.compile(r"text-align:\s*(?:right|end)|(?:^|[\s_-])(?:text-|align-?)?right(?=$|[\s_-])", re.IGNORECASE)
TELLS = re.compile(r"(?P<name>[^.,:;!?()]{5,40}?)\sis\s(?:an?|[^.,:;!?()]{2,30}['’]s)\s")
"""A line about an author: `Jane Doe is the Tern's political editor.`"""
CREDIT = re.compile(r"\((?:Reporting|Writing)\s(?:and\s(?:reporting|writing)\s)?[Bb]y\s(?P<names>[^();]{4,120})")
LAST_SENTENCE = re.compile(r"(?<=[.!?…»”\"])\s+(?P<last>[^.!?…»”\"]{6,90})$|,\s(?P<writes>writes\s[^,.]{5,40})\.?$")
PICTURE = pattern(rf"{OF_PICTURES}\W*$", re.IGNORECASE)
DIGIT = re.compile(r"\d")
OF_OTHERS = (2, 4)
"""What `before_of` gives behind a label that says what else somebody is: `Interview: Jane Doe`, `Photos by Jane Doe`."""
SEPARATORS = " ,;|·•–—-:/()[]\n"
APART = {Role.SIDEBAR: 4, Role.CAPTION: 5, Role.COMMENT: 2}
TAGS = {
    "p": 1,
    "div": 2,
    "li": 3,
    "td": 4,
    "dd": 4,
    "th": 4,
    "figcaption": 5,
    "figure": 5,
    "blockquote": 6,
    "address": 7,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name, its numbers in the order of FEATURES, and the text and character where it stands: the order of a byline."""

    name: str
    numbers: tuple[int, ...]
    place: tuple[int, int]


def candidates(page: Page, outlets: set[str], organised: int) -> list[Candidate]:
    """The full names of a page that may sign its story. `outlets`: folds of publishers' names; `organised`: how many authors are
    declared to be organisations.
    """
    names: dict[str, str] = {}
    wires: set[str] = set()
    end = last_paragraph(page)
    for raw in lines(page, end):
        found, wire = read_names(raw, outlets, pen_names=True)
        wires |= {wire} if wire else set()
        for name in filter(may_be_person, found):
            names.setdefault(fold(name), name)
    return _Facts(page, dict(islice(names.items(), MAX_NAMES)), outlets, end).candidates(
        {"names": min(len(names), MAX_NAMES), "wires": min(len(wires), 3), "organised": min(organised, 3)}
    )


def may_be_person(name: str) -> bool:
    """True for a full name that is no agency's and no town's.

    >>> may_be_person("Jane Doe"), may_be_person("benni"), may_be_person("New York")
    (True, False, False)
    """
    return is_full_name(name, signed=True) and len(name) <= NAME_CHARS and not (agency(name) or TOWN.fullmatch(name))


def lines(page: Page, end: int | None) -> Iterator[str]:
    """Texts that may sign a story: short lines near its headline or its end (`end`: its last paragraph), any with a by-word, the
    end of a standfirst, an agency's credit, a line that tells of its author.
    """
    start, looked = page.surroundings.headline_place, 0
    for piece in page.outline.pieces:
        is_below = start is not None and -ABOVE <= piece.order - start <= BELOW
        is_behind = end is not None and -3 <= piece.order - end <= BEHIND
        for line in piece.text.split("\n") if len(piece.text) <= 3 * LINE_CHARS else ():
            if 2 <= len(line) <= LINE_CHARS and (is_below or is_behind or may_say_by(line.lstrip())):
                said = DATED.split(line)[0].strip(SEPARATORS)
                if may_be_names(said, signs=not (is_below or is_behind)):
                    looked += 1
                    yield said
        if is_below or is_behind:
            yield from _ends(piece.text, is_behind=is_behind)
        if looked > MAX_LINES:
            return


def _ends(text: str, *, is_behind: bool) -> Iterator[str]:
    if is_behind and (credit := CREDIT.search(text)):
        yield credit["names"]
    if is_behind and (tells := TELLS.match(text)):
        yield tells["name"]
    last = LAST_SENTENCE.search(text) if LINE_CHARS // 4 <= len(text) <= STANDFIRST_CHARS else None
    if last and (last["writes"] or says_by(last["last"])):
        yield last["last"] or last["writes"].removeprefix("writes ")


def may_be_names(said: str, *, signs: bool) -> bool:
    """True if a text begins with a by-word or, unless it must (`signs`), is short and written like names."""
    if says_by(said):
        return True
    words, small = said.split(), plain_words("people.particle") | plain_words("people.and")
    if signs or not words or len(words) > 12 or (len(words) < 2 and said.isascii()):
        return False
    return all(not w[0].islower() or w in small for w in words if w[0].isalpha())


def last_paragraph(page: Page) -> int | None:
    """The order of the last long text that is not apart from the story."""
    long = (p for p in reversed(page.outline.pieces) if p.size >= PARAGRAPH_SIZE and p.link_share < 0.5)
    return next((p.order for p in islice(long, 30) if page.surroundings.apart(p.box.element) is None), None)


class _Facts:
    """What a page shows of its names: where they stand, beside what, how often."""

    def __init__(self, page: Page, names: dict[str, str], outlets: set[str], end: int | None) -> None:
        self.page, self.names, self.end = page, names, end
        self.pieces = page.outline.pieces
        self.start = page.surroundings.headline_place
        self.titles = " ".join((*page.surroundings.titles, page.title))
        self.sites = {site for site in site_names(page) | outlets if len(site) > 3}
        self.host = fold("".join(page.url.split("/")[2:3]))
        self.prose = [piece.text for piece in self.pieces if len(piece.text) > LINE_CHARS]

    def candidates(self, whole: dict[str, int]) -> list[Candidate]:
        """The names in lines that readers see and that no other story has, with their numbers. `whole`: those of the page."""
        rows: dict[str, dict[str, int]] = {}
        places: dict[str, tuple[int, int]] = {}
        for key, name in self.names.items():
            found = [piece for piece in self.pieces if name in piece.text]
            piece = min(found, key=lambda one: self._unlike(name, one), default=None)
            if piece is None or piece.box.unseen or key in self.sites:
                continue
            if not self.page.surroundings.is_of_others(piece.box.element):
                rows[key] = {**self._placed(name, piece), **self._counts(key, name, found), **shape(name), **whole}
                places[key] = (piece.order, piece.text.find(name))
        named = {key: abs(row["distance"]) for key, row in rows.items() if row["given"] == 2}
        by_words = {key for key, row in rows.items() if row["before"] == 1}
        for key, row in rows.items():
            others = [far for other, far in named.items() if other != key]
            row["rivals"], row["by_words_elsewhere"] = min(len(others), 9), min(len(by_words - {key}), 9)
            row["rivals_nearer"] = min(sum(far <= abs(row["distance"]) for far in others), 9)
        return [
            Candidate(self.names[key], tuple(row[feature] for feature in FEATURES), places[key])
            for key, row in rows.items()
            if row["before"] not in OF_OTHERS
        ]

    def _unlike(self, name: str, piece: Piece) -> tuple[bool, bool, bool, int]:
        """The lower, the more likely a text is the one that signs: with a by-word, short, the story's, near the headline."""
        is_long = len(piece.text) > LINE_CHARS
        line = line_with(piece.text, name)
        signs = not is_long and says_by(line.lstrip(SEPARATORS))
        apart = self.page.surroundings.apart(piece.box.element) is not None
        return (not signs, is_long, apart, abs(self._distance(piece)))

    def _distance(self, piece: Piece) -> int:
        return FAR if self.start is None else max(-20, min(FAR, piece.order - self.start))

    def _placed(self, name: str, piece: Piece) -> dict[str, int]:
        """Where a name stands in the text that most likely signs."""
        line, element, own = line_with(piece.text, name), piece.box.element, self.page.surroundings
        before, _, behind = line.partition(name)
        role = own.apart(element)
        linked, slug = link_of(self.page, piece, name)
        last, then = (self._short(piece.order + step) for step in (-1, 1))
        return {
            "distance": self._distance(piece),
            "from_end": FAR if self.end is None else max(-20, min(20, piece.order - self.end)),
            "before": before_of(before, name),
            "behind": behind_of(behind),
            "line_chars": min(len(line), 300) // 10,
            "share": 10 * len(name) // max(1, len(line)),
            "linked": linked,
            "slug": slug,
            "tag": TAGS.get(piece.box.tag, 8 if piece.box.tag[:1] == "h" else 9),
            "apart": 0 if role is None else APART.get(role, 3 if role in CHROME else 1 if role in OTHERS else 6),
            "by_headline": int(own.is_by_headline(element)),
            **marked(piece, name),
            "strong": int(2 * piece.strong_chars > len(piece.text)),
            "dated_before": int(DIGIT.search(last) is not None),
            "dated_behind": int(DIGIT.search(then) is not None),
            "dated_line": int(DIGIT.search(line) is not None),
            "label_before": int(LABEL.fullmatch(last.strip(" :：")) is not None),
            "names_in_line": min(sum(other in line for other in self.names.values()), 9),
            "last_line": int(piece.text.endswith(line) and line.endswith(name)),
        }

    def _short(self, order: int) -> str:
        """The text of this order if it is a short line; empty otherwise."""
        text = self.pieces[order].text if 0 <= order < len(self.pieces) else ""
        return text if len(text) < FAR else ""

    def _counts(self, key: str, name: str, found: list[Piece]) -> dict[str, int]:
        """How often the page names somebody, and where. `found`: the texts with the name."""
        last = name.split()[-1]
        whole = sum(name in text for text in self.prose)
        return {
            "pieces": min(len(found), 9),
            "alone": min(sum(len(piece.text) <= len(name) + 4 for piece in found), 9),
            "in_prose": min(whole, 5),
            "last_in_prose": min(sum(last in text for text in self.prose) - whole, 5),
            "in_title": int(name in self.titles) + int(last in self.titles),
            "in_markup": min(self.page.text.count(name), 20),
            "linked_away": min(sum(piece.link_share > 0.5 for piece in found), 5),
            "in_site": int(any(key in site or site in key for site in self.sites)),
            "in_host": int(any(len(word) > 3 and fold(word) in self.host for word in name.split())),
        }


def line_with(text: str, name: str) -> str:
    """The line of a text that holds a name."""
    return next((line for line in text.split("\n") if name in line), text)


def link_of(page: Page, piece: Piece, name: str) -> tuple[int, int]:
    """How a name is linked in its text (0 not, 1 to a profile, 2 by `rel`, 3 out or to the front page, 4 elsewhere on the site),
    and whether the address holds a word of it.
    """
    said = fold(name)
    links: Sequence[_Element] = [*islice(piece.box.element.iter("a"), MAX_LINKS)] if piece.link_chars else []
    for link in links:
        if said not in fold(" ".join(map(str, islice(link.itertext(), 6)))):
            continue
        href = link.get("href") or ""
        slug = int(any(len(word) > 2 and fold(word) in fold(href) for word in name.split()))
        if PROFILE.search(href):
            return 1, slug
        if not {"author", "me"}.isdisjoint((link.get("rel") or "").lower().split()):
            return 2, slug
        return (3 if leads_to_person(link, page.url) else 4), slug
    return 0, 0


def before_of(said: str, name: str) -> int:
    """What stands before a name in its line: 0 nothing, 1 a by-word, 2 a label with a colon, 3 a date, 4 a word for pictures, 5 a
    list, 6 other words.

    >>> before_of("By ", "Jane Doe"), before_of("Interview: ", "Jane Doe"), before_of("Max Roe and ", "Jane Doe")
    (1, 2, 5)
    """
    text = said.strip()
    if not text.strip(SEPARATORS):
        return 0
    last = text.split()[-1]
    if says_by(f"{text.lstrip(SEPARATORS)} {name}") or LABEL.fullmatch(last.rstrip(" :：")):
        return 1
    if PICTURE.search(text):
        return 4
    if last.endswith((":", "：")):
        return 2
    return 3 if DIGIT.search(text) else 5 if last[-1] in SEPARATORS or last in plain_words("people.and") else 6


def behind_of(said: str) -> int:
    """What stands behind a name in its line: 0 nothing, 1 a date, 2 a job, 3 a mark and more, 4 `is` and more, 5 other words.

    >>> behind_of(" Senior Reporter"), behind_of(" | 3 May 2025"), behind_of(", in Cádiz")
    (2, 1, 3)
    """
    text = said.strip()
    bare = text.lstrip(SEPARATORS)
    if not bare:
        return 0
    if DATED.match(said) or DIGIT.search(text[:12]):
        return 1
    if JOB_BEFORE.match(f" {bare}"):
        return 2
    return 3 if text[0] in SEPARATORS else 4 if text.startswith("is ") else 5


def marked(piece: Piece, name: str) -> dict[str, int]:
    """What the markup around a name says: classes of a byline, a portrait, an icon, a tooltip, a line set to the right."""
    around: list[Box] = [*islice(piece.box.ancestors(), 3)]
    roles = [byline_role(box.names) for box in around if box.names]
    meta = any(box.names and says(box.names, Role.POST_META) for box in around)
    element = piece.box.element
    given = [element, *islice(element.iterdescendants(), MAX_LINKS)]
    tips = " | ".join(filter(None, (one.get(key) for one in given for key in ("title", "aria-label"))))
    looks = " ".join(filter(None, map(element.get, ("style", "class", "align"))))
    return {
        "called": 3 * int(meta) + (2 if Role.AUTHOR in roles else 1 if any(roles) else 0),
        "portrait": portrait(around[:2], name),
        "icon": int(ICON.search(piece.marks) is not None),
        "tooltip": int(TOOLTIP.search(tips) is not None),
        "on_right": int(RIGHT.search(looks) is not None),
    }


def portrait(around: Sequence[Box], name: str) -> int:
    """2 if a picture beside a name is of that name, 1 if there is another."""
    images = [image for box in around for image in islice(box.element.iter("img"), 4)]
    if not images or sum(map(len, map(str, islice(around[-1].element.itertext(), 40)))) > STANDFIRST_CHARS:
        return 0
    return 2 if any(name in (image.get("alt") or "") for image in images) else 1


def shape(name: str) -> dict[str, int]:
    """How a name is written.

    >>> shape("Jane Doe")["full"], shape("Jane Doe")["given"], shape("Premier League")["given"]
    (2, 2, 0)
    """
    words = name.split()
    has_case = name.upper() != name.lower()
    return {
        "words": len(words),
        "chars": len(name),
        "shouted": int(has_case and name.isupper()),
        "initial": int(any(len(word.strip(".")) == 1 for word in words)),
        "particle": int(any(word in plain_words("people.particle") for word in words)),
        "script": 0 if name.isascii() else 2 if EAST_ASIAN.search(name) else 1 if has_case else 3,
        "full": int(is_full_name(name)) + int(is_full_name(name, signed=True)),
        "organisation": int(ORGANISATION.search(name) is not None) + int(is_vetoed(name, signed=False)),
        "given": given(name),
    }
