"""Documents as rows: of `schemas.DOCUMENTS` (the columns a page alone can fill) and of an `extract` output file."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pipelines.dates.model import ArticleDate, text_of
from pipelines.extract.model import Document


def content_sha256(title: str | None, text: str) -> str:
    r"""SHA-256 (hex) of title and text, NFC, white space folded: equal means the same words.

    >>> content_sha256("A  b", "c") == content_sha256("A b", "c\n")
    True
    """
    folded = "\n".join(" ".join(unicodedata.normalize("NFC", part or "").split()) for part in (title, text))
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


NESTED = ("headlines", "blocks", "asides", "related", "flags")


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
