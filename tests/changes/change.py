"""A change that CONTRIBUTING names, made on a copy of the packages, and a program that sees its effect."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("pipelines", "spiders", "assets")
RUNNER = """
import json, sys
seen = []
for program in json.load(sys.stdin):
    names = {}
    try:
        exec(program, names)
        seen.append(names["seen"])
    except Exception as error:
        seen.append(f"{type(error).__name__}: {error}".splitlines()[0])
print(json.dumps(seen, ensure_ascii=True, default=str))
"""


@dataclass(frozen=True, slots=True)
class Edit:
    """A text of a file and what takes its place; a new file has no text before. The text stands in the file once."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """A row of CONTRIBUTING's table, the edits that it asks for, and a program that leaves what it sees in `seen`."""

    row: str
    """The first cell of the row."""
    edits: tuple[Edit, ...]
    program: str
    before: Any
    """What the program sees without the edits; of an exception its name and first line."""
    after: Any


def copied(to: Path, changes: Sequence[Change]) -> Path:
    """A copy of the packages in the folder `to`, links but for the files that the changes edit."""
    for package in PACKAGES:
        for folder, _, names in os.walk(ROOT / package):
            here = to / Path(folder).relative_to(ROOT)
            here.mkdir(parents=True)
            for name in names:
                (here / name).symlink_to(Path(folder) / name)
    for edit in (edit for change in changes for edit in change.edits):
        file = to / edit.path
        text = file.read_text(encoding="utf-8") if edit.old else ""
        assert text.count(edit.old) == 1 or not (edit.old or file.exists()), f"{edit.path} has not once: {edit.old}"
        file.unlink(missing_ok=True)
        file.write_text(text.replace(edit.old, edit.new) if edit.old else edit.new, encoding="utf-8")
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
            compiled.unlink()
    return to


def seen_in(copy: Path, changes: Sequence[Change]) -> list[Any]:
    """What the programs of some changes see in a copy, one after the other in one process."""
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps([change.program for change in changes]),
        capture_output=True,
        text=True,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
