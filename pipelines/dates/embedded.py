"""Dates in scripts and data attributes that are not JSON-LD: read only where the page states no instant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.dates.offer import Offer
from pipelines.dates.reading import Dialect, read_machine

QUOTE = r"(?:[\"']|&quot;|\\\\?\")"
PUBLISHED = re.compile(
    rf"(?P<name>(?:date_?|article_?|first_?|content_?|post_?|original_?|initial_?)?(?:publish(?:ed)?|publication|pub|posted|release|display)"
    rf"[_-]?(?:at|date(?:time)?|time(?:stamp)?|on)?|date_?published)"
    rf"{QUOTE}?\s*[:=]\s*{QUOTE}?(?P<value>\d{{4}}-\d\d-\d\d[T ]?[\d:.]*\s?(?:Z|[+-]\d\d:?\d\d)?|\d{{13}}|\d{{10}})(?![\d-])",
    re.I,
)
LITERAL = ("ublish", "ublication", "pub", "osted")
MOST = 12


def embedded_dates(markup: str, dialect: Dialect) -> Iterator[Offer]:
    """Values that scripts call a publication date; when several days are among them, they are other stories' too."""
    found = []
    for m in PUBLISHED.finditer(markup):
        reading = read_machine(m["value"], dialect)
        if reading is not None:
            found.append((m["name"].lower(), m["value"], reading))
        if len(found) >= MOST:
            break
    alone = len({r.value[:10] for _, _, r in found}) == 1
    for name, value, reading in found:
        yield Offer("published", f"script:{name}", value, reading, "head" if alone else "related")
