"""The report of `dateline try`: kind, title, authors, date with its evidence, text, links by kind, rights.

It is at least 80 columns wide. Text of a page is shown, and control characters in it are neutralised
(`pipelines.base.neutral`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import groupby

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipelines.ask.dates.evidence_lines import EvidenceLine, evidence_lines, summary
from pipelines.ask.dates.evidence_table import COLOURS
from pipelines.base.neutral import harmless, on_one_line
from pipelines.dates.judge.decision import weigh_page
from pipelines.dates.model import ArticleDate
from pipelines.dates.source.conventions import DateConventions
from pipelines.extract.model import Document
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.workers import extract_pages
from pipelines.lake.link_kinds import LINK_KINDS, PAGE
from pipelines.lake.values import PageKind
from spiders.links.edges import Edge
from spiders.resources.reading import read_resource
from spiders.rights.rights import Rights
from spiders.sources.first_night import count
from spiders.sources.source import STARTS
from spiders.trial.visit import Visit

KINDS = {
    PageKind.ARTICLE: "a story",
    PageKind.LIVE: "a live blog, kept as a story",
    PageKind.VIDEO: "a page around a video",
    PageKind.GALLERY: "a page around pictures",
    PageKind.LISTING: "a list of stories: a crawl follows its links and keeps no story",
    PageKind.OTHER: "neither a story nor a list of stories: not kept as a story",
}
PIPED_COLUMNS = 80
LABEL = 12
MAX_LINKS = 8
MAX_SIGNALS = 10
ALONE = "From this page alone: a crawl also knows its feed, its source's other pages and earlier nights."


def print_report(visit: Visit, console: Console | None = None) -> None:
    """Extract the page and print the report."""
    extracted = extracted_page(visit)
    console = console or Console(width=None if os.isatty(1) else PIPED_COLUMNS, highlight=False, markup=False)
    for part in report(visit, extracted):
        console.print(part)


def extracted_page(visit: Visit) -> Extracted:
    """The result of extraction, in a worker with limits."""
    job = PageJob("page", visit.url, visit.content_type, visit.fetched_at, visit.last_modified, visit.body)
    (extracted,) = extract_pages([job], workers=1)
    return extracted


def report(visit: Visit, extracted: Extracted) -> Iterable[RenderableType]:
    """The parts of the report in order."""
    yield _fields(_fetch(visit))
    if extracted.document is None or extracted.date is None:
        dropped = extracted.dropped
        yield _fields([("Left out", f"{dropped.reason}: {dropped.detail}" if dropped else "failed")])
        yield from _channel(visit)
    else:
        yield from _story(visit, extracted.document, extracted.date)
    yield from _links(visit)
    yield from _rights(visit.rights)
    yield _heading(ALONE)


def _fetch(visit: Visit) -> list[tuple[str, str | None]]:
    if visit.fetched_at is None:
        return [("Page", visit.url or "address unknown: --url says it")]
    return [
        ("Page", visit.url),
        ("Fetched", f"{visit.fetched_at:%Y-%m-%d %H:%M:%S} UTC, {len(visit.body):,} bytes, {visit.content_type or 'no type'}"),
        ("robots.txt", visit.robots),
    ]  # fmt: skip


def _story(visit: Visit, document: Document, date: ArticleDate) -> Iterable[RenderableType]:
    words = len(document.text.split())
    yield _fields(
        [
            ("Kind", f"{document.kind}: {KINDS[document.kind]}"),
            ("Title", document.title or "none found"),
            ("Authors", ", ".join(document.authors) or "none found"),
            ("Agency", document.agency),
            ("Section", document.section),
            ("Tags", ", ".join(document.tags)),
            ("Language", document.language or "unknown"),
            ("Canonical", document.canonical_url if document.canonical_url != visit.url else None),
            ("Paywall", document.paywall if document.paywall != "unknown" else None),
            ("Image", document.image),
            ("Flags", ", ".join(sorted({flag.rule for flag in document.flags}))),
        ]
    )
    yield Text("")
    conventions = DateConventions(language=document.language)
    decision = weigh_page(document.date_candidates, url=visit.url, fetched_at=visit.fetched_at, conventions=conventions)
    yield _fields([(label, text.strip()) for label, _, text in (line.partition(":") for line in summary(date))])
    yield from _evidence(evidence_lines(decision))
    yield _heading(f"Text: {words:,} words in {len(document.blocks)} blocks")
    for block in document.blocks:
        mark = "" if block.kind == "paragraph" else f"[{block.kind}] "
        yield Padding(Text(harmless(f"{mark}{block.text}")), (0, 0, 1, 2), expand=False)


def _evidence(lines: list[EvidenceLine]) -> Iterable[RenderableType]:
    """Two lines for each piece of evidence: verdict, date and place; then the reason and the text as written."""
    yield _heading(f"Evidence for the date: {len(lines)}")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(width=LABEL, style="bold")
    table.add_column(overflow="fold")
    for line in lines:
        written = "" if line.raw == line.candidate else f", written “{line.raw}”"
        said = f"{line.candidate.replace('T', ' ')}  {line.where}\n  {line.reason}{written}"
        table.add_row(Text(f"  {line.verdict}"), Text(_safe(said)), style=COLOURS[line.verdict])
    yield table


def _safe(text: str) -> str:
    return "\n".join(map(on_one_line, text.split("\n", 1)))


def _channel(visit: Visit) -> Iterable[RenderableType]:
    """For a feed or sitemap: the number of listed pages, and the first of them with their dates."""
    for setting, _, channel in (start for start in STARTS if start.resource != PAGE):
        listed = read_resource(channel, visit.url, visit.body, visit.content_type)
        if found := len(listed.edges) + len(listed.sitemaps):
            yield _heading(f"A {channel} of {found}: in a source file it stands under `{setting}:`")
            for edge in listed.edges[:MAX_LINKS]:
                dates = ", ".join(f"{kind} {raw}" for kind, raw in edge.dates)
                yield _link(edge.url, f"{edge.anchor or '(no title)'}" + (f" ({dates})" if dates else ""))
            yield from (_link(url, "(sitemap)") for url in listed.sitemaps[:MAX_LINKS])
            return


def _links(visit: Visit) -> Iterable[RenderableType]:
    if visit.reading.page is None:
        return
    edges = sorted(visit.reading.edges, key=lambda edge: (_rank(edge), edge.position))
    feeds = visit.reading.feeds
    yield _heading(f"Links: {len(edges)}" + (f", and {count(len(feeds), 'feed')}" if feeds else ""))
    for kind, group in groupby(edges, key=lambda edge: edge.kind):
        found = list(group)
        yield Text(f"  {kind} ({LINK_KINDS[kind].about}): {len(found)}", style="bold")
        yield from (_link(edge.url, edge.anchor) for edge in found[:MAX_LINKS])
        if len(found) > MAX_LINKS:
            yield Text(f"    … and {len(found) - MAX_LINKS} more", style="dim")
    if feeds:
        yield Text(f"  feed (named in its head): {len(feeds)}", style="bold")
        yield from (_link(feed.url, feed.title) for feed in feeds[:MAX_LINKS])


def _rank(edge: Edge) -> int:
    return list(LINK_KINDS).index(edge.kind)


def _link(url: str, anchor: str | None) -> RenderableType:
    shown = Text(on_one_line(anchor or "(no text)"))
    return Padding(shown.append(f"  {on_one_line(url)}", style="dim"), (0, 0, 0, 4), expand=False)


def _rights(rights: Rights | None) -> Iterable[RenderableType]:
    if rights is None:
        return
    yield _heading(f"Rights: AI training {rights.train_ai}, text and data mining {rights.tdm}")
    for row in rights.rows[:MAX_SIGNALS]:
        said = on_one_line(" ".join(row["raw"].split()))[:200]
        yield Padding(Text(f"{row['standard']} ({on_one_line(row['origin'])}): {said}"), (0, 0, 0, 2), expand=False)


def _fields(rows: Iterable[tuple[str, str | None]]) -> RenderableType:
    """One label and value on each line, without empty values; a long value continues below its beginning."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(width=LABEL, style="bold")
    table.add_column(overflow="fold")
    for label, value in rows:
        if value:
            table.add_row(label, Text(on_one_line(value)))
    return table


def _heading(text: str) -> RenderableType:
    return Padding(Text(on_one_line(text), style="bold"), (1, 0, 0, 0), expand=False)
