"""The birth day of a page, as far as the crawl knows it. It decides how soon the page is fetched again.

The corpus decides the date of a story later, from all evidence: `pipelines.dates`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pipelines.dates.read.reading import Dialect, read_text
from pipelines.dates.read.words import known_language
from spiders.frontier.revisit import YOUNG_NIGHTS
from spiders.frontier.visits import Visit
from spiders.links.links import PageLinks
from spiders.resources.listed_dates import written_day

DAY_LENGTH = len("2025-11-03")


def dated(visit: Visit, page: PageLinks | None, *, is_stated: bool = False, oldest: str = "") -> Visit:
    """The visit with the earliest day from channels, address or markup; None if there is no such day.

    Without such a day, the day below the headline counts in two cases: a channel lists the page with a date or text
    (`is_stated`); or the day is before the `oldest` story of the source's feeds (a feed would list a newer story).
    Otherwise the page stays undated and is fetched again like a new story, because no channel would show a change of
    it.

    If the channels' day is one before the page's own day, the page's day counts: channels write the first hours after
    midnight as the previous day in UTC.
    """
    stated = written_day(page.published) if page is not None and page.published else None
    days = [day for day in (visit.born, stated.isoformat() if stated else None) if day]
    if stated is not None and visit.born == (stated - timedelta(days=1)).isoformat():
        days = [stated.isoformat()]
    shown = shown_day(page) if page is not None and not days and (is_stated or oldest) else None
    if shown is not None and (is_stated or shown.isoformat() < oldest):
        days = [shown.isoformat()]
    return replace(visit, born=min(days, default=None))


def beyond(begins: str) -> str:
    """The assumed day of an undated story that is older than all stories in a feed of the latest stories.

    The story is not young; its exact age is unknown.

    >>> beyond("2025-11-03")
    '2025-10-30'
    """
    return (date.fromisoformat(begins) - timedelta(days=YOUNG_NIGHTS)).isoformat()


def shown_day(page: PageLinks) -> date | None:
    """The first day in the text below a page's headline; None if there is none, or if it is ambiguous (03/04/2025).

    >>> shown_day(PageLinks(language="de", below_headline="Von Jana Vogt, 3. November 2025"))
    datetime.date(2025, 11, 3)
    """
    readings = read_text(page.below_headline, Dialect(known_language(page.language)))
    if not readings or readings[0].ambiguous or len(readings[0].value) < DAY_LENGTH:
        return None
    return date.fromisoformat(readings[0].value[:DAY_LENGTH])
