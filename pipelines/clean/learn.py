"""What repeats across the pages of a source is boilerplate: learned per source and night from the nights before it.

Pure and deterministic: the rows depend on the set of documents, not on their order. A block counts once for each
*different* story that carries it: copies of one story (the same longest block) count as one. What may be the lead of a
wire story (a sentence or more among the first blocks) is never learned, nor are sub-headings that a few stories share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.clean.fold import fold
from pipelines.schemas import BOILERPLATE

MIN_STORIES = 3
MIN_SHARE = 0.25
SHAPED_SHARE = 0.6
SHAPED = {"heading", "table"}  # stories of a kind share a sub-heading or the first row of a table
MAX_WORDS = 80
LEAD_POSITIONS = 2
LEAD_WORDS = 12
LEAD_SHARE = 0.8


@dataclass(slots=True)
class Seen:
    """Where a block was seen: its texts and kinds, and the stories that carry it, those that begin with it apart."""

    stories: set[str] = field(default_factory=set)
    leads: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def learn(
    documents: pa.Table, night: date, *, min_stories: int = MIN_STORIES, min_share: float = MIN_SHARE
) -> pa.Table:
    """The blocks that repeat in different stories of a source, as `schemas.BOILERPLATE` of this night, sorted.

    Reads `source`, `kind` and `blocks` of `schemas.DOCUMENTS`; only articles and live blogs are learned from.
    """
    seen: dict[str, dict[str, Seen]] = defaultdict(lambda: defaultdict(Seen))
    stories: dict[str, set[str]] = defaultdict(set)
    for row in documents.select(["source", "kind", "blocks"]).to_pylist():
        keys = [fold(block["text"]) for block in row["blocks"] or ()]
        if row["kind"] not in ("article", "live") or not any(keys):
            continue
        source = row["source"]
        story = max(keys, key=lambda key: (len(key), key))
        stories[source].add(story)
        _see(seen[source], row["blocks"], keys, story)
    rows = [
        {"night": night, "source": source} | row
        for source in sorted(seen)
        for row in _repeated(seen[source], len(stories[source]), min_stories, min_share)
    ]
    return pa.Table.from_pylist(rows, schema=BOILERPLATE)


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


def _repeated(seen: dict[str, Seen], of_stories: int, min_stories: int, min_share: float) -> Iterator[dict[str, Any]]:
    for key in sorted(seen):
        found = seen[key]
        count = len(found.stories)
        share = SHAPED_SHARE if found.kinds & SHAPED else min_share
        if 2 * len(found.leads) > count:
            share = LEAD_SHARE
        if count >= min_stories and count >= share * of_stories:
            yield {
                "block": key,
                "example": min(found.texts),
                "kind": min(found.kinds),
                "stories": count,
                "of_stories": of_stories,
            }
