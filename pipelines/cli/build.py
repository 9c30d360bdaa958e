"""`dateline build`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from pipelines.base.counted import counted
from pipelines.base.errors import InputError
from pipelines.lake.command_line import dateline_for
from pipelines.lake.home import Home
from pipelines.night.engine.choice import NAMES, opened

if TYPE_CHECKING:
    from pipelines.nights import Built

SHOWN_INCIDENTS = 20


@click.command()
@click.option(
    "--night", type=click.DateTime(["%Y-%m-%d"]), help="The night to build [default: all that are not built]."
)
@click.option("--renew", is_flag=True, help="Also renew results of older rules: extract, clean, date … again.")
@click.option("--all", "every", is_flag=True, help="Rebuild every crawled night from the archive.")
@click.option(
    "--engine",
    "name",
    type=click.Choice(NAMES),
    default="local",
    show_default=True,
    help="Run extraction, dating and text comparison on this machine or on a Ray cluster (docs/scale.md).",
)
@click.option(
    "--address",
    metavar="HOST:PORT",
    envvar="RAY_ADDRESS",
    help="Address of a running Ray cluster, or 'auto' for the one on this machine [default: start one for this build].",
)
@click.pass_obj
def command(home: Home, night: datetime | None, renew: bool, every: bool, name: str, address: str | None) -> None:
    """Turn archived nights into the corpus: extract, clean, date, dedupe, publish.

    Reads the archive only, never the network. Finished work is skipped, so running it again changes nothing, and an
    interrupted build continues where it stopped. A night that comes late makes later ones stale: they are built
    again. The Dagster assets run the same steps.
    """
    from pipelines.corpus.fetches.crawls import crawled_nights
    from pipelines.nights import build, start_over

    crawled = crawled_nights(home)
    if not crawled:
        raise InputError(f"no crawled night under {home.root} yet: {home.next_step}")
    if night and night.date() not in crawled:
        raise InputError(f"{night.date()} was not crawled; crawled nights: {', '.join(map(str, crawled[-5:]))}")
    if every:
        start_over(home)
    with opened(name, address) as engine:
        built = build(home, [night.date()] if night else crawled, renew=renew, engine=engine)
    _report(home, built)


def _report(home: Home, built: Built) -> None:
    """Say on stderr what a build did, what needs attention, and what to do next."""
    for line in built.mended:
        click.echo(f"damaged: {line}", err=True)
    if built.new_checksums:
        click.echo(f"{built.new_checksums} files had no checksum yet: it is recorded now", err=True)
    if built.broken:
        click.echo(f"set aside, files were missing or damaged: {', '.join(built.broken)}; built again", err=True)
    if built.late:
        click.echo(f"{counted(len(built.late), 'later night')} built again: they learn from what came late", err=True)
    from pipelines.nights import older_rules

    if old := older_rules(home):
        click.echo(
            f"{counted(len(old), 'night')} of older rules: '{dateline_for(home)} build --renew' makes them anew",
            err=True,
        )
    if latest := max(built.nights, default=None):
        from pipelines.base.neutral import on_one_line
        from pipelines.health.incidents.morning import morning
        from pipelines.health.incidents.wording import new_in_words

        known = morning(home, latest)
        new = new_in_words(known)
        for said in new[:SHOWN_INCIDENTS]:
            click.echo(on_one_line(said), err=True)
        if len(new) > SHOWN_INCIDENTS:
            click.echo(f"and {len(new) - SHOWN_INCIDENTS} more: '{dateline_for(home)} morning {latest}'", err=True)
        click.echo(f"night of {latest}: {known.totals}", err=True)
    verdict = "the corpus changed" if built.changed else "nothing changed"
    click.echo(f"{counted(len(built.nights), 'night')} built; {verdict}: {home.corpus}", err=True)
    if built.changed:
        name = dateline_for(home)
        click.echo(f"Next: '{name} sql' asks it, '{name} morning' lists what needs you", err=True)
