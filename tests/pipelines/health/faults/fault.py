"""A fault: it changes the crawl of a quiet night into what the archive would hold of one that went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.lake.values import HealthCheck as Is
from tests.pipelines.health.press import Crawl


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: what it does to a crawl, the checks that name it, and whether its night must be held back.

    No check names what does no harm: the pages are read as they were.
    """

    name: str
    breaks: Callable[[Crawl], None]
    named: tuple[Is, ...]
    poisons: bool = False
