"""Dates a page states for machines: JSON-LD nodes, meta elements, microdata and RDFa properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ARTICLE = re.compile(r"article|posting|report|^news|liveblog|review$|^story$", re.I)
THING = re.compile(
    r"event|comment|product|offer|job|person|recipe|claim|dataset|imageobject|organization|broadcast|course", re.I
)
PUBLISHED_KEYS = {"datepublished": 0, "dateissued": 0, "datecreated": 1, "uploaddate": 1, "pubdate": 0, "published": 0}
MODIFIED_KEYS = ("datemodified", "dateupdated", "modified")
OTHER_KEYS = (
    "startdate",
    "enddate",
    "validfrom",
    "expires",
    "coveragestarttime",
    "coverageendtime",
    "datedeleted",
    "copyrightyear",
)
MODIFIED_NAME = re.compile(r"modif|updat|revis|chang|lastmod|edited|reviewed")
PUBLISHED_NAME = re.compile(
    r"publ|issued|posted|^(?:.*[.:_-])?(?:pub|post|article|story|news|content|release|create|creation|created)?[._-]?(?:date|time|datetime|day)$|created|date$"
)
OTHER_NAME = re.compile(
    r"expir|unpubl|event|valid|until|end|start|birth|verif|build|generat|crawl|index|copyright|embargo|update-?rate|publisher|publication_?(?:name|id)|republ|now|current|today"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A machine-readable date: what it is of, where it stood, and whether the node is about this page (`main`)."""

    role: str
    origin: str
    raw: str
    main: bool


def jsonld_dates(nodes: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Stated]]:
    """Every date of every JSON-LD node, nested ones included, with the node that states it."""
    for node in nodes:
        yield from _node(node, True, 0)


def _node(node: dict[str, Any], main: bool, depth: int) -> Iterator[tuple[dict[str, Any], Stated]]:
    kinds = [k for k in _list(node.get("@type")) if isinstance(k, str)]
    kind = kinds[0].rpartition("/")[2] if kinds else ""
    for key, value in node.items():
        if not isinstance(key, str):
            continue
        name = key.rpartition("/")[2].rpartition(":")[2].lower()
        role = (
            "published"
            if name in PUBLISHED_KEYS
            else "modified"
            if name in MODIFIED_KEYS
            else "other"
            if name in OTHER_KEYS
            else None
        )
        if role is not None:
            for raw in _list(value):
                raw = raw.get("@value") if isinstance(raw, dict) else raw
                if isinstance(raw, str | int) and str(raw).strip():
                    yield node, Stated(role, f"jsonld:{kind}.{key}", str(raw).strip(), main)
        elif depth < 4 and key != "@graph":
            below = main and key in ("mainEntity", "mainEntityOfPage")
            for child in _list(value):
                if isinstance(child, dict):
                    yield from _node(child, below, depth + 1)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def meta_role(name: str) -> str | None:
    """What a `<meta>` name or an itemprop (lower-case) is a date of; None when it names no date.

    >>> meta_role("article:published_time"), meta_role("og:updated_time"), meta_role("publisher")
    ('published', 'modified', None)
    """
    if not re.search(r"date|time|publ|issued|modif|updat|creat|revis|day", name):
        return None
    if OTHER_NAME.search(name) and not re.search(r"published|publishtime", name):
        return "other" if re.search(r"date|time", name) and "publisher" not in name else None
    if MODIFIED_NAME.search(name):
        return "modified"
    return "published" if PUBLISHED_NAME.search(name) else None
