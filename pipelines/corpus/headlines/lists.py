"""The headlines in the lists of a night: a row for each headline of each page that a list links to, with its looks.

A headline that stands at many looks in a row is one row, so the rows of a night follow its changes, not its looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from pipelines.corpus.headlines.choice import Anchor, Chosen, Said, chosen, labels_of, said

Looks = Sequence[tuple[int, datetime]]
"""Number (0 is the night's own look) and time of each look at a page, by time."""
ORDER = {"section": 0, "feed": 0, "sitemap": 0, "related": 1}
"""Kinds of links in lists; headlines are read in this order."""
MENU = "nav"
READ_KINDS = (*ORDER, MENU)


class Stood(NamedTuple):
    """A text and the looks at which it stood: the places of the first and the last in the order of looks; its positions."""

    said: Said
    first: int
    last: int
    positions: tuple[int, int, int]  # at the first look, at the last, the best


class Span(NamedTuple):
    """The headline of a page in a run of looks."""

    chosen: Chosen
    first: int
    last: int
    positions: tuple[int, int, int]


def list_rows(links: Sequence[Mapping[str, Any]], looks: Mapping[tuple[str, str], Looks]) -> Iterator[dict[str, Any]]:
    """Rows of `schemas.HEADLINE_SIGHTINGS`, but for the night, of the lists that `links` are of (by source and list).

    `looks` has the answered looks at each list, by source and the list's key; lists without looks are left out.
    """
    for (source, key), group in groupby(links, key=lambda link: (link["source"], page_of(link["from_url_key"]))):
        seen = looks.get((source, key), ())
        if seen:
            place = {number: at for at, (number, _) in enumerate(seen)}
            for row in _of_list(list(group), place):
                first, last = row.pop("span")
                yield row | {
                    "source": source,
                    "list_key": key,
                    "first_seen": seen[first][1],
                    "last_seen": seen[last][1],
                    "look_before": seen[first - 1][1] if first else None,
                    "look_after": seen[last + 1][1] if last + 1 < len(seen) else None,
                }


def page_of(key: str) -> str:
    """The key of a page without the number of a look."""
    return key.partition("#")[0]


def _of_list(links: Sequence[Mapping[str, Any]], place: Mapping[int, int]) -> Iterator[dict[str, Any]]:
    labels = labels_of({link["anchor"] for link in links if link["kind"] == MENU and link["anchor"]})
    targets: dict[str, list[Stood]] = defaultdict(list)
    first: dict[str, Mapping[str, Any]] = {}
    for link in links:
        if link["kind"] in ORDER and link["anchor"]:
            targets[link["to_url_key"]] += _stood(link, place, labels)
            first.setdefault(link["to_url_key"], link)
    for target, stood in targets.items():
        link = first[target]
        for span in spans(stood):
            yield _row(link, span)


def _row(link: Mapping[str, Any], span: Span) -> dict[str, Any]:
    best = span.chosen.said
    return {
        "place": "list" if link["kind"] in ("section", "related") else "feed",
        "list_url": link["from_url"],
        "url": link["to_url"],
        "url_key": link["to_url_key"],
        "headline": best.headline,
        "shown": None if best.shown == best.headline else best.shown,
        "headline_key": best.key,
        "tail_key": None if best.tail == best.key else best.tail,
        "other_keys": sorted(span.chosen.others) or None,
        "is_label": best.is_label,
        **dict(zip(("first_position", "last_position", "best_position"), span.positions, strict=True)),
        "span": (span.first, span.last),
    }


def _stood(link: Mapping[str, Any], place: Mapping[int, int], labels: frozenset[str]) -> Iterator[Stood]:
    order = (ORDER[link["kind"]], link["position"], link["variant"])
    what = said(Anchor(link["anchor"], link["set_in"], order), labels)
    if what is None:
        return
    if link["spans"] is None:
        number = link["from_url_key"].partition("#")[2]
        at = place.get(int(number) if number else 0)
        if at is not None:
            yield Stood(what, at, at, (link["position"],) * 3)
        return
    for span in link["spans"]:
        first, last = place.get(span["first_look"]), place.get(span["last_look"])
        if first is not None and last is not None:
            positions = span["first_position"], span["last_position"], span["best_position"]
            yield Stood(what, min(first, last), max(first, last), positions)


def spans(stood: Collection[Stood]) -> Iterator[Span]:
    """The headlines of one page in one list, by the looks at which each is the chosen one."""
    edges = sorted({each.first for each in stood} | {each.last + 1 for each in stood})
    whole = len(edges) == 2
    open_span: Span | None = None
    waiting = sorted(stood, key=lambda each: each.first)
    alive: list[Stood] = []
    for start, end in pairwise(edges):
        while waiting and waiting[0].first == start:
            alive.append(waiting.pop(0))
        alive = alive if whole else [each for each in alive if each.last >= start]
        found = chosen(each.said for each in alive)
        if found is None:
            continue
        span = Span(found, start, end - 1, _positions(alive, start, end - 1))
        if open_span is not None and _goes_on(open_span, span):
            open_span = _joined(open_span, span)
        else:
            if open_span is not None:
                yield open_span
            open_span = span
    if open_span is not None:
        yield open_span


def _goes_on(span: Span, later: Span) -> bool:
    same = span.chosen.said.key == later.chosen.said.key
    return same and span.last + 1 == later.first and span.chosen.said.is_label == later.chosen.said.is_label


def _joined(span: Span, later: Span) -> Span:
    others = span.chosen.others | later.chosen.others
    best = min(span.positions[2], later.positions[2])
    said_first = span.chosen.said
    return Span(Chosen(said_first, others), span.first, later.last, (span.positions[0], later.positions[1], best))


def _positions(alive: Sequence[Stood], start: int, end: int) -> tuple[int, int, int]:
    """Positions of a page: those of its anchor at the first and last look, as far as they are known, and the best."""
    first = min(alive, key=lambda each: (each.first != start, each.said.rank))
    last = min(alive, key=lambda each: (each.last != end, each.said.rank))
    best = min(each.positions[2] for each in alive)
    return first.positions[0], last.positions[1], best
