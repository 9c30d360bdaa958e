"""The table `block_sightings`: each short block of each story, by its key, for learning what a source repeats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.clean.fold import fold
from pipelines.schemas import BLOCK_SIGHTINGS

TAUGHT_BY = ("article", "live")
"""Kinds of pages that a source is learned from."""
MAX_WORDS = 80
LEAD_POSITIONS = 2
LEAD_WORDS = 12
SHAPED = frozenset({"heading", "table"})  # stories of a kind share a sub-heading or the first row of a table


def key_of(folded: str) -> int:
    """The key of a block: 64 bits of its folded text.

    >>> key_of("share this") == key_of("share this"), key_of("share this") == key_of("read on")
    (True, False)
    """
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "big", signed=True)


def block_sightings(documents: pa.Table, night: date) -> pa.Table:
    """Rows of `schemas.BLOCK_SIGHTINGS` for documents of a night; once for each block and story, order changes nothing.

    Reads `source`, `article_id`, `kind` and `blocks` of `schemas.DOCUMENTS`.
    """
    seen: dict[tuple[str, int, str, int], dict[str, Any]] = {}
    for row in documents.select(["source", "article_id", "kind", "blocks"]).to_pylist():
        for block in _blocks(row) if row["kind"] in TAUGHT_BY else ():
            where = (row["source"], block["block"], row["article_id"], block["story"])
            found = seen.setdefault(
                where, {"night": night, "source": row["source"], "article_id": row["article_id"]} | block
            )
            found |= {name: found[name] or block[name] for name in ("lead", "shaped")}
    return pa.Table.from_pylist([seen[where] for where in sorted(seen)], schema=BLOCK_SIGHTINGS)


def _blocks(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The short blocks of a document; its longest block tells which story it is, wherever it ran."""
    keys = [fold(block["text"]) for block in row["blocks"] or ()]
    story = key_of(max(keys, key=lambda key: (len(key), key), default=""))
    for position, (block, key) in enumerate(zip(row["blocks"] or (), keys, strict=True)):
        words = len(key.split())
        if 0 < words <= MAX_WORDS:
            yield {
                "block": key_of(key),
                "story": story,
                "lead": position < LEAD_POSITIONS and words >= LEAD_WORDS,
                "shaped": block["kind"] in SHAPED,
            }
