"""Publishers' statements about AI training and text and data mining: every signal as written, and the resulting permission.

| standard | where | meaning |
|---|---|---|
| `robots` | robots.txt groups for AI training agents; `Content-Signal` lines | disallowed for such an agent: no training |
| `meta`, `header` | robots meta, `X-Robots-Tag`; also to AI agents: noindex, noarchive, noai, noimageai | noai: no training |
| `tdmrep` | tdmrep.json < `tdm-reservation` header < meta (W3C TDMRep) | 1: neither mining nor training; 0: mining allowed |
| `aipref` | `Content-Usage` header and robots.txt rule (IETF AIPREF drafts of 2026-08-19) | `train-ai` = n or y |
| `rsl` | robots.txt `License`, `rel=license`, inline, licence documents (RSL 1.0) | permits and prohibits of usage |
| `ai_txt` | ai.txt | kept raw, never interpreted |
| `c2pa` | `rel=c2pa-manifest`, manifests in the text (C2PA 2.3) | kept, neither verified nor interpreted |
| `access` | a login of the source's file | a page for subscribers: no training |

The most restrictive signal wins. Without a signal the result is `unknown`. Permissions for others, and malformed
signals, are also `unknown`: a signal allows only if every part of it follows its standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.lake.values import SUBSCRIBED
from spiders.links.links import PageLinks
from spiders.rights.files import (
    AI_TRAINING_AGENTS,
    MALFORMED,
    TdmRule,
    read_tdmrep,
    rsl_says,
)
from spiders.rights.usage import UsageRule, holding, signal_rule, training_preference, usage_rule
from spiders.robots.robots import Robots, group_name, matches, product_token, url_path

RULE_VERSION = "4"
"""Changes whenever the same signals would be judged differently."""
HEADERS = ("x-robots-tag", "tdm-reservation", "tdm-policy", "content-usage")
"""Response headers about rights."""
MAX_RAW = 2_000
ROBOTS_TOKENS = ("noai", "noimageai", "noindex", "noarchive")
ROBOTS_META = frozenset(("robots", "googlebot", "googlebot-news", "bingbot", *map(str.lower, AI_TRAINING_AGENTS)))
AI_TRAINING_GROUPS = frozenset(map(product_token, AI_TRAINING_AGENTS))


class Signal(NamedTuple):
    """One signal: the columns of `schemas.RIGHT`, and its permissions for training and mining (True: allowed)."""

    standard: str
    raw: str
    scope: str  # site directory page
    origin: str
    train_ai: bool | None = None
    tdm: bool | None = None

    def row(self) -> dict[str, str]:
        """The row of `schemas.RIGHT`."""
        return {"standard": self.standard, "raw": self.raw[:MAX_RAW], "scope": self.scope, "origin": self.origin}


@dataclass(frozen=True, slots=True)
class Rights:
    """The signals found for a page, sorted, and the resulting permissions: `allowed`, `disallowed` or `unknown`."""

    rows: tuple[dict[str, str], ...]
    train_ai: str
    tdm: str


@dataclass(frozen=True, slots=True)
class SiteRights:
    """The rights files of a host; each as (URL, body), None if there was none.

    `licences` are the fetched RSL documents, by URL. `subscribed`: its pages were fetched after a login.
    """

    robots: tuple[str, Robots] | None = None
    tdmrep: tuple[str, bytes] | None = None
    ai_txt: tuple[str, bytes] | None = None
    licences: Mapping[str, bytes] = field(default_factory=dict)
    subscribed: bool = False


def page_rights(
    url: str, headers: Sequence[tuple[str, str]], page: PageLinks | None, site: SiteRights, agent: str
) -> Rights:
    """Every signal for a page, and the resulting permissions.

    `agent` is our product token; `page` is None if the resource is not HTML.

    >>> said = page_rights("http://a.example/x", [("X-Robots-Tag", "noai")], None, SiteRights(), "dateline")
    >>> said.train_ai, said.tdm, said.rows[0]["raw"]
    ('disallowed', 'unknown', 'noai')
    """
    groups = (
        _robots_signals(url, site, agent),
        _header_signals(headers, agent),
        _meta_signals(page),
        _tdm_signals(url, headers, page, site),
        _usage_signals(url, headers, site, agent),
        _licence_signals(url, page, site),
        _ai_txt_signals(site),
        _access_signals(site),
        (Signal("c2pa", raw, "page", place) for place, raw in (page.manifests if page else ())),
    )
    found = sorted({signal for group in groups for signal in group}, key=lambda signal: signal[:4])
    return Rights(
        tuple(signal.row() for signal in found),
        _strictest(signal.train_ai for signal in found),
        _strictest(signal.tdm for signal in found),
    )


def _access_signals(site: SiteRights) -> Iterable[Signal]:
    if site.subscribed:
        standard, raw, scope, origin = SUBSCRIBED.values()
        yield Signal(standard, raw, scope, origin, train_ai=False)


def _strictest(answers: Iterable[bool | None]) -> str:
    said = [answer for answer in answers if answer is not None]
    return "unknown" if not said else "allowed" if all(said) else "disallowed"


def _robots_signals(url: str, site: SiteRights, agent: str) -> Iterable[Signal]:
    if site.robots is None:
        return
    origin, robots = site.robots
    for name in AI_TRAINING_AGENTS:
        if product_token(name) not in robots.by_agent:
            continue
        decision = robots.decide(url, name)
        if decision.line is not None:
            raw = f"User-agent: {name}\n{decision.line.field.capitalize()}: {decision.line.value}"
            scope = "site" if decision.line.value in ("/", "/*", "*") else "directory"
            yield Signal("robots", raw, scope, origin, None if decision.allowed else False)
    groups = (*robots.groups[:1], *robots.groups_for(agent))
    lines = (line for group in groups for line in group.lines if line.field == "content-signal")
    yield from _rule_signals("robots", map(signal_rule, lines), url, origin)


def _header_signals(headers: Sequence[tuple[str, str]], agent: str) -> Iterable[Signal]:
    for name, value in headers:
        if name.lower() == "x-robots-tag":
            whom, colon, rest = value.partition(":")
            addressed = (
                bool(colon) and "," not in whom and whom.strip().lower() not in ("unavailable_after", "max-snippet")
            )
            tokens = _tokens(rest if addressed else value)
            ours = not addressed or group_name(whom.strip()) in {product_token(agent), "*", *AI_TRAINING_GROUPS}
            if tokens & set(ROBOTS_TOKENS):
                yield Signal("header", value, "page", "X-Robots-Tag", False if "noai" in tokens and ours else None)


def _meta_signals(page: PageLinks | None) -> Iterable[Signal]:
    for name, content in page.meta if page else ():
        tokens = _tokens(content)
        if name in ROBOTS_META and tokens & set(ROBOTS_TOKENS):
            yield Signal("meta", content, "page", f"meta[name={name}]", False if "noai" in tokens else None)


def _tdm_signals(
    url: str, headers: Sequence[tuple[str, str]], page: PageLinks | None, site: SiteRights
) -> Iterable[Signal]:
    """All TDMRep signals. Only the most specific of file, header and meta is judged, in the order of the report.

    A malformed reservation allows nothing, nor does a well-formed one that it may have been meant to override.
    """
    levels: list[list[tuple[str, str, str, str]]] = [[], [], []]
    if site.tdmrep is not None:
        rules: list[TdmRule] = [r for r in read_tdmrep(site.tdmrep[1]) if matches(r.pattern, url_path(url))]
        scope = {"/": "site", "/*": "site", "*": "site"}
        levels[0] = [(r.reservation, r.raw, scope.get(r.pattern, "directory"), site.tdmrep[0]) for r in rules]
    for level, origin, pairs in ((1, "header", headers), (2, "meta", page.meta if page else ())):
        for name, value in pairs:
            if name.lower() == "tdm-reservation":
                said = value.strip(" \t")
                levels[level].append(
                    (said if said in ("0", "1") else MALFORMED, f"tdm-reservation: {value}", "page", origin)
                )
            elif name.lower() == "tdm-policy":
                levels[level].append(("", f"tdm-policy: {value}", "page", origin))
    nearest = next((level for level in (2, 1, 0) if any(entry[0] in ("0", "1") for entry in levels[level])), 0)
    is_vague = any(entry[0] == MALFORMED for level in levels[nearest:] for entry in level)
    meaning = {"1": (False, False), "0": (None, None if is_vague else True)}
    for level, entries in enumerate(levels):
        for reservation, raw, scope_name, origin in entries:
            judged = reservation if level == nearest else ""
            yield Signal("tdmrep", raw, scope_name, origin, *meaning.get(judged, (None, None)))


def _usage_signals(url: str, headers: Sequence[tuple[str, str]], site: SiteRights, agent: str) -> Iterable[Signal]:
    """The preferences of AIPREF. Several header fields are one, joined in their order (RFC 9110, section 5.3)."""
    fields = [value for name, value in headers if name.lower() == "content-usage"]
    if fields:
        value = ", ".join(fields)
        yield Signal("aipref", value, "page", "Content-Usage", training_preference(value))
    if site.robots is not None:
        origin, robots = site.robots
        yield from _rule_signals("aipref", map(usage_rule, robots.usage_lines(agent)), url, origin)


def _rule_signals(standard: str, rules: Iterable[UsageRule], url: str, origin: str) -> Iterable[Signal]:
    for rule in holding(rules, url_path(url)):
        yield Signal(
            standard, rule.raw, "directory" if rule.path not in (None, "", "/") else "site", origin, rule.train_ai
        )


def _licence_signals(url: str, page: PageLinks | None, site: SiteRights) -> Iterable[Signal]:
    if site.robots is not None:
        for line in site.robots[1].lines("license"):
            terms = rsl_says(site.licences.get(line.value, b""), url)
            yield Signal("rsl", f"License: {line.value}", "site", site.robots[0], *terms)
    for target, kind in page.licences if page else ():
        terms = rsl_says(site.licences.get(target, b""), url)
        if "rsl" in kind or target in site.licences:
            yield Signal("rsl", f"license: {target}", "page", "link[rel=license]", *terms)
    for document in page.rsl if page else ():
        yield Signal(
            "rsl", document.strip(), "page", "script[type=application/rsl+xml]", *rsl_says(document.encode(), url)
        )


def _ai_txt_signals(site: SiteRights) -> Iterable[Signal]:
    if site.ai_txt is not None and site.ai_txt[1].strip():
        yield Signal("ai_txt", site.ai_txt[1][: 4 * MAX_RAW].decode("utf-8", "replace"), "site", site.ai_txt[0])


def _tokens(value: str) -> set[str]:
    return {token.strip().lower() for token in value.split(",")}
