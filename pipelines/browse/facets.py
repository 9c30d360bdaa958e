"""Counts of search results by source, language, kind, section and month: the articles' values as numbers in memory, about
twenty bytes an article, so that a count joins no tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

FACETS = ("source", "language", "kind", "section", "month")
VALUED = (*FACETS, "precision")
HEX = re.compile(r"[0-9a-f]{1,16}")
MAX_VALUES = 12
"""Values of a facet that are listed; of months, all."""
VALUES = """
SELECT TRY_CAST('0x' || article_id AS UBIGINT) AS key, source, language, kind, section,
  coalesce(published[1:7], 'undated') AS month, coalesce(published_precision, 'unknown') AS precision
FROM articles WHERE key IS NOT NULL
"""
MEMBERS = """
SELECT TRY_CAST('0x' || event_id AS UBIGINT) AS event, TRY_CAST('0x' || article_id AS UBIGINT) AS work FROM events
WHERE event IS NOT NULL AND work IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of all articles of a publication."""

    keys: np.ndarray[Any, Any]
    """Ids as numbers, in order."""
    codes: Mapping[str, np.ndarray[Any, Any]]
    """By facet: for each article the place of its value in `values`."""
    values: Mapping[str, Sequence[str | None]]

    def counts(self, keys: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
        """By facet: values and the number of these articles, the most frequent first; months in order."""
        found = np.asarray(keys, np.uint64)
        places = np.searchsorted(self.keys, found)
        inside = places < len(self.keys)
        places, found = places[inside], found[inside]
        places = places[self.keys[places] == found]
        return {name: self._counted(name, places) for name in FACETS}

    def precisions(self, source: str) -> list[dict[str, Any]]:
        """How exact the dates of a source's articles are: numbers of articles, the most frequent first."""
        known = self.values["source"]
        if source not in known:
            return []
        places = np.flatnonzero(self.codes["source"] == known.index(source))
        return [{"precision": row["value"], "articles": row["articles"]} for row in self._counted("precision", places)]

    def _counted(self, name: str, places: np.ndarray[Any, Any]) -> list[dict[str, Any]]:
        counted = np.bincount(self.codes[name][places], minlength=1)
        rows = [
            (value, int(counted[code])) for code in counted.nonzero()[0].tolist() if (value := self.values[name][code])
        ]
        if name == "month":
            return [{"value": value, "articles": count} for value, count in sorted(rows)]
        best = sorted(rows, key=lambda row: (-row[1], row[0]))[:MAX_VALUES]
        return [{"value": value, "articles": count} for value, count in best]


def facets_of(batches: pa.RecordBatchReader) -> Facets:
    """The facets of the rows of VALUES."""
    known: dict[str, dict[str | None, int]] = {name: {} for name in VALUED}
    parts: dict[str, list[np.ndarray[Any, Any]]] = {name: [] for name in VALUED}
    keys: list[np.ndarray[Any, Any]] = [np.empty(0, np.uint64)]
    for batch in batches:
        keys.append(np.from_dlpack(batch["key"]))
        for name in VALUED:
            column = batch[name].dictionary_encode("encode")
            codes = [known[name].setdefault(value, len(known[name])) for value in column.dictionary.to_pylist()]
            parts[name].append(np.asarray(codes, np.int32)[np.from_dlpack(column.indices)])
    ids = np.concatenate(keys)
    order = np.argsort(ids)
    empty = [np.empty(0, np.int32)]
    return Facets(
        ids[order],
        {name: _small(np.concatenate(parts[name] or empty)[order], len(known[name])) for name in VALUED},
        {name: list(known[name]) for name in VALUED},
    )


def _small(codes: np.ndarray[Any, Any], values: int) -> np.ndarray[Any, Any]:
    return codes.astype(np.min_scalar_type(values))


@dataclass(frozen=True, slots=True)
class Events:
    """The members of all events, sixteen bytes each."""

    events: np.ndarray[Any, Any]
    """Ids of events as numbers, in order; `works` has that of a member at the same place."""
    works: np.ndarray[Any, Any]

    @classmethod
    def of(cls, batches: pa.RecordBatchReader) -> Events:
        """Those of the rows of MEMBERS."""
        parts = [(np.from_dlpack(batch["event"]), np.from_dlpack(batch["work"])) for batch in batches]
        events, works = (
            np.concatenate([np.empty(0, np.uint64), *own]) for own in (zip(*parts, strict=True) if parts else ((), ()))
        )
        order = np.argsort(events)
        return cls(events[order], works[order])

    def members(self, events: Iterable[str]) -> list[str]:
        """Ids of the articles in some events."""
        found: list[str] = []
        for event in events:
            if HEX.fullmatch(event):
                first, last = (
                    np.searchsorted(self.events, np.uint64(int(event, 16)), side) for side in ("left", "right")
                )
                found += [f"{work:016x}" for work in self.works[first:last].tolist()]
        return found
