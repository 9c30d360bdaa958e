"""A file of the user's is written whole or not at all, and stays what it is."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.base.errors import EnvironmentFault
from pipelines.base.output_file import output_file


def test_a_file_is_replaced_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    with output_file(path) as file:
        file.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    with pytest.raises(ValueError, match="broken"), output_file(path) as file:
        file.write(b"new")
        raise ValueError("broken")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_to_what_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    with output_file(tmp_path / "link") as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "new"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with output_file(pipe) as file:
        file.write(b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_stdout_is_written_to_after_what_stands_there(name: str, tmp_path: Path) -> None:
    code = "from pathlib import Path; from pipelines.base.output_file import output_file\n"
    code += f"with output_file(Path({name!r})) as file: file.write(b'two')"
    log = tmp_path / "log"
    log.write_text("one, ")
    with log.open("a") as out:
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert log.read_text() == "one, two"


def test_nothing_becomes_of_the_null_device() -> None:
    with output_file(Path("/dev/null")) as file:
        file.write(b"gone")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize("path", ["absent/out", ".", "/proc/out"])
def test_what_cannot_be_written_is_named_before_the_work(path: str, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=f"cannot write {tmp_path / path}: "), output_file(tmp_path / path):
        raise AssertionError("the work was begun")


def test_the_file_that_is_read_is_not_written_over(tmp_path: Path) -> None:
    given, link = tmp_path / "pages.jsonl", tmp_path / "other"
    given.write_text("{}")
    link.symlink_to(given)
    for path in (given, link):
        with pytest.raises(EnvironmentFault, match="name another file to write"), output_file(path, made_from=given):
            raise AssertionError("nothing is done")
    assert given.read_text() == "{}"
