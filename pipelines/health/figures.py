"""All figures of a source's night, from rows of the archive or from pages fetched just now. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pyarrow as pa

from pipelines.dates.nights.evidence import evidence_of_captures
from pipelines.dates.source.conventions import DateConventions
from pipelines.health import answers, stories
from pipelines.health.feeds import feeds
from pipelines.health.seen import Known, Seen
from pipelines.health.story_dates import story_dates


def figures(
    tables: Mapping[str, pa.Table],
    known: Mapping[str, Known],
    conventions: Mapping[str, DateConventions],
    earlier: Collection[str] = (),
) -> Seen:
    """The figures of one source and night.

    `tables` has its rows of `fetches`, `links` (of kind feed), `documents`, `dropped` (by extraction) and `places`.
    `known` has the last capture of each page before this night, by url_key. `earlier` are the `content_sha256` of
    stories of earlier nights.
    """
    rows = {name: table.to_pylist() for name, table in tables.items()}
    seen = answers.answers(rows["fetches"])
    seen.add(feeds(rows["fetches"], rows["links"]))
    seen.add(stories.stories(rows["documents"], rows["dropped"], rows["fetches"], known, earlier))
    seen.add(stories.known_places(rows["places"]))
    urls = {row["capture_id"]: row["url"] for row in rows["documents"]}
    before = {r["capture_id"]: known[r["url_key"]].night for r in rows["documents"] if r["url_key"] in known}
    captures = evidence_of_captures(tables["documents"], tables["fetches"], conventions)
    seen.add(story_dates(captures, conventions, urls, before))
    return seen
