"""`dateline dates`: the evidence about one article as a table that a journalist understands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyarrow.compute as pc
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.dates.article import article_evidence
from pipelines.dates.candidates import page_candidates
from pipelines.dates.decide import Decision, decide
from pipelines.dates.judge import weigh_page
from pipelines.dates.settings import SourceDating
from pipelines.errors import InputError
from pipelines.extract.page import Page
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.urls import url_key

KINDS = {
    "jsonld": "JSON-LD",
    "meta": "meta",
    "microdata": "microdata",
    "time": "time element",
    "attribute": "attribute",
    "text": "text",
    "line": "text",
    "url": "address",
    "feed": "feed",
    "sitemap": "sitemap",
    "http": "HTTP Last-Modified",
    "capture": "our capture",
    "neighbour": "neighbouring story",
    "script": "script",
}
CONTEXTS = {
    "headline": "by the headline",
    "byline": "in the byline",
    "masthead": "in the masthead",
    "related": "at another story",
    "comment": "in a comment",
    "footer": "in the footer",
}
REASONS = {
    "agrees": "agrees",
    "outweighed": "outweighed by better evidence of another day",
    "bounds-only": "bounds the date, does not tell it",
    "unreadable": "no date that can be read for certain",
    "after-first-seen": "later than our first capture: impossible",
    "before-the-web": "older than the web",
    "default-epoch": "the zero of a computer clock",
    "masthead-moves-with-fetch": "shows the day of the fetch and moved with it: a masthead",
    "masthead-on-every-page": "shows the day of the fetch on every page of the source: a masthead",
    "masthead-place": "stands in the masthead",
    "shows-the-day-of-the-fetch": "no more than the day of the fetch, as a masthead shows it",
    "modified-not-published": "date of a change, not of publication",
    "date-of-another-thing": "date of another thing",
    "related-story": "date of another story",
    "comment": "date of a comment",
    "footer-or-copyright": "date of the footer or copyright",
    "no-rule-trusts-its-place": "stands where stories merely mention days",
    "equals-modified": "calls itself published but equals the last change",
    "local-clock-labelled-otherwise": "a local clock under another zone's label",
    "one-of-several-dates-in-the-text": "one of several dates in the text",
}
COLOURS = {"accepted": "green", "supporting": "cyan", "rejected": "dim"}
RANK = {"accepted": 0, "supporting": 1, "rejected": 2}


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line of the table: what was read, where, and what became of it and why."""

    candidate: str
    raw: str
    where: str
    verdict: str
    reason: str
    seen: str


def evidence_table(decision: Decision) -> list[EvidenceLine]:
    """The lines of a decision as plain data: accepted first, then supporting, then rejected; equal captures share one."""
    captures: dict[tuple[str, str, str, str, str], list[datetime]] = {}
    for w in sorted(decision.weighed, key=lambda w: RANK[w.verdict]):
        c = w.evidence.candidate
        kind, _, name = c.origin.partition(":")
        place = [
            KINDS.get(kind, kind),
            name if kind not in ("text", "time", "line") else "",
            CONTEXTS.get(c.context or "", ""),
        ]
        where = " · ".join(p for p in (*place, w.evidence.evidence_url or "") if p)
        line = (c.value or "unreadable", c.raw, where, w.verdict, REASONS.get(w.reason, w.reason.replace("-", " ")))
        captures.setdefault(line, [])
        if w.evidence.fetched_at is not None:
            captures[line].append(w.evidence.fetched_at)
    return [EvidenceLine(*line, _seen(times)) for line, times in captures.items()]


def _seen(times: list[datetime]) -> str:
    days = sorted({f"{t:%Y-%m-%d}" for t in times})
    return "" if not days else days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"


def render(title: str, decision: Decision) -> RenderableType:
    """The table with the date and its bounds above it."""
    table = Table(title=title, title_justify="left")
    for heading in ("Candidate", "As written", "Where", "Seen", "Verdict", "Reason"):
        table.add_column(heading, overflow="fold")
    for line in evidence_table(decision):
        style = COLOURS[line.verdict]
        table.add_row(
            *(Text(cell) for cell in (line.candidate, line.raw, line.where, line.seen, line.verdict, line.reason)),
            style=style,
        )
    return Group(*summary(decision), table)


def summary(decision: Decision) -> Iterable[Text]:
    """The date, its basis and its bounds, a line each."""
    d = decision.date
    yield Text(f"Published: {d.published or 'unknown'}  (confidence {d.confidence:.2f}; {d.basis})")
    yield Text(f"Not before: {d.not_before or 'unbounded'}  ({d.not_before_basis or 'nothing bounds it'})")
    yield Text(f"Not after:  {d.not_after or 'unbounded'}  ({d.not_after_basis or 'nothing bounds it'})")
    if d.modified:
        yield Text(f"Modified:  {d.modified}")


def explain_page(page: Page) -> RenderableType:
    """The evidence of a page that is in hand."""
    return render(
        page.url, weigh_page(page_candidates(page), url=page.url, fetched_at=page.fetched_at, dating=SourceDating())
    )


def explain(home: Home, url_or_article_id: str) -> RenderableType:
    """The evidence about an article of the corpus, by id or URL. Raises InputError when there is none."""
    lake = Lake(home.lake)
    article = _article(lake, url_or_article_id)
    rows = lake.read("date_evidence", where=pc.field("article_id") == article).to_pylist()
    times = lake.read("documents", columns=["fetched_at"], where=pc.field("article_id") == article)[
        "fetched_at"
    ].to_pylist()
    if not times:
        raise InputError(
            f"no article {url_or_article_id!r} in the corpus: give a URL or an article id as `dateline search` prints it"
        )
    return render(url_or_article_id, decide(article_evidence(rows), seen=min(times)))


def _article(lake: Lake, url_or_id: str) -> str:
    if "://" not in url_or_id and "." not in url_or_id:
        return url_or_id
    try:
        key = url_key(url_or_id)
    except ValueError as error:
        raise InputError(str(error)) from error
    found = lake.read("documents", columns=["article_id"], where=pc.field("url_key") == key)["article_id"].to_pylist()
    if not found:
        raise InputError(f"{url_or_id} is not in the corpus")
    return str(found[0])
