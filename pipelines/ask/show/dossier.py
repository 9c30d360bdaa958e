"""Dossier: all data of one article: its row, texts, copies, event, links, and the places of its captures in the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.ask.sql.connection import connect
from pipelines.base.errors import InputError
from pipelines.base.urls.identity import key_of
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home

Row = Mapping[str, Any]

COPY_COLUMNS = ("article_id", "source", "url", "title", "published", "role", "first_seen")
CAPTURE_COLUMNS = ("night", "source", "url_key", "article_id", "document_id", "fetched_at")
PLACE_COLUMNS = (
    "night",
    "url_key",
    "outcome",
    "fetched_at",
    "payload_bytes",
    "payload_sha256",
    "warc_file",
    "warc_offset",
)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Rows of the tables, about one article."""

    article: Row
    """Row of `articles`."""
    revisions: Sequence[Row]
    """The texts of the article, oldest first."""
    copies: Sequence[Row]
    """Other articles of its cluster, by the time they were first seen."""
    event: Row | None
    """Row of `event_facts`; None if no other article reports the event."""
    coverage: Sequence[Row]
    """Rows of the macro `coverage`: every article of the event, the earliest first."""
    related: Sequence[tuple[Row, str | None]]
    """Links in page order, each with the article of the corpus that it leads to."""
    addresses: Sequence[Row]
    """Rows of `addresses`, the present one first."""
    captures: Sequence[Row]
    """Rows of `fetches` that stored a page in the archive, oldest first."""


def dossier(home: Home, article: str) -> Dossier:
    """All data of an article. Raises InputError, with the reason, if the corpus has no article with this id."""
    lake = Lake(home.lake)
    mine = pc.field("article_id") == article
    rows = lake.read("articles", where=mine).to_pylist()
    if not rows:
        raise InputError(f"{article} is no article of the corpus: {_why_none(lake, article)}")
    [row] = rows
    same = (pc.field("cluster_id") == row["cluster_id"]) & (pc.field("article_id") != article)
    copies = lake.read("articles", columns=COPY_COLUMNS, where=same).to_pylist()
    return Dossier(
        row,
        sorted(lake.read("revisions", where=mine).to_pylist(), key=lambda each: each["revision"]),
        sorted(copies, key=lambda each: (each["first_seen"], each["article_id"])),
        next(iter(_asked(home, "event", article)), None),
        _asked(home, "coverage", article),
        _related(lake, row),
        _asked(home, "addresses", article),
        _captures(lake, article),
    )


def captures(home: Home, article: str) -> Sequence[Row]:
    """The fetches that stored a page of an article in the archive, oldest first."""
    return _captures(Lake(home.lake), article)


def _related(lake: Lake, article: Row) -> list[tuple[Row, str | None]]:
    links = article["related"] or []
    keys = {link["url"]: key_of(link["url"]) for link in links}
    wanted = pc.field("url_key").isin(pa.array(sorted({key for key in keys.values() if key}), pa.string()))
    pages = lake.read("documents", columns=["url_key", "article_id"], where=wanted).to_pylist() if links else []
    works = {page["url_key"]: page["article_id"] for page in pages}
    return [(link, works.get(keys[link["url"]])) for link in links]


def _asked(home: Home, macro: str, article: str) -> list[Row]:
    """The rows of a macro about an article."""
    with connect(home) as corpus:
        return list(corpus.sql(f"FROM {macro}(?)", params=[article]).to_arrow_table().to_pylist())


def _captures(lake: Lake, article: str) -> list[Row]:
    pages = lake.read("documents", columns=CAPTURE_COLUMNS, where=pc.field("article_id") == article).to_pylist()
    keys = pa.array(sorted({page["url_key"] for page in pages}), pa.string())
    held = pc.field("url_key").isin(keys) & pc.field("warc_file").is_valid()
    nights = {page["night"] for page in pages}
    rows = lake.read("fetches", nights=nights, columns=PLACE_COLUMNS, where=held).to_pylist() if nights else []
    made = {(page["night"], page["url_key"]) for page in pages}
    found = [row for row in rows if (row["night"], row["url_key"]) in made]
    return sorted(found, key=lambda row: (row["night"], row["fetched_at"], row["url_key"]))


def _why_none(lake: Lake, article: str) -> str:
    mine = pc.field("article_id") == article
    if taken := lake.read("taken_back", columns=["kind", "basis"], where=mine).to_pylist():
        return f"it was taken back, a page of the kind {taken[0]['kind']} ({taken[0]['basis']})"
    pages = lake.read("documents", columns=["night", "kind", "kind_basis"], where=mine).to_pylist()
    if not pages:
        return "no page of it was captured"
    last = max(pages, key=lambda row: row["night"])
    return f"its page is of the kind {last['kind']} ({last['kind_basis']}), or its night is held back or not built"
