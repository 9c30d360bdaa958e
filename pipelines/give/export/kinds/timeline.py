"""`kind: timeline`: works that were certainly not public before a day, with questions for probing and what was believed when.

The day is the recipe's `published_from`, the night by which all is known its `as_of`: bounds decide, not dates alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from pipelines.give.export.column import Column
from pipelines.give.export.kinds.kind import STAMP, Kind
from pipelines.give.export.kinds.revisions import pairs_of

QUERY = """
WITH beliefs AS (
    SELECT article_id, list({night: night, until_night: until_night, change: change, published: published,
        published_precision: published_precision, published_confidence: published_confidence, published_basis: published_basis,
        not_before: not_before, not_after: not_after} ORDER BY night) AS beliefs
    FROM date_history SEMI JOIN taken USING (article_id) GROUP BY article_id
),
others AS (
    SELECT t.article_id, min_by({article_id: o.article_id, title: o.title, source: o.source, not_before: o.not_before,
        not_before_basis: o.not_before_basis, not_after: o.not_after, not_after_basis: o.not_after_basis,
        was_first: o.not_after < a.not_before}, (o.not_before, o.article_id)) AS other
    FROM taken AS t JOIN articles AS a USING (article_id)
        JOIN taken AS n ON n.event_id = t.event_id AND n.split = t.split AND n.cluster_id <> t.cluster_id
        JOIN articles AS o ON o.article_id = n.article_id
    WHERE (o.not_after < a.not_before OR a.not_after < o.not_before) AND o.title <> a.title
    GROUP BY t.article_id
),
changes AS (
    SELECT article_id, max_by({title_before: title_before, title_after: title_after, last_before: last_before,
        first_after: first_after}, revision) AS changed, max(revision) AS last_revision,
        max_by(document_before, revision) AS document_before
    FROM revision_pairs SEMI JOIN taken USING (article_id) SEMI JOIN let_through ON document_id = document_before
    GROUP BY article_id
)
SELECT a.article_id AS id, list_filter([a.article_id, other.article_id], lambda work: work IS NOT NULL) AS article_ids,
    a.first_night AS night, NULL::TIMESTAMPTZ AS known_from, document_before AS former,
    a.title, a.text, a.published, a.published_confidence, a.published_basis, a.not_before_basis, a.not_after_basis, a.first_seen,
    beliefs, other.title AS other_title, other, changed.title_before AS title_before, changed.title_after AS title_after,
    before.text AS text_before, changed
FROM articles AS a SEMI JOIN taken USING (article_id) LEFT JOIN beliefs USING (article_id) LEFT JOIN others USING (article_id)
    LEFT JOIN changes USING (article_id)
    LEFT JOIN revisions AS before ON before.article_id = a.article_id AND before.revision = last_revision - 1
"""
BELIEFS = pa.list_(
    pa.struct(
        [
            ("night", pa.date32()), ("until_night", pa.date32()), ("change", pa.string()), ("published", pa.string()),
            ("published_precision", pa.string()), ("published_confidence", pa.float32()), ("published_basis", pa.string()),
            ("not_before", STAMP), ("not_after", STAMP),
        ]
    )
)  # fmt: skip
QUESTIONS = pa.list_(
    pa.struct(
        [
            ("ask", pa.string()), ("question", pa.string()), ("choices", pa.list_(pa.string())), ("answer", pa.string()),
            ("evidence", pa.list_(pa.struct([("what", pa.string()), ("value", pa.string())]))),
        ]
    )
)  # fmt: skip
ASKED_KINDS = frozenset({"figures", "name", "correction_note"})
"""Kinds of changed sentences that a question is made of."""


def _derived(rows: pa.Table, _kept: pa.Array) -> Mapping[str, Any]:
    return {"questions": pa.array([list(_questions(row)) for row in rows.to_pylist()], QUESTIONS)}


def _questions(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    title = row["title"] or ""
    if row["published_day"] and title:
        yield _question(
            row, "when", f"On which day did {row['source']} publish “{title}”?", (), row["published_day"].isoformat(),
            {row["published_basis"]: row["published"]} | _bounds(row),
        )  # fmt: skip
    if row["other"] and title and row["other_title"]:
        first = row["other_title"] if row["other"]["was_first"] else title
        yield _question(
            row, "first", "Two reports of one event: which was published first?", (title, row["other_title"]), first,
            _bounds(row) | _bounds(row["other"], "of the other report: "),
        )  # fmt: skip
    yield from _of_changes(row)


def _of_changes(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if not row["changed"]:
        return
    seen = {
        "last capture before the change": row["changed"]["last_before"],
        "first capture after it": row["changed"]["first_after"],
    }
    titles = row["title_before"], row["title_after"]
    if all(titles) and titles[0] != titles[1]:
        yield _question(row, "changed", "A headline was changed: what does it say now?", titles, titles[1], seen)
    for pair in pairs_of(row["text_before"] or "", row["text"] or ""):
        if pair["op"] == "changed" and pair["kind"] in ASKED_KINDS:
            said = pair["before"], pair["after"]
            yield _question(
                row, "changed", f"“{title_of(row)}” was changed: what does it say now?", said, said[1], seen
            )


def title_of(row: Mapping[str, Any]) -> str:
    """The headline that a question names."""
    return str(row["title"] or row["source"])


def _bounds(said: Mapping[str, Any], whose: str = "") -> dict[str, Any]:
    return {
        f"{whose}not before: {said['not_before_basis'] or 'the web began'}": said["not_before"],
        f"{whose}not after: {said['not_after_basis'] or 'first capture'}": said["not_after"],
    }


def _question(
    row: Mapping[str, Any], ask: str, question: str, choices: tuple[str, ...], answer: str, evidence: Mapping[str, Any]
) -> dict[str, Any]:
    """The choices are ordered by the row's id, so that the right one is as often the first as the second."""
    ordered = choices if int(row["id"][-1:].encode().hex(), 16) % 2 else choices[::-1]
    stated = [
        {"what": what, "value": value if isinstance(value, str) else value.isoformat()}
        for what, value in evidence.items()
        if value is not None
    ]
    return {"ask": ask, "question": question, "choices": list(ordered), "answer": answer, "evidence": stated}


TIMELINE = Kind(
    name="timeline",
    about="Works that were certainly not public before a day, and certainly known on the night of the corpus.",
    query=QUERY,
    columns={
        "beliefs": Column(BELIEFS, "What the corpus believed of the date and its bounds: from `night` on, until `until_night`."),
        "questions": Column(
            QUESTIONS,
            "Questions for probing a cut-off. ask: when first changed; the answer is a choice or a day; with evidence.",
        ),
    },
    shown=(
        "id", "article_ids", "source", "url", "title", "text", "language", "published", "published_day", "published_precision",
        "published_confidence", "published_basis", "not_before", "not_before_basis", "not_after", "not_after_basis", "first_seen",
        "beliefs", "questions",
    ),
    tasks=("question-answering",),
    defaults={"split": "event", "splits": {"test": 1.0}},
    requires=("published_from",),
    derive=_derived,
)  # fmt: skip
