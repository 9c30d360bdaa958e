"""A split of a recipe: a share of the clusters, a stretch of time, some sources, or several of these together.

`train: 0.9` is `train: {share: 0.9}`; `test: {from: 2026-02-01}` takes what was certainly published on that day or later.
How rows are given to splits: `pipelines.give.export.splits`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import combinations
from typing import Any

from pipelines.base.settings.file import NAME
from pipelines.base.settings.mistakes import nearest, shown

OTHERS = "others"
"""`sources: others`: the sources that no other split names."""
SETTINGS = ("share", "before", "from", "sources")
EXAMPLE = "write {train: 0.9, validation: 0.1}, or {train: {before: 2026-02-01}, test: {from: 2026-02-01}}"


@dataclass(frozen=True, slots=True)
class Split:
    """What a row must meet to be in the split. `before` and `since` are instants in UTC; sources () are all, None the others."""

    share: float = 1.0
    before: datetime | None = None
    since: datetime | None = None
    sources: tuple[str, ...] | None = ()

    @property
    def window(self) -> tuple[object, ...]:
        """All but the share: splits of one window divide its clusters among them."""
        return self.before, self.since, self.sources

    def settings(self) -> dict[str, Any]:
        """As the recipe would write it, in values of JSON."""
        sources = OTHERS if self.sources is None else list(self.sources)
        stated = {
            "share": self.share,
            "before": self.before.isoformat() if self.before else None,
            "from": self.since.isoformat() if self.since else None,
            "sources": sources,
        }
        return {name: value for name, value in stated.items() if value not in (None, [])}


def read_splits(value: object) -> dict[str, Split]:
    """The splits of a recipe in its order. Raises ValueError "what is wrong; what would be right"."""
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"{shown(value)} is no group of splits; {EXAMPLE}")
    splits = {str(name): _split(str(name), given) for name, given in value.items()}
    _require_whole_shares(splits)
    for (name, one), (other, two) in combinations(splits.items(), 2):
        if one.window != two.window and _may_meet(one, two):
            raise ValueError(
                f"{name} and {other} may hold the same rows; part them by `before` and `from`, or by sources"
            )
    return splits


def _split(name: str, value: object) -> Split:
    if not NAME.fullmatch(name):
        raise ValueError(f"{shown(name)} holds other than lower-case letters, digits and underscores; write train")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = {"share": value}
    if isinstance(value, Split):
        return value
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"{name}: {shown(value)} is neither a share nor a group of {', '.join(SETTINGS)}; {EXAMPLE}")
    for setting in value:
        if setting not in SETTINGS:
            near = nearest(str(setting), SETTINGS) or f"; a split has {', '.join(SETTINGS)}"
            raise ValueError(f"{name}: {setting} is no setting of a split{near}")
    share = value.get("share", 1.0)
    if not isinstance(share, int | float) or isinstance(share, bool) or not 0 < share <= 1:
        raise ValueError(f"{name}: share: {shown(share)} is not above 0 and up to 1; write a share such as 0.9")
    before, since = (_instant(name, setting, value.get(setting)) for setting in ("before", "from"))
    return Split(float(share), before, since, _sources(name, value.get("sources", ())))


def _instant(name: str, setting: str, value: object) -> datetime | None:
    """A day is its first instant in UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{name}: {setting}: {shown(value)} is no date; write a day such as 2026-02-01") from None
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if value is not None:
        raise ValueError(f"{name}: {setting}: {shown(value)} is no date; write a day such as 2026-02-01")
    return None


def _sources(name: str, value: object) -> tuple[str, ...] | None:
    if value == OTHERS:
        return None
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{name}: sources: {shown(value)} is no list of sources; write [one_paper, another] or others")
    return tuple(value)


def _require_whole_shares(splits: Mapping[str, Split]) -> None:
    sums: dict[tuple[object, ...], float] = {}
    for split in splits.values():
        sums[split.window] = sums.get(split.window, 0.0) + split.share
    if any(abs(total - 1) > 1e-9 for total in sums.values()):
        raise ValueError(f"the shares of the same stretch of time and sources do not sum to 1; {EXAMPLE}")


def _may_meet(one: Split, two: Split) -> bool:
    """True unless their times or their sources keep them apart."""
    apart_in_time = any(a.before and b.since and a.before <= b.since for a, b in ((one, two), (two, one)))
    named = [set(split.sources) if split.sources else split.sources for split in (one, two)]
    apart_by_sources = (None in named and named[0] != named[1] and () not in named) or (
        all(isinstance(each, set) for each in named) and not set(one.sources or ()) & set(two.sources or ())
    )
    return not (apart_in_time or apart_by_sources)
