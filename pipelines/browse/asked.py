"""What a page is asked for: the publication, the parts of its path, and the query, read with clear errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.base.errors import InputError
from pipelines.browse.publication import Publication

MAX_CHARS = 2_000
"""Longer values of a query are refused."""


class UnknownError(InputError):
    """There is no such article, event, source or night."""


class OutdatedError(InputError):
    """Another publication is the newest by now."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `path` and `query` hold one value a name."""

    publication: Publication
    path: Mapping[str, str]
    query: Mapping[str, str]

    def require_its_publication(self) -> None:
        """Raises OutdatedError if `publication` names another one: a list that is read page by page is of one publication."""
        if self.text("publication") not in ("", self.publication.mark):
            raise OutdatedError("a night was published since: ask for the first page again, without 'publication'")

    def text(self, name: str) -> str:
        """A value of the query; empty if it is absent. Raises InputError if it is too long."""
        value = self.query.get(name, "").strip()
        if len(value) > MAX_CHARS:
            raise InputError(f"{name} is longer than {MAX_CHARS} characters")
        return value

    def number(self, name: str, default: int, *, least: int = 1, most: int = 10_000) -> int:
        """A whole number of the query. Raises InputError."""
        if not (value := self.text(name)):
            return default
        if not (value.isascii() and value.isdigit() and least <= int(value[:9]) <= most):
            raise InputError(f"{name} is {value!r}: write a number from {least} to {most}")
        return int(value)

    def day(self, name: str) -> date | None:
        """A day of the query; None if it is absent. Raises InputError."""
        return day_of(value) if (value := self.text(name)) else None


def day_of(text: str) -> date:
    """The day written as YYYY-MM-DD. Raises InputError.

    >>> day_of("2026-02-03")
    datetime.date(2026, 2, 3)
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no day: write it as YYYY-MM-DD") from error
