"""The table `block_sightings` records each short block of each story. `learn` finds the repeated ones in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.corpus.clean.fold import fold
from pipelines.lake.schemas import BLOCK_SIGHTINGS
from pipelines.lake.values import STORY_KINDS
from pipelines.page.outline import SPACELESS

MAX_WORDS = 80
SENTENCE_SIZE = 60
"""A block with this many letters is a sentence or more. A character of a script without spaces counts as three."""


def key_of(folded: str) -> int:
    """The key of a block: 64 bits of the hash of its folded text.

    >>> key_of("share this") == key_of("share this"), key_of("share this") == key_of("read on")
    (True, False)
    """
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "big", signed=True)


def block_sightings(documents: pa.Table, night: date) -> pa.Table:
    """Rows of `schemas.BLOCK_SIGHTINGS` for the documents of a night, one for each block and story, in sorted order.

    Reads the columns `source`, `article_id`, `kind` and `blocks` of `schemas.DOCUMENTS`.
    """
    seen: dict[tuple[str, int, str, int], dict[str, Any]] = {}
    for row in documents.select(["source", "article_id", "kind", "blocks"]).to_pylist():
        for block in _blocks(row) if row["kind"] in STORY_KINDS else ():
            where = (row["source"], block["block"], row["article_id"], block["story"])
            seen.setdefault(where, {"night": night, "source": row["source"], "article_id": row["article_id"]} | block)
    return pa.Table.from_pylist([seen[where] for where in sorted(seen)], schema=BLOCK_SIGHTINGS)


def _blocks(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The short blocks of a document. The key of its longest block identifies the story, on whichever page it is."""
    keys = [fold(block["text"]) for block in row["blocks"] or ()]
    story = key_of(max(keys, key=lambda key: (len(key), key), default=""))
    for key in keys:
        if 0 < len(key.split()) <= MAX_WORDS:
            yield {"block": key_of(key), "story": story, "sentence": is_sentence(key)}


def is_sentence(folded: str) -> bool:
    """True if a folded block is a sentence or more, False if it is a label.

    >>> is_sentence("why it matters"), is_sentence("the council voted on tuesday to close the bridge for a year of works")
    (False, True)
    """
    return len(folded) + 2 * len(SPACELESS.findall(folded)) >= SENTENCE_SIZE
