"""The parts of a byline: one for each person, without their jobs and accounts, and without those who took its pictures."""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicon.agencies import agencies, agency
from pipelines.lexicon.pattern import pattern

SPLIT = pattern(
    r"\s*(?:[;|•·、，/╱]|\s[+×]\s|,(?!\s*<<people.suffix|people.degree>>\b)|\s&\s|\s<<people.and|people.with>>\s(?!zu\s)"
    r"|\s<<people.and_names>>\s(?=\S+\s\S)|\s<<people.and_capital>>\s(?=[^\W\d_a-z])|\n)\s*"
)
OF_PICTURES = "<<people.picture|people.edited>>"
"""Words for what others than the author did."""
PICTURES = pattern(
    rf"(?:^|[\s.,;|–—-])(?:{OF_PICTURES}(?:\s+<<people.credit>>)?\s*(?:<<people.by|people.of>>\b|[:：]|/\s)|<<people.picture_short>>"
    r"|<<people.picture_credit>>(?:\s*[:：・/／=]|\s))",
    re.IGNORECASE,
)
"""Where a byline goes on to them: `Jane Doe, photos by John Roe`; `Text: Jane Doe Foto: John Roe`."""
BARE_PICTURES = pattern(r"(?<=[^\W\d_A-Z])\s(?=[^\W\d_a-z])(?i:<<people.picture>>)\s(?=[^\W\d_a-z]\S+\s[^\W\d_a-z])")
"""The same without a mark, between two names: `Text Jane Doe Foto John Roe`."""
WORD_BEFORE = pattern(r"(?<!\s)\s+(?:<<people.and|people.and_names|people.with>>|&)$", re.IGNORECASE)
PHOTOGRAPHER = pattern(
    r"(?<=[,;|•·/])\s*[^,;|•·/]+,\s*(?:[^\W\d_]+\s)?<<people.photographer>>\b(?=\s*(?:[,;|•·/]|$))", re.IGNORECASE
)
"""Somebody behind the first of a byline whose job is pictures: `Jane Doe, Reporter; John Roe, Photographer`."""
TEXT = pattern(r"\b<<people.text>>\s*(?:<<people.by>>\b|[:：・])", re.IGNORECASE)
OF_OTHERS = pattern(rf"\((?:{OF_PICTURES}|<<people.picture_credit>>)\)\s*$|^{OF_PICTURES}\s", re.IGNORECASE)
NAME = r"[^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){1,3}"
PHOTOGRAPHERS = pattern(
    rf"(?:^|[,;|/])\s*(?i:<<people.picture>>)\s{NAME}(?:\s(?:<<people.and|people.and_names>>|&)\s"
    rf"(?!(?i:<<people.text|people.author|people.before_colon|people.genre|people.job|people.job_too>>|additional)\b){NAME})+(?=\s*(?:[,;|/]|$))"
)
"""Those who took the pictures, joined: `Foto Max Roe und Ann Poe`."""
BOTH = pattern(
    rf"^\W*<<people.text|people.before_colon>>\s(?:[&+]|<<people.and|people.and_names>>)\s{OF_PICTURES}\s*"
    r"(?:<<people.by>>\s|[:：]|(?=[^\W\d_a-z]))\s*",
    re.IGNORECASE,
)
"""Text and pictures by one person: `Tekst og foto: Jane Doe`."""
BRACKETS = pattern(r"\s*\((?:<<people.text>>|<<people.pronoun>>\s?/\s?\w+(?:\s?/\s?\w+)?)\)", re.IGNORECASE)
"""What is said of a name in brackets behind it: `Jane Doe (Text)`, `Jane Doe (she/her)`."""
BESIDES = pattern(
    r"\s*\(<<people.with>>\s(?P<people>(?:[^\W\d_a-z][\w.'’-]*\s){1,3}[^\W\d_a-z][\w.'’-]*"
    r"(?:\s<<people.and>>\s(?:[^\W\d_a-z][\w.'’-]*\s){1,3}[^\W\d_a-z][\w.'’-]*)+)\)"
)
"""Two who helped: `Jane Doe (avec John Roe et Max Poe)`; one alone may be a paper."""
ACCOUNT = re.compile(r"(?<!\S)\(?@\w{1,30}\)?(?!\S)")
"""Somebody's account in a byline: `Jane Doe @janedoe`."""
JOINED = pattern(r"^<<people.and|people.and_names|people.with>>\s+(?=[^\W\d_a-z])")
"""The word before the last of a list, behind its comma: `Jane Doe, and John Roe`."""
JOB_BEFORE = pattern(
    r"\s+(?:<<people.at>>\s+)?(?:<<people.button|agencies.behind_name>>|(?=[^\W\d_a-z])(?i:<<people.job_rank|people.beat|people.job>>))"
    r"(?:\s.*)?$"
)
"""A job right behind a name, where its first word says that it is one."""
HOUSE = pattern(r"\s\|\s<<people.article|people.article_or_name>>\s[^|,;/]{2,40}$")
"""A paper behind a bar: `Jane Doe | El Sol de Puerto`."""
BEAT = pattern(
    r"(?<=\w)\s*[,/|]\s*(?:(?P<one>[^\W\d_a-z][\w'’&-]*)|(?:[^\W\d_a-z][\w'’&-]*\s){2}[^\W\d_a-z][\w'’&-]*)\s"
    r"(?=[^\W\d_a-z])(?i:<<people.job|people.job_too|people.post>>)(?=\s*(?:$|[,/|]))"
)
"""What somebody does at a paper, behind the name: `Jane Doe / North Harbour Bay Reporter`; two words may be a name."""
BUTTON = pattern(r"(?:\s+<<people.button>>)+$")
PLACE_AFTER = pattern(
    r"\s+<<people.from>>\s+[^\W\d_a-z]\w*(?:\s\w+){0,3}$|\s+<<people.on_behalf>>\s.*$|\s+[–—]\s+\S.*$"
)
PLACE_BEFORE = re.compile(r"^(?P<place>[^\W\d_]+)\s+[-–—]\s+(?=\S+\s\S)")
"""A town of one word before a name: `Cádiz - Jane Doe`."""
DEGREES = pattern(r"(?:,\s*<<people.degree>>\b\.?)+$|\s<<people.honour>>\.?$")
TOWN = pattern(r"<<people.town>>", re.IGNORECASE)
"""Places of two words that stand beside a name and are not one."""
INVERTED = re.compile(r"([^\W\d_][\w'’-]+),\s+([^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*)?)")
CAPITAL = r"(?=[^\W\d_a-zа-яёа-яіїєґα-ωάέήίόύώ])"
"""A letter that is no small one: the name begins."""
DID = pattern(
    r"^(?i:(?:[^\W\d_][\w'’-]*\s+){0,2}?<<people.opinion|people.genre>>(?:\s+<<people.by|people.of>>\s+|\s*[:：]\s*)"
    rf"|<<people.gathered>>\s*:?\s+){CAPITAL}"
)
"""What kind of text it is, or what somebody did for it: `Kommentar von Jane Doe`, `Une enquête menée par Jane Doe`."""
CHECKED = pattern(
    r"^<<people.check_kind>>\s(?:[^\W\d_]+\s){0,3}?<<people.check>>\s(?:and\s\w+\s)?<<people.by>>\s"
    r"|^(?:[^\W\d_]+\s){0,2}?<<people.checked>>\s<<people.by|people.of>>\s",
    re.IGNORECASE,
)
"""Somebody who read or helped, not who wrote: `Medical review by Jane Doe`, `Additional report by Max Roe`."""
LEADING_JOB = pattern(
    r"^(?i:(?:<<people.by|people.of|people.from>>\s+)?(?:<<people.our>>\s+)?(?:<<people.job_rank>>\s+)?<<people.job>>\s*:?\s+)"
    rf"{CAPITAL}"
)
"""A job before a name: `Journalist Jane Doe`, `De notre envoyée spéciale Jane Doe`."""


def parts(byline: str) -> list[str]:
    """The parts of a byline.

    >>> parts("Jane Doe, and John Roe (Foto)"), parts("Text: Jane Doe Foto: John Roe")
    (['Jane Doe'], ['Text: Jane Doe'])
    >>> parts("Jane Doe, Foto Max Roe und Ann Poe"), parts("Foto Max Roe und Text Ann Poe")
    (['Jane Doe'], ['Text Ann Poe'])
    >>> parts("Jane Doe (avec John Roe et Max Poe)")
    ['Jane Doe', 'John Roe', 'Max Poe']
    """
    byline = PHOTOGRAPHERS.sub("", BEAT.sub("", HOUSE.sub("", BESIDES.sub(r", \g<people>", byline))))
    writers = WORD_BEFORE.sub("", PHOTOGRAPHER.sub("", without_pictures(BOTH.sub("", BRACKETS.sub("", byline)))))
    found = (JOINED.sub("", part.strip()) for part in SPLIT.split(ACCOUNT.sub(";", writers)))
    return [part for part in found if not OF_OTHERS.search(part)]


def without_pictures(byline: str) -> str:
    """A byline up to where it names those who took the pictures; if it begins with them, from where it goes on to the text."""
    at = PICTURES.search(byline) or BARE_PICTURES.search(byline)
    if at is None:
        return byline
    before = WORD_BEFORE.sub("", byline[: at.start()].strip(" .,;|–—-"))
    text = TEXT.search(byline, at.end())
    return before or (byline[text.start() :] if text else "")


def bare(part: str) -> str:
    """A part of a byline without a job, a button and a place behind the name, and the kind of text before it.

    >>> bare("Jane Doe Senior Reporter"), bare("Kommentar von Jane Doe"), bare("Jane Doe aus Kiew")
    ('Jane Doe', 'Jane Doe', 'Jane Doe')
    """
    placed = PLACE_BEFORE.match(part)
    if placed and not agency(placed["place"]):
        part = part[placed.end() :]
    part = without_lead_in(part)
    for tail in (BUTTON, DEGREES, PLACE_AFTER, JOB_BEFORE):
        name = tail.sub("", part)
        part = name if " " in name else part
    return part


def without_wire(part: str) -> str:
    """A part without an agency of several words behind the name: `JANE DOE Associated Press` → `JANE DOE`."""
    found = next((wire for wire in _wires() if part.endswith(wire)), "") if part.endswith(_wires()) else ""
    name = part.removesuffix(found).rstrip()
    return name if " " in name else part


@cache
def _wires() -> tuple[str, ...]:
    """Agencies of more than one word, as they stand behind a name."""
    return tuple(f" {form}" for form in agencies() if " " in form)


def righted(byline: str) -> str:
    """A list of surnames and first names in the usual order: `Doe, Jane; Roe, John` → `Jane Doe; John Roe`."""
    found = [INVERTED.fullmatch(part.strip()) for part in byline.split(";")]
    named = [(one[2], one[1]) for one in found if one and one[1][0].isupper() and one[2][0].isupper()]
    if any(agency(word) for pair in named for word in pair):
        return byline
    return "; ".join(f"{first} {last}" for first, last in named) if len(named) == len(found) else byline


def without_lead_in(part: str) -> str:
    """A part of a byline from the name on; empty if it tells who checked the text.

    >>> without_lead_in("Kommentar von Jane Doe"), without_lead_in("Unsere Redakteurin Jane Doe"), without_lead_in("Jane Doe")
    ('Jane Doe', 'Jane Doe', 'Jane Doe')
    >>> without_lead_in("Une enquête menée par Jane Doe"), without_lead_in("reviewed by Al Roe")
    ('Jane Doe', 'reviewed by Al Roe')
    >>> without_lead_in("Book review by Jane Doe"), without_lead_in("Medical review by Al Roe")
    ('Jane Doe', '')
    """
    if CHECKED.match(part):
        return ""
    return LEADING_JOB.sub("", DID.sub("", part, count=1), count=1)
