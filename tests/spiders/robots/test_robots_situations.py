"""The twelve situations of robots.txt, each on a host of its own, through Scrapy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.spiders.probe_crawl import crawl
from tests.spiders.raw_server import Answer, RawServer, hang, reply

FORBIDS_NO = b"User-agent: *\nDisallow: /no\n"


def fixed(answer: Answer) -> Callable[[str, bytes], Answer]:
    return lambda path, _: answer if path.startswith("/robots.txt") else reply(body=b"<p>page</p>")


def chain(hops: int) -> Callable[[str, bytes], Answer]:
    """Redirects `hops` times, then forbids /no."""

    def answer(path: str, _: bytes) -> Answer:
        if path == "/robots.txt":
            return reply(301, headers={"Location": "/hop/1"})
        if path.startswith("/hop/"):
            hop = int(path.rpartition("/")[2])
            return reply(body=FORBIDS_NO) if hop == hops else reply(302, headers={"Location": f"/hop/{hop + 1}"})
        return reply(body=b"<p>page</p>")

    return answer


def sleepy(path: str, _: bytes) -> Answer:
    return hang(100) if path == "/robots.txt" else reply(body=b"<p>page</p>")


OVERSIZE = FORBIDS_NO + b"# padding\n" * 60_000 + b"Disallow: /yes\n"
UTF16 = FORBIDS_NO.decode().encode("utf-16")
LATIN = b"User-agent: *\nDisallow: /no\nDisallow: /caf\xe9\n# \xff\xfe\xfd\n"

SITUATIONS: dict[str, tuple[Callable[[str, bytes], Answer], bool, bool, str | None]] = {
    # name: (server, /yes allowed, /no allowed, evidence on /yes)
    "200": (fixed(reply(body=FORBIDS_NO)), True, False, None),
    "401": (fixed(reply(401)), True, True, "robots.txt: HTTP 401, no rules"),
    "403": (fixed(reply(403)), True, True, "robots.txt: HTTP 403, no rules"),
    "404": (fixed(reply(404)), True, True, "robots.txt: HTTP 404, no rules"),
    "429": (fixed(reply(429, headers={"Retry-After": "1"})), False, False, "robots.txt: HTTP 429, deferred"),
    "500": (fixed(reply(500)), False, False, "robots.txt: HTTP 500, unreachable"),
    "503": (fixed(reply(503)), False, False, "robots.txt: HTTP 503, unreachable"),
    "timeout": (sleepy, False, False, "robots.txt: DownloadTimeoutError, unreachable"),
    "reset": (fixed(None), False, False, "robots.txt: DownloadFailedError, unreachable"),
    "five redirects": (chain(5), True, False, None),
    "six redirects": (chain(6), True, True, "robots.txt: more than 5 redirects, no rules"),
    "oversize": (fixed(reply(body=OVERSIZE)), True, False, None),
    "utf-16": (fixed(reply(body=UTF16)), True, False, None),
    "not utf-8": (fixed(reply(body=LATIN, headers={"Content-Type": "text/plain; charset=klingon"})), True, False, None),
    "cut short": (
        fixed(reply(body=FORBIDS_NO, length=9999)),
        False,
        False,
        "robots.txt: answer cut short, unreachable",
    ),
}


@pytest.fixture(scope="module")
def verdicts() -> Iterator[dict[str, tuple[dict[str, str], dict[str, str], list[str]]]]:
    with ExitStack() as stack:
        servers = {name: stack.enter_context(RawServer(answer)) for name, (answer, *_) in SITUATIONS.items()}
        results = {}
        # a timeout that one server is to meet, a busy machine would make the others meet as well
        for names, seconds in (([name for name in servers if name != "timeout"], 90), (["timeout"], 2)):
            chosen = [servers[name].url for name in names]
            settings = {"PRIVATE_URLS": chosen, "DOWNLOAD_TIMEOUT": seconds}
            settings |= {"ROBOTS_RETRY_SECONDS": 0.1, "DOWNLOAD_DELAY": 0}
            results |= crawl([f"{url}{path}" for url in chosen for path in ("/yes", "/no")], settings)["results"]
        yield {
            name: (results[f"{server.url}/yes"], results[f"{server.url}/no"], server.paths)
            for name, server in servers.items()
        }


@pytest.mark.parametrize("name", SITUATIONS)
def test_situation(name: str, verdicts: dict[str, tuple[dict[str, str], dict[str, str], list[str]]]) -> None:
    _, yes_allowed, no_allowed, evidence = SITUATIONS[name]
    yes, no, paths = verdicts[name]
    assert yes["outcome"] == ("answered" if yes_allowed else "robots_denied")
    assert no["outcome"] == ("answered" if no_allowed else "robots_denied")
    assert (yes["robots"] if yes_allowed else yes["evidence"]) == evidence
    assert ("/yes" in paths, "/no" in paths) == (yes_allowed, no_allowed), "a forbidden path was requested"


def test_the_rule_that_decided_is_the_evidence(
    verdicts: dict[str, tuple[dict[str, str], dict[str, str], list[str]]],
) -> None:
    assert verdicts["200"][1]["evidence"] == "Disallow: /no (line 2, user-agent: *)"


def test_robots_is_asked_once_a_host_and_again_after_a_failure(
    verdicts: dict[str, tuple[dict[str, str], dict[str, str], list[str]]],
) -> None:
    assert verdicts["200"][2].count("/robots.txt") == 1
    assert verdicts["503"][2].count("/robots.txt") == 2


@pytest.mark.parametrize(
    "ours",
    [{"DOWNLOAD_DELAY": 0}, {"DOWNLOAD_DELAY": 1, "DOWNLOAD_SLOTS": {"127.0.0.1": {"delay": 0.01, "concurrency": 1}}}],
)
def test_crawl_delay_is_kept(ours: dict[str, object]) -> None:
    robots = b"User-agent: *\nCrawl-delay: 1\nDisallow: /no"
    with RawServer(fixed(reply(body=robots))) as server:
        ran = crawl([f"{server.url}/{n}" for n in range(5)], {"PRIVATE_URLS": [server.url], **ours})
        pages = [at for path, at in zip(server.paths, server.times, strict=True) if path != "/robots.txt"]
    assert len(pages) == 5
    assert ran["stats"]["crawl_delay/seconds"] == 1
    # four pauses of a second; a busy machine may write the first time down late
    assert pages[-1] - pages[0] > 2.5


def test_a_deferred_host_is_asked_again_after_its_pause() -> None:
    began = time.monotonic()

    def answer(path: str, _: bytes) -> Answer:
        if path == "/robots.txt" and time.monotonic() - began < 60 and asked.append(path) is None and len(asked) == 1:
            return reply(429, headers={"Retry-After": "1"})
        return reply(body=b"User-agent: *\nDisallow: /no")

    asked: list[str] = []
    with RawServer(answer) as server:
        result = crawl([f"{server.url}/yes"], {"PRIVATE_URLS": [server.url]})["results"][f"{server.url}/yes"]
    assert result["outcome"] == "answered"
    assert len(asked) == 2
