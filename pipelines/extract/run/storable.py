"""Documents as rows: of `schemas.DOCUMENTS` and of an `extract` output file, only with values that every store takes.

What is mended leaves a flag, `mended_text` or `cut_text`, that says where and what: nothing is changed in silence. A page with
more text than any story has is dropped as `too_large_field`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pipelines.base.errors import PageDropped
from pipelines.base.storable import is_storable, mended
from pipelines.base.urls.identity import normalise
from pipelines.dates.model import ArticleDate, Candidate, Origin, text_of
from pipelines.dates.source.zone import NONE, PAGE, SOURCE
from pipelines.extract.model import Block, Document, Flag, Headline, ListedDay, Related, Sighting

TEXT_CHARACTERS = 4_000_000
"""A story; the longest novels have as many."""
FIELD_CHARACTERS = 20_000
"""Any other text: a headline, a name, an address, a date as it stands."""
SHOWN_CHARACTERS = 80
RECORDS = (Block, Candidate, Flag, Headline, ListedDay, Origin, Related)
DAY_OFFSET = 24 * 60
ZONE_SOURCES = frozenset(("written", "name", SOURCE, PAGE, NONE))
"""Who can have settled the zone of a date on its page; see `pipelines.dates.source.zone`."""
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
    changed |= {name: tuple(each for each in changed[name] if each.url) for name in ("related", "listed")}
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
    return "" if name in ("related.url", "listed.url") else whole[:FIELD_CHARACTERS]


def _flag(rule: str, name: str, value: str) -> Flag:
    r"""Escaped, so that the flag is storable and says what stood there: `title: Storm \ud83d`."""
    at = next((n for n, (a, b) in enumerate(zip(value, mended(value), strict=False)) if a != b), 0)
    start = max(0, at - SHOWN_CHARACTERS // 2)
    shown = value[start : start + SHOWN_CHARACTERS].encode("unicode_escape").decode("ascii")
    return Flag(rule, f"{name}: {shown}", None, None)


def _moved(text: str, offset: int | None) -> int | None:
    """Where an offset into the text lies once surrogate pairs before it are joined."""
    return None if offset is None else len(mended(text[:offset]))


def content_sha256(title: str | None, text: str) -> str:
    r"""SHA-256 (hex) of title and text, NFC, white space folded: equal means the same words.

    >>> content_sha256("A  b", "c") == content_sha256("A b", "c\n")
    True
    """
    folded = "\n".join(" ".join(unicodedata.normalize("NFC", part or "").split()) for part in (title, text))
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


NESTED = ("headlines", "blocks", "asides", "related", "listed", "flags")


def as_row(record: Any) -> dict[str, Any]:
    """The fields of a dataclass, one level deep: `dataclasses.asdict` copies all below them too, which takes 2 ms a page."""
    return {name: getattr(record, name) for name in field_names(record.__class__)}


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """Names of a dataclass's fields."""
    return tuple(field.name for field in fields(kind))


def document_row(document: Document) -> dict[str, Any]:
    """The columns of `schemas.DOCUMENTS` that come from the page; the caller adds night, source, ids, fetch and rights."""
    row = as_row(document) | {name: [as_row(one) for one in getattr(document, name)] for name in NESTED}
    row["date_candidates"] = [as_row(one) | {"origin": str(one.origin)} for one in document.date_candidates]
    row |= {name: list(getattr(document, name)) for name in ("authors", "authors_confidence", "tags", "layout")}
    row["text"] = document.text
    row["content_sha256"] = content_sha256(document.title, document.text)
    return row


def output_row(job_id: str, document: Document, date: ArticleDate) -> dict[str, Any]:
    """A line of `dateline extract`: every document and date field, ready for JSON."""
    row = document_row(document)
    row.update(
        published=date.published,
        published_at=_instant(date.published_at),
        published_day=date.day,
        published_precision=date.precision,
        published_confidence=date.confidence,
        published_basis=str(date.basis),
        published_utc_offset_minutes=date.utc_offset_minutes,
        guess=date.guess,
        guess_confidence=date.guess_confidence,
        not_before=_instant(date.not_before),
        not_before_basis=text_of(date.not_before_basis),
        not_after=_instant(date.not_after),
        not_after_basis=text_of(date.not_after_basis),
        modified=date.modified,
        modified_at=_instant(date.modified_at),
    )
    return {"id": job_id, **row}


def _instant(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
