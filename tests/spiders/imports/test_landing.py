"""Landing of imported nights by several processes: nights are taken from whichever process is done first."""

import subprocess
from datetime import date

import pytest

from pipelines.base.errors import CorpusError
from spiders.imports.landing import Landed, _landed

LATE = '{"source": "late", "night": "2025-11-03", "ends": []}'
SOON = '{"source": "soon", "night": "2025-11-03", "ends": []}'


def started(script: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_no_process_waits_for_another() -> None:
    with (
        started(f"read go; echo '{LATE}'") as first,
        started(f"printf '{SOON[:9]}'; sleep .05; printf '{SOON[9:]}\n'") as second,
    ):
        landed = _landed([first, second], iter(()))
        assert next(landed).source == "soon"
        assert first.stdin is not None
        first.stdin.write(b"go\n")
        first.stdin.flush()
        assert [each.source for each in landed] == ["late"]


def test_this_process_waits_for_no_other() -> None:
    own = [Landed("own", date(2025, 11, day), {}) for day in (3, 4)]
    with started(f"read go; echo '{LATE}'") as other:
        landed = _landed([other], iter(own))
        assert [next(landed), next(landed)] == own
        assert other.stdin is not None
        other.stdin.write(b"go\n")
        other.stdin.flush()
        assert [each.source for each in landed] == ["late"]


def test_a_process_that_fails_ends_the_landing() -> None:
    with started(f"echo '{SOON}'; exit 3") as failing, pytest.raises(CorpusError, match="could not be made"):
        list(_landed([failing], iter(())))
