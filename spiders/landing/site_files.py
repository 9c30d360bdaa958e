"""robots.txt and rights files that an earlier process of the same night has fetched: a resumed night does not ask again.

The body of a robots.txt is in `spiders.robots.copies`, the text of a rights file in `spiders.frontier.memory`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from spiders.frontier.visits import Result, Visit
from spiders.landing.landing import Landing
from spiders.rights.desk import remembered_file
from spiders.robots.access import MAX_REDIRECTS
from spiders.url_rules.keys import cached_key

MAX_AGE = timedelta(hours=6)
"""An older answer is asked for again: a night may go on the next day. RFC 9309, section 2.4, allows a day."""
ROBOTS = "/robots.txt"


def restore(landing: Landing, now: datetime) -> dict[str, int]:
    """Hand tonight's rights files to the landing; returns the status of each robots.txt that answered, by its origin.

    Rights files without an answer, or with an answer older than MAX_AGE, become pending again.
    """
    robots: dict[str, tuple[str, Result]] = {}
    for visit, result in landing.frontier.visits.ended("robots", "rights"):
        if visit.resource == "rights":
            _restore_rights(landing, visit, is_kept=_is_kept(result, now))
        elif _is_kept(result, now):
            robots[visit.key] = visit.url, result
    named = ((url, _final_status(result, robots)) for url, result in robots.values() if urlsplit(url).path == ROBOTS)
    return {url.removesuffix(ROBOTS): status for url, status in named if status is not None}


def _restore_rights(landing: Landing, visit: Visit, *, is_kept: bool) -> None:
    known = landing.memory.glance(visit.key)
    if not is_kept:
        landing.frontier.visits.ask_again(visit)
    elif known is not None:
        landing.rights.document(visit.url, remembered_file(known.signals))


def _is_kept(result: Result, now: datetime) -> bool:
    if result.status is None or result.fetched_at is None or result.truncated:
        return False
    return timedelta(0) <= now - datetime.fromisoformat(result.fetched_at) <= MAX_AGE


def _final_status(result: Result, robots: Mapping[str, tuple[str, Result]]) -> int | None:
    """The status after redirects; None if it leaves the rules of the host open."""
    for _ in range(MAX_REDIRECTS):
        if result.status is None or not 300 <= result.status < 400:
            break
        onward = robots.get(cached_key(result.final_url)) if result.final_url else None
        if onward is None:
            return None
        result = onward[1]
    status = result.status
    return status if status is not None and (200 <= status < 300 or (400 <= status < 500 and status != 429)) else None
