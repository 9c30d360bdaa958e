"""`dateline maintain`."""

from __future__ import annotations

import click

from pipelines.base.counted import counted
from pipelines.lake.home import Home


@click.command()
@click.option(
    "--grace-hours",
    type=click.FloatRange(min=0),
    default=24,
    show_default=True,
    help="Hours that superseded files stay: more than the longest read takes.",
)
@click.option(
    "--remove-unknown",
    multiple=True,
    metavar="NAME",
    help="Remove an object in the home's object store that Dateline never named; NAME/: all objects below it.",
)
@click.pass_obj
def command(home: Home, grace_hours: float, remove_unknown: tuple[str, ...]) -> None:
    """Merge small files, shorten the tables' logs and remove files that no reader needs.

    Changes no row and disturbs no reader; once a week is enough. The tables stay readable as of the last 7 published
    nights. The Dagster schedule `weekly_maintenance` does the same. Files that Dateline did not write stay; in an
    object store they are listed.
    """
    from pipelines.base.errors import InputError
    from pipelines.upkeep.maintenance import maintain

    if remove_unknown:
        from pipelines.lake.store.unnamed import remove
        from pipelines.lake.store.working_copy import WorkingCopy

        removed = remove(WorkingCopy.in_folder(home.root), remove_unknown)
        click.echo(f"{counted(len(removed), 'unknown object')} removed: {', '.join(removed)}")
        return
    if not home.lake.is_dir():
        raise InputError(f"no tables under {home.root} yet: {home.next_step}")
    done = maintain(home, grace_hours=grace_hours)
    click.echo(
        f"{done.merged} files merged into {done.into}; {done.removed} files ({done.removed_bytes / 1e6:.1f} MB) and "
        f"{done.leftovers} leftovers removed; {done.live_share:.0%} of {done.all_bytes / 1e6:.1f} MB are live"
    )
