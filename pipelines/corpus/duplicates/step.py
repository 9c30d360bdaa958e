"""The duplicates step updates `clusters` and `revisions` for the works that a night affects."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.urls.identity import url_key
from pipelines.corpus.duplicates.night import update
from pipelines.corpus.revisions.revisions import revisions
from pipelines.lake.delta import Lake, month_of, of_works
from pipelines.lake.home import Home
from pipelines.night.engine import LOCAL, Engine
from pipelines.night.locator import CAPTURES, DUPLICATES, Locator, locating
from pipelines.night.steps import Outcome

BATCH = 2_000
"""Works whose revisions are computed at a time."""
_CAPTURE = [
    "capture_id",
    "document_id",
    "article_id",
    "source",
    "night",
    "fetched_at",
    "text",
    "text_sha256",
    "removed",
]


def dedupe_night(
    home: Home, night: date, on_progress: Callable[[int, int], None], *, engine: Engine = LOCAL
) -> Outcome:
    """Update `clusters` and `revisions` with a night."""
    lake = Lake(home.lake)
    with locating(home) as locator:
        locator.wait(DUPLICATES, locator.works_on(night))
        locator.commit()
        clusters = update(home, lake, locator, night, set(locator.waiting(DUPLICATES)), on_progress, engine)
        waiting = locator.waiting(DUPLICATES)  # includes works of other nights that were added or removed meanwhile
        revised, changed = 0, clusters.changed
        for first in range(0, len(waiting), BATCH):
            more, wrote = revise(lake, locator, waiting[first : first + BATCH])
            revised, changed = revised + more, changed | wrote
        locator.looked_at(DUPLICATES, waiting)
    counts = {"works": clusters.works, "texts": clusters.texts, "clusters": clusters.clusters, "revisions": revised}
    return Outcome(counts, changed)


def revise(lake: Lake, locator: Locator, works: Collection[str]) -> tuple[int, bool]:
    """Update the `revisions` of works. Returns the number of revisions after the first, and whether the table changed."""
    rows = revisions(captures(lake, locator, works))
    first_nights = locator.first_nights(works)
    locator.add_places(first_nights)
    locator.commit()
    nights = [first_nights[work] for work in rows["article_id"].to_pylist()]
    rows = rows.set_column(rows.column_names.index("first_night"), "first_night", pa.array(nights, pa.date32()))
    rows = rows.set_column(
        rows.column_names.index("month"), "month", pa.array([month_of(n) for n in nights], pa.string())
    )
    places = locator.places(works)
    changed = lake.changed_works("revisions", rows, works, places)
    wrote = lake.replace_works("revisions", of_works(rows, changed), changed, places)
    return int(pc.sum(pc.greater(rows["revision"], 1)).as_py() or 0), wrote


def captures(lake: Lake, locator: Locator, works: Collection[str]) -> pa.Table:
    """All captures of works that have a clean text and are stories, with the columns that `revisions` reads."""
    works = set(works) - locator.taken_back(works)
    nights = locator.nights_of(CAPTURES, works)
    clean = lake.read("clean_documents", nights=nights, works=works, columns=_CAPTURE)
    columns = ["capture_id", "night", "title", "url", "canonical_url", "paywall"]
    documents = lake.read("documents", nights=nights, works=works, columns=columns)
    pages = {(row["capture_id"], row["night"]): row for row in documents.to_pylist()}
    rows = [(row["capture_id"], row["night"]) for row in clean.select(["capture_id", "night"]).to_pylist()]
    found = [pages.get(row, {}) for row in rows]
    variants = [_is_variant(page.get("url"), page.get("canonical_url")) for page in found]
    clean = clean.append_column("title", pa.array([page.get("title") for page in found], pa.string()))
    clean = clean.append_column("paywall", pa.array([page.get("paywall") for page in found], pa.string()))
    return clean.append_column("variant", pa.array(variants, pa.bool_()))


def _is_variant(url: str | None, canonical_url: str | None) -> bool:
    """True if the canonical URL of a page differs from its URL but leads to the same page."""
    if not url or not canonical_url or url == canonical_url:
        return False
    return url_key(url) == url_key(canonical_url)
