"""`dateline takedown`."""

from __future__ import annotations

import click

from pipelines.cli.confirmation import confirm
from pipelines.cli.processes import options, run_module
from pipelines.lake.home import Home


@click.command()
@click.argument("what", metavar="[URL|ARTICLE|SOURCE]", required=False)
@click.option("--reason", help="The reason, without names or quotes: it is recorded in the log.")
@click.option("--by", help="Who asks for it [default: your user name].")
@click.option("--copies", is_flag=True, help="Take other publishers' copies of the work down as well.")
@click.option("--dry-run", is_flag=True, help="Show the data that would be removed; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.pass_context
def command(
    ctx: click.Context, what: str | None, reason: str | None, by: str | None, copies: bool, dry_run: bool, yes: bool
) -> None:
    """Remove a work or a whole source for good, everywhere in the home; without an argument, list what was taken down.

    A work is removed with every URL that led to it: its captures, its rows in every table and in their old versions, the search
    index, reports, datasets (exported again). If other pages and feeds of the source repeat its words, the words are blanked.
    Later crawls do not bring it back. The log records who, when, why and which URLs, but no word of the text. If the command is
    interrupted, run it again to finish.

    Other publishers' copies are separate works: they are listed and stay, unless --copies is given; datasets leave them out.
    Files outside the home stay, too.
    """
    import getpass

    from pipelines.upkeep.takedown.takedowns import known, takedowns

    home: Home = ctx.obj
    if what is None:
        done = takedowns(home.archive)
        for each in done:
            click.echo(each.line)
        if not done:
            click.echo("nothing was taken down", err=True)
        return
    begun = known(home.archive, what)
    if not (reason or dry_run or begun):
        raise click.UsageError("give --reason: the log must say why")
    if not (yes or dry_run or begun):
        confirm(f"Take {what} down for good? --dry-run says what would go.")
    arguments = options(home=home.root, what=what, reason=reason, by=by or getpass.getuser())
    ctx.exit(
        run_module("spiders.erasure", *arguments, *(["--look"] if dry_run else []), *(["--copies"] if copies else []))
    )
