"""A month with its year and nothing more, as monthly papers date their stories: `November 2022`, `2022年11月`."""

from __future__ import annotations

import re

from pipelines.dates.read.days import FIRST_YEAR, LAST_YEAR, WORD
from pipelines.dates.read.labels import label_of
from pipelines.dates.read.reading import Dialect, Reading
from pipelines.dates.read.words import fold_text, month_number

MAX_MONTH_CHARS = 40
NAMED = re.compile(rf"(?P<month>{WORD})[.,]{{0,2}}\s(?:de[l]?\s)?(?P<year>(?:19|20)\d\d)\s?(?:г\.?|р\.?|r\.?)?")
CJK = re.compile(r"(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<month>\d\d?)\s?[月월]")


def read_month(text: str, dialect: Dialect) -> Reading | None:
    """The month of a text that holds nothing else, but for a label: `Published November 2022` → 2022-11.

    >>> read_month("Published in November 2022", Dialect("en")).value, read_month("The November 2022 vote", Dialect("en"))
    ('2022-11', None)
    """
    if len(text) > MAX_MONTH_CHARS:
        return None
    folded = fold_text(text.strip())
    for pattern in (CJK, NAMED):
        m = pattern.search(folded)
        if m is None or m.end() < len(folded):
            continue
        month = int(m["month"]) if m["month"].isdecimal() else month_number(m["month"], dialect.language)
        before = folded[: m.start()].strip(" :|·•–—")
        if month and 1 <= month <= 12 and FIRST_YEAR <= int(m["year"]) <= LAST_YEAR:
            told = not before or (label_of(before) == "published" and not any(map(str.isdigit, before)))
            return Reading(f"{m['year']}-{month:02}", "month", end=len(text)) if told else None
    return None
