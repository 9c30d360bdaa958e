"""The stories in parts of a night: finds the pages of each story and writes its text into the row of its first page.

A page counts as it was captured on the night, else as it was last captured before. If the night captured only parts of a
story, and its text changed, the row of the first of these captures is the story's next revision. Later nights never count,
so rows do not depend on the order in which nights are built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.ids import article_id, document_id
from pipelines.base.urls.parts import part_of
from pipelines.extract.parts import Text, is_part_of, joined, joined_before, number_of, own_row
from pipelines.extract.run.storable import content_sha256
from pipelines.lake.delta import Lake
from pipelines.lake.values import STORY_KINDS, KindBasis, PageKind
from pipelines.night.addresses import Addresses

HAS_PARTS = (*STORY_KINDS, PageKind.GALLERY)
"""Kinds of pages that are joined with their parts."""
OF_CAPTURE = ("night", "capture_id", "fetched_at", "extractor", "rights", "train_ai", "tdm")
"""Columns of the capture whose row has a story's next revision."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Night:
    """A source on a night: its rows by key, the rows of its stories as last captured before, and the named parts of each page."""

    source: str
    rows: Mapping[str, Row]
    before: Mapping[str, Row]
    named: Mapping[str, Mapping[str, str]]


class StoriesInParts:
    """The stories in parts of a night, source by source."""

    def __init__(self, lake: Lake, addresses: Addresses, night: date) -> None:
        self._lake, self._addresses, self._night = lake, addresses, night
        self._named: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        columns = ("source", "from_url_key", "to_url_key", "to_url")
        links = lake.read("links", night=night, columns=columns, where=pc.field("kind") == "part")
        for row in links.to_pylist():
            self._named[row["source"]].setdefault(row["from_url_key"], {})[row["to_url_key"]] = row["to_url"]

    def joined(self, documents: pa.Table) -> pa.Table:
        """The documents of one source, with the texts of its stories in parts."""
        places = {key: place for place, key in enumerate(documents["url_key"].to_pylist())}
        stories = {part.story for key in places if (part := part_of(key))}
        source = documents["source"][0].as_py() if stories or documents.num_rows else ""
        named = self._named.get(source, {})
        stories |= {page for page in named if part_of(page) is None}
        stories |= {part.story for page in named.values() for key in page if (part := part_of(key))}
        alone = self._pieces_alone(source, documents, places, named)
        if not stories:
            return _replaced(documents, alone)
        before = self._before(source, stories)
        mine = stories & (places.keys() | before.keys())
        pieces = {key for story in mine for key in named.get(story, ())}
        pages = {
            key: place
            for key, place in places.items()
            if key in mine or key in pieces or ((p := part_of(key)) and p.story in mine)
        }
        rows = dict(zip(pages, documents.take(pa.array(pages.values(), pa.int64())).to_pylist(), strict=True))
        night = Night(source, rows, before, named)
        changed = {key: row for story in sorted(mine) for key, row in self._story(night, story)}
        return _replaced(documents, alone | {places[key]: row for key, row in changed.items()})

    def _pieces_alone(
        self, source: str, documents: pa.Table, places: Mapping[str, int], named: Mapping[str, Mapping[str, str]]
    ) -> dict[int, Row]:
        """By place, the rows of pieces that no page names tonight, and an earlier night joined to their story: no stories."""
        of_tonight = {key for page in named.values() for key in page}
        is_untitled = pc.and_(
            pc.is_null(documents["title"]), pc.is_in(documents["kind"], pa.array(map(str, HAS_PARTS)))
        )
        untitled = documents["url_key"].filter(is_untitled).to_pylist()
        before = self._addresses.parts(source, [key for key in untitled if key not in of_tonight], self._night)
        chosen = [places[key] for key in sorted(before)]
        rows = documents.take(pa.array(chosen, pa.int64())).to_pylist()
        return {place: _as_part(row) for place, row in zip(chosen, rows, strict=True)}

    def _story(self, night: Night, story: str) -> Iterator[tuple[str, Row]]:
        """The new rows of a story's pages, by the key of the capture."""
        tonight, before = night.rows.get(story), night.before.get(story)
        first = tonight if tonight and (tonight["kind"] in HAS_PARTS or _is_unfilled(tonight)) else before
        if first is None or (tonight is not None and first is before):
            return  # its address has no story
        earlier = joined_before(before) if before else {}
        parts = _named(night, story, earlier)
        captured = {key: night.rows[key] for key in parts if key in night.rows}
        strangers = {key for key, row in captured.items() if not is_part_of(first, row, story)}
        captured = {key: row for key, row in captured.items() if key not in strangers}
        if not parts or (first is before and not captured):
            return
        missing = [key for key in parts if key not in captured and not (key in earlier and earlier[key].blocks)]
        texts = {key: each for key, each in earlier.items() if each.blocks} | self._nearest(
            night.source, story, first, missing
        )
        texts |= {key: Text(row["url"], row["blocks"]) for key, row in captured.items()}
        listed = [
            (number_of(key, story), url, texts.get(key)) for key, url in sorted(parts.items()) if key not in strangers
        ]
        yield from ((key, _as_part(row)) for key, row in captured.items())
        found = joined(own_row(first), listed)
        if first is tonight:
            yield story, _with_ids(_filled(found, [captured[key] for key in sorted(captured)]))
        elif before is not None and found["text"] != before["text"]:
            key = min(captured)
            yield key, _with_ids(found | {name: captured[key][name] for name in OF_CAPTURE})

    def _before(self, source: str, stories: Set[str]) -> dict[str, Row]:
        """The rows of stories as last captured before the night, by key."""
        lodgers = self._addresses.lodgers(source, stories, self._night)
        nights = self._addresses.parts(source, stories - lodgers.keys(), self._night)
        found = self._read(source, nights | {key: lodger.night for key, lodger in lodgers.items()})
        return {key: row for key, row in found.items() if row["kind"] in HAS_PARTS}

    def _nearest(self, source: str, story: str, first: Row, keys: Collection[str]) -> dict[str, Text]:
        """The texts of parts that were captured before the night, but never joined."""
        rows = self._read(source, self._addresses.parts(source, keys, self._night)) if keys else {}
        return {key: Text(row["url"], row["blocks"]) for key, row in rows.items() if is_part_of(first, row, story)}

    def _read(self, source: str, nights: Mapping[str, date]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for night in sorted(set(nights.values())):
            keys = pa.array(sorted(key for key, on in nights.items() if on == night), pa.string())
            rows = self._lake.read("documents", night=night, source=source, where=pc.field("url_key").isin(keys))
            found |= {row["url_key"]: row for row in rows.to_pylist()}
        return found


def _named(night: Night, story: str, earlier: Mapping[str, Text]) -> dict[str, str]:
    """The parts of a story, as URLs by key: those that its pages name tonight, and for pages not seen tonight those of before."""
    found: dict[str, str] = {}
    pages = [story]
    for page in pages:
        seen = page in night.named or page in night.rows
        here = night.named.get(page, {}) if seen else {key: text.url for key, text in earlier.items()}
        for key, url in sorted(here.items()):
            part = part_of(key)
            is_own = page == story or (part is not None and part.story == story)
            if is_own and key not in found:
                found[key] = url
                pages.append(key)
    return found


def _is_unfilled(row: Row) -> bool:
    """True for a page with a headline and without a text: a story, if a script fills its text in."""
    return bool(
        row["title"] and not row["text"] and row["kind"] == PageKind.OTHER and row["kind_basis"] == KindBasis.TEXT
    )


def _filled(row: Row, parts: Sequence[Row]) -> Row:
    """The row of a page, as a story if it was none only because it had no text. It has authors and language of its parts if
    it shows none.
    """
    if not row["text"] or row["kind"] != PageKind.OTHER:
        return row
    named = next((part for part in parts if part["authors"]), row)
    language = row["language"] or next((part["language"] for part in parts if part["language"]), None)
    authors = {name: named[name] for name in ("authors", "authors_confidence")} if not row["authors"] else {}
    return {**row, **authors, "language": language, "kind": str(PageKind.ARTICLE)}


def _as_part(row: Row) -> Row:
    """The row of a part: no story, and nothing of its story's work."""
    own = article_id(row["url_key"])
    ids = {"article_id": own, "document_id": document_id(own, row["content_sha256"])}
    return {**row, "kind": str(PageKind.OTHER), "kind_basis": str(KindBasis.FURTHER_PAGE), **ids}


def _with_ids(row: Row) -> Row:
    content = content_sha256(row["title"], row["text"])
    return {**row, "content_sha256": content, "document_id": document_id(row["article_id"], content)}


def _replaced(documents: pa.Table, rows: Mapping[int, Row]) -> pa.Table:
    """The documents with other rows at some places."""
    if not rows:
        return documents
    new = pa.Table.from_pylist([rows[place] for place in sorted(rows)], schema=documents.schema)
    order = list(range(documents.num_rows))
    for number, place in enumerate(sorted(rows)):
        order[place] = documents.num_rows + number
    return pa.concat_tables([documents, new]).take(order)
