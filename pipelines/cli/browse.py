"""`dateline browse`."""

from __future__ import annotations

import click

from pipelines.base.processes.loopback import HOST
from pipelines.lake.home import Home


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=3001, show_default=True, help="Port on 127.0.0.1.")
@click.option(
    "--operator",
    is_flag=True,
    help="Print a token; who signs in with it has buttons: release, pause, acknowledge, crawl.",
)
@click.pass_obj
def command(home: Home, port: int, operator: bool) -> None:
    """Read the corpus in a browser: search, articles beside the page as it was, dates with their evidence, events, front pages.

    The server only reads; with --operator, buttons run the ordinary commands for who signs in at /operator. It listens on
    this machine only, needs no script in the browser, and asks no other machine for anything. Every page is also JSON
    (?format=json); /openapi.json describes them. Ctrl-C stops it.
    """
    from pipelines.browse.server import application
    from pipelines.cli.loopback import serve

    home.require_corpus()
    acting = None
    if operator:
        from pipelines.browse.operator import Operator

        acting = Operator(home)
        click.echo(f"Token for http://{HOST}:{port}/operator, until the server stops: {acting.token}", err=True)
    serve(application(home, acting), port, f"The corpus in {home.root}")
