"""What stands before a name in a part of a byline: the kind of text, what somebody did for it, a job."""

from __future__ import annotations

import re

from pipelines.lexicon.pattern import pattern

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
JOB = pattern(
    r"^(?i:(?:<<people.by|people.of|people.from>>\s+)?(?:<<people.our>>\s+)?(?:<<people.job_rank>>\s+)?<<people.job>>\s*:?\s+)"
    rf"{CAPITAL}"
)
"""A job before a name: `Journalist Jane Doe`, `De notre envoyée spéciale Jane Doe`."""


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
    return JOB.sub("", DID.sub("", part, count=1), count=1)
