"""`dateline restore`."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.base.errors import InputError
from pipelines.base.processes.typed_name import typed_name
from pipelines.lake.home import home_root
from pipelines.lake.store.address import is_address


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--home", "root", metavar="NEW", help="The new home; the same as --home before the command.")
@click.option("--from", "number", type=click.IntRange(min=1), metavar="NUMBER", help="Snapshot [default: the last].")
@click.option("--list", "lists", is_flag=True, help="List the snapshots in DIR.")
@click.pass_obj
def command(home: str | None, folder: Path, root: str | None, number: int | None, lists: bool) -> None:
    """Make a new home of a snapshot that 'dateline backup' left in DIR.

    The home must be a new folder; it appears when every file is written and checked. The next 'dateline build' makes
    what the snapshot lacks, and the next crawl goes on where it was.
    """
    from pipelines.night.steps import progress
    from pipelines.upkeep.backup.restoring import restore
    from pipelines.upkeep.backup.vault import Vault

    vault = Vault.existing(folder.absolute())
    if lists:
        for each in vault.snapshots():
            head = vault.head(each)
            click.echo(f"{each}  {head.taken_at}  {head.files:,} files  {head.bytes / 1e6:,.1f} MB  {head.home}")
        return
    new = root or home
    if new is None or is_address(new):
        raise InputError("a backup is restored into a new folder: name one with --home")
    target = home_root(new)
    with progress(f"restoring {target}") as on_progress:
        done = restore(vault, target, number, on_progress=on_progress)
    click.echo(f"{target} is {done.head.home} as of {done.head.taken_at} (snapshot {done.number})")
    click.echo(f"Next: '{typed_name()} --home {target} build' makes what it lacks", err=True)
