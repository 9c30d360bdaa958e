"""Faults of new stories that change their letters, titles, length or time, but leave most of each page as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from pipelines.lake.values import HealthCheck as Is
from tests.pipelines.health.faults.common import one_of
from tests.pipelines.health.faults.fault import Fault
from tests.pipelines.health.faults.new_stories import bytes_of_new, on_new, replacing, revisited
from tests.pipelines.health.press import VOCABULARY, Answer, Crawl, Story, front_page, page

SECTIONS = ("Politics", "Sport", "Business", "Culture")
NEXT_LETTER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "bcdefghijklmnopqrstuvwxyza")


def written(story: Story, change: str) -> Story:
    return replace(story, paragraphs=tuple(getattr(each, change)() for each in story.paragraphs))


def enciphered(_: Crawl, story: Story) -> Story:
    return replace(story, paragraphs=tuple(each.translate(NEXT_LETTER) for each in story.paragraphs))


def shortcodes(_: Crawl, story: Story) -> Story:
    """The marks of an editor stand in the text: each has another number."""
    size = len(story.title)
    return replace(
        story,
        paragraphs=tuple(f"[row id={size}{n}] {each} [/row] [box w={n}]" for n, each in enumerate(story.paragraphs)),
    )


def section_titles(crawl: Crawl, story: Story) -> Story:
    return replace(story, title=SECTIONS[crawl.entries.index(story) % len(SECTIONS)])


SPAM = (
    "bonus", "casino", "slots", "spins", "deposit", "jackpot", "poker", "roulette", "blackjack", "dealer",
    "wager", "payout", "lucky", "winner", "tickets", "lottery", "discount", "pills", "coupon", "cheap",
    "loans", "credit", "instant", "approval", "mortgage", "crypto", "wallet", "tokens", "profits", "trading",
    "signals", "broker", "followers", "likes", "cheats", "coins", "unlimited", "download", "premium",
    "accounts", "replica", "watches", "handbags", "supplements", "keto", "weight", "gummies", "detox",
    "serum", "wrinkles", "dating", "singles", "webcam", "hookup", "essay", "writing", "service", "cashback",
    "vouchers", "promo", "codes",
)  # fmt: skip


def drawn(story: Story, count: int) -> str:
    """Words that no other story has in this order."""
    draw = np.random.default_rng([len(story.title), story.at.minute, story.at.hour, count])
    return " ".join(VOCABULARY[place] for place in draw.integers(len(VOCABULARY), size=count))


def spam(_: Crawl, story: Story) -> Story:
    """A break-in: advertisements in each story's place, no two alike."""
    draw = np.random.default_rng([len(story.title), story.at.minute, story.at.hour])
    said = (" ".join(SPAM[place] for place in draw.integers(len(SPAM), size=30)) for _ in range(9))
    return replace(story, paragraphs=tuple(f"Get the best {each} here and now." for each in said))


def comments(_: Crawl, story: Story) -> Story:
    """Readers' comments stand in the text, as long as the story."""
    said = (f"{drawn(story, 24 + n).capitalize()}. I think so, too." for n in range(len(story.paragraphs)))
    return replace(story, paragraphs=(*story.paragraphs, *said))


def signed_comments(_: Crawl, story: Story) -> Story:
    """Readers' comments stand in the text, each with a name, a time and a link to answer."""
    size = len(story.paragraphs)
    said = (
        (f"Reader {n} of {story.at:%d}", f"{n} hours ago", f"{drawn(story, 24 + n).capitalize()}.", "Answer this")
        for n in range(size)
    )
    return replace(story, paragraphs=(*story.paragraphs, *(line for comment in said for line in comment)))


def half_of_text(_: Crawl, story: Story) -> Story:
    """The second half of each text comes by a script."""
    return replace(story, paragraphs=story.paragraphs[: len(story.paragraphs) // 2])


def summary(_: Crawl, story: Story) -> Story:
    """Three short points in the place of the text."""
    return replace(story, paragraphs=tuple(" ".join(each.split()[:14]) + "." for each in story.paragraphs[:3]))


def far_future(_: Crawl, story: Story) -> Story:
    """A clock that stands at its last second."""
    return replace(story, at=datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC))


def at_midnight(_: Crawl, story: Story) -> Story:
    return replace(story, at=story.at.replace(hour=0, minute=0))


def section_authors(crawl: Crawl, story: Story) -> Story:
    return replace(story, author=f"{SECTIONS[crawl.entries.index(story) % 2]} Desk")


def redesign_by_redirects(crawl: Crawl) -> None:
    """All stories have new addresses, and the former ones redirect there."""
    known = {story.url: story for story in [*crawl.entries[len(crawl.new) :], *crawl.again]}
    moved = {url: replace(s, url=s.url.replace("/news/", "/n/")) for url, s in known.items()}
    fresh = [replace(s, url=s.url.replace("/news/", "/n/")) for s in crawl.new]
    for story in crawl.new:
        del crawl.answers[story.url]
    for url, story in moved.items():
        crawl.answers[url] = Answer(url, None, "redirected", 301, None, story.url)
    crawl.new, crawl.entries, crawl.again = [*fresh, *moved.values()], [*fresh, *moved.values()], []
    crawl.answers |= {s.url: Answer(s.url, page(s, crawl.new)) for s in crawl.new}
    crawl.answers[crawl.paper.start] = Answer(crawl.paper.start, front_page(crawl.paper, crawl.new))


def a_third_is_lost(crawl: Crawl) -> None:
    """Two of three stories are missing."""
    one_of(crawl, 3)


def title_in_capitals(_: Crawl, story: Story) -> Story:
    return replace(story, title=story.title.upper())


def byline_of_the_page(body: bytes) -> bytes:
    """Markup that was escaped: the reader sees the tags of each paragraph."""
    return re.sub(rb"<p>(The|In|By|For|With|From)", rb"<p>&lt;p class=&quot;x&quot;&gt;\1", body)


def moved_without_answer(crawl: Crawl) -> None:
    """robots.txt leads to another host, which does not answer: nothing may be asked for."""
    crawl.fail("robots_denied", None, "robots.txt: CannotResolveHostError, unreachable")
    there = "https://elsewhere.example/robots.txt"
    crawl.robots = Answer(f"{crawl.paper.start}robots.txt", None, "redirected", 301, None, there)
    crawl.answers[crawl.robots.url] = crawl.robots


def not_here(crawl: Crawl) -> None:
    """New stories alone answer that they are not to be had here."""
    revisited(crawl)
    for story in crawl.new:
        crawl.answers[story.url] = Answer(story.url, None, "http_error", 451, "HTTP 451")


FURTHER = (
    Fault("texts enciphered", on_new(enciphered), (Is.ENCODING, Is.LANGUAGE, Is.TEMPLATE), poisons=True),
    Fault("texts in capitals", on_new(lambda _, s: written(s, "upper")), (Is.ENCODING,), poisons=True),
    Fault("no capitals", on_new(lambda _, s: written(s, "lower")), (Is.ENCODING,), poisons=True),
    Fault("spaces lost", on_new(replacing(" (?=[aeiou])", "")), (Is.ENCODING,), poisons=True),
    Fault("editor's marks in the text", on_new(shortcodes), (Is.ENCODING,), poisons=True),
    Fault("tags shown in the text", bytes_of_new(byline_of_the_page), (Is.ENCODING,), poisons=True),
    Fault("sections as titles", on_new(section_titles), (Is.TITLES, Is.SAME_TITLE), poisons=True),
    Fault("advertisements for texts", on_new(spam), (Is.OFF_TOPIC, Is.TEMPLATE), poisons=True),
    Fault("comments in the text", on_new(comments), (Is.TEMPLATE,), poisons=True),
    Fault("half of each text", on_new(half_of_text), (Is.TEMPLATE, Is.CUT_SHORT), poisons=True),
    Fault("summaries alone", on_new(summary), (Is.TEMPLATE, Is.CUT_SHORT), poisons=True),
    Fault("clock at 2038", on_new(far_future), (Is.DATES,), poisons=True),
    Fault("times of day lost", on_new(at_midnight, feed=True), (Is.DATES,)),
    Fault("sections as authors", on_new(section_authors), (Is.AUTHORS,)),
    Fault("redesign by redirects", redesign_by_redirects, ()),
    Fault("two of three missing", a_third_is_lost, (Is.VOLUME,)),
)
"""One a paper."""
MOVED = (
    Fault("moved, no answer there", moved_without_answer, (Is.MOVED,)),
    Fault("new ones refused", not_here, (Is.REFUSED,)),
    Fault("signed comments in the text", on_new(signed_comments), (Is.TEMPLATE,), poisons=True),
    Fault("titles in capitals", on_new(title_in_capitals), (Is.TITLES,), poisons=True),
)
"""Four more."""
