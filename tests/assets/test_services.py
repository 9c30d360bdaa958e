"""A service is waited for while its process is alive, and the console says so."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from assets import services
from assets.services import awaited


@pytest.fixture
def alive() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "WATCH_SECONDS", 0.01)


def test_a_code_server_that_needs_an_hour_gets_it(
    alive: subprocess.Popen[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hours, socket = count(step=15), tmp_path / "code.sock"

    def clock() -> float:
        now = next(hours)
        if now > 3_600:
            socket.touch()
        return now

    assert awaited("the code server", socket.exists, [alive], clock)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) > 20
    assert all(line.startswith("waiting for the code server: it has been starting for ") for line in lines)


def test_a_process_that_ends_ends_the_waiting(alive: subprocess.Popen[bytes], tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        assert not awaited("the code server", (tmp_path / "code.sock").exists, [alive, ended])
