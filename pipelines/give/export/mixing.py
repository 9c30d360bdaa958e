"""Which rows a mixture takes. Rows stand in the order of a hash of their ids, and of each group a beginning is taken.

So a row is taken or not whatever the order of nights and files. No row is taken twice: proportions are reached by leaving out,
so the group that has least of what it should give sets the size of all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.settings.mistakes import nearest
from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.buckets import runs
from pipelines.give.export.formats import format_named
from pipelines.give.export.mixture import EACH, OTHERS, Mixture
from pipelines.give.export.recipe import Recipe, RecipeError
from pipelines.give.export.tokens import END_OF_TEXT, Tokenizer, TokenizerError, tokenizer_named
from pipelines.lake.home import Home

UNKNOWN = "unknown"
"""The value of a row without one: no language, or bounds of its date in two years."""
INSTANT = pa.timestamp("us", tz="UTC")
ROUNDING = 1e-3
"""Tokens by which a share of a total may be off, for it is computed in floating point."""

Mask = npt.NDArray[np.bool_]
F64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Groups:
    """The value of each row in one dimension: `names[codes[row]]`."""

    names: tuple[str, ...]
    codes: I64

    @classmethod
    def of(cls, rows: pa.Table, dimension: str) -> Groups:
        """By the column of that name; `year` by the bounds of the date, where both are in one year."""
        if dimension == "year":
            first, last = (pc.year(rows[name].cast(INSTANT)) for name in ("not_before", "not_after"))
            values = pc.if_else(pc.equal(first, last), first, pa.scalar(None, pa.int64())).cast(pa.string())
        else:
            values = pc.if_else(pc.equal(rows[dimension], ""), pa.scalar(None, pa.string()), rows[dimension])
        coded = pa.chunked_array([pc.fill_null(values, UNKNOWN)], pa.string()).combine_chunks().dictionary_encode()
        names = coded.dictionary.to_pylist()
        places = np.argsort(np.argsort(np.array(names, dtype=str), kind="stable"), kind="stable")
        return cls(tuple(sorted(names)), places[coded.indices.to_numpy()].astype(np.int64))

    def sums(self, tokens: I64, kept: Mask) -> I64:
        """Tokens of the rows that are kept, by value."""
        found = np.bincount(self.codes[kept], weights=tokens[kept], minlength=len(self.names))
        return np.rint(found).astype(np.int64)


def tokenizer_of(home: Home, recipe: Recipe) -> Tokenizer | None:
    """The tokenizer of a recipe; None if nothing asks for tokens. Raises RecipeError."""
    if "tokens" not in recipe.columns and not any(format_named(name).of_tokens for name in recipe.formats):
        return None
    try:
        tokenizer = tokenizer_named(recipe.tokenizer, home.recipes)
    except TokenizerError as error:
        raise RecipeError("tokenizer", str(error)) from error
    shards = next((name for name in recipe.formats if format_named(name).of_tokens), None)
    if shards and tokenizer.end is None:
        known = ", ".join(END_OF_TEXT)
        raise RecipeError(
            "tokenizer", f"{shards} ends each text with a token, and {recipe.tokenizer} has none of {known}"
        )
    return tokenizer


def mix(mixture: Mixture, seed: int, rows: pa.Table, tokens: I64) -> Mask:
    """Which rows are taken. Raises RecipeError for what cannot be met."""
    mixing = _Mixing(mixture, tokens, _order(rows["id"], seed), {d: Groups.of(rows, d) for d in mixture.dimensions})
    mixing.require_feasible()
    kept = mixing.within_shares(mixing.within_counts(np.ones(len(tokens), bool)))
    while True:
        weighed = mixing.weighed(kept)
        kept = mixing.within_shares(weighed)
        if kept.sum() == weighed.sum():
            return kept


def stated(mixture: Mixture, rows: pa.Table, tokens: I64, kept: Mask) -> dict[str, Any]:
    """The mixture as the manifest has it: tokens and rows taken, and of each group what there was and what was taken."""
    groups = []
    for dimension in mixture.dimensions:
        found = Groups.of(rows, dimension)
        taken, offered = found.sums(tokens, kept), found.sums(tokens, np.ones(len(kept), bool))
        counts = np.bincount(found.codes[kept], minlength=len(found.names))
        for name, count, *sums in zip(found.names, counts.tolist(), taken.tolist(), offered.tolist(), strict=True):
            values = dict(zip(("tokens", "offered"), sums, strict=True))
            groups.append({"by": dimension, "value": name, "rows": count, **values, **_asked(mixture, dimension, name)})
    return {"tokens": int(tokens[kept].sum()), "rows": int(kept.sum()), "groups": groups}


def _asked(mixture: Mixture, dimension: str, value: str) -> dict[str, Any]:
    """The weight and the cap of a value; None where there is none."""
    weights, caps = mixture.weights.get(dimension, {}), mixture.caps.get(dimension, {})
    weight = weights.get(value, weights.get(OTHERS, 0)) if weights else None
    return {"weight": weight, "cap": caps.get(value, caps.get(EACH))}


@dataclass(frozen=True, slots=True)
class _Mixing:
    mixture: Mixture
    tokens: I64
    order: I64
    groups: Mapping[str, Groups]

    def require_feasible(self) -> None:
        """Raise RecipeError for a weight of rows that there are not, and for shares that cannot make a whole."""
        for dimension, weights in self.mixture.weights.items():
            names = self.groups[dimension].names
            for name, weight in weights.items():
                if weight and name not in names and (name != OTHERS or not set(names) - set(weights)):
                    near = nearest(name, names) or f"; there are {', '.join(names[:10]) or 'no rows'}"
                    raise RecipeError("mixture", f"weights: {dimension}: no row is of {name}; take it out{near}")
        for dimension, caps in self.mixture.caps.items():
            found = [caps.get(name, caps.get(EACH)) for name in self.groups[dimension].names]
            shares = [cap for cap in found if isinstance(cap, float)]
            if len(shares) == len(found) and found and sum(shares) < 1:
                raise RecipeError(
                    "mixture",
                    f"caps: {dimension}: {len(shares)} values of at most {sum(shares):.0%} in all make no whole;"
                    " raise the shares, or write numbers of tokens",
                )

    def within_counts(self, kept: Mask) -> Mask:
        """What caps in tokens leave."""
        for dimension, groups in self._capped():
            kept = self._cut(kept, groups.codes, self._bounds(dimension, None))
        return kept

    def weighed(self, kept: Mask) -> Mask:
        """What is left in proportion: each group's share of the largest whole that all of them can fill."""
        total = self.mixture.tokens
        for dimension, weights in self.mixture.weights.items():
            groups = self.groups[dimension]
            values = [name if name in weights else OTHERS for name in groups.names]
            names = sorted(set(values))
            codes = np.array([names.index(value) for value in values], np.int64)[groups.codes]
            shares = np.array([weights.get(name, 0) for name in names]) / sum(weights.values())
            sums = Groups(tuple(names), codes).sums(self.tokens, kept)
            whole = (sums[shares > 0] / shares[shares > 0]).min()
            return self._cut(kept, codes, shares * min(whole, total or whole))
        whole_of = np.zeros(len(self.tokens), np.int64)
        return self._cut(kept, whole_of, np.array([np.inf if total is None else float(total)]))

    def within_shares(self, kept: Mask) -> Mask:
        """What caps as shares leave. The row that crosses a share stays, or two halves would never meet."""
        while True:
            before = kept.sum()
            for dimension, groups in self._capped():
                bounds = self._bounds(dimension, int(self.tokens[kept].sum()))
                kept = self._cut(kept, groups.codes, bounds, crossing=True)
            if kept.sum() == before:
                return kept

    def _capped(self) -> list[tuple[str, Groups]]:
        return [(dimension, self.groups[dimension]) for dimension in self.mixture.caps]

    def _bounds(self, dimension: str, whole: int | None) -> F64:
        """The bound of each value by its cap in tokens; with `whole`, by its cap as a share of that."""
        caps = self.mixture.caps[dimension]
        found = [caps.get(name, caps.get(EACH)) for name in self.groups[dimension].names]
        if whole is None:
            return np.array([float(cap) if isinstance(cap, int) else np.inf for cap in found])
        return np.array([cap * whole if isinstance(cap, float) else np.inf for cap in found])

    def _cut(self, kept: Mask, codes: I64, bounds: F64, *, crossing: bool = False) -> Mask:
        """Of each group the beginning whose tokens are within its bound; `crossing`: with the row that crosses it."""
        rows = self.order[kept[self.order]]
        if not crossing:
            rows = rows[self.tokens[rows] <= bounds[codes[rows]] + ROUNDING]
        rows = rows[np.argsort(codes[rows], kind="stable")]
        sizes, within = self.tokens[rows], codes[rows]
        begins, counts = runs(within) if len(rows) else (np.zeros(0, np.int64), np.zeros(0, np.int64))
        running = np.cumsum(sizes)
        running -= np.repeat(running[begins] - sizes[begins], counts)
        bound = bounds[within]
        fits = running - sizes < bound if crossing else running <= bound + ROUNDING
        left = np.zeros(len(kept), bool)
        left[rows[fits]] = True
        return left


def _order(ids: pa.ChunkedArray, seed: int) -> I64:
    """The rows by a hash of their ids."""
    said = "" if seed == 0 else f"{seed}:"
    points = np.array(
        [hashlib.sha256(f"mixture:{said}{each}".encode()).digest()[:16] for each in ids.to_pylist()], "S16"
    )
    return np.argsort(points, kind="stable").astype(np.int64)
