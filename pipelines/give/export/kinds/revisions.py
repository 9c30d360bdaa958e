"""`kind: revisions`: two texts of a work that follow each other, aligned sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from pipelines.corpus.revisions.changes import NOTICE, Version, change_of
from pipelines.corpus.revisions.kinds import RevisionKind, kinds_of
from pipelines.give.export.column import Column
from pipelines.give.export.kinds.kind import STAMP, Kind
from pipelines.give.export.kinds.sentences import Aligned, aligned, sentences

QUERY = """
SELECT sha256('revision ' || p.article_id || ' ' || p.document_before || ' ' || p.document_after || ' ' || p.revision)[:16] AS id,
    [p.article_id] AS article_ids, p.night, p.first_after AS known_from,
    p.document_before AS former,
    p.revision, p.change, p.kinds AS change_kinds, p.title_before, p.title_after, b.text AS text_before, a.text,
    b.seen_from AS first_before, p.last_before, p.first_after, a.seen_to AS last_after
FROM revision_pairs AS p SEMI JOIN taken USING (article_id)
    JOIN revisions AS b ON b.article_id = p.article_id AND b.revision = p.revision - 1
    JOIN revisions AS a ON a.article_id = p.article_id AND a.revision = p.revision
"""
"""The texts are read from `revisions`: a window over texts, as in the view, holds all of them in memory."""
SENTENCES = pa.list_(
    pa.struct([("op", pa.string()), ("kind", pa.string()), ("before", pa.string()), ("after", pa.string())])
)
FACTS = frozenset({"figures", "name", "added", "removed"})


def sentence_kind(pair: Aligned) -> str | None:
    """The kind of a sentence's change; None if it did not change.

    >>> sentence_kind(Aligned("Five people died on Monday.", "Six people died on Monday.")), sentence_kind(Aligned("A b.", None))
    ('reworded', 'removed')
    """
    before, after = pair
    if before == after:
        return None
    if after is None:
        return "removed"
    if NOTICE.search(after) and not (before and NOTICE.search(before)):
        return "correction_note"
    if before is None:
        return "added"
    old, new = (Version("", (sentence,)) for sentence in (before, after))
    found = kinds_of(old, new)
    named = next((kind.value for kind in (RevisionKind.FIGURES, RevisionKind.NAME) if kind in found), None)
    return named or ("typo" if change_of(old, new) == "typo" else "reworded")


def question_of(change: str, kinds: list[str]) -> str:
    """The kind of a whole change, as NewsEdits asks it: fact style correction headline deletion."""
    if change in ("correction", "headline", "deletion"):
        return change
    return "fact" if change != "typo" and FACTS & set(kinds) else "style"


def pairs_of(before: str, after: str) -> Iterator[dict[str, Any]]:
    """The sentences of two texts, with operation and kind."""
    for pair in aligned(sentences(before), sentences(after)):
        kind = sentence_kind(pair)
        yield {"op": _operation(pair, kind), "kind": kind, "before": pair.before, "after": pair.after}


def _operation(pair: Aligned, kind: str | None) -> str:
    if kind is None:
        return "kept"
    if pair.after is None:
        return "removed"
    return "added" if pair.before is None else "changed"


def _derived(rows: pa.Table, _kept: pa.Array) -> Mapping[str, Any]:
    said = rows.select(["change", "change_kinds", "text_before", "text"]).to_pylist()
    return {
        "question": pa.array([question_of(row["change"], row["change_kinds"] or []) for row in said], pa.string()),
        "sentences": pa.array([list(pairs_of(row["text_before"] or "", row["text"] or "")) for row in said], SENTENCES),
    }


REVISIONS = Kind(
    name="revisions",
    about="Two texts of a work that follow each other, aligned sentence by sentence: `text_before`, and `text` after the change.",
    query=QUERY,
    columns={
        "revision": Column(pa.int32(), "Number of the second text among the texts of the work."),
        "change": Column(pa.string(), "Kind by which the corpus counts the change: typo update correction headline deletion."),
        "change_kinds": Column(
            pa.list_(pa.string()), "All that differs: headline lead figures name added removed correction_note."
        ),
        "question": Column(pa.string(), "Kind of the change as NewsEdits asks it: fact style correction headline deletion."),
        "title_before": Column(pa.string(), "Headline of the first text."),
        "title_after": Column(pa.string(), "Headline of the second text."),
        "text_before": Column(pa.string(), "The first text, cleaned."),
        "first_before": Column(STAMP, "First capture with the first text."),
        "last_before": Column(STAMP, "Last capture with the first text: it changed after this and by `first_after`."),
        "first_after": Column(STAMP, "First capture with the second text."),
        "last_after": Column(STAMP, "Last capture with the second text before another one."),
        "sentences": Column(
            SENTENCES,
            "Sentences in order. op: kept changed added removed; kind: figures name typo reworded added removed correction_note.",
        ),
    },
    shown=(
        "id", "article_ids", "source", "url", "language", "title_before", "title_after", "text_before", "text", "sentences",
        "question", "change", "change_kinds", "revision", "first_before", "last_before", "first_after", "last_after",
        "published_day", "published_precision",
    ),
    texts=("text_before", "text"),
    tasks=("text-generation", "text-classification"),
    defaults={"copies": "all"},
    derive=_derived,
)  # fmt: skip
