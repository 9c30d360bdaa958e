"""Release a held-back night of a source, or undo the release; the affected part of the corpus is rebuilt."""

from __future__ import annotations

from datetime import date

from pipelines.base.errors import InputError
from pipelines.health.releases import add_release, remove_release
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.lock import writing
from pipelines.nights import Built, build


def release(home: Home, source: str, night: date, *, undo: bool = False, show: bool = True) -> Built:
    """Record that a source's night is released, or with `undo` that it is not, and rebuild it. Raises InputError."""
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
