"""robots.txt: parsing and matching (RFC 9309).

Grouping and matching follow the standard and, for open questions, google/robotstxt; we test its published cases. Rules
are compared as percent-encoded bytes. `spiders.robots.access` handles a missing or failed file; `spiders.rights.rights`
reads the rights lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MAX_BYTES = 500 * 1024
MAX_LINE = 16_664
MAX_CRAWL_DELAY = 3_600.0

FIELDS = {"useragent": "user-agent", "user agent": "user-agent", "site-map": "sitemap"} | dict.fromkeys(
    ("dissallow", "dissalow", "disalow", "diasllow", "disallaw"), "disallow"
)
"""Misspellings that google/robotstxt accepts."""

USAGE, WHITE_SPACE = "content-usage", " \t"
"""A rule that other white space makes malformed (draft-ietf-aipref-attach-05, "Processing Content-Usage Rules")."""
KNOWN = frozenset(("user-agent", "allow", "disallow", "crawl-delay", "sitemap"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its 1-based number, its field (lower case) and value, and the agents of its group."""

    number: int
    field: str
    value: str
    agents: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"line {self.number}" + (f", user-agent: {', '.join(self.agents[:5])}" if self.agents else "")
        return f"{self.field.capitalize()}: {self.value} ({where})"


@dataclass(frozen=True, slots=True)
class Rule:
    """An allow or disallow rule. `pattern` is its percent-encoded path; a longer pattern has priority."""

    allow: bool
    pattern: str
    line: Line


@dataclass(frozen=True, slots=True)
class Decision:
    """True if a URL may be fetched, and the line that decided; None if no rule applies."""

    allowed: bool
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Agents as written, their rules, and all other lines of the group."""

    agents: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Robots:
    """A parsed robots.txt. `groups` in order; the first holds the lines before any user agent.

    `usage` are its Content-Usage lines.
    """

    groups: tuple[Group, ...] = ()
    by_agent: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)
    usage: tuple[Line, ...] = ()

    def decide(self, url: str, agent: str) -> Decision:
        r"""Decide if `agent` (a product token) may fetch `url`. The longest pattern wins, allow on a tie; allowed
        without a match.

        >>> robots = parse_robots(b"User-agent: *\nDisallow: /private\nAllow: /private/press$")
        >>> str(robots.decide("http://a.example/private/x", "dateline").line)
        'Disallow: /private (line 2, user-agent: *)'
        >>> robots.decide("http://a.example/private/press", "dateline").allowed
        True
        """
        path = url_path(url)
        best: Rule | None = None
        for group in self.groups_for(agent):
            for rule in group.rules:
                if (best is None or _outweighs(rule, best)) and matches(rule.pattern, path):
                    best = rule
        return Decision(best is None or best.allow, best.line if best else None)

    def groups_for(self, agent: str) -> tuple[Group, ...]:
        """The groups that apply to an agent: those that name it, else those for `*`."""
        return self.by_agent.get(product_token(agent)) or self.by_agent.get("*", ())

    def crawl_delay(self, agent: str) -> float | None:
        """The longest Crawl-delay in seconds for `agent`; None if there is no readable one.

        Only rules end a group (RFC 9309, section 2.2.4: other lines must not interfere), so a delay applies to all
        agents of its group.
        """
        asked = []
        for group in self.groups_for(agent):
            for line in group.lines:
                match = re.match(r"\d{1,6}(\.\d{1,3})?", line.value) if line.field == "crawl-delay" else None
                if match:
                    asked.append(min(float(match[0]), MAX_CRAWL_DELAY))
        return max(asked, default=None)

    def usage_lines(self, agent: str) -> tuple[Line, ...]:
        """The Content-Usage lines for an agent: those of its groups, else those for `*`, and those before any user agent.

        Here Content-Usage ends a list of user agents (draft-ietf-aipref-attach-05, where it is a rule). For all other
        lines only Allow and Disallow do (RFC 9309).
        """
        name = product_token(agent) if product_token(agent) in self.by_agent else "*"
        return tuple(line for line in self.usage if not line.agents or name in map(group_name, line.agents))

    def lines(self, name: str) -> tuple[Line, ...]:
        """Every line with that field, in order, in any group."""
        return tuple(line for group in self.groups for line in group.lines if line.field == name)


ALLOW_ALL = Robots()


def parse_robots(body: bytes) -> Robots:
    r"""Parse the rules of a file. Unreadable lines are skipped, bytes beyond 500 KiB are ignored. Never raises.

    >>> robots = parse_robots(b"Sitemap: https://a.example/s.xml\nUser-agent: A\nUser-agent: B\nDisallow: /x")
    >>> robots.decide("http://a.example/x", "b").allowed, robots.lines("sitemap")[0].value
    (False, 'https://a.example/s.xml')
    """
    drafts: list[tuple[list[str], list[tuple[int, str, str]]]] = [([], [])]
    in_rules = True
    fields = _fields(body)
    for number, name, value in fields:
        if name == "user-agent":
            if in_rules:
                drafts.append(([], []))
            in_rules = False
            drafts[-1][0].append(value)
        else:
            in_rules |= name in ("allow", "disallow")
            drafts[-1][1].append((number, name, value))
    groups = tuple(_group(tuple(agents), entries) for agents, entries in drafts)
    by_agent: dict[str, list[Group]] = {}
    for group in groups:
        for token in dict.fromkeys(map(group_name, group.agents)):
            by_agent.setdefault(token, []).append(group)
    return Robots(groups, {token: tuple(found) for token, found in by_agent.items()}, _usage(fields))


def _usage(fields: list[tuple[int, str, str]]) -> tuple[Line, ...]:
    """The Content-Usage lines, each with the user agents since the rule before them."""
    agents: list[str] = []
    found: list[Line] = []
    in_rules = True
    for number, name, value in fields:
        if name == "user-agent":
            agents = [value] if in_rules else [*agents, value]
        if name == USAGE:
            found.append(Line(number, name, value, tuple(agents)))
        in_rules = name in ("allow", "disallow", USAGE) or (in_rules and name != "user-agent")
    return tuple(found)


def _group(agents: tuple[str, ...], entries: list[tuple[int, str, str]]) -> Group:
    lines = tuple(Line(number, name, value, agents) for number, name, value in entries)
    ruling = (line for line in lines if line.field in ("allow", "disallow") and agents)
    return Group(agents, tuple(rule for line in ruling for rule in _rules(line)), lines)


def _outweighs(rule: Rule, best: Rule) -> bool:
    return (len(rule.pattern), rule.allow) > (len(best.pattern), best.allow)


def product_token(agent: str) -> str:
    """The product token of a user agent, lower case: its leading letters, `_` and `-`.

    With a space, the whole text is returned: it names no product, so only the `*` group applies to it.

    >>> product_token("Dateline/0.1 (+https://a.example/bot)"), product_token("Foo Bar")
    ('dateline', 'foo bar')
    """
    match = re.match(r"[A-Za-z_-]+(?=/|$)|[A-Za-z_-]+(?=\d)", agent)
    return match[0].lower() if match else agent.lower()


def group_name(value: str) -> str:
    """The name of the group of a `User-agent` line: `*`, or the leading letters, `_` and `-` of its value."""
    if value == "*" or re.match(r"\*\s", value):
        return "*"
    match = re.match(r"[A-Za-z_-]+", value)
    return match[0].lower() if match else value.lower()


def url_path(url: str) -> str:
    """The part of a URL that rules match: path and query, percent-encodings in upper case, no fragment; `/` if empty.

    >>> url_path("http://a.example/caf%c3%a9?q=1#x"), url_path("http://a.example?q")
    ('/caf%C3%A9?q=1', '/?q')
    """
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query or "?" in url.partition("#")[0] else "")
    return _upper_escapes(path if path.startswith("/") else f"/{path}")


def matches(pattern: str, path: str) -> bool:
    """True if a rule's pattern matches a path: a prefix, with `*` for any text and a final `$` for the end. Linear time.

    >>> matches("/*.php$", "/a/b.php"), matches("/*.php$", "/a/b.php?x"), matches("/fish", "/fishes")
    (True, False, True)
    """
    anchored = pattern.endswith("$")
    head, *rest = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(head):
        return False
    position = len(head)
    if not rest:
        return not anchored or position == len(path)
    *middle, last = rest
    for piece in middle:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    if anchored:
        return len(path) - len(last) >= position and path.endswith(last)
    return path.find(last, position) >= 0


def _fields(body: bytes) -> list[tuple[int, str, str]]:
    found = []
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", _text(body[:MAX_BYTES])), 1):
        line = raw[:MAX_LINE].partition("#")[0]
        name, colon, value = line.partition(":")
        if name.strip(WHITE_SPACE).lower() == USAGE:  # without a colon it is cut off, and malformed
            found.append((number, USAGE, value.strip(WHITE_SPACE)))
            continue
        if not colon:
            words = line.split()
            if len(words) != 2:
                continue
            name, value = words
        name = name.strip().lower()
        name = FIELDS.get(name, name)
        if name and name != USAGE and (colon or name in KNOWN):
            found.append((number, name, value.strip()))
    return found


def _text(body: bytes) -> str:
    """The bytes as characters 0–255, so that paths keep their bytes. A (partial) UTF-8 BOM is removed, UTF-16 is decoded."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace").encode("utf-8", "replace").decode("latin-1")
    for mark in (b"\xef\xbb\xbf", b"\xef\xbb", b"\xef"):
        if body.startswith(mark):
            body = body[len(mark) :]
            break
    return body.decode("latin-1")


def _rules(line: Line) -> list[Rule]:
    """The rule of a line; for `Allow: …/index.html` also a rule for its folder. Empty if the value is empty."""
    if not line.value:
        return []
    allow, pattern = line.field == "allow", encoded(line.value)
    found = [Rule(allow, pattern, line)]
    folder, _, file = pattern.rpartition("/")
    if allow and file.startswith("index.htm"):
        found.append(Rule(True, f"{folder}/$", line))
    return found


def encoded(pattern: str) -> str:
    """A pattern with its bytes beyond ASCII percent-encoded, in upper case, as `url_path` has them."""
    return _upper_escapes(re.sub(r"[\x80-\xff]", lambda match: f"%{ord(match[0]):02X}", pattern))


def _upper_escapes(text: str) -> str:
    return re.sub(r"%[0-9a-fA-F]{2}", lambda match: match[0].upper(), text)
