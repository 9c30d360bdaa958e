"""What goes wrong less often: walls, clocks, languages, pages that are all the same."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import timedelta

from pipelines.lake.values import HealthCheck as Is
from tests.pipelines.health.faults.fault import Fault
from tests.pipelines.health.press import Answer, Crawl, front_page, page


def replaced_characters(crawl: Crawl) -> None:
    """Every letter that is not ASCII became a question mark."""
    crawl.on_pages(lambda body, _: body.decode().encode("ascii", "replace"))


def same_page(crawl: Crawl) -> None:
    """One story at every address."""
    first = crawl.told[0]
    crawl.on_pages(lambda _, story: page(replace(first, url=story.url), crawl.new))


def truncated(crawl: Crawl) -> None:
    """Pages end in the middle of the first paragraph."""
    crawl.on_pages(lambda body, _: body[: body.index(b"<div class=text>") + 140])


def other_language(crawl: Crawl) -> None:
    german = "Der Rat der Stadt hat am Abend beschlossen, die alte Brücke am Hafen zu erneuern, weil sie nicht mehr sicher ist"
    crawl.on_pages(
        lambda _, s: page(replace(s, paragraphs=tuple(f"{german} ({n}, {s.title})." for n in range(8))), crawl.new)
    )


def login_wall(crawl: Crawl) -> None:
    crawl.on_pages(
        lambda _, s: f"""<html lang=en><head><title>{s.title}</title></head><body><main><h1>{s.title}</h1>
        <p>To read this story, please log in or subscribe. Create your free account now and read five stories a month.</p>
        </main></body></html>""".encode()
    )


def consent_wall(crawl: Crawl) -> None:
    crawl.on_pages(
        lambda _, s: f"""<html lang=en><head><title>{s.paper.name}</title></head><body><h1>Before you continue</h1>
        <p>We and our 812 partners store cookies and personal data on your device. Do you consent to all cookies?</p>
        <button>Accept</button></body></html>""".encode()
    )


def same_titles(crawl: Crawl) -> None:
    crawl.on_pages(lambda _, s: page(replace(s, title=f"{s.paper.name} – all the news"), crawl.new))


def no_authors(crawl: Crawl) -> None:
    crawl.on_pages(
        lambda body, s: re.sub(rb"<p class=byline>.*?</p>", b"", body).replace(
            f', "author": {{"@type": "Person", "name": "{s.author}"}}'.encode(), b""
        )
    )


def yesterday_again(crawl: Crawl) -> None:
    """A cache serves the front page and the feed of the night before: nothing is new."""
    known = {s.url for s in crawl.again}
    crawl.entries = [
        replace(s, at=s.at - timedelta(days=1)) for s in crawl.entries if s.url not in crawl.answers or s.url in known
    ]
    crawl.new = []
    crawl.answers = {url: a for url, a in crawl.answers.items() if url in {crawl.paper.start, *known}}
    of_yesterday = f"/story-{crawl.night - timedelta(days=1):%d}-"
    listed = front_page(crawl.paper, [s for s in crawl.again if of_yesterday in s.url])
    crawl.answers[crawl.paper.start] = Answer(crawl.paper.start, listed, "not_modified", 304)


def future_dates(crawl: Crawl) -> None:
    crawl.entries = [replace(story, at=story.at + timedelta(days=400)) for story in crawl.entries]


def clock_at_epoch(crawl: Crawl) -> None:
    """The site's clock was reset: every page and entry is of 1 February 2001."""
    then = crawl.told[0].at.replace(year=2001, month=2, day=1)
    crawl.on_pages(lambda _, s: page(replace(s, at=then), crawl.new))
    crawl.entries = [replace(story, at=then) for story in crawl.entries]


def built_now(crawl: Crawl) -> None:
    """Every page is dated to the minute in which the site was built."""
    now = crawl.told[0].at.replace(day=crawl.night.day, month=crawl.night.month, hour=3, minute=50)
    crawl.on_pages(lambda _, s: page(replace(s, at=now), crawl.new))
    crawl.entries = [replace(story, at=now) for story in crawl.entries]


def garbage(crawl: Crawl) -> None:
    """Bytes that are compressed twice."""

    crawl.on_pages(lambda body, _: gzip.compress(body, mtime=0))


def all_to_home(crawl: Crawl) -> None:
    """Every story redirects to the home page."""
    for story in crawl.told:
        crawl.answers[story.url] = Answer(story.url, None, "redirected", 302, None, crawl.paper.start)


def pages_gone(crawl: Crawl) -> None:
    for story in crawl.told:
        crawl.answers[story.url] = Answer(story.url, None, "http_error", 404, "HTTP 404")


def refused(crawl: Crawl) -> None:
    crawl.fail("http_error", 403, "HTTP 403")


MORE = (
    Fault("letters to question marks", replaced_characters, (Is.ENCODING,), poisons=True),
    Fault("one page everywhere", same_page, (Is.SAME_PAGE,), poisons=True),
    Fault("truncated pages", truncated, (Is.TEMPLATE, Is.CUT_SHORT, Is.UNREADABLE), poisons=True),
    Fault("another language", other_language, (Is.LANGUAGE,), poisons=True),
    Fault("log-in wall", login_wall, (Is.LOGIN_WALL,), poisons=True),
    Fault("consent wall", consent_wall, (Is.CONSENT_WALL, Is.SAME_PAGE), poisons=True),
    Fault("one title everywhere", same_titles, (Is.SAME_TITLE,), poisons=True),
    Fault("authors vanished", no_authors, (Is.AUTHORS,)),
    Fault("yesterday's pages", yesterday_again, (Is.STALE_PAGES, Is.FEED_STALE)),
    Fault("dates ahead", future_dates, (Is.FUTURE_DATES,)),
    Fault("clock at 2001", clock_at_epoch, (Is.DATES,), poisons=True),
    Fault("dated when built", built_now, (Is.DATES,), poisons=True),
    Fault("gzip garbage", garbage, (Is.UNREADABLE,), poisons=True),
    Fault("all redirect home", all_to_home, (Is.REDIRECTS,), poisons=True),
    Fault("all gone", pages_gone, (Is.GONE,), poisons=True),
    Fault("refused", refused, (Is.REFUSED,)),
)
"""One a paper."""
