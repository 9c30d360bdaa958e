"""Have the source's rights turned to "no"? The rights take effect at once; this check reports the change."""

from __future__ import annotations

from pipelines.health.checks.answers import denied
from pipelines.health.past import Figures, Part
from pipelines.health.seen import count_of
from pipelines.health.tonight import WARNING, Check, Found, Tonight
from pipelines.lake.values import HealthCheck

FROM, TO = 0.2, 0.8
"""Shares of pages that disallow a use: at most FROM on the night before, at least TO now."""
MIN_STORIES = 2
USES = {"train_ai": "disallow training of AI", "tdm": "disallow text and data mining"}


def rights(tonight: Tonight) -> Found | None:
    """Most pages newly disallow a use, or are not kept because of their rights."""
    for name, words in USES.items():
        now, before = _disallowed(tonight.figures, name), _last(tonight, name)
        if before is not None and before.share <= FROM and now.share >= TO and now.number >= MIN_STORIES:
            sentence = f"{now.number} of {now.total} pages {words} (before: {before.number} of {before.total})"
            return Found(HealthCheck.RIGHTS, WARNING, sentence, tonight.example(name))
    found = tonight.unusual(HealthCheck.RIGHTS, lambda figures: Part(denied(figures), figures["asked"]))
    return (
        Found(HealthCheck.RIGHTS, WARNING, f"{found.words} pages are not kept for their rights", None)
        if found
        else None
    )


def _disallowed(figures: Figures, name: str) -> Part:
    return Part(count_of(figures[name], "disallowed"), sum(row["count"] for row in figures[name]))


def _last(tonight: Tonight, name: str) -> Part | None:
    parts = tonight.past.of(HealthCheck.RIGHTS).parts(lambda figures: _disallowed(figures, name))
    return parts[-1] if parts else None


RIGHTS: tuple[Check, ...] = (rights,)
