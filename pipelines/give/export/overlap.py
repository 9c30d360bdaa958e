"""Texts that stand in more than one split: found by their word 13-grams, compared by their word 5-grams.

A text overlaps when at least half of its different 13-grams stand in texts of other splits, whichever these are: a copy, an
excerpt, an edited or wrapped copy. Two texts are a pair when the Jaccard similarity of their 5-grams is at least 0.8, or one
holds at least 0.9 of the other's. One word that was changed takes five 5-grams and thirteen 13-grams away, so a pair of texts
of 16 words or more has over half of the shorter one's 13-grams in common, unless it repeats itself; looking at every text
with a quarter of them elsewhere finds all pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.buckets import Shared, runs
from pipelines.give.export.grams import GramFiles, grams

HALF = 0.5
JACCARD = 0.8
CONTAINMENT = 0.9
PAIR_WORDS = 5
LOOKED_AT = 0.25
"""Share of a text's 13-grams in other splits from which on it is compared text by text."""
MAX_COMPARED_TEXTS = 5_000
"""Texts that are compared with others one by one; the share of shared 13-grams is known of every text."""
MAX_PARTNERS_PER_TEXT = 8
"""Texts that one text is compared with: those that share the most 13-grams with it."""
PART_ENTRIES = 2_000_000
"""Entries of 13-grams that are held in memory and written as one file."""
MAX_HOLDERS_PER_GRAM = 64
"""Texts of other splits that are remembered for one 13-gram: a 13-gram that many texts have says little of a pair."""

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
        """Look at every gram once; what only one split has is forgotten."""
        overlap = cls(splits)
        overlap.counts = np.zeros(len(splits), np.int64)
        pending, entries, grams = [], 0, 0
        for shared in files.shared(overlap.counts):
            crossing = shared.crossing(splits)
            pending.append(np.stack((crossing.grams + grams, crossing.rows)))
            grams = int(pending[-1][0].max(initial=grams)) + 1
            entries += len(crossing.rows)
            if entries > PART_ENTRIES:
                overlap._keep(files.folder, pending)
                pending, entries = [], 0
        overlap._keep(files.folder, pending)
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

    def pairs(self, splits: U8, texts: Texts) -> list[dict[str, Any]]:
        """Texts of different splits that are a pair, each with the one it is most like."""
        chosen = np.flatnonzero(self.shares(splits) >= LOOKED_AT)[:MAX_COMPARED_TEXTS]
        partners = {
            row: [other for other, _ in found] for row, found in self._partners(splits, chosen).items() if found
        }
        wanted = sorted({*partners, *(other for others in partners.values() for other in others)})
        sets = {row: set(grams([text], PAIR_WORDS)[0].tolist()) for row, text in texts(wanted).items()}
        pairs = []
        for row, others in partners.items():
            likeness = [(*_likeness(sets[row], sets[other]), other) for other in others]
            alike = [each for each in likeness if each[0] >= JACCARD or each[1] >= CONTAINMENT]
            if alike:
                jaccard, containment, other = max(alike, key=lambda each: (each[0], each[1], -each[2]))
                pairs.append({"row": row, "of": other, "jaccard": jaccard, "containment": containment})
        return pairs

    def _partners(self, splits: U8, chosen: I64) -> dict[int, list[tuple[int, int]]]:
        """For each chosen text, those of other splits that have most 13-grams in common with it."""
        is_chosen = np.zeros(len(splits), bool)
        is_chosen[chosen] = True
        found: dict[int, Counter[int]] = {int(row): Counter() for row in chosen}
        for part in self._crossing(splits):
            begins, sizes = runs(part.grams)
            if not len(begins):
                continue
            for begin, size in zip(begins.tolist(), sizes.tolist(), strict=True):
                members = part.rows[begin : begin + size]
                for row in members[is_chosen[members]].tolist():
                    others = members[splits[members] != splits[row]]
                    found[row].update(others[:MAX_HOLDERS_PER_GRAM].tolist())
        return {
            row: sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:MAX_PARTNERS_PER_TEXT]
            for row, counter in found.items()
        }

    def _crossing(self, splits: U8) -> Iterator[Shared]:
        """The grams that still stand in several splits when some texts are left out."""
        for path in self._parts:
            kept, rows = np.load(path)
            here = splits[rows] != NOWHERE
            yield Shared(kept[here], rows[here]).crossing(splits)


def settled(overlap: Overlap, quoted: npt.NDArray[np.bool_]) -> tuple[U8, dict[str, npt.NDArray[np.bool_]]]:
    """The splits when no text overlaps any more, and which texts are left out by reason.

    Of copies the one in the earlier split stays. A text that quotes a `quoted` one (a benchmark's) goes, whatever else is true.
    """
    splits = overlap.splits.copy()
    inside = splits != OUTSIDE
    out: dict[str, npt.NDArray[np.bool_]] = {}
    out["quotes_a_named_text"] = overlap.quoting(splits, quoted) & inside
    splits[out["quotes_a_named_text"]] = NOWHERE
    later = (overlap.shares(splits, earlier_only=True) >= HALF) & inside & (splits != NOWHERE)
    splits[later] = NOWHERE
    earlier = (overlap.shares(splits) >= HALF) & inside & (splits != NOWHERE)
    splits[earlier] = NOWHERE
    outside = (overlap.shares(splits) >= HALF) & ~inside
    holders = overlap.quoting(splits, outside) & inside & (splits != NOWHERE)
    splits[holders] = NOWHERE
    out["text_in_another_split"] = later | earlier | holders
    return splits, out


def _likeness(one: set[int], two: set[int]) -> tuple[float, float]:
    common = len(one & two)
    return round(common / max(len(one | two), 1), 4), round(common / max(min(len(one), len(two)), 1), 4)
