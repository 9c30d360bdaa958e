"""The Marrow Courier, a weekly that nobody crawls: its headlines, as other papers link to them. Its addresses tell their day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from spiders.demo_web.grammar_en import Writer
from spiders.demo_web.markup import slug

HOST = "http://marrow-courier.example"
FIRST, WEEK = date(2021, 12, 30), timedelta(days=7)
"""It comes out on Thursdays at six in the morning."""


class Headline(NamedTuple):
    """A headline in a list, with the instant by which lists are sorted."""

    published: datetime
    url: str
    title: str


def headlines(night: date) -> list[Headline]:
    """One headline of every issue up to a night, oldest first."""
    issues = range((night - timedelta(days=1) - FIRST) // WEEK + 1)
    return [_headline(number) for number in issues]


def _headline(number: int) -> Headline:
    day = FIRST + number * WEEK
    title = Writer.of(f"courier {number}").title()
    return Headline(datetime.combine(day, time(6), UTC), f"{HOST}/{day:%Y/%m/%d}/{slug(title)}", title)
