"""The name by which the user calls the program: `dateline` where the shell finds it, else the path that was typed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

NAME = "dateline"
VARIABLE = "DATELINE_TYPED"
"""How the user calls the program, for the programs that it starts."""
HOME_VARIABLE = "DATELINE_TYPED_HOME"
"""The home that the user named with `--home`, for them too."""
OF_THE_HOME = re.compile(r"'dateline (?!init|demo|extract|restore|verify|-)(?![^']*--(?:help|home))")
"""A command in quotes that works on the home."""


def remember_name(program: str) -> None:
    """Note how the user called the program, if the shell does not find it by its name."""
    path = Path(program)
    if path.name == NAME and shutil.which(NAME) != str(path.absolute()):
        os.environ[VARIABLE] = os.environ.get(VARIABLE) or near(path)


def remember_home(home: str | None) -> None:
    """Note the home that the user named with `--home`, if one."""
    os.environ.pop(HOME_VARIABLE, None)
    if home:
        os.environ[HOME_VARIABLE] = home


def typed_name() -> str:
    """The name by which the user calls the program: `dateline`, `.venv/bin/dateline`."""
    return os.environ.get(VARIABLE) or NAME


def as_typed(text: str) -> str:
    """A text with its commands in quotes (`'dateline build'`) as the user types them: with `--home` if that was named."""
    if home := os.environ.get(HOME_VARIABLE):
        text = OF_THE_HOME.sub(lambda _: f"'{NAME} --home {shlex.quote(home)} ", text)
    return text.replace(f"'{NAME} ", f"'{typed_name()} ")


def near(path: Path) -> str:
    """A path from the working directory, or the whole one if it is not below it."""
    found = os.path.relpath(path)
    return found if not found.startswith("..") else str(path)
