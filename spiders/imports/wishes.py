"""The wishes of an import: sources, domains and languages to take, and the span of a night."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

Span = Literal["day", "month", "year"]
LANGUAGE = re.compile(rb"<html\b[^>]*?\blang\s*=\s*[\"']?\s*([A-Za-z]{2})\b", re.IGNORECASE)
TAG = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
HEAD_BYTES, TEXT_BYTES = 8_192, 200_000


@dataclass(frozen=True, slots=True)
class Wishes:
    """All empty: every site is taken. `nights` is the span of days that makes one night."""

    sources: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    nights: Span = "day"

    def wants_domain(self, domain: str, host: str) -> bool:
        """True if a new source may be made of a site: it is below a wanted domain, or no domain is named.

        >>> wishes = Wishes(domains=("paper.example", "*.uk"))
        >>> [wishes.wants_domain(d, d) for d in ("paper.example", "a.co.uk", "b.de")]
        [True, True, False]
        """
        if not self.domains:
            return not self.sources
        below = [wish.removeprefix("*.").lower() for wish in self.domains]
        return any(name == wish or name.endswith(f".{wish}") for wish in below for name in (domain, host))

    def as_text(self) -> str:
        """The wishes as one line: imports with different wishes are different imports."""
        return repr(sorted(asdict(self).items()))


def stated_language(body: bytes) -> str | None:
    """The language in `<html lang>`, ISO 639-1; None if there is none.

    >>> stated_language(b'<!doctype html><html class="x" lang="de-AT">')
    'de'
    """
    found = LANGUAGE.search(body[:HEAD_BYTES])
    return found[1].decode().lower() if found else None


def language_of(body: bytes, detect: Callable[[str], tuple[str | None, float | None]]) -> str | None:
    """The detected language of a page's text; the language in `<html lang>` if the text is too short."""
    text = TAG.sub(b" ", body[:TEXT_BYTES]).decode("utf-8", "replace")
    return detect(text)[0] or stated_language(body)
