"""`dateline crawl`."""

from __future__ import annotations

from datetime import datetime

import click

from pipelines.cli.name_list import name_list
from pipelines.cli.processes import options, run_module
from pipelines.lake.home import Home


@click.command()
@name_list("--source", "--sources", "-s", "sources", help="Source to crawl [default: all nightly ones].")
@click.option("--night", type=click.DateTime(["%Y-%m-%d"]), help="The night to crawl for [default: today, UTC].")
@click.option(
    "--backdate",
    is_flag=True,
    help="Allow a --night other than today: today's pages are filed under that night, as if they had been fetched then.",
)
@click.option(
    "--fresh",
    is_flag=True,
    help="Between two nights: only feeds, start pages and sections, and the new stories that they list, for the coming night.",
)
@click.option("--parallel", type=click.IntRange(1, 64), default=4, show_default=True, help="Sources crawled at a time.")
@click.pass_context
def command(
    ctx: click.Context, sources: tuple[str, ...], night: datetime | None, backdate: bool, fresh: bool, parallel: int
) -> None:
    """Fetch a night of one source, or of all nightly ones, into the archive.

    Stop it with Ctrl-C (once: running requests are finished) and run it again: it continues where it stopped. A
    finished night is skipped; the same command crawls the next night on the next day. Then run 'dateline build'. To
    take back a night that went wrong, run 'dateline nights --forget'.

    A source with a wrong file is reported and left out; the others are crawled, and the exit status is 2.
    """
    home: Home = ctx.obj
    ctx.exit(
        run_module(
            "spiders.nightly",
            *options(home=home.root, night=night.date() if night else None, source=sources, parallel=parallel),
            *(["--backdate"] if backdate else []),
            *(["--fresh"] if fresh else []),
        )
    )
