"""`dateline dates`."""

from __future__ import annotations

import click

from pipelines.base.processes.typed_name import as_typed
from pipelines.lake.home import Home


@click.command()
@click.argument("article", required=False)
@click.option(
    "--sources", is_flag=True, help="Show each source's time zone and its order of 03/04, and how they are known."
)
@click.pass_obj
def command(home: Home, article: str | None, sources: bool) -> None:
    """Show why an article has its date: each candidate, its place, the verdict, the reason; and former dates.

    ARTICLE is an article id, the start of one, or a URL of the corpus.
    """
    from rich.console import Console

    from pipelines.ask.sql.table import screen_width

    if article is None and not sources:
        raise click.UsageError("give an ARTICLE, or --sources")
    if sources:
        from pipelines.ask.dates.sources_table import sources_shown
        from pipelines.lake.archive import nights

        if any(nights(home.archive)):
            Console(width=screen_width()).print(sources_shown(home))
        else:
            click.echo(as_typed(f"no crawled night under {home.root} yet: {home.next_step}"), err=True)
    if article is not None:
        from pipelines.ask.dates.evidence_table import explain

        Console(width=screen_width()).print(explain(home, article))
