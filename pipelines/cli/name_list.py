"""Options that take several names: repeated, or separated by commas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., None])


def name_list(*spellings: str, help: str) -> Callable[[Command], Command]:  # noqa: A002 -- click's name
    """An option whose value is a tuple of names: `--source a --source b` is the same as `--source a,b`."""
    return click.option(*spellings, multiple=True, callback=_names, help=f"{help} Several: repeat it, or use commas.")


def _names(_ctx: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())
