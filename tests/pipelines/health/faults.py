"""What goes wrong with a paper: each fault changes the crawl of a quiet night into what the archive would hold of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from pipelines.column_values import HealthCheck as Is
from tests.pipelines.health.press import Answer, Crawl, Story, front_page, page


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: what it does to a crawl, the checks that name it, and whether its night must be held back.

    No check names what does no harm: the pages are read as they were.
    """

    name: str
    breaks: Callable[[Crawl], None]
    named: tuple[Is, ...]
    poisons: bool = False


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
"""The faults of the issue, one a paper."""


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
    import gzip

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
    Fault("truncated pages", truncated, (Is.TEMPLATE, Is.WALL, Is.UNREADABLE), poisons=True),
    Fault("another language", other_language, (Is.LANGUAGE,), poisons=True),
    Fault("log-in wall", login_wall, (Is.WALL,), poisons=True),
    Fault("consent wall", consent_wall, (Is.WALL, Is.SAME_PAGE), poisons=True),
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
"""Faults that the issue does not list."""


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
    Fault("half of pages cut", cut_in_transfer, (Is.UNREADABLE, Is.WALL)),
    Fault("redirect loop", redirect_loop, (Is.LOOPS,)),
    Fault("false gzip", false_gzip, ()),
    Fault("robots.txt 503", robots_fails, (Is.SERVER_ERRORS,)),
    Fault("redirects to consent", to_consent, (Is.WALL, Is.SAME_PAGE, Is.REDIRECTS), poisons=True),
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
