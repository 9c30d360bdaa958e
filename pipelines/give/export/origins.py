"""Origins of the rows of a dataset, for its manifest: the crawls, the rights files that signals name, opt-outs of sources."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.corpus.publish.source_rights import Word
from pipelines.give.export.facts import Crawls

SITE_FILES = """
SELECT url, source, payload_sha256, strftime(min(fetched_at), '%Y-%m-%dT%H:%M:%SZ') AS first_read,
    strftime(max(fetched_at), '%Y-%m-%dT%H:%M:%SZ') AS last_read,
    min_by(warc_file, (fetched_at, warc_file, warc_offset)) AS warc_file,
    min_by(warc_offset, (fetched_at, warc_file, warc_offset)) AS warc_offset
FROM fetches WHERE resource IN ('robots', 'rights') AND outcome = 'stored'
GROUP BY url, source, payload_sha256 ORDER BY source, url, first_read, payload_sha256
"""
"""Every version of a robots.txt or another rights file: when it was read first and last, and the record of the first time."""
LEFT_OUT = """
SELECT source, count(*) FROM judged WHERE reason = 'training_disallowed' AND list_contains($sources, source) GROUP BY source
"""


@dataclass(frozen=True, slots=True)
class Origins:
    """What the corpus knows beside its articles; `left_out` counts articles by source for which training is disallowed."""

    crawls: Crawls
    site_files: Sequence[Mapping[str, Any]]
    opt_outs: Mapping[str, Word]
    left_out: Mapping[str, int]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, opt_outs: Mapping[str, Word]) -> Origins:
        """Of the corpus of a choice."""
        site_files = connection.sql(SITE_FILES).to_arrow_table().to_pylist()
        sources = {"sources": duckdb.Value(list(opt_outs), "VARCHAR[]")}
        left_out = dict(connection.execute(LEFT_OUT, sources).fetchall())
        return cls(Crawls.of(connection), site_files, opt_outs, left_out)

    def stated(self, named: Collection[str]) -> dict[str, Any]:
        """As the manifest has it; of the rights files those at addresses that signals have `named`."""
        return {
            "crawls": {"ledger": list(self.crawls.ledger), "held_back": dict(self.crawls.held_back)},
            "rights_files": [file for file in self.site_files if file["url"] in named],
            "opt_outs": [
                {
                    "source": source,
                    "night": word.night.isoformat(),
                    "pages": word.pages,
                    "disallows": sorted(word.uses),
                    "articles_left_out": self.left_out.get(source, 0),
                }
                for source, word in self.opt_outs.items()
            ],
        }
