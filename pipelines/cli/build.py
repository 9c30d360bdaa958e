"""`dateline build`."""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.errors import InputError
from pipelines.home import Home

TEACHING = ("documents", "clean_documents")
"""Steps from which later nights learn: where a source's stories stand, what its pages repeat."""


@click.command()
@click.option(
    "--night", type=click.DateTime(["%Y-%m-%d"]), help="The night to build [default: all that are not built yet]."
)
@click.option(
    "--all", "every", is_flag=True, help="Every crawled night, oldest first: rebuilds the corpus from the archive."
)
@click.pass_obj
def command(home: Home, night: datetime | None, every: bool) -> None:
    """Turn archived nights into the corpus: extract, clean, date, dedupe, publish.

    Reads the archive only, never the network; running it again changes nothing. The Dagster assets run the same steps.
    """
    from pipelines.lake import Lake
    from pipelines.restore import restore_crawls, set_broken_aside
    from pipelines.steps import STEPS

    if every and (broken := set_broken_aside(home)):
        click.echo(f"set aside, files are missing: {', '.join(broken)}; they are built anew", err=True)
    if restored := restore_crawls(home):
        click.echo(f"{restored} crawl(s) restored into the lake from {home.archive}", err=True)
    crawled = Lake(home.lake).nights("fetches")
    if not crawled:
        raise InputError(f"no crawled night under {home.root}: run 'dateline crawl' (or 'dateline demo') first")
    if night and night.date() not in crawled:
        raise InputError(f"{night.date()} was not crawled; crawled nights: {', '.join(map(str, crawled[-5:]))}")
    built = set(Lake(home.lake).nights("clean_documents"))
    chosen = [night.date()] if night else crawled if every else [n for n in crawled if n not in built] or crawled[-1:]
    changed, pending, done = False, set(chosen), 0
    while pending:
        each = min(pending)
        pending.remove(each)
        done += 1
        outcomes = {name: step.run(home, each).changed for name, step in STEPS.items()}
        changed |= any(outcomes.values())
        if any(outcomes[name] for name in TEACHING) and (later := {n for n in built if n > each} - pending):
            click.echo(f"{each} came late: {len(later)} night(s) after it learn from it and are built again", err=True)
            pending |= later
    click.echo(
        f"{done} night(s) built; {'the corpus changed' if changed else 'nothing changed'}: {home.corpus}",
        err=True,
    )
