"""`dateline search`."""

from __future__ import annotations

import click

from pipelines.home import Home


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Articles shown.")
@click.pass_obj
def command(home: Home, words: tuple[str, ...], limit: int) -> None:
    """Find articles by words in title or text; "a phrase" in quotes, AND OR NOT, title:word."""
    from rich.console import Console
    from rich.text import Text

    from pipelines.neutral import on_one_line
    from pipelines.search.step import find

    console = Console()
    hits = find(home, " ".join(words), limit=limit)
    if not hits:
        click.echo("no article has these words", err=True)
    for hit in hits:
        console.print(
            Text(on_one_line(hit.title or hit.url), style="bold"),
            Text(f"{hit.published or 'date unknown'} · {hit.source}", style="dim"),
        )
        url = on_one_line(hit.url)
        console.print(
            Text(f"  {on_one_line(hit.snippet)}"), Text(f"  {url}  ({hit.article_id})", style="dim"), sep="\n"
        )
