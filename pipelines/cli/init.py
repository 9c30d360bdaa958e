"""`dateline init`."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.processes import run_module
from pipelines.lake.home import Home


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def command(ctx: click.Context, folder: Path | None) -> None:
    """Make an empty corpus in DIR: a commented source file and a commented export recipe, no demo.

    DIR is the home [default: --home, $DATELINE_HOME or ./data]. Every setting is explained in the two files. A folder that
    already has a corpus is not changed.

    \b
    dateline init news
    dateline --home news sources add https://paper.example/
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"
    home = Home.at(folder) if folder else ctx.obj
    ctx.exit(run_module("spiders.sources", "--home", str(home.root), "init"))
