"""The headlines in the lists of a night: a row for each headline of each page that a list links to, with its looks.

A headline that stands at many looks in a row is one row, so the rows of a night follow its changes, not its looks.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from pipelines.corpus.headlines.choice import Anchor, Chosen, Said, chosen, said

Looks = Sequence[tuple[int, datetime]]
"""Number (0 is the night's own look) and time of each look at a page, by time."""
MENU = "nav"
ORDER = {"section": 0, "feed": 0, "sitemap": 0, "related": 1, MENU: 2}
"""Kinds of links in lists; headlines are read in this order."""
LIST_KINDS = ("section", "related", MENU)
LONG_WORDS, LONG_CHARS = 4, 25
"""Words and characters of a link in a menu, from which it is a headline."""


Key = tuple[str, str]
"""A source and the key of a page."""
Run = tuple[int, int, tuple[int, int, int]]
"""The places of the first and the last look in the order of looks; positions at the first, at the last, and the best."""


class Stood(NamedTuple):
    """A text and a run of looks at which it stood."""

    said: Said
    first: int
    last: int
    positions: tuple[int, int, int]


class Span(NamedTuple):
    """The headline of a page in a run of looks."""

    chosen: Chosen
    first: int
    last: int
    positions: tuple[int, int, int]


def list_rows(
    links: Iterable[Mapping[str, Any]], looks: Mapping[Key, Looks], menus: Mapping[Key, frozenset[str]]
) -> Iterator[dict[str, Any]]:
    """Rows of `schemas.HEADLINE_SIGHTINGS`, but for the night, of the lists that `links` are of (by source and list).

    `looks` has the answered looks at each list, by source and the list's key; lists without looks are left out. `menus` has the
    names of sections in the menus of each list.
    """
    for (source, key), group in groupby(links, key=lambda link: (link["source"], page_of(link["from_url_key"]))):
        seen = looks.get((source, key), ())
        place = {number: at for at, (number, _) in enumerate(seen)}
        for row in _of_list(group, place, menus.get((source, key), frozenset())):
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


def _of_list(
    links: Iterable[Mapping[str, Any]], place: Mapping[int, int], labels: frozenset[str]
) -> Iterator[dict[str, Any]]:
    targets: dict[str, Texts] = {}
    for link in links:
        if link["anchor"] and (link["kind"] != MENU or _is_long(link["anchor"])):
            _put(targets, link, place, labels)
    for texts in targets.values():
        for span in spans(list(texts.stood())):
            yield texts.about | _row(span)


def _is_long(text: str) -> bool:
    return len(text) >= LONG_CHARS and len(text.split()) >= LONG_WORDS


def _row(span: Span) -> dict[str, Any]:
    best = span.chosen.said
    return {
        "headline": best.headline,
        "shown": None if best.shown == best.headline else best.shown,
        "headline_key": best.key,
        "tail_key": None if best.tail == best.key else best.tail,
        "other_keys": sorted(span.chosen.others) or None,
        "is_label": best.is_label,
        **dict(zip(("first_position", "last_position", "best_position"), span.positions, strict=True)),
        "span": (span.first, span.last),
    }


class Texts:
    """The texts that lead from a list to one page, each with its runs of looks; `about` has the columns of the page."""

    def __init__(self, link: Mapping[str, Any]) -> None:
        self.about = {
            "place": "list" if link["kind"] in LIST_KINDS else "feed",
            "list_url": link["from_url"],
            "url": link["to_url"],
            "url_key": link["to_url_key"],
        }
        self._runs: dict[tuple[str, tuple[int, ...]], tuple[Said, list[Run]]] = {}

    def add(self, what: Said, run: Run) -> None:
        """Add a run of looks at which a text stood; texts that differ only by marks are one, as the first look showed it."""
        same = what.headline, what.rank[:3]
        first, runs = self._runs.get(same, (what, []))
        self._runs[same] = (what if runs and run < runs[0] else first), runs
        insort(runs, run)

    def stood(self) -> Iterator[Stood]:
        """Each text with its runs; runs that touch are one."""
        for what, runs in self._runs.values():
            (first, last, positions), *later = runs
            for run in later:
                if run[0] > last + 1:
                    yield Stood(what, first, last, positions)
                    first, last, positions = run
                else:
                    end = run[2][1] if run[1] >= last else positions[1]
                    last, positions = max(last, run[1]), (positions[0], end, min(positions[2], run[2][2]))
            yield Stood(what, first, last, positions)


def _put(targets: dict[str, Texts], link: Mapping[str, Any], place: Mapping[int, int], labels: frozenset[str]) -> None:
    """Add what a link says, and when, to the texts of its target."""
    order = (ORDER[link["kind"]], link["position"], link["variant"])
    what = said(Anchor(link["anchor"], link["set_in"], order), labels)
    if what is None:
        return
    for run in _runs(link, place):
        if link["to_url_key"] not in targets:
            targets[link["to_url_key"]] = Texts(link)
        targets[link["to_url_key"]].add(what, run)


def _runs(link: Mapping[str, Any], place: Mapping[int, int]) -> Iterator[Run]:
    """The runs of looks at which a link stood, by the order of looks."""
    if link["spans"] is None:
        number = link["from_url_key"].partition("#")[2]
        at = place.get(int(number) if number else 0)
        if at is not None:
            yield at, at, (link["position"],) * 3
        return
    for span in link["spans"]:
        first, last = place.get(span["first_look"]), place.get(span["last_look"])
        if first is not None and last is not None:
            positions = span["first_position"], span["last_position"], span["best_position"]
            yield min(first, last), max(first, last), positions


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
