"""Sequences: the lists of stories on the pages of a night, in order, each with the name of its kind of list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

import numpy as np
import pyarrow as pa

from pipelines.base.urls.kinds import UrlKind, kind_shape, url_kind
from pipelines.lake.link_kinds import LINK_KINDS, LISTS

IN_BODY = "in_body"
COLUMNS = ["source", "from_url", "from_url_key", "to_url_key", "kind", "position", "variant"]
MAX_WHOLE_LIST = 400
"""A list with more members is cut into pieces. If a sitemap of 50,000 addresses gains one, only one piece changes."""
PIECE = 64
"""Average number of members of a piece. A piece ends with a member whose key is divisible by this, whatever comes before it."""
PAGE_NUMBER = re.compile(r"/page/(\d{1,4})(?=$|\?)|[?&](?:page|paged)=(\d{1,4})(?=$|&)")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list as it was seen: the keys of its targets from top to bottom. For a link in a text: the page, then the target."""

    id: int
    family: str  # source, kind of link, and the page or the address shape of the pages of one template
    kind: str
    url: str
    keys: tuple[int, ...]
    at: int | None  # when the page was fetched, seconds since 1970


def sequences(links: pa.Table, fetched_at: Mapping[tuple[str, str], datetime]) -> Iterator[Sequence]:
    """The lists in a night's `links` (COLUMNS, in the table's order). `fetched_at` is by source and url_key.

    The pages of one list (`/news`, `/news?page=2`) are one sequence, in the order of their numbers. A page's link to
    itself is not a member: it belongs to the headline or to a share button.
    """
    rows = zip(*(links[name].to_pylist() for name in COLUMNS), strict=True)
    parts: dict[tuple[str, str, str], list[tuple[int, str, str, list[int]]]] = {}
    for (source, key, kind), group in groupby(rows, key=itemgetter(0, 2, 4)):
        if kind not in LISTS and kind != IN_BODY:
            continue
        listed = sorted(group, key=itemgetter(5, 6))
        targets = list(dict.fromkeys(key_id(to) for *_, to, _, _, _ in listed if to != key))
        base, number = paged(key) if kind in LISTS else (key, 1)
        parts.setdefault((source, base, kind), []).append((number, key, listed[0][1], targets))
    for (source, base, kind), pages in sorted(parts.items()):
        pages.sort(key=itemgetter(0, 1))
        at = _seconds(fetched_at.get((source, pages[0][1])))
        keys = tuple(dict.fromkeys(key for *_, targets in pages for key in targets))
        family = f"{source} {kind} {_family(base, pages[0][2], kind)}"
        if kind == IN_BODY:
            own = key_id(pages[0][1])
            yield from (_sequence(family, kind, pages[0][2], (own, key), at) for key in keys if key != own)
        else:
            yield from (_sequence(family, kind, pages[0][2], piece, at) for piece in pieces(keys))


def _sequence(family: str, kind: str, url: str, keys: tuple[int, ...], at: int | None) -> Sequence:
    packed = np.array(keys, np.int64).tobytes()
    number = blake2b(packed, digest_size=8, key=blake2b(family.encode(), digest_size=16).digest())
    return Sequence(int.from_bytes(number.digest(), "big", signed=True), family, kind, url, keys, at)


def pieces(keys: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """A list, or the pieces of a long one; the last member of a piece is also the first of the next."""
    if len(keys) <= MAX_WHOLE_LIST:
        yield keys
        return
    first = 0
    for place, key in enumerate(keys[1:], start=1):
        if key % PIECE == 0 or place - first == MAX_WHOLE_LIST or place == len(keys) - 1:
            yield keys[first : place + 1]
            first = place


def _family(base: str, url: str, kind: str) -> str:
    if LINK_KINDS[kind].on_stories or url_kind(url) == UrlKind.STORY:
        return kind_shape(url)
    return base


def paged(key: str) -> tuple[str, int]:
    """The key of a list's first page, and the number of this page.

    >>> paged("a.example/news/page/3"), paged("a.example/news?page=2"), paged("a.example/?p=24071")
    (('a.example/news', 3), ('a.example/news', 2), ('a.example/?p=24071', 1))
    """
    m = PAGE_NUMBER.search(key)
    if m is None:
        return key.rstrip("/"), 1
    return (key[: m.start()] + key[m.end() :]).rstrip("?&/"), int(m[1] or m[2])


def begins(url: str) -> bool:
    """True if a URL is the first page of a list."""
    return paged(url)[1] == 1


@lru_cache(maxsize=200_000)
def key_id(key: str) -> int:
    """64 bits of the hash of a url_key."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def _seconds(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at is not None else None
