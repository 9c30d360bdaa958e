"""`dateline release`."""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.base.errors import InputError
from pipelines.lake.home import Home


@click.command()
@click.argument("source", required=False)
@click.argument("night", required=False, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--undo", is_flag=True, help="Take a release back: the night is judged by its health again.")
@click.pass_obj
def command(home: Home, source: str | None, night: datetime | None, undo: bool) -> None:
    """Let a night of SOURCE into the corpus that its health holds back; without arguments, list the nights that are.

    A night is held back when its pages would poison the corpus: broken characters, a template that changed, one page at every
    address, dates that are all today's. A release says that this is how the source is from now on: its later nights are compared
    with this one. It is kept in the home's released.yaml, and the night is built again, with those that learn from it.
    """
    from pipelines.health.release import release
    from pipelines.health.show import held_back

    if source is None:
        click.echo("NIGHT       SOURCE  WHY IT IS HELD BACK")
        for row in held_back(home):
            click.echo(f"{row['night']}  {row['source']}  {row['check']}: {row['sentence']}")
        return
    if night is None:
        raise InputError(f"which night of {source}? 'dateline release {source} NIGHT'; without arguments it lists them")
    built = release(home, source, night.date(), undo=undo)
    verdict = "the corpus changed" if built.changed else "nothing changed"
    click.echo(f"{len(built.nights)} night(s) built; {verdict}: {home.corpus}", err=True)
