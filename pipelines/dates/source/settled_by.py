"""Who settled the zone of a candidate, or its order of day and month; and how the tables store that as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow.compute as pc

LEARNED, SOURCE, PAGE, NONE = "learned", "source", "page", "none"
BY = " by "


@dataclass(frozen=True, slots=True)
class SettledBy:
    """`written` `name` (in the date itself) `source` (its settings) `learned` (from other stories) `page` `none`.

    `stories` is how many of the source's stories taught it; None if it was not learned.

    >>> SettledBy.read("learned:6"), str(SettledBy("learned", 6))
    (SettledBy(kind='learned', stories=6), 'learned:6')
    """

    kind: str
    stories: int | None = None

    @classmethod
    def read(cls, text: str) -> SettledBy:
        """Parse the column `zone_source`, or the second part of the column `date_order`."""
        kind, colon, stories = text.partition(":")
        return cls(kind, int(stories) if colon else None)

    @property
    def learned(self) -> bool:
        """True if the source's other stories taught it."""
        return self.kind == LEARNED

    def __str__(self) -> str:
        """The text that the tables hold."""
        return self.kind if self.stories is None else f"{self.kind}:{self.stories}"


@dataclass(frozen=True, slots=True)
class OrderRead:
    """The order (DMY MDY) in which an ambiguous date such as 03/04/2025 was read, and who settled it: column `date_order`.

    >>> str(OrderRead("DMY", SettledBy("learned", 4))), OrderRead.read("MDY by page").by.kind
    ('DMY by learned:4', 'page')
    """

    order: str
    by: SettledBy

    @classmethod
    def read(cls, text: str) -> OrderRead:
        """Parse the column `date_order`."""
        order, _, by = text.partition(BY)
        return cls(order, SettledBy.read(by))

    def __str__(self) -> str:
        """The text that the tables hold."""
        return f"{self.order}{BY}{self.by}"


def settled_by_source() -> pc.Expression:
    """Filter rows of `schemas.DATE_EVIDENCE` whose zone or order comes from settings or stories of their source."""
    import pyarrow.compute as pc  # here, for extraction workers settle zones too, and need no tables

    zone, order = pc.field("zone_source"), pc.field("date_order")
    by_zone = zone.isin([SOURCE]) | pc.starts_with(zone, f"{LEARNED}:")
    return by_zone | pc.match_substring(order, f"{BY}{SOURCE}") | pc.match_substring(order, f"{BY}{LEARNED}:")
