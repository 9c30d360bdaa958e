"""Every date that a page offers, unjudged. What each is worth is `pipelines.dates.judge`'s business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipelines.dates.labels import role_of
from pipelines.dates.model import Candidate
from pipelines.dates.places import Layout, Spot, Walk, layout, walk
from pipelines.dates.reading import Dialect, Reading, read_machine, read_text
from pipelines.dates.structured import ARTICLE, THING, jsonld_dates, meta_role
from pipelines.dates.words import fold_text, known_language
from pipelines.extract.page import Page
from pipelines.urls import url_key

MOST = 120
LONG = 240
URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-](\d\d?)[/_-](\d\d?)(?!\d)|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:\d\d\d\d(?:\d\d)?)?(?!\d)"
)
URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)(?=/)")


def page_candidates(page: Page, *, language: str | None = None) -> tuple[Candidate, ...]:
    """All candidates of one page, structured ones first, then visible ones in page order, URL and header last."""
    found = walk(page.tree, microdata="itemprop" in page.text)
    dialect = _dialect(page, language)
    titles = [
        found.title,
        *(m.get("content") or "" for m in found.metas if "title" in (m.get("property") or m.get("name") or "")),
    ]
    titles += [str(node.get("headline")) for node in page.jsonld if node.get("headline")]
    place = layout(found, titles)
    candidates: dict[tuple[str, str, str], Candidate] = {}
    for role, origin, raw, reading, context in (
        *_jsonld(page, dialect, titles),
        *_metas(found, dialect),
        *_properties(found, place, dialect),
        *_visible(found, place, dialect),
        *_address(page.url),
        *_header(page.last_modified, dialect),
    ):
        key = (role, origin, raw)
        if key not in candidates and len(candidates) < MOST:
            candidates[key] = _candidate(role, origin, raw, reading, context, len(candidates))
    return tuple(candidates.values())


Offer = tuple[str, str, str, Reading | None, str | None]


def _candidate(
    role: str, origin: str, raw: str, reading: Reading | None, context: str | None, position: int
) -> Candidate:
    if reading is None or reading.ambiguous:
        return Candidate(role, origin, raw[:200], None, None, "none", None, context, position)
    return Candidate(
        role,
        origin,
        raw[:200],
        reading.value,
        reading.utc_offset_minutes,
        reading.zone_source,
        reading.precision,
        context,
        position,
    )


def _dialect(page: Page, language: str | None) -> Dialect:
    tag = page.tree.get("lang") or page.tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    host = urlsplit(page.url).hostname or ""
    country = host.rpartition(".")[2] if len(host.rpartition(".")[2]) == 2 else None
    region = re.match(r"[a-zA-Z]{2,3}[-_]([a-zA-Z]{2})\b", tag)
    return Dialect(
        known_language(language) or known_language(tag), None, country or (region[1].lower() if region else None)
    )


def _jsonld(page: Page, dialect: Dialect, titles: list[str]) -> Iterator[Offer]:
    own = _key(page.url)
    for node, stated in jsonld_dates(page.jsonld):
        kinds = stated.origin.removeprefix("jsonld:").partition(".")[0]
        role = stated.role if not THING.search(kinds) else "other"
        address = node.get("url") or node.get("mainEntityOfPage") or node.get("@id")
        address = address.get("@id") or address.get("url") if isinstance(address, dict) else address
        foreign = (
            isinstance(address, str)
            and address.startswith("http")
            and own is not None
            and _key(address) not in (own, None)
        )
        main = stated.main and not (foreign and not ARTICLE.search(kinds))
        yield role, stated.origin, stated.raw, read_machine(stated.raw, dialect), "head" if main else "related"


def _key(url: str) -> str | None:
    try:
        return url_key(url)
    except ValueError:
        return None


def _metas(found: Walk, dialect: Dialect) -> Iterator[Offer]:
    for element in found.metas:
        content = element.get("content") or element.get("value")
        if not content or not any(c.isdigit() for c in content) or len(content) > 80:
            continue
        for attribute in ("property", "name", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            role = meta_role(name) if name else None
            if role is not None:
                yield role, f"meta:{name}", content.strip(), read_machine(content, dialect), "head"


def _properties(found: Walk, place: Layout, dialect: Dialect) -> Iterator[Offer]:
    for spot in found.properties:
        element = spot.element
        for name in (element.get("itemprop") or "").split():
            role = meta_role(name.lower())
            raw = (
                element.get("content")
                or element.get("datetime")
                or element.get("title")
                or " ".join(element.itertext()).strip()
            )
            if role is not None and raw and any(c.isdigit() for c in raw) and len(raw) < 120:
                yield role, f"microdata:{name}", raw.strip(), read_machine(raw, dialect), place.context(spot)


def _visible(found: Walk, place: Layout, dialect: Dialect) -> Iterator[Offer]:
    offers: list[tuple[int, Offer]] = []
    for spot in found.times:
        shown = " ".join(spot.element.itertext()).strip()
        raw = (spot.element.get("datetime") or "").strip() or shown
        if raw and len(raw) < 120:
            role = role_of(fold_text(spot.before), "")
            offers.append((spot.order, (role, "time", raw, read_machine(raw, dialect), place.context(spot))))
    for spot in found.texts:
        offers.extend((spot.order, offer) for offer in _text(spot, place, dialect))
    yield from (offer for _, offer in sorted(offers, key=lambda o: o[0]))


def _text(spot: Spot, place: Layout, dialect: Dialect) -> Iterator[Offer]:
    text = spot.text.strip()[:LONG]
    context = place.context(spot)
    for reading in read_text(text, dialect):
        before = fold_text(f"{spot.before} {text[: reading.start]}")[-60:]
        yield role_of(before, ""), "text", text[max(0, reading.start - 20) : reading.end + 12], reading, context


def _address(url: str) -> Iterator[Offer]:
    path = urlsplit(url).path
    if m := URL_DAY.search(path):
        year, month, day = (int(g) for g in m.groups() if g is not None)
        yield "published", "url", m[0], read_machine(f"{year:04}-{month:02}-{day:02}", Dialect()), None
    elif m := URL_MONTH.search(path):
        yield "published", "url", m[0], read_machine(f"{m[1]}-{m[2]}", Dialect()), None


def _header(last_modified: str | None, dialect: Dialect) -> Iterator[Offer]:
    if last_modified:
        yield "modified", "http", last_modified, read_machine(last_modified, dialect), None
