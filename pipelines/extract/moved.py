"""Moved stories: a story that appears under a new address keeps the work of its former one.

A new address is one that no earlier night captured. Its story comes from a former address if tonight

- the former address redirects to it (`HTTP 301`),
- the page of the former address names it as its canonical URL (`canonical`), or
- both have the same headline and text, and the former address does not answer: it is gone or nobody asked for it, as on
  the night of a redesign (`HTTP 404, same text`, `same text`), and no other day stands on one of them,

and if their texts are alike, and only one work comes into question. What earlier nights captured is all that counts,
so the ids do not depend on the order in which nights are built. The row of `moves` says where the story came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.ids import document_id
from pipelines.base.urls.identity import is_front, key_of
from pipelines.lake.delta import Lake
from pipelines.lake.schemas.documents import MOVES
from pipelines.lake.values import STORY_KINDS, FetchOutcome
from pipelines.night.addresses import COLUMNS, Addresses, Lodger, folded, own_id

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
SAME_TEXT = "same text"
FETCH_COLUMNS = ("source", "url_key", "outcome", "status", "final_url")
TEXT_COLUMNS = ("source", "url_key", "article_id", "title", "text", "date_candidates")
DAY_CHARS = len("2026-01-31")

Row = Mapping[str, Any]


class Origin(NamedTuple):
    """A former page of a story, the work that it belongs to, and the reason to look there."""

    key: str
    work: str
    page: Row
    reason: str


class MovedStories:
    """The moves of a night, source by source."""

    def __init__(self, lake: Lake, addresses: Addresses, night: date) -> None:
        self._lake, self._addresses, self._night = lake, addresses, night
        self._redirects: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        where = (pc.field("outcome") == str(FetchOutcome.REDIRECTED)) & (pc.field("resource") == "page")
        for row in lake.read("fetches", night=night, columns=FETCH_COLUMNS, where=where).to_pylist():
            if to := key_of(row["final_url"]):
                self._redirects[row["source"]][row["url_key"]] = (to, f"HTTP {row['status']}")

    def joined(self, documents: pa.Table) -> tuple[pa.Table, list[dict[str, Any]]]:
        """The documents of one source with the ids of their works, and its rows of `schemas.MOVES`."""
        if not documents.num_rows:
            return documents, []
        source = documents["source"][0].as_py()
        rows = documents.select([*COLUMNS, "content_sha256"]).to_pylist()
        own = [own_id(row) for row in rows]
        works = self._addresses.works(source, set(own), self._night)
        new = {
            row["url_key"]: row | {"own": each}
            for row, each in zip(rows, own, strict=True)
            if each not in works and row["kind"] in STORY_KINDS and not is_front(row["url_key"])
        }
        found = self._found(source, documents, new) if new else {}
        works |= {each: origin.work for each, (_, origin) in found.items()}
        moves = [
            {"night": self._night, "source": source, "article_id": origin.work, "url_key": key}
            | {"from_url_key": origin.key, "reason": origin.reason}
            for key, origin in found.values()
        ]
        return _with_ids(documents, [works.get(each, each) for each in own]), moves

    def _found(self, source: str, documents: pa.Table, new: Mapping[str, Row]) -> dict[str, tuple[str, Origin]]:
        """By own id, the new address of a story and the former one; those that are linked decide before equal texts."""
        mine = documents.filter(pc.is_in(documents["url_key"], pa.array(sorted(new), pa.string())))
        now = {row["url_key"]: row for row in mine.select(TEXT_COLUMNS).to_pylist()}
        found: dict[str, tuple[str, Origin]] = {}
        for origins in (self._linked(source, new), self._namesakes(source, new)):
            asked: defaultdict[str, dict[str, tuple[str, Origin]]] = defaultdict(dict)
            for key, origin in origins:
                own = new[key]["own"]
                if own not in found and origin.work != own and _is_from(origin, now[key]):
                    asked[own].setdefault(origin.work, (key, origin))
            found |= {own: next(iter(each.values())) for own, each in sorted(asked.items()) if len(each) == 1}
        return found

    def _linked(self, source: str, new: Mapping[str, Row]) -> Iterator[tuple[str, Origin]]:
        """New addresses, each with a former address that redirects to it, or whose page names it."""
        redirects = self._redirects[source]
        led = {key: to for key in sorted(redirects) if (to := _target(redirects, key)) in new}
        lodgers = self._addresses.lodgers(source, {*led, *new}, self._night)
        pages = self._pages(source, lodgers)
        yield from ((led[key], Origin(key, *pages[key], redirects[key][1])) for key in led if key in pages)
        yield from ((key, Origin(key, *pages[key], "canonical")) for key in sorted(new) if key in pages)

    def _namesakes(self, source: str, new: Mapping[str, Row]) -> Iterator[tuple[str, Origin]]:
        """New addresses, each with a former address whose story has the same headline, and that does not answer."""
        before = {key: self._addresses.namesakes(source, row["title"], self._night) for key, row in sorted(new.items())}
        nights = {lodger.night for each in before.values() for lodger in each}
        works = {lodger.work for each in before.values() for lodger in each}
        pages: dict[tuple[date, str, str], Row] = {}
        for night in sorted(nights):
            rows = self._lake.read(
                "documents", night=night, source=source, works=works, columns=TEXT_COLUMNS
            ).to_pylist()
            pages |= {(night, row["article_id"], folded(row["title"])): row for row in rows}
        answers = self._answers(source, {row["url_key"] for row in pages.values()})
        for key, lodgers in before.items():
            for night, work in lodgers:
                page = pages.get((night, work, folded(new[key]["title"])))
                if page and (said := answers.get(page["url_key"], "")) is not None:
                    yield key, Origin(page["url_key"], work, page, f"{said}, {SAME_TEXT}" if said else SAME_TEXT)

    def _answers(self, source: str, keys: Collection[str]) -> dict[str, str | None]:
        """The answers of the night at addresses of a source that are gone (`HTTP 404`), and None for those that may not be."""
        if not keys:
            return {}
        where = pc.field("url_key").isin(pa.array(sorted(keys), pa.string()))
        rows = self._lake.read(
            "fetches", night=self._night, source=source, columns=FETCH_COLUMNS, where=where
        ).to_pylist()
        gone = (FetchOutcome.REDIRECTED, FetchOutcome.HTTP_ERROR)
        return {
            row["url_key"]: f"HTTP {row['status']}"
            if row["outcome"] in gone and (row["outcome"] == FetchOutcome.REDIRECTED or row["status"] in GONE)
            else None
            for row in rows
        }

    def _pages(self, source: str, lodgers: Mapping[str, Lodger]) -> dict[str, tuple[str, Row]]:
        """The work and the document of each of a source's addresses, as last captured."""
        pages: dict[str, tuple[str, Row]] = {}
        for night in sorted({lodger.night for lodger in lodgers.values()}):
            keys = pa.array(sorted(key for key, lodger in lodgers.items() if lodger.night == night), pa.string())
            where = pc.field("url_key").isin(keys)
            rows = self._lake.read(
                "documents", night=night, source=source, columns=TEXT_COLUMNS, where=where
            ).to_pylist()
            pages |= {row["url_key"]: (row["article_id"], row) for row in rows}
        return pages


def is_same_story(one: Row, other: Row, min_shared: float = MIN_SHARED) -> bool:
    """True if two pages, with `title` and `text`, have the same story: the shorter text is in the longer one, by a share of
    its pieces.
    """
    pieces = sorted((_pieces(one["text"]), _pieces(other["text"])), key=len)
    if len(pieces[0]) < MIN_PIECES:
        return bool(folded(one["title"])) and folded(one["title"]) == folded(other["title"])
    return len(pieces[0] & pieces[1]) >= min_shared * len(pieces[0])


def move_rows(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows of `schemas.MOVES`."""
    return pa.Table.from_pylist(rows, schema=MOVES)


def _is_from(origin: Origin, page: Row) -> bool:
    """True if a story comes from a former address. If nothing links them, their texts are long enough to compare and almost
    the same, and no other day stands on one of them.
    """
    if not origin.reason.endswith(SAME_TEXT):
        return is_same_story(origin.page, page)
    if min(len(_pieces(each["text"])) for each in (origin.page, page)) < MIN_PIECES:
        return False
    days = [_days(each) for each in (origin.page, page)]
    return is_same_story(origin.page, page, MIN_SHARED_UNLINKED) and not (all(days) and days[0].isdisjoint(days[1]))


def _days(page: Row) -> set[str]:
    """The days of publication that a page states."""
    stated = (each["value"] for each in page["date_candidates"] or () if each["role"] == "published" and each["value"])
    return {value[:DAY_CHARS] for value in stated if len(value) >= DAY_CHARS}


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
    plain = folded(text)
    return {plain[at : at + PIECE_CHARS] for at in range(len(plain) - PIECE_CHARS + 1)}
