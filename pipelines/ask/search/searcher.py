"""Searcher: finds articles in the index. Open it once, then run any number of queries."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

from pipelines.ask.search import folder as folders
from pipelines.ask.search.fields import DAYS
from pipelines.ask.search.grammar import Query, parsed
from pipelines.ask.search.matching import Matching
from pipelines.ask.search.passage import Passage, passage, whole
from pipelines.ask.search.wanted import Wanted, positive
from pipelines.base.errors import EnvironmentFault, InputError, machine_fault
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.home import Home, is_writable

SPARE = 60
"""Documents that are read beyond a page: documents of one score and span come in any order, and this usually reads them all."""

GROUPED = 1_000
"""Grouped by event are the best results only, if there are more; the others follow one by one."""

EventsOf = Callable[[Sequence[str]], Mapping[str, str]]
"""The events of articles by their ids; an article of no event is absent."""


class Ranked(NamedTuple):
    """A matching document: its score, its sort number among equals, the number of its id, and its address in the index."""

    score: int
    order: int
    key: int
    address: Any


@dataclass(frozen=True, slots=True)
class Hit:
    """A matching article. If `published` is null, the date is between `earliest` and `latest`."""

    article_id: str
    source: str
    url: str
    title: Passage
    published: str | None
    earliest: date
    latest: date
    language: str | None
    kind: str
    authors: Sequence[str]
    section: str | None
    role: str | None
    passage: Passage
    score: int
    event_id: str | None = None
    """The event that other articles report, too; only if it was asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a query: how it was understood, the number of matching articles, and the articles of a page, best
    first.
    """

    understood: str
    total: int
    first: int
    """The number of the first hit, from 1."""
    hits: list[Hit] = field(default_factory=list)


class Searcher:
    """The current state of the index."""

    def __init__(self, path: Path) -> None:
        index = tantivy.Index.open(str(path))
        index.config_reader("manual")
        index.reload()
        self._searcher = index.searcher()
        self._matching = Matching(index.schema, self._searcher)

    @property
    def articles(self) -> int:
        """Number of articles in the index."""
        return int(self._searcher.num_docs)

    def find(self, query: Query, *, limit: int = 10, page: int = 1, events: EventsOf | None = None) -> Found:
        """A page of the results of a query. With `events`, articles of one event stand together, on all pages alike, where
        the best of them stands. Raises InputError if the query makes no sense.
        """
        first = (page - 1) * limit
        least = GROUPED if events else 0
        total, ranked = self._ranked(query, min(max(first + limit, least), max(1, self.articles)))
        known: Mapping[str, str] = {}
        if events:
            ids = [self._id(each) for each in ranked[:GROUPED]]
            known = events(ids)
            ranked = [*together(ranked[:GROUPED], [known.get(each, each) for each in ids]), *ranked[GROUPED:]]
        wanted: dict[str | None, Wanted] = {}
        chosen = ranked[first : first + limit]
        days = (self._searcher.fast_field_values(name, [each.address for each in chosen]) for name in DAYS)
        bounds = [tuple(date.fromordinal(int(day or 1)) for day in each) for each in zip(*days, strict=True)]
        hits = [self._hit(each, between, query, wanted) for each, between in zip(chosen, bounds, strict=True)]
        hits = [replace(hit, event_id=known.get(hit.article_id)) for hit in hits] if events else hits
        return Found(str(query), total, first + 1, hits)

    def keys(self, query: Query, *, limit: int) -> list[int]:
        """The ids of all results, or of the best, as numbers, in any order."""
        by_rank = next(positive(query), None) is not None
        how = {"weight_by_field": "rank"} if by_rank else {"order_by_field": "order"}
        _, hits = self._search(self._matching.of(query), max(1, min(limit, self.articles)), **how)
        return [int(key or 0) for key in self._searcher.fast_field_values("key", [address for _, address in hits])]

    def ids(self, query: Query, *, limit: int | None = None) -> list[tuple[str, int]]:
        """The ids of all results, or of the best, with their scores, the best first."""
        _, ranked = self._ranked(query, max(1, min(limit or self.articles, self.articles)))
        return [(self._id(each), each.score) for each in ranked]

    def _ranked(self, query: Query, wanted: int) -> tuple[int, list[Ranked]]:
        """The number of matches, and the best of them. Among equal scores, newer ones come first, then by id; this does
        not depend on how the index was made.
        """
        asked = self._matching.of(query)
        if next(positive(query), None) is None:  # conditions only: all matches are equal
            total, hits = self._search(asked, wanted, order_by_field="order")
            return total, self._sorted([(0, address) for _, address in hits])[:wanted]
        total, hits = self._search(asked, wanted + SPARE, weight_by_field="rank")
        if len(hits) > wanted:
            tie, address = hits[wanted - 1]
            tied = [hit for hit in hits if hit[0] == tie]
            if len(hits) == wanted + SPARE and hits[-1][0] == tie:
                tied = self._tied(asked, tie, address, wanted)
            hits = [hit for hit in hits if hit[0] > tie] + tied
        return total, self._sorted([(int(score), address) for score, address in hits])[:wanted]

    def _tied(self, asked: tantivy.Query, tie: float, address: Any, wanted: int) -> list[tuple[float, Any]]:
        """The first of the documents that tie with one: documents of its span of days with its score."""
        [day] = self._searcher.fast_field_values("latest", [address])
        of_span = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, asked), (tantivy.Occur.Must, self._matching.of_span(int(day or 0)))]
        )
        limit = wanted + 1  # includes fewer than `wanted` better documents of the span
        while True:
            _, hits = self._search(of_span, limit, weight_by_field="span_rank")
            same = [hit for hit in hits if int(hit[0]) == int(tie)]
            if len(hits) < limit or hits[-1][0] < same[min(wanted, len(same)) - 1][0]:
                return [(tie, address) for _, address in same]
            limit *= 2

    def _sorted(self, hits: Sequence[tuple[int, Any]]) -> list[Ranked]:
        addresses = [address for _, address in hits]
        orders, keys = (self._searcher.fast_field_values(name, addresses) for name in ("order", "key"))
        ranked = [
            Ranked(score, int(order or 0), int(key or 0), address)
            for (score, address), order, key in zip(hits, orders, keys, strict=True)
        ]
        return sorted(ranked, key=lambda each: (-each.score, -each.order, each.key))

    def _search(self, asked: tantivy.Query, limit: int, **how: str) -> tuple[int, list[tuple[Any, Any]]]:
        result: Any = self._searcher.search(asked, limit, **how)  # type: ignore[arg-type]
        return int(result.count), result.hits

    def _hit(self, ranked: Ranked, between: tuple[date, ...], query: Query, wanted: dict[str | None, Wanted]) -> Hit:
        document: Any = self._searcher.doc(ranked.address)
        shown, text = json.loads(document.get_first("shown").decode()), document.get_first("text").decode()
        language = shown["language"]
        if language not in wanted:
            wanted[language] = Wanted(query, language)
        title = shown.pop("title") or ""
        return Hit(
            article_id=document.get_first("article_id"),
            title=whole(title, wanted[language]),
            passage=passage(text, wanted[language]),
            score=ranked.score,
            earliest=between[0],
            latest=between[1],
            **shown,
        )

    def _id(self, ranked: Ranked) -> str:
        return f"{ranked.key:016x}" if ranked.key else str(self._searcher.doc(ranked.address).get_first("article_id"))


def together(ranked: Sequence[Ranked], groups: Sequence[str]) -> list[Ranked]:
    """The same results with those of a group next to each other, where the first of them stands."""
    best: dict[str, int] = {}
    for group in groups:
        best.setdefault(group, len(best))
    places = sorted(range(len(ranked)), key=lambda place: best[groups[place]])
    return [ranked[place] for place in places]


def find(home: Home, words: str, *, limit: int = 10, page: int = 1) -> Found:
    """A page of the results of a query. Raises InputError if there is no index or the query makes no sense."""
    query = parsed(words)
    with searching(home) as searcher:
        return searcher.find(query, limit=limit, page=page)


@contextmanager
def searching(home: Home) -> Iterator[Searcher]:
    """The opened index of a corpus. On a read-only disk it is opened through links in a folder elsewhere. Raises
    InputError.
    """
    path = folders.folder(home)
    if not folders.is_complete(home):
        if path.is_dir():
            raise InputError(f"the search index of {home.root} was made by an older version: run 'dateline build'")
        raise InputError(f"the search index of {home.root} does not exist yet: {home.next_step}")
    Checksums(home.root).require("index/search/")
    if is_writable(path):
        yield _opened(path)
        return
    # Tantivy writes a lock file beside the index.
    with tempfile.TemporaryDirectory(prefix="dateline-search-") as beside:
        for file in path.iterdir():
            if not file.name.endswith(".lock"):
                (Path(beside) / file.name).symlink_to(file)
        yield _opened(Path(beside))


def _opened(path: Path) -> Searcher:
    try:
        return Searcher(path)
    except ValueError as error:
        fault = machine_fault(error) or "run 'dateline doctor --repair'"
        raise EnvironmentFault(f"the search index cannot be opened: {fault}") from error
