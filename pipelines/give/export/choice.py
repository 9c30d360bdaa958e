"""Which articles a recipe takes, and the reason why every other one is left out.

What a recipe's own SQL asks for (`pipelines.give.export.condition`) is one condition of many: it cannot widen the rights. Texts
are not read here; `pipelines.give.export.look` looks at those of the articles that are taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from pipelines.base.errors import CorpusError
from pipelines.give.export.groups import group, read_events
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.split import Split

MEMORY = "200MB"
"""What DuckDB may hold before it writes to the disk."""
OPTED_OUT = "list_contains($opted_out, source)"
"""True for the sources that disallow training as a whole, whichever night is read: an opt-out acts backwards."""
REASONS = (
    ("training_disallowed", f"train_ai = 'disallowed' OR {OPTED_OUT}"),
    ("rights_unknown", "train_ai IS NULL OR NOT list_contains($train_ai, train_ai)"),
    ("same_words_disallowed", f"cluster_id IN (SELECT cluster_id FROM articles WHERE train_ai = 'disallowed' OR {OPTED_OUT})"),
    ("not_asked_for", "{unasked}"),
    ("other_language", "$languages <> [] AND NOT coalesce(list_contains($languages, language), false)"),
    ("other_source", "$sources <> [] AND NOT coalesce(list_contains($sources, source), false)"),
    ("other_kind", "$kinds <> [] AND NOT coalesce(list_contains($kinds, kind), false)"),
    ("other_precision", "$precisions <> [] AND NOT coalesce(list_contains($precisions, published_precision), false)"),
    ("date_not_sure_enough", "coalesce(published_confidence, 0) < $least_confidence"),
    ("other_length", "NOT coalesce(words, 0) BETWEEN $least_words AND $most_words"),
    ("other_dates", "NOT ({dates})"),
    (
        "copy_of_a_text_taken_down",
        "cluster_id IN (SELECT cluster_id FROM articles WHERE article_id IN (FROM taken_copies))",
    ),
    (
        "in_another_dataset",
        "article_id IN (FROM other_articles) OR cluster_id IN (FROM other_clusters) OR event_id IN (FROM other_events)",
    ),
)  # fmt: skip
"""Asked in this order of every article; the first that holds is the reason. The first four stand in every count."""
UNASKED = "article_id NOT IN (SELECT article_id FROM asked)"
ALWAYS_COUNTED = 4
PLACES = (
    "copies_of_another", "tellings_of_another", "copies_in_another_split", "event_in_another_split", "date_straddles_a_bound",
    "in_no_split", "revised_since",
)  # fmt: skip
"""Reasons of articles that no split takes."""
CERTAINLY = (
    "not_before >= coalesce($published_from::TIMESTAMPTZ, not_before)"
    " AND not_after < coalesce($published_before::TIMESTAMPTZ, 'infinity')"
)
POSSIBLY = (
    "not_after >= coalesce($published_from::TIMESTAMPTZ, not_after)"
    " AND not_before < coalesce($published_before::TIMESTAMPTZ, 'infinity')"
)
JUDGED = """
CREATE TEMP TABLE judged AS
SELECT article_id, coalesce(cluster_id, article_id) AS cluster_id, event_id, source, train_ai, role, document_id, url_key,
    revisions, coalesce(first_night, DATE '1970-01-01') AS first_night, first_seen, not_before, not_after, modified_at,
    CASE {reasons} END AS reason
FROM articles LEFT JOIN told USING (article_id)
"""
PLACE = "row_number() OVER (PARTITION BY {unit} ORDER BY role <> 'origin', first_seen, article_id)"
"""The place of an article among the copies of its cluster, or among the tellings of its event."""
PLACED = """
CREATE TEMP TABLE placed AS
WITH ranked AS (
    SELECT * EXCLUDE (reason), {place} AS place, {telling} AS telling, {unit} AS unit_id
    FROM judged LEFT JOIN grouped USING (cluster_id) WHERE reason IS NULL
),
latest AS (SELECT article_id, max_by(seen_from, revision) AS text_from FROM revisions GROUP BY article_id),
dealt AS (
    SELECT ranked.*, ('0x' || sha256({seeded})[1:12])::BIGINT / 281474976710656.0 AS point,
        CASE WHEN place > 1 OR telling > 1 THEN NULL ELSE {split} END AS split,
        greatest(modified_at, CASE WHEN revisions > 1 THEN text_from END) AS text_from
    FROM ranked LEFT JOIN latest USING (article_id)
),
parted AS (SELECT unit_id, min(split) AS first_split FROM dealt GROUP BY unit_id HAVING min(split) < max(split))
SELECT *, CASE
    WHEN place > 1 THEN 'copies_of_another'
    WHEN telling > 1 THEN 'tellings_of_another'
    WHEN split IS NULL AND ({straddles}) THEN 'date_straddles_a_bound'
    WHEN split IS NULL THEN 'in_no_split'
    WHEN {revised} THEN 'revised_since'
    WHEN split > first_split THEN '{elsewhere}'
END AS reason
FROM dealt LEFT JOIN parted USING (unit_id)
"""
TAKEN = """
SELECT article_id AS id, cluster_id, event_id, first_night, source, train_ai, split::UTINYINT AS split, {score} AS language_score
    {also}
FROM placed {scores} WHERE reason IS NULL ORDER BY first_night, article_id
"""
GROUPED = "JOIN (SELECT article_id, language, kind FROM articles) USING (article_id)"
SCORES = """
LEFT JOIN (
    SELECT document_id, max(language_score) AS score FROM documents
    WHERE document_id IN (SELECT document_id FROM placed) GROUP BY document_id
) USING (document_id)
"""
COUNTED = """
SELECT reason, count(*) FROM (SELECT reason FROM judged WHERE reason IS NOT NULL UNION ALL SELECT reason FROM placed)
WHERE reason IS NOT NULL GROUP BY reason
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """The articles that are taken, in the order of the dataset, and how many are left out by reason.

    `rows` has id (of the article, or of the row of a kind), cluster_id, event_id (null: shares its event with no other work),
    first_night, source, split (1 for the recipe's first), language_score; what a mixture groups by, if there is one.
    """

    articles: int
    rows: pa.Table
    left_out: Mapping[str, int]


def choose(
    connection: duckdb.DuckDBPyConnection,
    recipe: Recipe,
    elsewhere: pa.Table | None = None,
    asked: pa.Table | None = None,
    taken_copies: Sequence[str] = (),
    opted_out: Sequence[str] = (),
) -> Choice:
    """Choose among the articles of a corpus.

    `elsewhere` has article_id and cluster_id of rows that may not be taken, event_id if no other row of these events may be
    taken either, `asked` article_id of those that the recipe's own
    condition asks for; None: of all. `taken_copies` are works whose clusters had a work that was taken down, `opted_out`
    sources that disallow training.
    """
    connection.execute(
        f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false; SET enable_progress_bar = false"
    )
    for column in ("article_id", "cluster_id", "event_id"):
        there = elsewhere is not None and column in elsewhere.column_names
        values = elsewhere[column] if elsewhere is not None and there else pa.array([], pa.string())
        connection.register(f"other_{column.removesuffix('_id')}s", pa.table({column: values}))
    connection.register("taken_copies", pa.table({"article_id": pa.array(taken_copies, pa.string())}))
    if asked is not None:
        connection.register("asked", asked)
    read_events(connection, recipe)
    dates = CERTAINLY if recipe.published == "certainly" else POSSIBLY
    cases = " ".join(f"WHEN {condition} THEN '{name}'" for name, condition in REASONS)
    cases = cases.replace("{dates}", dates).replace("{unasked}", "false" if asked is None else UNASKED)
    connection.execute(JUDGED.format(reasons=cases), _values(recipe, opted_out))
    group(connection, recipe)
    connection.execute(_placed(recipe))
    scored = "language_score" in recipe.columns
    taken = TAKEN.format(
        score="score" if scored else "NULL::FLOAT",
        also=", not_before, not_after, language, kind" if recipe.mixture else "",
        scores=(SCORES if scored else "") + (GROUPED if recipe.mixture else ""),
    )
    rows = connection.sql(taken).to_arrow_table()
    if stray := set(rows["train_ai"].unique().to_pylist()) - set(recipe.train_ai):
        raise CorpusError(
            f"export {recipe.name}: rows with train_ai {sorted(map(str, stray))} were chosen; nothing was written"
        )
    left_out = _counted(connection)
    [(articles,)] = connection.sql("SELECT count(*) FROM judged").fetchall()
    if articles != rows.num_rows + sum(left_out.values()):
        raise CorpusError(
            f"export {recipe.name}: {articles} articles, but {rows.num_rows} taken and {left_out} left out"
        )
    return Choice(articles, rows.drop_columns(["train_ai"]), left_out)


def _counted(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Articles left out by reason, in the order in which the reasons are asked."""
    counted = dict(connection.sql(COUNTED).fetchall())
    order = [name for name, _ in REASONS] + list(PLACES)
    always = (*order[:ALWAYS_COUNTED], "copies_of_another")
    return {name: counted.get(name, 0) for name in order if name in counted or name in always}


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Free what a choice holds in memory. Nothing more can be asked."""
    connection.close()


def _values(recipe: Recipe, opted_out: Sequence[str]) -> dict[str, object]:
    lists: dict[str, Sequence[str]] = {
        "opted_out": opted_out,
        "train_ai": recipe.train_ai,
        "languages": recipe.languages,
        "sources": recipe.sources,
        "kinds": [kind.value for kind in recipe.kinds],
        "precisions": recipe.precisions,
    }
    return {name: duckdb.Value(list(values), "VARCHAR[]") for name, values in lists.items()} | {
        "least_confidence": recipe.least_confidence,
        "least_words": recipe.least_words,
        "most_words": recipe.most_words or 2**31 - 1,
        "published_from": recipe.published_from,
        "published_before": recipe.published_before,
    }


def _placed(recipe: Recipe) -> str:
    """Splits are numbered from 1; those of one window divide the points of its clusters or events among them."""
    cases, revised, bounds = [], [], set()
    low: dict[tuple[object, ...], float] = {}
    last = {split.window: name for name, split in recipe.splits.items()}
    for number, (name, split) in enumerate(recipe.splits.items(), 1):
        begin = low.get(split.window, 0.0)
        low[split.window] = end = 2.0 if last[split.window] == name else begin + split.share
        conditions = [f"point >= {begin!r} AND point < {end!r}", *_window(split, recipe)]
        cases.append(f"WHEN {' AND '.join(conditions)} THEN {number}")
        bounds |= {bound for bound in (split.before, split.since) if bound}
        if split.before:
            revised.append(f"split = {number} AND coalesce(text_from >= {_sql(split.before)}, false)")
    straddles = " OR ".join(f"not_before < {_sql(bound)} AND not_after >= {_sql(bound)}" for bound in sorted(bounds))
    whole = "coalesce(group_id, cluster_id)"
    return PLACED.format(
        seeded="unit_id" if recipe.seed == 0 else f"'{recipe.seed}:' || unit_id",
        place="1" if recipe.copies == "all" else PLACE.format(unit="cluster_id"),
        telling=PLACE.format(unit=whole) if recipe.copies == "one per event" else "1",
        unit=whole if recipe.split == "event" else "cluster_id",
        elsewhere="event_in_another_split" if recipe.split == "event" else "copies_in_another_split",
        split=f"CASE {' '.join(cases)} END",
        straddles=straddles or "false",
        revised=" OR ".join(revised) or "false",
    )


def _window(split: Split, recipe: Recipe) -> list[str]:
    conditions = []
    if split.before:
        conditions.append(f"not_after < {_sql(split.before)}")
    if split.since:
        conditions.append(f"not_before >= {_sql(split.since)}")
    named = [source for other in recipe.splits.values() for source in other.sources or ()]
    if split.sources is None and named:
        conditions.append(f"source NOT IN ({', '.join(map(_sql, named))})")
    if split.sources:
        conditions.append(f"source IN ({', '.join(map(_sql, split.sources))})")
    return conditions


def _sql(value: str | datetime) -> str:
    if isinstance(value, datetime):
        return f"TIMESTAMPTZ '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'"
