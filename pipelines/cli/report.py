"""`dateline report`."""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.lake.home import Home


@click.command()
@click.argument("night", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.pass_context
def command(ctx: click.Context, night: datetime | None) -> None:
    """Write the report of a NIGHT (YYYY-MM-DD; by default the last one that was built) and print its path.

    The report is one self-contained HTML file: what needs you, with examples before and after and the commands that help;
    the last two weeks of each paper; the most covered events; and the night in figures. Every build writes it. 'dateline
    morning' has the first part on the terminal.
    """
    from pipelines.nights import built_night, run_step

    home: Home = ctx.obj
    chosen = built_night(home, night.date() if night else None)
    run_step(home, chosen, "nightly_report", show=False)
    click.echo(home.reports / f"{chosen}.html")
