"""A story of the demo web: what it says on which night, when it was really published, and whose copy it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from spiders.demo_web.nights import NIGHTS

BY_HAND = "by_hand"
"""Trait of a story that stands in a file of `events`: no page of another story changed when it was added."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a story: paragraph heading standfirst list quote table; a list has its items on lines of their own."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    """What a story says at one time."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> list[str]:
        """The body, block by block, without the headline."""
        return [block.text for block in self.blocks]

    @property
    def text(self) -> str:
        """The body, blocks joined by blank lines."""
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Story:
    """A story as one paper carries it.

    `published` is when it really was, in the paper's own zone, whether or not its page says so. `later` is the version of
    the second night where it differs, with `change` naming how. `gone` is the night from which its page is not found.
    `origin` is the key of the story it was copied from, `event` the name of the event that it tells in its paper's own words.
    """

    key: str
    source: str
    path: str
    language: str
    section: str
    published: datetime
    version: Version
    authors: tuple[str, ...] = ()
    agency: str | None = None
    later: Version | None = None
    change: str = "none"
    modified: datetime | None = None
    since: date = NIGHTS[0]
    gone: date | None = None
    kind: str = "article"
    paywall: str = "open"
    role: str = "origin"
    origin: str | None = None
    event: str | None = None
    traits: frozenset[str] = field(default=frozenset())

    def at(self, night: date) -> Version:
        """What it says on a night."""
        return self.later if self.later is not None and night >= NIGHTS[1] else self.version

    def is_gone(self, night: date) -> bool:
        """True if its page is not found on that night."""
        return self.gone is not None and self.gone <= night

    def changed_by(self, night: date) -> datetime:
        """When what stands on that night was last touched."""
        if self.modified is not None and (self.later is None or night >= NIGHTS[1]):
            return self.modified
        return self.published
