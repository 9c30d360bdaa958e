"""The setting `mixture` of a recipe: how many tokens a dataset takes in all, in which proportions, and how many at most.

    mixture:
      tokens: 10_000_000
      weights: {language: {en: 3, others: 1}}
      caps: {source: {one_paper: 500_000, each: 0.05}, year: {2020: 0}}

How rows are taken by it: `pipelines.give.export.mixing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.base.settings.mistakes import nearest, shown

DIMENSIONS = ("source", "language", "year", "kind")
SETTINGS = ("tokens", "weights", "caps", "splits")
OTHERS = "others"
"""In weights: all values that are not named, together."""
EACH = "each"
"""In caps: every value that is not named."""
EXAMPLE = "write {weights: {language: {en: 3, others: 1}}, caps: {source: {each: 0.05}}}"

Caps = dict[str, dict[str, int | float]]


@dataclass(frozen=True, slots=True)
class Mixture:
    """What is taken of the rows. A cap is a number of tokens (int) or a share of the whole (float); splits () are all."""

    tokens: int | None = None
    weights: dict[str, dict[str, float]] = field(default_factory=dict)
    caps: Caps = field(default_factory=dict)
    splits: tuple[str, ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns that rows are grouped by."""
        return tuple(name for name in DIMENSIONS if name in self.weights or name in self.caps)

    def settings(self) -> dict[str, Any]:
        """As the recipe would write it, in values of JSON."""
        stated = {"tokens": self.tokens, "weights": self.weights, "caps": self.caps, "splits": list(self.splits)}
        return {name: value for name, value in stated.items() if value}


def read_mixture(value: object) -> Mixture | None:
    """The mixture of a recipe. Raises ValueError "what is wrong; what would be right"."""
    if value is None or isinstance(value, Mixture):
        return value
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"{shown(value)} is no group of {', '.join(SETTINGS)}; {EXAMPLE}")
    for setting in value:
        if setting not in SETTINGS:
            near = nearest(str(setting), SETTINGS) or f"; a mixture has {', '.join(SETTINGS)}"
            raise ValueError(f"{setting} is no setting of a mixture{near}")
    tokens = value.get("tokens")
    if tokens is not None and (not _is_whole(tokens) or tokens < 1):
        raise ValueError(f"tokens: {shown(tokens)} is no number of tokens; write a whole number such as 10000000")
    weights = {name: dict(each) for name, each in _groups("weights", value.get("weights", {})).items()}
    if len(weights) > 1:
        raise ValueError(f"weights: {' and '.join(weights)} are two; keep one of them, and bound the other by caps")
    for name, each in weights.items():
        _require_weights(name, each)
    caps = _groups("caps", value.get("caps", {}))
    for name, each in caps.items():
        for of, cap in each.items():
            _require_cap(f"caps: {name}: {of}", cap)
    splits = value.get("splits", ())
    splits = (splits,) if isinstance(splits, str) else tuple(splits or ())
    if not (tokens or weights or caps):
        raise ValueError(f"it asks for nothing; {EXAMPLE}")
    return Mixture(tokens, weights, caps, splits)


def _groups(setting: str, value: object) -> dict[str, dict[str, Any]]:
    """Dimension → value → number. Values are text: YAML reads a year as a number."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{setting}: {shown(value)} is no group of {', '.join(DIMENSIONS)}; {EXAMPLE}")
    found: dict[str, dict[str, Any]] = {}
    for name, each in value.items():
        if name not in DIMENSIONS:
            near = nearest(str(name), DIMENSIONS) or f"; write one of {', '.join(DIMENSIONS)}"
            raise ValueError(f"{setting}: rows are not grouped by {name}{near}")
        if not isinstance(each, Mapping) or not each:
            raise ValueError(f"{setting}: {name}: {shown(each)} names no value with its number; {EXAMPLE}")
        found[name] = {str(of): number for of, number in each.items()}
    return found


def _require_weights(name: str, weights: Mapping[str, Any]) -> None:
    for of, weight in weights.items():
        if not isinstance(weight, int | float) or isinstance(weight, bool) or weight < 0:
            raise ValueError(f"weights: {name}: {of}: {shown(weight)} is no weight; write a number such as 3 or 0.7")
    if not sum(weights.values()) > 0:
        raise ValueError(f"weights: {name}: all are 0; write a number above 0 for one of them")
    if EACH in weights:
        raise ValueError(f"weights: {name}: each is for caps; write others, which is all other values together")


def _require_cap(where: str, cap: object) -> None:
    if _is_whole(cap) and int(str(cap)) >= 0:
        return
    if isinstance(cap, float) and 0 < cap <= 1:
        return
    raise ValueError(
        f"{where}: {shown(cap)} is neither a number of tokens nor a share; write 500000, or a share such as 0.05"
    )


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
