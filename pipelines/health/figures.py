"""All figures of a source's night, from rows of the archive or from pages fetched just now. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipelines.dates.judge.masthead import EvidenceHistory
from pipelines.dates.nights.evidence import decided, evidence_of_captures
from pipelines.dates.source.conventions import DateConventions
from pipelines.health import answers, stories
from pipelines.health.feeds import feeds
from pipelines.health.seen import Known, Seen
from pipelines.health.story_dates import Judged, new_dates, story_dates
from pipelines.health.wordings import wordings
from pipelines.lake.schemas.health import OF_NEW


def figures(
    tables: Mapping[str, pa.Table],
    known: Mapping[str, Known],
    conventions: Mapping[str, DateConventions],
    earlier: Mapping[str, Collection[str]] = stories.NONE,
    held_back: Collection[str] = (),
) -> Seen:
    """The figures of one source and night.

    `tables` has its rows of `fetches`, `links` (of kind feed), `documents`, `dropped` (by extraction) and `places`.
    `known` has the last capture of each page before this night, by url_key. `earlier` are the `content_sha256` of
    stories of earlier nights, each with the url_keys where it was. `held_back` are the url_keys of pages
    captured on nights that were held back.
    """
    rows = {name: table.to_pylist() for name, table in tables.items()}
    seen = answers.answers(rows["fetches"])
    seen.add(feeds(rows["fetches"], rows["links"]))
    judged = decided(
        evidence_of_captures(tables["documents"], tables["fetches"], conventions), EvidenceHistory(), conventions
    )
    seen.add(_of_pages(rows, known, earlier, judged))
    seen.add(stories.known_places(rows["places"]))
    new = _new(rows, known)
    is_new = {row["capture_id"] for row in new["documents"]}
    captured = [row for row in new["documents"] if row["kind"] in stories.STORIES]
    seen.add(wordings(captured, _headlines(rows["fetches"])))
    listed = {row["to_url_key"] for row in rows["links"]} | {
        r["url_key"] for r in rows["fetches"] if answers.is_listed(r)
    }
    of_new = [each for each in judged if each[0]["capture_id"] in is_new]
    first = [r for r in new["documents"] if r["url_key"] in listed and r["url_key"] not in held_back]
    seen.add(new_dates(of_new, {r["capture_id"]: r["url"] for r in first if r["content_sha256"] not in earlier}))
    if (new["documents"] or new["dropped"]) and any(row["url_key"] in known for row in rows["documents"]):
        seen.new = _of_pages(new, {}, earlier, of_new)
        seen.figures["of_new"] = {name: seen.new.figures[name] for name in OF_NEW}
    return seen


def _headlines(fetches: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """What start pages, sections and feeds show as the text of their link to a page, by url_key."""
    found: dict[str, set[str]] = {}
    for row in fetches:
        for channel in row["channels"] or ():
            if channel["channel"] in answers.LISTS and channel["anchor"]:
                found.setdefault(row["url_key"], set()).add(channel["anchor"])
    return found


def _of_pages(
    rows: Mapping[str, list[dict[str, Any]]],
    known: Mapping[str, Known],
    earlier: Mapping[str, Collection[str]],
    judged: Sequence[Judged],
) -> Seen:
    """The figures of pages: of all of a night, or of its new ones."""
    seen = stories.stories(rows["documents"], rows["dropped"], rows["fetches"], known, earlier)
    urls = {row["capture_id"]: row["url"] for row in rows["documents"]}
    before = {r["capture_id"]: known[r["url_key"]].night for r in rows["documents"] if r["url_key"] in known}
    seen.add(story_dates(judged, urls, before))
    return seen


def _new(rows: Mapping[str, list[dict[str, Any]]], known: Mapping[str, Known]) -> dict[str, list[dict[str, Any]]]:
    """The rows of pages that no earlier night captured; start pages are not among them."""
    seen_before = {r["url"] for r in rows["fetches"] if r["url_key"] in known or answers.is_start(r)}
    return {
        "documents": [r for r in rows["documents"] if r["url_key"] not in known and r["url"] not in seen_before],
        "dropped": [row for row in rows["dropped"] if row["url"] not in seen_before],
        "fetches": [row for row in rows["fetches"] if row["url"] not in seen_before],
    }
