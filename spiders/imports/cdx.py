"""CDX listings of web archives: the captures of an address. The Wayback Machine's text format, and pywb's CDXJ.

    com,example)/ 20191103184500 https://example.com/ text/html 200 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ 1043
    com,example)/ 20191103184500 {"url": "https://example.com/", "mime": "text/html", "status": "200", "digest": "3I42…"}

https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server,
https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Literal, NamedTuple

Choice = Literal["first", "changed", "all"]
TIMESTAMP = re.compile(r"\d{14}")
PAGES = re.compile(r"text/html|application/xhtml\+xml|warc/revisit|unk|-|", re.IGNORECASE)
ANSWERED = frozenset(("200", "-", ""))
"""Statuses of a page, and of a revisit (many archives list it without a status)."""


class Listed(NamedTuple):
    """A capture in a listing: the archive's sort key of the address, 14 digits of time (UTC), address, digest."""

    key: str
    timestamp: str
    url: str
    mime: str
    status: str
    digest: str

    @property
    def at(self) -> datetime:
        """The capture time."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)

    @property
    def is_page(self) -> bool:
        """True if it may be a page that answered."""
        return PAGES.fullmatch(self.mime) is not None and self.status in ANSWERED


def read_line(line: str) -> Listed | None:
    """Parse a line of a listing; None if it is not a capture.

    >>> read_line("com,example)/ 20191103184500 https://example.com/ text/html 200 3I42 1043").at.isoformat()
    '2019-11-03T18:45:00+00:00'
    """
    key, _, rest = line.strip().partition(" ")
    timestamp, _, rest = rest.partition(" ")
    if not TIMESTAMP.fullmatch(timestamp):
        return None
    if rest.startswith("{"):
        try:
            said = json.loads(rest)
        except ValueError:
            return None
        fields = [str(said.get(name, "")) for name in ("url", "mime", "status", "digest")]
    else:
        fields = rest.split(" ")[:4]
    if len(fields) < 4 or not fields[0]:
        return None
    found = Listed(key, timestamp, *fields)
    try:
        _ = found.at
    except ValueError:
        return None
    return found


def chosen(listing: Iterable[Listed], choice: Choice) -> Iterator[tuple[Listed, bool]]:
    """Every capture, and True if it must be fetched: of each address the first page, or one of each content, or all.

    The listing must be sorted by address and time, as every CDX server sorts it.
    """
    key, seen = "", set[str]()
    for each in listing:
        if each.key != key:
            key, seen = each.key, set()
        is_wanted = each.is_page and (
            choice == "all" or (each.digest not in seen and (choice == "changed" or not seen))
        )
        if is_wanted:
            seen.add(each.digest)
        yield each, is_wanted
