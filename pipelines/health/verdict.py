"""The verdict on a source's night: its findings, causes before their effects, and the state of the night. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipelines.health.checks.answers import ANSWERS
from pipelines.health.checks.dates import DATES
from pipelines.health.checks.news import NEWS
from pipelines.health.checks.pages import PAGES
from pipelines.health.checks.rights import RIGHTS
from pipelines.health.past import Past
from pipelines.health.seen import Seen
from pipelines.health.tonight import ERROR, Check, Found, Tonight
from pipelines.lake.values import HealthCheck, HealthState

LOOK = {
    "sources": "dateline sources check {source}",
    "page": "dateline try {url}",
    "figures": "dateline sql \"SELECT night, state, new_stories, stories, findings FROM health('{source}')\"",
    "rights": "dateline sql \"SELECT url, train_ai, tdm, rights FROM fetches WHERE source = '{source}' AND night = '{night}'\"",
}
"""Commands to look closer, by subject; the address is quoted for a shell."""
OF_PAGES = frozenset((
    HealthCheck.CHALLENGE, HealthCheck.NOT_FOUND, HealthCheck.CONSENT_WALL, HealthCheck.LOGIN_WALL, HealthCheck.CUT_SHORT,
    HealthCheck.SCRIPT_ONLY, HealthCheck.SAME_PAGE, HealthCheck.SAME_TITLE,
    HealthCheck.TITLES, HealthCheck.OFF_TOPIC, HealthCheck.ENCODING, HealthCheck.LANGUAGE, HealthCheck.TEMPLATE,
    HealthCheck.UNREADABLE, HealthCheck.AUTHORS, HealthCheck.DATES, HealthCheck.REDIRECTS,
))  # fmt: skip


def findings(tonight: Tonight, news: Sequence[Check] = NEWS) -> list[dict[str, Any]]:
    """The findings of a night, as rows of `schemas.health.FINDING`: errors first, then in the order of the checks.

    `news` are the checks of that subject: for a few pages fetched just now, only the feeds can be judged.
    """
    is_import = tonight.figures.get("imported")
    imported = _of_import(tonight, tonight.seen if is_import else tonight.asked_for)
    found = [imported] if is_import else _found(tonight, news, imported)
    return [_row(each, tonight) for each in sorted(filter(None, found), key=_no_error)]


def state(found: Sequence[dict[str, Any]], *, released: bool) -> HealthState:
    """The state of a night with these findings."""
    if any(each["severity"] == ERROR for each in found):
        return HealthState.RELEASED if released else HealthState.HELD_BACK
    return HealthState.WARNING if found else HealthState.OK


def _found(tonight: Tonight, of_news: Sequence[Check], imported: Found | None) -> Iterator[Found | None]:
    """One finding for each subject, only the cause: a source without answers brings no news, and broken pages have no
    good dates.

    `imported` is the finding about pages that only an import requested.
    """
    answers, new = _first(ANSWERS, tonight), _of_new(tonight)
    pages = _worst((_first(PAGES, tonight), _about(_first(PAGES, new), "new")))
    dates = None if pages else _worst((_first(DATES, tonight), _about(_first(DATES, new), "new")))
    explained = pages and (pages.severity == ERROR or pages.check == HealthCheck.SCRIPT_ONLY)
    news = None if answers or explained else _first(of_news, tonight)
    yield from (answers, _worst((pages, imported)), dates, news, _first(RIGHTS, tonight))


def _of_import(tonight: Tonight, seen: Seen | None) -> Found | None:
    """The finding about imported pages: only damage that is rare everywhere, because no other night can be compared."""
    return _about(_first(PAGES, replace(tonight, seen=seen, past=Past())) if seen else None, "imported")


def _of_new(tonight: Tonight) -> Tonight:
    """The night as if only its new pages had been captured, compared with the new pages of earlier nights.

    Revisits of stories that are well dilute what is wrong with the new ones.
    """
    new = tonight.seen.new
    if new is None:
        return tonight
    seen = Seen({**tonight.figures, **new.figures}, new.examples)
    return replace(tonight, seen=seen, past=Past(tuple({**row, **(row["of_new"] or {})} for row in tonight.past.rows)))


def _about(found: Found | None, pages: str) -> Found | None:
    """A finding about some pages of a night, in words."""
    return replace(found, sentence=f"of the {pages} pages, {found.sentence}") if found else None


def _first(checks: Sequence[Check], tonight: Tonight) -> Found | None:
    """The first error of these checks, otherwise the first warning."""
    return _worst(check(tonight) for check in checks)


def _worst(found: Iterable[Found | None]) -> Found | None:
    return min(filter(None, found), key=_no_error, default=None)


def _no_error(found: Found) -> bool:
    return found.severity != ERROR


def _row(found: Found, tonight: Tonight) -> dict[str, Any]:
    command = LOOK[_look(found)].format(source=tonight.source, url=shlex.quote(found.url or ""), night=tonight.night)
    return {
        "check": found.check.value,
        "severity": found.severity,
        "sentence": found.sentence,
        "since": tonight.past.since(found.check, tonight.night),
        "url": found.url,
        "command": command,
    }


def _look(found: Found) -> str:
    if found.check == HealthCheck.RIGHTS:
        return "rights"
    if found.check in OF_PAGES and found.url:
        return "page"
    return "figures" if found.check == HealthCheck.VOLUME else "sources"
