"""The option `--home`: it may stand on either side of the command, and a folder that does not exist is refused."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from pipelines.base.errors import InputError

OPTION = "--home"
OWN_HOME = "restore"
"""The command whose own `--home` names a new home."""
HEALTHY_WITHOUT = "doctor"
"""The command that also checks a machine without a home, if none is named."""


def home_first(words: Sequence[str]) -> list[str]:
    """The words of a command line with `--home` before the command; what follows `--` stays as it is.

    >>> home_first(["sql", "FROM articles", "--home", "news"])
    ['--home', 'news', 'sql', 'FROM articles']
    """
    found: list[str] = []
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            rest += [word, *left]
        elif word == OPTION:
            found += [word, _value(left)]
        elif word.startswith(f"{OPTION}="):
            found.append(word)
        else:
            rest.append(word)
    return list(words) if rest[:1] == [OWN_HOME] else [*found, *rest]


def _value(left: Iterator[str]) -> str:
    value = next(left, None)
    if value is None:
        raise click.UsageError("--home needs a folder: --home DIR, before or behind the command")
    return value


def command_words(words: Sequence[str]) -> list[str]:
    """The words of a line from the command on, if `--home` stands first.

    >>> command_words(["--home", "news", "sources", "add", "https://paper.example/"])
    ['sources', 'add', 'https://paper.example/']
    """
    values = {place + 1 for place, word in enumerate(words) if word == OPTION}
    plain = (place for place, word in enumerate(words) if place not in values and not word.startswith("-"))
    return list(words[next(plain, len(words)) :])


def require_home(root: Path, *, is_named: bool, command: str) -> None:
    """Raise InputError if there is no such folder. A home that nobody named is the usual one of a newcomer."""
    if root.is_dir() or (command == HEALTHY_WITHOUT and not is_named):
        return
    if root.exists():
        raise InputError(f"{root} is a file: name the folder of a corpus")
    if not is_named:
        raise InputError(
            f"no corpus here: {root} does not exist; 'dateline demo' shows one, 'dateline init' makes an empty one, and "
            "--home DIR names another"
        )
    beside = sorted(each.name for each in root.parent.iterdir() if each.is_dir()) if root.parent.is_dir() else []
    near = difflib.get_close_matches(root.name, beside, n=1)
    hint = (
        f"; did you mean {root.with_name(near[0])}?"
        if near
        else f": 'dateline init {root}' makes an empty corpus there"
    )
    raise InputError(f"no home at {root}{hint}")
