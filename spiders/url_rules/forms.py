"""Forms that a site has for every story (send it to a friend, report it): addresses alike that all show one and the same page.

They are learned anew each night: what shows one page tonight may be a wall that is gone tomorrow.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.base.urls.kinds import address_form

TRIES = 5
"""Pages of a form that are read before no other is."""
MIN_STORIES = 5
"""Different stories that tonight's addresses have shown: where none do, the page that stands everywhere is a wall."""


@dataclass(slots=True)
class Seen:
    """The addresses of one form that were read tonight, and whether they all showed the same."""

    digest: str
    keys: set[str] = field(default_factory=set)
    alike: bool = True


class Forms:
    """The forms of a source on a night."""

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}
        self._stories: set[str] = set()

    def answered(self, url: str, key: str, digest: str, *, is_story: bool) -> None:
        """Note a page with the digest of what it showed."""
        if is_story:
            self._stories.add(digest)
        seen = self._seen.setdefault(address_form(url), Seen(digest))
        seen.keys.add(key)
        seen.alike &= digest == seen.digest

    def refusal(self, url: str) -> str | None:
        """Why an address is not asked for; null if it may be."""
        seen = self._seen.get(address_form(url)) if len(self._stories) >= MIN_STORIES else None
        if seen is None or not seen.alike or len(seen.keys) < TRIES:
            return None
        return f"{len(seen.keys)} addresses like it show one and the same page"
