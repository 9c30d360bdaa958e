"""The zone that a page's scripts call the site's own: `"timezone":"America/New_York"`. It is no date: clock times are in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.dates.model import Candidate, Origin, OriginKind
from pipelines.dates.read.reading import Offer

ORIGIN = Origin(OriginKind.SCRIPT, "timezone")
WORD = re.compile(r"ime[_-]?[zZ]one")  # begins with three letters to look for: a class would make the search slow
NAME = re.compile(
    r"[^<>;\[\]]{0,60}?(?<![A-Za-z])"
    r"((?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)(?:\\?/[A-Z][A-Za-z_-]+){1,2})(?![A-Za-z/])"
)
MAX_MENTIONS = 100


def site_zone_offers(markup: str) -> Iterator[Offer]:
    """The IANA zone that the markup names; none where it names several, as lists of zones do."""
    words = islice(WORD.finditer(markup), MAX_MENTIONS)
    names = {name for word in words if (m := NAME.match(markup, word.end())) and (name := _known(m[1]))}
    if len(names) == 1:
        yield Offer("other", ORIGIN, names.pop(), None)


def site_zone(candidates: Iterable[Candidate]) -> str | None:
    """The zone among the candidates of a work; None when its captures name several."""
    names = {c.raw for c in candidates if c.origin == ORIGIN}
    return names.pop() if len(names) == 1 else None


def _known(name: str) -> str | None:
    plain = name.replace("\\", "")
    try:
        ZoneInfo(plain)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return plain
