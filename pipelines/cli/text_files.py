"""Arguments of commands that read a file of texts and write a line for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from pipelines.cli.output_option import OutputFile


def text_files(output_help: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The argument TEXTS and the option `--output`, whose help is given."""
    texts = click.argument("texts", type=click.Path(path_type=Path, allow_dash=True))
    output = click.option("--output", "-o", required=True, type=OutputFile(), help=output_help)
    return lambda command: texts(output(command))
