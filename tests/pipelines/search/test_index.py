"""The search index: finds, follows changes, is rebuilt when lost."""

import shutil
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import tantivy

from pipelines.errors import InputError
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.locator import SEARCH, locating
from pipelines.schemas import ARTICLES
from pipelines.search import step as index_module
from pipelines.search.step import find, index_night
from tests.pipelines.conftest import article

NIGHT = date(2026, 2, 2)


def index(home: Home) -> dict[str, int]:
    return dict(index_night(home, NIGHT, lambda done, total: None).counts)


def found(home: Home, words: str) -> list[str]:
    return [hit.article_id for hit in find(home, words)]


def row(name: str, **values: Any) -> dict[str, Any]:
    """An article first seen on NIGHT."""
    return article(name, first_night=NIGHT, month="2026-02", **values)


def publish(home: Home, works: Collection[str], *rows: dict[str, Any]) -> None:
    """Put rows in the place of works' rows, as the publishing step does."""
    with locating(home) as locator:
        locator.add_places(dict.fromkeys(works, NIGHT))
        locator.wait(SEARCH, works)
    Lake(home.lake).replace_works("articles", pa.Table.from_pylist(list(rows), schema=ARTICLES), works, [NIGHT])


def everything(home: Home) -> list[dict[str, Any]]:
    """Every document of the index as it is stored, by id."""
    searcher = tantivy.Index.open(str(home.index / "search")).searcher()
    hits = searcher.search(tantivy.Query.all_query(), 1000).hits
    return sorted((searcher.doc(address).to_dict() for _, address in hits), key=lambda each: each["article_id"])


def test_finds_words_and_phrases(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a", text="The harbour bridge is open."), row("b", text="A bridge too far."))
    index(home)
    assert sorted(found(home, "bridge")) == ["a", "b"]
    assert found(home, '"harbour bridge"') == ["a"]
    assert found(home, "title:b") == ["b"]


def test_only_what_changed_is_indexed_again(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a", document_id="1"), row("b", document_id="1"))
    assert index(home) == {"indexed": 2, "renewed": 2}
    assert index(home) == {"indexed": 2}
    changed = [row("a", document_id="2", text="A tunnel instead."), row("b", document_id="1", published="2026")]
    publish(home, ["a", "b"], *changed)
    assert index(home) == {"indexed": 2, "renewed": 2}
    assert found(home, "tunnel") == ["a"]
    assert find(home, "title:b")[0].published == "2026"


def test_what_is_gone_from_the_corpus_is_not_found(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a", document_id="1"), row("b", document_id="1"))
    index(home)
    publish(home, ["a"])
    index(home)
    assert found(home, "text") == ["b"]


def test_a_lost_index_is_made_anew(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a", document_id="1"))
    index(home)
    shutil.rmtree(home.index)
    assert index(home) == {"indexed": 1, "renewed": 1}
    assert found(home, "text") == ["a"]


@pytest.mark.parametrize(("field", "value"), [("title", "Ferry"), ("url", "https://b.example/"), ("source", "gazette")])
def test_a_change_with_the_same_text_is_noticed(corpus: Callable[..., Home], field: str, value: str) -> None:
    home = corpus(row("a", document_id="1"))
    index(home)
    changed = row("a", document_id="1") | {field: value}
    publish(home, ["a"], changed)
    assert index(home) == {"indexed": 1, "renewed": 1}
    assert [getattr(hit, field) for hit in find(home, "text")] == [value]


def test_an_index_of_other_fields_is_made_anew(corpus: Callable[..., Home], monkeypatch: pytest.MonkeyPatch) -> None:
    home = corpus(row("a", document_id="1"))
    fields = index_module.FIELDS
    with monkeypatch.context() as older:
        older.setattr(index_module, "FIELDS", fields[:-1])
        index(home)
    assert index(home) == {"indexed": 1, "renewed": 1}
    assert found(home, "text") == ["a"]
    assert index(home) == {"indexed": 1}


def test_a_corpus_without_articles_has_an_index_that_finds_nothing(corpus: Callable[..., Home]) -> None:
    home = corpus()
    assert index(home) == {"indexed": 0, "renewed": 0}
    assert found(home, "text") == []
    assert index(home) == {"indexed": 0}


def test_only_the_works_that_wait_are_looked_at(corpus: Callable[..., Home]) -> None:
    home = corpus(*(row(name) for name in "abc"))
    index(home)
    Lake(home.lake).replace("articles", pa.Table.from_pylist([row(n, title="new") for n in "abc"], schema=ARTICLES))
    with locating(home) as locator:
        locator.wait(SEARCH, ["b"])
    assert index(home) == {"indexed": 3, "renewed": 1}
    assert found(home, "title:new") == ["b"]


def test_an_index_kept_up_to_date_is_the_one_made_anew(corpus: Callable[..., Home]) -> None:
    home = corpus(*(row(name) for name in "abcd"))
    index(home)
    publish(home, ["a", "d", "e"], row("a", text="Another text."), row("e"))
    index(home)
    kept = everything(home)
    assert [each["article_id"] for each in kept] == [["a"], ["b"], ["c"], ["e"]]
    shutil.rmtree(home.index)
    index(home)
    assert everything(home) == kept


def test_an_interrupted_step_forgets_no_work(corpus: Callable[..., Home]) -> None:
    home = corpus(*(row(name) for name in "abc"))
    index(home)
    publish(home, ["b"], row("b", text="A tunnel instead."))

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_night(home, NIGHT, interrupt)
    assert index(home) == {"indexed": 3, "renewed": 1}
    assert found(home, "tunnel") == ["b"]


def test_what_a_killed_rebuild_left_is_removed(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a"))
    (home.index / "search.1.new").mkdir(parents=True)
    (home.index / "search.1.old").mkdir()
    index(home)
    assert [each.name for each in home.index.glob("search*")] == ["search"]


def test_a_reader_who_holds_the_index_open_is_not_disturbed(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a"))
    index(home)
    reader = tantivy.Index.open(str(home.index / "search"))
    searcher = reader.searcher()
    publish(home, ["a"], row("a", text="A tunnel instead."))
    index(home)
    hits = searcher.search(reader.parse_query("text", ["text"]), 10).hits
    assert [searcher.doc(address)["article_id"] for _, address in hits] == [["a"]]
    assert found(home, "tunnel") == ["a"]


def test_without_an_index_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="dateline build"):
        find(Home.at(tmp_path), "word")
