"""The version of a home's layout: a newer home is refused by every command, and each new home gets today's version."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.base.errors import CorpusError, InputError
from pipelines.cli import COMMANDS, WITHOUT_HOME, dateline
from pipelines.cli.opened_home import opened_home
from pipelines.lake.home import Home
from pipelines.lake.layout import BOOKKEPT, FILE, FIRST, LAYOUT, layout_of, stamp

ARGUMENTS = {
    "sources": ["list"], "import": ["warc", __file__], "backup": ["backups"], "acknowledge": ["paper"], "show": ["1"],
    "export": ["training"], "exports": ["list"],
}  # fmt: skip
"""What commands need; a mistake in the words comes before one about the home."""


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in (*WITHOUT_HOME, "restore")])
def test_every_command_refuses_a_newer_home(command: str, tmp_path: Path) -> None:
    stamp(tmp_path, LAYOUT + 1)
    result = CliRunner().invoke(dateline, ["--home", str(tmp_path), command, *ARGUMENTS.get(command, [])])
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith(f"{tmp_path} has layout {LAYOUT + 1}, and this version of Dateline knows")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_every_process_opens_its_home_where_a_newer_one_is_refused(tmp_path: Path) -> None:
    stamp(tmp_path, LAYOUT + 1)
    with pytest.raises(InputError, match=f"has layout {LAYOUT + 1}"):
        Home.at(tmp_path)


@pytest.mark.parametrize(
    ("folders", "layout"),
    [
        ([], None),
        (["sources", "exports"], None),
        (["archive", "frontier"], None),
        (["lake/articles"], FIRST),
        (["lake/articles", "lake/nights"], BOOKKEPT),
    ],
)
def test_a_home_without_the_file_is_known_by_its_folders(
    folders: list[str], layout: int | None, tmp_path: Path
) -> None:
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True)
    assert layout_of(tmp_path) == layout


@pytest.mark.parametrize("text", ["", "{", "[]", '{"layout": null}', '{"other": 3}'])
def test_a_damaged_file_is_no_version(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(CorpusError, match=f"{FILE}: damaged"):
        layout_of(tmp_path)


def test_a_new_home_gets_the_version_of_the_code_that_made_it(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    with opened_home(home):
        pass
    assert not home.root.exists()
    with opened_home(home):
        (home.archive / "source=paper").mkdir(parents=True)
    assert json.loads((home.root / FILE).read_text()) == {"layout": LAYOUT}
