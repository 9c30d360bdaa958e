"""`dateline morning`."""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.lake.command_line import dateline_for
from pipelines.lake.home import Home


@click.command()
@click.argument("night", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.option(
    "--all", "every", is_flag=True, help="Also list what was acknowledged or put off, and what is well again."
)
@click.pass_obj
def command(home: Home, night: datetime | None, every: bool) -> None:
    """List what needs you about a NIGHT (YYYY-MM-DD; by default the last one that was built): totals, and incidents by cause.

    An incident is something amiss about a source, for as long as it lasts. `dateline report` has the same list as a page, with
    examples and pictures; `dateline acknowledge` marks what you know about.
    """
    from pipelines.base.neutral import harmless
    from pipelines.health.incidents.morning import morning
    from pipelines.health.incidents.wording import printed
    from pipelines.nights import built_night

    known = morning(home, built_night(home, night.date() if night else None))
    for line in printed(known, every=every, program=dateline_for(home)):
        click.echo(harmless(line) if not line.startswith("\n") else line)
