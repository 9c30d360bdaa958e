"""Spans: the looks of a night at which each link of a page stood. A link that stands at many looks is one row of `links`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from spiders.links.edges import BUILT, Edge

Saying = tuple[object, ...]
"""What a link says: two looks at which it says the same are one row."""
Spans = list[dict[str, int]]
OWN = 0
"""Number of the night's own look at a page, which is the last."""


class PageLooks:
    """The looks of a night at one page, and its links: each once, with the looks at which it stood."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, list[Edge]]] = []
        self._looks: list[int] = []
        self._stood: dict[Saying, array[int]] = {}

    def add(self, row_key: str, url: str, edges: list[Edge]) -> None:
        """Add a look with all its links. The key of a glance ends in its number: `a.example/feed#01`."""
        number = row_key.partition("#")[2]
        look = int(number) if number else OWN
        new = [edge for edge in edges if saying(edge) not in self._stood] if number else edges
        for edge in edges:
            self._stood.setdefault(saying(edge), array("i")).extend((look, edge.position))
        if edges:
            self._looks.append(look)
        self._rows.append((row_key, url, new))

    def rows(self) -> Iterator[tuple[str, str, list[tuple[Edge, Spans | None]]]]:
        """(key, url, links) of each look; a link stands at the first look that is added with it. One look has no spans."""
        if len(self._looks) < 2:
            for row_key, url, edges in self._rows:
                yield row_key, url, [(edge, None) for edge in edges]
            return
        order = {look: place for place, look in enumerate(sorted(self._looks, key=_in_time))}
        for row_key, url, edges in self._rows:
            yield row_key, url, [(edge, _spans(self._stood[saying(edge)], order)) for edge in edges]


def saying(edge: Edge) -> Saying:
    """What a link says."""
    return edge.kind, edge.url, edge.anchor, tuple(date for date in edge.dates if date[0] != BUILT)


def by_page(visits: Iterable[tuple[str, str, list[Edge]]]) -> Iterator[PageLooks]:
    """The looks at each page, from (key, url, links) by key: all looks at a page follow each other."""
    page, looks = None, PageLooks()
    for row_key, url, edges in visits:
        key = row_key.partition("#")[0]
        if page not in (None, key):
            yield looks
            looks = PageLooks()
        page = key
        looks.add(row_key, url, edges)
    if page is not None:
        yield looks


def _spans(stood: array[int], order: dict[int, int]) -> Spans:
    """The runs of looks in which a link stood, from its (look, position) pairs.

    >>> _spans(array("i", [1, 7, 2, 5, 0, 6, 4, 9]), {1: 0, 2: 1, 3: 2, 4: 3, 0: 4})[0]
    {'first_look': 1, 'last_look': 2, 'first_position': 7, 'last_position': 5, 'best_position': 5}
    """
    places: dict[int, int] = {}
    for look, position in zip(stood[::2], stood[1::2], strict=True):
        places[look] = min(position, places.get(look, position))
    spans: Spans = []
    before: Any = None
    for look in sorted(places, key=order.__getitem__):
        position = places[look]
        if before is None or order[look] != order[before] + 1:
            spans.append({"first_look": look, "first_position": position, "best_position": position})
        last = spans[-1]
        last |= {"last_look": look, "last_position": position, "best_position": min(position, last["best_position"])}
        before = look
    names = ("first_look", "last_look", "first_position", "last_position", "best_position")
    return [{name: span[name] for name in names} for span in spans]


def _in_time(look: int) -> tuple[bool, int]:
    return look == OWN, look
