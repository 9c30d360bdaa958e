"""The units for systemd are valid and name commands that exist; the container file builds from files of the repository."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipelines.cli import COMMANDS
from tests.docs.pages import ROOT

UNITS = sorted((ROOT / "docs" / "systemd").iterdir())
CONTAINER = (ROOT / "docs" / "container" / "Containerfile").read_text(encoding="utf-8")
PROGRAM = "/srv/dateline/.venv/bin/dateline"


def test_units_are_valid(tmp_path: Path) -> None:
    """systemd asks whether the program exists: another one stands for it."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60)
    if "Failed to initialize manager" in done.stderr or "Failed to set up" in done.stderr:
        pytest.skip(f"systemd-analyze cannot work here: {done.stderr.strip()}")
    said = [
        line for line in done.stderr.splitlines() if str(tmp_path) in line or ".service" in line or ".timer" in line
    ]
    assert (done.returncode, said) == (0, [])


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_units_start_commands_that_exist(unit: Path) -> None:
    found = re.findall(rf"^ExecStart={PROGRAM} (\w+)", unit.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) == 1
    assert found[0] in COMMANDS


def test_the_container_is_made_of_a_short_name_and_files_of_the_repository() -> None:
    [base] = re.findall(r"^FROM (\S+)$", CONTAINER, re.MULTILINE)
    assert re.fullmatch(r"python:3\.\d+-slim", base)
    [copied] = re.findall(r"^COPY (.+) /tmp/$", CONTAINER, re.MULTILINE)
    assert copied.split() == ["requirements.lock", "dist/*.whl"]
    assert (ROOT / "requirements.lock").is_file()
    assert re.search(r'^CMD \["(\w+)"\]$', CONTAINER, re.MULTILINE)[1] in COMMANDS
