"""Bounds from sequential ids: `/story/1021` was published between `/story/1020` and `/story/1022`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from pipelines.dates.model import AFTER, BEFORE
from pipelines.dates.text.reading import span_of

NUMBER = re.compile(r"\d{3,12}(?=\D*$)")
LONGEST_YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")
ENOUGH = 20  # dated stories in strict order that make a numbering believable
SLACK = timedelta(days=2)  # between a number being given and its story being published


@dataclass(frozen=True, slots=True)
class Numbered:
    """A story with a number in its URL, and its date if known (`published`, ISO 8601 to the day or finer)."""

    key: str
    url: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The nearest dated story before or after an undated one; `origin` says on which side."""

    origin: str
    url: str
    published: str


def neighbours(stories: Iterable[Numbered]) -> dict[str, list[Neighbour]]:
    """Key to the dated neighbours of each undated story, if its host has ENOUGH dated stories, all in order of number."""
    series: dict[str, list[tuple[int, Numbered]]] = defaultdict(list)
    for story in stories:
        if (m := NUMBER.search(story.url)) and not LONGEST_YEAR.fullmatch(m[0]):
            series[story.url.partition("/")[0]].append((int(m[0]), story))
    found: dict[str, list[Neighbour]] = {}
    for members in series.values():
        dated = sorted((n, s.published, s.url) for n, s in members if s.published and len(s.published) >= 10)
        if len(dated) >= ENOUGH and _in_order([published[:10] for _, published, _ in dated]):
            found |= {s.key: near for n, s in members if s.published is None and (near := _around(n, dated))}
    return found


def _in_order(days: Sequence[str]) -> bool:
    return len(set(days)) > ENOUGH // 4 and all(a <= b for a, b in pairwise(days))


def _around(number: int, dated: Sequence[tuple[int, str, str]]) -> list[Neighbour]:
    at = bisect_left(dated, (number,))
    sides = []
    if at:
        sides.append(Neighbour(BEFORE, dated[at - 1][2], dated[at - 1][1]))
    if at < len(dated):
        sides.append(Neighbour(AFTER, dated[at][2], dated[at][1]))
    return sides


def bound(origin: str, value: str) -> datetime:
    """The bound that a neighbour's date gives: its first instant minus SLACK (BEFORE), or its last instant plus SLACK (AFTER)."""
    first, last = span_of(value)
    return first - SLACK if origin == BEFORE else min(last + SLACK, datetime.max.replace(tzinfo=UTC))
