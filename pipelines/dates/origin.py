"""Where a date was found: the kind of place, and which one of it. Code asks for the parts; tables hold the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class OriginKind(StrEnum):
    """The kinds of places that give dates."""

    JSONLD = "jsonld"  # jsonld:NewsArticle.datePublished
    META = "meta"  # meta:article:published_time
    MICRODATA = "microdata"  # microdata:datePublished, RDFa and hAtom too
    ATTRIBUTE = "attribute"  # attribute:datetime, of another element than <time>
    TIME = "time"  # a <time> element; time:published where a label says so
    TEXT = "text"  # running text; text:published where a label says so
    LINE = "line"  # a line of its own, far from the headline
    SCRIPT = "script"  # a value in a script; script:timezone is the site's zone
    URL = "url"  # the page's address; url:id made from the instant of posting, url:number perhaps a number
    FEED = "feed"  # feed:pubDate
    SITEMAP = "sitemap"  # sitemap:lastmod
    LISTING = "listing"  # listing:anchor, the link by which a list shows a story's day
    HTTP = "http"  # the header Last-Modified
    CAPTURE = "capture"  # when the page was fetched
    TABLE = "table"  # table:date, the column of a table that was imported
    NEIGHBOUR = "neighbour"  # by the numbers in addresses, in the evidence of corpora that are older than `traces`


VISIBLE = frozenset((OriginKind.TEXT, OriginKind.TIME, OriginKind.LINE))
"""Places whose dates readers see."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The column `origin`: `jsonld:NewsArticle.datePublished`, `text`.

    >>> Origin.read("meta:article:published_time").detail, str(Origin(OriginKind.TEXT))
    ('article:published_time', 'text')
    """

    kind: OriginKind
    detail: str = ""  # key, name, label or side; empty where the kind says all

    @classmethod
    def read(cls, text: str) -> Origin:
        """Parse the text of a table."""
        return _read(text)

    @property
    def is_visible(self) -> bool:
        """True if readers see the date."""
        return self.kind in VISIBLE

    @property
    def is_in_body(self) -> bool:
        """True if an element among those that readers see states it, in its text or in an attribute."""
        return self.is_visible or self.kind is OriginKind.ATTRIBUTE

    def __str__(self) -> str:
        """The text that tables hold."""
        return f"{self.kind}:{self.detail}" if self.detail else str(self.kind)


@lru_cache(maxsize=4096)
def _read(text: str) -> Origin:
    kind, _, detail = text.partition(":")
    return Origin(OriginKind(kind), detail)
