"""The day that a page is from, as far as the crawl knows: it decides how soon the page is asked for again.

What the corpus says of a story's date is decided later, by all the evidence: `pipelines.dates`.
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
    """The visit with the earliest day that channels, its address or its markup give; null where none does.

    A page that nothing dates is from the day shown below its headline if a channel says something of it (`is_stated`), or that
    day is before the `oldest` story of the source's feeds: they would list a newer one. One of which no channel ever says
    anything stays without a day, and so is looked at again as a new one: nothing else would tell that it changed.
    A page's own day counts where channels give the one before: they write the hours after its midnight in UTC.
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
    """The day that a story without one is taken to be from, if it is older than all that a feed of the latest stories lists.

    It is no young one; how old it is nobody says.

    >>> beyond("2025-11-03")
    '2025-10-30'
    """
    return (date.fromisoformat(begins) - timedelta(days=YOUNG_NIGHTS)).isoformat()


def shown_day(page: PageLinks) -> date | None:
    """The first day that a page shows below its headline; null for none, or one such as 03/04/2025 that can be read in two ways.

    >>> shown_day(PageLinks(language="de", below_headline="Von Jana Vogt, 3. November 2025"))
    datetime.date(2025, 11, 3)
    """
    readings = read_text(page.below_headline, Dialect(known_language(page.language)))
    if not readings or readings[0].ambiguous or len(readings[0].value) < DAY_LENGTH:
        return None
    return date.fromisoformat(readings[0].value[:DAY_LENGTH])
