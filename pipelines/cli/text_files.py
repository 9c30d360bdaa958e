"""Arguments of commands that read a file of texts and write a line for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click


def text_files(output_help: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The argument TEXTS and the option `--output`, whose help is given."""
    texts = click.argument("texts", type=click.Path(path_type=Path, allow_dash=True))
    path = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
    output = click.option("--output", "-o", required=True, type=path, help=output_help)
    return lambda command: texts(output(command))
