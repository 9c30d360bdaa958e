"""The rows of a dataset of a kind: chosen by the kind's query among the works that a recipe takes, kept in a working folder.

Rights fail closed for each work of a row: a row stays only if `choose` took all of them, in one split. An earlier text of a work
stays only if every capture with it was let through, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.captures import Beside, write_captures, write_query
from pipelines.give.export.choice import Choice
from pipelines.give.export.columns import dataset_schema
from pipelines.give.export.files import interleaved
from pipelines.give.export.kinds import KINDS
from pipelines.give.export.pii import treated
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.rendering import evidence
from pipelines.give.export.rights_table import READS, of_rows
from pipelines.give.export.row_digest import TEXT
from pipelines.lake.schemas import ARTICLES

CHUNK_ROWS = 2_048
MEMORY = "400MB"
"""What DuckDB may hold: a join of two texts a row needs more than the choice of articles."""
TAKEN = """
CREATE TEMP TABLE taken AS
SELECT article_id, cluster_id, event_id, split::UTINYINT AS split, first_night FROM placed WHERE reason IS NULL
"""
LET_THROUGH = """
CREATE TEMP TABLE let_through AS
SELECT document_id FROM documents SEMI JOIN taken USING (article_id)
GROUP BY document_id HAVING bool_and(coalesce(list_contains($train_ai, train_ai), false))
"""
MADE = """
CREATE TEMP TABLE made AS
SELECT * REPLACE (coalesce(night, DATE '1970-01-01') AS night, coalesce(text, '') AS text) FROM ({query})
"""
HELD = """
CREATE TEMP TABLE held AS
SELECT id, min(split) AS split, count(*) + (max(former) IS NOT NULL)::INTEGER AS works
FROM (SELECT id, known_from, former, unnest(article_ids) AS article_id FROM made) LEFT JOIN taken USING (article_id)
GROUP BY id HAVING count(*) = count(split) AND min(split) = max(split) AND NOT coalesce({late}, false)
    AND (max(former) IS NULL OR max(former) IN (FROM let_through))
"""
"""Rows of which all works are taken, in one split, and the former text is let through; what came to be after a split's end is not
in it (`late`). `works` are the lines of a row in the ledger.
"""
ROWS = """
SELECT made.*, {columns}, a.authors, taken.cluster_id, taken.event_id, held.split, held.works
FROM made JOIN held USING (id) JOIN taken ON taken.article_id = made.article_ids[1]
    JOIN articles AS a ON a.article_id = taken.article_id
ORDER BY night, held.split, id
"""
WORKS = """
SELECT id, place, {reads}, a.url_key, NULL::VARCHAR AS document_id, night AS first_night, split
FROM (SELECT id, night, held.split, unnest(article_ids) AS work, generate_subscripts(article_ids, 1) AS place
    FROM made JOIN held USING (id)) AS listed
JOIN articles AS a ON a.article_id = listed.work
UNION ALL
SELECT id, 1000, a.article_id, a.source, a.url, d.rights, d.train_ai, d.tdm, a.url_key, former, night, held.split
FROM made JOIN held USING (id) JOIN articles AS a ON a.article_id = made.article_ids[1]
JOIN (SELECT document_id, max_by({{rights: rights, train_ai: train_ai, tdm: tdm}}, (fetched_at, capture_id)) AS d
    FROM documents SEMI JOIN made ON made.former = documents.document_id GROUP BY document_id) AS read
    ON read.document_id = made.former
"""
"""The works of each row, then the former text of its first work, with the signals that it was read with."""
IN_NO_ROW = """
SELECT count(*) FROM taken WHERE article_id NOT IN (SELECT unnest(article_ids) FROM made SEMI JOIN held USING (id))
"""
CHOSEN = ("id", "cluster_id", "event_id", "split", "works")


@dataclass(frozen=True, slots=True)
class KindRows:
    """Rows of a kind, in files of the working folder; see RowSource."""

    recipe: Recipe
    rows: Path
    works: Path

    def texts(self, rows: pa.Table) -> Iterator[tuple[I64, pa.Array]]:
        """See RowSource."""
        names = KINDS[self.recipe.kind or ""].texts
        ids = rows["id"].combine_chunks()
        for batch in pq.ParquetFile(self.rows).iter_batches(CHUNK_ROWS, columns=["id", "authors", *names]):
            places = pc.index_in(batch["id"], ids)
            there = self._treated(pa.Table.from_batches([batch]).filter(places.is_valid()))
            if there.num_rows:
                yield places.drop_null().to_numpy().astype(np.int64), interleaved(there, names)

    def made(self, rows: pa.Table) -> Iterator[tuple[int, pa.Table, pa.Table]]:
        """See RowSource."""
        kept, beside, works_beside = rows["id"].combine_chunks(), Beside(self.rows), Beside(self.works)
        for first in range(0, rows.num_rows, CHUNK_ROWS):
            chunk = rows.slice(first, CHUNK_ROWS)
            made = beside.take(chunk["id"], chunk.num_rows)
            assert made["id"].equals(chunk["id"]), "the file and the choice are in one order"
            works = works_beside.take(chunk["id"], pc.sum(made["works"]).as_py())
            works = works.append_column("rights_evidence", evidence(works["rights"]))
            yield first, self._rendered(made, works, kept), works

    def _rendered(self, rows: pa.Table, works: pa.Table, kept: pa.Array) -> pa.Table:
        rights = of_rows(works)
        rows = self._treated(rows)
        made: dict[str, Any] = {name: rows[name] for name in rows.column_names}
        made |= {name: rights[name] for name in ("train_ai", "rights_evidence")}
        made |= KINDS[self.recipe.kind or ""].derive(rows, kept)
        schema = dataset_schema(self.recipe.columns, flat=False)
        return pa.table([made[field.name].cast(field.type) for field in schema], schema=schema)

    def _treated(self, rows: pa.Table) -> pa.Table:
        """The rows with personal data masked or dropped, before anything is computed of them."""
        for place, field in enumerate(rows.schema) if self.recipe.pii != "keep" else ():
            if field.name in TEXT and pa.types.is_string(field.type):
                there = rows[field.name].combine_chunks()
                done, _ = treated(there.fill_null(""), rows["authors"].to_pylist(), self.recipe.pii)
                rows = rows.set_column(place, field, pc.if_else(there.is_valid(), done, pa.scalar(None, pa.string())))
        return rows


def kind_rows(
    connection: duckdb.DuckDBPyConnection, recipe: Recipe, choice: Choice, folder: Path
) -> tuple[Choice, KindRows]:
    """The rows of a recipe's kind among the articles of a choice, whose connection is still open."""
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(TAKEN)
    connection.execute(LET_THROUGH, {"train_ai": duckdb.Value(list(recipe.train_ai), "VARCHAR[]")})
    connection.execute(MADE.format(query=KINDS[recipe.kind or ""].query))
    late = [
        f"(min(split) = {number} AND max(known_from) >= TIMESTAMPTZ '{split.before.isoformat()}')"
        for number, split in enumerate(recipe.splits.values(), 1)
        if split.before
    ]
    connection.execute(HELD.format(late=" OR ".join(late) or "false"))
    known = {name for (name, *_) in connection.sql("DESCRIBE made").fetchall()}
    also = [
        name for name in recipe.columns if name in ARTICLES.names and name not in {*known, "cluster_id", "train_ai"}
    ]
    columns = ", ".join(f"a.{name}" for name in also)
    rows = write_query(connection, folder / "rows.parquet", ROWS.format(columns=columns), CHUNK_ROWS)
    wanted = WORKS.format(reads=", ".join(f"a.{name}" for name in READS))
    works = write_captures(connection, folder / "works.parquet", wanted, "first_night, split, id, place")
    [(unused,)] = connection.execute(IN_NO_ROW).fetchall()
    chosen = pq.read_table(rows, columns=[*CHOSEN, "night"]).rename_columns({"night": "first_night"})
    chosen = chosen.append_column("language_score", pa.nulls(chosen.num_rows, pa.float32()))
    return replace(choice, rows=chosen, left_out={**choice.left_out, "in_no_row": unused}), KindRows(
        recipe, rows, works
    )
