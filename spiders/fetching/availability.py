"""The availability of a host, from the requests that it answered and those that failed. A pure state; times are Unix seconds.

A failure is the page's own if the host answered another request meanwhile. Failures in a row without an answer put the
host in doubt; `spiders.crawler.outages` then asks for a page that answered before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

PATIENCE = 2
"""Failures in a row that put a host in doubt. Doubled after each doubt that was not confirmed, until a page answers."""
MAX_PAUSE_SECONDS = 120.0
"""The longest pause between two requests to a silent host, unless the host asks for a longer one."""


@dataclass
class Availability:
    """One host.

    - `answered`: time of its last answer; `good_url`: the last page that answered.
    - `failures`: failed requests since the last answer; `since`: start of the first of them; `problem`: the last reason.
    - `tries`: requests to the host while it was in doubt or silent, without an answer.
    - `pause`: the last pause that it asked for; `until`: it is not asked before.
    """

    answered: float = -math.inf
    good_url: str | None = None
    failures: int = 0
    patience: int = PATIENCE
    since: float = math.inf
    pause: float = 0.0
    until: float = -math.inf
    tries: int = 0
    problem: str = ""

    def answer(self, now: float, good_url: str | None = None, *, is_page: bool = True) -> None:
        """Note an answer. `is_page`: of a pending URL; else of a request that only tested the host.

        >>> host = Availability()
        >>> [host.failure(1.0, 31.0, "timeout"), host.failure(31.0, 61.0, "timeout")]
        [False, True]
        >>> host.answer(62.0, is_page=False)
        >>> [host.failure(62.5, 63.0, "timeout") for _ in range(4)]
        [False, False, False, True]
        """
        self.answered = now
        self.failures, self.tries, self.since, self.pause = 0, 0, math.inf, 0.0
        self.patience = PATIENCE if is_page else 2 * self.patience
        self.good_url = good_url or self.good_url

    def failure(self, began: float, now: float, problem: str, pause: float = 0.0, *, is_certain: bool = False) -> bool:
        """Note a failed request, begun at `began`; True if it puts the host in doubt. `pause` is what the host asks for.

        `is_certain`: the answer speaks for the whole host.

        >>> host = Availability(answered=50.0)
        >>> [host.failure(40.0, 70.0, "timeout") for _ in range(9)] == [False] * 9  # it answered meanwhile
        True
        """
        if began <= self.answered and not is_certain:
            return False
        self.failures += 1
        self.since = min(self.since, began)
        self.problem, self.pause = problem, pause
        self.until = max(self.until, now + pause)
        return is_certain or self.failures >= self.patience

    def silence(self, now: float, first_pause: float, problem: str, pause: float = 0.0) -> None:
        """Note a request that only tested the host and failed, and set the time of the next one.

        >>> host = Availability()
        >>> for now in (100.0, 102.0, 106.0):
        ...     host.silence(now, 2.0, "timeout")
        >>> host.until
        114.0
        """
        self.tries += 1
        self.problem, self.pause = problem, pause
        self.until = now + max(pause, min(MAX_PAUSE_SECONDS, first_pause * 2 ** min(self.tries - 1, 20)))
