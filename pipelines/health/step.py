"""The health step computes the figures of every source's night, compares them with earlier nights, and holds sources
back.

It runs after extraction and before every step that learns or publishes. It reads the night's own rows, the last
captures of its pages, and this step's rows of the 56 nights before. Later nights are not read, so nights may come in
any order.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.publish.source_rights import NOTHING, last_words, word, works_of
from pipelines.corpus.publish.source_rights import TABLE as RIGHTS
from pipelines.dates.nights.channel_dates import FETCH_COLUMNS
from pipelines.dates.nights.lessons import configured
from pipelines.health import answers, stories
from pipelines.health.checks.news import UNSOUND
from pipelines.health.figures import figures
from pipelines.health.imports import parts_of
from pipelines.health.past import Past
from pipelines.health.releases import released_on
from pipelines.health.seen import Known, NightSeen
from pipelines.health.tonight import ERROR, Tonight
from pipelines.health.verdict import findings, state
from pipelines.health.volume import WEEKDAYS, Brought, brought, corpus_levels
from pipelines.lake.archive import source_settings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.link_kinds import LATEST_ENTRIES
from pipelines.lake.schemas import HELD_BACK, SOURCE_HEALTH, SOURCE_RIGHTS
from pipelines.lake.values import HealthState
from pipelines.night.held_back import TABLE as HELD
from pipelines.night.held_back import without
from pipelines.night.locator import ARTICLES as PUBLISHED
from pipelines.night.locator import Locator, Page, locating
from pipelines.night.steps import Outcome, Progress
from pipelines.night.stretches import BySource, Stretch, stretches
from pipelines.night.window import COMPARED_NIGHTS

TABLE = "source_health"
PLACES = ("source", "role", "right", "right_so_far")
SOURCES_AT_ONCE = 500
"""Sources whose last words are read at a time."""
REPEATED_NIGHTS = 14
"""Stories of this many earlier nights are also recognised by their text."""


def examine_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Write `source_health` and `held_back` of a night; the locator records the pages of sources that are not held back.

    Figures are taken stretch by stretch, and wait in a file until the level of the whole corpus is known.
    """
    lake = Lake(home.lake)
    parts = stretches(lake, night, ("fetches", "links", "documents"))
    held: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    counts = dict.fromkeys(HealthState, 0)
    with locating(home) as locator, TemporaryFile(dir=home.index) as waiting, lake.night_slices(TABLE, night) as out:
        levels = corpus_levels(_examined(home, lake, locator, night, parts, waiting))
        released, sources = released_on(home, night), 0
        for done, rows in enumerate(_judged(night, levels, released, waiting, len(parts)), start=1):
            held += [row for row in rows if row["state"] == HealthState.HELD_BACK]
            words += [of_source for row in rows if (of_source := word(row))]
            sources += len(rows)
            for row in rows:
                counts[HealthState(row["state"])] += 1
            out.add(lake.in_order(TABLE, pa.Table.from_pylist(rows, schema=SOURCE_HEALTH)))
            on_progress(done, len(parts))
        changed = _put_rights(lake, locator, night, [source for part in parts for source in part.sources], words)
        changed |= out.commit()[1]
        changed |= lake.replace(HELD, pa.Table.from_pylist(_held_rows(held), schema=HELD_BACK), night=night)
        _note_pages(lake, locator, night, {row["source"] for row in held})
    return Outcome({"sources": sources, **{name.value: count for name, count in counts.items()}}, changed)


def _examined(
    home: Home, lake: Lake, locator: Locator, night: date, parts: Sequence[Stretch], waiting: IO[bytes]
) -> Iterator[list[Brought]]:
    """The sound nights of each source; its figures and its past are written to a file, stretch by stretch."""
    for part in parts:
        seen = seen_on(home, lake, locator, night, part)
        past = past_of(lake, sorted(seen), night)
        pickle.dump((seen, past), waiting, pickle.HIGHEST_PROTOCOL)
        yield from (brought(sound_nights(seen[source], past[source], night)) for source in seen)


def _judged(
    night: date, levels: Mapping[date, float], released: Collection[str], waiting: IO[bytes], parts: int
) -> Iterator[list[dict[str, Any]]]:
    """The rows of `source_health`, stretch by stretch, from the file."""
    waiting.seek(0)
    for _ in range(parts):
        seen, past = pickle.load(waiting)  # noqa: S301 -- written by `_examined`
        nights = [
            Tonight(name, night, s.night, past[name], levels, s.asked_for, s.expected)
            for name, s in sorted(seen.items())
        ]
        yield _rows(nights, released)


def seen_on(home: Home, lake: Lake, locator: Locator, night: date, part: Stretch) -> dict[str, NightSeen]:
    """The figures of each source of a stretch that was crawled or imported on a night."""
    tables = _tables(lake, night, part.where)
    sources = sorted(set(tables["fetches"]["source"].to_pylist()))
    conventions = configured(home, sources, night)
    pages = zip(*(tables["documents"][name].to_pylist() for name in ("source", "url_key")), strict=True)
    known = known_before(lake, locator, night, list(pages), part.where)
    earlier = texts_before(lake, tables["documents"], night, part)
    held = pages_held_back(lake, night, part)
    by_source = {name: BySource(rows) for name, rows in tables.items()}
    found = {}
    for source in sources:
        parts, pages_before = (
            parts_of({name: rows.of(source) for name, rows in by_source.items()}),
            known.get(source, {}),
        )
        own_conventions = {source: conventions[source]}
        own = figures(parts.night, pages_before, own_conventions, earlier.get(source, {}), held.get(source, ()))
        own.figures["imported"] = parts.is_import
        asked_for = figures(parts.asked_for, pages_before, own_conventions) if parts.asked_for else None
        found[source] = NightSeen(own, asked_for, expected_on(home, source, night))
    return found


def expected_on(home: Home, source: str, night: date) -> dict[int, int]:
    """The new stories that a source's file expected when it was crawled, by weekday (Monday is 0); empty if it expects none."""
    by_day = source_settings(home, source, night).get("stories_per_night") or {}
    return {number: by_day[day] for number, day in enumerate(WEEKDAYS) if day in by_day}


def _tables(lake: Lake, night: date, within: pc.Expression) -> dict[str, pa.Table]:
    """The rows of a night that figures need, without its glances (hourly fetches): nights are compared, not hours."""
    of_night = ~pc.match_substring(pc.field("url_key"), "#")
    read: tuple[tuple[str, Sequence[str], pc.Expression], ...] = (
        ("fetches", sorted({*answers.COLUMNS, *FETCH_COLUMNS}), within & of_night),
        ("links", ("source", "from_url", "to_url_key"), within & pc.field("kind").isin(LATEST_ENTRIES)),
        ("documents", stories.COLUMNS, within & of_night),
        ("dropped", ("source", "url", "reason"), within & (pc.field("step") == "extract")),
        ("places", PLACES, within),
    )
    return {table: lake.read(table, night=night, columns=columns, where=where) for table, columns, where in read}


def past_of(lake: Lake, sources: Collection[str], night: date) -> dict[str, Past]:
    """The earlier nights of each source that are compared, without imported nights."""
    nights = [each for each in lake.nights(TABLE) if night - timedelta(days=COMPARED_NIGHTS) <= each < night]
    mine = pc.field("source").isin(pa.array(sorted(sources), pa.string()))
    rows: dict[str, list[dict[str, Any]]] = {source: [] for source in sources}
    for row in lake.read(TABLE, nights=nights, where=mine).to_pylist():
        if not row["imported"]:
            rows[row["source"]].append(row)
    return {source: Past(tuple(sorted(each, key=itemgetter("night")))) for source, each in rows.items()}


def sound_nights(seen: NightSeen, past: Past, night: date) -> Past:
    """The nights of a source that show how much it brings, tonight included: those without a finding that explains it."""
    own = seen.night.figures
    sound = past.of("").without(UNSOUND)
    answers_ = 2 * own["answered"] > own["asked"] and own["start_notice"] is None and not own["imported"]
    return Past((*sound.rows, {**own, "night": night})) if answers_ else sound


def _rows(nights: list[Tonight], released: Collection[str]) -> list[dict[str, Any]]:
    rows = []
    for tonight in nights:
        found = findings(tonight)
        verdict = {
            "night": tonight.night,
            "source": tonight.source,
            "state": state(found, released=tonight.source in released).value,
            "findings": found,
            "compared_nights": 0 if tonight.figures["imported"] else len(tonight.past.of("")),
            "corpus_level": tonight.levels.get(tonight.night),
        }
        rows.append(verdict | dict(tonight.figures))
    return rows


def _held_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"night": row["night"], "source": row["source"], "check": found["check"], "sentence": found["sentence"]}
        for row in rows
        for found in row["findings"]
        if found["severity"] == ERROR
    ]


def _put_rights(lake: Lake, locator: Locator, night: date, sources: Sequence[str], words: list[dict[str, Any]]) -> bool:
    """Write the uses that each source as a whole disallows. If they changed, all articles of the source are published
    again.

    A held-back night counts, too: a "no" takes effect at once.
    """
    known = set(lake.read(RIGHTS, night=night, columns=["source"])["source"].to_pylist())
    concerned = sorted({*known, *sources})
    before = _uses(lake, concerned)
    changed = lake.replace(RIGHTS, pa.Table.from_pylist(words, schema=SOURCE_RIGHTS), night=night)
    after = _uses(lake, concerned)
    turned = {s for s in concerned if before[s] != after[s]}
    locator.wait(PUBLISHED, works_of(lake, turned))
    locator.commit()
    return changed


def _uses(lake: Lake, sources: Sequence[str]) -> dict[str, frozenset[str]]:
    """The uses that each source disallowed last."""
    found: dict[str, frozenset[str]] = {}
    for first in range(0, len(sources), SOURCES_AT_ONCE):
        part = sources[first : first + SOURCES_AT_ONCE]
        said = last_words(lake, part)
        found |= {source: said.get(source, NOTHING).uses for source in part}
    return found


def known_before(
    lake: Lake, locator: Locator, night: date, pages: Collection[Page], within: pc.Expression
) -> dict[str, dict[str, Known]]:
    """The last capture of each page before a night, by source and url_key; new pages are left out."""
    latest = locator.latest(sorted(set(pages)), before=night)
    known: dict[str, dict[str, Known]] = {}
    for (source, key), (on, _) in latest.items():
        known.setdefault(source, {})[key] = Known("", on)
    if not latest:
        return known
    columns = ["night", "source", "url_key", "content_sha256"]
    mine = within & pc.field("url_key").isin(pa.array(sorted({key for _, key in latest}), pa.string()))
    rows = lake.read("documents", nights={on for on, _ in latest.values()}, columns=columns, where=mine)
    for row in rows.to_pylist():
        source, key = row["source"], row["url_key"]
        if (source, key) in latest and known[source][key].night == row["night"]:
            known[source][key] = Known(row["content_sha256"] or "", row["night"])
    return known


def texts_before(lake: Lake, documents: pa.Table, night: date, part: Stretch) -> dict[str, dict[str, set[str]]]:
    """By source of a stretch, the `content_sha256` of its documents that were also captured on the last nights, without
    held-back nights, each with the url_keys where it was.
    """
    first = night - timedelta(days=REPEATED_NIGHTS)
    nights = [each for each in lake.nights("documents") if first <= each < night]
    held = {(row["source"], row["night"]) for row in lake.read(HELD, nights=nights, where=part.where).to_pylist()}
    mine = part.where & pc.field("content_sha256").isin(documents["content_sha256"].drop_null().unique())
    rows = lake.read("documents", nights=nights, columns=["source", "night", "content_sha256", "url_key"], where=mine)
    found: dict[str, dict[str, set[str]]] = {}
    for source, on, content, key in zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True):
        if (source, on) not in held:
            found.setdefault(source, {}).setdefault(content, set()).add(key)
    return found


def pages_held_back(lake: Lake, night: date, part: Stretch) -> dict[str, set[str]]:
    """By source of a stretch, the url_keys of pages that were captured on the last nights that were held back.

    They are new to the corpus, but not to the source's lists.
    """
    first = night - timedelta(days=REPEATED_NIGHTS)
    nights = [each for each in lake.nights(HELD) if first <= each < night]
    held = {(row["source"], row["night"]) for row in lake.read(HELD, nights=nights, where=part.where).to_pylist()}
    mine = pc.field("source").isin(pa.array(sorted({source for source, _ in held}), pa.string()))
    found: dict[str, set[str]] = {}
    for on in sorted({each for _, each in held}):
        rows = lake.read("documents", night=on, columns=["source", "url_key"], where=mine)
        for source, key in zip(rows["source"].to_pylist(), rows["url_key"].to_pylist(), strict=True):
            if (source, on) in held:
                found.setdefault(source, set()).add(key)
    return found


def _note_pages(lake: Lake, locator: Locator, night: date, held: Collection[str]) -> None:
    """Record the pages of sources that are not held back in the locator."""
    columns = ["article_id", "source", "url_key"]
    pages = without(lake.read("documents", night=night, columns=columns), held)
    locator.put_pages(night, zip(*(pages[name].to_pylist() for name in columns), strict=True))
