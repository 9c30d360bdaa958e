"""Estimate of a new source's first night: the number of requests of each kind, the delay, and the total time."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.base.counted import counted
from spiders.sources.findings import Findings, story_edges

LISTS_A_STORY = 0.5
"""Requests for lists for each story: a crawl also finds tags, authors and further pages of sections."""
FILES = 3
"""robots.txt, ai.txt and tdmrep.json: every crawl of a host requests them."""


@dataclass(frozen=True, slots=True)
class FirstNight:
    """Numbers of requests.

    - `stories`: known addresses, plus those expected in a sitemap's unread parts.
    - `lists`: maximum number of lists that the crawl also finds.
    - `complete`: a sitemap lists the stories.
    """

    feeds: int
    sitemaps: int
    sections: int
    stories: int
    lists: int
    delay_seconds: float
    complete: bool

    @property
    def requests(self) -> int:
        """All requests, including the home page, without `lists`."""
        return FILES + 1 + self.feeds + self.sitemaps + self.sections + self.stories

    @property
    def duration(self) -> str:
        """The time of all requests, `lists` included: `about 2 minutes`."""
        return duration((self.requests + self.lists) * self.delay_seconds)

    def __str__(self) -> str:
        """Example: `1 feed, 1 sitemap, 4 sections and about 60 stories: 70 to 100 requests, one every 1 s: about 2 minutes`."""
        stories = (
            f"about {_rounded(self.stories)} stories"
            if self.complete
            else f"{self.stories:,} stories and more they lead to"
        )
        named = [count(self.feeds, "feed"), count(self.sitemaps, "sitemap"), count(self.sections, "section")]
        listed = ", ".join(filter(None, named))
        most = self.requests + self.lists
        span = (
            f"{_rounded(self.requests)} to {_rounded(most)}" if self.complete else f"{_rounded(self.requests)} and more"
        )
        beside = f"{listed} and {stories}" if listed else stories
        return f"{beside}: {span} requests, one every {self.delay_seconds:g} s: {self.duration}"


def first_night(found: Findings, sections: int, max_pages: int) -> FirstNight:
    """Estimate the requests of a crawl from a survey; at most `max_pages` stories."""
    edges = story_edges(found)
    listed = sum(edge.kind == "sitemap" for edge in edges)
    unseen = round(listed / len(found.parts) * found.parts_left) if found.parts else 0
    nested = sum(len(sitemap.reading.sitemaps) for sitemap in found.sitemaps)
    stories = min(len(edges) + unseen, max_pages)
    sitemaps = len(found.sitemaps) + nested
    lists = round(min(LISTS_A_STORY * stories, max_pages - stories))
    return FirstNight(len(found.feeds), sitemaps, sections, stories, lists, found.delay_seconds, bool(found.parts))


def duration(seconds: float) -> str:
    """Seconds as an approximate duration in words.

    >>> duration(50), duration(130), duration(9000)
    ('about a minute', 'about 2 minutes', 'about 2.5 hours')
    """
    if seconds < 90:
        return "about a minute"
    return f"about {seconds / 60:.0f} minutes" if seconds < 5400 else f"about {seconds / 3600:.3g} hours"


def count(number: int, noun: str) -> str:
    """A number with its noun; empty for 0.

    >>> count(1, "feed"), count(4, "section")
    ('1 feed', '4 sections')
    """
    return counted(number, noun) if number else ""


def _rounded(number: int) -> str:
    """A number rounded to two leading digits, because the estimate is not more exact.

    >>> _rounded(74), _rounded(7466)
    ('74', '7,500')
    """
    return f"{round(number, min(0, 2 - len(str(number)))):,}"
