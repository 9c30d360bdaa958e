"""Places: the current URLs of pages that redirect to another spelling of their address (a final slash, HTTPS).

A page is requested at the URL where it answered last. If all known stories of a folder redirect to the URL with a final
slash, new pages of the folder are requested with a slash. If a page does not answer there, it is requested once more as
linked, before it counts as gone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from pipelines.lake.values import PageKind
from spiders.frontier import ranks
from spiders.frontier.memory import Memory
from spiders.frontier.visits import Visit
from spiders.landing.answer import PERMANENT
from spiders.url_rules.keys import host_of

MIN_STORIES = 3
"""Minimum stories of a folder that redirect to a final slash, with none that does not, before new pages get the slash."""
DATED = re.compile(r"(?<=/)\d{1,4}(?=/)")
"""A year, month or day in a folder's name. Folders that differ only in these are counted as one: `/#/#/`."""


class Places:
    """The places of one source's pages, in the frontier's transaction."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self._folders: dict[str, list[int]] = {}
        self._missed: set[str] = set()

    def at(self, visit: Visit) -> Visit:
        """The visit with the URL to request. A lost story is requested as linked."""
        if visit.resource != "page" or visit.rank == ranks.LOST or visit.chain or visit.at_url != visit.url:
            return visit
        place = self.memory.place(visit.key) or self._assumed(visit)
        return replace(visit, at_url=place) if place else visit

    def redirected(self, visit: Visit, status: int, location: str, *, to_itself: bool) -> None:
        """Note a redirect. Only a permanent redirect to the same host is remembered as a place."""
        stays = to_itself and status in PERMANENT and host_of(location) == visit.host and location != visit.url
        self.memory.move(visit.key, location if stays else None)

    def answered(self, visit: Visit, kind: str | None) -> None:
        """Note the URL where a page answered, and count it for its folder."""
        place = self.memory.place(visit.key)
        if not visit.chain and visit.at_url != visit.url and place != visit.at_url:
            self.memory.move(visit.key, visit.at_url)
            place = visit.at_url
        if kind == PageKind.ARTICLE and (folder := _folder(visit)) is not None:
            self._counts(folder)[place != f"{visit.url}/"] += 1

    def elsewhere(self, visit: Visit) -> Visit | None:
        """The visit at its linked URL, for a page that does not answer at its place; None if the place was the linked URL."""
        if visit.chain or visit.at_url in ("", visit.url):
            return None
        self.memory.move(visit.key, None)
        self._missed.add(visit.key)
        return replace(visit, at_url=visit.url)

    def _assumed(self, visit: Visit) -> str | None:
        folder = _folder(visit)
        if folder is None or visit.family is not None or visit.key in self._missed or self.memory.glance(visit.key):
            return None
        redirecting, others = self._counts(folder)
        return f"{visit.url}/" if redirecting >= MIN_STORIES and not others else None

    def _counts(self, folder: str) -> list[int]:
        """Number of a folder's stories that redirect to a final slash, and number of those that do not.

        Folders that differ only by dates are counted together. Counts of earlier nights come from the first such
        folder.
        """
        shape = DATED.sub("#", folder)
        if shape not in self._folders:
            stories = [(url, place) for url, place in self.memory.stories_below(folder) if _is_bare(url)]
            slashed = sum(place == f"{url}/" for url, place in stories)
            self._folders[shape] = [slashed, len(stories) - slashed]
        return self._folders[shape]


def _folder(visit: Visit) -> str | None:
    """The folder of an address without a final slash; None for any other address, and for names of files."""
    return visit.key.removesuffix(visit.key.rpartition("/")[2]) if _is_bare(visit.url) else None


def _is_bare(url: str) -> bool:
    """True for an address that may gain a slash: no slash at its end, no file name, no query."""
    parts = urlsplit(url)
    name = parts.path.rpartition("/")[2]
    return bool(name) and "." not in name and not parts.query
