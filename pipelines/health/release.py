"""Letting a night of a source in that is held back, and taking that back; the corpus is built again as far as it changes."""

from __future__ import annotations

from datetime import date

from pipelines.base.errors import InputError
from pipelines.health.releases import add_release, remove_release
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.lock import writing
from pipelines.nights import Built, build


def release(home: Home, source: str, night: date, *, undo: bool = False, show: bool = True) -> Built:
    """Note that a source's night is released, or with `undo` that it is not, and build it again. Raises InputError."""
    known = set(Lake(home.lake).read("source_health", night=night, columns=["source"])["source"].to_pylist())
    if source not in known:
        built = (
            f"sources of that night: {', '.join(sorted(known))}"
            if known
            else "that night is not built: run 'dateline build'"
        )
        raise InputError(f"no night {night} of {source}; {built}")
    with writing(home):
        changed = (remove_release if undo else add_release)(home, source, night)
    return build(home, [night], show=show) if changed else Built()
