"""Does the source answer? Checks connections, statuses, robots.txt, redirects and speed."""

from __future__ import annotations

import math
from functools import partial

from pipelines.health.past import Figures, beyond
from pipelines.health.share import PRIOR
from pipelines.health.tonight import ERROR, WARNING, Check, Found, Tonight, counted_part, figure_part
from pipelines.lake.values import FetchOutcome, HealthCheck

FAILURES = {
    HealthCheck.NO_ANSWER: "did not answer: the connection failed",
    HealthCheck.TIMEOUTS: "did not answer in time",
    HealthCheck.SERVER_ERRORS: "answered with a server error (HTTP 5xx)",
    HealthCheck.TOO_MANY_REQUESTS: "answered that we ask too often (HTTP 429)",
    HealthCheck.REFUSED: "were refused (HTTP 401, 403 or similar)",
    HealthCheck.ROBOTS: "are denied by robots.txt",
    HealthCheck.MOVED: "redirect to another site",
    HealthCheck.LOOPS: "redirect in a circle",
    HealthCheck.GONE: "are gone (HTTP 404 or 410)",
}
"""Reasons of failures; the text continues "N of M requests"."""
RARE_EVERYWHERE = (
    HealthCheck.NO_ANSWER, HealthCheck.TIMEOUTS, HealthCheck.SERVER_ERRORS, HealthCheck.TOO_MANY_REQUESTS, HealthCheck.REFUSED,
    HealthCheck.LOOPS,
)  # fmt: skip
SOME_FAIL = 0.25
"""Share of the requests, and its minimum rise, of a failure that is rare everywhere."""
SLOW_MS = 2_000
SLOWER_FACTOR = 5.0
"""Factor above the usual latency."""
OTHER_NIGHTS = 8
"""Latency may vary between nights by this many robust standard deviations."""


def failure(check: HealthCheck, tonight: Tonight) -> Found | None:
    """Most requests failed for one reason, or many for one that is rare, or every start page did."""
    part = counted_part("failures", _asked, check.value)
    prior = PRIOR if check in RARE_EVERYWHERE else None
    found = tonight.unusual(check, part, prior=prior)
    if found is None and check in RARE_EVERYWHERE:  # known stories may answer as ever
        found = tonight.unusual(check, part, least=SOME_FAIL, rise=SOME_FAIL)
    url = tonight.example("start" if tonight.figures["start_failure"] == check else check.value)
    severity = ERROR if check == HealthCheck.GONE else WARNING  # otherwise all its works would count as gone
    if found is not None:
        return Found(check, severity, f"{found.words} requests {FAILURES[check]}", url)
    if tonight.figures["start_failure"] != check or _was_so(check, tonight):
        return None
    now = part(tonight.figures)
    return Found(check, severity, f"the start pages, and {now.number} of {now.total} requests, {FAILURES[check]}", url)


def login_failed(tonight: Tonight) -> Found | None:
    """The site did not take the login, or the choice of consent, of the source's file."""
    url = tonight.example(HealthCheck.LOGIN_FAILED)
    sentence = "the login, or the choice of consent, in its file did not work: the night saw what everybody sees"
    return Found(HealthCheck.LOGIN_FAILED, WARNING, sentence, url) if url else None


def not_rendered(tonight: Tonight) -> Found | None:
    """Pages that only scripts draw were not drawn: too many for a night, too slow, too large, or the browser ended."""
    url = tonight.example(HealthCheck.RENDER_BUDGET)
    sentence = "pages that only scripts draw were not drawn: 'detail' in fetches says why (render_pages in its file)"
    return Found(HealthCheck.RENDER_BUDGET, WARNING, sentence, url) if url else None


def api_changed(tonight: Tonight) -> Found | None:
    """The address that gave the stories' text gave none: the pages were drawn until another was learned."""
    url = tonight.example(HealthCheck.API_CHANGED)
    sentence = (
        "the address that gave its stories' text gives none any more: its pages are drawn until another is learned"
    )
    return Found(HealthCheck.API_CHANGED, WARNING, sentence, url) if url else None


def redirects(tonight: Tonight) -> Found | None:
    """Most pages redirect to one page, such as the home page. Then a redirect does not show that a story departed."""
    found = tonight.unusual(HealthCheck.REDIRECTS, figure_part("redirects_to_one", _asked), prior=PRIOR)
    if found is None:
        return None
    sentence = f"{found.words} requests were redirected to one and the same page"
    return Found(HealthCheck.REDIRECTS, ERROR, sentence, tonight.example("redirects_to_one"))


def slow(tonight: Tonight) -> Found | None:
    """Answers take much longer than usual."""
    now, past = tonight.figures["latency_ms"], tonight.past.of(HealthCheck.SLOW)
    if not now or now < SLOW_MS or past.is_short:
        return None
    usual = past.levels(lambda figures: math.log(figures["latency_ms"]) if figures["latency_ms"] else None)
    if not usual or beyond(math.log(now), usual, deviations=OTHER_NIGHTS, floor=math.log(SLOWER_FACTOR)) < 1:
        return None
    sentence = (
        f"an answer takes {now / 1000:.1f} s in the median (usually {math.exp(sum(usual) / len(usual)) / 1000:.1f} s)"
    )
    return Found(HealthCheck.SLOW, WARNING, sentence, tonight.example("answered"))


def _was_so(check: HealthCheck, tonight: Tonight) -> bool:
    """True if a released night had the same failure: somebody knows about it."""
    return any(row["state"] == "released" and row["start_failure"] == check for row in tonight.past.of(check).rows)


def _asked(figures: Figures) -> int:
    return int(figures["asked"])


def denied(figures: Figures) -> int:
    """Requests whose answer was not kept, because the page's rights forbid it and the source file respects them."""
    return int(sum(row["count"] for row in figures["outcomes"] if row["value"] == FetchOutcome.RIGHTS_DENIED))


ANSWERS: tuple[Check, ...] = (
    *(partial(failure, check) for check in FAILURES),
    redirects,
    login_failed,
    not_rendered,
    api_changed,
    slow,
)
