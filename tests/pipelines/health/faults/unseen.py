"""Faults of new stories that were thought of when the checks stood: small changes of letters, titles, texts and times."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.lake.values import HealthCheck as Is
from tests.pipelines.health.faults.fault import Fault
from tests.pipelines.health.faults.new_stories import hours, is_late, on_new, replacing, revisited
from tests.pipelines.health.press import Answer, Crawl, Paper, Story, front_page, page, stories

LOOKALIKES = str.maketrans("aeo", "аео")
MAX_CHARS = 2_000


def drop_caps_lost(_: Crawl, story: Story) -> Story:
    """The first letter of each paragraph is a picture."""
    return replace(story, paragraphs=tuple(each[1:] for each in story.paragraphs))


def lookalikes(_: Crawl, story: Story) -> Story:
    """Against copying: every second word has Cyrillic letters that look like Latin ones."""

    def mixed(text: str) -> str:
        return " ".join(word.translate(LOOKALIKES) if n % 2 else word for n, word in enumerate(text.split()))

    return replace(story, paragraphs=tuple(mixed(each) for each in story.paragraphs))


def with_teasers(crawl: Crawl, story: Story) -> Story:
    """The teasers of other stories stand between the paragraphs, without markup of their own."""
    place = crawl.entries.index(story)
    others = [crawl.entries[(place + 3 * n) % len(crawl.entries)] for n in (1, 2, 3, 4)]
    teasers = [f"{other.title} {other.paragraphs[1].split('. ')[0]}." for other in others]
    return replace(story, paragraphs=(*story.paragraphs[:2], *teasers, *story.paragraphs[2:]))


def canonical_is_the_next(crawl: Crawl) -> None:
    """Each new page names the next story as its canonical address."""
    revisited(crawl)
    late = [story for story in crawl.entries if is_late(story)]
    for place, story in enumerate(late):
        body, other = crawl.answers[story.url].body or b"", late[(place + 1) % len(late)]
        crawl.answers[story.url].body = body.replace(
            f'canonical href="{story.url}"'.encode(), f'canonical href="{other.url}"'.encode()
        )


def sister_paper(crawl: Crawl) -> None:
    """At its addresses the site shows the stories of another paper, which is not in the corpus."""
    revisited(crawl)
    for number, story in enumerate([each for each in crawl.entries if is_late(each)]):
        other = stories(Paper(crawl.paper.number + 300), crawl.night, 100)[number]
        shown = replace(other, url=story.url, at=story.at)
        crawl.answers[story.url].body = page(shown, crawl.new)


def no_afternoon(_: Crawl, story: Story) -> Story:
    """The clock has twelve hours and says neither morning nor afternoon."""
    return replace(story, at=story.at.replace(hour=(story.at.hour - 1) % 12 + 1)) if story.at.hour > 12 else story


def title_twice(_: Crawl, story: Story) -> Story:
    return replace(story, title=f"{story.title} – {story.title}")


def slug_as_title(_: Crawl, story: Story) -> Story:
    return replace(story, title="-".join(re.findall(r"[a-z]+", story.title.casefold())))


def first_characters(_: Crawl, story: Story) -> Story:
    """A column of a database holds so many characters."""
    text = "\n".join(story.paragraphs)[:MAX_CHARS]
    return replace(story, paragraphs=tuple(text.split("\n")))


def glued(_: Crawl, story: Story) -> Story:
    """Paragraphs follow one another without a space."""
    return replace(story, paragraphs=("".join(story.paragraphs).replace(". ", "."),))


def photo_credits(_: Crawl, story: Story) -> Story:
    """Extraction leaves them out."""
    return replace(story, paragraphs=tuple(line for each in story.paragraphs for line in (each, "Photo: Wire")))


def two_addresses(crawl: Crawl) -> None:
    """Each new story is listed at two addresses, and either page names itself canonical."""
    revisited(crawl)
    both = [each for s in crawl.new for each in (s, replace(s, url=s.url.replace("/news/", "/n/")))]
    crawl.answers |= {s.url: Answer(s.url, page(s, both)) for s in both}
    crawl.answers[crawl.paper.start] = Answer(crawl.paper.start, front_page(crawl.paper, both))
    crawl.new, crawl.entries = both, [*both, *crawl.entries[len(crawl.new) :]]


def at_noon(_: Crawl, story: Story) -> Story:
    return replace(story, at=story.at.replace(hour=12, minute=0))


UNSEEN = (
    Fault("drop caps lost", on_new(drop_caps_lost), (Is.ENCODING, Is.TEMPLATE), poisons=True),
    Fault("letters that look alike", on_new(lookalikes), (Is.ENCODING,), poisons=True),
    Fault("teasers in the text", on_new(with_teasers), (Is.TEMPLATE,), poisons=True),
    Fault("canonical is the next story", canonical_is_the_next, (Is.REPEATED, Is.SAME_PAGE, Is.TEMPLATE), poisons=True),
    Fault("a sister paper's stories", sister_paper, (Is.TITLES, Is.TEMPLATE, Is.OFF_TOPIC), poisons=True),
    Fault("no afternoon", on_new(no_afternoon, feed=True), (Is.DATES,), poisons=False),
    Fault("titles twice", on_new(title_twice), (Is.TITLES,), poisons=True),
    Fault("slugs as titles", on_new(slug_as_title), (Is.TITLES,), poisons=True),
    Fault("texts of 2,000 characters", on_new(first_characters), (Is.CUT_SHORT, Is.TEMPLATE), poisons=True),
    Fault("paragraphs glued", on_new(glued), (Is.ENCODING,), poisons=True),
    Fault("quotation marks lost", on_new(replacing("[“”’–]", "")), (Is.ENCODING,), poisons=True),
    Fault("full stops lost", on_new(replacing(r"\.", "")), (Is.ENCODING,), poisons=True),
    Fault("a credit after each paragraph", on_new(photo_credits), ()),
    Fault("each story at two addresses", two_addresses, (Is.REPEATED,), poisons=True),
    Fault("all at noon", on_new(at_noon, feed=True), (Is.DATES,)),
    Fault("a day early", on_new(hours(-24), feed=True), (Is.DATES,)),
)
"""One a paper."""
