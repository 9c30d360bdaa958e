"""Link rules: the rules by which a crawl reads links, and a test whether a night's rows were made with today's rules."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from pipelines.night.fingerprint.rules import rules_digest

READER = "spiders.resources.reading"
"""The module that contains the link rules."""
KEY = b"link_rules"
"""Key in the metadata of a night's `links` file; its value is the digest of the rules that made the file."""


def link_rules() -> str:
    """The digest of today's rules."""
    return rules_digest(READER)


def made_by_today(links: Path) -> bool:
    """True if all rows of a night's `links` file were made with today's rules."""
    return (pq.read_metadata(links).metadata or {}).get(KEY) == link_rules().encode()
