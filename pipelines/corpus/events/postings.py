"""Postings: the heaviest terms of each story as a record of fixed size, and the pairs of stories that are worth comparing.

A pair is worth it if the cosine by the posted terms alone is MIN_ALIKE, and what the model makes of these terms is MIN_ODDS;
in two languages, if the stories share MIN_POSTED_KEYS names. On 518 stories of many papers that is one pair in 700, and 99% of
those above 0. Numbers are whole where they are summed, so that the sums have the same bits in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from pipelines.corpus.events import model
from pipelines.corpus.events.model import WINDOW_DAYS, Story
from pipelines.corpus.events.sketch import PART_BITS, PARTS, POSTED_KEYS, POSTED_TERMS, bulk

MIN_ALIKE = 0.08
"""Least cosine of two stories by their posted terms alone at which they are compared."""
MIN_ODDS = -2.0
"""Least log-odds by the posted terms alone: the terms that are not posted add what is missing to 0."""
MIN_POSTED_KEYS = 3
"""Posted keys of names that two stories in two languages must share to be compared."""
WEIGHT_UNITS, MAX_WEIGHT = 400, 255
"""A posted weight is counted in this part of the length of the sketch; the greatest one that is counted."""
RECORD = np.dtype(
    [
        ("num", "<i8"), ("first", "<i4"), ("last", "<i4"), ("source", "<u4"), ("language", "<u4"), ("words", "<f4"),
        ("norms", "<f4", PARTS), ("terms", "<u4", POSTED_TERMS), ("keys", "<u4", POSTED_KEYS),
        ("weights", "u1", POSTED_TERMS), ("kinds", "u1", POSTED_TERMS),
    ]
)  # fmt: skip
"""Number and days of a story, its source and language (0 if unknown), ln(words), the lengths of its parts beside the whole,
and its posted terms and keys; 0 where it has fewer.
"""
BATCH = 500
"""Stories that are compared with others at a time."""
SIEVE_BITS = (1 << 20) - 1

Records = npt.NDArray[np.void]
Places = npt.NDArray[np.int64]


def record(num: int, story: Story) -> Records:
    """The record of a story."""
    sketch, made = story.sketch, np.zeros(1, RECORD)
    row = made[0]
    row["num"], row["first"], row["last"] = num, story.first_day, story.last_day
    row["source"], row["language"] = crc32(story.source.encode()), crc32(sketch.language.encode())
    row["words"] = np.log(max(sketch.words, 1))
    length = bulk([sketch]).norms[0]
    row["norms"] = length / max(length[0], 1e-9)
    terms, keys = sketch.posted, sketch.posted_keys
    at = np.searchsorted(sketch.hashes, terms)
    units = np.rint(sketch.weights[at] / max(length[0], 1e-9) * WEIGHT_UNITS)
    row["terms"][: len(terms)], row["keys"][: len(keys)] = terms, keys
    row["weights"][: len(terms)] = np.clip(units, 1, MAX_WEIGHT)
    row["kinds"][: len(terms)] = sketch.kinds[at]
    return made


def is_wide(first: int, last: int) -> bool:
    """True if the days on which a story may have been published are many: it is looked for on all of them."""
    return last - first > WINDOW_DAYS


def batches(records: Records) -> Iterator[Records]:
    """Records in batches whose stories may be near the same others: all wide, or of about the same days."""
    wide = records["last"] - records["first"] > WINDOW_DAYS
    ordered = np.lexsort((records["num"], records["last"], wide))
    start = 0
    for end in range(1, len(ordered) + 1):
        first, last = ordered[start], ordered[min(end, len(ordered) - 1)]
        if (
            end in (len(ordered), start + BATCH)
            or wide[first] != wide[last]
            or (not wide[last] and records["last"][last] - records["last"][first] > WINDOW_DAYS)
        ):
            yield records[ordered[start:end]]
            start = end


class Asked:
    """A batch of stories, ready to be compared with others."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._terms, self._keys = _Lookup(records["terms"]), _Lookup(records["keys"])
        self._weights = records["weights"].ravel()[self._terms.places].astype(np.float64)
        self._kinds = records["kinds"].ravel()[self._terms.places]

    def worth_comparing(self, others: Records) -> tuple[Places, Places]:
        """Pairs that are worth comparing: places in the batch and places in the other records."""
        found = np.union1d(self._by_terms(others), self._by_keys(others))
        theirs, mine = np.divmod(found, len(self._records))
        near = _apart(self._records[mine], others[theirs]) <= WINDOW_DAYS
        return mine[near], theirs[near]

    def _by_terms(self, others: Records) -> Places:
        """Pairs as one number each: place of the other record times the size of the batch, and place in the batch."""
        at, hits, counts = self._terms.found(others["terms"])
        pairs = self._terms.rows[at] + np.repeat(hits // POSTED_TERMS * len(self._records), counts)
        products = self._weights[at] * np.repeat(others["weights"].ravel()[hits], counts)
        alike = np.bincount(pairs, products, len(self._records) * len(others))
        enough = alike >= MIN_ALIKE * WEIGHT_UNITS**2
        found, kept = np.flatnonzero(enough), np.flatnonzero(enough[pairs])
        place, products = np.searchsorted(found, pairs[kept]), products[kept]
        kinds = self._kinds[at[kept]] & np.repeat(others["kinds"].ravel()[hits], counts)[kept]
        sums = [np.bincount(place, np.where(kinds & bit, products, 0), len(found)) for bit in PART_BITS]
        theirs, mine = np.divmod(found, len(self._records))
        one, other = self._records[mine], others[theirs]
        return found[_in_two_languages(one, other) | (_odds(one, other, [alike[found], *sums]) >= MIN_ODDS)]

    def _by_keys(self, others: Records) -> Places:
        """Pairs in two languages, numbered in the same way."""
        at, hits, counts = self._keys.found(others["keys"])
        pairs = self._keys.rows[at] + np.repeat(hits // POSTED_KEYS * len(self._records), counts)
        values, shared = np.unique(pairs, return_counts=True)
        found = values[shared >= MIN_POSTED_KEYS]
        theirs, mine = np.divmod(found, len(self._records))
        return found[_in_two_languages(self._records[mine], others[theirs])]


class _Lookup:
    """The values of a batch's records, sorted: `places` in the flat array and `rows` of each. 0 is no value."""

    def __init__(self, values: npt.NDArray[np.uint32]) -> None:
        flat = values.ravel()
        order = np.argsort(flat, kind="stable")
        self.places = order[np.searchsorted(flat[order], 1) :]
        self.rows = self.places // values.shape[1]
        self._values, self._starts = np.unique(flat[self.places], return_index=True)
        self._counts = np.diff(np.append(self._starts, len(self.places)))
        self._sieve = np.zeros(SIEVE_BITS + 1, bool)
        self._sieve[self._values & SIEVE_BITS] = True

    def found(self, others: npt.NDArray[np.uint32]) -> tuple[Places, Places, Places]:
        """Equal values: numbers in `places`, and places in the flat array of the others, with how many of the former each has."""
        flat = others.ravel()
        hits = np.flatnonzero(self._sieve[flat & SIEVE_BITS])
        at = np.searchsorted(self._values, flat[hits])
        equal = np.append(self._values, 0)[at] == flat[hits]
        hits, at = hits[equal & (flat[hits] > 0)], at[equal & (flat[hits] > 0)]
        counts = self._counts[at]
        steps = np.repeat(self._starts[at] - (counts.cumsum() - counts), counts)
        return steps + np.arange(len(steps)), hits, counts


def _odds(one: Records, other: Records, sums: Sequence[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    """The log-odds of pairs of one language, by their posted terms alone."""
    odds = model.LENGTH * np.minimum(one["words"], other["words"]) + model.CONSTANT
    for part, (weight, products) in enumerate(zip(model.COSINES, sums, strict=True)):
        length = one["norms"][:, part].astype(np.float64) * other["norms"][:, part] * WEIGHT_UNITS**2
        odds = odds + weight * np.sqrt(products / np.maximum(length, 1e-9))
    odds -= np.minimum(_apart(one, other) / model.FADE_DAYS, model.MAX_FADE)
    return odds - model.SAME_SOURCE * ((one["source"] == other["source"]) & (one["source"] != 0))


def _apart(one: Records, other: Records) -> npt.NDArray[np.int32]:
    return np.maximum(0, np.maximum(one["first"] - other["last"], other["first"] - one["last"]))


def _in_two_languages(one: Records, other: Records) -> npt.NDArray[np.bool_]:
    return (one["language"] != other["language"]) & (one["language"] != 0) & (other["language"] != 0)
