"""`dateline ui`."""

from __future__ import annotations

import click

from pipelines.cli.processes import run_module
from pipelines.lake.home import Home


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True, help="Port on 127.0.0.1.")
@click.pass_context
def command(ctx: click.Context, port: int) -> None:
    """Open the Dagster UI on 127.0.0.1: assets, nights, checks, and the nightly schedule to switch on.

    The server has no login: it listens on this machine only and refuses web pages of other origins. Ctrl-C stops it.
    """
    home: Home = ctx.obj
    ctx.exit(run_module("assets.ui", "--home", str(home.root), "--port", str(port)))
