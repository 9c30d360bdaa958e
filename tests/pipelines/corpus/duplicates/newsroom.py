"""A small newsroom: stories of distinct words, and lakes to put their captures in."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from pipelines.base.ids import capture_id, document_id
from pipelines.base.urls.identity import article_id_of
from pipelines.corpus.duplicates.night import NightClusters, update
from pipelines.extract.run.storable import content_sha256
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import CLEAN_DOCUMENTS, DATE_EVIDENCE, DOCUMENTS
from pipelines.night.locator import DUPLICATES, locating

SYLLABLES = ("ba", "ke", "di", "lo", "mu", "ra", "se", "ti", "vo", "zu", "pra", "stel", "gru", "flo")


def story(seed: int, words: int = 120) -> str:
    """A text of random words, the same for the same seed, unlike that of any other."""
    stream = random.Random(seed)
    made = ["".join(stream.choices(SYLLABLES, k=3)) for _ in range(words)]
    return "\n\n".join(" ".join(made[i : i + 30]) + "." for i in range(0, words, 30))


@dataclass(frozen=True)
class Capture:
    """What one page said on one night; `day` is the publication day that it states."""

    source: str
    path: str
    text: str
    night: date
    title: str = "A story"
    canonical_url: str | None = None
    agency: str | None = None
    day: date | None = None

    @property
    def url(self) -> str:
        return f"https://{self.source}.example/{self.path}"

    @property
    def article_id(self) -> str:
        return article_id_of(self.url, self.canonical_url)


def land(home: Home, captures: Iterable[Capture]) -> None:
    """Write captures into the lake, as the steps before this one would have; each night they name is replaced."""
    nights: dict[date, list[Capture]] = {}
    for capture in captures:
        nights.setdefault(capture.night, []).append(capture)
    lake = Lake(home.lake)
    with locating(home) as locator:
        for night, tonight in nights.items():
            rows = [_row(capture) for capture in tonight]
            dated = [_evidence(row, capture) for row, capture in zip(rows, tonight, strict=True) if capture.day]
            lake.replace("documents", _table(rows, DOCUMENTS), night=night)
            lake.replace("clean_documents", _table(rows, CLEAN_DOCUMENTS), night=night)
            lake.replace("date_evidence", _table(dated, DATE_EVIDENCE), night=night)
            locator.wait(DUPLICATES, locator.works_on(night))
            locator.put_captures(night, [row["article_id"] for row in rows])
            locator.put_evidence(night, [row["article_id"] for row in dated])
            locator.wait(DUPLICATES, locator.works_on(night))


def deduped(home: Home, night: date) -> NightClusters:
    """Update the index and `clusters` with a night and the works that wait, as the step does."""
    with locating(home) as locator:
        found = update(home, Lake(home.lake), locator, night, set(locator.waiting(DUPLICATES)))
        locator.looked_at(DUPLICATES, locator.waiting(DUPLICATES))
    return found


def _row(capture: Capture) -> dict[str, Any]:
    sha = content_sha256(capture.title, capture.text)
    fetched = datetime(capture.night.year, capture.night.month, capture.night.day, 3, tzinfo=UTC)
    fetched += timedelta(seconds=sum(capture.url.encode()))
    return {
        "night": capture.night,
        "source": capture.source,
        "capture_id": capture_id(capture.source, capture.night.isoformat(), capture.url, sha),
        "article_id": capture.article_id,
        "document_id": document_id(capture.article_id, sha),
        "url": capture.url,
        "url_key": capture.url.removeprefix("https://"),
        "canonical_url": capture.canonical_url or capture.url,
        "fetched_at": fetched,
        "kind": "article",
        "title": capture.title,
        "text": capture.text,
        "blocks": [{"kind": "paragraph", "text": part} for part in capture.text.split("\n\n")],
        "agency": capture.agency,
        "words": len(capture.text.split()),
        "text_sha256": sha,
    }


def _evidence(row: dict[str, Any], capture: Capture) -> dict[str, Any]:
    stated = f"{capture.day}T06:00:00+00:00"
    return {
        **{name: row[name] for name in ("night", "source", "capture_id", "article_id", "document_id", "fetched_at")},
        "role": "published",
        "origin": "jsonld:NewsArticle.datePublished",
        "raw": stated,
        "value": stated,
        "utc_offset_minutes": 0,
        "zone_source": "written",
        "precision": "instant",
        "verdict": "accepted",
        "reason": "structured",
        "context": "head",
    }


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)
