"""Sources that a night lacks: their crawl did not end, or did not begin although it did on the nights before."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipelines.base.settings.file import settings_names, settings_path
from pipelines.corpus.fetches.crawls import lacking
from pipelines.lake import archive
from pipelines.lake.home import Home

MISSING = "missing"
"""The `check` of an incident of a source that was not crawled to the end."""
PAUSED = re.compile(r"^nightly:\s*(?:false|no|off)\b", re.MULTILINE | re.IGNORECASE)
GROUP = re.compile(r"^group:\s*['\"]?(\w+)", re.MULTILINE)
LOOKED_BACK_NIGHTS = 14
EXPECTED_DAYS = 7
"""A source whose file is still there is expected for so many days after its last crawl."""


def missing_nights(home: Home, night: date) -> dict[str, list[tuple[date, str]]]:
    """By source, the nights of the last row on which it was missing, each with how its crawl ended, oldest first.

    A night counts if any source was crawled on it. On `night` itself, sources of a group with a time of its own, and those
    without, are expected once one of them was crawled. A source is expected on it if its crawl was begun, or if it was
    crawled or missing on the night before and its file is still there and does not pause it.
    """
    files = {name for name in settings_names(home.sources) if not _is_paused(home, name)}
    begun = {source: _begun(home, source, night) for source in archive.sources(home.archive)}
    later = not_due(home, night)
    crawled = sorted({each for nights in begun.values() for each in nights})
    found: dict[str, list[tuple[date, str]]] = {}
    for each in crawled:
        asked = {s: nights for s, nights in begun.items() if each < night or s not in later}
        expected = [s for s, nights in asked.items() if _is_expected(each, nights, s in files, found.get(s, []))]
        for source, end in lacking(home, each, expected).items():
            rows = found.setdefault(source, [])
            if rows and (each - rows[-1][0]).days > EXPECTED_DAYS:
                rows.clear()
            rows.append((each, end))
    return found


def _begun(home: Home, source: str, night: date) -> set[date]:
    """The last nights on which a crawl of a source was begun; imports are none."""
    first = night - timedelta(days=LOOKED_BACK_NIGHTS)
    nights = (each for each in archive.nights_of(home.archive, source) if first <= each <= night)
    return {each for each in nights if not archive.is_imported(home.archive, source, each)}


def _is_paused(home: Home, source: str) -> bool:
    return PAUSED.search(_file(home, source)) is not None


def not_due(home: Home, night: date) -> set[str]:
    """The sources whose time on a night has not come: no source with the same time was crawled yet."""
    own = _own_times(home)
    sources = archive.sources(home.archive) if own else []
    together: dict[str, set[str]] = {}
    for source in sources:
        group = GROUP.search(_file(home, source))
        together.setdefault(group[1] if group and group[1] in own else "", set()).add(source)
    crawled = {source for source in sources if archive.crawl_summary(home.archive, source, night)}
    return {source for mine in together.values() if not mine & crawled for source in mine}


def _own_times(home: Home) -> set[str]:
    """The groups of sources that `settings.yaml` gives a time of their own; none if it cannot be read."""
    with suppress(OSError, ValueError, YAMLError, AttributeError):
        settings = YAML(typ="safe").load(settings_path(home.root, "settings").read_text(encoding="utf-8"))
        return {str(name) for name, group in settings.get("groups", {}).items() if group.get("nightly")}
    return set()


def _file(home: Home, source: str) -> str:
    path = settings_path(home.sources, source)
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def _is_expected(night: date, begun: set[date], has_file: bool, missed: list[tuple[date, str]]) -> bool:
    yesterday = night - timedelta(days=1)
    lately = any(night - timedelta(days=EXPECTED_DAYS) <= each < night for each in begun)
    goes_on = yesterday in begun or yesterday in {each for each, _ in missed}
    return night in begun or (has_file and lately and goes_on)
