"""`dateline acknowledge`."""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.lake.home import Home


@click.command()
@click.argument("source")
@click.argument("check", required=False)
@click.option("--note", help="What you know about it.")
@click.option("--by", help="Your name [default: your login].")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Put it off until this day; then it is listed again.")
@click.option("--undo", is_flag=True, help="Take the note back.")
@click.pass_obj
def command(
    home: Home, source: str, check: str | None, note: str | None, by: str | None, until: datetime | None, undo: bool
) -> None:
    """Mark the open incidents of SOURCE as known, or only that of one CHECK (encoding, feed_stale …).

    The report, `dateline morning`, the UI and alerts then list them apart. An incident ends by itself when the source is well
    again. A warning that becomes an error is listed again. The notes are in the home's incidents.yaml.
    """
    from pipelines.health.incidents.acknowledge import acknowledge

    day = until.date() if until else None
    for said in acknowledge(home, source, check, note=note, by=by, until=day, undo=undo):
        click.echo(said, err=True)
