"""The rules by which the crawl reads links, and whether the rows of a crawled night were made by those that hold today."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from pipelines.night.fingerprint.rules import rules_digest

READER = "spiders.resources.reading"
"""The module whose rules these are."""
KEY = b"link_rules"
"""Where the file of a night's `links` names them, in its metadata."""


def link_rules() -> str:
    """The digest of today's rules."""
    return rules_digest(READER)


def made_by_today(links: Path) -> bool:
    """True if all rows of a crawled night's `links` file were made by today's rules."""
    return (pq.read_metadata(links).metadata or {}).get(KEY) == link_rules().encode()
