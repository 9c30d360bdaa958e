"""A demo web of our own for the tests of this folder, on ports that were free a moment ago."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator

import pytest

from spiders.demo_web.server import NIGHTS, DemoWeb, serve
from tests.kept_ports import kept_ports

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="session")
def free_ports() -> dict[str, int]:
    return kept_ports()


@pytest.fixture(scope="session")
def running(free_ports: dict[str, int]) -> Iterator[DemoWeb]:
    with serve(free_ports, NIGHTS[0]) as web:
        yield web


@pytest.fixture
def web(running: DemoWeb) -> DemoWeb:
    """The demo web on its first night, with an empty log."""
    running.set_night(NIGHTS[0])
    running.requests.clear()
    return running


@pytest.fixture
def get(web: DemoWeb) -> Iterator[Callable[..., Answer]]:
    """GET of (site, path, request headers); connections are kept alive."""
    connections: dict[str, http.client.HTTPConnection] = {}

    def request(name: str, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        connection = connections.setdefault(name, http.client.HTTPConnection("127.0.0.1", web.ports[name], timeout=60))
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()

    yield request
    for connection in connections.values():
        connection.close()
