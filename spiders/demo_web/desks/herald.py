"""The Saltmere Herald's stories: the well-kept paper, five hours west of Greenwich, with wire stories and a live blog."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from spiders.demo_web.desks.times import before_midnight, moments
from spiders.demo_web.grammar_en import Writer, write_english
from spiders.demo_web.markup import slug
from spiders.demo_web.nights import NIGHTS, eve
from spiders.demo_web.reprint import corrected, mistyped, updated
from spiders.demo_web.story import Block, Story, Version
from spiders.demo_web.templates import match_report, weather

ZONE = "America/Bogota"
AGENCY = "Meridian Press"
SECTIONS = ("news", "business", "culture", "science")
ORDINARY, NEW = 46, 5
WIRE = range(18)
"""Which ordinary stories came by wire."""
TRAITS = {20: "broken_jsonld", 22: "hidden_injection", 24: "heals", 26: "event_date", 28: "metered", 30: "truncated",
          32: "no_jsonld", 34: "print_edition", 36: "multi_author"}  # fmt: skip
CHANGES = {38: "correction", 40: "update", 42: "headline", 44: "typo"}
NOTICE = "Correction: An earlier version of this story said {wrong} where it should have said {right}."
EVENT = "The next public hearing is on 14 March 2026 at seven in the evening; the one before was on 9 May 2019."


def herald() -> list[Story]:
    """Every story of the Herald, oldest first."""
    times = moments("herald", ORDINARY, zone=ZONE, days=420)
    fresh = moments("herald new", NEW, zone=ZONE, days=1, night=NIGHTS[1])
    stories = [_story(n, when, NIGHTS[0]) for n, when in enumerate(times)]
    stories += [_story(ORDINARY + n, when, NIGHTS[1]) for n, when in enumerate(fresh)]
    return [*stories, *_templated(), _live_blog()]


def _story(n: int, when: datetime, since: date) -> Story:
    key = f"herald-{n:03d}"
    if n % 3 == 0 and since == NIGHTS[0]:
        when = before_midnight(when)
    version = write_english(key, 8 + n % 10 if n not in WIRE else 14 + n % 4)
    section, traits = SECTIONS[n % len(SECTIONS)], frozenset({TRAITS[n]} if n in TRAITS else ())
    if "event_date" in traits:
        version = Version(version.title, (*version.blocks, Block("paragraph", EVENT)))
    if "truncated" in traits:
        version = Version(version.title, version.blocks[:4])
    story = Story(key, "demo_herald", address(section, when, version.title), "en", section, when, version, _by(key, n),
                  AGENCY if n in WIRE or n == ORDINARY else None, since=since, traits=traits,
                  paywall=next((t for t in traits if t in ("metered", "truncated")), "open"))  # fmt: skip
    if n in CHANGES:
        return _changed(story, CHANGES[n])
    return replace(story, modified=when + timedelta(hours=3, minutes=12)) if n % 2 else story


def _by(key: str, n: int) -> tuple[str, ...]:
    if n in WIRE or n == ORDINARY:
        return ()
    writer = Writer.of(f"byline {key}")
    return tuple(writer.name() for _ in range(2 if TRAITS.get(n) == "multi_author" else 1))


def _changed(story: Story, change: str) -> Story:
    version, later = story.version, story.version
    if change == "correction":
        later = corrected(version, NOTICE)
    elif change == "update":
        later = updated(version, story.key)
    elif change == "headline":
        later = Version(Writer.of(f"headline {story.key}").title(), version.blocks)
    elif change == "typo":
        version, later = mistyped(version)
    when = (eve(NIGHTS[1]) - timedelta(hours=2)).astimezone(story.published.tzinfo)
    return replace(story, version=version, later=later, change=change, modified=when)


def _templated() -> list[Story]:
    stories = []
    for n, when in enumerate(moments("herald weather", 5, zone=ZONE, days=60)):
        version = weather(f"herald {n}")
        path = address("weather", when, f"{version.title} {n}")
        stories.append(Story(f"herald-weather-{n}", "demo_herald", path, "en", "weather", when, version))
    for n, when in enumerate(moments("herald match", 4, zone=ZONE, days=90)):
        version = match_report(f"herald {n}")
        path = address("sport", when, version.title)
        stories.append(
            Story(f"herald-match-{n}", "demo_herald", path, "en", "sport", when, version, _by(f"match {n}", -1))
        )
    return stories


def _live_blog() -> Story:
    writer = Writer.of("herald live blog")
    posts = [Block("paragraph", text) for text in writer.paragraphs(9)]
    start = (eve(NIGHTS[0]) - timedelta(hours=9)).astimezone(ZoneInfo(ZONE)).replace(minute=5, second=0)
    again = (eve(NIGHTS[1]) - timedelta(hours=3)).astimezone(ZoneInfo(ZONE))
    title = f"Live: {writer.title()}"
    first, second = Version(title, tuple(posts[3:])), Version(title, tuple(posts))
    return Story("herald-live", "demo_herald", address("news", start, title), "en", "news", start, first, (writer.name(),),
                 later=second, change="update", kind="live", modified=again)  # fmt: skip


def address(section: str, when: datetime, title: str) -> str:
    """The path of a story: section, local day, words of its headline."""
    return f"/{section}/{when:%Y/%m/%d}/{slug(title)}"
