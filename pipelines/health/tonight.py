"""What a check is asked about: a source's night, its figures with examples, and its earlier nights; and what a check finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipelines.health.past import Figures, Part, Past
from pipelines.health.seen import Seen, count_of
from pipelines.health.share import MIN_SHARE, RISE, Unusual, unusual
from pipelines.lake.values import HealthCheck

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: how bad it is, in words, and an example."""

    check: HealthCheck
    severity: str
    sentence: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Tonight:
    """A source's night. `levels` say how much all sources brought on each night, see `pipelines.health.volume`.

    `asked_for` has the figures of pages that only an import asked for, which are judged by themselves; None without any.
    """

    source: str
    night: date
    seen: Seen
    past: Past
    levels: Mapping[date, float] = field(default_factory=dict)
    asked_for: Seen | None = None

    @property
    def figures(self) -> Figures:
        """The figures of the night."""
        return self.seen.figures

    def example(self, *names: str) -> str | None:
        """The example of the first of these figures that has one."""
        return next((self.seen.examples[name] for name in names if name in self.seen.examples), None)

    def unusual(
        self,
        check: HealthCheck,
        part: Callable[[Figures], Part],
        *,
        prior: Part | None = None,
        least: float = MIN_SHARE,
        rise: float = RISE,
    ) -> Unusual | None:
        """The share of the night if it is unlike those of the nights that are a measure of a check."""
        return unusual(self.past.of(check), self.figures, part, prior=prior, least=least, rise=rise)


Check = Callable[[Tonight], Found | None]


def stories(figures: Figures) -> int:
    """Stories captured."""
    return int(figures["stories"])


def pages_read(figures: Figures) -> int:
    """Pages captured that are no lists and no start pages."""
    return int(figures["stories"] + figures["others"])


def counted_part(name: str, total: Callable[[Figures], int], *values: str) -> Callable[[Figures], Part]:
    """The part that some values of a list of counts make of a total."""

    def part(figures: Figures) -> Part:
        whole = total(figures)
        return Part(min(count_of(figures[name], *values), whole), whole)

    return part


def figure_part(name: str, total: Callable[[Figures], int]) -> Callable[[Figures], Part]:
    """The part that a figure makes of a total; nothing of a night that was built before there was such a figure."""

    def part(figures: Figures) -> Part:
        whole, number = total(figures), figures[name]
        return Part(0, 0) if number is None else Part(min(number, whole), whole)

    return part


def lacking_part(name: str, total: Callable[[Figures], int]) -> Callable[[Figures], Part]:
    """The part of a total that lacks what a figure counts."""

    def part(figures: Figures) -> Part:
        whole = total(figures)
        return Part(max(0, whole - (figures[name] or 0)), whole)

    return part
