"""The formats of rights reservations: tdmrep.json, RSL licences, and a list of AI training agents.

Usage preferences of headers and robots.txt are in `spiders.rights.usage`. A refusal is read leniently, a permission
only from a file that follows its standard in every part.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from spiders.resources.xml import is_well_formed, name_of, parse_xml
from spiders.robots.robots import matches, url_path

AI_TRAINING_AGENTS = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "Claude-Web", "ClaudeBot", "cohere-ai",
    "cohere-training-data-crawler", "DeepSeekBot", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "img2dataset",
    "Kangaroo", "meta-externalagent", "omgili", "omgilibot", "PanguBot", "Timpibot", "Webzio-Extended",
)  # fmt: skip
"""Product tokens whose owners state that their fetches train models. Agents for search and for users are not included."""

RSL = "https://rslstandard.org/rsl"
"""Namespace of RSL 1.0 (https://rslstandard.org/rsl)."""
RSL_TRAINING, RSL_MINING = frozenset(("ai-train", "ai-all", "all")), frozenset(("all",))
RSL_REFUSED = frozenset(("train-ai",))
"""Usages that the standard's own guide calls so in its templates (https://rslstandard.org/guide/getting-started); they refuse."""
RSL_USAGES = frozenset(("all", "ai-all", "ai-train", "ai-input", "ai-index", "search"))
RSL_ELEMENTS = frozenset(
    (
        "license",
        "permits",
        "prohibits",
        "payment",
        "standard",
        "custom",
        "amount",
        "accepts",
        "legal",
        "terms",
        "copyright",
    )
)
FREE = ("free", "attribution")
MALFORMED = "malformed"
"""A reservation that is neither `0` nor `1`."""
RESERVATION = "tdm-reservation"
MAX_FILE = 64 * 1024
MAX_RULES = 2_000


class TdmRule(NamedTuple):
    """An entry of tdmrep.json: its path pattern, `0`, `1` or MALFORMED, and the entry as written."""

    pattern: str
    reservation: str
    raw: str


@lru_cache(maxsize=64)
def read_tdmrep(body: bytes) -> tuple[TdmRule, ...]:
    """The entries of a tdmrep.json; empty if it is not such a file (W3C TDMRep, section 6.1).

    An entry without a readable path may have been meant for any page, so its path is `*`.

    >>> read_tdmrep(b'[{"location": "/premium/*", "tdm-reservation": 1}]')[0].pattern
    '/premium/*'
    """
    try:
        entries = json.loads(body[:MAX_FILE], object_pairs_hook=_fields)
    except (ValueError, RecursionError):
        return ()
    return tuple(map(_rule, entries[:MAX_RULES])) if isinstance(entries, list) else ()


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of an object; a reservation that is stated twice is the stricter one."""
    fields = dict(pairs)
    said = [value for name, value in pairs if name == RESERVATION]
    return fields | {RESERVATION: next((each for each in said if _is_one(each)), None)} if len(said) > 1 else fields


def _rule(entry: object) -> TdmRule:
    raw = json.dumps(entry, ensure_ascii=False)
    if not isinstance(entry, dict):
        return TdmRule("*", MALFORMED, raw)
    location, said = entry.get("location"), entry.get(RESERVATION)
    reservation = "1" if _is_one(said) else "0" if said == 0 and type(said) is int else MALFORMED
    is_path = isinstance(location, str) and location.startswith(("/", "*"))
    return TdmRule(str(location) if is_path else "*", reservation if is_path else MALFORMED, raw)


def _is_one(value: object) -> bool:
    return str(value) == "1"


def rsl_says(document: bytes, url: str) -> tuple[bool | None, bool | None]:
    """Permissions for training and mining a URL from an RSL 1.0 document; None without a statement.

    If some usages are permitted, the others are not allowed. A usage that costs money is not allowed either. Terms for
    some users or countries, and terms that do not follow the standard, never allow.

    >>> said = b'<rsl><content url="/"><license><prohibits type="usage">ai-train</prohibits></license></content></rsl>'
    >>> rsl_says(said, "http://a.example/x")
    (False, None)
    """
    train: list[bool] = []
    tdm: list[bool] = []
    for licence in _licences(document):
        if "://" in licence.place and urlsplit(licence.place).netloc != urlsplit(url).netloc:
            continue
        if matches(url_path(licence.place), url_path(url)):
            train += _judge(licence, RSL_TRAINING, RSL_REFUSED)
            tdm += _judge(licence, RSL_MINING)
    return (all(train) if train else None), (all(tdm) if tdm else None)


class Licence(NamedTuple):
    """A licence of an RSL document: its URL pattern, and the permitted and prohibited usages.

    `is_free` is False if it costs anything; `is_sound` if every part of it and of its document follows RSL 1.0, and no
    condition about users or places limits it.
    """

    place: str
    permits: frozenset[str]
    prohibits: frozenset[str]
    is_free: bool
    is_sound: bool


@lru_cache(maxsize=64)
def _licences(document: bytes) -> tuple[Licence, ...]:
    """Every licence of an RSL document."""
    root = parse_xml(document[:MAX_FILE]) if document.strip() else None
    if root is None:
        return ()
    is_whole = len(document) <= MAX_FILE and is_well_formed(document)
    found = []
    for content in (element for element in root.iter() if name_of(element) == "content"):
        for licence in (element for element in content.iter() if name_of(element) == "license"):
            payments = [(e.get("type") or "").lower() for e in licence.iter() if name_of(e) == "payment"]
            is_sound = (
                is_whole and content.tag == f"{{{RSL}}}content" and bool(content.get("url")) and _is_sound(licence)
            )
            place = (content.get("url") or "/")[:2_048]
            permits, prohibits = _usages(licence, "permits"), _usages(licence, "prohibits")
            found.append(Licence(place, permits, prohibits, all(kind in FREE for kind in payments), is_sound))
    return tuple(found[:MAX_RULES])


def _judge(licence: Licence, terms: frozenset[str], refused: frozenset[str] = frozenset()) -> list[bool]:
    """The permission of a licence for usages; empty without a statement, or if a permission is not certain."""
    if licence.prohibits & (terms | refused):
        return [False]
    if licence.permits & terms and licence.is_free:
        return [True] if licence.is_sound else []
    return [False] if licence.permits else []


def _usages(licence: Any, name: str) -> frozenset[str]:
    elements = (e for e in licence.iter() if name_of(e) == name and (e.get("type") or "usage") == "usage")
    return frozenset(word for e in elements for word in re.split(r"[\s,]+", (e.text or "").lower()) if word)


def _is_sound(licence: Any) -> bool:
    """True if a licence has elements, types and usages of RSL 1.0 only, each as it is written there."""
    for element in licence.iter():
        space, _, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
        if space not in ("", f"{{{RSL}"):
            continue  # an extension, or a comment's
        if isinstance(element.tag, str) and (not space or name not in RSL_ELEMENTS):
            return False
        if name in ("permits", "prohibits") and not (
            element.get("type") == "usage" and not len(element) and _words(element.text) <= RSL_USAGES
        ):
            return False
        if name == "payment" and element.get("type") not in FREE:
            return False
    return True


def _words(text: str | None) -> set[str]:
    return set(re.split(r"[ \t\r\n,]+", (text or "").strip(" \t\r\n")))
