"""Where pages stand that redirect to another spelling of their own address: with a slash at its end, by HTTPS.

A page is asked for where it stood when it was last seen. Of new ones that are named beside stories which all redirect by the
slash alone, the same is assumed. What does not answer there, or with an error, is asked for as it is linked to, once, before
anything is called gone.
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
"""Stories of a folder that redirect by a slash, and none that does not, from which on its other pages are asked for with it."""
DATED = re.compile(r"(?<=/)\d{1,4}(?=/)")
"""A year, month or day in a folder's name: the folders of all of them are one, `/#/#/`."""


class Places:
    """The places of one source's pages, in the frontier's transaction."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self._folders: dict[str, list[int]] = {}
        self._missed: set[str] = set()

    def at(self, visit: Visit) -> Visit:
        """The visit at the address where its page is to be asked for; a lost story's where it is linked to."""
        if visit.resource != "page" or visit.rank == ranks.LOST or visit.chain or visit.at_url != visit.url:
            return visit
        place = self.memory.place(visit.key) or self._assumed(visit)
        return replace(visit, at_url=place) if place else visit

    def redirected(self, visit: Visit, status: int, location: str, *, to_itself: bool) -> None:
        """Note a redirect; only one for good, to the same host, is a place to remember."""
        stays = to_itself and status in PERMANENT and host_of(location) == visit.host and location != visit.url
        self.memory.move(visit.key, location if stays else None)

    def answered(self, visit: Visit, kind: str | None) -> None:
        """Note where a page answered, and how its folder's stories do."""
        place = self.memory.place(visit.key)
        if not visit.chain and visit.at_url != visit.url and place != visit.at_url:
            self.memory.move(visit.key, visit.at_url)
            place = visit.at_url
        if kind == PageKind.ARTICLE and (folder := _folder(visit)) is not None:
            self._counts(folder)[place != f"{visit.url}/"] += 1

    def elsewhere(self, visit: Visit) -> Visit | None:
        """The visit as it is linked to, for a page that is not where it was asked for; null if it was asked for there."""
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
        """How many stories of a folder redirect by a slash, and how many do not.

        Folders that differ by their dates alone are counted together; what earlier nights saw is asked of the first of them.
        """
        shape = DATED.sub("#", folder)
        if shape not in self._folders:
            told = [(url, place) for url, place in self.memory.stories_below(folder) if _is_bare(url)]
            slashed = sum(place == f"{url}/" for url, place in told)
            self._folders[shape] = [slashed, len(told) - slashed]
        return self._folders[shape]


def _folder(visit: Visit) -> str | None:
    """The folder that an address without a slash at its end stands in; null for any other, and for names of files."""
    return visit.key.removesuffix(visit.key.rpartition("/")[2]) if _is_bare(visit.url) else None


def _is_bare(url: str) -> bool:
    """True for an address that may gain a slash: neither with one, nor a file's, nor with a query."""
    parts = urlsplit(url)
    name = parts.path.rpartition("/")[2]
    return bool(name) and "." not in name and not parts.query
