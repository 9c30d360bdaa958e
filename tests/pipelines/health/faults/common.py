"""What goes wrong most often: it does not answer, feeds fail, templates and rights change."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from pipelines.lake.values import HealthCheck as Is
from tests.pipelines.health.faults.fault import Fault
from tests.pipelines.health.press import Answer, Crawl, Story, front_page, page


def down(crawl: Crawl) -> None:
    crawl.fail("connection_error", None, "ConnectionRefusedError")


def hang(crawl: Crawl) -> None:
    crawl.fail("timeout", None, "DownloadTimeoutError")


def server_errors(crawl: Crawl) -> None:
    crawl.fail("http_error", 500, "HTTP 500")


def too_many_requests(crawl: Crawl) -> None:
    crawl.fail("http_error", 429, "HTTP 429")


def robots_denies(crawl: Crawl) -> None:
    crawl.fail("robots_denied", None, "Disallow: /")


def domain_moved(crawl: Crawl) -> None:
    crawl.fail("redirected", 301, None, "https://elsewhere.example/")


def challenge(crawl: Crawl) -> None:
    """The start page and what is known lead to a page that asks for a human."""
    body = b"""<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>
        <p>Enable JavaScript and cookies to continue.</p></body></html>"""
    crawl.new, crawl.entries = [], []
    crawl.answers = {url: Answer(url, body) for url in (crawl.paper.start, *(story.url for story in crawl.again))}
    crawl.otherwise = Answer("", body)


def empty_feed(crawl: Crawl) -> None:
    crawl.entries = []


def stale_feed(crawl: Crawl) -> None:
    """The feed lists what it listed three days ago."""
    crawl.entries = [replace(story, at=story.at - timedelta(days=3)) for story in crawl.entries]


def fewer(crawl: Crawl) -> None:
    """Four of five stories are missing, on the front page and in the feed."""
    one_of(crawl, 5)


def one_of(crawl: Crawl, number: int) -> None:
    """One of so many stories is there; those of the night before that were missing are not listed now."""
    lately = {f"/story-{crawl.night - timedelta(days=back):%d}-" for back in (0, 1)}
    missing = {
        s.url for s in crawl.told if int(s.url.rpartition("-")[2]) % number and any(each in s.url for each in lately)
    }
    for story in crawl.new:
        if story.url in missing:
            del crawl.answers[story.url]
    crawl.new = [story for story in crawl.new if story.url not in missing]
    crawl.entries = [story for story in crawl.entries if story.url not in missing]
    crawl.on_pages(lambda _, story: page(story, crawl.new))
    crawl.answers[crawl.paper.start].body = front_page(crawl.paper, crawl.new)


def new_template(crawl: Crawl) -> None:
    """A redesign without structured data: only the first paragraph is in the page, author and date are gone."""
    crawl.on_pages(
        lambda _, story: (
            f"""<!doctype html><html lang=en><head><title>{story.title} | {story.paper.name}</title></head><body>
        <div id=app><section class="c-x9"><h2>{story.title}</h2><div class="c-y1"><p>{story.paragraphs[0]}</p>
        <p>{" ".join(story.paragraphs[1].split()[:12])}</p></div></section></div></body></html>""".encode()
        )
    )


def soft_404(crawl: Crawl) -> None:
    crawl.on_pages(
        lambda _, story: (
            f"""<html lang=en><head><title>Page not found | {story.paper.name}</title></head><body><h1>Page not found</h1>
        <p>We are sorry, but the page that you were looking for is not here any more.</p></body></html>""".encode()
        )
    )


def masthead_only(crawl: Crawl) -> None:
    """Pages show nothing but today's date at the top, and the feed gives no dates."""

    def masthead(body: bytes, story: Story) -> bytes:
        text = re.sub(r"<script.*?</script>|<time.*?</time>", "", body.decode(), flags=re.DOTALL)
        today = f"{crawl.night:%A}, {crawl.night.day} {crawl.night:%B %Y}"
        return text.replace(
            f"<div class=top>{story.paper.name}", f"<div class=top>{story.paper.name} – {today}"
        ).encode()

    crawl.on_pages(masthead)
    crawl.entries = []


def charset_damage(crawl: Crawl) -> None:
    """UTF-8 that was read as Windows-1252 and written again."""
    crawl.on_pages(lambda body, _: body.decode().encode().decode("cp1252", "replace").encode())


def rights_now_no(crawl: Crawl) -> None:
    for answer in crawl.answers.values():
        answer.train_ai = "disallowed"


def imported(crawl: Crawl) -> None:
    """No fault: an import brought the stories, the front page and the feed are not among them."""
    crawl.imported, crawl.entries, crawl.feed = True, [], None


FAULTS = (
    Fault("down", down, (Is.NO_ANSWER,)),
    Fault("hang", hang, (Is.TIMEOUTS,)),
    Fault("500s", server_errors, (Is.SERVER_ERRORS,)),
    Fault("429", too_many_requests, (Is.TOO_MANY_REQUESTS,)),
    Fault("robots denies", robots_denies, (Is.ROBOTS,)),
    Fault("domain moved", domain_moved, (Is.MOVED,)),
    Fault("bot challenge page", challenge, (Is.CHALLENGE,), poisons=True),
    Fault("empty feed", empty_feed, (Is.FEED_EMPTY,)),
    Fault("stale feed", stale_feed, (Is.FEED_STALE,)),
    Fault("volume −80%", fewer, (Is.VOLUME,)),
    Fault("template change", new_template, (Is.TEMPLATE,), poisons=True),
    Fault("soft 404s", soft_404, (Is.NOT_FOUND,), poisons=True),
    Fault("masthead-only dates", masthead_only, (Is.DATES,), poisons=True),
    Fault("charset damage", charset_damage, (Is.ENCODING,), poisons=True),
    Fault("rights now no", rights_now_no, (Is.RIGHTS,)),
)
"""One a paper."""
