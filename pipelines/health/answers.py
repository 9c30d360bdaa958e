"""Figures of a night's requests: how they ended, why answers failed, latency, redirects, rights. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.base.urls.identity import key_of, site_key
from pipelines.health.seen import Row, Seen, counted, median, most_common
from pipelines.lake.link_kinds import ENTRIES, PAGE, SEED
from pipelines.lake.values import ANSWERED, FetchOutcome, HealthCheck

COLUMNS = (
    "source", "url", "url_key", "resource", "channels", "outcome", "detail", "status", "fetched_at", "duration_ms",
    "final_url", "payload_sha256", "truncated", "train_ai", "tdm", "last_modified", "content_type",
)  # fmt: skip
"""Columns of `schemas.FETCHES` that are read."""
RESOURCES = (PAGE, *ENTRIES)
LISTS = ("section", "feed")
STARTS = (SEED, "section")
"""Channels of the pages that a source file lists."""
TRIED = frozenset(
    (
        *ANSWERED, FetchOutcome.REDIRECTED, FetchOutcome.HTTP_ERROR, FetchOutcome.TIMEOUT, FetchOutcome.CONNECTION_ERROR,
        FetchOutcome.ADDRESS_REFUSED, FetchOutcome.ROBOTS_DENIED, FetchOutcome.RIGHTS_DENIED, FetchOutcome.TOO_LARGE,
    )
)  # fmt: skip
"""Outcomes of URLs that were requested, or that would have been but for the state of their host."""
BY_FORM = "sent by a form"
"""The detail of an address at which a list goes on if a form is sent (POST): a crawl sends none. Also `rel` of such a link."""
LOGIN_FAILED, CONSENT_FAILED = "login failed", "consent failed"
"""The detail of a login, or of a form of consent, that the site did not take starts so."""
NOT_RENDERED = "not rendered: "
"""The detail of a page that needed a browser and had none begins so."""
API_CHANGED = "its API changed: "
"""In the detail of a drawn page, if the address that gave the stories' text gave none any more."""
NO_ROBOTS = "robots.txt: "
"""The detail of a denied URL starts like this if the robots.txt of its host was not available."""


def answers(fetches: Sequence[Row]) -> Seen:
    """The figures from rows of `schemas.FETCHES` of one source and night."""
    pages = [row for row in fetches if row["resource"] == "page"]
    tried = [row for row in fetches if row["resource"] in RESOURCES and is_tried(row)]
    known = {row["url_key"]: row for row in fetches}
    causes = {row["url"]: cause for row in tried if (cause := failure(row, known))}
    good = [row for row in tried if row["outcome"] in ANSWERED]
    seen = Seen(
        {
            "advertised": len(pages),
            "asked": len(tried),
            "answered": len(good),
            "stored": sum(row["outcome"] == FetchOutcome.STORED for row in pages),
            "unchanged": sum(row["outcome"] in ANSWERED[1:] for row in pages),
            "outcomes": counted(row["outcome"] for row in tried),
            "statuses": counted(row["status"] for row in tried),
            "failures": counted(causes.values()),
            "latency_ms": _whole(median(row["duration_ms"] for row in good if row["duration_ms"] is not None)),
            "train_ai": counted(row["train_ai"] for row in pages if row["outcome"] in ANSWERED),
            "tdm": counted(row["tdm"] for row in pages if row["outcome"] in ANSWERED),
        }
    )
    for cause in set(causes.values()):
        seen.show(cause, (url for url, each in causes.items() if each == cause))
    seen.show("answered", (row["url"] for row in good))
    for name in ("train_ai", "tdm"):
        seen.show(name, (row["url"] for row in pages if row[name] == "disallowed"))
    seen.show(
        HealthCheck.RENDER_BUDGET, (row["url"] for row in pages if (row["detail"] or "").startswith(NOT_RENDERED))
    )
    seen.show(HealthCheck.API_CHANGED, (row["url"] for row in pages if API_CHANGED in (row["detail"] or "")))
    refused = (LOGIN_FAILED, CONSENT_FAILED)
    seen.show(HealthCheck.LOGIN_FAILED, (row["url"] for row in pages if (row["detail"] or "").startswith(refused)))
    seen.add(starts(pages, causes))
    seen.add(redirects(pages, causes))
    return seen


def is_tried(row: Row) -> bool:
    """True if a URL was requested, or if the state of its host prevented the request."""
    is_unknown = row["status"] is not None or (row["detail"] or "").startswith(NO_ROBOTS)
    return row["outcome"] in TRIED or (row["outcome"] == FetchOutcome.NOT_CRAWLED and is_unknown)


def starts(pages: Sequence[Row], causes: Mapping[str, str]) -> Seen:
    """The results of the pages that the source file lists."""
    mine = [row for row in pages if is_start(row)]
    good = [row for row in mine if row["outcome"] in ANSWERED]
    failed = sorted(causes[row["url"]] for row in mine if row["url"] in causes)
    unchanged = all(row["outcome"] != FetchOutcome.STORED for row in good) if good else None
    seen = Seen({"start_failure": most_common(failed)[0] if not good else None, "start_unchanged": unchanged})
    seen.show("start", (row["url"] for row in mine))
    return seen


def is_start(row: Row) -> bool:
    """True if a source file lists the page as a start page: its seed has no referrer."""
    return any(c["channel"] in STARTS and c["referrer"] is None for c in row["channels"] or ())


def is_listed(row: Row) -> bool:
    """True if a start page, a section or a feed lists a page."""
    return any(c["referrer"] and c["channel"] in LISTS for c in row["channels"] or ())


def redirects(pages: Sequence[Row], causes: Mapping[str, str]) -> Seen:
    """Number of pages that redirect to the same target on the site."""
    to = [(key_of(row["final_url"]) or "", row["url"]) for row in pages if _is_onward(row) and row["url"] not in causes]
    target, number = most_common(key for key, _ in to)
    seen = Seen({"redirects_to_one": number})
    seen.show("redirects_to_one", (url for key, url in to if key == target))
    return seen


def _is_onward(row: Row) -> bool:
    return bool(row["outcome"] == FetchOutcome.REDIRECTED and row["final_url"])


def failure(row: Row, known: Mapping[str, Row]) -> str | None:
    """The `HealthCheck` for the failure of one request; None if it did not fail. `known` are the night's rows by key.

    >>> failure({"outcome": "http_error", "status": 503, "detail": None}, {})
    'server_errors'
    >>> detail = "robots.txt: timeout, unreachable"
    >>> failure({"url_key": "a.example/", "outcome": "not_crawled", "status": None, "detail": detail}, {})
    'timeouts'
    """
    outcome, status = row["outcome"], row["status"]
    if outcome == FetchOutcome.ROBOTS_DENIED or (row["detail"] or "").startswith(NO_ROBOTS):
        return _without_robots(row["detail"] or "", known.get(f"{row['url_key'].partition('/')[0]}/robots.txt"))
    if outcome == FetchOutcome.TIMEOUT:
        return HealthCheck.TIMEOUTS.value
    if outcome in (FetchOutcome.CONNECTION_ERROR, FetchOutcome.ADDRESS_REFUSED):
        return HealthCheck.NO_ANSWER.value
    if outcome in (FetchOutcome.HTTP_ERROR, FetchOutcome.NOT_CRAWLED):
        return _by_status(status)
    if outcome != FetchOutcome.REDIRECTED:
        return None
    return HealthCheck.MOVED.value if _leaves(row, known) else HealthCheck.LOOPS.value if _loops(row, known) else None


def _without_robots(detail: str, robots: Row | None) -> str:
    """The failure of a page that robots.txt forbids, or whose robots.txt was not available; `robots` is the row of that
    file.
    """
    if not detail.startswith(NO_ROBOTS):
        return HealthCheck.ROBOTS.value
    if robots is not None and robots["outcome"] == FetchOutcome.REDIRECTED and _leaves(robots, {}):
        return HealthCheck.MOVED.value
    if "imeout" in detail:
        return HealthCheck.TIMEOUTS.value
    if "HTTP 429" in detail:
        return HealthCheck.TOO_MANY_REQUESTS.value
    return HealthCheck.SERVER_ERRORS.value if "HTTP 5" in detail else HealthCheck.NO_ANSWER.value


def _by_status(status: int | None) -> str:
    if status == 429:
        return HealthCheck.TOO_MANY_REQUESTS.value
    if status in (404, 410):
        return HealthCheck.GONE.value
    if status is not None and 300 <= status < 400:
        return HealthCheck.MOVED.value
    return HealthCheck.SERVER_ERRORS.value if status is None or status >= 500 else HealthCheck.REFUSED.value


def _leaves(row: Row, known: Mapping[str, Row]) -> bool:
    """True if a redirect leads to another site and the crawl did not follow it."""
    to = key_of(row["final_url"]) if row["final_url"] else None
    if to is None or site_key(f"http://{to}") == site_key(f"http://{row['url_key']}"):
        return False
    target = known.get(to)
    return target is None or target["outcome"] == FetchOutcome.OFFSITE


def _loops(row: Row, known: Mapping[str, Row]) -> bool:
    """True if a redirect leads back to an address in its own chain."""
    passed: set[str] = set()
    here: Row | None = row
    while here is not None and here["outcome"] == FetchOutcome.REDIRECTED:
        if here["url_key"] in passed:
            return True
        passed.add(here["url_key"])
        here = known.get(key_of(here["final_url"]) or "") if here["final_url"] else None
    return False


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
