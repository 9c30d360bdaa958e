"""A date that a reader of a page (meta elements, text, address …) found, before it becomes a candidate."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.dates.origin import Origin
from pipelines.dates.read.reading import Reading


@dataclass(frozen=True, slots=True)
class Offer:
    """A date as its page writes it, and what was read."""

    role: str  # published modified other
    origin: Origin
    raw: str
    reading: Reading | None  # None if unreadable
    context: str | None = None
