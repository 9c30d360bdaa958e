"""`FROM search('…')` in SQL."""

from datetime import date
from typing import Any

import duckdb
import pytest

from pipelines.ask.search.step import index_night
from pipelines.ask.sql.limits import limits
from pipelines.ask.sql.process import rows_apart
from pipelines.ask.sql.query import query_corpus
from pipelines.base.errors import InputError
from pipelines.lake.home import Home
from tests.pipelines.conftest import article, written_corpus

JOIN = "SELECT title, rank, score, passage FROM search('harbour -ferry') JOIN articles USING (article_id) ORDER BY rank"

NIGHT = date(2026, 2, 2)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three articles of a harbour, one of them of a ferry."""
    texts = {"Harbour": "It’s open.", "Ferry": "The ferry leaves the harbour.", "Quay": "The harbour is empty."}
    rows: list[dict[str, Any]] = [
        article(f"{number:016x}", title=title, text=text, first_night=NIGHT)
        for number, (title, text) in enumerate(texts.items(), start=1)
    ]
    made = written_corpus(tmp_path_factory.mktemp("home"), *rows)
    index_night(made, NIGHT, lambda done, total: None)
    return made


@pytest.mark.parametrize("landlock", [True, False])
def test_what_is_found_joins_in_a_query_of_a_stranger(home: Home, landlock: bool) -> None:
    with rows_apart(home, JOIN, limits(None, None, None), landlock=landlock) as rows:
        assert rows.table().to_pylist() == [
            {"title": "Harbour", "rank": 1, "score": 12, "passage": "It’s open."},
            {"title": "Quay", "rank": 2, "score": 7, "passage": "The **harbour** is empty."},
        ]


def test_several_searches_in_one_query(home: Home) -> None:
    query = "SELECT count(*) AS n FROM search('harbour') WHERE article_id NOT IN (SELECT article_id FROM SEARCH ( 'it''s' ))"
    assert query_corpus(home, query).to_pylist() == [{"n": 2}]
    two = "SELECT (SELECT count(*) FROM search('harbour')) AS a, (SELECT count(*) FROM search('it''s')) AS b"
    assert query_corpus(home, two).to_pylist() == [{"a": 3, "b": 1}]


def test_a_query_with_a_search_may_use_its_memory(home: Home) -> None:
    """Arrow's own pool, by mimalloc, reserves a GiB of it for three rows: all, where so much is left."""
    large = "SELECT len(list(range)) AS n FROM range(10000000)"
    query = f"SELECT count(*) AS found, any_value(n) AS n FROM search('harbour'), ({large})"
    with rows_apart(home, query, limits(None, "1GB", None)) as rows:
        assert rows.table().to_pylist() == [{"found": 3, "n": 10_000_000}]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("FROM search('harbour OR')", "search: something must follow 'OR' at the end"),
        ("FROM search('har' || 'bour')", "takes one text in quotes"),
        (" UNION ".join(f"FROM search('{number}')" for number in range(17)), "17 searches in one query: 16 at most"),
        ("FROM search('source:none')", "no article has the source 'none': there are paper"),
    ],
)
def test_a_search_without_sense_is_a_mistake(home: Home, query: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        query_corpus(home, query)
    assert said in str(caught.value)


def test_a_duckdb_of_ones_own_is_told_where_searches_work(home: Home) -> None:
    told = pytest.raises(duckdb.Error, match=r"works in dateline sql only: docs/search\.md")
    with duckdb.connect(str(home.corpus), read_only=True) as client, told:
        client.sql("FROM search('harbour')").fetchall()
