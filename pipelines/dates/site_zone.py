"""The zone that a page's scripts call the site's own: `"timezone":"America/New_York"`. No date, but what dates are told in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.dates.model import Candidate
from pipelines.dates.offer import Offer

ORIGIN = "script:timezone"
WORDS = ("imezone", "imeZone", "ime_zone", "ime-zone")
NAME = re.compile(
    r"[^<>;\[\]]{0,60}?(?<![A-Za-z])"
    r"((?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)(?:\\?/[A-Z][A-Za-z_-]+){1,2})(?![A-Za-z/])"
)
MOST = 40


def site_zone_offers(markup: str) -> Iterator[Offer]:
    """The IANA zone that the markup names; none where it names several, as lists of zones do."""
    names = {name for place in _places(markup) if (m := NAME.match(markup, place)) and (name := _known(m[1]))}
    if len(names) == 1:
        yield Offer("other", ORIGIN, names.pop(), None)


def site_zone(candidates: Iterable[Candidate]) -> str | None:
    """The zone among the candidates of a work; None when its captures name several."""
    names = {c.raw for c in candidates if c.origin == ORIGIN}
    return names.pop() if len(names) == 1 else None


def _places(markup: str) -> Iterator[int]:
    """Where the words that may announce a zone end, the first MOST of each."""
    for word in WORDS:
        place = -1
        for _ in range(MOST):
            place = markup.find(word, place + 1)
            if place < 0:
                break
            yield place + len(word)


def _known(name: str) -> str | None:
    plain = name.replace("\\", "")
    try:
        ZoneInfo(plain)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return plain
