"""Column lineage: the columns of earlier assets that a column of an asset's table comes from (`dagster/column_lineage`).

Only columns that are copied, or computed from these columns alone, are included; key columns of a night are the same
everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from dagster import AssetKey, TableColumnDep, TableColumnLineage

from pipelines.corpus.publish.step import FROM_DOCUMENT

DATES = ("published_at", "published", "published_day", "published_precision", "published_basis", "published_confidence")
BOUNDS = ("not_before", "not_before_basis", "not_after", "not_after_basis")
From = tuple[tuple[str, str], ...]
"""Pairs of an asset and a column of its table."""

LINEAGE: Mapping[str, Mapping[str, From]] = {
    "documents": {
        **{name: (("fetches", name),) for name in ("url", "url_key", "fetched_at", "rights", "train_ai", "tdm")},
    },
    "clean_documents": {
        **{name: (("documents", name),) for name in ("capture_id", "article_id", "document_id", "fetched_at", "flags")},
        **dict.fromkeys(("text", "words", "removed", "text_sha256"), (("documents", "blocks"),)),
    },
    "dates": {
        **dict.fromkeys(("raw", "value", "origin"), (("documents", "date_candidates"), ("fetches", "channels"))),
        **{name: (("clean_documents", name),) for name in ("capture_id", "article_id", "document_id")},
    },
    "duplicates": {
        **dict.fromkeys(("cluster_id", "similarity", "containment"), (("clean_documents", "text"),)),
        "role": (("clean_documents", "text"), ("documents", "credits"), ("dates", "value")),
    },
    "traces": {
        "bound": (("dates", "value"),),
        "witness_article_id": (("dates", "article_id"),),
    },
    "articles": {
        **{name: (("documents", name),) for name in FROM_DOCUMENT},
        **{name: (("clean_documents", name),) for name in ("text", "words", "capture_id", "document_id")},
        **dict.fromkeys(DATES, (("dates", "value"), ("dates", "verdict"))),
        **dict.fromkeys(BOUNDS, (("dates", "value"), ("traces", "bound"))),
        **{name: (("duplicates", name),) for name in ("cluster_id", "role")},
        "first_seen": (("clean_documents", "fetched_at"),),
    },
    "events": {
        **dict.fromkeys(
            ("event_id", "strength", "shared"),
            (("articles", "title"), ("articles", "text"), ("articles", "published_day")),
        ),
        **{name: (("articles", name),) for name in ("article_id", "source", "language")},
    },
}


def column_lineage(step: str) -> TableColumnLineage | None:
    """The lineage of the columns of a step's table; None for a step without a table."""
    columns = LINEAGE.get(step)
    if columns is None:
        return None
    return TableColumnLineage(
        {
            name: [TableColumnDep(AssetKey(asset), column) for asset, column in sources]
            for name, sources in columns.items()
        }
    )
