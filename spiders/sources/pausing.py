"""Pause a source: its file says `nightly: false`, and it is left out of nightly crawls until it is resumed."""

from __future__ import annotations

import re

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipelines.base.errors import ConfigError
from pipelines.base.processes.typed_name import as_typed
from pipelines.base.settings.file import settings_path
from pipelines.lake.archive.layout import replacing
from pipelines.lake.home import Home
from spiders.sources.source import load_source

NIGHTLY = re.compile(r"^nightly:.*\n?", re.MULTILINE)


def pause(home: Home, name: str, *, resume: bool = False) -> str:
    """Change the line `nightly` of a source file and no other; returns what was done.

    Raises InputError if there is no such source, ConfigError if its file is wrong or is not one setting a line.
    """
    source = load_source(home.sources, name)
    if source.nightly is resume:
        return f"{name}: {'crawled every night' if resume else 'paused'} already"
    path = settings_path(home.sources, name)
    text = path.read_text(encoding="utf-8")
    line = "" if resume else "nightly: false  # paused\n"
    with_line = NIGHTLY.subn(line, text, count=1)
    changed = with_line[0] if with_line[1] else f"{text.rstrip()}\n{line}"
    if not _says(changed, nightly=resume):
        raise ConfigError(f"{path}: not one setting a line: write `nightly: {str(resume).lower()}` into it yourself")
    with replacing(path) as file:
        file.write(changed.encode())
    done = (
        "crawled every night again" if resume else f"paused: 'dateline sources pause {name} --resume' takes it in again"
    )
    return as_typed(f"{name}: {done}")


def _says(text: str, *, nightly: bool) -> bool:
    """True if the changed file can be read and says whether it is nightly."""
    try:
        return bool(YAML(typ="safe").load(text).get("nightly", True)) is nightly
    except YAMLError:
        return False
