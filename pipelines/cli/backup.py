"""`dateline backup`."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.base.processes.typed_name import typed_name
from pipelines.lake.home import Home


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Snapshots to keep in DIR, this one included.",
)
@click.option("--moved", is_flag=True, help="DIR has backups of this corpus from before it was moved here.")
@click.pass_obj
def command(home: Home, folder: Path, keep: int, moved: bool) -> None:
    """Add a snapshot of the corpus to DIR, and check it; crawls and builds may run meanwhile.

    Copies only what is new since the last snapshot. If it is interrupted, run it again: earlier snapshots stay as they
    were. 'dateline restore' makes a home of a snapshot. Left out are the output of Dagster's runs and, while a build
    runs, the indexes, which the next build then makes again.
    """
    from pipelines.night.steps import progress
    from pipelines.upkeep.backup.making import back_up

    with progress(f"backup of {home.root}") as on_progress:
        made = back_up(home, folder.absolute(), keep=keep, moved=moved, on_progress=on_progress)
    click.echo(
        f"snapshot {made.number} in {folder}: {made.files:,} files, {made.bytes / 1e6:,.1f} MB, "
        f"{made.new_bytes / 1e6:,.1f} MB of them new; all checked"
    )
    click.echo(f"Next: '{typed_name()} restore {folder} --home NEW' makes a new home of it", err=True)
    if made.damaged:
        click.echo(
            f"{len(made.damaged)} of the new files differ from their checksums, {made.damaged[0]} first: they are copied as they "
            "are; 'dateline build' mends the home, then back up again",
            err=True,
        )
