"""The progress of a crawl in one line: pages done and to go, the pause between requests, and the time of its end."""

from __future__ import annotations

from datetime import datetime, timedelta

LONG = timedelta(minutes=10)
"""The end is estimated for a crawl that takes longer."""


def progress(
    done: int, left: int, budget: int, now: datetime, ends: datetime, *, pause: float, robots_pause: float = 0.0
) -> str:
    """One line. `budget`: requests that `max_pages` still allows; `ends`: end of the source's longest night.

    `pause`: mean seconds between two requests; `robots_pause`: the Crawl-delay of robots.txt if it decides, else 0.

    >>> now, ends = datetime(2026, 2, 1, 1, 16), datetime(2026, 2, 1, 6)
    >>> progress(3, 69, 4000, now, ends, pause=125, robots_pause=100)
    'asks every 100 s by robots.txt; 3 done, 69 to go, until about 03:39'
    >>> progress(0, 700, 500, now, ends, pause=60)
    'asks every 60 s; 0 done, 500 of 700 to go by max_pages; the night ends at 06:00, after about 284 of them'
    >>> progress(3, 69, 4000, now, ends, pause=1)
    '3 done, 69 to go'
    """
    to_go = min(left, max(0, budget))
    line = f"{done} done, {left} to go" if to_go == left else f"{done} done, {to_go} of {left} to go by max_pages"
    last = now + timedelta(seconds=to_go * pause)
    if last - now < LONG:
        return line
    every = f"asks every {robots_pause or pause:g} s{' by robots.txt' if robots_pause else ''}; "
    if last > ends:
        possible = int((ends - now).total_seconds() / pause)
        return f"{every}{line}; the night ends at {ends:%H:%M}, after about {max(0, possible)} of them"
    return f"{every}{line}, until about {last:%H:%M}"
