"""`dateline browse`."""

from __future__ import annotations

import click

from pipelines.lake.home import Home

HOST = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=3001, show_default=True, help="Port on 127.0.0.1.")
@click.pass_obj
def command(home: Home, port: int) -> None:
    """Read the corpus in a browser: search, articles beside the page as it was, dates with their evidence, events, front pages.

    The server only reads. It listens on this machine only, needs no script in the browser, and asks no other machine for
    anything. Every page is also JSON (?format=json); /openapi.json describes them. Ctrl-C stops it.
    """
    import socket
    import sys
    from contextlib import suppress

    import uvicorn

    from pipelines.base.errors import EnvironmentFault
    from pipelines.browse.server import application

    home.require_corpus()
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise EnvironmentFault(
                f"port {port} is in use: stop what uses it, or choose another with --port"
            ) from error
        sys.stderr.write(f"The corpus in {home.root} on http://{HOST}:{port} (Ctrl-C stops it)\n")
        server = uvicorn.Server(uvicorn.Config(application(home), log_level="warning", access_log=False))
        with suppress(KeyboardInterrupt):  # to stop it is no fault
            server.run(sockets=[listening])
