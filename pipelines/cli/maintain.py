"""`dateline maintain`."""

from __future__ import annotations

import click

from pipelines.lake.home import Home


@click.command()
@click.option(
    "--grace-hours",
    type=click.FloatRange(min=0),
    default=24,
    show_default=True,
    help="How long superseded files stay: longer than the longest read of them.",
)
@click.pass_obj
def command(home: Home, grace_hours: float) -> None:
    """Merge small files, shorten the tables' logs and remove files that nobody reads any more.

    Changes no row and disturbs no reader; weekly is often enough. The tables stay readable as they stood at the last 7 published
    nights. The Dagster schedule `weekly_maintenance` does the same.
    """
    from pipelines.base.errors import InputError
    from pipelines.upkeep.maintenance import maintain

    if not home.lake.is_dir():
        raise InputError(f"no tables under {home.root}: run 'dateline build' first")
    done = maintain(home, grace_hours=grace_hours)
    click.echo(
        f"{done.merged} files merged into {done.into}; {done.removed} files ({done.removed_bytes / 1e6:.1f} MB) and "
        f"{done.leftovers} leftovers removed; {done.live_share:.0%} of {done.all_bytes / 1e6:.1f} MB are live"
    )
