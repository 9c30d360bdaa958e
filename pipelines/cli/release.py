"""`dateline release`."""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.base.counted import counted
from pipelines.base.errors import InputError
from pipelines.lake.command_line import dateline_for
from pipelines.lake.home import Home


@click.command()
@click.argument("source", required=False)
@click.argument("night", required=False, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--undo", is_flag=True, help="Undo a release: the night is judged by its health again.")
@click.pass_obj
def command(home: Home, source: str | None, night: datetime | None, undo: bool) -> None:
    """Let a held-back night of SOURCE into the corpus; without arguments, list the nights that are held back.

    A night is held back if its pages would damage the corpus: broken characters, a changed template, the same page at every
    address, or only today's dates. A release declares the night normal: later nights of the source are compared with it. The
    release is recorded in the home's released.yaml. The night is built again, together with the nights that learn from it.
    """
    from pipelines.health.release import release
    from pipelines.health.show import held_back

    if source is None:
        click.echo("NIGHT       SOURCE  WHY IT IS HELD BACK")
        held = held_back(home)
        for row in held:
            click.echo(f"{row['night']}  {row['source']}  {row['check']}: {row['sentence']}")
        name = dateline_for(home)
        click.echo(f"Next: '{name} release SOURCE NIGHT' lets one in" if held else "nothing is held back", err=True)
        return
    if night is None:
        raise InputError(f"which night of {source}? 'dateline release {source} NIGHT'; without arguments it lists them")
    built = release(home, source, night.date(), undo=undo)
    verdict = "the corpus changed" if built.changed else "nothing changed"
    click.echo(f"{counted(len(built.nights), 'night')} built; {verdict}: {home.corpus}", err=True)
