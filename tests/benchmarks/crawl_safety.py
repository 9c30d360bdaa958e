"""What a hostile web can do to the crawl, beside what it does to Scrapy as it comes, in the same run.

    python tests/benchmarks/crawl_safety.py [addresses bombs headers slow calendar sitemaps]

All servers are on 127.0.0.1 and made here. `slow`, `calendar` and `sitemaps` run the real crawl process on a source of
their own in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.spiders.fetching.test_limits import ENCODE, bomb, continue_flood, header_flood
from tests.spiders.inside import SPELLINGS, WAYS, leads_inside
from tests.spiders.probe_crawl import crawl
from tests.spiders.raw_server import Answer, RawServer, hang, reply

PLAIN = {"ROBOTSTXT_OBEY": True, "TWISTED_DNS_RESOLVER": "tests.spiders.inside.HostileNames", "RETRY_ENABLED": False}
OURS = {"TWISTED_DNS_RESOLVER": "tests.spiders.inside.VettedHostileNames", "ROBOTS_RETRY_SECONDS": 0}


def addresses() -> None:
    """Connections to a server inside, by spelling and way in."""
    for name, plain in (("dateline", False), ("scrapy", True)):
        reached: dict[str, int] = {}
        for way in WAYS:
            with ExitStack() as stack:
                insides = [stack.enter_context(RawServer(lambda *_: reply(body=b"secret"))) for _ in SPELLINGS]
                targets = [f"http://{s}:{inside.port}/" for s, inside in zip(SPELLINGS, insides, strict=True)]
                sites = [] if way == "seed" else [stack.enter_context(leads_inside(way, t)) for t in targets]
                fronts = [f"{s.url}/sitemap.xml" if way == "sitemap" else f"{s.url}/" for s in sites] or targets
                settings = PLAIN if plain else OURS | {"PRIVATE_URLS": [s.url for s in sites]}
                crawl(fronts, settings, follow=True, plain=plain)
                reached[way] = sum(inside.connections > 0 for inside in insides)
        print(f"addresses, {name}: of {len(SPELLINGS)} spellings reached inside, by way in: {reached}")


def bombs() -> None:
    """Growth of memory by a body of 300 MB in 1 MB or less."""
    bodies = {coding: bomb(coding, 300) for coding in ENCODE}

    def answer(path, _):
        return (
            reply(404)
            if path == "/robots.txt"
            else reply(body=bodies[path[1:]], headers={"Content-Encoding": path[1:]})
        )

    for coding, body in bodies.items():
        for name, plain in (("dateline", False), ("scrapy", True)):
            with RawServer(answer) as server:
                url = f"{server.url}/{coding}"
                ran = crawl([url], {} if plain else {"PRIVATE_URLS": [server.url]}, plain=plain)
            got = ran["results"][url]
            told = got.get("bytes", got["outcome"])
            print(f"bomb, {coding} ({len(body)} bytes), {name}: {told}, memory +{ran['rss_growth_mb']:.0f} MB")


def headers() -> None:
    """Bytes taken from servers that send headers, or interim answers, without end."""
    for flood in (header_flood, continue_flood):
        for name, plain in (("dateline", False), ("scrapy", True)):
            sent = [0]

            def answer(path: str, _: bytes, flood: Callable[[], Any] = flood, sent: list[int] = sent) -> Answer:
                if path == "/robots.txt":
                    return reply(404)

                def counted() -> Any:
                    for piece in flood():
                        sent[0] += len(piece)
                        yield piece

                return counted()

            with RawServer(answer) as server:
                settings = {"DOWNLOAD_TIMEOUT": 20, **({} if plain else {"PRIVATE_URLS": [server.url]})}
                ran = crawl([f"{server.url}/"], settings | {"RETRY_ENABLED": False}, plain=plain)
            outcome = ran["results"].get(f"{server.url}/", {}).get("outcome")
            print(
                f"{flood.__name__}, {name}: {outcome} after {sent[0] / 1e6:.1f} MB, memory +{ran['rss_growth_mb']:.0f} MB"
            )


def slow() -> None:
    """Pages a second of one healthy host, alone and beside 16 that never answer."""
    rates = {}
    for silent in (0, 16):
        with ExitStack() as stack:
            links = [f"/page-{n}-of-the-healthy-host" for n in range(400)]
            slow_hosts = [stack.enter_context(RawServer(silent_host)) for _ in range(silent)]
            links = [f"{host.url}/slow-{n}" for n in range(4) for host in slow_hosts] + links
            healthy = stack.enter_context(RawServer(site({"/": page(links)}, page([], story=True))))
            with tempfile.TemporaryDirectory() as home:
                hosts = [host.url.removeprefix("http://") for host in slow_hosts]
                source(home, healthy.url, hosts=hosts, seeds=[f"{host.url}/" for host in slow_hosts])
                process = start(home)
                until = time.monotonic() + 120
                while sum(p.startswith("/page-") for p in healthy.paths) < 400 and time.monotonic() < until:
                    time.sleep(0.05)
                process.kill()
                process.wait()
            at = [t for p, t in zip(healthy.paths, healthy.times, strict=True) if p.startswith("/page-")]
            rates[silent] = (len(at) - 1) / (at[-1] - at[0])
            reached = sum(host.connections > 0 for host in slow_hosts)
            print(f"slow hosts, {silent} ({reached} asked): healthy host {len(at)} pages, {rates[silent]:.1f} a second")
    print(f"slow hosts: healthy throughput {rates[16] / rates[0]:.0%}")


def calendar() -> None:
    """An endless calendar on a site of 200 stories: what is fetched of each."""
    stories = [f"/story-{n}-of-two-hundred" for n in range(200)]

    def answer(path: str, _: bytes) -> Answer:
        if path.startswith("/calendar/"):
            year, month = map(int, path.split("/")[2:4])
            following = f"/calendar/{year + month // 12}/{month % 12 + 1}"
            return html(page([following, f"/calendar/{year - 1}/{month}"]))
        if path in stories:
            number = stories.index(path)
            return html(page([*stories[5 * number + 1 : 5 * number + 6], "/calendar/2025/11"], story=True))

        return html(page([stories[0], "/calendar/2025/11"])) if path == "/" else reply(404)

    with RawServer(answer) as server, tempfile.TemporaryDirectory() as home:
        source(home, server.url)
        summary = finish(home)
        found = len(set(stories) & set(server.paths))
        days = sum(path.startswith("/calendar/") for path in server.paths)
    print(f"endless calendar: {found} of 200 stories, {days} calendar pages; outcomes {summary['outcomes']}")


def sitemaps() -> None:
    """A sitemap index that includes itself and ever new ones, and one real sitemap."""
    stories = [f"/story-{n}-of-fifty" for n in range(50)]

    def answer(path: str, _: bytes) -> Answer:
        if path == "/robots.txt":
            return reply(body=f"Sitemap: http://{host[0]}/index-0.xml\n".encode())
        if path.startswith("/index-"):
            number = int(path[7:].partition(".")[0])
            names = [f"/index-{n}.xml" for n in (number, number * 3 + 1, number * 3 + 2, 0)] + ["/real.xml"]
            entries = "".join(f"<sitemap><loc>http://{host[0]}{name}</loc></sitemap>" for name in names)
            return reply(body=f"<sitemapindex>{entries}</sitemapindex>".encode())
        if path == "/real.xml":
            urls = "".join(f"<url><loc>http://{host[0]}{name}</loc></url>" for name in stories)
            return reply(body=f"<urlset>{urls}</urlset>".encode())
        return html(page([], story=True)) if path in stories or path == "/" else reply(404)

    host = [""]
    with RawServer(answer) as server, tempfile.TemporaryDirectory() as home:
        host[0] = server.url.removeprefix("http://")
        source(home, server.url)
        summary = finish(home)
        asked = sum(path.endswith(".xml") for path in server.paths)
        found = len(set(stories) & set(server.paths))
    print(
        f"self-including sitemap index: {asked} sitemaps asked, {found} of 50 stories; outcomes {summary['outcomes']}"
    )


def silent_host(path: str, _: bytes) -> Answer:
    return reply(404) if path == "/robots.txt" else hang(40)


def site(pages: dict[str, str], default: str) -> Callable[[str, bytes], Answer]:
    return lambda path, _: reply(404) if path == "/robots.txt" else html(pages.get(path, default))


def html(body: str) -> bytes:
    return reply(body=body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def page(links: list[str], *, story: bool = False) -> str:
    prose = "<p>A paragraph of a story that is long enough to be one, with a sentence or two about nothing at all.</p>"
    listed = "".join(f'<li><a href="{link}">Headline that leads to {link}</a></li>' for link in links)
    return f"<html><h1>Page</h1>{prose * 4 * story}<ul>{listed}</ul></html>"


def source(home: str, url: str, **more: Any) -> None:
    """Write a source file for a site on loopback."""
    settings = {
        "title": "Trap",
        "url": f"{url}/",
        "delay_seconds": 0,
        "allow_private_addresses": True,
        "contact": "mailto:bench@a.example",
        **more,
    }
    folder = Path(home) / "sources"
    folder.mkdir(parents=True)
    (folder / "trap.yaml").write_text(json.dumps({"name": "trap", **settings}))


def start(home: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "spiders.crawl", "--home", home, "--source", "trap", "--night", "2025-11-03"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def finish(home: str) -> dict[str, Any]:
    output, _ = start(home).communicate(timeout=600)
    summary: dict[str, Any] = json.loads(output.splitlines()[-1])
    return summary


PARTS = {
    "addresses": addresses, "bombs": bombs, "headers": headers, "slow": slow, "calendar": calendar, "sitemaps": sitemaps
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    for part in parser.parse_args().parts or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()
