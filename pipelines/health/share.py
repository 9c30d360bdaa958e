"""When a share is unlike the source's own: more of a night's stories than ever before have a property."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.health.past import FEW_NIGHTS, Figures, Part, Past, tail
from pipelines.health.seen import median

RARE = 1e-5
"""Probability below which a share is not chance. A corpus of 100 sources asks some thousand such questions a night, of which few
are as independent as that."""
MIN_SHARE = 0.5
"""Less of a night is the stories' matter."""
RISE = 0.4
"""What a share must have risen by."""
ABOVE_WORST = 1.5
"""How many times the worst earlier night it must be."""
MIN_TOTAL = 3
"""Things on an earlier night for its share to count as its worst."""
UNKNOWN = (0.5, 1.0)
"""Counted beside the earlier nights where nothing else is known (Jeffreys' prior of a rate)."""
PRIOR = Part(1, 50)
"""Counted beside the earlier nights for damage that is rare everywhere, so that a first night can be judged."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """A share that is unlike the source's own, with the usual one; `usual` is None where there were no nights to compare with."""

    part: Part
    usual: float | None

    @property
    def words(self) -> str:
        """The part and what is usual.

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
    """The share of a night if it is unlike that of earlier nights, else None.

    Without a `prior` it takes nights that had any to compare with. A few stories are told by how rare the property was: all of
    three is much where one in a hundred has it.
    """
    now, earlier = part(tonight), past.parts(part)
    if now.share < least or not now.total or (prior is None and len(earlier) < FEW_NIGHTS):
        return None
    number, total = (prior.number, prior.total) if prior else UNKNOWN
    rate = (sum(each.number for each in earlier) + number) / (sum(each.total for each in earlier) + total)
    worst = max((each.share for each in earlier if each.total >= MIN_TOTAL), default=0.0)
    usual = median(each.share for each in earlier)
    if now.share < rate + rise or now.share < min(1.0, ABOVE_WORST * worst) or worst >= 1.0:
        return None
    return Unusual(now, usual) if tail(now.number, now.total, rate) < RARE else None


def in_percent(share: float) -> str:
    """A share for people.

    >>> in_percent(0.0), in_percent(0.004), in_percent(0.987)
    ('0%', '0.4%', '99%')
    """
    percent = 100 * share
    return f"{percent:.0f}%" if percent >= 1 or percent == 0 else f"{percent:.1f}%"
