"""Hosts whose addresses want a slash at their end: learned in a crawl from redirects of `/mill` to `/mill/`.

Web servers redirect the name of a folder so. A site that links to its stories without the slash would cost two requests a story.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from spiders.url_rules.keys import host_of

LEAST = 3
"""Redirects of a host that only added a slash from which on it is added before the request."""


class Slashes:
    """What one crawl has seen of each host; nothing is kept for the next night."""

    def __init__(self) -> None:
        self._added: Counter[str] = Counter()
        self._without: set[str] = set()

    def redirected(self, url: str, location: str) -> None:
        """Count a redirect if it only adds a slash."""
        self._added[host_of(url)] += location == f"{url}/"

    def answered(self, url: str) -> None:
        """Note a page that answered at its own address: where one needs no slash, none is added to any."""
        if _may_want(url):
            self._without.add(host_of(url))

    def at(self, url: str) -> str:
        """The address to ask for, with a slash where the host has redirected all such addresses so.

        >>> slashes = Slashes()
        >>> for name in ("mill", "pier", "quay"): slashes.redirected(f"http://a.example/{name}", f"http://a.example/{name}/")
        >>> slashes.at("http://a.example/weir"), slashes.at("http://a.example/weir.html"), slashes.at("http://b.example/weir")
        ('http://a.example/weir/', 'http://a.example/weir.html', 'http://b.example/weir')
        """
        host = host_of(url)
        wants = self._added[host] >= LEAST and host not in self._without and _may_want(url)
        return f"{url}/" if wants else url


def _may_want(url: str) -> bool:
    """True for an address that may be a folder's: no slash at its end, no file's name, no query."""
    parts = urlsplit(url)
    name = parts.path.rpartition("/")[2]
    return bool(name) and "." not in name and not parts.query and not parts.fragment
