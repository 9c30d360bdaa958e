"""The words of dating: origin (where a date stands), candidate (what a page or a feed offers), judgement (what we believe)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date that something offers, unjudged: a row of `schemas.CANDIDATE`, field for field but the last."""

    role: str  # published modified other
    origin: Origin  # jsonld:NewsArticle.datePublished, meta:article:published_time, time, text, url, …
    raw: str
    value: str | None  # ISO 8601 at its own precision, local as written; None when it could not be read
    utc_offset_minutes: int | None
    zone_source: str  # a `source.zone.SettledBy` as text: written name source none learned:6
    precision: str | None  # instant minute local day month year
    context: str | None  # headline byline learned masthead related comment footer body head; None off the page
    position: int
    order_by: str | None = (
        None  # "source" where its settings told how to read 03/04; not kept with the candidates of a page
    )

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Candidate:
        """The candidate in a row of `schemas.CANDIDATE`."""
        return cls(**{**row, "origin": Origin.read(row["origin"])})


UNKNOWN, COPY = "unknown", "copy"
"""Rules of a `Basis` that are no rule of `trust.toml`: no date, a copy's date."""
WORDED = {
    UNKNOWN: "unknown: {note}",
    COPY: "copy in {origin}, {note}",
}
"""How a basis is written where it is not `rule: origin (note)`."""
DECIDED = re.compile(r"(?P<rule>[a-z-]+): (?P<origin>.+?)(?: \((?P<note>[^()]*)\))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a date or a bound is what it is. Code asks for its fields; `str` gives the text that tables and people read.

    >>> str(Basis("article-meta", "meta:pubdate", "zone-named-by-page")), str(Basis("first seen"))
    ('article-meta: meta:pubdate (zone-named-by-page)', 'first seen')
    >>> str(Basis("copy", "agency (1f3c)", "2022-05-03: feed: feed:pubDate"))
    'copy in agency (1f3c), 2022-05-03: feed: feed:pubDate'
    """

    rule: str  # that decided: `byline-text`, `unknown`, `first seen`
    origin: str | None = None  # of the candidate that it trusted: `meta:pubdate`; the address or id of another story
    note: str | None = None  # what else was needed: `zone-named-by-page`; why the date is unknown; another story's date

    @classmethod
    def read(cls, text: str) -> Basis:
        """Parse the text of a table, so that `str` gives it again. The text of a bound becomes the rule as a whole.

        >>> Basis.read("byline-text: text"), Basis.read("unknown: nothing says").note
        (Basis(rule='byline-text', origin='text', note=None), 'nothing says')
        """
        m = DECIDED.fullmatch(text)
        if m is None:
            return cls(text)
        return cls(UNKNOWN, note=text.partition(": ")[2]) if m["rule"] == UNKNOWN else cls(**m.groupdict())

    def __str__(self) -> str:
        """The text that tables hold."""
        if self.rule in WORDED:
            return WORDED[self.rule].format(origin=self.origin, note=self.note)
        text = self.rule if self.origin is None else f"{self.rule}: {self.origin}"
        return text if self.note is None else f"{text} ({self.note})"


def text_of(basis: Basis | None) -> str | None:
    """The text of a bound's basis; None where nothing bounds."""
    return None if basis is None else str(basis)


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """What we believe about when a work was published.

    `published` is ISO 8601 at its true precision as the publisher wrote it (`2025`, `2025-11`, `2025-11-03`,
    `2025-11-03T18:45`, `2025-11-03T18:45:00+01:00`) or None: unknown. `published_at` is its UTC instant, None unless the
    zone is known. `confidence` is the probability that the day is right. The bounds are UTC instants and always hold;
    `basis` names the rule and origin that decided, or says why the date is unknown. `guess` is the likeliest date, with its own
    confidence, also where that is too low to be published; None where no rule trusts any.
    """

    published: str | None
    published_at: datetime | None
    precision: str | None
    utc_offset_minutes: int | None
    basis: Basis
    confidence: float
    not_before: datetime | None
    not_before_basis: Basis | None
    not_after: datetime | None
    not_after_basis: Basis | None
    modified: str | None
    modified_at: datetime | None
    guess: str | None = None
    guess_confidence: float = 0.0
    day: str | None = None  # the day as the page shows it; None where `published` tells no day


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
    LISTING = "listing"  # listing:anchor, the link by which a list shows a story's day; listing:beside, the day beside the link
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
