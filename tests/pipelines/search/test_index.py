"""The search index: finds, follows changes, is rebuilt when lost."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.errors import InputError
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.schemas import ARTICLES
from pipelines.search import step as index_module
from pipelines.search.step import find, index_night
from tests.pipelines.conftest import article

NIGHT = date(2026, 2, 2)


def index(home: Home) -> dict[str, int]:
    return dict(index_night(home, NIGHT, lambda done, total: None).counts)


def found(home: Home, words: str) -> list[str]:
    return [hit.article_id for hit in find(home, words)]


def test_finds_words_and_phrases(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a", text="The harbour bridge is open."), article("b", text="A bridge too far."))
    index(home)
    assert sorted(found(home, "bridge")) == ["a", "b"]
    assert found(home, '"harbour bridge"') == ["a"]
    assert found(home, "title:b") == ["b"]


def test_only_what_changed_is_indexed_again(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a", document_id="1"), article("b", document_id="1"))
    assert index(home) == {"indexed": 2, "renewed": 2}
    assert index(home) == {"indexed": 2}
    changed = [article("a", document_id="2", text="A tunnel instead."), article("b", document_id="1", published="2026")]
    Lake(home.lake).replace("articles", pa.Table.from_pylist(changed, schema=ARTICLES))
    assert index(home) == {"indexed": 2, "renewed": 2}
    assert found(home, "tunnel") == ["a"]
    assert find(home, "title:b")[0].published == "2026"


def test_what_is_gone_from_the_corpus_is_not_found(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a", document_id="1"), article("b", document_id="1"))
    index(home)
    Lake(home.lake).replace("articles", pa.Table.from_pylist([article("b", document_id="1")], schema=ARTICLES))
    index(home)
    assert found(home, "text") == ["b"]


def test_a_lost_index_is_made_anew(corpus: Callable[..., Home]) -> None:
    home = corpus(article("a", document_id="1"))
    index(home)
    shutil.rmtree(home.index)
    assert index(home) == {"indexed": 1, "renewed": 1}
    assert found(home, "text") == ["a"]


@pytest.mark.parametrize(("field", "value"), [("title", "Ferry"), ("url", "https://b.example/"), ("source", "gazette")])
def test_a_change_with_the_same_text_is_noticed(corpus: Callable[..., Home], field: str, value: str) -> None:
    home = corpus(article("a", document_id="1"))
    index(home)
    changed = article("a", document_id="1") | {field: value}
    Lake(home.lake).replace("articles", pa.Table.from_pylist([changed], schema=ARTICLES))
    assert index(home) == {"indexed": 1, "renewed": 1}
    assert [getattr(hit, field) for hit in find(home, "text")] == [value]


def test_an_index_of_other_fields_is_made_anew(corpus: Callable[..., Home], monkeypatch: pytest.MonkeyPatch) -> None:
    home = corpus(article("a", document_id="1"))
    fields = index_module.FIELDS
    with monkeypatch.context() as older:
        older.setattr(index_module, "FIELDS", fields[:-1])
        older.setattr(index_module, "MADE_OF", {b"fields": " ".join(fields[:-1]).encode()})
        index(home)
    assert index(home) == {"indexed": 1, "renewed": 1}
    assert found(home, "text") == ["a"]
    assert index(home) == {"indexed": 1}


def test_a_corpus_without_articles_has_an_index_that_finds_nothing(corpus: Callable[..., Home]) -> None:
    home = corpus()
    assert index(home) == {"indexed": 0, "renewed": 0}
    assert found(home, "text") == []
    assert index(home) == {"indexed": 0}


def test_without_an_index_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="dateline build"):
        find(Home.at(tmp_path), "word")
