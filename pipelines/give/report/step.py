"""The nightly report: one HTML file a night, the same bytes for the same corpus."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.give.report.attention import attention
from pipelines.give.report.page import Section, report_page
from pipelines.give.report.plots import night_plots
from pipelines.give.report.summary import (
    BOUNDS,
    COPIES,
    DATES,
    EVENTS,
    LAGS,
    LANGUAGES,
    LOSSES,
    OUTCOMES,
    PRECISIONS,
    STATUSES,
    SUMMARY,
    WIDTHS,
    account,
    recent_articles,
)
from pipelines.lake.checksums.ledger import announce
from pipelines.lake.home import Home
from pipelines.night.steps import Outcome, Progress

SECTIONS = (
    (
        "Sources",
        "from URLs advertised to articles dated, and why pages were left out",
        SUMMARY,
        "No source was crawled.",
    ),
    ("Dates", "new articles by precision of their date, and by the rule that gave it", DATES, "No new article."),
    (
        "Bounds",
        "new articles without a date: how many lists, links, numbers and copies bound on both sides, and how closely",
        BOUNDS,
        "Every new article is dated.",
    ),
    (
        "Copies",
        "new articles that tell what another told first: who has it from whom",
        COPIES,
        "No new article is a copy.",
    ),
    (
        "Events",
        "what most sources report of the events in new articles, in own words or as copies",
        EVENTS,
        "No event of a new article is reported by several sources.",
    ),
    ("Languages", "new articles by language", LANGUAGES, "No new article."),
    (
        "Lag",
        "hours from publication to our first capture, where the instant is known",
        LAGS,
        "No new article has an instant.",
    ),
    ("Answers", "requests by HTTP status, with an example", STATUSES, "Nothing was asked for."),
    ("Losses", "URLs and pages that are no article, by reason, with an example", LOSSES, "Nothing was left out."),
)
"""Heading, caption, query, and what is said of no rows, of each table in a report."""


def report_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Write `reports/<night>.html`."""
    recent = recent_articles(home, night)
    with account(home, night) as ask:
        pictures = night_plots(ask(OUTCOMES), ask(PRECISIONS), ask(WIDTHS))
        sections = [Section(heading, caption, ask(query), nothing) for heading, caption, query, nothing in SECTIONS]
    page = report_page(night, attention(home, night), recent, pictures, sections)
    changed = _write(home.reports / f"{night}.html", page.encode())
    on_progress(1, 1)
    return Outcome({"sources": sections[0].rows.num_rows}, changed)


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(content)
    announce(path, "reports")
    temporary.replace(path)
    return True
