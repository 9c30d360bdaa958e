"""Landing of imported nights by several processes: lines are taken from whichever process writes first."""

import subprocess

import pytest

from pipelines.base.errors import CorpusError
from spiders.imports.landing import _lines


def started(script: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_no_process_waits_for_another() -> None:
    with started("read go; echo late") as first, started("printf 'so'; sleep .05; printf 'on\n'") as second:
        lines = _lines([first, second])
        assert next(lines) == b"soon"
        assert first.stdin is not None
        first.stdin.write(b"go\n")
        first.stdin.flush()
        assert list(lines) == [b"late"]


def test_a_process_that_fails_ends_the_landing() -> None:
    with started("echo one; exit 3") as failing, pytest.raises(CorpusError, match="could not be made"):
        list(_lines([failing]))
