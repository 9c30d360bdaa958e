"""What goes wrong between a server and a crawl, of papers that are served and really crawled as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipelines.lake.values import HealthCheck as Is
from tests.pipelines.health.faults.common import one_of
from tests.pipelines.health.faults.fault import Fault
from tests.pipelines.health.press import Answer, Crawl, front_page, page


def cut_in_transfer(crawl: Crawl) -> None:
    """Half of the pages end in the middle: the connection closes before all that was promised has come."""
    for number, story in enumerate(crawl.told):
        answer = crawl.answers[story.url]
        if number % 2 and answer.body:
            answer.headers = {"Content-Length": str(len(answer.body))}
            answer.body = answer.body[: answer.body.index(b"<div class=text>") + 300]


def redirect_loop(crawl: Crawl) -> None:
    """Every page leads to itself with a parameter, and that back."""
    for url in (crawl.paper.start, *(story.url for story in crawl.told)):
        crawl.answers[url] = Answer(url, None, "redirected", 302, None, f"{url}?checked=1")
    crawl.otherwise = Answer("", None, "redirected", 302, None, crawl.paper.start)


def false_gzip(crawl: Crawl) -> None:
    """Pages say that they are compressed and are not."""
    for answer in crawl.answers.values():
        answer.headers = {"Content-Encoding": "gzip"}


def robots_fails(crawl: Crawl) -> None:
    """robots.txt answers 503, and everything else as ever."""
    crawl.robots = Answer("", b"", "http_error", 503)


def to_consent(crawl: Crawl) -> None:
    """Every story leads to a page that asks for consent, each at an address of its own."""
    for story in crawl.told:
        to = f"{crawl.paper.start}consent?to={story.url.removeprefix(crawl.paper.start)}"
        crawl.answers[story.url] = Answer(story.url, None, "redirected", 302, None, to)
    crawl.otherwise = Answer(
        "",
        b"""<html lang=en><head><title>Before you continue</title></head><body><h1>Before you continue</h1>
        <p>We and our 812 partners store cookies and personal data on your device. Do you consent to all cookies?</p>
        <button>Accept</button></body></html>""",
    )


def a_year_back(crawl: Crawl) -> None:
    """A template with last year's number: pages and feed are dated a year too early."""
    crawl.on_pages(lambda _, s: page(replace(s, at=s.at - timedelta(days=365)), crawl.new))
    crawl.entries = [replace(story, at=story.at - timedelta(days=365)) for story in crawl.entries]


def a_year_back_on_pages(crawl: Crawl) -> None:
    """The same on pages alone."""
    crawl.on_pages(lambda _, s: page(replace(s, at=s.at - timedelta(days=365)), crawl.new))


def new_addresses(crawl: Crawl) -> None:
    """A new system: all stories of the last days stand at new addresses, and the front page and the feed list them there."""
    moved = [replace(s, url=s.url.replace("/news/", "/stories/")) for s in [*crawl.new, *crawl.again][:40]]
    crawl.new, crawl.entries = moved, moved
    crawl.answers |= {s.url: Answer(s.url, page(s, moved)) for s in moved}
    crawl.answers[crawl.paper.start] = Answer(crawl.paper.start, front_page(crawl.paper, moved))


def one_section(crawl: Crawl) -> None:
    """The front page and the feed list one section of four."""
    one_of(crawl, 4)


def empty_pages(crawl: Crawl) -> None:
    crawl.on_pages(lambda *_: b"")


def script_shell(crawl: Crawl) -> None:
    """Pages that scripts fill."""
    crawl.on_pages(
        lambda _, s: f"""<!doctype html><html lang=en><head><title>{s.title} | {s.paper.name}</title></head>
        <body><div id=root></div><script src="/app.js"></script></body></html>""".encode()
    )


def false_charset(crawl: Crawl) -> None:
    """UTF-8 that the header and the page call Windows-1252."""
    crawl.on_pages(lambda body, _: body.replace(b"<meta charset=utf-8>", b"<meta charset=windows-1252>"))
    for story in crawl.told:
        crawl.answers[story.url].content_type = "text/html; charset=windows-1252"


def feed_is_a_page(crawl: Crawl) -> None:
    """The feed's address answers with the front page."""
    crawl.feed = Answer(crawl.paper.feed, crawl.answers[crawl.paper.start].body)


def one_author(crawl: Crawl) -> None:
    """A migration has signed every story with the name of its account."""
    crawl.on_pages(lambda _, s: page(replace(s, author="Chris Miller"), crawl.new))


def session_addresses(crawl: Crawl) -> None:
    """Every link bears a number that is another each night."""
    mark = f"/s{crawl.night:%m%d}k{crawl.paper.number}/"
    new = [replace(s, url=s.url.replace("/news/", f"{mark}news/")) for s in [*crawl.new, *crawl.again][:30]]
    crawl.new = crawl.entries = new
    crawl.answers |= {s.url: Answer(s.url, page(s, new)) for s in new}
    crawl.answers[crawl.paper.start] = Answer(crawl.paper.start, front_page(crawl.paper, new))


def bad_certificate(crawl: Crawl) -> None:
    """Everything leads to HTTPS, with a certificate that nobody vouches for."""
    secure = crawl.paper.start.replace("https://", "tls://")
    for url in (crawl.paper.start, *(story.url for story in crawl.told)):
        crawl.answers[url] = Answer(url, None, "redirected", 301, None, url.replace(crawl.paper.start, secure))


SERVED = (
    Fault("half of pages cut", cut_in_transfer, (Is.UNREADABLE, Is.CUT_SHORT)),
    Fault("redirect loop", redirect_loop, (Is.LOOPS,)),
    Fault("false gzip", false_gzip, ()),
    Fault("robots.txt 503", robots_fails, (Is.SERVER_ERRORS,)),
    Fault("redirects to consent", to_consent, (Is.CONSENT_WALL, Is.SAME_PAGE, Is.REDIRECTS), poisons=True),
    Fault("dates a year back", a_year_back, (Is.DATES,), poisons=True),
    Fault("the same on pages", a_year_back_on_pages, (Is.DATES,), poisons=True),
    Fault("new addresses", new_addresses, (Is.REPEATED,)),
    Fault("one section", one_section, (Is.VOLUME,)),
    Fault("empty pages", empty_pages, (Is.UNREADABLE, Is.SAME_PAGE), poisons=True),
    Fault("script shells", script_shell, (Is.UNREADABLE, Is.TEMPLATE), poisons=True),
    Fault("false charset", false_charset, ()),
    Fault("feed is a page", feed_is_a_page, (Is.FEED_EMPTY,)),
    Fault("one author", one_author, (Is.AUTHORS,)),
    Fault("session addresses", session_addresses, (Is.REPEATED,)),
    Fault("bad certificate", bad_certificate, (Is.NO_ANSWER, Is.MOVED)),
)
"""Further faults, of papers that are served and crawled."""
