"""Commands on a home in an object store: what they leave is there; what is wrong is one line."""

import shutil
from pathlib import Path

import pytest

from pipelines.base.errors import EnvironmentFault, InputError
from pipelines.cli import dateline
from pipelines.lake.home import Home
from pipelines.lake.layout import LAYOUT, layout_of, stamp
from pipelines.lake.store.address import working_folder
from pipelines.lake.store.lease import Lease
from pipelines.lake.store.objects import Objects
from tests.pipelines.lake.store.corpora import NIGHT, crawl, drop, dropped, remembered, show

pytest.importorskip("obstore", reason="the extra 'store' is not installed")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a home whose working copy is below the test's folder."""
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DATELINE_HOME", "")
    return f"file://{tmp_path}/store"


def run(*arguments: str) -> None:
    dateline.main(list(arguments), prog_name="dateline", standalone_mode=False)


def test_a_command_names_the_folder_and_writes_what_stands_there(here: str, capfd: pytest.CaptureFixture[str]) -> None:
    folder = working_folder(here)
    run("--home", here, "nights")
    assert capfd.readouterr().err.splitlines()[0] == f"dateline: {here} is worked on in {folder}"
    (folder / "released.yaml").write_text("released: []\n")
    run("--home", str(folder), "nights")
    assert Objects.at(here).read("released.yaml") == b"released: []\n"
    assert "is worked on" not in capfd.readouterr().err


def test_a_home_that_another_machine_writes_is_refused_but_read(here: str) -> None:
    Lease.take(Objects.at(here), "another")
    with pytest.raises(EnvironmentFault, match="is being written by"):
        run("--home", here, "nights")
    with pytest.raises(InputError, match="no corpus at"):  # it was opened
        run("--home", here, "sql", "SELECT 1")


def test_what_works_on_folders_alone_says_how_it_is_called() -> None:
    with pytest.raises(InputError, match="'dateline --home s3://bucket/news COMMAND' works on it"):
        Home.at("s3://bucket/news")
    with pytest.raises(InputError, match="give s3://"):
        Objects.at("https://bucket.example/news")


def test_maintain_removes_what_is_unknown_by_name_only(here: str, capfd: pytest.CaptureFixture[str]) -> None:
    run("--home", here, "nights")
    for name in ("notes.txt", "old/1"):
        Objects.at(here).put(name, b"theirs")
    run("--home", here, "maintain", "--remove-unknown", "notes.txt")
    said = capfd.readouterr()
    assert said.out == "1 unknown object removed: notes.txt\n"
    assert "1 object that Dateline's log never named, left untouched: old/1;" in said.err
    with pytest.raises(InputError, match=r"no unknown object notes\.txt"):
        run("--home", here, "maintain", "--remove-unknown", "notes.txt")


def test_a_home_is_backed_up_as_it_was_published_and_restored_into_a_folder(here: str, tmp_path: Path) -> None:
    root = working_folder(here)
    run("--home", here, "nights")
    crawl(root, "paper", NIGHT, b"a page")
    drop(root, NIGHT, "shown")
    show(root, NIGHT)
    run("--home", here, "nights")
    shutil.rmtree(root)  # another machine
    run("--home", here, "backup", str(tmp_path / "backups"))
    with pytest.raises(InputError, match="a backup is restored into a new folder"):
        run("--home", here, "restore", str(tmp_path / "backups"))
    run("restore", str(tmp_path / "backups"), "--home", str(tmp_path / "twin"))
    twin = tmp_path / "twin"
    assert (dropped(twin), remembered(twin, "paper")) == (["shown"], [str(NIGHT)])
    assert [file.name for file in twin.rglob("*.warc.gz")] == [f"paper-{NIGHT}-00000.warc.gz"]
    assert (layout_of(twin), (twin / ".store").exists()) == (LAYOUT, False)


def test_a_home_of_a_newer_dateline_is_refused(here: str) -> None:
    run("--home", here, "nights")
    stamp(working_folder(here), LAYOUT + 1)
    for command in ("nights", "doctor", "build"):
        with pytest.raises(InputError, match=f"has layout {LAYOUT + 1}"):
            run("--home", here, command)
