"""What the corpus knew of works at the end of a night, each with the capture that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.base.urls.identity import key_of
from pipelines.browse.asked import UnknownError
from pipelines.browse.mcp.answer import Said
from pipelines.browse.publication import Publication, Row
from pipelines.dates.model import Basis

NAMED = """
SELECT article_id, 1 AS place FROM articles WHERE article_id = $1 OR url = $1
UNION ALL SELECT article_id, 2 FROM articles WHERE url_key = $2
UNION ALL SELECT any_value(article_id), 3 FROM articles WHERE starts_with(article_id, $1) HAVING count(*) = 1
UNION ALL SELECT d.article_id, 4 FROM documents d SEMI JOIN articles USING (article_id) WHERE d.url_key = $2
ORDER BY place, article_id LIMIT 1
"""
CAPTURE = """
LEFT JOIN documents d ON d.article_id = r.article_id AND d.document_id = r.document_id AND d.night = r.night
  AND list_contains($1, d.article_id)
LEFT JOIN fetches f ON f.night = d.night AND f.source = d.source AND f.url_key = d.url_key
  AND f.fetched_at = d.fetched_at AND f.warc_file IS NOT NULL
"""
"""The first capture with the text of a revision `r`."""
CAPTURED = "f.night, f.fetched_at, f.payload_sha256, f.warc_file, f.warc_offset"
FIRST = "ORDER BY f.payload_sha256 IS NULL, d.fetched_at, d.url) = 1"
WORKS = f"""
SELECT r.article_id, r.source, r.revision, r.title, r.text, coalesce(d.url, a.url) AS url, d.authors, d.section, d.kind,
  d.language, {CAPTURED}, h.published, h.published_precision, h.published_confidence, h.published_basis,
  h.not_before, h.not_before_basis, h.not_after, h.not_after_basis
FROM as_of($2) r JOIN articles a USING (article_id) {CAPTURE} LEFT JOIN dates_as_of($2) h ON h.article_id = r.article_id
  AND list_contains($1, h.article_id)
WHERE list_contains($1, r.article_id) QUALIFY row_number() OVER (PARTITION BY r.article_id {FIRST}
"""
REVISIONS = f"""
SELECT r.night, r.change, r.kinds, r.title, r.diff, {CAPTURED} FROM revisions r {CAPTURE}
WHERE list_contains($1, r.article_id) AND r.night <= $2
QUALIFY row_number() OVER (PARTITION BY r.revision {FIRST} ORDER BY r.revision
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A publication, seen at the end of a published night."""

    publication: Publication
    night: date
    is_past: bool
    """True if later nights are published."""

    @classmethod
    def at(cls, publication: Publication, as_of: date | None) -> Known:
        """The last published night up to `as_of`. Raises UnknownError if there is none."""
        [nights] = publication.rows(
            "SELECT max(night) AS last, min(night) AS first, max(night) FILTER ($1 IS NULL OR night <= $1) AS night "
            "FROM publications",
            as_of,
        )
        if nights["night"] is None:
            raise UnknownError(f"nothing was known on {as_of}: the first published night is {nights['first']}")
        return cls(publication, nights["night"], nights["night"] < nights["last"])

    @property
    def facts(self) -> dict[str, Any]:
        """What each answer begins with."""
        return {"as_of": self.night}

    def rows(self, query: str, *parameters: object) -> list[Row]:
        """The rows of a query."""
        return self.publication.rows(query, *parameters)

    def works(self, ids: Iterable[str]) -> dict[str, Row]:
        """Text, date and capture of works as they were, by id; those that were not yet known are left out."""
        return {row["article_id"]: row for row in self.rows(WORKS, sorted({*ids}), self.night)}

    def id_of(self, named: str) -> str:
        """The id of the work with this id, beginning of an id, or address; empty if there is none."""
        return next((row["article_id"] for row in self.rows(NAMED, named, key_of(named))), "") if named else ""

    def work(self, named: str) -> Row:
        """The work with this id, beginning of an id, or address. Raises UnknownError."""
        if not (found := self.id_of(named)):
            raise UnknownError(f"there is no article {named!r}: give an id or an address, as search has them")
        if row := self.works([found]).get(found):
            return row
        raise UnknownError(f"article {found} was not known on {self.night}")

    def revisions(self, work: str) -> list[Row]:
        """Its texts up to the night, oldest first, each with the capture that shows it."""
        return self.rows(REVISIONS, [work], self.night)


def named(row: Row) -> dict[str, Any]:
    """Which work it is, when it was published, and the capture that shows it."""
    shown = {name: row[name] for name in ("article_id", "source", "title", "url")}
    return shown | dated(row) | cited(row)


def dated(row: Row) -> dict[str, Any]:
    """The date with its confidence; where it is unknown, its bounds."""
    basis = Basis.read(row["published_basis"] or "unknown: it was not dated yet").rule
    if row["published"]:
        sure = {"precision": row["published_precision"], "confidence": row["published_confidence"]}
        return {"published": row["published"], **sure, "basis": basis}
    bounds = ("not_before", "not_before_basis", "not_after", "not_after_basis")
    return {"published": Said("unknown"), "confidence": 0, **{name: row[name] for name in bounds}}


def cited(row: Row) -> dict[str, Any]:
    """Night, time, digest and record of a capture; `unknown` for what came without a page, as a row of a table does."""
    if row["payload_sha256"] is None:
        return {"sha256": Said("unknown")}
    record = f"{row['warc_file']}@{row['warc_offset']}"
    return {
        "night": row["night"], "captured": row["fetched_at"], "sha256": row["payload_sha256"], "record": record
    }  # fmt: skip
