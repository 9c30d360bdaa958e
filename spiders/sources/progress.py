"""Progress of a survey: one line for each request. Its start is printed at the request, its end at the answer."""

from __future__ import annotations

import sys
from typing import TextIO
from urllib.parse import urlsplit

from pipelines.base.neutral import on_one_line
from spiders.fetching.user_agent import PRODUCT
from spiders.robots.text_files import is_page
from spiders.sources.probe import Answer

MAX_URL = 60


class Lines:
    """A listener that writes lines about the site of `url` to `out`: `  /feed/ … 10 stories, newest 2025-11-03`."""

    def __init__(self, url: str, out: TextIO | None = None) -> None:
        self.site = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
        self.out = out or sys.stderr

    def asking(self, url: str, resource: str) -> None:  # noqa: ARG002 -- a Listener's
        """Write the requested URL; for URLs of the site, only the path."""
        shown = on_one_line(url.removeprefix(self.site) if url.startswith(f"{self.site}/") else url)
        self.out.write(f"  {shown if len(shown) <= MAX_URL else shown[: MAX_URL - 1] + '…'} … ")
        self.out.flush()

    def answered(self, answer: Answer, seconds: float) -> None:
        """Write the result of the answer, and its time if that was long."""
        slow = f" ({seconds:.0f} s)" if seconds >= 5 else ""
        self.out.write(f"{on_one_line(outcome(answer))}{slow}\n")
        self.out.flush()


def outcome(answer: Answer) -> str:
    """The content of an answer in a few words.

    >>> outcome(Answer("http://a.example/feed/", "feed", "HTTP 404"))
    'HTTP 404'
    """
    if answer.problem:
        return answer.problem.removeprefix("robots.txt: ")
    newest = f", newest {answer.newest}" if answer.newest else ""
    edges = len(answer.reading.edges)
    if answer.resource == "robots":
        delay = answer.robots.crawl_delay(PRODUCT)
        return "its rules" + (f", Crawl-delay {delay:g}" if delay else "") + _named(answer)
    if answer.resource == "rights":
        return "an HTML page, no such file" if is_page(answer.body) else "found"
    if answer.of_comments:
        return "a feed of comments: left out"
    if answer.resource == "page":
        return f"{edges} links"
    if not answer.links:
        return f"no {answer.resource}"
    if answer.reading.sitemaps:
        return f"{len(answer.reading.sitemaps)} sitemaps"
    return f"{edges} {'stories' if answer.resource == 'feed' else 'pages'}{newest}"


def _named(answer: Answer) -> str:
    count = len(answer.reading.sitemaps)
    return f", names {count} sitemap{'' if count == 1 else 's'}" if count else ""
