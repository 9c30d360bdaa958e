"""The duplicates step: `clusters` and `revisions` of the works that a night touches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.duplicates.night import update
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.revisions.revisions import revisions
from pipelines.steps import Outcome
from pipelines.urls import url_key

_CAPTURE = ["capture_id", "document_id", "article_id", "night", "fetched_at", "text", "text_sha256", "removed"]


def dedupe_night(home: Home, night: date, on_progress: Callable[[int, int], None]) -> Outcome:
    """Bring `clusters` and `revisions` up to date with a night."""
    clusters = update(home, night, on_progress)
    revised, changed = revise(Lake(home.lake), night)
    counts = {"works": clusters.works, "texts": clusters.texts, "clusters": clusters.clusters, "revisions": revised}
    return Outcome(counts, clusters.changed or changed)


def revise(lake: Lake, night: date) -> tuple[int, bool]:
    """Bring `revisions` up to date with a night: (revisions after the first that the touched works have, changed)."""
    had = lake.read("revisions", columns=["article_id"], where=pc.field("night") == night)
    has = lake.read("clean_documents", night=night, columns=["article_id"])
    works = sorted({*had["article_id"].to_pylist(), *has["article_id"].to_pylist(), *_astray(lake)})
    rows = revisions(captures(lake, works))
    changed = lake.replace_keys("revisions", rows, key="article_id", keys=works)
    return int(pc.sum(pc.greater(rows["revision"], 1)).as_py() or 0), changed


def _astray(lake: Lake) -> set[str]:
    """Works with a revision that begins or ends with a capture that has no clean text any more."""
    kept = lake.read("clean_documents", columns=["article_id", "fetched_at"])
    captured = set(zip(kept["article_id"].to_pylist(), kept["fetched_at"].to_pylist(), strict=True))
    rows = lake.read("revisions", columns=["article_id", "seen_from", "seen_to"]).to_pylist()
    ends = ((row["article_id"], row[end]) for row in rows for end in ("seen_from", "seen_to"))
    return {work for work, moment in ends if (work, moment) not in captured}


def captures(lake: Lake, works: list[str]) -> pa.Table:
    """All captures of works that have a clean text, as `revisions` reads them."""
    mine = pc.field("article_id").isin(pa.array(works, pa.string()))
    clean = lake.read("clean_documents", columns=_CAPTURE, where=mine)
    documents = lake.read("documents", columns=["capture_id", "night", "title", "url", "canonical_url"], where=mine)
    pages = {(row["capture_id"], row["night"]): row for row in documents.to_pylist()}
    rows = [(row["capture_id"], row["night"]) for row in clean.select(["capture_id", "night"]).to_pylist()]
    found = [pages.get(row, {}) for row in rows]
    variants = [_is_variant(page.get("url"), page.get("canonical_url")) for page in found]
    clean = clean.append_column("title", pa.array([page.get("title") for page in found], pa.string()))
    return clean.append_column("variant", pa.array(variants, pa.bool_()))


def _is_variant(url: str | None, canonical_url: str | None) -> bool:
    """Whether a page names another address of itself as the proper one."""
    if not url or not canonical_url or url == canonical_url:
        return False
    return url_key(url) == url_key(canonical_url)
