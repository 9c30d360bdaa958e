"""The events of the demo web: an event is a file, `events/ferry.toml`, with its days and what each paper writes of it.

The papers tell an event in words of their own: two tellings share names, places and numbers, no run of words. A telling is
the settings of an assignment (`assignment`); `paper` names who tells it, `at` the local time, `text` its paragraphs. A telling
with `copy` is another paper's text; one that is `apart` stands beside the event and is no telling of it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

Telling = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its `number`, the days on which it happens, as ISO dates, and its tellings in order."""

    name: str
    number: int
    days: tuple[str, ...]
    tellings: tuple[Telling, ...]

    def key(self, place: int) -> str:
        """The key of the telling that stands at a place of the file: `herald-ferry-909`."""
        return f"{self.tellings[place]['paper'].removeprefix('demo_')}-{self.name}-{self.story_number(place)}"

    def story_number(self, place: int) -> int:
        """Its number, which no other telling has; a paper's writers take turns by it."""
        return self.number * 101 + place

    def place_of(self, paper: str) -> int:
        """The place of a paper's first telling."""
        return [telling["paper"] for telling in self.tellings].index(paper)


@cache
def events() -> tuple[Event, ...]:
    """Every event, in order of their numbers."""
    named = [path for path in files("spiders.demo_web.events").iterdir() if path.name.endswith(".toml")]
    return tuple(sorted(map(_event, named), key=lambda event: event.number))


def _event(file: Traversable) -> Event:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return Event(file.name.removesuffix(".toml"), table["number"], tuple(table["days"]), tuple(table["tellings"]))
