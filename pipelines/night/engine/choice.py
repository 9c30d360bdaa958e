"""The engine of a name, open for the length of a build: `local` or `ray`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.night.engine.engine import LOCAL, Engine

NAMES = ("local", "ray")


@contextmanager
def opened(name: str, address: str | None = None) -> Iterator[Engine]:
    """The engine of a name of NAMES; `address` is that of a Ray cluster that runs (`HOST:PORT`, `auto`).

    Ray without an address is started on this machine, once there is something to call, and ended with the context. Raises
    EnvironmentFault where Ray is not installed.
    """
    if name != "ray":
        yield LOCAL
        return
    from pipelines.night.engine.ray_engine import RayEngine  # here, for Ray is an extra

    engine = RayEngine(address)
    try:
        yield engine
    finally:
        engine.close()
