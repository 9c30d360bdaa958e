"""A site of the zoo: which system and theme make it, in which zone and language, and where it is served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from tests.zoo.stories import Story
from tests.zoo.tools import Tools
from tests.zoo.traffic import Traffic

FIRST_PORT = 8901
Bylines = Literal["several", "one", "site", "none"]


@dataclass(frozen=True, slots=True)
class Site:
    """One site. `options` are for its system, such as `{"permalinks": "plain"}`.

    `bylines` says whom a story may name: several people, one, the one that the site is of, or nobody. `shows` is the zone
    of the days that its pages show, where that is not the site's own.
    """

    name: str
    theme: str
    zone: str
    language: str
    port: int
    title: str = "The Saltmarsh Courier"
    bylines: Bylines = "one"
    shows: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Its home page."""
        return f"http://127.0.0.1:{self.port}/"


class System(Protocol):
    """A publishing system: how it is installed, filled and served."""

    @property
    def sites(self) -> Sequence[Site]:
        """Its sites in the zoo."""

    def install(self, tools: Tools) -> None:
        """Install what all of its sites need. Raises UnavailableError, saying why it cannot be had."""

    def publish(self, site: Site, folder: Path, tools: Tools, stories: Sequence[Story], night: int) -> dict[str, str]:
        """Make the site of a night in `folder`, and tell the path of each story's page by key."""

    def serve(self, site: Site, folder: Path, tools: Tools) -> AbstractContextManager[Traffic]:
        """Serve the site at its port while the context lasts."""
