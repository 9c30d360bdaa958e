"""Start our programs so that they never import a file from the current directory.

`python -m` puts the current directory before the standard library: a user's `spiders/` or `email.py` there would run
instead of ours. Every program is started with -P. It passes PYTHONSAFEPATH on to everything it starts: workers of
`multiprocessing`, Dagster's servers, Ray's processes. https://docs.python.org/3/using/cmdline.html#cmdoption-P
"""

from __future__ import annotations

import os
import site
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.base.processes.parent_death import VARIABLE

ROOT = Path(__file__).parents[3]
"""The folder of our packages: a checkout, or a folder of installed packages."""
PROCESS: type[subprocess.Popen[Any]] = subprocess.Popen
"""The process of a program; tests fork theirs from one that has imported what programs need."""


def start(module: str, *arguments: str, **options: Any) -> subprocess.Popen[Any]:
    """Start `python -P -m module arguments…`; `options` are those of Popen. The child ends with this process if it asks
    for that.

    If no environment is given, it is `child_environment()`.
    """
    environment = options.pop("env", None) or child_environment()
    return PROCESS([sys.executable, "-P", "-m", module, *arguments], env=environment, **options)


def child_environment() -> dict[str, str]:
    """The environment for a program that this process starts and that must end with it."""
    return os.environ | own_path() | {VARIABLE: str(os.getpid())}


def keep_to_own_path() -> None:
    """Prevent all programs that this process starts, by whatever library, from importing modules of the current directory."""
    os.environ.update(own_path())


def own_path() -> dict[str, str]:
    """Python's variables for one of our programs. Empty parts of PYTHONPATH, which mean the current directory, are left
    out.

    A checkout that is not installed is added at the end.
    """
    places = [str(Path(place).absolute()) for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if place]
    if str(ROOT) not in places and not _is_installed():
        places.append(str(ROOT))
    return {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(places)}


@cache
def _is_installed() -> bool:
    """True if every interpreter here finds our packages: in a site folder, or by a .pth file with their folder."""
    folders = [Path(folder) for folder in (*site.getsitepackages(), site.getusersitepackages())]
    if ROOT in folders:
        return True
    links = [file for folder in folders for file in folder.glob("*.pth")]
    return any(str(ROOT) in file.read_text(errors="replace").splitlines() for file in links)
