"""A row of an imported table as a document: what its columns say, and nothing that a page would tell.

{"title": "…", "text": "…", "authors": ["…"], "date": "2019-05-03", "language": "en", "section": "…", "tags": ["…"]}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pipelines.base.errors import PageDropped
from pipelines.dates.model import Candidate, Origin, OriginKind
from pipelines.dates.read.reading import Dialect, read_machine
from pipelines.extract.model import Block, Document, Headline
from pipelines.lake.values import HeadlinePlace, KindBasis, PageKind
from pipelines.page.page import Page
from pipelines.page.text.language import language

PARAGRAPHS = re.compile(r"\s*\n\s*\n\s*")
MAX_DATE_CHARS = 120
ROLES = {"date": "published", "modified": "modified"}
"""Columns that give a date, and what it is a date of."""


def read_row(page: Page) -> tuple[Document, tuple[Candidate, ...]]:
    """The document of a row, and the dates that it gives. Raises PageDropped(`unreadable`)."""
    try:
        row = json.loads(page.body)
    except ValueError as error:
        raise PageDropped("unreadable", f"not a row of a table: {error}") from error
    if not isinstance(row, dict) or not _text(row.get("text")):
        raise PageDropped("unreadable", "a row without a text")
    title, paragraphs = _text(row.get("title")), _paragraphs(_text(row["text"]) or "")
    detected, score = language("\n".join(paragraphs))
    document = Document(
        url=page.url,
        canonical_url=None,
        kind=PageKind.ARTICLE,
        title=title,
        blocks=tuple(Block("paragraph", paragraph) for paragraph in paragraphs),
        authors=_names(row.get("authors")),
        agency=None,
        section=_text(row.get("section")),
        tags=_names(row.get("tags")),
        image=None,
        language=detected or _text(row.get("language")),
        language_score=score,
        paywall="unknown",
        related=(),
        charset="utf-8",
        headlines=(Headline(title, HeadlinePlace.DECLARED),) if title else (),
        kind_basis=KindBasis.ROW,
        authors_confidence=(None,) * len(_names(row.get("authors"))),
    )
    return document, tuple(_dates(row, document.language))


def _dates(row: dict[str, Any], code: str | None) -> Iterator[Candidate]:
    for place, (column, role) in enumerate(ROLES.items()):
        raw = (_text(row.get(column)) or "")[:MAX_DATE_CHARS]
        if raw:
            origin, reading = Origin(OriginKind.TABLE, column), read_machine(raw, Dialect(language=code))
            if reading is None or reading.ambiguous:
                yield Candidate(role, origin, raw, None, None, "none", None, None, place)
            else:
                offset, zone = reading.utc_offset_minutes, reading.zone_source
                yield Candidate(role, origin, raw, reading.value, offset, zone, reading.precision, None, place)


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: parted by blank lines, or by line ends where it has no blank line."""
    parts = PARAGRAPHS.split(text.strip()) if PARAGRAPHS.search(text.strip()) else text.splitlines()
    return [folded for part in parts if (folded := " ".join(part.split()))]


def _names(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(name for each in values if (name := _text(each)))


def _text(value: Any) -> str | None:
    """A text without white space around it; null for nothing, and for what is no text."""
    return value.strip() or None if isinstance(value, str) else None
