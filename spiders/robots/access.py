"""The consequence of the answer to a request for robots.txt for the whole host (RFC 9309, section 2.3.1).

| answer | meaning |
|---|---|
| 2xx | its rules apply; an HTML page counts as no file |
| up to 5 redirects | followed, also to another host; a sixth counts as no file |
| 4xx, except 429 | no file: all URLs are allowed |
| 429 | deferred: nothing is fetched before the pause is over |
| 5xx, any other status, no answer | unreachable: nothing is fetched, except with a copy of at most 24 hours |
"""

from __future__ import annotations

from dataclasses import dataclass

from spiders.robots.robots import ALLOW_ALL, Robots, parse_robots
from spiders.robots.text_files import is_page

MAX_REDIRECTS = 5
MAX_COPY_HOURS = 24
RETRY_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Access:
    """The access that a host gives: by its rules (or a recent copy of them), else to all URLs or to none.

    - `state`: `rules`, `no_file`, `deferred`, `unreachable` or `address_refused`; `reason`: a sentence for a person.
    - `status`: status of the last answer; None without an answer.
    - `retry_seconds`: seconds until the next request; None if the state is final for the night.
    """

    state: str
    reason: str
    rules: Robots | None
    status: int | None = None
    retry_seconds: float | None = None

    def decide(self, url: str, agent: str) -> tuple[bool, str | None]:
        """True if `agent` may fetch `url`, and the evidence: the rule that decided, or the reason why there are no rules."""
        if self.rules is None:
            return False, self.reason
        decision = self.rules.decide(url, agent)
        if decision.line is not None:
            return decision.allowed, str(decision.line)
        return True, None if self.state == "rules" else self.reason


def judge(status: int, body: bytes, *, redirects: int = 0, retry_after: float | None = None) -> Access:
    """The access from a final answer. A status 3xx here means too many redirects.

    >>> judge(404, b"").decide("http://a.example/x", "dateline")
    (True, 'robots.txt: HTTP 404, no rules')
    >>> judge(503, b"").decide("http://a.example/x", "dateline")
    (False, 'robots.txt: HTTP 503, unreachable')
    >>> judge(429, b"", retry_after=60).state
    'deferred'
    """
    if 200 <= status < 300 and is_page(body):
        return Access("no_file", "robots.txt: an HTML page, no rules", ALLOW_ALL, status)
    if 200 <= status < 300:
        return Access("rules", "robots.txt", parse_robots(body), status)
    if 300 <= status < 400:
        why = f"more than {MAX_REDIRECTS} redirects" if redirects >= MAX_REDIRECTS else f"HTTP {status} leads nowhere"
        return Access("no_file", f"robots.txt: {why}, no rules", ALLOW_ALL, status)
    if status == 429:
        return Access("deferred", "robots.txt: HTTP 429, deferred", None, status, retry_after or RETRY_SECONDS)
    if 400 <= status < 500:
        return Access("no_file", f"robots.txt: HTTP {status}, no rules", ALLOW_ALL, status)
    return Access("unreachable", f"robots.txt: HTTP {status}, unreachable", None, status, retry_after or RETRY_SECONDS)


def unreachable(problem: str) -> Access:
    """The access of a host that did not answer: nothing may be fetched.

    >>> unreachable("timeout").decide("http://a.example/x", "dateline")
    (False, 'robots.txt: timeout, unreachable')
    """
    return Access("unreachable", f"robots.txt: {problem}, unreachable", None, None, RETRY_SECONDS)


def with_copy(access: Access, copy: bytes | None, age_hours: float) -> Access:
    r"""`access`, or the rules of an earlier copy if the file is unreachable or deferred and the copy is recent enough.

    >>> with_copy(unreachable("timeout"), b"User-agent: *\\nDisallow: /x", 20).decide("http://a.example/y", "d")[0]
    True
    >>> with_copy(unreachable("timeout"), b"User-agent: *\\nDisallow: /x", 25).decide("http://a.example/y", "d")[0]
    False
    """
    if access.rules is not None or copy is None or not 0 <= age_hours <= MAX_COPY_HOURS:
        return access
    reason = f"{access.reason}; rules of a copy {age_hours:.0f} h old"
    return Access(access.state, reason, parse_robots(copy), access.status, access.retry_seconds)
