"""The formats of rights reservations: tdmrep.json, usage preferences, RSL licences, and a list of AI training agents.

Drafts change: each reader supports the terms of the published versions that it names and skips unknown terms.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from spiders.resources.xml import name_of, parse_xml
from spiders.robots.robots import matches, url_path

AI_TRAINING_AGENTS = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "Claude-Web", "ClaudeBot", "cohere-ai",
    "cohere-training-data-crawler", "DeepSeekBot", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "img2dataset",
    "Kangaroo", "meta-externalagent", "omgili", "omgilibot", "PanguBot", "Timpibot", "Webzio-Extended",
)  # fmt: skip
"""Product tokens whose owners state that their fetches train models. Agents for search and for users are not included."""

TRAINING_TERMS = ("train-ai", "ai-train", "train-genai", "genai")
WIDER_TERMS = ("ai", "tdm", "bots", "all")
MINING_TERMS = ("tdm", "bots", "all")
RSL_TRAINING = frozenset(("ai-train", "train-ai", "ai-all", "all"))
RSL_MINING = frozenset(("all",))
MAX_FILE = 64 * 1024
MAX_RULES = 2_000


class TdmRule(NamedTuple):
    """An entry of tdmrep.json: its path pattern, `0` or `1`, and the entry as written."""

    pattern: str
    reservation: str
    raw: str


@lru_cache(maxsize=64)
def read_tdmrep(body: bytes) -> tuple[TdmRule, ...]:
    """The entries of a tdmrep.json; empty if it is not such a file (W3C TDMRep, section 6.1).

    >>> read_tdmrep(b'[{"location": "/premium/*", "tdm-reservation": 1}]')[0].pattern
    '/premium/*'
    """
    try:
        entries = json.loads(body[:MAX_FILE])
    except (ValueError, RecursionError):
        return ()
    rules = []
    for entry in entries[:MAX_RULES] if isinstance(entries, list) else []:
        location, reservation = (
            (entry.get("location"), entry.get("tdm-reservation")) if isinstance(entry, dict) else (None, None)
        )
        if isinstance(location, str) and str(reservation) in ("0", "1"):
            rules.append(TdmRule(location, str(reservation), json.dumps(entry, ensure_ascii=False)))
    return tuple(rules)


def usage_line(value: str) -> tuple[str, dict[str, bool]]:
    """The path and the preferences of a Content-Usage or Content-Signal value; unreadable terms are left out.

    >>> usage_line("/wire/ train-ai=n, search=y")
    ('/wire/', {'train-ai': False, 'search': True})
    """
    path, _, rest = value.strip().partition(" ") if value.strip().startswith("/") else ("", "", value)
    said: dict[str, bool] = {}
    for part in rest.split(",")[:50]:
        name, _, answer = part.partition(";")[0].partition("=")
        answer = answer.strip().strip('"').lower()
        if answer in ("y", "yes", "n", "no"):
            name = name.strip().lower()
            said[name] = answer.startswith("y") and said.get(name, True)
    return path, said


def preferences(said: dict[str, bool]) -> tuple[bool | None, bool | None]:
    """Permissions for training and for mining from usage preferences; None without a statement.

    >>> preferences({"train-ai": False}), preferences({"tdm": True}), preferences({"bots": False, "train-ai": True})
    ((False, None), (None, True), (True, False))
    """
    return _training(said), _mining(said)


def rsl_says(document: bytes, url: str) -> tuple[bool | None, bool | None]:
    """Permissions for training and mining a URL from an RSL 1.0 document; None without a statement.

    If some usages are permitted, the others are not allowed. A usage that costs money is not allowed either.

    >>> said = b'<rsl><content url="/"><license><prohibits type="usage">ai-train</prohibits></license></content></rsl>'
    >>> rsl_says(said, "http://a.example/x")
    (False, None)
    """
    train: list[bool] = []
    tdm: list[bool] = []
    for place, permits, prohibits, free in _licences(document[:MAX_FILE]):
        if "://" in place and urlsplit(place).netloc != urlsplit(url).netloc:
            continue
        if matches(url_path(place), url_path(url)):
            train += _judge(permits, prohibits, free, RSL_TRAINING)
            tdm += _judge(permits, prohibits, free, RSL_MINING)
    return (all(train) if train else None), (all(tdm) if tdm else None)


@lru_cache(maxsize=64)
def _licences(document: bytes) -> tuple[tuple[str, frozenset[str], frozenset[str], bool], ...]:
    """Every licence of an RSL document: its URL pattern, the permitted and prohibited usages, and True if it is free."""
    root = parse_xml(document) if document.strip() else None
    if root is None:
        return ()
    found = []
    for content in (element for element in root.iter() if name_of(element) == "content"):
        for licence in (element for element in content.iter() if name_of(element) == "license"):
            payments = [(e.get("type") or "").lower() for e in licence.iter() if name_of(e) == "payment"]
            free = all(kind in ("free", "attribution") for kind in payments)
            place = (content.get("url") or "/")[:2_048]
            found.append((place, _usages(licence, "permits"), _usages(licence, "prohibits"), free))
    return tuple(found[:MAX_RULES])


def _judge(permits: frozenset[str], prohibits: frozenset[str], free: bool, terms: frozenset[str]) -> list[bool]:
    if prohibits & terms:
        return [False]
    if permits & terms:
        return [free]
    return [False] if permits else []


def _usages(licence: Any, name: str) -> frozenset[str]:
    elements = (e for e in licence.iter() if name_of(e) == name and (e.get("type") or "usage") == "usage")
    return frozenset(word for e in elements for word in re.split(r"[\s,]+", (e.text or "").lower()) if word)


def _training(said: dict[str, bool]) -> bool | None:
    """If a wider category is refused, training is refused. If it is allowed, that alone does not allow training."""
    narrow = [said[term] for term in TRAINING_TERMS if term in said]
    if narrow:
        return all(narrow)
    return False if not all(said.get(term, True) for term in WIDER_TERMS) else None


def _mining(said: dict[str, bool]) -> bool | None:
    return next((said[term] for term in MINING_TERMS if term in said), None)
