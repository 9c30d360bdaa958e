"""A host whose certificate does not verify: one line that says so, and no traceback."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import run
from tests.spiders.fetching.test_limits import self_signed
from tests.spiders.raw_server import RawServer, reply

SAID = "its certificate does not verify"


@pytest.fixture(params=["127.0.0.1", "127.0.0.9"], ids=["signed by itself", "of another host"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RawServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "cert.pem", request.param))
    with RawServer(lambda *_: reply(body=b"<h1>Page</h1>"), context) as server:
        yield server


def test_what_is_wrong_is_said_in_a_line(site: RawServer, tmp_path: Path) -> None:
    sources = tmp_path / "home" / "sources"
    sources.mkdir(parents=True)
    settings = {"title": "Paper", "url": f"{site.url}/", "allow_private_addresses": True, "delay_seconds": 0}
    (sources / "paper.yaml").write_text(json.dumps(settings))
    tried = run("spiders.trial", "--private", f"{site.url}/page")
    crawled = run("spiders.crawl", "--home", str(tmp_path / "home"), "--source", "paper", "--night", "2025-11-03")
    for done in (tried, crawled):
        assert SAID in done.stderr
        assert "Traceback" not in done.stderr
        assert "Error" not in done.stderr
        assert done.returncode != 0
    assert json.loads(crawled.stdout)["problem"] == f"robots.txt: {SAID}, unreachable"
