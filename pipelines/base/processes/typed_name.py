"""The name by which the user calls the program: `dateline` where the shell finds it, else the path that was typed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAME = "dateline"
VARIABLE = "DATELINE_TYPED"
"""How the user calls the program, for the programs that it starts."""


def remember_name(program: str) -> None:
    """Note how the user called the program, if the shell does not find it by its name."""
    path = Path(program)
    if path.name == NAME and shutil.which(NAME) != str(path.absolute()):
        os.environ[VARIABLE] = os.environ.get(VARIABLE) or near(path)


def typed_name() -> str:
    """The name by which the user calls the program: `dateline`, `.venv/bin/dateline`."""
    return os.environ.get(VARIABLE) or NAME


def as_typed(text: str) -> str:
    """A text with its commands in quotes (`'dateline build'`) as the user types them."""
    return text.replace(f"'{NAME} ", f"'{typed_name()} ")


def near(path: Path) -> str:
    """A path from the working directory, or the whole one if it is not below it."""
    found = os.path.relpath(path)
    return found if not found.startswith("..") else str(path)
