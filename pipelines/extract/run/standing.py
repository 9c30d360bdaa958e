"""The rows of a stretch of sources before they are extracted: tonight's if they were extracted before, and earlier counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.extract.model import Counts, learn, together
from pipelines.extract.run.places_table import counts_of, place_rows
from pipelines.extract.run.version import extractor
from pipelines.lake.delta import Lake
from pipelines.lake.values import STORY_KINDS
from pipelines.night.held_back import TABLE as HELD
from pipelines.night.stretches import BySource, Stretch
from pipelines.night.window import since


class Standing:
    """The rows of a stretch of sources in `documents`, `places` and `dropped`, and their `places` of earlier nights."""

    def __init__(self, lake: Lake, night: date, stretch: Stretch) -> None:
        self._night = night
        columns = ["source", "capture_id", "url_key", "extractor", "kind"]
        self._documents = BySource(lake.read("documents", night=night, columns=columns, where=stretch.where))
        self._places = BySource(lake.read("places", night=night, where=stretch.where))
        self._dropped = BySource(dropped_of(lake, night, "extract", stretch.where))
        nights = [each for each in lake.nights("places") if since(night) <= each < night]
        self._before = BySource(lake.read("places", nights=nights, where=stretch.where))
        held = lake.read(HELD, nights=set(nights) & set(lake.nights(HELD)), where=stretch.where).to_pylist()
        self._held = {(row["source"], row["night"]) for row in held}

    def is_known(self, source: str) -> bool:
        """True if a source has documents or places of tonight."""
        return bool(self._documents.of(source).num_rows or self._places.of(source).num_rows)

    def counts_before(self, source: str) -> Counts:
        """The counts of a source from the nights before this one, without those on which it is held back."""
        rows = self._before.of(source)
        held = pa.array([night for each, night in self._held if each == source], pa.date32())
        return counts_of(rows.filter(pc.invert(pc.is_in(rows["night"], held))) if len(held) else rows)

    def places(self, source: str) -> pa.Table:
        """The rows of `places` of a source whose documents stand: its counts of tonight, and their sums today."""
        return place_rows(source, self._night, counts_of(self._places.of(source)), self.counts_before(source))

    def holds(self, source: str, rows: Sequence[dict[str, Any]], version: str, before: Counts) -> bool:
        """True if what stands of a source was read by today's rules and learned places: a page is read the same by them,
        whatever else earlier nights counted.
        """
        tonight, documents = counts_of(self._places.of(source)), self._documents.of(source)
        if set(documents["extractor"].to_pylist()) != {extractor(version, learn(together(before, tonight)))}:
            return False
        if not tonight and set(STORY_KINDS) & set(documents["kind"].to_pylist()):
            return False  # its rows of `places` may be lost
        own = {row["capture_id"]: row["url_key"] for row in rows}
        if any(
            own.get(each["capture_id"]) != each["url_key"]
            for each in documents.select(("capture_id", "url_key")).to_pylist()
        ):
            return False  # the row of a part's capture has its story
        accounted = [*documents["capture_id"].to_pylist(), *self._dropped.of(source)["capture_id"].to_pylist()]
        return sorted(accounted) == sorted(row["capture_id"] for row in rows)


def dropped_of(lake: Lake, night: date, step: str, within: pc.Expression | None = None) -> pa.Table:
    """The night's dropped rows of one step, or those of them `within` a stretch."""
    mine = pc.field("step") == step
    return lake.read("dropped", night=night, where=mine if within is None else mine & within)
