"""The input of a check: a source's night with figures, examples and earlier nights; and its output, a finding."""

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
    """A finding of a check: its severity, a sentence, and an example."""

    check: HealthCheck
    severity: str
    sentence: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Tonight:
    """A source's night. `levels` say how much all sources brought on each night, see `pipelines.health.volume`.

    `asked_for` has the figures of pages that only an import requested, which are judged separately; None without
    any. `expected` are the new stories that the source's file expects, by weekday.
    """

    source: str
    night: date
    seen: Seen
    past: Past
    levels: Mapping[date, float] = field(default_factory=dict)
    asked_for: Seen | None = None
    expected: Mapping[int, int] = field(default_factory=dict)

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
        """The share of the night if it is unusual compared with the nights that count for a check."""
        return unusual(self.past.of(check), self.figures, part, prior=prior, least=least, rise=rise)


Check = Callable[[Tonight], Found | None]


def stories(figures: Figures) -> int:
    """Number of captured stories."""
    return int(figures["stories"])


def new_stories(figures: Figures) -> int:
    """Number of captured stories that no earlier night captured."""
    return int(figures["new_stories"])


def pages_read(figures: Figures) -> int:
    """Number of captured pages that are neither lists nor start pages."""
    return int(figures["stories"] + figures["others"])


def counted_part(name: str, total: Callable[[Figures], int], *values: str) -> Callable[[Figures], Part]:
    """The part of a total that some values of a list of counts make up."""

    def part(figures: Figures) -> Part:
        whole = total(figures)
        return Part(min(count_of(figures[name], *values), whole), whole)

    return part


def figure_part(name: str, total: Callable[[Figures], int]) -> Callable[[Figures], Part]:
    """The part of a total that a figure makes up; empty for a night built before the figure existed."""

    def part(figures: Figures) -> Part:
        whole, number = total(figures), figures[name]
        return Part(0, 0) if number is None else Part(min(number, whole), whole)

    return part


def lacking_part(name: str, total: Callable[[Figures], int]) -> Callable[[Figures], Part]:
    """The part of a total that a figure does not count: for stories with an author, the share of stories without one."""

    def part(figures: Figures) -> Part:
        whole = total(figures)
        return Part(max(0, whole - (figures[name] or 0)), whole)

    return part
