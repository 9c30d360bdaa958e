"""Base class for parts of discovery: the source, its frontier and memory, tonight's readings, and the night."""

from __future__ import annotations

from datetime import date

from spiders.discovery.reread import Reread
from spiders.frontier.frontier import Frontier
from spiders.sources.source import Source


class Part:
    """A part of the discovery of one source on one night."""

    def __init__(self, source: Source, frontier: Frontier, reread: Reread, night: date) -> None:
        self.source = source
        self.frontier = frontier
        self.memory = frontier.memory
        self.reread = reread
        self.night = night
