"""The target of a takedown: a source by its name, or a work by its URL or article id, with every URL that led to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.errors import InputError
from pipelines.base.ids import article_id
from pipelines.base.urls.identity import is_front, key_of, site_key
from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.extract.parts import JOINED, MISSING
from pipelines.lake import archive
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night.held_back import TABLE as HELD_BACK
from pipelines.night.locator import CAPTURES, DEPARTURES, EVIDENCE, locating
from pipelines.night.postponed import postponed
from pipelines.nights import STEPS, Accounts

ARTICLE = re.compile(r"[0-9a-f]{16}")
DOCUMENT_COLUMNS = ["source", "article_id", "url_key", "url", "canonical_url", "flags"]
SAME_TEXT_WORDS, SAME_TEXT_WORKS = 50, 5
"""Pages of a source with the same title and text are one work. Excluded are short notices, and pages that a source
shows everywhere.
"""


@dataclass(frozen=True, slots=True)
class Target:
    """The target of a takedown; see `takedowns.Takedown`."""

    kind: Literal["work", "source"]
    given: str
    sources: tuple[str, ...]
    sites: tuple[str, ...]
    works: tuple[str, ...]
    keys: tuple[str, ...] = ()


def find_target(home: Home, given: str) -> Target:
    """The target that a URL, an article id or a source's name means. Raises InputError if the corpus does not have it,
    or not yet.
    """
    if given in archive.sources(home.archive):
        return _source(home, given)
    _require_built(home)
    lake = Lake(home.lake)
    if ARTICLE.fullmatch(given):
        works, keys = {given}, set[str]()
    else:
        key = key_of(given) if "." in given or "://" in given else None
        if key is None:
            raise InputError(f"{given} is no source of {home.archive}, no URL and no article id")
        if is_front(key):
            raise InputError(f"{given} is the front page of a site: give a story's URL, or the name of the source")
        works, keys = set[str](), {key}
    return _work(home, lake, given, works, keys)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the tables may have rows of a work: nights, and the first nights under which tables of works have it."""

    nights: frozenset[date]
    first_nights: frozenset[date]

    @classmethod
    def of(cls, home: Home, target: Target) -> Places:
        """The nights on which a URL of the work was considered, and those that the locator knows."""
        mine = _is_in("source", target.sources) & _is_in("url_key", target.keys)
        nights = set(Lake(home.lake).read("fetches", columns=["night"], where=mine)["night"].to_pylist())
        with locating(home) as locator:
            for kind in (CAPTURES, EVIDENCE, DEPARTURES):
                nights |= set(locator.nights_of(kind, target.works))
            return cls(frozenset(nights), frozenset(locator.places(target.works)))


def copies_elsewhere(home: Home, works: Collection[str]) -> dict[str, str]:
    """Other works with the same story, which are other publishers': `SOURCE URL` by article id, sorted."""
    with locating(home) as locator:
        mates = locator.mates(works)
        places = locator.places(mates)
    rows = Lake(home.lake).read_works("articles", mates, places, columns=["article_id", "source", "url"]).to_pylist()
    return {
        row["article_id"]: f"{row['source']} {row['url']}" for row in sorted(rows, key=lambda row: row["article_id"])
    }


def rows_of(lake: Lake, target: Target, places: Places | None = None) -> dict[str, int]:
    """Number of rows that each table has of a work or a source, without tables that have none.

    `places` are those of a work; without them every file is read.
    """
    column, mine = ("source", target.sources) if target.kind == "source" else ("article_id", target.works)
    counts = {}
    for name, table in TABLES.items():
        if column not in table.schema.names:
            continue
        if places and table.partition == "month":
            counts[name] = lake.read_works(name, mine, places.first_nights, columns=[column]).num_rows
        else:
            nights = places.nights if places and table.partition == "night" else None
            counts[name] = lake.read(name, nights=nights, columns=[column], where=_is_in(column, mine)).num_rows
    return {name: count for name, count in counts.items() if count}


def captures_of(lake: Lake, target: Target, places: Places | None = None) -> tuple[int, str | None]:
    """Number of records that the archive has of a work or a source, and the first night that names it."""
    mine = _is_in("source", target.sources)
    mine = mine & _is_in("url_key", target.keys) if target.kind == "work" else mine
    rows = lake.read("fetches", nights=places.nights if places else None, columns=["night", "warc_file"], where=mine)
    first = pc.min(rows["night"]).as_py()
    return rows.num_rows - rows["warc_file"].null_count, first and first.isoformat()


def works_captured_as(lake: Lake, keys: Collection[str]) -> set[str]:
    """The works that were captured under these keys."""
    return set(lake.read("documents", columns=["article_id"], where=_is_in("url_key", keys))["article_id"].to_pylist())


def _source(home: Home, name: str) -> Target:
    """A source by its name, with the sites that its crawls started from."""
    starts: set[str] = set()
    for night in archive.nights_of(home.archive, name):
        try:
            settings = archive.source_settings(home, name, night)
        except InputError:  # a crawl that broke off before it wrote its settings
            continue
        starts |= {settings["url"], *settings.get("seeds", ()), *settings.get("sections", ())}
    works = set(Lake(home.lake).read("documents", source=name, columns=["article_id"])["article_id"].to_pylist())
    return Target("source", name, (name,), tuple(sorted(map(site_key, starts))), tuple(sorted(works)))


def _require_built(home: Home) -> None:
    """Raise InputError if a crawled night is not built: its data about a work would be missed.

    Of nights that wait because of an earlier takedown only the crawls are asked.
    """
    accounts, waiting = Accounts(home), postponed(home)
    steps = [step for step in STEPS.values() if not step.outlet]
    for night in crawled_nights(home):
        if any(accounts.stale(step, night) for step in (steps[:1] if night in waiting else steps)):
            raise InputError(
                f"{night} is not built: run 'dateline build' first, so that all that is there of the work is known"
            )


def _work(home: Home, lake: Lake, given: str, works: set[str], keys: set[str]) -> Target:
    sources = _sources_of(home, lake, works, keys)
    if not sources:
        raise InputError(f"{given}: no page of it was captured, and no page, feed or sitemap names it")
    mine = _is_in("source", sources)
    documents = lake.read("documents", columns=DOCUMENT_COLUMNS, where=mine).to_pylist()
    texts = lake.read("clean_documents", columns=["source", "article_id", "words", "text_sha256"], where=mine)
    _close(works, keys, documents, _same_texts(texts))
    captured = {row["source"] for row in documents if row["article_id"] in works}
    sites = {site_key(f"http://{key}") for key in keys}
    return Target("work", given, *(tuple(sorted(each)) for each in (captured or sources, sites, works, keys)))


def _sources_of(home: Home, lake: Lake, works: Collection[str], keys: Collection[str]) -> set[str]:
    """The sources that captured a work or a URL, and those that may have on a night that is held back.

    If none captured it, those whose crawls considered the URL.
    """
    with locating(home) as locator:
        found = {each.source for judged in locator.judged(works).values() for each in judged}
        pages = [(source, key) for source in archive.sources(home.archive) for key in sorted(keys)]
        found |= {source for source, _ in locator.latest(pages, date.max)}
    if found:
        return found | set(lake.read(HELD_BACK, columns=["source"])["source"].to_pylist())
    named = _is_in("article_id", works) | _is_in("url_key", keys)
    found = set(lake.read("documents", columns=["source"], where=named)["source"].to_pylist())
    if keys and not found:  # never captured, or captured without text: only the crawl has it
        found = set(lake.read("fetches", columns=["source"], where=_is_in("url_key", keys))["source"].to_pylist())
    return found


def _close(works: set[str], keys: set[str], documents: list[dict[str, Any]], same_texts: list[set[str]]) -> None:
    """Add the works that these keys led to, and the keys that led to these works, until nothing new is found."""
    size = 0
    named = [(row, _keys(row)) for row in documents]
    while size < len(works) + len(keys):
        size = len(works) + len(keys)
        for row, found in named:
            if row["article_id"] in works or not keys.isdisjoint(found):
                works.add(row["article_id"])
                keys |= found
        for same in same_texts:
            if not works.isdisjoint(same):
                works |= same


def _keys(row: Mapping[str, Any]) -> set[str]:
    """The keys of a captured page: of the link to it, of its answer, of its parts, and of its canonical URL on its own site."""
    canonical = key_of(row["canonical_url"])
    own = {canonical} if canonical and article_id(canonical) == row["article_id"] else set()
    parts = {key_of(flag["text"]) for flag in row["flags"] or () if flag["rule"] in (JOINED, MISSING)}
    return {key for key in {row["url_key"], key_of(row["url"]), *parts, *own} if key and not is_front(key)}


def _same_texts(rows: pa.Table) -> list[set[str]]:
    """Works of a source with the same title and text under several addresses."""
    long = rows.filter(pc.greater_equal(pc.fill_null(rows["words"], 0), SAME_TEXT_WORDS))
    groups = long.group_by(["source", "text_sha256"]).aggregate([("article_id", "distinct")])["article_id_distinct"]
    sizes = pc.list_value_length(groups)
    several = groups.filter(pc.and_(pc.greater(sizes, 1), pc.less_equal(sizes, SAME_TEXT_WORKS)))
    return [set(works) for works in several.to_pylist()]


def _is_in(column: str, values: Collection[str]) -> pc.Expression:
    return pc.field(column).isin(pa.array(sorted(values), pa.string()))
