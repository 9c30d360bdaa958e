"""Dates in scripts and data attributes that are not JSON-LD: read only where the page states no instant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.dates.offer import Offer
from pipelines.dates.reading import Dialect, read_machine

QUOTE = r"(?:[\"']|&quot;|\\\\?\")"
PUBLISHED = re.compile(
    r"ub(?:lish(?:ed)?|lication)?[_-]?(?:[aA]t|[dD]ate(?:[tT]ime)?|[tT]ime(?:stamp)?|[oO]n)?"
    rf"{QUOTE}?\s*[:=]\s*{QUOTE}?(?P<value>\d{{4}}-\d\d-\d\d[T ]?[\d:.]*\s?(?:Z|[+-]\d\d:?\d\d)?|\d{{13}}|\d{{10}})(?![\d-])"
)
MOST = 12


def embedded_dates(markup: str, dialect: Dialect) -> Iterator[Offer]:
    """Values that scripts call a publication date; when several days are among them, they are other stories' too."""
    found = []
    for m in PUBLISHED.finditer(markup):
        reading = read_machine(m["value"], dialect)
        if reading is not None:
            found.append((m["value"], reading))
        if len(found) >= MOST:
            break
    alone = len({r.value[:10] for _, r in found}) == 1
    for value, reading in found:
        yield Offer("published", "script", value, reading, "head" if alone else "related")
