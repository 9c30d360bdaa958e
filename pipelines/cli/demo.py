"""`dateline demo`."""

from __future__ import annotations

import click

from pipelines.cli.processes import run_module
from pipelines.home import Home


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Crawl a small news web on this machine, two nights, and show what comes of it.

    Starts four papers on 127.0.0.1 and runs the same Dagster assets that the UI schedules. Running it again changes
    nothing, and says so.
    """
    home: Home = ctx.obj
    ctx.exit(run_module("assets.demo", "--home", str(home.root)))
