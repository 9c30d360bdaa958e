"""Finding articles in the index: open it once, ask it any number of queries."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import tantivy

from pipelines.errors import EnvironmentFault, InputError, machine_fault
from pipelines.home import Home
from pipelines.search import folder as folders
from pipelines.search.grammar import Query, parsed
from pipelines.search.matching import Matching
from pipelines.search.passage import Passage, passage, whole
from pipelines.search.wanted import Wanted, positive

TIES = 4
"""How many times more hits are asked for while those at the end of a page tie."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers a query; `published` is null where unknown, then it lies between `earliest` and `latest`."""

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


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found: how it was understood, all articles that answer it, and those of a page, the best first."""

    understood: str
    total: int
    first: int
    """The number of the first hit, from 1."""
    hits: list[Hit] = field(default_factory=list)


class Searcher:
    """The index as it stands."""

    def __init__(self, path: Path) -> None:
        index = tantivy.Index.open(str(path))
        index.config_reader("manual")
        index.reload()
        self._searcher = index.searcher()
        self._matching = Matching(index.schema, self._searcher)

    def find(self, query: Query, *, limit: int = 10, page: int = 1) -> Found:
        """A page of the answers to a query. Raises InputError where there is no sense in it."""
        first = (page - 1) * limit
        total, ranked = self._ranked(query, first + limit)
        wanted: dict[str | None, Wanted] = {}
        hits = [self._hit(address, score, query, wanted) for score, _, _, address in ranked[first:]]
        return Found(str(query), total, first + 1, hits)

    def ids(self, query: Query) -> list[tuple[str, int]]:
        """The ids of all answers with their scores, the best first."""
        _, ranked = self._ranked(query, max(1, self._searcher.num_docs))
        return [(self._id(key, address), int(score)) for score, _, key, address in ranked]

    def _ranked(self, query: Query, wanted: int) -> tuple[int, list[tuple[float, int, int, Any]]]:
        """How many answer, and the best: (score, order, key, address); of equals the newer, of one day by id.

        Those that tie with the last one are looked at, too: which of them are told does not depend on how the index was made.
        """
        asked = self._matching.of(query)
        if next(positive(query), None) is None:  # conditions alone: all are equal
            result: Any = self._searcher.search(asked, wanted, order_by_field="order")
            scores = [0.0] * len(result.hits)
        else:
            result = self._with_ties(asked, wanted)
            scores = [score for score, _ in result.hits]
        addresses = [address for _, address in result.hits]
        orders, keys = (self._searcher.fast_field_values(name, addresses) for name in ("order", "key"))
        rows = [
            (score, int(order or 0), int(key or 0), address)
            for score, order, key, address in zip(scores, orders, keys, addresses, strict=True)
        ]
        rows.sort(key=lambda row: (-row[0], -row[1], row[2]))
        return int(result.count or 0), rows[:wanted]

    def _with_ties(self, asked: tantivy.Query, wanted: int) -> Any:
        limit = wanted + 1
        while True:
            result = self._searcher.search(asked, limit, weight_by_field="rank")
            if len(result.hits) < limit or result.hits[-1][0] < result.hits[wanted - 1][0]:
                return result
            limit *= TIES

    def _hit(self, address: Any, score: float, query: Query, wanted: dict[str | None, Wanted]) -> Hit:
        document: Any = self._searcher.doc(address)
        shown = json.loads(document.get_first("shown"))
        days = (self._searcher.fast_field_values(name, [address])[0] for name in ("earliest", "latest"))
        earliest, latest = (date.fromordinal(int(day or 1)) for day in days)
        language = shown["language"]
        if language not in wanted:
            wanted[language] = Wanted(query, language)
        text, title = shown.pop("text") or "", shown.pop("title") or ""
        return Hit(
            article_id=document.get_first("article_id"),
            title=whole(title, wanted[language]),
            passage=passage(text, wanted[language]),
            score=int(score),
            earliest=earliest,
            latest=latest,
            **shown,
        )

    def _id(self, key: int, address: Any) -> str:
        return f"{key:016x}" if key else str(self._searcher.doc(address).get_first("article_id"))


def find(home: Home, words: str, *, limit: int = 10, page: int = 1) -> Found:
    """A page of the answers to a query. Raises InputError when there is no index or no sense in it."""
    query = parsed(words)
    with searching(home) as searcher:
        return searcher.find(query, limit=limit, page=page)


@contextmanager
def searching(home: Home) -> Iterator[Searcher]:
    """The index of a corpus, opened; one on a disk that cannot be written, through links beside. Raises InputError."""
    path = folders.folder(home)
    if not folders.is_complete(home):
        older = path.is_dir()
        what = "was made by an older version" if older else "does not exist yet"
        raise InputError(f"the search index of {home.root} {what}: run 'dateline build'")
    try:
        if os.access(path, os.W_OK):
            yield Searcher(path)
            return
        with tempfile.TemporaryDirectory(prefix="dateline-search-") as beside:
            for file in path.iterdir():
                (Path(beside) / file.name).symlink_to(file)
            (Path(beside) / ".tantivy-meta.lock").unlink(missing_ok=True)
            yield Searcher(Path(beside))
    except ValueError as error:
        fault = machine_fault(error) or "run 'dateline doctor --repair'"
        raise EnvironmentFault(f"the search index of {home.root} cannot be opened: {fault}") from error
