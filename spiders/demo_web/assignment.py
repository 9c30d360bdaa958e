"""Assignments: which stories a paper has, as the tables `stories` of its `paper.toml` and the files of `events` say.

A table assigns a batch: `count` old stories and `new` ones of the second night, numbered from 0. Its rows `some` change the
settings of some numbers: `"8"`, `"5 30 58"`, or slices such as `":18"` and `"1::3"`. What a paper's table `desk` says holds
for all of its batches, and for its tellings of events what `desk` and `event_stories` say. How a story is written from its
assignment: `desk`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from spiders.demo_web.events import Event, events
from spiders.demo_web.nights import NIGHTS, eve
from spiders.demo_web.paper import Paper, Table, paper
from spiders.demo_web.story import BY_HAND, Block, Version

BATCH = ("n", "trait", "some", "count", "new", "days", "seed", "seed_of_new", "shuffle")
"""Settings that say which stories there are, and not how one is written."""
TELLING = ("paper", "at", "section", "title", "text", "copy", "apart")
"""What a telling of an event says of itself; the rest of it are settings."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One story to write: the settings of its batch, with those of the rows that its number is in."""

    n: int
    since: date
    when: datetime | None
    key: str
    path: str
    sections: Sequence[str]
    traits: frozenset[str] = frozenset()
    number: int = 0
    """Added to `n` where the path has a number."""
    slug_words: int = 8
    slug_of: str = "{title}"
    voice: str = "{key}"
    """The seed of the story's words."""
    byline: str = "{key}"
    paragraphs: Sequence[int] = (8, 1)
    """So many, and so many steps more: `[8, 10]` is 8 to 17."""
    form: str = ""
    """The form of `words` that it is written into, such as a weather report."""
    blocks: int | None = None
    """It breaks off after so many blocks."""
    text: str = ""
    """One more paragraph."""
    authors: int = 0
    agency: str | None = None
    paywall: str = "open"
    clock: str = ""
    """The local time at which it was published, `day` days from the day that was drawn."""
    day: int = 0
    whole_minutes: bool = False
    touched_hours: float = 0
    """The page says that it was modified so long after it came out."""
    change: str = "none"
    """How its second version differs: correction, update, headline or typo."""
    headline: str = ""
    """The headline of its second version; drawn if empty."""
    change_hours: float | None = None
    """How long before the second night's eve the page says that it was changed; null: it does not say."""
    gone: bool = False
    copy: str = ""
    """The key of the story that this one is copied from, whole or by the `edit` cut or edited."""
    edit: str = ""
    credit: str = ""
    copy_hours: float | None = None
    """How long after its origin a copy came out; null: some hours, by its number."""
    event: str | None = None
    """The event that it tells."""
    written: Version | None = None
    """What it says, if that is not drawn from the words of its language."""

    def filled(self, pattern: str) -> str:
        """A pattern such as `byline`, with the story's key and number."""
        return pattern.format(key=self.key, n=self.n)


def assignments(owner: Paper) -> Iterator[Assignment]:
    """Every story that the paper has to write, in order: those of its batches, then its tellings of events."""
    yield from _drawn(owner)
    for event in events():
        for place, telling in enumerate(event.tellings):
            if telling["paper"] == owner.name:
                yield _telling(owner, event, place)


def _telling(owner: Paper, event: Event, place: int) -> Assignment:
    """What a paper tells of an event, or copies from another paper that does."""
    telling = event.tellings[place]
    known = owner.data.get("desk", {}) | owner.data.get("event_stories", {})
    settings = {name: value for name, value in known.items() if name not in BATCH}
    settings |= {name: value for name, value in telling.items() if name not in TELLING}
    first = event.place_of(telling["copy"]) if "copy" in telling else place
    if "copy" in telling:
        settings["copy"] = event.key(first)
    else:
        blocks = tuple(Block("paragraph", " ".join(part.split())) for part in telling["text"].split("\n\n"))
        settings["written"] = Version(telling["title"], blocks)
    when = _moment(event.tellings[first])
    return Assignment(
        n=event.story_number(place), since=NIGHTS[when > eve(NIGHTS[0])], when=when, key=event.key(place),
        sections=[telling["section"]], traits=frozenset({BY_HAND}),
        event=None if telling.get("apart") else event.name, **settings,
    )  # fmt: skip


def _moment(telling: Table) -> datetime:
    at: datetime = telling["at"]
    return at.replace(tzinfo=ZoneInfo(paper(telling["paper"]).zone))


def _drawn(owner: Paper) -> Iterator[Assignment]:
    for batch in (owner.data.get("desk", {}) | own for own in owner.stories):
        drawn = _moments(batch, owner.zone)
        for n, (when, since) in enumerate(drawn):
            rows = [row for row in batch.get("some", ()) if n in numbers(row["n"], len(drawn))]
            settings = {name: value for table in (batch, *rows) for name, value in table.items() if name not in BATCH}
            settings |= {name: settings[name].format(n=n) for name in ("key", "copy") if name in settings}
            traits = frozenset(row["trait"] for row in rows if "trait" in row)
            yield Assignment(n=n, since=since, when=when, traits=traits, **settings)


def numbers(chosen: str, count: int) -> set[int]:
    """The numbers below `count` that a row is about.

    >>> sorted(numbers("1 8:20:5", 15))
    [1, 8, 13]
    """
    found: set[int] = set()
    for part in chosen.split():
        bounds = [int(bound) if bound else None for bound in part.split(":")]
        found |= set(range(count)[slice(*bounds)]) if ":" in part else {int(part)}
    return found


def _moments(batch: Table, zone: str) -> list[tuple[datetime | None, date]]:
    """When the stories of a batch were published, and the night that first has them; copies have no moment of their own."""
    count, new = batch["count"], batch.get("new", 0)
    since = [NIGHTS[0]] * count + [NIGHTS[1]] * new
    if "seed" not in batch:
        return [(None, night) for night in since]
    old = moments(batch["seed"], count, zone=zone, days=batch["days"])
    old = [old[n * batch.get("shuffle", 1) % count] for n in range(count)]
    fresh = moments(batch["seed_of_new"], new, zone=zone, days=1, night=NIGHTS[1]) if new else []
    return list(zip([*old, *fresh], since, strict=True))


def moments(key: str, count: int, *, zone: str, days: int, night: date = NIGHTS[0]) -> list[datetime]:
    """`count` moments in a zone, ascending, over the `days` before a night; whole seconds, none twice."""
    stream = random.Random(f"times {key}")
    seconds = sorted(stream.sample(range(3_600, days * 86_400), count), reverse=True)
    return [(eve(night) - timedelta(seconds=back)).astimezone(ZoneInfo(zone)) for back in seconds]
