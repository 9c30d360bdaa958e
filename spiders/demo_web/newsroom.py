"""All stories of all five papers, written once a process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from spiders.demo_web.desks.bote import bote
from spiders.demo_web.desks.daily import daily
from spiders.demo_web.desks.digest import digest
from spiders.demo_web.desks.gazette import gazette
from spiders.demo_web.desks.herald import herald
from spiders.demo_web.story import Story

PAPERS = ("demo_daily", "demo_herald", "demo_bote", "demo_digest", "demo_gazette")


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The stories by key, in the order the desks wrote them."""

    stories: dict[str, Story]

    def of(self, source: str, night: date) -> list[Story]:
        """A paper's stories on a night, in desk order."""
        return [story for story in self.ever(source) if story.since <= night and not story.is_gone(night)]

    def ever(self, source: str) -> list[Story]:
        """A paper's stories of both nights, those that are gone included."""
        return [story for story in self.stories.values() if story.source == source]

    def newest(self, source: str, night: date, section: str | None = None) -> list[Story]:
        """The same, newest first; of one section if one is named."""
        stories = [s for s in self.of(source, night) if section is None or s.section == section]
        return sorted(stories, key=lambda story: (story.published, story.key), reverse=True)


@cache
def newsroom() -> Newsroom:
    """Every story there is."""
    first = herald()
    second = daily(first)
    everything = [*second, *first, *bote(), *digest(first, second), *gazette()]
    return Newsroom({story.key: story for story in everything})
