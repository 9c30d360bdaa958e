"""`dateline mcp`."""

from __future__ import annotations

import signal

import click

from pipelines.lake.home import Home

EXTRA = "mcp needs the package mcp: pip install 'mcp>=2.3,<3'"


@click.command()
@click.option("--http", is_flag=True, help="Serve HTTP at http://127.0.0.1:PORT/mcp, not stdin and stdout.")
@click.option("--port", type=click.IntRange(1, 65535), default=3002, show_default=True, help="Port for --http.")
@click.pass_obj
def command(home: Home, http: bool, port: int) -> None:
    """Serve the corpus to language models by the Model Context Protocol, on stdin and stdout, or HTTP on this machine only.

    The server only reads. Every fact in an answer has its source, night, capture digest and confidence; what is not known is
    "unknown", with bounds. Text of pages is fenced. See docs/mcp.md for the lines that a client's configuration needs.
    """
    from pipelines.base.errors import InputError

    try:
        from pipelines.browse.mcp.server import http_application, server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise InputError(EXTRA) from error

    home.require_corpus()
    if http:
        from pipelines.cli.loopback import serve

        serve(http_application(home), port, f"MCP over the corpus in {home.root}: /mcp")
    else:
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):  # the thread that reads stdin heeds no exception
            signal.signal(number, signal.SIG_DFL)
        server(home).run("stdio")
