"""A web server on 127.0.0.1, for commands that serve a home."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

from pipelines.base.processes.loopback import HOST, bound


def serve(application: Any, port: int, said: str) -> None:
    """Serve an ASGI application until Ctrl-C; `said` stands before its address. Raises EnvironmentFault if the port is in use."""
    import uvicorn

    with bound(port) as listening:
        listening.listen()  # who reads the address may ask at once
        sys.stderr.write(f"{said} on http://{HOST}:{port} (Ctrl-C stops it)\n")
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False))
        with suppress(KeyboardInterrupt):  # to stop it is no fault
            server.run(sockets=[listening])
