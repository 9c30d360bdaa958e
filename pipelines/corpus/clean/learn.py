"""What repeats across the pages of a source is boilerplate: learned per source and night, kept as a table to inspect.

Pure and deterministic: the rows depend on what was seen, not on the order. A block counts once for each *different* story
that carries it: copies of one story count as one, and so do the revisions of one. A sentence or more is learned only where
nearly every one of many stories has it: the lead of a wire story, a quotation and the paragraph that tells how it all began
run on some pages of a source too. Less than that, a label or a sub-heading, is learned where most stories have it.
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
"""Least stories, and share of all stories, of a short block and of one of a sentence or more."""


@dataclass(slots=True)
class Example:
    """A block of the night as its pages have it: its texts, and the kinds of block it was."""

    texts: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def learn(seen: pa.Table, documents: pa.Table, night: date) -> pa.Table:
    """The blocks of the night's `documents` (`source`, `blocks`) that repeat by what was `seen` (`schemas.BLOCK_SIGHTINGS`
    of the nights to learn from, this one among them): rows of `schemas.BOILERPLATE`, sorted.
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
    """block, stories, of_stories: the keys that enough of a source's stories carry."""
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
    """Block and how many stories carry it: different works, and different texts, whichever are fewer."""
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
