"""`dateline export` and `dateline exports`: what they print, and where a mistake is said to be."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import dateline
from pipelines.lake.home import Home
from tests.pipelines.conftest import article, written_corpus


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = written_corpus(tmp_path_factory.mktemp("commands"), *(article(f"s{n}", words=100) for n in range(12)))
    made.recipes.mkdir()
    return made


def told(home: Home, *arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(dateline, ["--home", str(home.root), *arguments])


def test_a_recipe_is_begun_checked_listed_made_and_audited(home: Home) -> None:
    path = home.recipes / "mine.yaml"
    assert told(home, "exports", "new", "mine").stdout == f"{path}\n"
    assert told(home, "exports", "check").stderr == "every recipe is in order\n"
    assert told(home, "export", "mine", "--dry-run").stderr.splitlines()[-1].startswith("would be ")
    assert not home.datasets.exists()
    made = told(home, "export", "mine")
    assert made.stdout == f"{home.datasets / 'mine'}\n"
    assert "left out: 0 (text in another split)" in made.stderr
    found = json.loads(told(home, "export", "mine", "--audit").stdout)
    assert (found["passed"], sum(found["rows"].values())) == (True, 12)
    assert found == json.loads((home.datasets / "mine" / "audit.json").read_text())
    listed = told(home, "exports", "list").stdout
    assert "mine" in listed
    assert "passed" in listed


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        ("title: x\nwhere: wordz > 1\n", ":2: where: Binder Error"),
        ("title: x\n\nwhere: 'true; SELECT 1'\n", ":3: where: more than one statement; write one condition"),
        ("title: x\nas_of: 2026-02-02\n", ":2: as_of: 2026-02-02 is no published night; the last ones: none"),
        ("title: x\ndecontaminate: [none.jsonl]\n", ":2: decontaminate: no file "),
        ("title: x\nsplits: {train: 2}\n", ":2: splits: train: share: 2 is not above 0 and up to 1"),
    ],
)
def test_a_mistake_has_its_file_and_line(recipe: str, said: str, home: Home) -> None:
    path = home.recipes / "wrong.yaml"
    path.write_text(recipe)
    try:
        result = told(home, "export", "wrong", "--dry-run")
        assert f"{path}{said}" in str(result.exception)
        checked = told(home, "exports", "check", "wrong")
        assert f"{path}{said}" in checked.stderr
    finally:
        path.unlink()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("sources: [papr]", ":2: sources: there is no source papr; did you mean paper?"),
        ("sources: [planned]", ""),
        (
            "splits: {train: {sources: others}, test: {sources: [elsewhere]}}",
            ":2: splits: there is no source elsewhere; 'dateline sources list' has them",
        ),
        ("disjoint_from: [min]", ":2: disjoint_from: there is no recipe min; did you mean mine?"),
        ("disjoint_from: [mine]", ""),
    ],
)
def test_names_are_checked_before_anything_is_made(setting: str, said: str, home: Home) -> None:
    home.sources.mkdir(exist_ok=True)
    files = {home.sources / "planned.yaml": "url: https://planned.example\n", home.recipes / "mine.yaml": "title: x\n"}
    path = home.recipes / "wrong.yaml"
    for file, text in {**files, path: f"title: x\n{setting}\n"}.items():
        file.write_text(text)
    checked = told(home, "exports", "check", "wrong").stderr
    path.unlink()
    assert checked.splitlines()[0] == (f"{path}{said}" if said else "every recipe is in order")


def test_what_cannot_be_is_said(home: Home, tmp_path: Path) -> None:
    assert "is no name of a recipe" in str(told(home, "exports", "new", "My Set").exception)
    assert "no dataset at" in str(told(home, "export", "none", "--audit").exception)
    assert "no recipe in" in told(Home.at(tmp_path), "exports", "list").stderr
