"""The macro `search` in `corpus.duckdb` only says where searches work: a plain DuckDB client has no search index."""

from __future__ import annotations

NAME = "search"
DOC = (
    "Articles that the search index finds, best first, with the words and fields of 'dateline search', and the passage that "
    "shows why (of the first 1,000, what was found **in asterisks**); works in 'dateline sql' and with a text in quotes only, "
    "see docs/search.md: FROM search('harbour bridge')."
)
STATEMENT = (
    "CREATE MACRO search(words_) AS TABLE SELECT NULL::VARCHAR AS article_id, NULL::INTEGER AS rank, NULL::INTEGER AS score, "
    "NULL::VARCHAR AS passage "
    "WHERE error('search() takes one text in quotes and works in dateline sql only: docs/search.md says what else there is')"
)
