"""The data of the lexicon: the language files and the tables beside them, read once a process.

TOML is for people and slow to read: what was made of it is kept as JSON in `__pycache__`, by the digest of the sources, as Python
keeps bytecode. Where that folder cannot be written, each process reads the sources.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tomllib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.lexicon.language_file import read_language

FOLDER = Path(__file__).parent
LANGUAGES = "languages"
"""The folder of the files named by a language's ISO 639 code; files of a table stand beside it."""


@cache
def data() -> dict[str, dict[str, Any]]:
    """`languages`: the content of each file by code; and the content of each table by its file's stem. Raises ConfigError."""
    return data_under(FOLDER)


def data_under(folder: Path) -> dict[str, dict[str, Any]]:
    """The same for the files in another folder, as they are now."""
    files = sorted((*folder.glob("*.toml"), *(folder / LANGUAGES).glob("*.toml")))
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    kept = folder / "__pycache__" / f"lexicon.{sys.implementation.cache_tag}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        stored = json.loads(kept.read_bytes())
        if stored["digest"] == digest.hexdigest():
            return dict(stored["data"])
    made = _made(folder, files)
    _keep(kept, {"digest": digest.hexdigest(), "data": made})
    return made


def _made(folder: Path, files: list[Path]) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {LANGUAGES: {}}
    for file in files:
        if file.parent == folder:
            made[file.stem] = tomllib.loads(file.read_text(encoding="utf-8"))
        else:
            made[LANGUAGES][file.stem] = read_language(file)
    return made


def _keep(file: Path, content: dict[str, Any]) -> None:
    if sys.dont_write_bytecode:
        return
    temporary = file.with_suffix(f".{os.getpid()}.new")
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)


@cache
def entries(topic: str) -> tuple[str, ...]:
    """The entries of a topic in all languages, each once: languages by code, entries as their file orders them.

    Where the section is a table (`agencies.forms`), those of the list of that name in each of its rows. Raises KeyError for a
    topic without entries.
    """
    section, _, name = topic.partition(".")
    if section in data():
        found = (row.get(name, ()) for row in data()[section]["rows"])
    else:
        found = (language.get(section, {}).get(name, ()) for _, language in sorted(data()[LANGUAGES].items()))
    if once := tuple(dict.fromkeys(each for one in found for each in one)):
        return once
    raise KeyError(f"no words for {topic!r}: pipelines/lexicon/topics.toml lists the topics")


@cache
def words(topic: str) -> frozenset[str]:
    """The entries of a topic that is a list of plain words, for a look-up."""
    return frozenset(entries(topic))


def entries_by_language(topic: str) -> dict[str, tuple[str, ...]]:
    """The entries of a topic by the code of their language; languages without any are left out."""
    section, _, name = topic.partition(".")
    found = {code: language.get(section, {}).get(name, ()) for code, language in data()[LANGUAGES].items()}
    return {code: tuple(of_language) for code, of_language in sorted(found.items()) if of_language}
