"""The day that a page is from, as far as the crawl knows: it decides how soon the page is asked for again.

What the corpus says of a story's date is decided later, by all the evidence: `pipelines.dates`.
"""

from __future__ import annotations

from dataclasses import replace

from spiders.frontier.visits import Visit
from spiders.links.links import PageLinks
from spiders.resources.listed_dates import day_of


def dated(visit: Visit, page: PageLinks | None) -> Visit:
    """The visit with the earliest day that channels, its address or its markup give; null where none does."""
    stated = day_of(page.published) if page is not None and page.published else None
    days = [day for day in (visit.born, stated.isoformat() if stated else None) if day]
    return replace(visit, born=min(days, default=None))
