"""The prompt of `dateline sql`: entries over several lines, commands, completion, mistakes that end nothing."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.ask.sql.prompt import Prompt
from pipelines.ask.sql.rows import Rows
from pipelines.base.errors import InputError
from pipelines.lake.home import Home
from tests.pipelines.conftest import article

ROOT = Path(__file__).parents[4]


def test_entries_commands_and_mistakes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    entries = """
        SELECT 1|AS x;|\\x|SELECT 2 AS x;|wrong;||.schema o'x|.nonsense|
        SET TimeZone = 'Asia/Tokyo';|SELECT 4;|.forget|SELECT 5;|.quit|SELECT 6;"""
    written = iter(entry.strip() for entry in entries.split("|"))
    asked: list[str] = []

    @contextmanager
    def answers(query: str, wanted: int | None) -> Iterator[Rows]:
        asked.append(query)
        if query == "wrong":
            raise InputError("SQL: no such\x1b thing")
        yield Rows.of(pa.table({"x": [len(asked)]}))

    monkeypatch.setattr("builtins.input", lambda _: next(written))
    monkeypatch.setattr(Prompt, "_remember", lambda _: None)
    Prompt(answers, 40).run()
    shown = capsys.readouterr()
    assert asked[:3] == ["SELECT 1\nAS x", "SELECT 2 AS x", "wrong"]
    assert "table_name = 'o''x'" in asked[3]
    assert asked[4:] == ["SET TimeZone = 'Asia/Tokyo'", "SET TimeZone = 'Asia/Tokyo';\nSELECT 4", "SELECT 5"]
    assert shown.out.startswith("x\n─\n1\nrow 1 ──")
    assert "dateline: SQL: no such\\u001b thing\n" in shown.err
    assert "dateline: no command .nonsense: .help lists them\n" in shown.err


def test_on_a_terminal(corpus: Callable[..., Home], tmp_path: Path) -> None:
    """A query over two lines, a table's name completed, its row shown; history is kept."""
    home = corpus(article("a", title="Storm\x1b[31m over Hull"))
    terminal, other = pty.openpty()
    environment = os.environ | {"XDG_STATE_HOME": str(tmp_path), "TERM": "xterm", "PAGER": "cat"}
    command = [sys.executable, "-m", "pipelines", "--home", str(home.root), "sql"]
    with subprocess.Popen(command, cwd=ROOT, stdin=other, stdout=other, stderr=other, env=environment) as process:
        os.close(other)
        said = heard(terminal, "dateline> ")
        os.write(terminal, b"SELECT title, 40 + 2 AS n\n")
        said += heard(terminal, "...> ")
        os.write(terminal, b"FROM dated_at\t0.5);\n")
        said += heard(terminal, "dateline> ")
        os.write(terminal, b"\x04")
        assert process.wait(timeout=30) == 0
    os.close(terminal)
    assert "FROM dated_at(0.5);" in said
    assert re.search(r"Storm\\u001b\[31m over Hull +42", said)
    assert "FROM dated_at(0.5);" in (tmp_path / "dateline" / "sql_history").read_text()


def heard(terminal: int, until: str) -> str:
    """What a terminal shows up to a text."""
    shown, end = b"", time.monotonic() + 60
    while until.encode() not in shown and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            shown += os.read(terminal, 65536)
    assert until.encode() in shown
    return shown.decode()
