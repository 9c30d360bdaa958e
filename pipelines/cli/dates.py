"""`dateline dates`."""

from __future__ import annotations

import click

from pipelines.home import Home


@click.command()
@click.argument("article", required=False)
@click.option("--zones", is_flag=True, help="Show the zone of each source's clock times instead, and how it is known.")
@click.pass_obj
def command(home: Home, article: str | None, zones: bool) -> None:
    """Show why an article has the date it has: each candidate, where it stood, the verdict, its reason; and former dates.

    ARTICLE is an article id or a URL of the corpus.
    """
    from rich.console import Console

    if article is None and not zones:
        raise click.UsageError("give an ARTICLE, or --zones")
    if zones:
        from pipelines.dates.zones_known import zones_known

        Console().print(zones_known(home))
    if article is not None:
        from pipelines.dates.show import explain

        Console().print(explain(home, article))
