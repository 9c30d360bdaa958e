"""`dateline doctor`."""

from __future__ import annotations

import sys

import click

from pipelines.lake.home import Home


@click.command()
@click.option(
    "--repair", "mend", is_flag=True, help="First repair everything that the tables can restore: indexes and views."
)
@click.pass_context
def command(ctx: click.Context, mend: bool) -> None:
    """Check that this machine and this corpus are in order; prints a remedy for each problem.

    Compares records with each other: crawls and ledger, works and articles, indexes and tables, views and files.
    """
    from pipelines.base.neutral import on_one_line
    from pipelines.upkeep.doctor import examine, repair

    home: Home = ctx.obj
    for name in repair(home) if mend and home.lake.is_dir() else ():
        click.echo(f"repaired: {name}", err=True)
    marks = {True: click.style("ok  ", fg="green"), False: click.style("BAD ", fg="red")}
    total = bad = 0
    for finding in examine(home):
        total, bad = total + 1, bad + (not finding.good)
        click.echo(f"{marks[finding.good]} {finding.name:<22} {on_one_line(finding.detail)}")
    if bad:
        click.echo(f"dateline: {bad} of {total} checks failed", err=True)
        sys.exit(2)
