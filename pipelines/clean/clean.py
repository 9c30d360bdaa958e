"""The cleaning step: learned boilerplate out (kept as removed spans), words counted, what is no article dropped."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa

from pipelines.clean.learn import fold
from pipelines.extract.rows import content_sha256
from pipelines.schemas import CLEAN_DOCUMENTS, DROPPED

NOT_ARTICLES = frozenset({"listing", "other"})
SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def clean(documents: pa.Table, learned: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Clean rows of `schemas.DOCUMENTS` with what `learn` made: (CLEAN_DOCUMENTS, DROPPED), every row in one of the two.

    Order is kept. Dropped: `listing` and `other` by kind, `no_text` when nothing is left.
    """
    boilerplate = {(row["source"], row["block"]) for row in learned.to_pylist()}
    kept: list[dict[str, Any]] = []
    dropped: list[dict[str, Any]] = []
    for row in documents.to_pylist():
        if row["kind"] in NOT_ARTICLES:
            dropped.append(_drop(row, row["kind"], "the page is no story"))
            continue
        cleaned = clean_row(row, boilerplate)
        if cleaned["text"]:
            kept.append(cleaned)
        else:
            dropped.append(_drop(row, "no_text", "nothing but boilerplate, or nothing at all"))
    return pa.Table.from_pylist(kept, schema=CLEAN_DOCUMENTS), pa.Table.from_pylist(dropped, schema=DROPPED)


def clean_row(row: dict[str, Any], boilerplate: set[tuple[str, str]]) -> dict[str, Any]:
    """One document without the blocks its source repeats."""
    kept, removed, at = [], [], 0
    for block in row["blocks"] or ():
        text = block["text"]
        if (row["source"], fold(text)) in boilerplate:
            removed.append({"rule": "learned_boilerplate", "text": text, "start": at, "end": at + len(text)})
        else:
            kept.append(text)
        at += len(text) + 2
    text = "\n\n".join(kept)
    same = ("night", "source", "capture_id", "article_id", "document_id", "fetched_at")
    return {name: row[name] for name in same} | {
        "text": text,
        "words": count_words(text),
        "removed": removed,
        "flags": [flag for flag in row["flags"] or () if flag["start"] is None],
        "text_sha256": content_sha256(row["title"], text),
    }


def count_words(text: str) -> int:
    """Words; in scripts written without spaces each character counts.

    >>> count_words("Two words"), count_words("新聞")
    (2, 2)
    """
    spaceless = len(SPACELESS.findall(text))
    return spaceless + len(re.findall(r"\w+", SPACELESS.sub(" ", text)))


def _drop(row: dict[str, Any], reason: str, detail: str) -> dict[str, Any]:
    same = ("night", "source", "capture_id", "url")
    return {name: row[name] for name in same} | {"step": "clean", "reason": reason, "detail": detail}
