"""Extraction: one page in, one typed record out. No file is written, no process is started, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from pipelines.base.errors import InputError
from pipelines.dates.model import Candidate, Origin
from pipelines.extract.model import Block, Flag, Headline, ListedDay, Related
from pipelines.lake.values import KindBasis, PageKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """The judgement of one date that the page offers."""

    verdict: str
    """`accepted` (the date of publication), `supporting`, or `rejected`."""
    value: str | None
    """The date in ISO 8601; None if its text could not be read as a date."""
    raw: str
    """The text on the page."""
    origin: str
    """The place: `jsonld:NewsArticle.datePublished`, `meta:article:published_time`, `text`, `url`, …"""
    rule: str
    """The name of the rule that decided."""
    reason: str
    """The same in words."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """A page as `dateline extract` reads it, with the same fields. The table in docs/tables.md explains each one."""

    url: str | None
    canonical_url: str | None
    kind: PageKind
    kind_basis: KindBasis
    title: str | None
    headlines: tuple[Headline, ...]
    description: str | None
    text: str
    blocks: tuple[Block, ...]
    asides: tuple[Block, ...]
    authors: tuple[str, ...]
    authors_confidence: tuple[float | None, ...]
    agency: str | None
    credits: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    image: str | None
    language: str | None
    language_score: float | None
    paywall: str
    related: tuple[Related, ...]
    listed: tuple[ListedDay, ...]
    charset: str
    flags: tuple[Flag, ...]
    layout: tuple[str, ...]
    content_sha256: str
    published: str | None
    published_at: datetime | None
    published_day: str | None
    published_precision: str | None
    published_confidence: float
    published_basis: str
    published_utc_offset_minutes: int | None
    guess: str | None
    guess_confidence: float
    not_before: datetime | None
    not_before_basis: str | None
    not_after: datetime | None
    not_after_basis: str | None
    modified: str | None
    modified_at: datetime | None
    date_candidates: tuple[Candidate, ...]
    fetched_at: datetime | None

    def as_dict(self) -> dict[str, Any]:
        """The line that `dateline extract` writes for the page, without `id`: only values that JSON knows.

        >>> extract("<title>Bridge opens</title><h1>Bridge opens</h1><p>3 November 2025</p>").as_dict()["title"]
        'Bridge opens'
        """
        names = (field.name for field in fields(self) if field.name != "fetched_at")
        return {name: _plain(getattr(self, name)) for name in names}

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The judgement of every date that the page offers: accepted first, then supporting, then rejected.

        >>> page = extract("<h1>Bridge opens</h1><p>By Ann Lee, 3 November 2025</p>", "https://paper.example/2025/11/03/bridge")
        >>> [(one.verdict, one.value, one.origin) for one in page.evidence]
        [('accepted', '2025-11-03', 'text'), ('supporting', '2025-11-03', 'url')]
        """
        from pipelines.ask.dates.evidence_lines import RANK
        from pipelines.ask.dates.terms import in_words

        ranked = sorted(self._decision().weighed, key=lambda each: RANK[each.verdict])
        return tuple(
            Evidence(each.verdict, found.value, found.raw, str(found.origin), each.reason, in_words(each.reason))
            for each in ranked
            for found in (each.evidence.candidate,)
        )

    def explain(self) -> str:
        """The date, its bounds and the judgement of every date on the page, as lines of text.

        >>> print(extract("<h1>Bridge opens</h1><p>By Ann Lee, 3 November 2025</p>").explain())
        Published:  2025-11-03  (the day is right with a probability of 0.93; headline-text: text)
        Not before: 2025-11-02 10:00:00 UTC  (headline-text: text)
        Not after:  2025-11-04 11:59:59 UTC  (headline-text: text)
        accepted: 2025-11-03, text · by the headline, written 'By Ann Lee, 3 November 2025': stands by the headline
        """
        return "\n".join(self._explained())

    def _explained(self) -> Iterator[str]:
        from pipelines.ask.dates.evidence_lines import evidence_lines, summary
        from pipelines.base.neutral import on_one_line

        decision = self._decision()
        yield from map(on_one_line, summary(decision.date))
        for line in evidence_lines(decision):
            written = "" if line.raw == line.candidate else f", written {line.raw!r}"
            yield on_one_line(f"{line.verdict}: {line.candidate}, {line.where}{written}: {line.reason}")

    def _decision(self) -> Any:
        from pipelines.dates.judge.decision import weigh_page
        from pipelines.dates.source.conventions import DateConventions

        conventions = DateConventions(language=self.language)
        return weigh_page(self.date_candidates, url=self.url or "", fetched_at=self.fetched_at, conventions=conventions)


def extract(
    html: str | bytes,
    url: str | None = None,
    fetched_at: datetime | date | str | None = None,
    *,
    content_type: str | None = None,
    last_modified: str | None = None,
) -> Extraction:
    """Read one page: kind, title, authors, text, links, and the date of publication with its evidence.

    `url` is the address of the page: it resolves links, and its date is evidence. Without it, links that are not absolute are
    left out. A date after `fetched_at` is not accepted (a time without a zone is UTC; a day alone means the whole day).
    `content_type` and `last_modified` are the headers of the response.

    Raises PageDropped if the page has no document (not HTML, no text), InputError for a wrong `url` or `fetched_at`. Threads
    and processes may call it at the same time. It does not limit the time that a hostile page takes; `dateline extract` does.

    >>> page = extract(
    ...     "<h1>Bridge opens</h1><p>By Ann Lee, 3 November 2025</p><p>The mayor opened the bridge on Monday morning.</p>",
    ...     url="https://paper.example/bridge",
    ... )
    >>> page.authors, page.published, page.published_basis
    (('Ann Lee',), '2025-11-03', 'headline-text: text')
    """
    from pipelines.base.urls.identity import normalise
    from pipelines.extract.run.job import PageJob
    from pipelines.extract.run.reading import read_page

    if not isinstance(html, str | bytes):
        raise TypeError(f"html is the page itself, as str or bytes, not {type(html).__name__}")
    if url and normalise(url) is None:
        raise InputError(f"url {url!r} is not an absolute http(s) URL: write it with https://, or leave it out")
    if isinstance(html, str):
        html, content_type = html.encode("utf-8", "surrogatepass"), "text/html; charset=utf-8"
    moment = _moment(fetched_at)
    read = read_page(PageJob("", url or "", content_type, moment, last_modified, html))
    return _record(read, url or None, moment)


def _record(read: Any, url: str | None, fetched_at: datetime | None) -> Extraction:
    from pipelines.dates.model import text_of
    from pipelines.extract.run.storable import content_sha256

    document, dated = read.document, read.date
    of_page = {field.name for field in fields(document)} - {"url"}
    return Extraction(
        **{name: getattr(document, name) for name in of_page},
        url=url,
        text=document.text,
        content_sha256=content_sha256(document.title, document.text),
        published=dated.published,
        published_at=dated.published_at,
        published_day=dated.day,
        published_precision=dated.precision,
        published_confidence=dated.confidence,
        published_basis=str(dated.basis),
        published_utc_offset_minutes=dated.utc_offset_minutes,
        guess=dated.guess,
        guess_confidence=dated.guess_confidence,
        not_before=dated.not_before,
        not_before_basis=text_of(dated.not_before_basis),
        not_after=dated.not_after,
        not_after_basis=text_of(dated.not_after_basis),
        modified=dated.modified,
        modified_at=dated.modified_at,
        fetched_at=fetched_at,
    )


def _moment(fetched_at: datetime | date | str | None) -> datetime | None:
    from pipelines.extract.run.job import fetch_time

    if fetched_at is None:
        return None
    if not isinstance(fetched_at, str | date):
        raise TypeError(f"fetched_at is a time, a day or ISO 8601, not {type(fetched_at).__name__}")
    try:
        return fetch_time(fetched_at if isinstance(fetched_at, str) else fetched_at.isoformat())
    except ValueError as error:
        raise InputError(str(error)) from error


def _plain(value: Any) -> Any:
    """A value of a record as JSON has it."""
    if isinstance(value, Origin):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
