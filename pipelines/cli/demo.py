"""`dateline demo`."""

from __future__ import annotations

import click

from pipelines.cli.processes import options, run_module
from pipelines.lake.home import Home


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65526), help="First of ten ports on 127.0.0.1 [default: 8801, or free ones]."
)
@click.pass_context
def command(ctx: click.Context, port: int | None) -> None:
    """Crawl a small news web on this machine, two nights, and show the result.

    Starts nine papers on 127.0.0.1 (seven without Chromium) and runs the same Dagster assets that the UI schedules.
    Running it again changes nothing, and says so.
    """
    home: Home = ctx.obj
    ctx.exit(run_module("assets.demo", *options(home=home.root, port=port)))
