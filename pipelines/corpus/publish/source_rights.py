"""Rights of a whole source: its latest statement holds for all its articles, including pages that were not fetched
since.

A robots.txt, an ai.txt or a header on every page is about every page. An article's own rights come from its last
capture, which may be old. If nearly all pages of a source's last night disallow a use, the source disallows it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake.delta.reader import LakeReader

TABLE = "source_rights"
DISALLOWED = "disallowed"
USES = ("train_ai", "tdm")
NEARLY_ALL = 0.8
RECENT = 30
"""Nights to read first: most sources had pages in them."""
MIN_PAGES = 3
"""Minimum number of pages that answered on a night; with fewer, the source has no statement for that night."""


@dataclass(frozen=True, slots=True)
class Word:
    """The last night on which a source made a statement, the number of pages, and the uses that it disallows."""

    night: date
    pages: int
    uses: frozenset[str] = frozenset()


NOTHING = Word(date.min, 0)


def word(figures: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row of `schemas.SOURCE_RIGHTS` for a row of `schemas.SOURCE_HEALTH`; None if too few pages answered.

    >>> said = [{"value": "disallowed", "count": 9}, {"value": "unknown", "count": 1}]
    >>> word({"night": date(2026, 2, 2), "source": "paper", "train_ai": said, "tdm": []})["train_ai"]
    'disallowed'
    """
    pages = sum(row["count"] for row in figures["train_ai"])
    if pages < MIN_PAGES:
        return None
    row: dict[str, Any] = {"night": figures["night"], "source": figures["source"], "pages": pages}
    for use in USES:
        against = sum(each["count"] for each in figures[use] if each["value"] == DISALLOWED)
        row[use] = DISALLOWED if against >= NEARLY_ALL * pages else None
    return row


def last_words(lake: LakeReader, sources: Collection[str]) -> dict[str, Word]:
    """The latest statement of each source that has one; older nights are read only for sources without a recent statement."""
    nights = lake.nights(TABLE)
    found: dict[str, Word] = {}
    for part in (nights[-RECENT:], nights[:-RECENT]):
        missing = pa.array(sorted(set(sources) - found.keys()), pa.string())
        rows = lake.read(TABLE, nights=part, where=pc.field("source").isin(missing)).to_pylist() if len(missing) else []
        for row in sorted(rows, key=lambda row: row["night"]):
            uses = frozenset(use for use in USES if row[use] == DISALLOWED)
            found[row["source"]] = Word(row["night"], row["pages"], uses)
    return found


def works_of(lake: LakeReader, sources: Collection[str]) -> set[str]:
    """The works of sources that have an article."""
    if not sources:
        return set()
    mine = pa.array(sorted(sources), pa.string())
    batches = lake.batches("articles", ["article_id", "source"])
    return {work for rows in batches for work in rows.filter(pc.is_in(rows["source"], mine))["article_id"].to_pylist()}


def by_source(article: Mapping[str, Any], said: Mapping[str, Word]) -> dict[str, Any]:
    """The changed rights of an article: a use that its source disallows is disallowed for the article, too; empty if
    none changes.

    >>> paper = Word(date(2026, 2, 2), 9, frozenset(("train_ai",)))
    >>> article = {"source": "paper", "train_ai": "unknown", "tdm": "unknown", "rights": []}
    >>> by_source(article, {"paper": paper})["train_ai"], by_source(article, {})
    ('disallowed', {})
    """
    last = said.get(article["source"], NOTHING)
    new = sorted(use for use in last.uses if article[use] != DISALLOWED)
    if not new:
        return {}
    raw = f"nearly all of {last.pages} pages disallow {' and '.join(new)} on {last.night}"
    evidence = {"standard": "source", "raw": raw, "scope": "site", "origin": f"source_rights {last.night}"}
    return {**dict.fromkeys(new, DISALLOWED), "rights": [*(article["rights"] or ()), evidence]}
