"""What repeats across the pages of a source is boilerplate: learned per source and period, kept as a table to inspect.

Pure and deterministic: the rows depend on the set of documents, not on their order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

import pyarrow as pa

MIN_PAGES = 3
MIN_SHARE = 0.2
MAX_WORDS = 60

BOILERPLATE = pa.schema(
    [
        pa.field("source", pa.string(), metadata={"doc": "Name of the source file."}),
        pa.field("period", pa.string(), metadata={"doc": "Month of capture, YYYY-MM, in which it was seen."}),
        pa.field("block", pa.string(), metadata={"doc": "The block's text folded as `fold` does: its key."}),
        pa.field("example", pa.string(), metadata={"doc": "The block as one page had it (the least of all variants)."}),
        pa.field("pages", pa.int32(), metadata={"doc": "Works of the source and period that carry it."}),
        pa.field("of_pages", pa.int32(), metadata={"doc": "Works of the source and period."}),
    ]
)
"""One learned block a row, sorted by source, period and block."""


def fold(text: str) -> str:
    """The key of a block: NFKC, lower case, digits as 0, nothing but letters and digits between single spaces.

    >>> fold("Updated: 3 November 2025, 18:45 — share")
    'updated 0 november 0 0 0 share'
    """
    folded = re.sub(r"\d+", "0", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.findall(r"\w+", folded))


def learn(documents: pa.Table, *, min_pages: int = MIN_PAGES, min_share: float = MIN_SHARE) -> pa.Table:
    """The blocks that stand on `min_pages` works and `min_share` of the works of a source in a month, as BOILERPLATE.

    Reads `source`, `fetched_at`, `article_id` and `blocks` of `schemas.DOCUMENTS`.
    """
    seen: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    works: dict[tuple[str, str], set[str]] = defaultdict(set)
    example: dict[tuple[str, str, str], str] = {}
    for row in documents.select(["source", "fetched_at", "article_id", "blocks"]).to_pylist():
        place = (row["source"], f"{row['fetched_at']:%Y-%m}")
        works[place].add(row["article_id"])
        for block in row["blocks"] or ():
            key = fold(block["text"])
            if key and len(key.split()) <= MAX_WORDS:
                seen[place][key].add(row["article_id"])
                example[(*place, key)] = min(example.get((*place, key), block["text"]), block["text"])
    rows = [
        {"source": place[0], "period": place[1], "block": key, "example": example[(*place, key)], "pages": len(pages), "of_pages": len(works[place])}
        for place in sorted(seen)
        for key, pages in sorted(seen[place].items())
        if len(pages) >= min_pages and len(pages) >= min_share * len(works[place])
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=BOILERPLATE)
