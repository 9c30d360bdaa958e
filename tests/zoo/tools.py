"""What the zoo's systems are installed with: Debian packages, virtual environments and npm projects, each made once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class UnavailableError(Exception):
    """A system that cannot be had on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The folder that installed things are kept in between runs."""

    folder: Path

    def debian(self, command: str, *packages: str) -> None:
        """Install Debian packages unless they, or on other systems `command`, are there. Raises UnavailableError."""
        there = shutil.which(command) is not None or Path(command).exists()
        if there and (shutil.which("dpkg") is None or all(Path("/usr/share/doc", name).exists() for name in packages)):
            return
        if shutil.which("apt-get") is None or os.geteuid() != 0:
            raise UnavailableError(f"{command} is missing; on Debian: apt-get install {' '.join(packages)}")
        run(["apt-get", "install", "-y", "--no-install-recommends", *packages], DEBIAN_FRONTEND="noninteractive")

    def python(self, name: str, *packages: str) -> Path:
        """The `bin` folder of a virtual environment that has these packages. Raises UnavailableError."""
        home = self.folder / name
        if _is_new(home, packages):
            run([sys.executable, "-m", "venv", "--clear", str(home)])
            pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            run([*pip, "--upgrade", "pip"])
            run([*pip, *packages])
            _seal(home, packages)
        return home / "bin"

    def npm(self, name: str, *packages: str) -> Path:
        """The folder of an npm project that has these packages. Raises UnavailableError."""
        home = self.folder / name
        if shutil.which("npm") is None:
            raise UnavailableError("npm is missing")
        if _is_new(home, packages):
            home.mkdir(parents=True, exist_ok=True)
            (home / "package.json").write_text('{"private": true}\n')
            run(["npm", "install", "--no-audit", "--no-fund", *packages], home)
            _seal(home, packages)
        return home


def run(command: Sequence[str], folder: Path | None = None, **environment: str) -> str:
    """The output of a command. Raises UnavailableError with the end of what it said when it fails."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=os.environ | environment, check=False, timeout=1800
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise UnavailableError(f"{' '.join(command[:4])} …: exit status {done.returncode}: {said}")
    return done.stdout


def _is_new(home: Path, packages: Sequence[str]) -> bool:
    sealed = home / ".installed"
    return not sealed.exists() or sealed.read_text() != "\n".join(packages)


def _seal(home: Path, packages: Sequence[str]) -> None:
    (home / ".installed").write_text("\n".join(packages))
