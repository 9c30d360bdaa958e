"""The Marrow Courier, a weekly that nobody crawls: its headlines, as other papers link to them. Its addresses tell their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from spiders.demo_web.edition import Context, Edition
from spiders.demo_web.markup import slug
from spiders.demo_web.related import in_region
from spiders.demo_web.voice import Voice

HOST = "http://marrow-courier.example"
FIRST, WEEK = date(2021, 12, 30), timedelta(days=7)
"""It comes out on Thursdays at six in the morning."""


class Headline(NamedTuple):
    """A headline in a list, with the instant by which lists are sorted."""

    published: datetime
    url: str
    title: str


def region(edition: Edition) -> Iterator[Context]:
    """A paper's page of headlines from the region: its own and the Courier's, the newest first."""
    night = edition.night
    own = [Headline(s.published, s.path, s.at(night).title) for s in in_region(edition.paper.name, night)]
    yield {"headlines": sorted((*own, *headlines(night)), reverse=True)}


def headlines(night: date) -> list[Headline]:
    """One headline of every issue up to a night, oldest first."""
    issues = range((night - timedelta(days=1) - FIRST) // WEEK + 1)
    return [_headline(number) for number in issues]


def _headline(number: int) -> Headline:
    day = FIRST + number * WEEK
    title = Voice.of("en", f"courier {number}").title()
    return Headline(datetime.combine(day, time(6), UTC), f"{HOST}/{day:%Y/%m/%d}/{slug(title)}", title)
