"""`dateline doctor`."""

from __future__ import annotations

import sys

import click

from pipelines.base.processes.typed_name import as_typed
from pipelines.lake.home import Home


@click.command()
@click.option(
    "--repair", "mend", is_flag=True, help="First repair everything that the tables can restore: indexes and views."
)
@click.option("--deep", is_flag=True, help="Read every file of the corpus and compare it with its checksum.")
@click.pass_context
def command(ctx: click.Context, mend: bool, deep: bool) -> None:
    """Check that this machine and this corpus are in order; prints a remedy for each problem.

    Compares records with each other: crawls and ledger, works and articles, indexes and tables, views and files. Without
    --deep, files are not read, only their sizes are compared with those when they were written: rot within a file shows
    with --deep, or with a build, which reads up to 1 GiB of files and sets damaged ones aside.
    """
    from pipelines.base.neutral import on_one_line
    from pipelines.night.steps import progress
    from pipelines.upkeep.doctor import examine, repair

    home: Home = ctx.obj
    for name in repair(home, deep=deep) if mend and home.lake.is_dir() else ():
        click.echo(f"repaired: {name}", err=True)
    marks = {True: click.style("ok  ", fg="green"), False: click.style("BAD ", fg="red")}
    total = bad = 0
    with progress("reading", enabled=deep) as on_progress:
        findings = list(examine(home, deep=deep, on_progress=on_progress)) if deep else examine(home)
    for finding in findings:
        total, bad = total + 1, bad + (not finding.good)
        click.echo(f"{marks[finding.good]} {finding.name:<22} {as_typed(on_one_line(finding.detail))}")
    if bad:
        click.echo(f"dateline: {bad} of {total} checks failed", err=True)
        sys.exit(2)
