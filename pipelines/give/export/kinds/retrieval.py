"""`kind: retrieval`: works as documents, headlines as queries, graded answers; with the files that BEIR's readers look for.

https://github.com/beir-cellar/beir/wiki/Load-your-custom-dataset has the layout. The query of a work has the
work's id, and it is no answer to itself: `beir` ignores identical ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.give.export.column import Column
from pipelines.give.export.kinds.kind import Kind

QUERY = """
WITH pairs AS (
    SELECT t.article_id, o.article_id AS other_id, 3 AS grade, 'copy' AS why
    FROM taken AS t JOIN taken AS o ON o.cluster_id = t.cluster_id AND o.split = t.split
    UNION ALL
    SELECT t.article_id, o.article_id, 2, 'event' FROM taken AS t JOIN taken AS o ON o.event_id = t.event_id AND o.split = t.split
    UNION ALL
    SELECT DISTINCT t.article_id, o.article_id, 1, 'link'
    FROM links AS l JOIN articles AS a ON a.url_key = l.from_url_key JOIN articles AS b ON b.url_key = l.to_url_key
        JOIN taken AS t ON t.article_id = a.article_id JOIN taken AS o ON o.article_id = b.article_id AND o.split = t.split
    WHERE l.kind IN ('related', 'in_body')
),
graded AS (
    SELECT article_id, other_id, max(grade) AS grade, max_by(why, grade) AS why FROM pairs
    WHERE article_id <> other_id GROUP BY article_id, other_id
),
answered AS (
    SELECT article_id, list({id: other_id, grade: grade, why: why} ORDER BY grade DESC, other_id) AS answers, max(grade) AS best
    FROM graded GROUP BY article_id
)
SELECT a.article_id AS id, [a.article_id] AS article_ids, a.first_night AS night,
    NULL::TIMESTAMPTZ AS known_from, NULL::VARCHAR AS former,
    a.title, a.text,
    CASE WHEN best >= 2 AND role = 'origin' AND title <> '' THEN title END AS query,
    CASE WHEN best >= 2 AND role = 'origin' AND title <> '' THEN answers END AS found
FROM articles AS a SEMI JOIN taken USING (article_id) LEFT JOIN answered USING (article_id)
"""
ANSWERS = pa.list_(pa.struct([("id", pa.string()), ("grade", pa.int32()), ("why", pa.string())]))
METADATA = ("source", "url", "language", "published", "not_before", "not_after", "train_ai", "rights_evidence")


def _derived(rows: pa.Table, kept: pa.Array) -> Mapping[str, Any]:
    """Answers that the dataset has; a query without any is none."""
    named = pa.array([answer["id"] for answers in rows["found"].to_pylist() for answer in answers or ()], pa.string())
    there = set(named.filter(pc.is_in(named, kept)).to_pylist())
    answers = [[each for each in found or () if each["id"] in there] or None for found in rows["found"].to_pylist()]
    has_event = [bool(each) and max(answer["grade"] for answer in each or ()) > 1 for each in answers]
    queries = [query if has else None for query, has in zip(rows["query"].to_pylist(), has_event, strict=True)]
    kept_answers = [each if has else None for each, has in zip(answers, has_event, strict=True)]
    return {"query": pa.array(queries, pa.string()), "answers": pa.array(kept_answers, ANSWERS)}


def _corpus(rows: Iterator[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    for split, row in rows:
        about = {name: row[name] for name in METADATA if name in row} | {"split": split}
        yield _line({"_id": row["id"], "title": row.get("title") or "", "text": row["text"], "metadata": about})


def _queries(rows: Iterator[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    for split, row in rows:
        if row.get("query"):
            about = {name: row[name] for name in ("source", "not_before", "not_after") if name in row}
            yield _line({"_id": row["id"], "text": row["query"], "metadata": about | {"split": split}})


def _qrels(rows: Iterator[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    yield "query-id\tcorpus-id\tscore"
    for _, row in rows:
        yield from (f"{row['id']}\t{answer['id']}\t{answer['grade']}" for answer in row.get("answers") or ())


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda each: each.isoformat())


RETRIEVAL = Kind(
    name="retrieval",
    about="Works as documents; `query` is the headline of one telling, `answers` what it should find.",
    query=QUERY,
    columns={
        "query": Column(pa.string(), "The headline as a query; null for a work that is a document alone."),
        "answers": Column(ANSWERS, "Documents of its split that answer it. grade 3: copy, 2: same event, 1: it links there."),
    },
    shown=(
        "id", "article_ids", "source", "url", "title", "text", "language", "query", "answers", "published", "published_day",
        "published_precision", "first_seen",
    ),
    tasks=("text-retrieval",),
    defaults={"copies": "all", "split": "event"},
    derive=_derived,
    files={"corpus.jsonl": _corpus, "queries.jsonl": _queries, "qrels/{split}.tsv": _qrels},
)  # fmt: skip
