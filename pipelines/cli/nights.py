"""`dateline nights`."""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.base.errors import InputError
from pipelines.base.processes.typed_name import as_typed
from pipelines.cli.confirmation import confirm
from pipelines.cli.processes import options, run_module
from pipelines.lake.home import Home


@click.command()
@click.option(
    "--forget",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Take this night back: remove its archive and all its rows for good.",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.pass_context
def command(ctx: click.Context, forget: datetime | None, yes: bool) -> None:
    """List the nights that were crawled: sources, archived bytes, and whether the corpus has them.

    --forget takes back a night that went wrong, for example one that was crawled under a wrong date. Its archived pages, its rows
    in every table and the crawl's memory of it are removed, and later nights are built again without it. If later nights found a
    page unchanged, its text was in that night only: the next crawl fetches it again.
    """
    from pipelines.night.crawled import crawled

    home: Home = ctx.obj
    nights = crawled(home)
    if forget is None:
        if not nights:
            click.echo(as_typed(f"no crawled night under {home.root} yet: {home.next_step}"), err=True)
        for each in nights:
            click.echo(each.line)
        return
    night = forget.date()
    found = next((each for each in nights if each.night == night), None)
    if found is None:
        raise InputError(f"{night} was not crawled; 'dateline nights' lists the nights that were")
    if not yes:
        confirm(f"{found.line}\nRemove it for good?")
    ctx.exit(run_module("spiders.forget", *options(home=home.root, night=night)))
