"""Turn links into visits, before the frontier is asked for earlier knowledge of their pages."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.base.urls.identity import cleaned
from pipelines.lake.link_kinds import ALL_ENTRIES, ENTRIES, LATEST_ENTRIES, LINK_KINDS, PAGE
from spiders.discovery.reread import TOUCHES
from spiders.frontier import ranks
from spiders.frontier.visits import Visit
from spiders.links.edges import Edge
from spiders.resources.listed_dates import written_day
from spiders.url_rules.families import OTHER_FEEDS
from spiders.url_rules.keys import host_of, without_session

URL_DAY = re.compile(
    r"/(20\d\d|19\d\d)[/-]?(0[1-9]|1[0-2])(?:-?(0[1-9]|[12]\d|3[01])(?=[/-]|$)|/(0[1-9]|[12]\d|3[01])(?=/|$))"
)
"""A day in a URL path. A number that begins a name below a month is not a day: `/2026/11/31-mill-burns/`."""


def names_channel(visit: Visit, edge: Edge) -> bool:
    """True if a link leads to a feed or sitemap: its kind states it, or it is a redirect from a feed or sitemap."""
    return LINK_KINDS[edge.kind].leads_to != PAGE or (edge.kind == "redirect" and visit.resource in ENTRIES)


def page_visit(visit: Visit, edge: Edge, family: str | None, *, is_clock: bool) -> Visit:
    """The visit of a page. `is_clock`: the last changes that the resource states are build times, not changes of pages."""
    step = LINK_KINDS[edge.kind].on_stories
    hops, depth = (visit.hops + step, visit.depth + (not step)) if visit.resource == "page" else (0, 0)
    url = without_session(cleaned(edge.url))
    born = _born(edge, is_clock=is_clock)
    return Visit(edge.key, url, "page", host_of(url), ranks.NEW, hops, depth, born, via=visit.key, family=family)


def channel_visit(visit: Visit, edge: Edge, family: str | None, *, from_seed: bool) -> Visit:
    """The visit of a feed or sitemap that a resource names. The target of a redirect replaces the feed or sitemap."""
    if edge.kind == "redirect":
        return replace(
            visit, key=edge.key, url=edge.url, at_url="", chain=(), attempts=0, host=host_of(edge.url), via=visit.key
        )
    resource = LINK_KINDS[edge.kind].leads_to
    nested = visit.depth + 1 if resource == visit.resource in ALL_ENTRIES else 0
    early = resource in LATEST_ENTRIES and (from_seed or family == OTHER_FEEDS)
    rank = ranks.FEED if family is None else ranks.CHANNEL if early else ranks.LISTING
    return Visit(edge.key, edge.url, resource, host_of(edge.url), rank, 0, nested, via=visit.key, family=family)


def _born(edge: Edge, *, is_clock: bool) -> str | None:
    """The earliest day that a link states for its page. Last changes from a clock (see `is_clock`) do not count."""
    written = URL_DAY.search(edge.url)
    days = [raw for kind, raw in edge.own_dates if not (is_clock and kind in TOUCHES)]
    days += ["-".join(filter(None, written.groups()))] if written else []
    return min((day.isoformat() for raw in days if (day := written_day(raw))), default=None)
