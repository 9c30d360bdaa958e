"""By which rules a document was extracted: the column `extractor`, and which nights stand by older rules."""

from __future__ import annotations

import hashlib
from datetime import date

import duckdb

from pipelines.extract.model.layout import ROLES, UNKNOWN, Layout
from pipelines.fingerprint import rules_digest
from pipelines.lake import Lake

STEP = "pipelines.extract.step"
"""Entry module of the step: all that can change a document is reached from it."""


def rules_version() -> str:
    """Digest of the rules of today, see `pipelines.fingerprint`."""
    return rules_digest(STEP)


def extractor(version: str, layout: Layout) -> str:
    """The version of the rules and, if the source taught anything, a digest of that: `bce3c7efa4fc+19a3c01b`."""
    if layout == UNKNOWN:
        return version
    taught = repr([(role, sorted(getattr(layout, role))) for role in ROLES])
    return f"{version}+{hashlib.sha256(taught.encode('utf-8', 'replace')).hexdigest()[:8]}"


def standing_rules(lake: Lake) -> dict[date, dict[str, int]]:
    """How many documents of each night stand by which rules: {night: {version: documents}}.

    A night stands by older rules if it has a version that is not `rules_version()`. Reads one column.
    """
    files = lake.files("documents")
    if not files:
        return {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT night, split_part(extractor, '+', 1) AS version, count(*) "
            "FROM read_parquet(?, hive_partitioning = true, hive_types = {'night': DATE}) GROUP BY ALL ORDER BY ALL",
            [files],
        ).fetchall()
    standing: dict[date, dict[str, int]] = {}
    for night, version, documents in rows:
        standing.setdefault(night, {})[version] = documents
    return standing
