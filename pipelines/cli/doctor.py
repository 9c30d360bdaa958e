"""`dateline doctor`."""

from __future__ import annotations

import sys

import click

from pipelines.home import Home


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Check that this machine and this corpus are in order; says what to do about what is not."""
    from pipelines.doctor import examine

    home: Home = ctx.obj
    marks = {True: click.style("ok  ", fg="green"), False: click.style("BAD ", fg="red")}
    total = bad = 0
    for finding in examine(home):
        total, bad = total + 1, bad + (not finding.good)
        click.echo(f"{marks[finding.good]} {finding.name:<22} {finding.detail}")
    if bad:
        click.echo(f"dateline: {bad} of {total} checks failed", err=True)
        sys.exit(2)
