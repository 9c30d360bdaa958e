"""The day that a page is from, as far as the crawl knows: it decides how soon the page is asked for again.

What the corpus says of a story's date is decided later, by all the evidence: `pipelines.dates`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipelines.column_values import PageKind
from pipelines.dates.text.days import find_days
from pipelines.dates.text.words import fold_text
from spiders.frontier.visits import Visit
from spiders.links.links import PageLinks
from spiders.resources.listed_dates import day_of


def dated(visit: Visit, page: PageLinks | None, kind: PageKind | None, otherwise: str | None) -> Visit:
    """The visit with the earliest day that channels, its address or its markup give; else the day below a story's headline.

    `otherwise`: the day of a page that says nothing; null for the night on which it is found.
    """
    stated = day_of(page.published) if page is not None and page.published else None
    days = [day for day in (visit.born, stated.isoformat() if stated else None) if day]
    if not days and page is not None and kind == PageKind.ARTICLE:
        days = [day for day in (shown_day(page.below_headline, page.language),) if day]
    return replace(visit, born=min(days, default=otherwise))


def shown_day(text: str, language: str | None) -> str | None:
    """The first day in the words below a headline; null if there is none, or only one that can be read two ways.

    >>> shown_day("Priya Nair • Nov. 25, 2026", "en-us"), shown_day("3/4/2026", "en")
    ('2026-11-25', None)
    """
    days = find_days(fold_text(text), (language or "").partition("-")[0].lower() or None, None)
    first = next(iter(days), None)
    return date(first.year, first.month, first.day).isoformat() if first and not first.ambiguous else None
