"""Next steps: every command has one, the commands that they name exist, and only a person at a terminal reads them."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import COMMANDS, dateline
from pipelines.cli.next_step import STEPS, next_step

ALWAYS = {"init", "demo", "crawl", "import", "build", "backup", "restore", "export", "release"}
"""They name it in any case, as `sources add` and `sources find` do."""
SERVERS = {"browse", "mcp", "ui"}


def test_every_command_has_a_next_step() -> None:
    assert {key.split()[0] for key in STEPS} == {*COMMANDS} - ALWAYS - SERVERS


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_the_commands_of_a_next_step_exist(step: str) -> None:
    for words in re.findall(r"'dateline ([^']+)'", step):
        command = [word for word in words.split() if not word.isupper()]
        assert CliRunner().invoke(dateline, [*command, "--help"]).exit_code == 0
        assert all(word in COMMANDS or word.startswith("--") for word in command[:1])


def test_a_next_step_has_the_home_that_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TYPED", ".venv/bin/dateline")
    monkeypatch.setenv("DATELINE_TYPED_HOME", "my news")
    assert next_step(["nights"]) == "Next: '.venv/bin/dateline --home 'my news' morning' lists what needs you"


def test_only_a_terminal_shows_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>Bridge opens</title><h1>Bridge opens</h1><p>The mayor opened the bridge on Monday.</p>")
    command = [sys.executable, "-P", "-m", "pipelines", "extract", str(page), "--format", "text"]
    piped = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (piped.stderr, "Bridge opens" in piped.stdout) == ("", True)
    parent, child = pty.openpty()
    process = subprocess.Popen(command, stdout=child, stderr=child)
    os.close(child)
    assert process.wait() == 0
    shown = os.read(parent, 10_000).decode().splitlines()
    os.close(parent)
    assert shown[0] == "Bridge opens"
    assert shown[-1].startswith("Next: 'dateline import files' ")
