"""The page's boundary: a document leaves extraction only with values that every store takes.

What is mended leaves a flag, `mended_text` or `cut_text`, that says where and what: nothing is changed in silence. A page with
more text than any story has is dropped as `too_large_field`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipelines.base.errors import PageDropped
from pipelines.base.storable import is_storable, mended
from pipelines.base.urls.identity import normalise
from pipelines.dates.model import Candidate
from pipelines.dates.origin import Origin
from pipelines.dates.source.settled_by import NONE, PAGE, SOURCE
from pipelines.extract.model import Block, Document, Flag, Headline, Related, Sighting
from pipelines.extract.run.rows import field_names

TEXT_CHARACTERS = 4_000_000
"""A story; the longest novels have as many."""
FIELD_CHARACTERS = 20_000
"""Any other text: a headline, a name, an address, a date as it stands."""
SHOWN_CHARACTERS = 80
RECORDS = (Block, Candidate, Flag, Headline, Origin, Related)
DAY_OFFSET = 24 * 60
ZONE_SOURCES = frozenset(("written", "name", SOURCE, PAGE, NONE))
"""Who can have settled the zone of a date on its page; see `pipelines.dates.source.settled_by`."""
EDGES = ("0000", "0001", "9999")
"""Years in which a time zone may lead out of the calendar: the zero of .NET's clock, the end of SQL's."""
ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T(?!24)\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?)?)?)?", re.ASCII)
"""Forms of a candidate's `value`, at its own precision; 24:00 is no time to Python before 3.13."""


def storable(document: Document) -> Document:
    """The document with every text mended and cut to size, and a flag for each field where that made a difference.

    Raises PageDropped(`too_large_field`).
    """
    if (size := len(document.text)) > TEXT_CHARACTERS:
        raise PageDropped("too_large_field", f"text of {size:,} characters; a story has at most {TEXT_CHARACTERS:,}")
    found: list[Flag] = []
    text = document.text
    flags = tuple(replace(f, start=_moved(text, f.start), end=_moved(text, f.end)) for f in document.flags)
    changed = {
        name: _mended(name, value, found)
        for name in field_names(Document)
        if (value := flags if name == "flags" else getattr(document, name)) is not None
    }
    changed["related"] = tuple(each for each in changed["related"] if each.url)
    if changed.get("canonical_url") and normalise(changed["canonical_url"]) is None:
        changed["canonical_url"] = None
        found.append(_flag("mended_text", "canonical_url", document.canonical_url or ""))
    return replace(document, **changed | {"flags": (*changed["flags"], *found)})


def readable(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Date candidates with every text mended; what is no date, no zone, or a precision finer than its value becomes null.

    Who settled a zone is one of ZONE_SOURCES, or nobody.
    """
    return tuple(_readable(_mended("date_candidates", candidate, [])) for candidate in candidates)


def storable_sightings(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """What a page teaches, with the places mended."""
    return tuple(replace(each, place=mended(each.place)[:FIELD_CHARACTERS]) for each in sightings)


def _readable(candidate: Candidate) -> Candidate:
    offset = candidate.utc_offset_minutes
    if offset is not None and abs(offset) > DAY_OFFSET:
        candidate = replace(candidate, utc_offset_minutes=None)
    if candidate.zone_source not in ZONE_SOURCES:
        candidate = replace(candidate, zone_source=NONE)
    if candidate.value is None or _is_date(candidate.value):
        local = candidate.precision == "local" and "T" not in (candidate.value or "")
        return replace(candidate, precision=None) if local else candidate
    return replace(candidate, value=None, precision=None)


def _is_date(value: str) -> bool:
    if ISO.fullmatch(value) is None or value[:4] in EDGES:
        return False
    try:
        datetime.fromisoformat(value if len(value) > len("2025-11") else f"{value}-01-01"[: len("2025-11-01")])
    except ValueError:
        return False
    return True


def _mended(name: str, value: Any, found: list[Flag]) -> Any:
    """A value of any depth; `name` is the column it stands in, and what was mended or cut is added to `found`."""
    if isinstance(value, str):
        return _text(name, value, found)
    if isinstance(value, tuple):
        new = [_mended(name, each, found) for each in value]
        return value if all(a is b for a, b in zip(value, new, strict=True)) else tuple(new)
    if isinstance(value, RECORDS):
        kind: Any = value.__class__
        changed = {}
        for field in field_names(kind):
            old = getattr(value, field)
            if old is None or (isinstance(old, str) and is_storable(old) and len(old) <= FIELD_CHARACTERS):
                continue  # as nearly all are
            if (new := _mended(f"{name}.{field}", old, found)) is not old:
                changed[field] = new
        return replace(value, **changed) if changed else value
    return value


def _text(name: str, value: str, found: list[Flag]) -> str | None:
    whole = mended(value)
    if whole is not value:
        found.append(_flag("mended_text", name, value))
    if len(whole) <= FIELD_CHARACTERS or name == "blocks.text":
        return whole
    found.append(_flag("cut_text", name, f"{len(whole)} characters: {whole[:SHOWN_CHARACTERS]}"))
    if name in ("canonical_url", "image"):  # a part of an address is another address
        return None
    return "" if name == "related.url" else whole[:FIELD_CHARACTERS]


def _flag(rule: str, name: str, value: str) -> Flag:
    r"""Escaped, so that the flag is storable and says what stood there: `title: Storm \ud83d`."""
    at = next((n for n, (a, b) in enumerate(zip(value, mended(value), strict=False)) if a != b), 0)
    start = max(0, at - SHOWN_CHARACTERS // 2)
    shown = value[start : start + SHOWN_CHARACTERS].encode("unicode_escape").decode("ascii")
    return Flag(rule, f"{name}: {shown}", None, None)


def _moved(text: str, offset: int | None) -> int | None:
    """Where an offset into the text lies once surrogate pairs before it are joined."""
    return None if offset is None else len(mended(text[:offset]))
