"""Import old pages of many sites: pages a CPU second in the import, CPU seconds a page in the build, by `--nights`.

    python -m tests.benchmarks.import_years --records 800 --domains 560 --years 20 --nights year

The file has a page a record; captures are spread evenly over the years before 2026. The programs have their bytecode, as
installed ones have. On a machine that others keep busy a CPU second does less: `reference` is a loop that takes about .13 s on
an idle core of an AMD EPYC.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.benchmarks.import_site import WORDS, record

ROOT = Path(__file__).parents[2]
END = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=800)
    parser.add_argument("--domains", type=int, default=560)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--nights", choices=("day", "month", "year"), default="year")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="import-years-") as scratch:
        file, home = Path(scratch) / "pages.warc.gz", Path(scratch) / "home"
        write(file, options.records, options.domains, options.years)
        for package in ("pipelines", "spiders"):
            compileall.compile_dir(ROOT / package, quiet=2)
        before = reference()
        imported = cpu_seconds(home, "import", "warc", str(file), "--nights", options.nights)
        nights = {path.parent.name for path in home.glob("archive/source=*/night=*/crawl.json")}
        built = cpu_seconds(home, "build")
        figures: dict[str, Any] = {
            "pages": options.records,
            "sources": len(list(home.glob("sources/*.yaml"))),
            "nights": len(nights),
            "reference_cpu_seconds": [before, reference()],
            "import_pages_a_cpu_second": round(options.records / imported, 1),
            "build_cpu_seconds_a_page": round(built / options.records, 3),
            "build_cpu_seconds_a_night": round(built / len(nights), 2),
        }
    print(json.dumps(figures, indent=1))


def write(path: Path, records: int, domains: int, years: int) -> None:
    """Write the file: every domain has a page at least, if there are as many."""
    rng = random.Random(7)
    words = [f"{one}{two}" for one in WORDS for two in WORDS] + ["the", "and", "of", "to", "in"] * 300
    step = timedelta(days=365.25 * years) / records
    with path.open("wb") as out:
        for number in range(records):
            site = number % domains if number < domains else rng.randrange(domains)
            at = END - step * (records - number)
            url = f"https://www.paper{site}.example/news/{number}-story.html"
            out.write(record("response", url, at, HEAD + story(url, number, at, words, rng), number))


def story(url: str, number: int, at: datetime, words: Sequence[str], rng: random.Random) -> bytes:
    """A story of its own words, published some hours before its capture, with a menu and links to other stories."""
    day, title = at - timedelta(hours=rng.randrange(1, 72)), " ".join(rng.choices(words, k=7)).capitalize()
    body = "".join(f"<p>{' '.join(rng.choices(words, k=60)).capitalize()}.</p>\n" for _ in range(8))
    menu = "".join(f'<li><a href="/section/{word}/">{word.capitalize()}</a></li>' for word in WORDS[:12])
    more = "".join(
        f'<h3><a href="/news/{n}-story.html">Further story number {n}</a></h3>' for n in range(number, number + 10)
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta charset="utf-8"><link rel="canonical" href="{url}">'
        f'<meta property="article:published_time" content="{day.isoformat()}"></head><body><nav><ul>{menu}</ul></nav><main>'
        f"<article><h1>{title}</h1><p class=byline>By Jane Doe, {day:%d %B %Y}</p>{body}</article></main><aside>{more}</aside>"
    ).encode()


def reference() -> float:
    """CPU seconds of a loop of three million steps."""
    begun = time.process_time()
    sum(number * number for number in range(3_000_000))
    return round(time.process_time() - begun, 3)


def cpu_seconds(home: Path, *words: str) -> float:
    """Run a command on a home; the CPU seconds of its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pipelines", "--home", str(home), *words]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    nowhere = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=nowhere, stderr=nowhere, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
