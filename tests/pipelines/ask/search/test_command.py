"""`dateline search`: options, formats, pipes, a home that cannot be written."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.ask.search import searcher
from pipelines.ask.search.step import index_night
from pipelines.cli import dateline
from pipelines.lake.home import Home
from tests.pipelines.conftest import article, written_corpus

LONG = "https://paper.example/2026/02/02/" + "a-very-long-address-" * 8

NIGHT = date(2026, 2, 2)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two stories of a bridge, one a copy."""
    rows = (
        article("1" * 16, title="Bridge opens", text="The bridge is open.", url=LONG, first_night=NIGHT),
        article("2" * 16, title="Copy", text="A bridge is open.", role="copy", source="digest", first_night=NIGHT),
    )
    made = written_corpus(tmp_path_factory.mktemp("home"), *rows)
    index_night(made, NIGHT, lambda done, total: None)
    return made


def search(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(dateline, ["--home", str(home.root), "search", *arguments])


def test_addresses_are_whole_in_pipes_and_nothing_is_styled(home: Home) -> None:
    result = search(home, "bridge", "-copy")
    assert result.stdout.splitlines() == [
        "Bridge opens",
        "  undated, by 2026-02-02 · paper",
        "  The bridge is open.",
        f"  {LONG}",
        "  " + "1" * 16,
    ]
    assert result.stderr == "bridge AND NOT copy: 1 article\n"


def test_formats_for_programs(home: Home) -> None:
    whole = json.loads(search(home, "bridge", "--limit", "1", "--format", "json").stdout)
    assert (whole["understood"], whole["total"], len(whole["hits"])) == ("bridge", 2, 1)
    [line] = search(home, "bridge", "--source", "digest", "--format", "jsonl").stdout.splitlines()
    hit = json.loads(line)
    assert (hit["article_id"], hit["role"], hit["marks"]) == ("2" * 16, "copy", [[2, 8]])
    head, row = search(home, "bridge", "--origins", "--format", "csv").stdout.splitlines()
    assert dict(zip(head.split(","), row.split(","), strict=True))["url"] == LONG


def test_conditions_without_words_and_pages(home: Home) -> None:
    assert search(home, "--source", "paper").stderr == 'source:"paper": 1 article\n'
    assert search(home, "bridge", "--page", "3").stderr == "bridge: 2 articles, none of them on this page\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["(bridge"], "the parenthesis at character 1 is never closed"),
        ([], "nothing to look for"),
        (["--formt", "json", "bridge"], "no option --formt"),
        (["bridge", "--from", "monday"], "a date is written"),
    ],
)
def test_a_mistake_is_told(home: Home, arguments: list[str], said: str) -> None:
    result = search(home, *arguments)
    assert said in str(result.exception)
    assert not result.stdout


def test_an_index_that_cannot_be_written_is_read_through_links(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that is mounted for reading only: tantivy writes a lock beside what it reads."""
    opened: list[Path] = []
    usual = searcher.Searcher

    def noted(path: Path) -> searcher.Searcher:
        opened.append(path)
        return usual(path)

    monkeypatch.setattr(searcher, "is_writable", lambda path: False)
    monkeypatch.setattr(searcher, "Searcher", noted)
    assert search(home, "bridge").stderr == "bridge: 2 articles\n"
    [path] = opened
    assert home.root not in path.parents
    assert not path.exists()
