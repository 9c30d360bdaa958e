"""A paper's stories, as the tables `stories` and `live` of its `paper.toml` assign them.

A table of `stories` assigns a batch: `count` old stories and `new` ones of the second night, numbered from 0. Its rows `some`
change the assignment of some numbers: `"8"`, `"5 30 58"`, or slices such as `":18"` and `"1::3"`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from spiders.demo_web.edits import change, copy_of
from spiders.demo_web.markup import slug
from spiders.demo_web.nights import NIGHTS, eve
from spiders.demo_web.paper import Paper, Table
from spiders.demo_web.story import Block, Story, Version
from spiders.demo_web.voice import Voice, report, write

HOUR = timedelta(hours=1)
HOURS_FROM = datetime(2020, 1, 1, tzinfo=UTC)


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
    blocks: int | None = None
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
    """So long after it came out, its page says that it was modified."""
    change: str = "none"
    """What the second night changes in it, and how many hours before its eve; without hours no page says so."""
    change_hours: float | None = None
    gone: bool = False
    copy: str = ""
    """The story that this one is copied from."""
    edit: str = ""
    credit: str = ""
    copy_hours: float | None = None

    def filled(self, pattern: str) -> str:
        """A pattern such as `byline`, with the story's key and number."""
        return pattern.format(key=self.key, n=self.n)


def assignments(paper: Paper) -> Iterator[Assignment]:
    """Every story that the paper has to write, in order."""
    for batch in (paper.data.get("desk", {}) | own for own in paper.stories):
        moments = _moments(batch, paper.zone)
        for n, (when, since) in enumerate(moments):
            rows = [row for row in batch.get("some", ()) if n in numbers(row["n"], len(moments))]
            settings = {name: value for table in (batch, *rows) for name, value in table.items() if name not in BATCH}
            settings |= {name: settings[name].format(n=n) for name in ("key", "copy") if name in settings}
            traits = frozenset(row["trait"] for row in rows if "trait" in row)
            yield Assignment(n=n, since=since, when=when, traits=traits, **settings)


BATCH = ("n", "trait", "some", "count", "new", "days", "seed", "seed_of_new", "shuffle")
"""Settings that say which stories there are, and not how one is written."""


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


def own_story(paper: Paper, task: Assignment) -> Story:
    """A story that the paper wrote itself."""
    assert task.when is not None
    version, when = _version(paper, task), _published(task, task.when)
    story = Story(
        task.key, paper.name, _path(task, version.title, when), paper.language, _section(task), when, version,
        _authors(paper, task), task.agency, since=task.since, gone=NIGHTS[1] if task.gone else None,
        paywall=task.paywall, traits=task.traits,
    )  # fmt: skip
    if task.change != "none":
        first, later = change(story, task.change, paper.data.get("notice", ""))
        touched = None
        if task.change_hours is not None:
            touched = (eve(NIGHTS[1]) - task.change_hours * HOUR).astimezone(when.tzinfo)
        return replace(story, version=first, later=later, change=task.change, modified=touched)
    if task.touched_hours:
        return replace(story, modified=min(when + task.touched_hours * HOUR, eve(task.since).astimezone(when.tzinfo)))
    return story


def _version(paper: Paper, task: Assignment) -> Version:
    seed, (least, steps) = task.filled(task.voice), task.paragraphs
    if task.form:
        return report(paper.language, task.form, seed)
    version = write(paper.language, seed, least + task.n % steps)
    more = [Block("paragraph", task.text)] if task.text else []
    return Version(version.title, (*version.blocks[: task.blocks], *more))


def _published(task: Assignment, when: datetime) -> datetime:
    if task.clock:
        return datetime.combine(when.date() + timedelta(days=task.day), time.fromisoformat(task.clock), when.tzinfo)
    return when.replace(second=0) if task.whole_minutes else when


def _authors(paper: Paper, task: Assignment) -> tuple[str, ...]:
    if staff := paper.data.get("staff"):
        return tuple(staff[(task.n + k) % len(staff)] for k in range(task.authors))
    voice = Voice.of(paper.language, f"byline {task.filled(task.byline)}")
    return tuple(voice.name() for _ in range(task.authors))


def _section(task: Assignment) -> str:
    return task.sections[task.n % len(task.sections)]


def _path(task: Assignment, title: str, when: datetime) -> str:
    """A path may have the section, the local day, words of the headline, a number, or the hours since 2020."""
    words = slug(task.slug_of.format(title=title, n=task.n), task.slug_words)
    hour = (when - HOURS_FROM) // HOUR
    return task.path.format(section=_section(task), when=when, slug=words, number=task.number + task.n, hour=hour)


def copied_story(paper: Paper, task: Assignment, origin: Story) -> Story:
    """A story that the paper has from another, at once or hours later, whole, cut or edited."""
    version, role = copy_of(origin, task.edit, task.credit)
    if task.copy_hours is None:
        wait = timedelta(hours=2 + task.n % 9, minutes=17 * task.n % 60, seconds=task.n)
        when = min(origin.published + wait, eve(task.since) - timedelta(minutes=5))
    else:
        when = origin.published + task.copy_hours * HOUR
    when = when.astimezone(ZoneInfo(paper.zone))
    return Story(
        task.key, paper.name, _path(task, version.title, when), paper.language, _section(task), when, version,
        agency=origin.agency, since=task.since, role=role, origin=origin.key, traits=task.traits,
    )  # fmt: skip


def live_blog(paper: Paper) -> Story:
    """The paper's live blog, which has more posts on the second night, newest first."""
    live, zone = paper.live, ZoneInfo(paper.zone)
    voice = Voice.of(paper.language, live["voice"])
    posts = tuple(Block("paragraph", text) for text in voice.paragraphs(live["posts"]))
    start = (eve(NIGHTS[0]) - 9 * HOUR).astimezone(zone).replace(minute=5)
    title = f"{live['label']}: {voice.title()}"
    first, second = Version(title, posts[live["later"] :]), Version(title, posts)
    path = live["path"].format(when=start, slug=slug(title))
    return Story(
        live["key"], paper.name, path, paper.language, live["section"], start, first, (voice.name(),), later=second,
        change="update", kind="live", modified=(eve(NIGHTS[1]) - 3 * HOUR).astimezone(zone),
    )  # fmt: skip
