"""Preview of a takedown: counts of its effects, without any change."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from pipelines.base.counted import counted
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.upkeep.takedown.story_words import story_runs
from pipelines.upkeep.takedown.takedowns import KEY_BYTES
from pipelines.upkeep.takedown.target import (
    Places,
    captures_of,
    copies_elsewhere,
    find_target,
    rows_of,
    works_captured_as,
)
from pipelines.upkeep.takedown.tombstones import NO_RUNS, Tombstones
from spiders.erasure.night import edits

EXAMPLES = 3


def looked_at(home: Home, given: str) -> Iterator[str]:
    """Lines with the effects: captures and rows to remove, pages that repeat words, rows of datasets, and copies that stay."""
    target, lake = find_target(home, given), Lake(home.lake)
    copies: dict[str, str] = {}
    runs, blanked = NO_RUNS, set[str]()
    places = Places.of(home, target) if target.kind == "work" else None
    captures, since = captures_of(lake, target, places)
    works = f"{counted(len(target.works), 'work')} of {', '.join(target.sources)}"
    yield f"{given}: {works} since {since}, {counted(captures, 'capture')}"
    yield from (f"URL {key}" for key in target.keys)
    yield from (f"{count} rows of {table}" for table, count in rows_of(lake, target, places).items())
    if places:
        runs = story_runs(home, target, secrets.token_bytes(KEY_BYTES), places)
        tombstones = Tombstones(frozenset(target.keys), runs)
        for edit in edits(home, target.sources, tombstones, ""):
            edit.look()
            blanked |= edit.blanked
            if edit.blanked:
                some = ", ".join(sorted(edit.blanked)[:EXAMPLES])
                where = f"{len(edit.blanked)} other pages and feeds, such as {some}"
                yield f"{edit.source} {edit.night}: words of it blanked in {where}"
        copies = copies_elsewhere(home, target.works)
        yield from (f"stays, but for datasets, another publisher's: {work} {where}" for work, where in copies.items())
    if not home.datasets.is_dir():
        return
    from pipelines.upkeep.takedown.datasets import affected_datasets  # with all file formats

    others = works_captured_as(lake, blanked).difference(target.works, copies) if blanked else set[str]()
    for name, rows in affected_datasets(home, {*target.works, *copies}, others, runs).items():
        left = name.startswith(".")
        yield f"dataset {name}: " + (
            "left by a killed export, to be removed" if left else f"{len(rows)} rows, to be exported again"
        )
        for row in rows if not left else ():
            if row["row"] is None:
                yield f"dataset {name}: {row['file']} cannot be read"
                continue
            work = row["article_id"]
            what = "is a copy" if work in copies else "has its words" if work in others else "is the work"
            yield f"dataset {name}: {row['file']} row {row['row']} {what}, {work}"


def copies_of(home: Home, given: str) -> list[str]:
    """Article ids of other publishers' works with the same story as a work."""
    return list(copies_elsewhere(home, find_target(home, given).works))
