"""Signed requests: what a paper can verify of them, and a key that is nowhere but in its file."""

import json
import os
import re
import subprocess
import sys
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.spiders.crawl.conftest import Crawler, Paper, serving
from tests.spiders.raw_server import RawServer, reply

STORY = "/2025/11/03/the-harbour-wall-and-who-pays"
AGENT = "https://corpus.example"


@pytest.fixture
def paper() -> Iterator[Paper]:
    with serving(Paper()) as served:
        served.html("/", STORY)
        served.story(STORY)
        yield served


def made_key(tmp_path) -> dict[str, str]:
    """The public key that `sources key` prints; the private one is in `key.pem`."""
    command = [sys.executable, "-P", "-m", "pipelines", "--home", str(tmp_path), "sources", "key"]
    done = subprocess.run([*command, str(tmp_path / "key.pem")], capture_output=True, text=True, check=True)
    assert "/.well-known/http-message-signatures-directory" in done.stderr
    [key] = json.loads(done.stdout)["keys"]
    return key


def verified(headers: dict[str, str], authority: str, key: dict[str, str]) -> None:
    """Verify a request as RFC 9421, 3.2 says. Raises InvalidSignature."""
    parameters = headers["Signature-Input"].removeprefix("sig1=")
    covered = {"@authority": authority, "signature-agent": headers["Signature-Agent"]}
    names = re.findall(r'"([^"]+)"', parameters.partition(")")[0])
    lines = [f'"{name}": {covered[name]}' for name in names] + [f'"@signature-params": {parameters}']
    public = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(key["x"] + "="))
    public.verify(b64decode(headers["Signature"].removeprefix("sig1=:")), "\n".join(lines).encode())
    assert f'keyid="{key["kid"]}"' in parameters
    assert 'tag="web-bot-auth"' in parameters
    created, expires = (int(re.search(rf"{name}=(\d+)", parameters)[1]) for name in ("created", "expires"))
    assert 0 < expires - created <= 300


def crawled(crawler: Crawler, key: str, **signature: str) -> tuple[int, str]:
    crawler.source(signature={"agent": AGENT, "key": "$PAPER_KEY"} | signature)
    started = crawler.start(env=os.environ | {"PAPER_KEY": key})
    said = "".join(started.communicate(timeout=120))
    return started.returncode, said


def test_every_request_is_signed_for_its_host_and_the_key_stays_in_its_file(tmp_path) -> None:
    key = made_key(tmp_path)
    assert made_key(tmp_path) == key
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600
    asked: dict[str, dict[str, str]] = {}

    def answer(path: str, request: bytes) -> bytes:
        lines = request.decode("latin-1").split("\r\n")[1:]
        asked[path] = {name.title(): value for name, _, value in (line.partition(": ") for line in lines)}
        link = f'<a href="{STORY}">A headline about the story of the harbour wall</a>'
        return reply(body=link.encode(), headers={"Content-Type": "text/html"}) if path in ("/", STORY) else reply(404)

    with RawServer(answer) as site:
        status, said = crawled(Crawler(tmp_path / "home", Paper(url=site.url)), str(tmp_path / "key.pem"))
    assert status == 0, said
    assert {"/robots.txt", "/", STORY} <= asked.keys()
    for headers in asked.values():
        assert headers["Signature-Agent"] == f'"{AGENT}"'
        verified(headers, site.url.removeprefix("http://"), key)
    secret = (tmp_path / "key.pem").read_text().splitlines()[1]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert secret not in said
    assert secret.encode() not in kept


@pytest.mark.parametrize(
    "content", [None, "", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_what_is_no_key_is_told_before_a_request(tmp_path, paper, content: str | None) -> None:
    path = tmp_path / "key.pem"
    if content is not None:
        path.write_text(content)
    status, said = crawled(Crawler(tmp_path, paper), str(path))
    assert (status, "$PAPER_KEY" in said, paper.requests) == (2, True, [])


@pytest.mark.parametrize(
    "agent", ["http://corpus.example", "corpus.example", "https://corpus.example/bot", 'https://a"b']
)
def test_an_agent_is_the_https_address_of_a_site(tmp_path, paper, agent: str) -> None:
    status, said = crawled(Crawler(tmp_path, paper), str(tmp_path / "key.pem"), agent=agent)
    assert (status, "is no address of a site of yours" in said, paper.requests) == (2, True, [])
