"""Names in a byline: which of its words are people and which an agency, a desk, a role or nothing."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache, lru_cache

from pipelines.extract.people.byline_parts import BOTH, TOWN, bare, parts, righted, without_wire
from pipelines.extract.people.chinese_credits import reporters
from pipelines.lexicon.agencies import agencies, agency
from pipelines.lexicon.by_words import PREFIX
from pipelines.lexicon.data import entries
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import fold

ADDRESS = re.compile(r"\S*(?:https?:|www\.|\.(?:com|org|net|de)\b|@)\S*$", re.IGNORECASE)
MAILBOX = re.compile(r"^[^\s@]{1,64}@[^\s@()]{1,255}\s*\(([^()]+)\)$")
"""As feeds name an author: `jane@paper.example (Jane Doe)`."""
PICTOGRAMS = re.compile(r"\s+[^\w\s.)’']+$")
"""What is drawn behind a name: an envelope, a bird."""
NOT_A_NAME = pattern(
    r"\d|@|https?:|www\.|\.(?:com|org|net|de|co)\b|[<>{}=_#:!?–—]|\b<<people.no_name>>\b"
    r"|\w{3,}\.[a-z]{2,12}$|^\w{2}\.(?:pl|de|fr|it|es|ru|cz|nl|be|at|ch|eu|tv)$"
    r"|^<<people.no_name_begins>>\b|\b<<people.no_name_ends>>$|\S\s\S+\s<<people.author_behind>>$"
    r"|^<<people.by|people.no_whole_name>>$|\s(?!(?:di|av)$)(?-i:<<people.by>>)$",
    re.IGNORECASE,
)
"""Words and signs of what is no person; `Di` and `Av` end names: `Wang Di`, `Moshe Av`."""
ORGANISATION = pattern(r"^<<people.article|people.article_or_name>>\s|\b<<people.organisation>>\b")
"""Words of names that are written like a person's, where a sentence tells who says something."""
HOUSES = pattern(r"<<people.no_name_part>>")
"""Words for news, desks and correspondents in scripts whose marks are no letters to a regular expression."""
ALSO_NAMES = pattern(r"^<<people.also_first_name>>(?=\s\S)|(?<=\S\s)<<people.also_last_name>>$", re.IGNORECASE)
"""Words of NOT_A_NAME that people are called by, at the end of a name where they are called so: they veto no signature."""
ROLE_TAIL = pattern(
    r"\s*(?:(?:[,(|–—]|\s-)\s*(?:[^,]*\b<<people.job|people.job_too|people.role>>\b.*)|\(.*\)"
    r"|\s+<<people.behind_name>>\s+\w+(?:\s\w+){0,3})$",
    re.IGNORECASE,
)

EAST_ASIAN_ROLE = re.compile(
    r"^(?:(?:本[报報网網社台])?[记記]者|文|기자|\S*(?:일보|신문|뉴스|방송|타임스|경제)(?=\s\S+\s기자))[\s:：●・]+|\s(?:기자|특파원|記者|记者|著|訳|監訳|監修|編)(?:\s\S+@\S+)?$"
)
EDITOR = re.compile(
    r"(?:^|[\s|／/(（【])(?:[责責]任?)?(?:[编編][辑輯]|[编編])\s?[:：].*$"
    r"|(?:^|\s)(?:[校审審][对對核]|[监監]制|[来來]源|稿源)\s?[:：].*$"
)
"""Who edited, and whatever follows: `责任编辑：李丽`."""
CHINESE_REPORTER = re.compile("[记記]者|[实實][习習]生")
KOREAN_REPORTER = pattern(r"\s?<<people.hangul_reporter>>[\s,·]*")
KOREANS = pattern(
    r"(?:기자\s)?(?:(?:(?!<<people.hangul_reporter>>)[\uac00-\ud7af]){2,4}\s?<<people.hangul_reporter>>[\s,·]*){2,}"
)
"""Several who are each called a reporter: `김민수 기자 박지은 기자`."""
REPORTER = re.compile(r"(?P<name>[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]{2,5}|\S{1,3}\s\S{1,3})(?:記者|记者|기자)")
NEWSROOM = pattern("<<people.before_reporter>>")
"""What stands before the word for reporter and is no name: of this paper, of the politics desk, special, trainee."""
EAST_ASIAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]")
NO_ONE = pattern("<<people.no_one>>|^<<people.no_one_whole>>$")
"""In East Asian writing: news, editors, reporters, sites, the words of log-in boxes, and those for desks, for reporting and for
what systems write where they know nobody."""
INITIALS = re.compile(r"[a-z]{3}|[bcdfghjklmnpqrstvwxz]{3,5}|(?:\w\.){2,4}")
"""What stands for somebody's name in a newsroom: `mkr`, `j.d.`"""
WORD = re.compile(r"[^\W\d_][\w.'’\-]*")
LAST_INITIALS = re.compile(r"\s(?:[A-Z]\.)+[A-Z]$")
"""Initials behind a name, which a full stop ends: `Aswin V.N.`"""
FILED_BY = re.compile(r"(?P<wire>[^\W\d_]\S*(?:\s\S+)?)\s(?P<rest>[Bb][Yy]\s\S.*)")
"""A byline behind the agency's mark: `AP By JANE DOE`."""
BRACKETED = re.compile(r"\(([^()]+)\)$")

MAX_BYLINE_CHARS, MAX_NAMES_CHARS = 300, 2_000
"""Characters of a byline, and of one that is nothing but names."""
Found = tuple[list[str], str | None]


def read_names(raw: str, outlets: set[str], *, pen_names: bool = False, person: bool = False) -> Found:
    """The people in a byline and the agency in it; with `pen_names`, single words and small letters are names too.

    With `person` the page declares this to be one: only a known agency is none.

    >>> read_names("By Jane Doe and John Roe, Associated Press", set())
    (['Jane Doe', 'John Roe'], 'AP')
    >>> read_names("Staff Reporter", set())
    ([], None)
    """
    text = re.sub(r"<[^>]+>", " ", raw) if "<" in raw else raw
    text = " ".join(html.unescape(text).replace("\xad", "").split())
    filed = FILED_BY.match(text)
    wire = agency(filed["wire"]) if filed else None
    text = filed["rest"] if filed and wire else text
    text = MAILBOX.sub(r"\1", PREFIX.sub("", BOTH.sub("", text))).strip("【】[]")
    if not text.isascii() and (edited := EDITOR.search(text)):
        text = text[: edited.start()]
    if CHINESE_REPORTER.search(text) and (said := reporters(text)):
        text = "、".join(said)
    if KOREANS.fullmatch(text):
        text = "、".join(name for name in KOREAN_REPORTER.split(text) if name)
    if ADDRESS.match(text):
        return [], None
    text = text.strip(" .,:;|~")
    text = text[1:-1] if text.startswith("(") and text.find(")") == len(text) - 1 else text
    listed = parts(righted(text) if pen_names else text)
    if len(text) > MAX_BYLINE_CHARS and not (len(text) <= MAX_NAMES_CHARS and all(map(is_full_name, listed))):
        return [], None
    people: list[str] = []
    for raw_part in listed:
        part = PREFIX.sub("", raw_part).strip(' .,:;-–—|*\u200b"“”')
        known = None if fold(part) in outlets else _wire(part, person)
        said = without_role(ROLE_TAIL.sub("", without_wire(bare(part)))).split(" - ")
        placed = agency(said[0]) if len(said) > 1 and not known and fold(said[0]) not in outlets else None
        wire = wire or known or placed
        own = (half for half in said if fold(half) not in outlets and not (placed and not is_full_name(half)))
        name = next(own, "" if placed else said[0]).strip(" .,:;-–—|*")
        name = once(PICTOGRAMS.sub("", name))
        name = f"{name}." if LAST_INITIALS.search(name) and f"{name}." in raw else name
        if (known and agency(name)) or (wire and not people and part.isupper()):  # an agency and the town of its bureau
            continue
        if TOWN.fullmatch(name):
            continue
        if is_name(name, outlets, signed=pen_names) or (pen_names and len(listed) == 1 and is_pen_name(name, outlets)):
            people.append(name)
    return people, wire


def once(name: str) -> str:
    """A name that is written twice, for readers and for their software, once.

    >>> once("Jane Doe Jane Doe"), once("Jane Doe")
    ('Jane Doe', 'Jane Doe')
    """
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half >= 2 and words[:half] * 2 == words else name


def without_role(name: str) -> str:
    """An East Asian name without the word for reporter before or behind it.

    >>> without_role("山田太郎記者"), without_role("本报记者"), without_role("김민수 기자")
    ('山田太郎', '本报记者', '김민수')
    """
    bare = EAST_ASIAN_ROLE.sub("", name)
    found = REPORTER.fullmatch(bare)
    return found["name"].strip() if found and not NEWSROOM.search(found["name"]) else bare


def _wire(part: str, person: bool) -> str | None:
    """The agency that a part of a byline is, or that it has behind it in brackets."""
    bracketed = BRACKETED.search(part)
    said = agency(part) or agency(ROLE_TAIL.sub("", part)) or (agency(bracketed[1]) if bracketed else None)
    return None if person and said not in agencies() and len(part.split()) == 2 else said


def is_name(name: str, outlets: set[str], *, signed: bool = False) -> bool:
    """True if this can be a person's name: two to five words with capitals, no desk, no outlet; where it signs, `Max Read` is."""
    if not 3 <= len(name) <= 60 or is_vetoed(name, signed) or fold(name) in outlets:
        return len(name) >= 2 and fold(name) not in outlets and is_east_asian(name)
    words = name.split()
    if EAST_ASIAN.search(name) or not 1 < len(words) <= 6:
        return is_east_asian(name)
    first = [w for w in words if w[:1].isalpha()]
    if all(len(word) == 1 for word in words):  # `E I`
        return False
    high = [_begins_name(word, signed=True) for word in first if word not in _particles()]
    return bool(high) and _begins_name(first[0], signed=True) and sum(high) >= 0.5 * len(high)


@lru_cache(maxsize=4096)
def is_vetoed(name: str, signed: bool) -> bool:
    """True if a word of a name says that it is no person's; of two or three words that sign, not one that people are called."""
    if signed and 2 <= len(name.split()) <= 3:
        name = ALSO_NAMES.sub("", name, count=1)
    return NOT_A_NAME.search(name) is not None or HOUSES.search(name) is not None


def is_full_name(name: str, *, signed: bool = False) -> bool:
    """True if this is written like a full name and nothing else: two to four words, all with capitals but for particles.

    Scripts without capitals have none to show: there a full name must sign.

    >>> is_full_name("Anna van der Berg"), is_full_name("Bridge will be mended"), is_full_name("דנה כהן", signed=True)
    (True, False, True)
    """
    words = name.split()
    return (
        2 <= len(words) <= 4
        and len(set(words)) > 1
        and is_name(name, set(), signed=signed)
        and _begins_name(words[0], signed)
        and _begins_name(words[-1].lstrip("'’"), signed)
        and all(word in _particles() or (_begins_name(word, signed) and _is_word(word)) for word in words)
        and not {"AND", "OF", "THE", "FOR"} & set(words)
    )


@cache
def _particles() -> frozenset[str]:
    return frozenset(entries("people.particle"))


def _begins_name(word: str, signed: bool) -> bool:
    """True if a word begins with a capital, or signs and begins with a letter of a script that has none."""
    first = word[:1]
    return first.isupper() or (signed and first.isalpha() and (first.lower() == first.upper() or "ა" <= first <= "ჿ"))


def _is_word(word: str) -> bool:
    """True for letters with their marks, digits behind the first, full stops, apostrophes and hyphens."""
    if word.isascii() or WORD.fullmatch(word):
        return WORD.fullmatch(word) is not None
    return word[0].isalpha() and all(c.isalnum() or c in ".'’-" or unicodedata.category(c)[0] == "M" for c in word)


def is_pen_name(name: str, outlets: set[str]) -> bool:
    """True if a word or three, in small letters perhaps, can be what somebody signs with."""
    if not 3 <= len(name) <= 40 or fold(name) in outlets or INITIALS.fullmatch(name):
        return False
    if NOT_A_NAME.search(name) or HOUSES.search(name) or NO_ONE.search(name):
        return False
    words = name.split()
    return len(words) <= 3 and all(map(_is_word, words)) and not name.isupper()


def is_east_asian(name: str) -> bool:
    """True for two to eight characters of East Asian writing that can be a name."""
    return (
        len(name) <= 8
        and re.fullmatch(rf"(?:{EAST_ASIAN.pattern}|[・\s]){{2,}}", name) is not None
        and not NO_ONE.search(name)
    )
