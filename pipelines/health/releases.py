"""Releases: nights of sources that enter the corpus although their health would hold them back.

They are in one file of the home, `released.yaml`, by source. Keep it with the sources: a rebuild from the archive
reads it.

    demo_daily: [2026-02-02]
"""

from __future__ import annotations

import os
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipelines.base.errors import ConfigError
from pipelines.base.ids import digest
from pipelines.lake.home import Home

FILE = "released.yaml"
HEADER = "# Nights let into the corpus although they were held back: 'dateline release SOURCE NIGHT' writes them.\n"


def released(home: Home) -> dict[str, list[date]]:
    """The released nights of each source, ascending. Raises ConfigError if the file has any other content."""
    path = home.root / FILE
    if not path.exists():
        return {}
    stat = path.stat()
    return dict(_read(path, stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=8)
def _read(path: Path, changed_ns: int, size: int) -> dict[str, list[date]]:
    """The file as of its time and size; cached, because it is read for every night of a corpus."""
    del changed_ns, size
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise ConfigError(
            f"{path}: cannot be read: write a line for each source, such as paper: [2026-02-02]"
        ) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: not a list of nights by source: write a line such as paper: [2026-02-02]")
    return {str(source): _nights(path, source, nights) for source, nights in sorted(data.items())}


def released_on(home: Home, night: date) -> set[str]:
    """The sources whose night is released."""
    return {source for source, nights in released(home).items() if night in nights}


def release_digest(home: Home, night: date) -> str:
    """Digest of a night's releases: a release, or its undoing, renews the night's verdict."""
    return digest("released", *sorted(released_on(home, night)))


def add_release(home: Home, source: str, night: date) -> bool:
    """Add a night to the file; returns True if it is new."""
    known = released(home)
    if night in known.get(source, ()):
        return False
    _write(home, known | {source: sorted([*known.get(source, ()), night])})
    return True


def remove_release(home: Home, source: str, night: date) -> bool:
    """Remove a night from the file; returns True if it was there."""
    known = released(home)
    if night not in known.get(source, ()):
        return False
    _write(home, known | {source: [each for each in known[source] if each != night]})
    return True


def _nights(path: Path, source: object, nights: Any) -> list[date]:
    if not isinstance(nights, list) or not all(type(night) is date for night in nights):
        raise ConfigError(f"{path}: {source}: {nights!r} are no nights: write them as [2026-02-02, 2026-02-03]")
    return sorted(set(nights))


def _write(home: Home, nights: dict[str, list[date]]) -> None:
    lines = [f"{source}: [{', '.join(map(str, each))}]\n" for source, each in sorted(nights.items()) if each]
    home.root.mkdir(parents=True, exist_ok=True)
    temporary = home.root / f".{FILE}.new"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(HEADER + "".join(lines))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(home.root / FILE)
