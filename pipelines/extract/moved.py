"""Moved stories: a story that appears under a new address keeps the work of its former one.

A new address is one that no earlier night captured. Its story comes from a former address if tonight

- the former address redirects to it (`HTTP 301`),
- the page of the former address names it as its canonical URL (`canonical`), or
- the former address is gone, and the story has the same headline (`HTTP 404, same text`),

and if their texts are alike, and only one work comes into question. What earlier nights captured is all that counts,
so the ids do not depend on the order in which nights are built. The row of `moves` says where the story came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.ids import document_id
from pipelines.base.urls.identity import is_front, key_of
from pipelines.lake.delta import Lake
from pipelines.lake.schemas.documents import MOVES
from pipelines.lake.values import STORY_KINDS, FetchOutcome
from pipelines.night.addresses import COLUMNS, Addresses, Lodger, own_id

GONE = (404, 410)
MAX_HOPS = 10
"""Redirects that are followed from one address to the next."""
PIECE_CHARS = 12
"""Length of the pieces of text by which two texts are compared, in any script."""
MIN_PIECES = 100
"""Pieces below which a text is too short to compare: then the headlines must be equal."""
MIN_SHARED, MIN_SHARED_UNLINKED = 0.8, 0.95
"""Least share of the shorter text's pieces that the other text has, if both are the same story; the second if no redirect
or link joins them. Reports that a program writes every day differ by more."""
FETCH_COLUMNS = ("source", "url_key", "outcome", "status", "final_url")
TEXT_COLUMNS = ("source", "url_key", "title", "text")

Row = Mapping[str, Any]


class Origin(NamedTuple):
    """A former address of a story, the story that it had, and the reason to look there."""

    key: str
    lodger: Lodger
    reason: str
    min_shared: float = MIN_SHARED


class MovedStories:
    """The moves of a night, source by source."""

    def __init__(self, lake: Lake, addresses: Addresses, night: date) -> None:
        self._lake, self._addresses, self._night = lake, addresses, night
        self._redirects: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        self._gone: defaultdict[str, dict[str, str]] = defaultdict(dict)
        left = pc.field("outcome").isin(pa.array([FetchOutcome.REDIRECTED, FetchOutcome.HTTP_ERROR], pa.string()))
        where = left & (pc.field("resource") == "page")
        for row in lake.read("fetches", night=night, columns=FETCH_COLUMNS, where=where).to_pylist():
            source, key, said = row["source"], row["url_key"], f"HTTP {row['status']}"
            if row["outcome"] == FetchOutcome.REDIRECTED and (to := key_of(row["final_url"])):
                self._redirects[source][key] = (to, said)
            elif row["status"] in GONE:
                self._gone[source][key] = said

    def joined(self, documents: pa.Table) -> tuple[pa.Table, list[dict[str, Any]]]:
        """The documents of one source with the ids of their works, and its rows of `schemas.MOVES`."""
        if not documents.num_rows:
            return documents, []
        source = documents["source"][0].as_py()
        rows = documents.select([*COLUMNS, "title", "content_sha256"]).to_pylist()
        own = [own_id(row) for row in rows]
        works = self._addresses.works(source, set(own), self._night)
        new = {
            row["url_key"]: row | {"own": each}
            for row, each in zip(rows, own, strict=True)
            if each not in works and row["kind"] in STORY_KINDS and not is_front(row["url_key"])
        }
        found = self._found(source, documents, new) if new else {}
        works |= {each: origin.lodger.work for each, (_, origin) in found.items()}
        ids = [works.get(each, each) for each in own]
        moves = [
            {"night": self._night, "source": source, "article_id": origin.lodger.work, "url_key": key}
            | {"from_url_key": origin.key, "reason": origin.reason}
            for key, origin in found.values()
        ]
        return _with_ids(documents, ids), moves

    def _found(self, source: str, documents: pa.Table, new: Mapping[str, Row]) -> dict[str, tuple[str, Origin]]:
        """By own id, the new address of a story and the former one."""
        asked: defaultdict[str, dict[str, tuple[str, Origin]]] = defaultdict(dict)
        for key, origin in self._origins(source, new):
            if origin.lodger.work != new[key]["own"]:
                asked[new[key]["own"]].setdefault(origin.lodger.work, (key, origin))
        only = {own: next(iter(each.values())) for own, each in asked.items() if len(each) == 1}
        keys = {key for key, _ in only.values()}
        mine = documents.filter(pc.is_in(documents["url_key"], pa.array(sorted(keys), pa.string())))
        now = {row["url_key"]: row for row in mine.select(TEXT_COLUMNS).to_pylist()}
        before = self._pages(source, {origin.key: origin.lodger.night for _, origin in only.values()}, TEXT_COLUMNS)
        return {
            own: (key, origin)
            for own, (key, origin) in sorted(only.items())
            if origin.key in before and is_same_story(before[origin.key], now[key], origin.min_shared)
        }

    def _origins(self, source: str, new: Mapping[str, Row]) -> Iterator[tuple[str, Origin]]:
        """New addresses, each with a former address that its story may come from; those that say so come first."""
        redirects, gone = self._redirects[source], self._gone[source]
        led = {key: to for key in redirects if (to := _target(redirects, key)) in new}
        lodgers = self._addresses.lodgers(source, {*led, *new, *gone}, self._night)
        yield from ((led[key], Origin(key, lodgers[key], redirects[key][1])) for key in sorted(led) if key in lodgers)
        yield from ((key, Origin(key, lodgers[key], "canonical")) for key in sorted(new) if key in lodgers)
        pages = self._pages(source, {key: lodgers[key].night for key in gone if key in lodgers}, ("url_key", "title"))
        titled: defaultdict[str, list[str]] = defaultdict(list)
        for key in sorted(pages):
            titled[_folded(pages[key]["title"])].append(key)
        for key, row in sorted(new.items()):
            for former in titled[title] if (title := _folded(row["title"])) else ():
                yield key, Origin(former, lodgers[former], f"{gone[former]}, same text", MIN_SHARED_UNLINKED)

    def _pages(self, source: str, nights: Mapping[str, date], columns: tuple[str, ...]) -> dict[str, Row]:
        """The documents of a source's addresses, each as a night had it."""
        pages: dict[str, Row] = {}
        for night in sorted(set(nights.values())):
            keys = pa.array(sorted(key for key, on in nights.items() if on == night), pa.string())
            where = pc.field("url_key").isin(keys)
            rows = self._lake.read("documents", night=night, source=source, columns=columns, where=where).to_pylist()
            pages |= {row["url_key"]: row for row in rows}
        return pages


def is_same_story(one: Row, other: Row, min_shared: float = MIN_SHARED) -> bool:
    """True if two pages, with `title` and `text`, have the same story: the shorter text is in the longer one, by a share of
    its pieces.
    """
    pieces = sorted((_pieces(one["text"]), _pieces(other["text"])), key=len)
    if len(pieces[0]) < MIN_PIECES:
        return bool(_folded(one["title"])) and _folded(one["title"]) == _folded(other["title"])
    return len(pieces[0] & pieces[1]) >= min_shared * len(pieces[0])


def move_rows(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows of `schemas.MOVES`."""
    return pa.Table.from_pylist(rows, schema=MOVES)


def _target(redirects: Mapping[str, tuple[str, str]], key: str) -> str:
    """The address at the end of the redirects of a night that begin at an address."""
    for _ in range(MAX_HOPS):
        if key not in redirects:
            break
        key = redirects[key][0]
    return key


def _with_ids(documents: pa.Table, works: list[str]) -> pa.Table:
    """Documents with other works, and with the ids that documents have as texts of these."""
    if works == documents["article_id"].to_pylist():
        return documents
    hashes = documents["content_sha256"].to_pylist()
    texts = [document_id(work, content) for work, content in zip(works, hashes, strict=True)]
    for name, values in (("article_id", works), ("document_id", texts)):
        place = documents.schema.get_field_index(name)
        documents = documents.set_column(place, documents.schema.field(place), pa.array(values, pa.string()))
    return documents


def _pieces(text: str | None) -> set[str]:
    folded = _folded(text)
    return {folded[at : at + PIECE_CHARS] for at in range(len(folded) - PIECE_CHARS + 1)}


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
