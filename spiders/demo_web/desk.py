"""Writes a paper's stories from its assignments: its own, its copies of others, and its live blog."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from spiders.demo_web.assignment import Assignment
from spiders.demo_web.edits import change, copy_of
from spiders.demo_web.markup import slug
from spiders.demo_web.nights import NIGHTS, eve
from spiders.demo_web.paper import Paper
from spiders.demo_web.story import Block, Story, Version
from spiders.demo_web.voice import Voice, report, write

HOUR = timedelta(hours=1)
HOURS_FROM = datetime(2020, 1, 1, tzinfo=UTC)


def own_story(paper: Paper, task: Assignment) -> Story:
    """A story that the paper wrote itself."""
    assert task.when is not None
    version, when = _version(paper, task), _published(task, task.when)
    story = Story(
        task.key, paper.name, _path(task, version.title, when), paper.language, _section(task), when, version,
        _authors(paper, task), task.agency, since=task.since, gone=NIGHTS[1] if task.gone else None,
        paywall=task.paywall, event=task.event, traits=task.traits,
    )  # fmt: skip
    if task.change != "none":
        first, later = change(story, task.change, paper.data.get("notice", ""), task.headline)
        touched = None
        if task.change_hours is not None:
            touched = (eve(NIGHTS[1]) - task.change_hours * HOUR).astimezone(when.tzinfo)
        return replace(story, version=first, later=later, change=task.change, modified=touched)
    if task.touched_hours:
        return replace(story, modified=min(when + task.touched_hours * HOUR, eve(task.since).astimezone(when.tzinfo)))
    return story


def _version(paper: Paper, task: Assignment) -> Version:
    if task.written:
        return task.written
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
        agency=origin.agency, since=task.since, role=role, origin=origin.key, event=task.event, traits=task.traits,
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
