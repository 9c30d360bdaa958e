"""`dateline report`."""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.base.errors import InputError
from pipelines.lake.home import Home


@click.command()
@click.argument("night", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.pass_context
def command(ctx: click.Context, night: datetime | None) -> None:
    """Write the report of a NIGHT (YYYY-MM-DD; by default the last one that was built) and print its path.

    The report is one self-contained HTML file: problems to solve, new articles by source and night, the precision of their dates
    and the rules behind them, copies, languages, lag, answers of the sites, and left-out pages with their reasons. Every build
    writes it.
    """
    from pipelines.lake.delta import Lake
    from pipelines.night.book import recorded
    from pipelines.nights import run_step

    home: Home = ctx.obj
    built = sorted({each for each, step in recorded(Lake(home.lake)) if step == "articles"})
    chosen = night.date() if night else built[-1] if built else None
    if chosen not in built or chosen is None:
        known = f"the last night built is {built[-1]}" if built else "'dateline build' makes one"
        raise InputError(f"no night {chosen or ''} in {home.root}: {known}".replace("night  in", "night in"))
    run_step(home, chosen, "nightly_report", show=False)
    click.echo(home.reports / f"{chosen}.html")
