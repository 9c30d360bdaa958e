"""Dates a page states for machines: JSON-LD nodes, meta elements, microdata and RDFa properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml.etree import _Element

from pipelines.base.urls.identity import resolve
from pipelines.dates.origin import Origin, OriginKind
from pipelines.dates.place.address import original
from pipelines.dates.place.context import Contexts
from pipelines.dates.place.ownership import is_story, is_thing, kind_of, strangers
from pipelines.dates.place.walk import Walk
from pipelines.dates.read.labels import label_of
from pipelines.dates.read.reading import Dialect, Offer, read_machine
from pipelines.dates.read.words import fold_text
from pipelines.page.page import Page
from pipelines.page.roles import is_dated, names

PUBLISHED_KEYS = frozenset({"datepublished", "dateissued", "datecreated", "uploaddate", "pubdate", "published"})
MODIFIED_KEYS = frozenset({"datemodified", "dateupdated", "modified", "updated"})
OTHER_KEYS = frozenset(
    [
        "startdate",
        "enddate",
        "validfrom",
        "expires",
        "coveragestarttime",
        "coverageendtime",
        "datedeleted",
        "copyrightyear",
    ]
)
NAME_HINT = re.compile(r"date|time|publ|issued|modif|updat|creat|revis|day|posted")
NO_DATE_NAME = re.compile(
    r"msvalidate|publisher|publication_?(?:name|id)|revisit|update-?rate|unpubl|validation|timezone|republ"
)
MODIFIED_NAME = re.compile(r"last[._-]?publ|modif|mod_?date|updat|revis|chang|lastmod|edited|reviewed")
PUBLISHED_NAME = re.compile(
    r"publ|issued|posted|pub[._-]?(?:day|date|time)|^(?:.*[.:_-])?(?:p|post|article|story|news|content|upload|creat(?:e|ed|ion))[._-]?"
    r"(?:date|time|datetime|day|at)$|^(?:dc|dcterms|article|citation|sailthru|og:article)[.:_](?:date|time|created)$|^date$|created?date|^(?:og:)?release[._-]?date$"
)
OTHER_NAME = re.compile(
    r"expir|event|valid|until|end|start|birth|verif|build|generat|crawl|index|copyright|embargo|now|current|today|death|found"
    r"|(?:book|music|video|movie):"
)
DIGIT = re.compile(r"\d")
TERMS = {"date": "published", "created": "published", "issued": "published"}  # of Dublin Core
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
"""As bylines put it on hover, `<abbr title="2025-11-03T18:45Z">2 hours ago</abbr>`; elsewhere it is another's."""
NEAREST = 3
"""Boxes around an instant of which one is a byline's."""
HATOM = "hatom."  # http://microformats.org/wiki/hatom
MAIN = ("datepublished", HATOM + "published")
COMMENT = re.compile(r"comment", re.IGNORECASE)
NESTED = 4
LONGEST = 120
MOST_NODES = 60
MOST_DATES = 30


def jsonld_offers(page: Page, found: Walk, titles: Iterable[str], dialect: Dialect) -> Iterator[Offer]:
    """Every date of every JSON-LD node; a node that is not about this page is a related story's."""
    dated = [
        (node, found_dates)
        for node in page.jsonld[:MOST_NODES]
        if (found_dates := list(islice(_dates(node, False, 0), MOST_DATES)))
    ]
    if not dated:
        return
    canonical = resolve(page.url, found.canonical) if found.canonical not in (None, "", page.url) else None
    own = [url for url in (page.url, original(page.url), canonical) if url]
    strange = strangers([node for node, _ in dated], titles, own, page.url)
    for (_, dates), elsewhere in zip(dated, strange, strict=True):
        for owner, role, origin, raw, nested in dates:
            context = "related" if nested or elsewhere else "head"
            yield Offer("other" if is_thing(kind_of(owner)) else role, origin, raw, read_machine(raw, dialect), context)


def _dates(node: dict[str, Any], nested: bool, depth: int) -> Iterator[tuple[dict[str, Any], str, Origin, str, bool]]:
    for key, value in node.items():
        role = _key_role(key)
        if role is not None:
            for raw in _list(value):
                stated = raw.get("@value") if isinstance(raw, dict) else raw
                if isinstance(stated, str | int) and str(stated).strip():
                    origin = Origin(OriginKind.JSONLD, f"{kind_of(node)}.{key}")
                    yield node, role, origin, str(stated).strip(), nested
        elif depth < NESTED and key != "@graph":
            below = nested or key not in ("mainEntity", "mainEntityOfPage")
            for child in _list(value):
                if isinstance(child, dict):
                    yield from _dates(child, below, depth + 1)


@lru_cache(maxsize=4096)
def _key_role(key: str) -> str | None:
    """What a JSON-LD key is a date of, whatever vocabulary prefixes it."""
    name = key.rpartition("/")[2].rpartition(":")[2].lower()
    if name in PUBLISHED_KEYS:
        return "published"
    if name in MODIFIED_KEYS:
        return "modified"
    return "other" if name in OTHER_KEYS else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def meta_offers(found: Walk, dialect: Dialect) -> Iterator[Offer]:
    """Dates of `<meta>` elements, whatever dialect names them."""
    for element in found.metas:
        content = (element.get("content") or element.get("value") or "").strip()
        if len(content) > LONGEST or not DIGIT.search(content):
            continue
        for attribute in ("property", "name", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            role = meta_role(name) if name else None
            if role is not None:
                yield Offer(role, Origin(OriginKind.META, name), content, read_machine(content, dialect), "head")


def property_offers(found: Walk, place: Contexts, dialect: Dialect) -> Iterator[Offer]:
    """Microdata and RDFa properties, hAtom's `<abbr class="published">`, datetime attributes of other elements than `<time>`."""
    spots = [*found.properties, *(t for t in found.times if t.element.get("itemprop"))]
    stated = [(spot, name, raw) for spot in spots for name, raw in _properties(spot.element)]
    alone = len({raw for _, name, raw in stated if name.lower() in MAIN}) == 1
    for spot, name, raw in stated:
        scope = _scope(spot.element)
        kind = "" if scope is None else (scope.get("itemtype") or "").rpartition("/")[2]
        own = scope in place.surroundings.own if scope is not None else name.startswith(HATOM)
        context = "comment" if COMMENT.search(kind) else place.alone(spot)
        if not name and spot.element.tag == "abbr" and (context != "byline" or not _is_in_byline(spot.element)):
            continue
        if alone and name.lower() in MAIN and (own or context not in ("comment", "related")):
            context = "head"
        role = _property_role(name) if name else label_of(fold_text(spot.before))
        if not own and not is_story(kind):
            role = "other"
        origin = Origin(OriginKind.MICRODATA, name) if name else Origin(OriginKind.ATTRIBUTE, "datetime")
        yield Offer(role or "published", origin, raw, read_machine(raw, dialect), context)


def _is_in_byline(element: _Element) -> bool:
    """True if a box around an element is called a byline, whatever the element is called itself: `timeago`."""
    return any(is_dated(names(around)) for around in islice(element.iterancestors(), NEAREST))


def is_of_thing(element: _Element) -> bool:
    """True if microdata says that the date of an element is no publication's (`startDate`), or is of a thing such as an event."""
    names = (element.get("itemprop") or "").split()
    if any(_key_role(name) == "other" for name in names):
        return True
    scope = _scope(element)
    return scope is not None and is_thing((scope.get("itemtype") or "").rstrip("/").rpartition("/")[2])


def _scope(element: _Element) -> _Element | None:
    """The item that a property is of."""
    return next((around for around in element.iterancestors() if around.get("itemtype")), None)


def _properties(element: _Element) -> Iterator[tuple[str, str]]:
    """(property, value) of each date property of an element; ("", value) for a datetime attribute without one."""
    raw = (element.get("content") or element.get("datetime") or "").strip()
    stated = f"{element.get('itemprop') or ''} {element.get('property') or '' if element.tag != 'meta' else ''}"
    names = [n for n in stated.split() if _property_role(n)]
    if element.tag == "abbr" and not names:
        raw = raw or element.get("title") or ""
        names = [HATOM + n for n in (element.get("class") or "").split() if n in ("published", "updated")]
    if not raw and names:
        raw = element.get("title") or " ".join(" ".join(element.itertext()).split())
    if not raw or len(raw) > LONGEST or not DIGIT.search(raw):
        return
    if not names and (element.get("datetime") or (element.tag == "abbr" and INSTANT.match(raw))):
        names = [""]
    for name in names:
        yield name, raw


def _property_role(name: str) -> str | None:
    """What a property is a date of: by its exact name, as other things' dates have names too (foundingDate)."""
    local = name.removeprefix(HATOM)
    vocabulary, _, term = local.lower().rpartition(":")
    return _key_role(local) or (TERMS.get(term) if vocabulary in ("dc", "dcterms") else None)


@lru_cache(maxsize=4096)
def meta_role(name: str) -> str | None:
    """What a `<meta>` name or an itemprop (lower-case) is a date of; None when it names no date.

    >>> meta_role("article:published_time"), meta_role("og:updated_time"), meta_role("publisher")
    ('published', 'modified', None)
    """
    if not NAME_HINT.search(name) or NO_DATE_NAME.search(name):
        return None
    if OTHER_NAME.search(name):
        return "other"
    if MODIFIED_NAME.search(name):
        return "modified"
    return "published" if PUBLISHED_NAME.search(name) else None
