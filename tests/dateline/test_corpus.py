"""`dateline.Corpus`: the answers of the commands, as Arrow, pandas, polars and records."""

import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from dateline import Corpus, Result, errors

STORY, COPY = "aaaa000000000001", "aaaa000000000002"


@pytest.fixture
def corpus(news: Path) -> Corpus:
    return Corpus(news)


def test_rows_come_as_arrow_pandas_and_dictionaries(corpus: Corpus) -> None:
    found = corpus.sql("SELECT source, count(*) AS works FROM articles GROUP BY ALL ORDER BY source")
    rows = [{"source": "digest", "works": 1}, {"source": "paper", "works": 2}]
    assert found.arrow().to_pylist() == list(found) == found.pandas().to_dict("records") == rows
    assert (len(found), found.columns, repr(found)) == (2, ["source", "works"], "<Result of 2 rows: source, works>")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_not_installed_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(errors.EnvironmentFault, match=f"pip install {library}"):
        getattr(Result(pa.table({"a": [1]})), library)()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT titel FROM articles", "titel"),
        ("COPY articles TO '/tmp/articles.csv'", "COPY"),
        ("FROM read_csv('/etc/passwd')", "passwd"),
    ],
)
def test_a_query_is_held_as_that_of_a_stranger(corpus: Corpus, query: str, said: str) -> None:
    with pytest.raises(errors.InputError, match=said):
        corpus.sql(query)


def test_a_limit_ends_the_query(corpus: Corpus) -> None:
    assert len(corpus.sql("FROM range(1000000000000)", limit=3)) == 3


def test_search_takes_conditions(corpus: Corpus) -> None:
    assert [hit.article_id for hit in corpus.search("bridge", author="Ann Lee", language="en").hits] == [STORY]
    assert [hit.article_id for hit in corpus.search(source=["digest"]).hits] == [COPY]
    assert corpus.search("bridge", until=date(2025, 1, 1)).total == 0
    with pytest.raises(errors.InputError):
        corpus.search("(bridge")


def test_an_article_is_found_by_id_and_by_address(corpus: Corpus) -> None:
    assert corpus.article(STORY) == corpus.article("https://paper.example/bridge")
    assert corpus.article(COPY).copies[0]["article_id"] == STORY
    with pytest.raises(errors.InputError, match="ffff"):
        corpus.history("ffff")


def test_texts_of_a_night(corpus: Corpus) -> None:
    assert corpus.as_of(date(2026, 2, 3)).columns == corpus.as_of("2026-02-03").columns
    with pytest.raises(errors.InputError, match="YYYY-MM-DD"):
        corpus.as_of("monday'; DROP TABLE x")


def test_an_unknown_home_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(errors.InputError, match="nowhere"):
        Corpus(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_home_of_an_older_version_names_the_command_that_updates_it(news: Path, tmp_path: Path) -> None:
    (tmp_path / "lake" / "nights").mkdir(parents=True)
    (tmp_path / "corpus.duckdb").touch()
    with pytest.raises(errors.InputError, match="brings it up to date"):
        Corpus(tmp_path)


def test_an_unknown_recipe_is_named(corpus: Corpus) -> None:
    with pytest.raises(errors.InputError, match="nothing"):
        corpus.export("nothing", dry_run=True)
