"""Parts of a night for the index, some sources at a time: memory depends on the largest source, not the night. Reads the lake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.traces.anchor import addressed
from pipelines.corpus.traces.index import Part
from pipelines.corpus.traces.numbers import numbered
from pipelines.corpus.traces.sequence import COLUMNS, key_id, sequences
from pipelines.lake.delta import Lake
from pipelines.night.held_back import held_sources

LINKS_AT_ONCE = 100_000
"""Sources are read together while they have no more links than this; one source may have more."""
FETCH_COLUMNS = ["source", "url_key", "fetched_at"]
PAGE_COLUMNS = ["source", "article_id", "url_key"]


def parts(lake: Lake, night: date) -> Iterator[Part]:
    """A night of the lake in parts, without the sources that are held back."""
    rows: dict[str, int] = {}
    for table in ("links", "documents"):
        counts = pc.value_counts(lake.read(table, night=night, columns=["source"])["source"]).to_pylist()
        rows |= {each["values"]: each["counts"] + rows.get(each["values"], 0) for each in counts}
    for source in held_sources(lake, night):
        rows.pop(source, None)
    for sources in together(rows, LINKS_AT_ONCE):
        stretch = (pc.field("source") >= sources[0]) & (pc.field("source") <= sources[-1])  # files are sorted by source
        yield _part(lake, night, stretch & pc.field("source").isin(pa.array(sources, pa.string())))


def together(rows: Mapping[str, int], most: int) -> Iterator[list[str]]:
    """Group sources in order of their names, so that each group has at most `most` rows.

    >>> list(together({"bote": 60, "argus": 50, "mail": 300, "post": 10}, 100))
    [['argus'], ['bote'], ['mail'], ['post']]
    >>> list(together({"bote": 60, "argus": 40}, 100))
    [['argus', 'bote']]
    """
    part: list[str] = []
    total = 0
    for source, count in sorted(rows.items()):
        if part and total + count > most:
            yield part
            part, total = [], 0
        part.append(source)
        total += count
    if part:
        yield part


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
