"""Schedule of revisits: the next visit of a known page, by its age and by the frequency of its changes.

Stories change in their first days (corrections, live blogs) or hardly ever; listings change all the time. A pure
function of the history, so the same history gives the same schedule on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LADDER = ((2, 1), (7, 2), (30, 7), (90, 30), (365, 90))
"""(maximum age in days, nights between visits)."""
FRESH_NIGHTS, YOUNG_NIGHTS = 2, 4
"""Maximum age of a story that is visited every night, and of a story that rests only by a proven channel's statement."""
RARE = 180
OTHER_NIGHTS = 7
"""Nights between visits to a page that is neither a story nor a list of stories."""
GONE_NIGHTS = (1, 2)
"""Nights until a page that was gone is requested again, after the first and the second visit in a row."""
GONE_AFTER = 3
"""Visits in a row that found the page gone; from then on it is visited only rarely."""


@dataclass(frozen=True, slots=True)
class History:
    """The history of a page over earlier nights.

    - `born`: its best-known date, or the night it was first seen.
    - `visits`: number of answers, including changes.
    - `changed`: the last night with a change since the visit before; None if it never changed.
    - `gone`: number of the latest visits in a row that found the page gone.
    """

    born: date
    last_visit: date
    visits: int = 1
    changes: int = 0
    changed: date | None = None
    gone: int = 0
    listing: bool = False
    other: bool = False


def next_visit(history: History) -> date:
    """The night of the next visit; always after `last_visit`.

    >>> day = date(2025, 11, 3)
    >>> (next_visit(History(born=day, last_visit=day)) - day).days
    1
    >>> (next_visit(History(born=date(2024, 11, 3), last_visit=day, visits=20)) - day).days
    90
    >>> (next_visit(History(born=date(2025, 10, 20), last_visit=day, visits=9, changes=4, changed=day)) - day).days
    1
    """
    return history.last_visit + timedelta(days=interval_nights(history))


def age_nights(history: History, night: date) -> int:
    """Nights since the page's best-known date."""
    return (night - history.born).days


def urgency(history: History, night: date) -> float:
    """How overdue a page is: nights since the last visit, divided by the interval between visits.

    >>> day = date(2025, 11, 3)
    >>> urgency(History(born=day, last_visit=day), date(2025, 11, 4))
    1.0
    >>> urgency(History(born=date(2025, 10, 20), last_visit=day), date(2025, 11, 10))
    1.0
    """
    return (night - history.last_visit).days / interval_nights(history)


def interval_nights(history: History) -> int:
    """Nights until the next visit: the step of LADDER for the age, shortened after recent or frequent changes."""
    if history.gone:
        return GONE_NIGHTS[history.gone - 1] if history.gone < GONE_AFTER else RARE
    if history.listing:
        return 1
    age = (history.last_visit - history.born).days
    step = next((nights for limit, nights in LADDER if age <= limit), RARE)
    if history.changed is not None:
        quiet = (history.last_visit - history.changed).days
        step = min(step, max(1, quiet // 2))
    if history.changes and history.visits > 1:
        rate = history.changes / (history.visits - 1)
        step = min(step, max(1, round(step * (1 - min(rate, 1.0)))))
    return max(step, OTHER_NIGHTS) if history.other else step
