"""`kind: copies`: a copy beside its origin, and, as hard negatives, two works that tell one event in words of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from pipelines.give.export.column import Column
from pipelines.give.export.kinds.kind import STAMP, Kind
from pipelines.give.export.kinds.sentences import aligned, counted, likeness, sentences

SHINGLE_WORDS = 5
SAME_SENTENCE = 0.6
"""Dice's coefficient of words from which on a sentence of the copy is one of the origin."""
QUERY = """
WITH pairs AS (
    SELECT c.article_id, c.origin_article_id AS other_id, 'copy' AS relation, c.role, c.role_basis
    FROM clusters AS c SEMI JOIN taken USING (article_id) WHERE c.origin_article_id <> c.article_id
    UNION ALL
    SELECT DISTINCT greatest(one, other) AS article_id, least(one, other) AS other_id, 'own_words', NULL, NULL FROM (
        SELECT e.article_id AS one, e.nearest_article_id AS other
        FROM events AS e JOIN taken AS t USING (article_id) JOIN taken AS n ON n.article_id = e.nearest_article_id
        WHERE t.cluster_id <> n.cluster_id
    )
)
SELECT sha256('pair ' || p.article_id || ' ' || p.other_id)[:16] AS id, [p.article_id, p.other_id] AS article_ids,
    greatest(a.first_night, o.first_night) AS night, NULL::TIMESTAMPTZ AS known_from, NULL::VARCHAR AS former,
    p.relation, p.role, p.role_basis, a.title, a.text, o.title AS other_title, o.text AS other_text, o.source AS other_source,
    o.url AS other_url, o.not_before AS other_not_before, o.not_after AS other_not_after,
    a.agency, list_filter([a.agency, s.title, o.agency], lambda name: name <> '') AS names
FROM pairs AS p JOIN articles AS a ON a.article_id = p.article_id JOIN articles AS o ON o.article_id = p.other_id
    LEFT JOIN sources AS s ON s.source = o.source
WHERE p.relation = 'copy' OR a.language = o.language
"""


def _derived(rows: pa.Table, _kept: pa.Array) -> Mapping[str, Any]:
    made = [_of(row) for row in rows.select(["relation", "text", "other_text", "agency", "names"]).to_pylist()]
    return {name: pa.array([row[name] for row in made], MADE[name].type) for name in MADE}


def _of(row: Mapping[str, Any]) -> dict[str, Any]:
    text, other = row["text"] or "", row["other_text"] or ""
    one, two = _shingles(text), _shingles(other)
    common = len(one & two)
    said = {
        "similarity": common / max(len(one | two), 1),
        "containment": common / max(min(len(one), len(two)), 1),
        "cut": None, "added": None, "attributed_to": None, "attribution": None,
    }  # fmt: skip
    return said | (_edits(text, other, row["names"] or [], row["agency"]) if row["relation"] == "copy" else {})


def _edits(copy: str, origin: str, names: list[str], agency: str | None) -> dict[str, Any]:
    """Sentences that the copy cut, added, and with which it names the origin or its agency."""
    ours, theirs = sentences(copy), sentences(origin)
    pairs = [pair for pair in aligned(theirs, ours) if pair.before is None or pair.after is None]
    our_words, their_words = ([counted(sentence) for sentence in each] for each in (ours, theirs))
    cut = [pair.before for pair in pairs if pair.before and not _is_in(pair.before, our_words)]
    added = [pair.after for pair in pairs if pair.after and not _is_in(pair.after, their_words)]
    named = list(_named(ours, names))
    return {
        "cut": cut,
        "added": added,
        "attributed_to": named[0][0] if named else agency,
        "attribution": list(dict.fromkeys(sentence for _, sentence in named)),
    }


def _is_in(sentence: str, others: list[Counter[str]]) -> bool:
    """True if a text has the sentence in another place."""
    words = counted(sentence)
    return any(likeness(words, other) >= SAME_SENTENCE for other in others)


def _named(ours: list[str], names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        yield from ((name, sentence) for sentence in ours if name.casefold() in sentence.casefold())


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + SHINGLE_WORDS]) for at in range(max(len(words) - SHINGLE_WORDS + 1, 1))}


MADE = {
    "similarity": Column(pa.float32(), "Jaccard similarity of the 5-word shingles of both texts."),
    "containment": Column(pa.float32(), "Share of the shorter text's shingles that the other one has."),
    "cut": Column(pa.list_(pa.string()), "Sentences of the origin that the copy has not; null in own words."),
    "added": Column(pa.list_(pa.string()), "Sentences of the copy that the origin has not; null in own words."),
    "attributed_to": Column(pa.string(), "Agency that is credited, or publication that the copy names; null if there is none."),
    "attribution": Column(pa.list_(pa.string()), "The copy's sentences that name it."),
}  # fmt: skip
COPIES = Kind(
    name="copies",
    about="A copy (`text`) and its origin (`other_text`); or two works that tell one event in words of their own (`own_words`).",
    query=QUERY,
    columns={
        "relation": Column(pa.string(), "copy: the other work is the origin; own_words: both tell one event, neither copies."),
        "role_basis": Column(pa.string(), "Rule that gave the role."),
        "other_title": Column(pa.string(), "Headline of the other work."),
        "other_text": Column(pa.string(), "Text of the other work, cleaned."),
        "other_source": Column(pa.string(), "Source of the other work."),
        "other_url": Column(pa.string(), "URL of the other work."),
        "other_not_before": Column(STAMP, "Earliest possible instant of the other work's publication."),
        "other_not_after": Column(STAMP, "Latest possible instant of it."),
        **MADE,
    },
    shown=(
        "id", "article_ids", "relation", "role", "role_basis", "source", "url", "title", "text", "language", "other_source",
        "other_url", "other_title", "other_text", "cut", "added", "attributed_to", "attribution", "similarity", "containment",
        "other_not_before", "other_not_after", "published_day", "published_precision",
    ),
    texts=("text", "other_text"),
    tasks=("text-classification", "sentence-similarity"),
    defaults={"copies": "all", "split": "event"},
    derive=_derived,
)  # fmt: skip
