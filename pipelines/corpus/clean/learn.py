"""Boilerplate is text that repeats across the pages of a source. It is learned for each source and night.

The result is a table that anyone can inspect. The function is pure: the order of the rows changes nothing. A block
counts once for each *different* story that carries it: copies of one story count once, and so do revisions of one
story.

A sentence, or more, is boilerplate only if nearly all of many stories carry it. A wire story's lead, a quotation or
a paragraph of background may be on several pages of a source and is not boilerplate. A shorter block, such as a
label or a sub-heading, is boilerplate if most stories carry it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.clean.fold import fold
from pipelines.corpus.clean.sightings import key_of
from pipelines.lake.schemas import BOILERPLATE

LABEL_STORIES, LABEL_SHARE = 3, 0.6
SENTENCE_STORIES, SENTENCE_SHARE = 8, 0.8
"""Minimum number of stories, and minimum share of all stories, for a label (short block) and for a sentence (or more).
"""


@dataclass(slots=True)
class Example:
    """A folded block of the night: the texts and the kinds of block that it has on the pages."""

    texts: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def learn(seen: pa.Table, documents: pa.Table, night: date) -> pa.Table:
    """Find the blocks of the night's documents that their source repeats.

    `documents` has the columns `source` and `blocks`. `seen` has rows of `schemas.BLOCK_SIGHTINGS` for all nights to
    learn from, this night included. Returns sorted rows of `schemas.BOILERPLATE`.
    """
    rows: list[dict[str, Any]] = []
    for source in pc.unique(seen["source"]).to_pylist():
        theirs = seen.filter(pc.equal(seen["source"], source))
        repeated = {row["block"]: row for row in _repeated(theirs).to_pylist()}
        if not repeated:
            continue
        for key, example in _examples(documents, source).items():
            row = repeated.get(key_of(key))
            if row is not None:
                rows.append({"night": night, "source": source, "block": key} | _row(row, example))
    rows.sort(key=lambda row: (row["source"], row["block"]))
    return pa.Table.from_pylist(rows, schema=BOILERPLATE)


def _repeated(seen: pa.Table) -> pa.Table:
    """Keys of the blocks that enough stories of a source carry. Columns: block, stories, of_stories."""
    of_stories = min(pc.count_distinct(seen[name]).as_py() for name in ("article_id", "story"))
    counted = _stories(seen)
    sentence = pc.is_in(counted["block"], seen.filter(seen["sentence"])["block"].combine_chunks())
    enough = pc.and_(
        pc.greater_equal(counted["stories"], pc.if_else(sentence, SENTENCE_STORIES, LABEL_STORIES)),
        pc.greater_equal(
            counted["stories"], pc.multiply(pc.if_else(sentence, SENTENCE_SHARE, LABEL_SHARE), of_stories)
        ),
    )
    kept = counted.filter(enough).select(["block", "stories"])
    return kept.append_column("of_stories", pa.array([of_stories] * kept.num_rows, pa.int64()))


def _stories(seen: pa.Table) -> pa.Table:
    """Number of stories that carry each block: the number of different works or of different texts, whichever is lower."""
    counted = seen.group_by("block").aggregate([("article_id", "count_distinct"), ("story", "count_distinct")])
    fewer = pc.min_element_wise(counted["article_id_count_distinct"], counted["story_count_distinct"])
    return pa.table({"block": counted["block"], "stories": fewer})


def _examples(documents: pa.Table, source: str) -> dict[str, Example]:
    found: dict[str, Example] = defaultdict(Example)
    for blocks in documents.filter(pc.equal(documents["source"], source))["blocks"].to_pylist():
        for block in blocks or ():
            key = fold(block["text"])
            found[key].texts.add(block["text"])
            found[key].kinds.add(block["kind"])
    return found


def _row(row: dict[str, Any], example: Example) -> dict[str, Any]:
    return {
        "example": min(example.texts),
        "kind": min(example.kinds),
        "stories": row["stories"],
        "of_stories": row["of_stories"],
    }
