"""Ask a person before something is removed for good."""

from __future__ import annotations

import sys

import click

from pipelines.base.errors import InputError


def confirm(question: str) -> None:
    """Ask on stderr; a "no" ends the command with status 1. Raises InputError if nobody can answer."""
    try:
        agreed = click.confirm(question, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        click.echo(err=True)
        raise InputError("nobody is there to answer: --yes does it without asking; nothing was removed") from None
    if not agreed:
        click.echo("Nothing was removed.", err=True)
        click.get_current_context().exit(1)
