"""`python -m spiders.demo_web`: serves until Ctrl-C, says in one line what is in the way."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys

import pytest

from spiders.demo_web.__main__ import main
from spiders.demo_web.server import DemoWeb


def first_of_ten() -> int:
    """The first of ten free ports in a row."""
    for first in range(20_000, 30_000, 10):
        try:
            for port in range(first, first + 10):
                with socket.socket() as one:
                    one.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise AssertionError("no ten free ports in a row")


def test_it_serves_until_interrupted() -> None:
    first = first_of_ten()
    arguments = ["--night", "2026-02-03", "--first-port", str(first)]
    with subprocess.Popen(
        [sys.executable, "-m", "spiders.demo_web", *arguments], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(10)]
        connection = http.client.HTTPConnection("127.0.0.1", first, timeout=60)
        connection.request("GET", "/")
        page = connection.getresponse().read().decode()
        connection.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr.read() == ""
    assert lines[0] == f"http://127.0.0.1:{first}/ demo_daily\n"
    assert lines[9] == f"http://127.0.0.1:{first + 9}/ demo_review\n"
    assert "Tuesday, Feb 03, 2026" in page


def test_a_port_in_use_ends_with_status_2_and_one_line(web: DemoWeb, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--first-port", str(web.ports["demo_daily"])]) == 2
    assert capsys.readouterr().err.startswith(f"dateline: port {web.ports['demo_daily']} on 127.0.0.1, for demo_daily")


def test_it_needs_no_scrapy() -> None:
    program = "import sys, spiders.demo_web.__main__; print('scrapy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout == b"False\n"
