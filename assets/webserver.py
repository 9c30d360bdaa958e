"""`python -m assets.webserver OPTIONS`: Dagster's webserver behind the request guard, with the options of `dagster-webserver`.

Dagster has no option for an ASGI layer, but it passes its application to the public function `uvicorn.run`. This
process replaces that function with one that wraps the application in the guard. `assets.services` tests the guard on
the started server.
"""

from __future__ import annotations

from typing import Any

import uvicorn
from dagster_webserver.cli import main as dagster_webserver

from assets.operations import operations_of
from pipelines.base.request_guard import RequestGuard
from pipelines.lake.home import Home


def main() -> None:
    """Serve until the process is stopped. The home is $DATELINE_HOME; its `ui_hosts` are allowed."""
    hosts, serve = operations_of(Home.at()).ui_hosts, uvicorn.run

    def serve_guarded(app: Any, **options: Any) -> None:
        serve(RequestGuard(app, hosts), **options)

    uvicorn.run = serve_guarded
    dagster_webserver()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
