"""The events of articles, for results in which articles of one event stand together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home


def events_of(home: Home, works: Sequence[str]) -> Mapping[str, str]:
    """The event of each of these works that has one."""
    listed = pc.field("article_id").isin(pa.array(works, pa.string()))
    rows = Lake(home.lake).read("events", where=listed, columns=["article_id", "event_id"])
    return dict(zip(rows["article_id"].to_pylist(), rows["event_id"].to_pylist(), strict=True))
