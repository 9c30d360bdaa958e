"""The type of options that name a file to write: a folder that does not exist is refused before any work is done."""

from __future__ import annotations

from pathlib import Path

import click


class OutputFile(click.Path):
    """A file to write, in a folder that exists; `-` is stdout."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, allow_dash=True, path_type=Path)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """As click's method."""
        path = Path(str(super().convert(str(value), param, ctx)))
        if not path.parent.is_dir():
            raise click.UsageError(f"{path}: there is no folder {path.parent}; make it, or name another file", ctx)
        return path
