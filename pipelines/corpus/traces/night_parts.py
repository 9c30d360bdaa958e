"""Parts of a night for the index, some sources at a time: memory depends on the largest source, not the night. Reads the lake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pyarrow.compute as pc

from pipelines.corpus.traces.anchor import addressed
from pipelines.corpus.traces.index import Part
from pipelines.corpus.traces.sequence import COLUMNS, key_id, sequences
from pipelines.lake.delta import Lake
from pipelines.night.held_back import held_sources
from pipelines.night.stretches import stretches

NUMBER = re.compile(r"(?:[?&](?P<name>[a-z_]+)=)?(?P<number>\d{3,12})(?=\D*$)")
YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")

FETCH_COLUMNS = ["source", "url_key", "fetched_at"]
PAGE_COLUMNS = ["source", "article_id", "url_key"]


def numbered(key: str) -> tuple[str, int] | None:
    """Series and number of a `url_key`; None if it has no number, or one that may be a date.

    >>> numbered("a.example/uk/ferry-stopped-41207"), numbered("a.example/?p=1207"), numbered("a.example/2025/11/ferry")
    (('a.example', 41207), ('a.example?p', 1207), None)
    """
    m = NUMBER.search(key)
    if m is None or YEAR.fullmatch(m["number"]):
        return None
    host = key.partition("/")[0]
    return (f"{host}?{m['name']}" if m["name"] else host), int(m["number"])


def parts(lake: Lake, night: date) -> Iterator[Part]:
    """A night of the lake in parts, without the sources that are held back."""
    held = held_sources(lake, night)
    for part in stretches(lake, night, ("links", "documents"), without=held):
        yield _part(lake, night, part.where)


def _part(lake: Lake, night: date, where: pc.Expression) -> Part:
    links = lake.read("links", night=night, columns=COLUMNS, where=where)
    fetches = lake.read("fetches", night=night, columns=FETCH_COLUMNS, where=where).to_pylist()
    times = {(row["source"], row["url_key"]): row["fetched_at"] for row in fetches if row["fetched_at"] is not None}
    documents = lake.read("documents", night=night, columns=PAGE_COLUMNS, where=where).to_pylist()
    targets = pc.unique(links["to_url_key"]).to_pylist()
    return Part(
        sequences(links, times),
        pages=[(key_id(row["url_key"]), row["article_id"]) for row in documents],
        numbers=[(*known, key_id(row["url_key"])) for row in documents if (known := numbered(row["url_key"]))],
        addresses=[(key_id(key), key) for key in targets if addressed(key) is not None],
    )
