"""What repeats across the pages of a source is boilerplate: learned per source and period, kept as a table to inspect.

Pure and deterministic: the rows depend on the set of documents, not on their order. A block counts once for each
*different* story that carries it: copies of one story (the same longest block) count as one. What may be the lead of a
wire story (a sentence or more among the first blocks) is never learned, nor are sub-headings that a few stories share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from pipelines.clean.fold import fold

MIN_STORIES = 3
MIN_SHARE = 0.25
HEADING_SHARE = 0.6
MAX_WORDS = 80
LEAD_POSITIONS = 2
LEAD_WORDS = 12
LEAD_SHARE = 0.8

BOILERPLATE = pa.schema(
    [
        pa.field("source", pa.string(), metadata={"doc": "Name of the source file."}),
        pa.field("period", pa.string(), metadata={"doc": "Month of capture, YYYY-MM, in which it was seen."}),
        pa.field("block", pa.string(), metadata={"doc": "The block's text folded as `fold` does: its key."}),
        pa.field("example", pa.string(), metadata={"doc": "The block as one page had it (the least of all variants)."}),
        pa.field(
            "kind", pa.string(), metadata={"doc": "Kind of the block: paragraph heading list …; the least of all."}
        ),
        pa.field("stories", pa.int32(), metadata={"doc": "Different stories of the source and period that carry it."}),
        pa.field("of_stories", pa.int32(), metadata={"doc": "Different stories of the source and period."}),
    ]
)
"""One learned block a row, sorted by source, period and block."""


@dataclass(slots=True)
class Seen:
    """Where a block was seen: its texts and kinds, and the stories that carry it, those that begin with it apart."""

    stories: set[str] = field(default_factory=set)
    leads: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def learn(documents: pa.Table, *, min_stories: int = MIN_STORIES, min_share: float = MIN_SHARE) -> pa.Table:
    """The blocks that repeat in different stories of a source in a month, as BOILERPLATE.

    Reads `source`, `fetched_at` and `blocks` of `schemas.DOCUMENTS`; only articles and live blogs are learned from.
    """
    seen: dict[tuple[str, str], dict[str, Seen]] = defaultdict(lambda: defaultdict(Seen))
    stories: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in documents.select(["source", "fetched_at", "kind", "blocks"]).to_pylist():
        keys = [fold(block["text"]) for block in row["blocks"] or ()]
        if row["kind"] not in ("article", "live") or not any(keys):
            continue
        place = period(row)
        story = max(keys, key=lambda key: (len(key), key))
        stories[place].add(story)
        _see(seen[place], row["blocks"], keys, story)
    rows = [
        row
        for place in sorted(seen)
        for row in _repeated(place, seen[place], len(stories[place]), min_stories, min_share)
    ]
    return pa.Table.from_pylist(rows, schema=BOILERPLATE)


def period(row: dict[str, Any]) -> tuple[str, str]:
    """What a document is learned with: its source and month of capture."""
    return row["source"], f"{row['fetched_at']:%Y-%m}"


def _see(seen: dict[str, Seen], blocks: list[dict[str, str]], keys: list[str], story: str) -> None:
    for position, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        words = len(key.split())
        if not key or words > MAX_WORDS:
            continue
        found = seen[key]
        found.stories.add(story)
        found.texts.add(block["text"])
        found.kinds.add(block["kind"])
        if position < LEAD_POSITIONS and words >= LEAD_WORDS:
            found.leads.add(story)


def _repeated(
    place: tuple[str, str], seen: dict[str, Seen], of_stories: int, min_stories: int, min_share: float
) -> Iterator[dict[str, Any]]:
    for key in sorted(seen):
        found = seen[key]
        count = len(found.stories)
        share = HEADING_SHARE if "heading" in found.kinds else min_share
        if 2 * len(found.leads) > count:
            share = LEAD_SHARE
        if count >= min_stories and count >= share * of_stories:
            yield {
                "source": place[0],
                "period": place[1],
                "block": key,
                "example": min(found.texts),
                "kind": min(found.kinds),
                "stories": count,
                "of_stories": of_stories,
            }
