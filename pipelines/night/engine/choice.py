"""Choose an engine by name, `local` or `ray`, and keep it open during a build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.night.engine.engine import LOCAL, Engine

NAMES = ("local", "ray")


@contextmanager
def opened(name: str, address: str | None = None) -> Iterator[Engine]:
    """The engine with a name of NAMES; `address` is that of a running Ray cluster (`HOST:PORT`, `auto`).

    Without an address, Ray is started on this machine at the first call and ended with the context. Raises
    EnvironmentFault if Ray is not installed.
    """
    if name != "ray":
        yield LOCAL
        return
    from pipelines.night.engine.ray_engine import RayEngine  # imported here, because Ray is an extra

    engine = RayEngine(address)
    try:
        yield engine
    finally:
        engine.close()
