"""`dateline dates`."""

from __future__ import annotations

import click

from pipelines.home import Home


@click.command()
@click.argument("article")
@click.pass_obj
def command(home: Home, article: str) -> None:
    """Show why an article has the date it has: each candidate, where it stood, the verdict and its reason.

    ARTICLE is an article id or a URL of the corpus.
    """
    from rich.console import Console

    from pipelines.dates.show import explain

    Console().print(explain(home, article))
