"""The SQL of a recipe reads the corpus and nothing else."""

from pathlib import Path

import pytest

from pipelines.base.errors import InputError
from pipelines.give.export.condition import articles_asked_for
from pipelines.lake.home import Home
from tests.pipelines.conftest import article, written_corpus


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return written_corpus(tmp_path_factory.mktemp("asked"), article("a", words=60), article("b", words=40))


def asked(home: Home, where: str) -> list[str] | None:
    found = articles_asked_for(home, home.corpus, where)
    return None if found is None else found["article_id"].to_pylist()


def test_it_gives_the_articles_for_which_it_holds(home: Home) -> None:
    assert asked(home, "words > 50 -- and a comment") == ["a"]
    assert asked(home, " TRUE ") is None


def test_it_cannot_read_a_file(home: Home, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with pytest.raises(InputError, match=r"where: .*disabled by configuration"):
        asked(home, f"EXISTS (FROM read_csv('{secret}'))")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("true; COPY articles TO 'x.csv'", "where: more than one statement; write one condition, without a semicolon"),
        ("true) OR (true", "where: Parser Error"),
    ],
)
def test_what_is_no_condition_is_refused_without_being_asked(home: Home, where: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        asked(home, where)


def test_a_column_that_it_misspells_is_named_with_one_that_there_is(home: Home) -> None:
    with pytest.raises(InputError, match=r"where: Binder Error.*wordz.*did you mean words\?$"):
        asked(home, "wordz > 50")
