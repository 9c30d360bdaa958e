"""Texts that stand in more than one split: found by their word 13-grams, compared by their word 5-grams.

A text overlaps when at least half of its different 13-grams stand in texts of other splits, whichever these are: a copy, an
excerpt, an edited or wrapped copy. Two texts are a pair when one holds at least half of the other's 5-grams: a template with
other names and numbers in it, of which no 13 words in a row need be the same.

Pairs are looked for by runs of 8 words, of which the sieve looks up about every fourth. Where half of the 5-grams are the same, a
fifth of the runs is, however the changed words lie: a text is compared with those that have a tenth of its runs. All runs of a
short text may be among the others: it can be missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.corpus.duplicates.ragged import I64, U64
from pipelines.give.export.buckets import Shared, runs
from pipelines.give.export.grams import GramFiles, grams

HALF = 0.5
PAIR_WORDS = 5
LOOKED_AT = 0.1
"""Share of a text's runs in one text of another split from which on the two are compared."""
COMPARED_TOGETHER = 2_000
"""Texts that are compared with others at a time."""
MAX_PARTNERS_PER_SPLIT = 8
"""Texts of a split that one text is compared with: those that share the most runs with it."""
PART_ENTRIES = 2_000_000
"""Entries of grams that are held in memory and written as one file."""
MAX_HOLDERS_PER_SPLIT = 64
"""Texts of a split that are remembered for one run: a run that many texts have says little of a pair."""

U8 = npt.NDArray[np.uint8]
Texts = Callable[[Sequence[int]], Mapping[int, str]]
"""Reads texts by their numbers."""
OUTSIDE = 0
"""The split of texts that cannot be left out: those of another dataset or of a file that the recipe names."""
NOWHERE = 255
"""The split of a text that is left out."""


@dataclass(slots=True)
class Overlap:
    """The 13-grams that texts of different splits have in common. `splits` is the split of each text."""

    splits: U8
    counts: I64 = field(init=False)
    _parts: list[Path] = field(default_factory=list)

    @classmethod
    def of(cls, files: GramFiles, splits: U8) -> Overlap:
        """The 13-grams that several texts have, and how many different ones each text has."""
        counts = np.zeros(len(splits), np.int64)
        return cls.made(files.shared(counts), counts, splits, files.folder)

    @classmethod
    def made(cls, found: Iterable[Shared], counts: I64, splits: U8, folder: Path) -> Overlap:
        """Look at every gram once; what only one split has is forgotten."""
        overlap = cls(splits)
        overlap.counts = counts
        pending, entries, grams = [], 0, 0
        for shared in found:
            crossing = shared.crossing(splits)
            pending.append(np.stack((crossing.grams + grams, crossing.rows)))
            grams = int(pending[-1][0].max(initial=grams)) + 1
            entries += len(crossing.rows)
            if entries > PART_ENTRIES:
                overlap._keep(folder, pending)
                pending, entries = [], 0
        overlap._keep(folder, pending)
        return overlap

    def _keep(self, folder: Path, pending: Sequence[I64]) -> None:
        """Put what was found into a file: a gram is in one file alone."""
        if pending:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{len(self._parts):02d}.shared.npy"
            np.save(path, np.concatenate(pending, axis=1))
            self._parts.append(path)

    def leave_outside(self, texts: int) -> None:
        """Forget the first `texts`: from here on the others are numbered from 0."""
        for path in self._parts:
            kept, rows = np.load(path)
            inside = rows >= texts
            np.save(path, np.stack((kept[inside], rows[inside] - texts)))
        self.counts, self.splits = self.counts[texts:], self.splits[texts:]

    def shares(self, splits: U8, *, earlier_only: bool = False) -> npt.NDArray[np.float64]:
        """Of each text, the share of its different 13-grams that stand in other splits (or in earlier ones only)."""
        found = np.zeros(len(splits), np.int64)
        for part in self._crossing(splits):
            codes = splits[part.rows]
            begins, sizes = runs(part.grams)
            if len(begins) and earlier_only:
                elsewhere = codes > np.repeat(np.minimum.reduceat(codes, begins), sizes)
                found += np.bincount(part.rows[elsewhere], minlength=len(splits))
            else:
                found += np.bincount(part.rows, minlength=len(splits))
        return found / np.maximum(self.counts, 1)

    def quoting(self, splits: U8, quoted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which texts have any 13-gram in common with a text of another split that is `quoted`."""
        found = np.zeros(len(splits), bool)
        for part in self._crossing(splits):
            begins, sizes = runs(part.grams)
            if len(begins):
                held = np.repeat(np.logical_or.reduceat(quoted[part.rows], begins), sizes)
                found[part.rows[held]] = True
        return found & ~quoted

    def partners(self, splits: U8) -> dict[int, list[int]]:
        """The texts of other splits that each text is compared with, those with the most grams in common first."""
        is_chosen = self.shares(splits) >= LOOKED_AT
        found: dict[int, Counter[int]] = {int(row): Counter() for row in np.flatnonzero(is_chosen)}
        for part in self._crossing(splits):
            begins, sizes = runs(part.grams)
            ends = begins + sizes
            has_chosen = np.logical_or.reduceat(is_chosen[part.rows], begins) if len(begins) else np.zeros(0, bool)
            for begin, end in zip(begins[has_chosen].tolist(), ends[has_chosen].tolist(), strict=True):
                members = part.rows[begin:end]
                codes = splits[members]
                holders = {
                    code: members[codes == code][:MAX_HOLDERS_PER_SPLIT].tolist() for code in set(codes.tolist())
                }
                for row in members[is_chosen[members]].tolist():
                    for code, others in holders.items():
                        if code != splits[row]:
                            found[row].update(others)
        return {row: others for row, counter in found.items() if (others := self._most(row, counter, splits))}

    def _most(self, row: int, counter: Counter[int], splits: U8) -> list[int]:
        """Of each other split those that have the most grams in common with a text, and enough of them."""
        taken: Counter[int] = Counter()
        chosen = []
        for other, count in sorted(counter.items(), key=lambda item: (-item[1], item[0])):
            taken[int(splits[other])] += 1
            if count >= LOOKED_AT * self.counts[row] and taken[int(splits[other])] <= MAX_PARTNERS_PER_SPLIT:
                chosen.append(other)
        return chosen

    def _crossing(self, splits: U8) -> Iterator[Shared]:
        """The grams that still stand in several splits when some texts are left out."""
        for path in self._parts:
            kept, rows = np.load(path)
            here = splits[rows] != NOWHERE
            yield Shared(kept[here], rows[here]).crossing(splits)


@dataclass(slots=True)
class Pairs:
    """Texts of different splits of which one holds half of the other's 5-grams, by the runs that they have in common."""

    runs: Overlap
    _likeness: dict[tuple[int, int], tuple[float, float, float]] = field(default_factory=dict)
    """By the texts that were compared."""

    def of(self, splits: U8, texts: Texts) -> list[dict[str, Any]]:
        """The pairs, each once, ascending; of one that is `NOWHERE` there is none."""
        partners = self.runs.partners(splits)
        wanted = sorted({(min(row, other), max(row, other)) for row, others in partners.items() for other in others})
        new = [pair for pair in wanted if pair not in self._likeness]
        for first in range(0, len(new), COMPARED_TOGETHER):
            self._compare(new[first : first + COMPARED_TOGETHER], texts)
        return [
            {
                "row": one,
                "of": other,
                "jaccard": round(jaccard, 4),
                "containment": round(max(shares), 4),
                "shares": shares,
            }
            for one, other in wanted
            for jaccard, *shares in (self._likeness[one, other],)
            if max(shares) >= HALF
        ]

    def leave_outside(self, texts: int) -> None:
        """Forget the first `texts`: from here on the others are numbered from 0."""
        self.runs.leave_outside(texts)
        kept = {(one - texts, other - texts): found for (one, other), found in self._likeness.items() if one >= texts}
        self._likeness = kept

    def _compare(self, pairs: Sequence[tuple[int, int]], texts: Texts) -> None:
        read = texts(sorted({row for pair in pairs for row in pair}))
        sets = {row: np.unique(grams([text], PAIR_WORDS)[0]) for row, text in read.items()}
        self._likeness |= {(one, other): _likeness(sets[one], sets[other]) for one, other in pairs}


def settled(
    overlap: Overlap, pairs: Pairs, quoted: npt.NDArray[np.bool_], texts: Texts
) -> tuple[U8, dict[str, npt.NDArray[np.bool_]]]:
    """The splits when no text overlaps and no two are a pair any more, and which texts are left out by reason.

    Of copies the one in the earlier split stays. A text that quotes a `quoted` one (a benchmark's) goes, whatever else is true.
    """
    splits = overlap.splits.copy()
    inside = splits != OUTSIDE
    out: dict[str, npt.NDArray[np.bool_]] = {}
    out["quotes_a_named_text"] = overlap.quoting(splits, quoted) & inside
    splits[out["quotes_a_named_text"]] = NOWHERE
    later = (overlap.shares(splits, earlier_only=True) >= HALF) & inside & (splits != NOWHERE)
    splits[later] = NOWHERE
    while found := pairs.of(splits, texts):
        _part(found, splits)
    earlier = (overlap.shares(splits) >= HALF) & inside & (splits != NOWHERE)
    splits[earlier] = NOWHERE
    outside = (overlap.shares(splits) >= HALF) & ~inside
    holders = overlap.quoting(splits, outside) & inside & (splits != NOWHERE)
    splits[holders] = NOWHERE
    gone = (splits == NOWHERE) & (overlap.splits != NOWHERE)
    out["text_in_another_split"] = gone & ~out["quotes_a_named_text"]
    return splits, out


def _part(pairs: Sequence[Mapping[str, Any]], splits: U8) -> None:
    """Leave out a text of each pair, unless one is gone: that of the later split if the earlier one holds half of it, from the
    earliest split on; else the one that is held, which is short, unless it must stay.
    """
    ordered = []
    for pair in pairs:
        held = {pair["row"]: pair["shares"][0] >= HALF, pair["of"]: pair["shares"][1] >= HALF}
        earlier, later = sorted(held, key=lambda row: (splits[row], row))
        goes, stays = (later, earlier) if held[later] or splits[earlier] == OUTSIDE else (earlier, later)
        ordered.append((goes == earlier, splits[later], later, earlier, goes, stays))
    for *_, goes, stays in sorted(ordered):
        if splits[goes] != NOWHERE and splits[stays] != NOWHERE:
            splits[goes] = NOWHERE


def _likeness(one: U64, two: U64) -> tuple[float, float, float]:
    """The Jaccard similarity of two sets, and the share of each that the other has."""
    common = len(np.intersect1d(one, two, assume_unique=True))
    return common / max(len(one) + len(two) - common, 1), common / max(len(one), 1), common / max(len(two), 1)
