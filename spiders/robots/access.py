"""What the answer to a request for robots.txt means for the whole host (RFC 9309, section 2.3.1).

| answer | meaning |
|---|---|
| 2xx | its rules hold; an HTML page in its place is no file |
| up to 5 redirects | followed, also to another host; a sixth counts as no file |
| 4xx, but 429 | no file: everything is allowed |
| 429 | not now: nothing is fetched before the pause is over |
| 5xx, anything else, no answer | unreachable: nothing is fetched, unless a copy of at most 24 hours is at hand |
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
    """What a host lets us do: `rules` when its file (or a recent copy) says so, else everything or nothing.

    `state` is `rules`, `no_file`, `deferred`, `unreachable` or `address_refused`; `reason` says it to a person; `status`
    is that of the last answer, None when there was none; `retry_seconds` is when to ask again, None when the state holds
    for the night.
    """

    state: str
    reason: str
    rules: Robots | None
    status: int | None = None
    retry_seconds: float | None = None

    def decide(self, url: str, agent: str) -> tuple[bool, str | None]:
        """Whether `agent` may fetch `url`, and the evidence: the rule that decided, or what happened to the file."""
        if self.rules is None:
            return False, self.reason
        decision = self.rules.decide(url, agent)
        if decision.line is not None:
            return decision.allowed, str(decision.line)
        return True, None if self.state == "rules" else self.reason


def judge(status: int, body: bytes, *, redirects: int = 0, retry_after: float | None = None) -> Access:
    """The access that a final answer gives; a 3xx here is one redirect too many.

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
    r"""`access`, or the rules of an earlier copy while the file is unreachable or deferred and the copy recent enough.

    >>> with_copy(unreachable("timeout"), b"User-agent: *\\nDisallow: /x", 20).decide("http://a.example/y", "d")[0]
    True
    >>> with_copy(unreachable("timeout"), b"User-agent: *\\nDisallow: /x", 25).decide("http://a.example/y", "d")[0]
    False
    """
    if access.rules is not None or copy is None or not 0 <= age_hours <= MAX_COPY_HOURS:
        return access
    reason = f"{access.reason}; rules of a copy {age_hours:.0f} h old"
    return Access(access.state, reason, parse_robots(copy), access.status, access.retry_seconds)
