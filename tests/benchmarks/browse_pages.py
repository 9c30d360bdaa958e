"""What each kind of page of `dateline browse` costs in a large corpus: CPU milliseconds, and the server's memory.

    python -m tests.benchmarks.browse_pages [--articles 300000 1000000] [--groups 10] [--folder DIR] [--profile PAGE]

The corpus is the demo's, copied under other ids, addresses and nights (browse_home.py); `--folder` keeps it for the next run.
Every page is another one: another article, event, paper or night. The first request of a kind also pays for what is read once;
it stands by itself. Nothing here gates.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from pipelines.lake.home import Home
from tests.benchmarks.browse_home import is_made, made

OF_KIND = 12
OWN = "2026-02-08"
"""Works that were first seen from this night on have ids of their own, see browse_home.py."""
WORDS = ("ferry", "harbour bridge", "mayor", "strike dockers", '"Pell Harbour"', "council budget", "paint*", "lock -gates",
         "storm OR flood", "Castle Brede", "museum", "vote")  # fmt: skip
Figures = dict[str, Any]


def main() -> None:
    """Make the corpora, measure each in a process of its own, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[300_000])
    parser.add_argument("--groups", type=int, default=10, help="Times the demo's papers [10].")
    parser.add_argument("--folder", type=Path, help="Where corpora are made and left [default: a temporary folder].")
    parser.add_argument("--only", default="", help="Only kinds of pages with this in their name.")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measured(Home.at(options.child), options.only)))
        return
    with tempfile.TemporaryDirectory(prefix="browse-pages-") as temporary:
        folder = options.folder or Path(temporary)
        demo = Home.at(folder / "demo")
        if not demo.corpus.exists():
            subprocess.run(
                [sys.executable, "-m", "pipelines", "--home", str(demo.root), "demo"],
                check=True,
                stdout=subprocess.DEVNULL,
            )
        for articles in options.articles:
            home = Home.at(folder / f"{articles}")
            if not is_made(home.root):
                made(demo, home, articles, options.groups)
            command = [
                sys.executable,
                "-m",
                "tests.benchmarks.browse_pages",
                "--child",
                str(home.root),
                "--only",
                options.only,
            ]
            print(table(articles, json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)))


def table(articles: int, figures: Mapping[str, Any]) -> str:
    """The figures as lines."""
    lines = [f"{articles:,} articles: {figures.pop('memory_mb')} MB at the end", f"{'page':<28} first median   most"]
    return "\n".join(
        [*lines, *(f"{kind:<28} {first:5.0f}  {mid:5.0f}  {most:5.0f}" for kind, (first, mid, most) in figures.items())]
    )


def measured(home: Home, only: str) -> Figures:
    """CPU milliseconds by kind of page, first, median and greatest, and the memory of this process."""
    from pipelines.browse.server import application

    addresses = of_kinds(home)
    return asyncio.run(_measured(application(home), {kind: all_ for kind, all_ in addresses.items() if only in kind}))


async def _measured(app: Any, addresses: Mapping[str, Sequence[str]]) -> Figures:
    figures: Figures = {}
    for kind, listed in addresses.items():
        spent = []
        for address in listed:
            before = time.process_time()
            status, _ = await get(app, address)
            spent.append(1000 * (time.process_time() - before))
            if status != 200:
                raise SystemExit(f"{address}: {status}")
        figures[kind] = (spent[0], median(spent[1:]), max(spent[1:]))
    memory = Path("/proc/self/status").read_text()
    return figures | {"loop": _loop(), "memory_mb": int(memory.partition("VmRSS:")[2].split()[0]) >> 10}


def _loop() -> tuple[float, float, float]:
    """CPU milliseconds of a fixed loop, least, median and most of 30: how much others on the machine add to a figure."""
    spent = []
    for _ in range(30):
        before = time.process_time()
        sum(range(1_000_000))
        spent.append(1000 * (time.process_time() - before))
    return min(spent), median(spent), max(spent)


async def get(app: Any, address: str) -> tuple[int, bytes]:
    """Status and body that the application answers, without a server between."""
    path, _, query = address.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
             "headers": [(b"host", b"127.0.0.1:3001")], "scheme": "http", "http_version": "1.1", "root_path": "",
             "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 3001)}  # fmt: skip
    status, parts = 0, []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(parts)


def of_kinds(home: Home) -> dict[str, list[str]]:
    """Addresses of pages by kind; they are found in a process of its own, so that this one has not read the corpus yet."""
    command = [
        sys.executable,
        "-c",
        f"import json; from tests.benchmarks.browse_pages import found; print(json.dumps(found({str(home.root)!r})))",
    ]
    return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def found(root: str) -> dict[str, list[str]]:
    """Addresses of pages by kind."""
    from pipelines.ask.sql.connection import connect

    with connect(Home.at(root)) as corpus:
        corpus.execute("SET enable_progress_bar = false")

        def column(query: str) -> list[str]:
            return [str(row[0]) for row in corpus.execute(query).fetchall()]

        def some(table: str, what: str, where: str = "true") -> list[str]:
            return column(
                f"SELECT {what} FROM (SELECT DISTINCT {what} FROM {table} WHERE {where}) ORDER BY hash({what}) LIMIT {OF_KIND}"
            )

        own, night = f"first_night >= DATE '{OWN}'", "(SELECT max(night) - 3 FROM source_health)"
        any_, copied, revised = (
            some("articles", "article_id", f"{own} AND {each}") for each in ("true", "copies > 0", "revisions > 1")
        )
        stories = some("articles", "url", own)
        lost = some("fetches", "url", f"outcome <> 'stored' AND resource = 'page' AND night = {night}")
        events = some("event_facts", "event_id", f"tellings > 2 AND last_new_night >= DATE '{OWN}'")
        sources = some("headline_sightings", "source", "place = 'list'")
        last, *older = column("SELECT DISTINCT night FROM source_health ORDER BY night DESC")
        nights = [last, *older[:: max(1, len(older) // OF_KIND)]][:OF_KIND]
    return {
        "start": ["/", "/"],
        "search": [f"/search?q={quote(each)}" for each in WORDS],
        "search by event": [f"/search?q={quote(each)}&events=1" for each in WORDS],
        "feed": [f"/search?q={quote(each)}&format=atom" for each in WORDS],
        "article": [f"/article/{each}" for each in any_],
        "article with removed": [f"/article/{each}?removed=1" for each in any_],
        "date": [f"/article/{each}/date" for each in any_],
        "history": [f"/article/{each}/history" for each in [*revised, *any_][:OF_KIND]],
        "copies": [f"/article/{each}/copies" for each in copied],
        "archive": [f"/article/{each}/archive" for each in any_],
        "addresses": [f"/article/{each}/addresses" for each in any_],
        "verify": [f"/article/{each}/archive?verify=1" for each in any_],
        "frame": [f"/article/{each}/frame" for each in any_],
        "event": [f"/event/{each}" for each in events],
        "front": [f"/front/{each}" for each in sources],
        "front of a night": [f"/front/{source}?night={night}" for source, night in zip(sources, nights, strict=False)],
        "two fronts": [
            f"/front/{a}?other={b}&other_night={nights[1]}"
            for a, b in zip(sources, sources[1:] + sources[:1], strict=True)
        ],
        "source": [f"/source/{each}" for each in sources],
        "night": [f"/night/{each}" for each in nights],
        "why: a story": [f"/why?url={quote(each)}" for each in stories],
        "why: not a story": [f"/why?url={quote(each)}" for each in lost],
        "why: unknown": [f"/why?url=https://nowhere.example/{each}" for each in range(OF_KIND)],
    }


if __name__ == "__main__":
    main()
