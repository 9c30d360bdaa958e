"""Members: the distinct texts that each work had on a night, and the origin that its pages name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.urls.identity import site_key
from pipelines.corpus.duplicates.credits import credit
from pipelines.corpus.duplicates.sketch import BATCH_TEXTS, Sketches, sketch
from pipelines.lake import archive
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import UTC
from pipelines.night.engine import LOCAL, Engine, engine_for
from pipelines.night.stretches import stretches

MIN_STORY_SHINGLES = 16
"""A text of fewer than 20 words (a teaser, a notice to subscribe) is not a story and has no duplicates."""

MEMBERS = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("text_id", pa.uint64()),
        pa.field("fetched_at", UTC),
        pa.field("source", pa.string()),
        pa.field("source_title", pa.string()),
        pa.field("url", pa.string()),
        pa.field("canonical_url", pa.string()),
        pa.field("agency", pa.string()),
        pa.field("first_in", pa.string()),
    ]
)
"""The columns that the index keeps of a night: each distinct text of each work (id 0: not a story), and its credits."""

KEPT_TEXTS = 8_000
"""Texts that are indexed at a time: their sketches are about 40 MB. Smaller nights are indexed as a whole."""
PART_TEXTS = 4 * BATCH_TEXTS
"""Texts for one call: about a tenth of a second of work."""
_DOCUMENT = ["capture_id", "url", "canonical_url", "agency", "credits"]


RANKED = MEMBERS.append(pa.field("silence", pa.int8()))
"""Members of captures; the lower the `silence`, the more a page says about the origin."""
Members = tuple[pa.Table, Sketches]
"""A row of RANKED for each capture, and the sketches of the texts that are stories."""


def night_members(
    home: Home, night: date, keep: Callable[[Sketches], None], engine: Engine = LOCAL
) -> tuple[pa.Table, int]:
    """The members of a night, sorted, and the number of captures with a story.

    The sketches of their texts are passed to `keep`, KEPT_TEXTS or a few more at a time.
    """
    sketched, texts, rows = list[Sketches](), 0, [RANKED.empty_table()]
    engine = engine_for(engine, Lake(home.lake).rows_by_source("clean_documents", night).total())
    for found, sketches in engine.map(members_of, _captures(home, night)):
        rows.append(found)
        sketched.append(sketches)
        texts += len(sketches)
        if sum(map(len, sketched)) >= KEPT_TEXTS:
            keep(Sketches.concat(sketched))
            sketched = []
    keep(Sketches.concat(sketched))
    return _distinct(pa.concat_tables(rows)), texts


def members_of(captures: Sequence[dict[str, Any]]) -> Members:
    """The members of some captures; an engine calls this function for a part of a night."""
    found = sketch([row["text"] or "" for row in captures])
    is_story = found.shingles.counts >= MIN_STORY_SHINGLES
    ids = np.where(is_story, found.ids, 0).tolist()
    rows = [_member(row, text_id) for row, text_id in zip(captures, ids, strict=True)]
    return pa.Table.from_pylist(rows, schema=RANKED), found.where(is_story)


def _captures(home: Home, night: date) -> Iterator[list[dict[str, Any]]]:
    """The clean texts of a night, in batches, each with the credits of its page and the title of its publication."""
    lake, unsaid = Lake(home.lake), dict.fromkeys(_DOCUMENT)
    columns = ["capture_id", "article_id", "source", "fetched_at", "text"]
    for part in stretches(lake, night, ("clean_documents",)):
        clean = lake.read("clean_documents", night=night, columns=columns, where=part.where)
        pages = lake.read("documents", night=night, columns=_DOCUMENT, where=part.where).to_pylist()
        documents = {row["capture_id"]: row for row in pages}
        titles = {source: _title(home, source, night) for source in part.sources}
        for batch in clean.to_batches(max_chunksize=PART_TEXTS):
            yield [
                unsaid | documents.get(row["capture_id"], {}) | row | {"source_title": titles[row["source"]]}
                for row in batch.to_pylist()
            ]


def _distinct(rows: pa.Table) -> pa.Table:
    """A row of MEMBERS for each text of each work, sorted: the page that says the most, with the time of the first one."""
    order = ("article_id", "text_id", "silence", "fetched_at", "page")
    rows = rows.append_column("page", pc.fill_null(rows["url"], "")).sort_by([(name, "ascending") for name in order])
    rows = rows.append_column("row", pa.array(np.arange(rows.num_rows)))
    texts = rows.group_by(["article_id", "text_id"], use_threads=False)
    first = texts.aggregate([("row", "min"), ("fetched_at", "min")])
    found = rows.take(first["row_min"])
    return found.set_column(found.column_names.index("fetched_at"), "fetched_at", first["fetched_at_min"]).select(
        MEMBERS.names
    )


def _member(row: dict[str, Any], text_id: int) -> dict[str, Any]:
    found, url, canonical = credit(row["text"], row["agency"], row["credits"] or ()), row["url"], row["canonical_url"]
    elsewhere = bool(url and canonical and site_key(url) != site_key(canonical))
    copied = ("article_id", "source", "fetched_at", "url", "canonical_url", "source_title")
    return {name: row[name] for name in copied} | {
        "text_id": text_id,
        "agency": found.agency,
        "first_in": found.first_in,
        "silence": 4 * (not elsewhere) + 2 * (found.first_in is None) + (found.agency is None),
    }


def _title(home: Home, source: str, night: date) -> str | None:
    """A publication's title from its settings of that night; None if the archive has no title."""
    try:
        settings = json.loads((archive.folder(home.archive, source, night) / "source.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    title = settings.get("title")
    return title if isinstance(title, str) else None
