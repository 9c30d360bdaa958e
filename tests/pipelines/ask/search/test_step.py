"""The search index: finds, follows changes, is rebuilt when lost."""

import shutil
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.ask.search import folder
from pipelines.ask.search.grammar import parsed
from pipelines.ask.search.purge import purge
from pipelines.ask.search.searcher import find, searching
from pipelines.ask.search.step import index_night
from pipelines.base.errors import InputError
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES
from pipelines.night.locator import SEARCH, locating
from pipelines.nights import STEPS
from tests.pipelines.conftest import article

NIGHT = date(2026, 2, 2)


def index(home: Home) -> dict[str, int]:
    return dict(index_night(home, NIGHT, lambda done, total: None).counts)


def found(home: Home, words: str) -> list[str]:
    return [hit.article_id for hit in find(home, words).hits]


def row(name: str, **values: Any) -> dict[str, Any]:
    """An article first seen on NIGHT."""
    return article(name, first_night=NIGHT, month="2026-02", **values)


def publish(home: Home, works: Collection[str], *rows: dict[str, Any]) -> None:
    """Put rows in the place of works' rows, as the publishing step does."""
    with locating(home) as locator:
        locator.add_places(dict.fromkeys(works, NIGHT))
        locator.wait(SEARCH, works)
    Lake(home.lake).replace_works("articles", pa.Table.from_pylist(list(rows), schema=ARTICLES), works, [NIGHT])


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
    assert find(home, "title:b").hits[0].published == "2026"


def test_what_is_gone_from_the_corpus_is_not_found(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a", document_id="1"), row("b", document_id="1"))
    index(home)
    publish(home, ["a"])
    index(home)
    assert found(home, "text") == ["b"]


def test_a_purge_leaves_no_deleted_document_in_any_file(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a", text="The harbour bridge is open."), row("b", text="A ferry too far."))
    index(home)
    publish(home, ["a"])
    index(home)
    files = home.index / "search"
    assert any(b"harbour" in path.read_bytes() for path in files.iterdir())
    purge(home)
    assert not any(b"harbour" in path.read_bytes() for path in files.iterdir())
    assert found(home, "ferry") == ["b"]
    assert index(home) == {"indexed": 1}


def test_a_lost_index_is_made_anew(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a", document_id="1"))
    index(home)
    shutil.rmtree(home.index)
    assert index(home) == {"indexed": 1, "renewed": 1}
    assert found(home, "text") == ["a"]


@pytest.mark.parametrize(("field", "value"), [("language", "de"), ("url", "https://b.example/"), ("source", "gazette")])
def test_a_change_with_the_same_text_is_noticed(corpus: Callable[..., Home], field: str, value: str) -> None:
    home = corpus(row("a", document_id="1"))
    index(home)
    changed = row("a", document_id="1") | {field: value}
    publish(home, ["a"], changed)
    assert index(home) == {"indexed": 1, "renewed": 1}
    assert [getattr(hit, field) for hit in find(home, "text").hits] == [value]


def test_an_index_by_older_rules_is_made_anew_and_until_then_says_so(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a", document_id="1"))
    index(home)
    (home.index / "search" / folder.MARK).rename(home.index / "search" / "rules-1")
    with pytest.raises(InputError, match=r"was made by an older version: run 'dateline build'"):
        find(home, "text")
    assert not (home.root / (STEPS["search_index"].leaves or "")).exists()  # so that a build runs the step
    assert index(home) == {"indexed": 1, "renewed": 1}
    assert found(home, "text") == ["a"]
    assert index(home) == {"indexed": 1}


def test_a_torn_index_is_made_anew(corpus: Callable[..., Home]) -> None:
    home = corpus(row("a", document_id="1"))
    index(home)
    (home.index / "search" / "meta.json").write_text("torn")
    assert index(home) == {"indexed": 1, "renewed": 1}


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


WORDS = ("harbour", "harbours", "bridge", "ferry", "ferries", "council", "Brücke", "Brücken", "storm", "budget")
QUERIES = (
    "harbour",
    "ferry OR bridge",
    "council -storm",
    "brucke harbour",
    "fer*",
    '"harbour bridge"',
    "title:storm budget",
    "*",
)
WORK = st.tuples(
    st.integers(0, 15),  # which work; the last of equals counts
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8),
    st.sampled_from(("en", "de", None)),
    st.sampled_from((None, "2026-01-31", "2026-02")),
    st.booleans(),  # False: it is gone
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nights=st.lists(st.lists(WORK, min_size=1, max_size=12), min_size=2, max_size=4))
def test_an_index_kept_up_to_date_answers_as_one_made_anew(
    nights: list[list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = Home.at(tmp_path_factory.mktemp("home"))
    for works in nights:
        rows = {number: published_row(number, *rest) for number, *rest in works}
        publish(home, list(map(article_id, rows)), *(each for each in rows.values() if each))
        index(home)
    kept = answers(home)
    shutil.rmtree(home.index / "search")
    index(home)
    assert answers(home) == kept


def article_id(number: int) -> str:
    return f"{0xABCDEF0123456789 * (number + 1) % 2**64:016x}"


def published_row(
    number: int, words: list[str], language: str | None, published: str | None, is_there: bool
) -> dict[str, Any] | None:
    text, name = " ".join(words), article_id(number)
    return row(name, title=words[0], text=text, language=language, published=published) if is_there else None


def answers(home: Home) -> dict[str, list[tuple[str, int]]]:
    """Every answer to QUERIES in order, with its score; pages by a second search for those that tie, as in a large corpus."""
    with searching(home) as searcher, pytest.MonkeyPatch.context() as few:
        few.setattr("pipelines.ask.search.searcher.SPARE", 1)
        pages = {words: searcher.find(parsed(words), limit=3) for words in QUERIES}
        listed = {words: searcher.ids(parsed(words)) for words in QUERIES}
    for words, page in pages.items():
        assert [hit.article_id for hit in page.hits] == [name for name, _ in listed[words]][:3]
        assert page.total == len(listed[words])
    return listed


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
    with searching(home) as held:
        publish(home, ["a"], row("a", text="A tunnel instead."))
        index(home)
        assert [hit.article_id for hit in held.find(parsed("text")).hits] == ["a"]
    assert found(home, "tunnel") == ["a"]
    assert found(home, "text") == []


def test_without_an_index_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist yet: run 'dateline sources add URL'"):
        find(Home.at(tmp_path), "word")
    night = tmp_path / "archive" / "source=paper" / "night=2026-02-02"
    night.mkdir(parents=True)
    (night / "fetches.parquet").touch()
    with pytest.raises(InputError, match="does not exist yet: run 'dateline build'"):
        find(Home.at(tmp_path), "word")
