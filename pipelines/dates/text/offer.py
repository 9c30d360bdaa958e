"""A date as one of the readers of a page found it, before it becomes a candidate."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.dates.text.reading import Reading


@dataclass(frozen=True, slots=True)
class Offer:
    """What it is of, where it came from, its text, and what was read; `reading` None when it could not be read."""

    role: str
    origin: str
    raw: str
    reading: Reading | None
    context: str | None = None
