"""The head of a Ray cluster is asked on a connection of our own. Needs no Ray."""

import socket

import pytest

from pipelines.night.engine.ray_head import Head
from tests.pipelines.night.engine.faulty_head import SETTINGS, Proxy, saying, served


def test_a_service_that_speaks_http2_is_a_head() -> None:
    with served(saying(SETTINGS)) as address:
        assert Head(address).problem() is None


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"-ERR unknown command 'PRI'\r\n",
        b"\x15\x03\x01\x00\x02\x02\x46",
        b"\x00\x00",
        b"",
    ],
    ids=["HTTP/1.1", "SSH", "Redis", "TLS", "half a frame", "hangs up"],
)
def test_another_service_is_none(answer: bytes) -> None:
    with served(saying(answer)) as address:
        assert Head(address).problem() == "another service answers there"


def test_nobody_who_listens_and_one_who_never_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    assert Head(address).problem() == "Connection refused"
    with served(lambda _: None) as address:
        assert Head(address).problem(0.2) == "no answer in 0.2 seconds"
    assert Head("127.0.0.1:99999").problem()


def test_a_head_behind_a_proxy_that_stalls_is_gone_until_it_passes_again() -> None:
    with served(saying(SETTINGS)) as behind:
        proxy = Proxy(behind)
        with served(proxy) as address:
            assert Head(address).problem() is None
            proxy.passes.clear()
            assert Head(address).problem(0.2) == "no answer in 0.2 seconds"
            proxy.passes.set()
            assert Head(address).problem() is None


def test_tls_is_left_to_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_USE_TLS", "1")
    with served(lambda _: None) as address:
        assert Head(address).problem(0.2) is None
