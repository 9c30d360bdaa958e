"""The Wehdener Bote's stories: German, dated in words only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from spiders.demo_web.desks.times import moments
from spiders.demo_web.grammar_de import Schreiber, write_german
from spiders.demo_web.markup import slug
from spiders.demo_web.nights import NIGHTS, eve
from spiders.demo_web.reprint import corrected, updated
from spiders.demo_web.story import Block, Story, Version
from spiders.demo_web.templates import wetter

ZONE = "Europe/Berlin"
SECTIONS = ("lokales", "kultur", "wirtschaft")
ORDINARY, NEW, WEATHER = 32, 3, 5
CHANGES = {7: "correction", 11: "update"}
EVENT = "Die nächste Sitzung ist für den 17. April 2026 angesetzt, die letzte war am 3. Mai 2018."


def bote() -> list[Story]:
    """Every story of the Bote, oldest first."""
    times = moments("bote", ORDINARY, zone=ZONE, days=500)
    fresh = moments("bote neu", NEW, zone=ZONE, days=1, night=NIGHTS[1])
    stories = [_story(n, when, NIGHTS[0]) for n, when in enumerate(times)]
    stories += [_story(ORDINARY + n, when, NIGHTS[1]) for n, when in enumerate(fresh)]
    for n, when in enumerate(moments("bote wetter", WEATHER, zone=ZONE, days=50)):
        version = wetter(f"bote {n}")
        path = _path("lokales", f"{version.title} {n}", 900 + n)
        stories.append(Story(f"bote-wetter-{n}", "demo_bote", path, "de", "lokales", _minute(when), version))
    return stories


def _story(n: int, when: datetime, since: date) -> Story:
    key = f"bote-{n:03d}"
    section, version = SECTIONS[n % len(SECTIONS)], write_german(key, 9 + n % 6)
    traits = frozenset({("clock", "plain_clock", "day")[n % 3], ("missing", "utf8", "latin1", "right")[n % 4]})
    if n == 14:
        version = Version(version.title, (*version.blocks, Block("paragraph", EVENT)))
    author = Schreiber(f"byline {key}").name()
    story = Story(key, "demo_bote", _path(section, version.title, 100 + n), "de", section, _minute(when), version, (author,),
                  since=since, traits=traits)  # fmt: skip
    if n not in CHANGES:
        return story
    later = updated(version, key) if CHANGES[n] == "update" else corrected(
        version, "Berichtigung: In einer früheren Fassung stand {wrong}; richtig ist {right}.")  # fmt: skip
    touched = (eve(NIGHTS[1]) - timedelta(hours=5)).astimezone(when.tzinfo)
    return replace(story, later=later, change=CHANGES[n], modified=_minute(touched))


def _minute(when: datetime) -> datetime:
    return when.replace(second=0)


def _path(section: str, title: str, number: int) -> str:
    return f"/{section}/{slug(title, 6)}-{number}.html"
