"""Forms that a site has for every story (send to a friend, report): similar addresses that all show the same page.

They are learned anew each night: an identical page tonight may be a paywall or consent wall that is gone tomorrow.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.base.urls.kinds import address_form

TRIES = 5
"""Pages of a form that are read before further ones are refused."""
MIN_STORIES = 5
"""Minimum different stories seen tonight. With fewer, an identical page everywhere may be a wall."""


@dataclass(slots=True)
class Seen:
    """The addresses of one form that were read tonight; `alike`: all showed the same content."""

    digest: str
    keys: set[str] = field(default_factory=set)
    alike: bool = True


class Forms:
    """The forms of a source on a night."""

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}
        self._stories: set[str] = set()

    def answered(self, url: str, key: str, digest: str, *, is_story: bool) -> None:
        """Note a page with its content digest."""
        if is_story:
            self._stories.add(digest)
        seen = self._seen.setdefault(address_form(url), Seen(digest))
        seen.keys.add(key)
        seen.alike &= digest == seen.digest

    def refusal(self, url: str) -> str | None:
        """The reason not to fetch an address; None if it may be fetched."""
        seen = self._seen.get(address_form(url)) if len(self._stories) >= MIN_STORIES else None
        if seen is None or not seen.alike or len(seen.keys) < TRIES:
            return None
        return f"{len(seen.keys)} addresses like it show one and the same page"
