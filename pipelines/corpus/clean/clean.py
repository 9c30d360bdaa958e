"""The cleaning step removes learned boilerplate, counts words, and drops documents that are not articles.

Removed blocks are kept as removed spans.
"""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa

from pipelines.corpus.clean.fold import fold
from pipelines.extract.run.storable import content_sha256
from pipelines.extract.whole.whole import LEFT_OUT
from pipelines.lake.schemas import CLEAN_DOCUMENTS, DROPPED
from pipelines.lake.values import PageKind
from pipelines.page.outline import SPACELESS

NOT_STORIES = {PageKind.LISTING: "a page of links to stories", PageKind.OTHER: "neither a story nor a list of stories"}
GAP = "\n\n"
SAME = ("night", "source", "capture_id", "article_id", "document_id", "fetched_at")


def clean(documents: pa.Table, learned: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Clean rows of `schemas.DOCUMENTS` with the boilerplate rows that `learn` returned.

    Returns (CLEAN_DOCUMENTS, DROPPED); every document is in exactly one of them, in the order of the input. The
    reason of a dropped row is `listing` or `other` (the kind of page), or `no_text` if no text is left.
    """
    known = {(row["source"], row["block"]) for row in learned.to_pylist()}
    kept: list[dict[str, Any]] = []
    dropped: list[dict[str, Any]] = []
    for row in documents.to_pylist():
        if row["kind"] in NOT_STORIES:
            dropped.append(_drop(row, row["kind"], NOT_STORIES[row["kind"]]))
            continue
        cleaned = clean_row(row, known)
        if cleaned["text"]:
            kept.append(cleaned)
        else:
            dropped.append(_drop(row, "no_text", why_empty(row, cleaned)))
    return pa.Table.from_pylist(kept, schema=CLEAN_DOCUMENTS), pa.Table.from_pylist(dropped, schema=DROPPED)


def why_empty(row: dict[str, Any], cleaned: dict[str, Any]) -> str:
    """Why no text is left of a document: extraction left its text out, its source repeats it, or there was none."""
    left_out = [flag["rule"].removeprefix(LEFT_OUT) for flag in row["flags"] or () if flag["rule"].startswith(LEFT_OUT)]
    if left_out:
        return "its text was left out: " + ", ".join(dict.fromkeys(left_out))
    return "nothing but what its source repeats" if cleaned["removed"] else "no story was found in it"


def clean_row(row: dict[str, Any], known: set[tuple[str, str]]) -> dict[str, Any]:
    """Remove the blocks that the source repeats from one document; flags move with the text that they mark."""
    kept: list[str] = []
    removed: list[dict[str, Any]] = []
    moves: list[tuple[int, int, int]] = []  # start and end of a kept block as extracted, and its shift
    at = now = 0
    for block in row["blocks"] or ():
        text = block["text"]
        if (row["source"], fold(text)) in known:
            removed.append({"rule": "repeated_by_source", "text": text, "start": at, "end": at + len(text)})
        else:
            kept.append(text)
            moves.append((at, at + len(text), now - at))
            now += len(text) + len(GAP)
        at += len(text) + len(GAP)
    text = GAP.join(kept)
    return {name: row[name] for name in SAME} | {
        "text": text,
        "words": count_words(text),
        "removed": removed,
        "flags": [flag for flag in (_moved(f, moves) for f in row["flags"] or ()) if flag is not None],
        "text_sha256": content_sha256(row["title"], text),
    }


def count_words(text: str) -> int:
    """Number of words in a text; in scripts written without spaces, each character counts as one word.

    >>> count_words("Two words"), count_words("新聞")
    (2, 2)
    """
    spaceless = len(SPACELESS.findall(text))
    return spaceless + len(re.findall(r"\w+", SPACELESS.sub(" ", text)))


def _moved(flag: dict[str, Any], moves: list[tuple[int, int, int]]) -> dict[str, Any] | None:
    """Move a flag to its place in the cleaned text; None if the marked text was removed."""
    if flag["start"] is None:
        return flag
    for start, end, by in moves:
        if start <= flag["start"] < end:
            return flag | {"start": flag["start"] + by, "end": min(flag["end"], end) + by}
    return None


def _drop(row: dict[str, Any], reason: str, detail: str) -> dict[str, Any]:
    same = ("night", "source", "capture_id", "url")
    return {name: row[name] for name in same} | {"step": "clean", "reason": reason, "detail": detail}
