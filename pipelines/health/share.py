"""Unusual shares: more of a night's stories have a property than ever before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.health.past import MIN_NIGHTS, Figures, Part, Past, tail
from pipelines.health.seen import median

RARE = 1e-5
"""A share is no chance if its probability is below this. A corpus of 100 sources makes about a thousand such tests a
night, of which few are independent.
"""
MIN_SHARE = 0.5
"""A smaller share of a night is a matter of single stories."""
RISE = 0.4
"""Minimum rise of a share."""
ABOVE_WORST = 1.5
"""A share is reported only if it is at least this many times the share of the worst earlier night."""
MIN_TOTAL = 3
"""Minimum number of things on an earlier night for its share to count as the worst."""
UNKNOWN = (0.5, 1.0)
"""Added to the earlier nights if nothing else is known (Jeffreys' prior of a rate)."""
PRIOR = Part(1, 50)
"""Added to the earlier nights for damage that is rare everywhere, so that a first night can be judged."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """A share that is unusual for the source, with the usual one; `usual` is None if there were no nights to compare."""

    part: Part
    usual: float | None

    @property
    def words(self) -> str:
        """The share and the usual share as text.

        >>> Unusual(Part(9, 10), 0.004).words
        '9 of 10 (usually 0.4%)'
        """
        usual = "" if self.usual is None else f" (usually {in_percent(self.usual)})"
        return f"{self.part.number} of {self.part.total}{usual}"


def unusual(
    past: Past,
    tonight: Figures,
    part: Callable[[Figures], Part],
    *,
    prior: Part | None = None,
    least: float = MIN_SHARE,
    rise: float = RISE,
) -> Unusual | None:
    """The share of a night if it is unusual compared with earlier nights, otherwise None.

    Without a `prior`, enough earlier nights are needed. For few stories, the rarity of the property decides: all of
    three is much if one in a hundred usually has it.
    """
    now, earlier = part(tonight), past.parts(part)
    if now.share < least or not now.total or (prior is None and len(earlier) < MIN_NIGHTS):
        return None
    number, total = (prior.number, prior.total) if prior else UNKNOWN
    rate = (sum(each.number for each in earlier) + number) / (sum(each.total for each in earlier) + total)
    worst = max((each.share for each in earlier if each.total >= MIN_TOTAL), default=0.0)
    usual = median(each.share for each in earlier)
    if now.share < rate + rise or now.share < min(1.0, ABOVE_WORST * worst) or worst >= 1.0:
        return None
    return Unusual(now, usual) if tail(now.number, now.total, rate) < RARE else None


def in_percent(share: float) -> str:
    """A share as a percentage.

    >>> in_percent(0.0), in_percent(0.004), in_percent(0.987)
    ('0%', '0.4%', '99%')
    """
    percent = 100 * share
    return f"{percent:.0f}%" if percent >= 1 or percent == 0 else f"{percent:.1f}%"
