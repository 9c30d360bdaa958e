"""Numbers in addresses: the series of a page's number, and the number."""

from __future__ import annotations

import re

NUMBER = re.compile(r"(?:[?&](?P<name>[a-z_]+)=)?(?P<number>\d{3,12})(?=\D*$)")
YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")


def numbered(key: str) -> tuple[str, int] | None:
    """Series and number of a `url_key`; None if it has no number, or one that may be a date.

    >>> numbered("a.example/uk/ferry-stopped-41207"), numbered("a.example/?p=1207"), numbered("a.example/2025/11/ferry")
    (('a.example', 41207), ('a.example?p', 1207), None)
    """
    m = NUMBER.search(key)
    if m is None or YEAR.fullmatch(m["number"]):
        return None
    host = key.partition("/")[0]
    return (f"{host}?{m['name']}" if m["name"] else host), int(m["number"])
