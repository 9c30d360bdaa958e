"""The records of the frontier: a visit (a URL to fetch tonight) and its result."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Self

from pipelines.lake.values import FetchOutcome
from spiders.frontier import ranks


@dataclass(frozen=True, slots=True)
class Visit:
    """A URL to fetch tonight.

    - `at_url`: the URL to request now; `chain`: the redirects followed so far.
    - `hops`: number of related links, `depth`: number of other links, on the shortest way from a start page.
    - `born`: the earliest date from a feed, a sitemap or the URL (ISO).
    - `via`: key of the resource that named it first.
    - `family`: its family of addresses that rarely are stories (`spiders.url_rules.families`); None if it may be a story.
    - `glance`: number of the glance at a feed or section between two nights, which belongs to the coming night; 0 is the
      night's own visit.
    """

    key: str
    url: str
    resource: str
    host: str
    rank: int = 0
    hops: int = 0
    depth: int = 0
    born: str | None = None
    attempts: int = 0
    at_url: str = ""
    chain: tuple[str, ...] = ()
    via: str | None = None
    family: str | None = None
    glance: int = 0

    @property
    def row_key(self) -> str:
        """The key of its row in `fetches`: the key of the URL; for a glance followed by `#` and its number.

        >>> Visit("a.example/feed", "https://a.example/feed", "feed", "a.example", glance=3).row_key
        'a.example/feed#03'
        """
        return f"{self.key}#{self.glance:02d}" if self.glance else self.key

    @property
    def is_guess(self) -> bool:
        """True if it is the usual place of a sitemap that no resource names. It is not retried if it fails.

        >>> [Visit("a.example/sitemap.xml", "", "sitemap", "a.example", rank).is_guess for rank in (ranks.CHANNEL, ranks.FEED)]
        [True, False]
        """
        return self.resource == "sitemap" and self.rank == ranks.CHANNEL and self.via is None


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a visit: the columns of `fetches` that the fetch itself decides."""

    outcome: FetchOutcome
    detail: str | None = None
    status: int | None = None
    fetched_at: str | None = None
    duration_ms: int | None = None
    final_url: str | None = None
    redirects: tuple[str, ...] = ()
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    payload_bytes: int | None = None
    payload_sha256: str | None = None
    truncated: bool = False
    warc_file: str | None = None
    warc_offset: int | None = None
    robots: str | None = None
    rights: tuple[dict[str, Any], ...] = ()
    train_ai: str | None = None
    tdm: str | None = None

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a result from the JSON that a frontier stores."""
        row = json.loads(text)
        return cls(**row | {"outcome": FetchOutcome(row["outcome"])})
