"""`dateline dates`: the evidence about one article as a table that a journalist understands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


def evidence_table(decision: Decision) -> list[EvidenceLine]:
    """The lines of a decision as plain data: accepted first, then supporting, then rejected."""
    lines = []
    for w in sorted(decision.weighed, key=lambda w: RANK[w.verdict]):
        c = w.evidence.candidate
        place = [c.origin, c.context or "", w.evidence.evidence_url or ""]
        if w.evidence.fetched_at is not None:
            place.append(f"seen {w.evidence.fetched_at:%Y-%m-%d %H:%M}")
        lines.append(
            EvidenceLine(
                c.value or "unreadable", c.raw, " · ".join(p for p in place if p), w.verdict, w.reason.replace("-", " ")
            )
        )
    return lines


def render(title: str, decision: Decision) -> RenderableType:
    """The table with the date and its bounds above it."""
    table = Table(title=title, title_justify="left")
    for heading in ("Candidate", "As written", "Where", "Verdict", "Reason"):
        table.add_column(heading, overflow="fold")
    for line in evidence_table(decision):
        style = COLOURS[line.verdict]
        table.add_row(
            *(Text(cell) for cell in (line.candidate, line.raw, line.where, line.verdict, line.reason)), style=style
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
