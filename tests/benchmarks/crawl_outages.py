"""Crawl a site of 134 pages through an outage of real length; print what was recorded of each page.

    python tests/benchmarks/crawl_outages.py [hang|resets|503|retry-after|start|four|dead]… [--seconds 150]

- `hang`, `resets`, `503`, `retry-after` (30 s): after 40 pages, all requests for `--seconds`.
- `start`: resets from the first request on.
- `four`: four pages of 44 hang for ever, with eight connections.
- `dead`: resets without an end, and a `max_outage_minutes` of `--seconds`; then a second run with the site back.

For each: pages known, asked, stored, failed, recorded as failed but never asked (must be 0), good pages not stored (must
be 0), requests, seconds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.spiders.crawl.conftest import Crawler, Paper, Reply, serving

STORIES = [f"/one-of-many-stories-here-{number}.html" for number in range(100001, 100135)]
REPLIES = {
    "hang": Reply(seconds=60, status=0),
    "resets": Reply(status=0),
    "503": Reply(b"<h1>Back soon</h1>", 503),
    "retry-after": Reply(b"<h1>Back soon</h1>", 503, {"Retry-After": "30"}),
    "start": Reply(status=0),
    "dead": Reply(status=0),
}
FAILED = ("timeout", "connection_error", "http_error", "robots_denied")
LISTED = 40
"""Stories on the front page; each story names the next ones."""


def main() -> None:
    """Run the chosen cases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=[*REPLIES, "four"])
    parser.add_argument("--seconds", type=float, default=150.0)
    options = parser.parse_args()
    for case in options.cases:
        with serving(Paper()) as paper, tempfile.TemporaryDirectory() as folder:
            run(case, Crawler(Path(folder) / "home", paper), options.seconds)


def run(case: str, crawler: Crawler, seconds: float) -> None:
    """Crawl once, or twice for `dead`."""
    paper = crawler.paper
    stories = STORIES[:44] if case == "four" else STORIES
    print_site(paper, stories)
    bad = set(stories[5:9]) if case == "four" else set()
    crawler.source(
        max_hops=50,
        connections=8 if case == "four" else 1,
        max_outage_minutes=seconds / 60 if case == "dead" else 90,
    )
    endless = 1e9 if case == "dead" else seconds
    paper.outage = hanging(bad) if bad else outage(paper, 0 if case == "start" else 42, endless, REPLIES[case])
    report(case, crawler, stories, bad)
    if case == "dead":
        paper.outage = lambda _path: None
        report("dead, then back", crawler, stories, bad)


def report(case: str, crawler: Crawler, stories: list[str], bad: set[str]) -> None:
    """Run the crawl and print one line."""
    began = time.monotonic()
    done = crawler.run(status=None, most=7200)
    took = time.monotonic() - began
    asked, outcomes = set(crawler.paper.requests), crawler.outcomes()
    of_stories = {path: outcomes.get(path) for path in stories}
    failed = {path for path, outcome in of_stories.items() if outcome in FAILED}
    stored = {path for path, outcome in of_stories.items() if outcome == "stored"}
    known = sum(outcome is not None for outcome in of_stories.values())
    print(
        f"{case}: {done['state']}, {known} known, {len(asked & set(stories))} asked, {len(stored)} stored, {len(failed)} failed, "
        f"{len(failed - asked)} failed but never asked, {len(set(stories) - bad - stored)} good not stored, "
        f"{len(crawler.paper.requests)} requests, {took:.0f} s",
        flush=True,
    )


def print_site(paper: Paper, stories: list[str]) -> None:
    """The pages of the site."""
    paper.answer("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    paper.html("/", *stories[:LISTED])
    for number, path in enumerate(stories):
        paper.story(path, *stories[number + 1 : number + 8])


def outage(paper: Paper, after: int, seconds: float, reply: Reply) -> Callable[[str], Reply | None]:
    """Every request for `seconds`, from the one after `after` others; a hanging one ends with the outage."""
    began: list[float] = []

    def answer(_path: str) -> Reply | None:
        if len(paper.requests) > after and not began:
            began.append(time.monotonic())
        left = seconds - (time.monotonic() - began[0]) if began else 0.0
        if left <= 0:
            return None
        return Reply(reply.body, reply.status, reply.headers, min(left, 60.0)) if reply.seconds else reply

    return answer


def hanging(paths: set[str]) -> Callable[[str], Reply | None]:
    """These pages never answer."""
    return lambda path: Reply(seconds=100, status=0) if path in paths else None


if __name__ == "__main__":
    main()
