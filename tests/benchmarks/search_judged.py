"""What the search finds of a judged set in 14 languages, beside ILIKE and DuckDB's own full-text search (extension `fts`).

    python -m tests.benchmarks.search_judged

Precision at 10 and recall, the mean over the queries of a language. ILIKE looks for each word of a query anywhere in headline or
text; `fts` has an index by its own defaults but for the stemmer, which is that of the query's language where it has one. It is
left out where DuckDB has no such extension (`pip install duckdb-extension-fts`, of DuckDB's own version). Nothing here gates.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import duckdb

from pipelines.ask.search.grammar import parsed
from tests.pipelines.ask.search import judged
from tests.pipelines.ask.search.conftest import searcher_of

Finder = Callable[[str, str], list[str]]
"""The articles that answer a query of a language, the best first."""
FTS_STEMMERS = {
    "ar": "arabic", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fr": "french", "ru": "russian",
    "tr": "turkish",
}  # fmt: skip


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        searcher = searcher_of(Path(folder), judged.rows())
        connection.execute("CREATE TABLE articles (article_id VARCHAR, language VARCHAR, title VARCHAR, text VARCHAR)")
        connection.executemany(
            "INSERT INTO articles VALUES (?, ?, ?, ?)", [list(row.values()) for row in judged.rows()]
        )
        finders: dict[str, Finder] = {
            "search": lambda query, _: [hit.article_id for hit in searcher.find(parsed(query), limit=100).hits],
            "ILIKE": lambda query, _: by_ilike(connection, query),
        }
        if loaded(connection):
            finders["fts"] = lambda query, language: by_fts(connection, query, language)
        else:
            print("DuckDB cannot load its extension fts here: left out")
        print("language  " + "  ".join(f"{name + ' p@10':>12} recall" for name in finders))
        for language, queries in judged.QUERIES.items():
            figures = [
                judged.scores({query: find(query, language) for query in queries}, queries) for find in finders.values()
            ]
            print(f"{language:<8}  " + "  ".join(f"{p:>12.2f} {r:>6.2f}" for p, r in figures))


def by_ilike(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """Each word anywhere; one that begins with a hyphen nowhere."""
    words = query.split()
    places = " AND ".join(f"{'NOT ' if word.startswith('-') else ''}(title ILIKE ? OR text ILIKE ?)" for word in words)
    values = [f"%{word.removeprefix('-')}%" for word in words for _ in range(2)]
    return [
        name for (name,) in connection.execute(f"SELECT article_id FROM articles WHERE {places}", values).fetchall()
    ]


def loaded(connection: duckdb.DuckDBPyConnection) -> bool:
    """Load the extension, installed in DuckDB's folder or as a Python package."""
    spec = find_spec("duckdb_extension_fts")
    packaged = [*Path(spec.origin).parent.rglob("fts.duckdb_extension")] if spec and spec.origin else []
    for where in ("fts", *(f"'{path}'" for path in packaged)):
        try:
            connection.execute(f"LOAD {where}")
        except duckdb.Error:
            continue
        return True
    return False


def by_fts(connection: duckdb.DuckDBPyConnection, query: str, language: str) -> list[str]:
    """All words, by BM25; it has no NOT."""
    stemmer = FTS_STEMMERS.get(language, "none")
    ignored = "[^\\p{L}\\p{M}\\p{N}]+"
    connection.execute(
        f"PRAGMA create_fts_index('articles', 'article_id', 'title', 'text', stemmer='{stemmer}', ignore='{ignored}', "
        "stopwords='none', overwrite=1)"
    )
    found = "SELECT article_id, fts_main_articles.match_bm25(article_id, ?, conjunctive := 1) AS score FROM articles"
    rows = connection.execute(f"FROM ({found}) WHERE score IS NOT NULL ORDER BY score DESC", [query]).fetchall()
    return [name for name, _ in rows]


if __name__ == "__main__":
    main()
