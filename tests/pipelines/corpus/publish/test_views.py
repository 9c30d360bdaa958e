"""The SQL corpus: views over every table, comments, macros by night and by bounds."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from deltalake import write_deltalake

from pipelines.ask.sql.query import query_corpus
from pipelines.base.errors import InputError
from pipelines.corpus.publish.derived import COMPUTED
from pipelines.corpus.publish.views import refresh_views, write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES, CLUSTERS, TABLES
from tests.pipelines.conftest import article


def ids(home: Home, query: str) -> list[str]:
    return query_corpus(home, query)["article_id"].to_pylist()


def test_every_table_is_a_view_even_before_it_is_written(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    write_views(home)
    for table in (each for each in TABLES.values() if each.of is None):
        rows = query_corpus(home, f"SELECT * FROM {table.name}")
        assert rows.column_names == [*table.schema.names, *COMPUTED.get(table.name, ())]
        assert rows.num_rows == 0


def test_a_table_that_has_become_empty_is_still_a_view(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"))
    Lake(home.lake).replace("articles", ARTICLES.empty_table())
    write_views(home)
    assert query_corpus(home, "SELECT * FROM articles").num_rows == 0


def test_a_table_written_before_a_column_existed_shows_it_as_null(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    rows = pa.Table.from_pylist([{"capture_id": "1", "night": date(2026, 2, 2), "source": "paper"}])
    write_deltalake(str(home.lake / "dropped"), rows, partition_by=["night"])
    write_views(home)
    seen = query_corpus(home, "SELECT night, capture_id, reason FROM dropped").to_pylist()
    assert seen == [{"night": date(2026, 2, 2), "capture_id": "1", "reason": None}]


def test_views_and_columns_carry_their_documentation(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    write_views(home)
    rows = query_corpus(
        home, "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'articles'"
    ).to_pylist()
    comments = {row["column_name"]: row["comment"] for row in rows}
    assert comments["not_after"] == "Latest possible instant of publication; never null."
    assert all(comments.values())


def test_undated_works_are_found_by_their_bounds(corpus: Callable[..., Home]) -> None:
    november, late = datetime(2022, 11, 2, tzinfo=UTC), datetime(2023, 5, 1, tzinfo=UTC)
    home = corpus(
        article("dated", published="2022-11-03", published_day=date(2022, 11, 3), month="2022-11"),
        article("bounded", not_before=november, not_after=datetime(2022, 11, 20, tzinfo=UTC)),
        article("open", not_after=late),
        article("later", not_before=late),
    )
    assert sorted(ids(home, "FROM published_between('2022-11-01', '2022-12-01')")) == ["bounded", "dated"]
    assert sorted(ids(home, "FROM possibly_between('2022-11-01', '2022-12-01')")) == ["bounded", "dated", "open"]


def test_the_copy_matrix_counts_who_had_it_first(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a"), article("b", source="digest"), article("c", source="digest"))
    member = dict.fromkeys(CLUSTERS.names) | {"cluster_id": "a", "origin_article_id": "a"}
    member["month"] = "2026-02"
    rows = [member | {"article_id": "a", "role": "origin"}]
    rows += [member | {"article_id": copy, "role": "wire_copy"} for copy in ("b", "c")]
    Lake(home.lake).replace("clusters", pa.Table.from_pylist(rows, schema=CLUSTERS))
    write_views(home)
    expected = {"source": "digest", "copies_from": "paper", "role": "wire_copy", "works": 2}
    assert query_corpus(home, "FROM copy_matrix()").to_pylist() == [expected]


def test_as_of_gives_the_text_of_that_night(corpus: Callable[..., Home]) -> None:
    versions = [
        {"article_id": "a", "revision": 1, "night": date(2026, 2, 2), "text": "before", "month": "2026-02"},
        {"article_id": "a", "revision": 2, "night": date(2026, 2, 3), "text": "after", "month": "2026-02"},
    ]
    home = corpus(article("a"), revisions=versions)
    for night in (date(2026, 2, 2), date(2026, 2, 3)):
        refresh_views(home, night, lambda *_: None)
    for night, texts in (("2026-02-01", []), ("2026-02-02", ["before"]), ("2026-02-03", ["after"])):
        assert query_corpus(home, f"SELECT text FROM as_of(DATE '{night}')")["text"].to_pylist() == texts


def test_the_file_is_for_older_clients_too_and_opens_from_elsewhere(
    corpus: Callable[..., Home], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = corpus(article("a"))
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(str(home.corpus), read_only=True) as connection:
        [(tags,)] = connection.sql("SELECT tags FROM duckdb_databases() WHERE database_name = 'corpus'").fetchall()
        assert tags["storage_version"].startswith("v1.2.0")
        assert connection.sql("SELECT count(*) FROM articles").fetchall() == [(1,)]


def test_mistakes_in_sql_are_one_clear_error(corpus: Callable[..., Home]) -> None:
    with pytest.raises(InputError, match="titel"):
        query_corpus(corpus(article("a")), "SELECT titel FROM articles")


def test_without_a_corpus_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="dateline demo"):
        query_corpus(Home.at(tmp_path), "SELECT 1")


def test_the_corpus_is_read_only(corpus: Callable[..., Home]) -> None:
    with pytest.raises(InputError, match="read-only"):
        query_corpus(corpus(article("a")), "CREATE TABLE x (y INT)")


def test_doubtful_dates_are_had_by_asking_for_less_confidence(corpus: Callable[..., Home]) -> None:
    home = corpus(
        article(
            "sure", published="2022-11-03", published_day=date(2022, 11, 3), guess="2022-11-03", guess_confidence=0.97
        ),
        article("doubtful", guess="2022-11-04T18:45:00+01:00", guess_confidence=0.7),
        article("guessed", guess="2022", guess_confidence=0.3),
        article("unknown", guess_confidence=0.0),
    )
    query = "SELECT article_id, published, published_day, published_at FROM dated_at(0.6) WHERE published IS NOT NULL ORDER BY 1"
    doubtful, sure = query_corpus(home, query).to_pylist()
    assert doubtful == {
        "article_id": "doubtful",
        "published": "2022-11-04T18:45:00+01:00",
        "published_day": date(2022, 11, 4),
        "published_at": datetime(2022, 11, 4, 17, 45, tzinfo=UTC),
    }
    assert (sure["published"], sure["published_at"]) == ("2022-11-03", None)
    assert ids(home, "FROM dated_at(0.99) WHERE published IS NOT NULL") == []
    [guessed] = query_corpus(home, "FROM dated_at(0.1) WHERE article_id = 'guessed'").to_pylist()
    assert (guessed["published"], guessed["published_day"]) == ("2022", None)


def test_dated_copies_are_told_beside_the_works_they_bound(corpus: Callable[..., Home]) -> None:
    home = corpus(
        article("undated", cluster_id="c", role="origin"),
        article("copy", cluster_id="c", role="copy", published="2022-11-03", url="https://agency.example/copy"),
        article("wire", cluster_id="c", role="wire_copy", published="2022-11-02"),
        article("other", cluster_id="d", role="origin", published="2022-11-01"),
    )
    [row] = query_corpus(home, "FROM copy_dates()").to_pylist()
    assert (row["article_id"], row["copy_article_id"], row["value"]) == ("undated", "copy", "2022-11-03")
    assert row["evidence_url"] == "https://agency.example/copy"
