"""What goes wrong with new stories only: revisits of the known ones are well, and there are more of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipelines.lake.values import HealthCheck as Is
from tests.pipelines.health.faults.fault import Fault
from tests.pipelines.health.press import Answer, Crawl, Story, front_page, page

GERMAN = (
    "Der Rat der Stadt hat am Abend beschlossen, die alte Brücke am Hafen zu erneuern, weil sie nicht mehr sicher ist"
)
BEGAN = datetime(2026, 2, 11, 4, tzinfo=UTC)
"""The crawl before the first of the two nights with faults."""
REGION = (
    "We are sorry. This content is not available in your region. You can read about our other services on this page."
)


def on_new(change: Callable[[Crawl, Story], Story], *, feed: bool = False) -> Callable[[Crawl], None]:
    """A fault: the stories published since it began are changed on their pages, and in the feed as well if `feed`; the
    others are fetched again, whole.
    """

    def breaks(crawl: Crawl) -> None:
        revisited(crawl)
        changed = {s.url: change(crawl, s) for s in crawl.entries if is_late(s)}
        for url, story in changed.items():
            crawl.answers[url].body = page(story, crawl.new)
        if feed:
            crawl.entries = [changed.get(story.url, story) for story in crawl.entries]

    return breaks


def is_late(story: Story) -> bool:
    """True if a story was published since the fault began."""
    return story.at >= BEGAN


def revisited(crawl: Crawl) -> None:
    """The stories of the feed that are known answer with their whole pages."""
    for story in crawl.entries[len(crawl.new) :]:
        crawl.answers[story.url] = Answer(story.url, page(story, crawl.new))


def replacing(old: str, new: str) -> Callable[[Crawl, Story], Story]:
    def change(_: Crawl, story: Story) -> Story:
        return replace(story, paragraphs=tuple(re.sub(old, new, each) for each in story.paragraphs))

    return change


def cut_titles(_: Crawl, story: Story) -> Story:
    return replace(story, title=story.title[:22])


def suffixed_titles(crawl: Crawl, story: Story) -> Story:
    return replace(story, title=f"{story.title} in our Shop")


def hours(number: int) -> Callable[[Crawl, Story], Story]:
    return lambda _, story: replace(story, at=story.at + timedelta(hours=number))


def others_text(crawl: Crawl, story: Story) -> Story:
    """The text of the story before it in the list."""
    place = crawl.entries.index(story)
    return replace(story, paragraphs=crawl.entries[place - 1].paragraphs)


def german(_: Crawl, story: Story) -> Story:
    return replace(story, paragraphs=tuple(f"{GERMAN} ({n}, {story.title})." for n in range(8)))


def half_not_here(crawl: Crawl) -> None:
    revisited(crawl)
    for story in [each for each in crawl.entries if is_late(each)][::2]:
        said = f"<h1>{story.title}</h1><p>{REGION}</p>"
        crawl.answers[story.url].body = f"<html lang=en><title>{story.title}</title><body>{said}</body></html>".encode()


def cut(_: Crawl, story: Story) -> Story:
    return replace(story, paragraphs=(story.paragraphs[0],))


def casino(_: Crawl, story: Story) -> Story:
    said = (
        "Play the best online casino slots now and claim a bonus of two hundred free spins without any deposit today. "
    )
    return replace(story, paragraphs=tuple(f"{said * 2}{each}" for each in story.paragraphs))


def one_title(_: Crawl, story: Story) -> Story:
    return replace(story, title="All the news of the day and of the night")


def parameters(crawl: Crawl) -> None:
    """Every link bears a parameter of its own; the addresses without it answer, too."""
    revisited(crawl)
    known = crawl.entries[len(crawl.new) :]
    doubled = [
        replace(s, url=f"{s.url}?visit={crawl.night:%d}{number}") for number, s in enumerate([*crawl.new, *known])
    ]
    crawl.answers |= {s.url: Answer(s.url, page(s, doubled)) for s in doubled}
    crawl.answers[crawl.paper.start] = Answer(crawl.paper.start, front_page(crawl.paper, doubled))
    crawl.new = crawl.entries = doubled


def twice(_: Crawl, story: Story) -> Story:
    return replace(story, paragraphs=(*story.paragraphs, *story.paragraphs))


def bytes_of_new(change: Callable[[bytes], bytes]) -> Callable[[Crawl], None]:
    def breaks(crawl: Crawl) -> None:
        revisited(crawl)
        for story in (each for each in crawl.entries if is_late(each)):
            crawl.answers[story.url].body = change(crawl.answers[story.url].body or b"")

    return breaks


def without_dates(body: bytes) -> bytes:
    return re.sub(rb"<script.*?</script>|<time.*?</time>", b"", body, flags=re.DOTALL)


def without_byline(body: bytes) -> bytes:
    return re.sub(rb'<p class=byline>.*?</p>|, "author": \{.*?\}', b"", body)


NEW_STORIES = (
    Fault("new ones in another language", on_new(german), (Is.LANGUAGE,), poisons=True),
    Fault(
        "half not in your region",
        half_not_here,
        (Is.UNREADABLE, Is.SAME_PAGE, Is.TEMPLATE, Is.OFF_TOPIC),
        poisons=False,
    ),
    Fault("titles cut", on_new(cut_titles), (Is.TITLES,), poisons=True),
    Fault("titles suffixed", on_new(suffixed_titles), (Is.TITLES,), poisons=True),
    Fault("ligatures lost", on_new(replacing("f[fil]", "")), (Is.ENCODING,), poisons=True),
    Fault("nine hours ahead", on_new(hours(9), feed=True), (Is.DATES,), poisons=True),
    Fault("nine hours behind", on_new(hours(-9), feed=True), (Is.DATES,), poisons=True),
    Fault("another story's text", on_new(others_text), (Is.OFF_TOPIC, Is.UNREADABLE, Is.TEMPLATE), poisons=True),
    Fault("new ones cut", on_new(cut), (Is.TEMPLATE, Is.CUT_SHORT), poisons=True),
    Fault("three weeks back", on_new(hours(-21 * 24), feed=True), (Is.DATES,), poisons=True),
    Fault("parameters double stories", parameters, (Is.REPEATED,), poisons=True),
    Fault("digits and vowels lost", on_new(replacing("[é“”ü]", "")), (Is.ENCODING,), poisons=True),
    Fault("advertisement in new ones", on_new(casino), (Is.TEMPLATE,), poisons=True),
    Fault("one title for new ones", on_new(one_title), (Is.SAME_TITLE, Is.TITLES), poisons=True),
    Fault("new ones twice in the page", on_new(twice), (Is.TEMPLATE,), poisons=True),
    Fault("new ones without dates", bytes_of_new(without_dates), (Is.DATES,), poisons=True),
)
"""One a paper."""
