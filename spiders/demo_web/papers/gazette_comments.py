"""The comments under the Gazette's stories: hours and days after them, one more of them on the second night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from spiders.demo_web.desks.gazette import CHANGES
from spiders.demo_web.grammar_en import Writer
from spiders.demo_web.nights import NIGHTS, eve
from spiders.demo_web.story import Story

READERS = ("old_hand", "Reader of page two", "M. K.", "Tess from the ridge")
FIRST_NUMBER = 11


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. `number` is its own across the whole paper."""

    number: int
    reader: str
    when: datetime
    text: str


@cache
def comments_of(story: Story, night: date) -> tuple[Comment, ...]:
    """A story's comments on a night, oldest first."""
    place = int(story.key.rpartition("-")[2])
    count = (0, 2, 1, 3)[place % 4]
    writer = Writer.of(f"comments {story.key}")
    out = []
    for n in range(count):
        when = story.published + timedelta(hours=3 + 29 * n, minutes=7 * place % 60)
        text = writer.fill(
            "{S} says what we all think of {T}. My neighbour in {Y} had {X} for {K} years and nobody came."
        )
        if when <= eve(NIGHTS[0]):
            out.append(Comment(FIRST_NUMBER + place * 4 + n, READERS[(place + n) % len(READERS)], when, text))
    if night >= NIGHTS[1] and place % 4 == 2 and place not in CHANGES:
        when = eve(NIGHTS[1]).astimezone(story.published.tzinfo) - timedelta(hours=2, minutes=place)
        out.append(
            Comment(
                FIRST_NUMBER + place * 4 + 3, "A late reader", when, writer.fill("Has anybody asked {B} about {U}?")
            )
        )
    return tuple(out)
