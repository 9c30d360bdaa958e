"""A WARC file as CC-NEWS has them: one capture a story, of many sites, in the order in which a crawler met them.

`python -m tests.benchmarks.import_site FILE --records 3000 --domains 50`: gzip a record, warcinfo first, a request beside each
response; every tenth page is chunked, every twentieth an image, every fiftieth a revisit of the page before it of the same site.
"""

from __future__ import annotations

import argparse
import gzip
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.lake.archive.writing import payload_digest

WORDS = [
    "council",
    "harbour",
    "bridge",
    "school",
    "budget",
    "winter",
    "market",
    "station",
    "village",
    "river",
    "storm",
    "farmer",
    "doctor",
    "mayor",
    "court",
    "strike",
    "union",
    "museum",
    "library",
    "engine",
    "concert",
    "festival",
    "teacher",
    "police",
    "ferry",
    "island",
    "mountain",
    "valley",
    "train",
    "street",
    "garden",
    "factory",
    "worker",
]
BEGAN = datetime(2025, 11, 3, 6, tzinfo=UTC)
DAY_SECONDS = 60_000
"""Captures are within so many seconds of BEGAN, on one night whatever their number."""


def page(site: int, story: int, rng: random.Random, listed: int = 30, *, bare: bool = False) -> bytes:
    """A story of about 25 KB: menu, head with markup, a dozen paragraphs, a list of `listed` further stories.

    `bare`: without menu and scripts, so that a large night is made of cheap pages with texts of the same length.
    """
    at = BEGAN + timedelta(minutes=story % 700)
    title = " ".join(rng.choices(WORDS, k=7)).capitalize()
    body = "".join(f"<p>{' '.join(rng.choices(WORDS, k=60)).capitalize()}.</p>\n" for _ in range(12))
    menu = "".join(
        f'<li><a href="/section/{word}/">{word.capitalize()}</a></li>' for word in WORDS[: 0 if bare else 24]
    )
    more = "".join(
        f'<div class="teaser"><h3><a href="/news/{n}-story.html">Further story number {n}</a></h3></div>'
        for n in range(story, story + listed)
    )
    filler = "".join(
        f"<script>var slot{n} = {{id: {n}, size: [300, 250]}};</script>\n" for n in range(0 if bare else 120)
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | Paper {site}</title><meta charset="utf-8">'
        f'<meta property="article:published_time" content="{at.isoformat()}">'
        f'<link rel="canonical" href="https://www.paper{site}.example/news/{story}-story.html">{filler}</head>'
        f"<body><nav><ul>{menu}</ul></nav><main><article><h1>{title}</h1><p class=byline>By Jane Doe, {at:%d %B %Y}</p>"
        f"{body}</article></main><aside>{more}</aside></body></html>"
    ).encode()


def record(kind: str, url: str, at: datetime, block: bytes, number: int, more: str = "") -> bytes:
    """One gzip member with one record."""
    media = {"warcinfo": "application/warc-fields", "request": "application/http; msgtype=request"}
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {at:%Y-%m-%dT%H:%M:%SZ}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n{more}"
        f"Content-Type: {media.get(kind, 'application/http; msgtype=response')}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


def write(path: Path, records: int, domains: int, seed: int = 7, listed: int = 30, *, bare: bool = False) -> None:
    """Write the file: `records` captures of `domains` sites, each page (`bare` or not) with links to `listed` stories."""
    rng = random.Random(seed)
    before: dict[int, tuple[str, datetime, bytes]] = {}
    with path.open("wb") as out:
        out.write(record("warcinfo", "", BEGAN, b"software: a crawler\r\n", 0))
        for number in range(1, records + 1):
            site, at = rng.randrange(domains), BEGAN + timedelta(seconds=number % DAY_SECONDS)
            url = f"https://www.paper{site}.example/news/{number}-story.html"
            out.write(
                record("request", url, at, f"GET /news/{number}-story.html HTTP/1.1\r\n\r\n".encode(), 10**6 + number)
            )
            head, body, more = (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n",
                page(site, number, rng, listed, bare=bare),
                "",
            )
            if number % 20 == 0:
                url, head, body = (
                    url.replace(".html", ".jpg"),
                    b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n",
                    b"\xff\xd8" * 9000,
                )
            if number % 50 == 0 and site in before:
                url, then, old = before[site]
                more = (
                    f"WARC-Refers-To-Target-URI: {url}\r\nWARC-Refers-To-Date: {then:%Y-%m-%dT%H:%M:%SZ}\r\n"
                    f"WARC-Payload-Digest: {payload_digest(old)}\r\n"
                )
                out.write(record("revisit", url, at + timedelta(days=1), head + b"\r\n", number, more))
                continue
            before[site] = (url, at, body) if number % 20 else before.get(site, (url, at, body))
            more = f"WARC-Payload-Digest: {payload_digest(body)}\r\n"
            if number % 10 == 0:
                head, body = head + b"Transfer-Encoding: chunked\r\n", b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
            out.write(record("response", url, at, head + b"\r\n" + body, number, more))


def main() -> None:
    """Write one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--records", type=int, default=3_000)
    parser.add_argument("--domains", type=int, default=50)
    options = parser.parse_args()
    write(options.file, options.records, options.domains)


if __name__ == "__main__":
    main()
