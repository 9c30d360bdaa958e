"""What a stranger thought of: blocks by country, advertisements in the text, drafts, pages that hold too much."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import escape

from pipelines.lake.values import HealthCheck as Is
from tests.pipelines.health.faults.fault import Fault
from tests.pipelines.health.press import Answer, Crawl, page

LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna",
    "Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat",
    "Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur",
)
CASINO = "Play the best online casino slots now and claim a bonus of two hundred free spins without any deposit today. "


def blocked_by_country(crawl: Crawl) -> None:
    """HTTP 451: not available in your region."""
    crawl.fail("http_error", 451, "HTTP 451")


def to_the_app_store(crawl: Crawl) -> None:
    """Every story leads to a page of another host, where the paper's application is to be had."""
    for story in crawl.told:
        crawl.answers[story.url] = Answer(
            story.url, None, "redirected", 302, None, "https://apps.example/store/paper?id=1"
        )


def teaser_only(crawl: Crawl) -> None:
    """The first paragraph, and an offer to subscribe."""
    offer = "</p><div class=offer><h3>Subscribe to continue reading</h3><p>Already a subscriber? Log in.</p></div>"
    _on_text(crawl, lambda text: text[: text.index("</p>")] + offer)


def notice(*lines: str) -> Callable[[Crawl], None]:
    """A fault: the same notice in the place of every page, the front page excepted."""

    def breaks(crawl: Crawl) -> None:
        said = f"<h1>{lines[0]}</h1>" + "".join(f"<p>{line}</p>" for line in lines[1:])
        crawl.on_pages(
            lambda *_: (
                f"<!doctype html><html lang=en><head><title>{lines[0]}</title></head><body>{said}</body></html>".encode()
            )
        )

    return breaks


def placeholder_text(crawl: Crawl) -> None:
    """Drafts went live: placeholder text under real headlines."""
    crawl.on_pages(lambda _, s: page(replace(s, paragraphs=LOREM[: 2 + len(s.title) % 2] * 3), crawl.new))


def escaped_twice(crawl: Crawl) -> None:
    """Markup and letters that are no ASCII are shown as they are written: `&lt;p&gt;caf&eacute;`."""

    def twice(text: str) -> str:
        named = re.sub(r"[^\x00-\x7f]", lambda found: f"&#{ord(found[0])};", text)
        return f"<p>{escape(named)}</p>"

    _on_text(crawl, twice)


def advertised_in_text(crawl: Crawl) -> None:
    """A break-in: the same advertisement in every story, between its paragraphs."""
    _on_text(crawl, lambda text: text.replace("<p>", f"<p>{CASINO * 2}</p><p>"))


def stories_in_a_row(crawl: Crawl) -> None:
    """Each page holds the texts of the next four stories, too, in the same container."""
    told = crawl.told
    following = {s.url: [t for o in (told * 3)[n + 1 : n + 5] for t in o.paragraphs] for n, s in enumerate(told)}
    crawl.on_pages(lambda _, s: page(replace(s, paragraphs=(*s.paragraphs, *following[s.url])), crawl.new))


def printed_twice(crawl: Crawl) -> None:
    """Each text stands in its page twice, for screens and for telephones."""
    crawl.on_pages(lambda _, s: page(replace(s, paragraphs=s.paragraphs * 2), crawl.new))


def json_answers(crawl: Crawl) -> None:
    """A gateway answers in the pages' place, with HTTP 200."""
    for story in crawl.told:
        answer = crawl.answers[story.url]
        answer.body, answer.content_type = b'{"error":"upstream","code":"E1021"}', "application/json"


def day_and_month_changed(crawl: Crawl) -> None:
    """Pages and feed give the day for the month: 3 February is 2 March, and what cannot be is left as it is."""
    crawl.on_pages(lambda _, s: page(replace(s, at=_swapped(s.at)), crawl.new))
    crawl.entries = [replace(story, at=_swapped(story.at)) for story in crawl.entries]


def canonical_is_home(crawl: Crawl) -> None:
    """Every page names the front page as its canonical address."""
    crawl.on_pages(
        lambda body, s: body.replace(
            f'rel=canonical href="{s.url}"'.encode(), f'rel=canonical href="{s.paper.start}"'.encode()
        )
    )


def errors_shown(crawl: Crawl) -> None:
    """The database is away: the page's frame, with errors of the program where the story was."""
    error = "<b>Warning</b>: mysqli_connect(): (HY000/2002): Connection refused in /var/www/inc/db.php on line 42"
    _on_text(crawl, lambda _: f"<p>{error}</p><p>{error.replace('42', '57')}</p>")


def pictures_only(crawl: Crawl) -> None:
    """Half of the stories are a picture of their text."""
    picture = "<figure><img src=/text.png width=800 height=4000></figure>"
    half = {story.url for story in crawl.told[::2]}
    for story in crawl.told:
        if story.url in half and (body := crawl.answers[story.url].body):
            crawl.answers[story.url].body = _with_text(body, lambda _: picture)


def amp_addresses(crawl: Crawl) -> None:
    """Front page and feed list the stories under /amp/; each names its ordinary address as canonical."""
    for story in crawl.new:
        there = story.url.replace("/news/", "/amp/news/")
        crawl.answers[there] = replace(crawl.answers[story.url], url=there)
    crawl.new = [replace(s, url=s.url.replace("/news/", "/amp/news/")) for s in crawl.new]
    crawl.entries = [*crawl.new, *crawl.entries[len(crawl.new) :]]


def _on_text(crawl: Crawl, change: Callable[[str], str]) -> None:
    """Change what stands in the text's container of every page."""
    crawl.on_pages(lambda body, _: _with_text(body, change))


def _with_text(body: bytes, change: Callable[[str], str]) -> bytes:
    before, mark, rest = body.decode().partition("<div class=text>")
    text, end, after = rest.partition("</div>")
    return "".join((before, mark, change(text), end, after)).encode()


def _swapped(at: datetime) -> datetime:
    return at.replace(day=at.month, month=at.day) if at.day <= 12 else at


STRANGE = (
    Fault("blocked by country (451)", blocked_by_country, (Is.REFUSED,)),
    Fault("all to the app store", to_the_app_store, (Is.REDIRECTS, Is.MOVED), poisons=True),
    Fault("teasers only", teaser_only, (Is.CUT_SHORT, Is.TEMPLATE), poisons=True),
    Fault(
        "maintenance", notice("We will be back soon", "The site is being maintained. Please come back later today."),
        (Is.SAME_PAGE, Is.NOT_FOUND, Is.CHALLENGE, Is.CONSENT_WALL, Is.LOGIN_WALL), poisons=True,
    ),
    Fault(
        "no ad blockers", notice("Please turn your ad blocker off", "We live by advertisements. Allow them to read on."),
        (Is.CONSENT_WALL, Is.SAME_PAGE), poisons=True,
    ),
    Fault("placeholder text", placeholder_text, (Is.LANGUAGE, Is.SAME_PAGE, Is.TEMPLATE), poisons=True),
    Fault("escaped twice", escaped_twice, (Is.ENCODING,), poisons=True),
    Fault("advertisement in every text", advertised_in_text, (Is.TEMPLATE,), poisons=True),
    Fault("five stories a page", stories_in_a_row, (Is.TEMPLATE,), poisons=True),
    Fault("every text twice", printed_twice, (Is.TEMPLATE,), poisons=True),
    Fault("JSON in the pages' place", json_answers, (Is.UNREADABLE, Is.SAME_PAGE), poisons=True),
    Fault("day and month changed", day_and_month_changed, (Is.DATES, Is.FUTURE_DATES), poisons=True),
    Fault("canonical is home", canonical_is_home, ()),
    Fault("errors in the text's place", errors_shown, (Is.SAME_PAGE, Is.TEMPLATE, Is.UNREADABLE), poisons=True),
    Fault("half are pictures of text", pictures_only, (Is.UNREADABLE, Is.TEMPLATE)),
    Fault("AMP addresses", amp_addresses, ()),
)  # fmt: skip
"""One a paper."""
