"""News agencies, the rows of `agencies.toml`: which of them a name or a story credits, in the one form that we print.

They are for bylines, for a story's own text, and for the origin of copies. Whom else a page credits ("first appeared in
the Herald") is read by `pipelines.corpus.duplicates.credits`; which lines of a page are
credits, by `pipelines.extract.fields.details`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from pipelines.lexicon.data import data
from pipelines.lexicon.pattern import pattern

BUREAU = pattern(r"<<agencies.with_bureau>>")
"""An agency with one of its bureaus or services: `AFP Deutschland`, `dpa-infocom`, `dpa/lnw`."""
FROM = pattern(r"^<<people.material>>\s")
SERVICE = pattern(
    r"^(?!.*\b<<people.no_wire_end>>$)(?=[^\W\d_a-z])[^\d.,;:!?()]{3,40}(?:\b<<people.wire_end>>|[a-z]presseagentur)$"
    r"|^<<people.wire_begin>>\s(?=[^\W\d_a-z])[^\d.,;:!?()]{2,40}$"
)
"""A name that says of itself that it is a wire service; unlike newspapers named `Saltmere Free Press`."""
DATELINE = pattern(
    r"\((?:[^()]{0,20}[ /])?(?P<c><<agencies.with_bureau|agencies.forms>>)(?:[ /,][^()]{0,20})?\)\s*[-–—.:]"
    r"|^(?P<s><<agencies.begins>>)\s*[-–—]\s|^\W*(?P<h><<agencies.begins_chinese>>)(?![会會])"
)
"""A known agency between place and story: `LONDON, Nov 3 (Reuters) -`, `AP —`, `新华社北京11月3日电`; not `中央社会工作部`."""
PLACED = re.compile(r"^[^\n()（）]{0,80}[(（](?P<c>[^()（）\n]{2,40})(?:\)\s*[-–—:]|）)")
"""Any agency there: `SALTMERE (Meridian Press) –`, `北京（新华社）`."""
SOURCE = pattern(r"^\W*<<people.source>>\s*[:：]\s*(?P<c>.{2,40}?)\W*$", re.IGNORECASE)
SIGNED = re.compile(r"(?P<stop>^|[.!?…”\"»。！？]\s?)?\s*[(\[（](?P<c>[^()\[\]（）\n]{2,40})[)\]）]\W*$")
"""Brackets that end a paragraph: `Nobody was hurt. (Meridian Press)`; inside a sentence they must hold a known one."""
REPORTING = pattern(r"\b(?i:<<people.reporting_by>>) (?P<c>[^\n.,;()]{2,40})")
EDGE_CHARACTERS = 160
"""How much of a story's first paragraphs, and of its last, may hold a credit."""


@cache
def agencies() -> dict[str, str]:
    """Of every form of an agency's name the one that we print."""
    return {form: row["name"] for row in data()["agencies"]["rows"] for form in row.get("forms", ())}


@lru_cache(maxsize=20_000)
def agency(name: str) -> str | None:
    """The printed form of the agency that `name` is, and nothing besides: a known one, or one that calls itself a wire service.

    >>> agency("Associated Press"), agency("ТАСС"), agency("dpa/lnw"), agency("Meridian Press"), agency("Jane Doe")
    ('AP', 'TASS', 'dpa', 'Meridian Press', None)
    """
    wanted = name.strip(" .()[]/-–—:")
    known = _known(wanted) or _known(FROM.sub("", wanted))
    if known or not SERVICE.search(wanted):
        return known
    after_name = (agency(" ".join(wanted.split()[at:])) for at in range(2, len(wanted.split()) - 1))
    return next((wire for wire in after_name if wire in agencies()), wanted.removeprefix("The "))


def first_agency(text: str) -> str | None:
    """The first agency among names separated by slashes or commas.

    >>> first_agency("London, Reuters")
    'Reuters'
    """
    return next((wire for name in re.split(r"[/,]", text) if (wire := agency(name))), None)


def credited(paragraphs: Sequence[str], lines: Sequence[str] = ()) -> str | None:
    """The agency that a story's own text credits, in the dateline of its first paragraphs or as source or in brackets at
    its end; else the one that credit `lines` beside the story name. A story *about* an agency names it in the middle.

    >>> credited(["A bridge fell.", "Nobody was hurt. (Meridian Press)"])
    'Meridian Press'
    """
    opening = [text[:EDGE_CHARACTERS] for text in paragraphs[:3]]
    ending = [text[-EDGE_CHARACTERS:] for text in reversed(paragraphs[-3:])]
    tries: tuple[tuple[Callable[[str], str | None], Sequence[str]], ...] = (
        (_in_dateline, opening), (_placed, opening), (_as_source, ending), (_signed, ending),
        (_as_source, lines), (_reporting, lines),
    )  # fmt: skip
    return next((wire for read, texts in tries for text in texts if (wire := read(text))), None)


def _known(name: str) -> str | None:
    found = agencies().get(name)
    if found:
        return found
    branch = BUREAU.fullmatch(name)
    rows = data()["agencies"]["rows"] if branch else ()
    return next((row["name"] for row in rows if any(map(name.startswith, row["forms"])) and "with_bureau" in row), None)


def _in_dateline(text: str) -> str | None:
    found = DATELINE.search(text) if "(" in text else DATELINE.match(text)
    if not found or _abbreviates(found["c"] or "", text[: found.start()]):
        return None
    return agency(found["c"] or found["s"] or found["h"])


def _placed(text: str) -> str | None:
    found = PLACED.match(text)
    return first_agency(found["c"]) if found else None


def _as_source(text: str) -> str | None:
    found = SOURCE.match(text)
    return first_agency(found["c"]) if found else None


def _signed(text: str) -> str | None:
    found = SIGNED.search(text) if any(bracket in text for bracket in "([（") else None
    wire = first_agency(found["c"]) if found else None
    if not found or found["stop"] is not None:
        return wire
    return wire if wire in agencies() and not _abbreviates(found["c"], text[: found.start()]) else None


def _abbreviates(initials: str, before: str) -> bool:
    """True if brackets only abbreviate the words before them: `the American Psychological Association (APA)` is none."""
    return (
        bool(initials)
        and "".join(word[0] for word in before.split()[-len(initials) :]).casefold() == initials.casefold()
    )


def _reporting(text: str) -> str | None:
    found = REPORTING.search(text)
    return first_agency(found["c"]) if found else None
