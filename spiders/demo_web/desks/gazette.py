"""The Cobblewick Gazette's stories: a WordPress paper half an hour off Sydney's clock, with categories, tags and several authors.

On the second night three stories are new, two are changed, one is gone, and a tag has been deleted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from spiders.demo_web.desks.times import after_midnight, moments
from spiders.demo_web.grammar_en import write_english
from spiders.demo_web.markup import slug
from spiders.demo_web.nights import NIGHTS, eve
from spiders.demo_web.reprint import corrected, updated
from spiders.demo_web.story import Story

ZONE = "Australia/Adelaide"
CATEGORIES = ("community", "council", "sport")
TAGS = ("farming", "heritage", "roads", "schools", "volunteers", "water")
DELETED_TAG = "lighthouse"
AUTHORS = ("Maeve O'Brannock", "Silas Tremayne", "Mary-Jane Pellow", "Idris Vaughan-Lee")
ORDINARY, NEW = 28, 3
CHANGES = {4: "correction", 18: "update"}
GONE = 9
TWO_AUTHORS = (6, 20)
AFTER_MIDNIGHT = range(2, ORDINARY, 5)
"""Stories of the small hours, whose day in UTC is the day before."""
TOUCHED_LATER = range(1, ORDINARY, 4)
"""Stories that somebody opened and saved again days after they came out, without changing a word."""
NOTICE = "Correction: an earlier version of this story gave the number as {wrong}. It is {right}."


def gazette() -> list[Story]:
    """Every story of the Gazette, oldest first."""
    times = moments("gazette", ORDINARY, zone=ZONE, days=150)
    fresh = moments("gazette new", NEW, zone=ZONE, days=1, night=NIGHTS[1])
    stories = [_story(n, when, NIGHTS[0]) for n, when in enumerate(times)]
    return stories + [_story(ORDINARY + n, when, NIGHTS[1]) for n, when in enumerate(fresh)]


def _story(n: int, when: datetime, since: date) -> Story:
    key = f"gazette-{n:03d}"
    when = after_midnight(when) if n in AFTER_MIDNIGHT else when
    version = write_english(key, 8 + n % 7)
    path = f"/{when:%Y/%m/%d}/{slug(version.title, 12)}/"
    authors = tuple(AUTHORS[(n + k) % len(AUTHORS)] for k in range(2 if n in TWO_AUTHORS else 1))
    story = Story(key, "demo_gazette", path, "en", CATEGORIES[n % len(CATEGORIES)], when, version, authors, since=since,
                  gone=NIGHTS[1] if n == GONE else None, traits=frozenset(_traits(n)))  # fmt: skip
    if n in TOUCHED_LATER:
        return replace(story, modified=min(when + timedelta(days=5, hours=3), eve(NIGHTS[0]).astimezone(when.tzinfo)))
    if n not in CHANGES:
        return story
    later = updated(version, key) if CHANGES[n] == "update" else corrected(version, NOTICE)
    touched = (eve(NIGHTS[1]) - timedelta(hours=4)).astimezone(when.tzinfo)
    return replace(story, later=later, change=CHANGES[n], modified=touched)


def _traits(n: int) -> list[str]:
    """A story's tags as `tag:roads`, and `pictures:3` for a gallery or `pictures:1` for one picture."""
    tags = {TAGS[n % len(TAGS)], TAGS[n * 5 // 3 % len(TAGS)]}
    if n % 8 == 3:
        tags.add(DELETED_TAG)
    pictures = 3 if n % 10 == 5 else int(n % 3 == 0)
    return [f"tag:{tag}" for tag in sorted(tags)] + ([f"pictures:{pictures}"] if pictures else [])
