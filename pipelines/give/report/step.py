"""The nightly report: one HTML file a night, the same bytes for the same corpus."""

from __future__ import annotations

from datetime import date
from pathlib import Path

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
)
from pipelines.health.incidents.examples import shown_beside
from pipelines.health.incidents.morning import EARLIER, NEW, PUT_OFF, morning
from pipelines.lake.checksums.ledger import announce
from pipelines.lake.home import Home
from pipelines.night.steps import Outcome, Progress

SECTIONS = (
    ("Most covered events", "reported by several papers, in own words or as copies", EVENTS),
    ("Paper by paper", "from URLs advertised to articles dated, and why pages were left out", SUMMARY),
    ("Dates", "new articles by precision of their date, and by the rule that gave it", DATES),
    ("Bounds", "new articles without a date: bounded on both sides, and how closely", BOUNDS),
    ("Copies", "new articles that another paper had first", COPIES),
    ("Languages", "new articles by language", LANGUAGES),
    ("Lag", "hours from publication to our first capture, where the instant is known", LAGS),
    ("Answers", "requests by HTTP status, with an example", STATUSES),
    ("Losses", "URLs and pages that are no article, by reason, with an example", LOSSES),
)
"""Heading, caption and query of each table in a report; an empty one is left out."""
OPEN_SECTIONS = ("Most covered events",)


def report_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Write `reports/<night>.html`."""
    known = morning(home, night)
    concerned = [
        one for group in (NEW, EARLIER, PUT_OFF) for block in known.of(group) for line in block.lines for one in line
    ]
    with account(home, night) as ask:
        pictures = night_plots(ask(OUTCOMES), ask(PRECISIONS), ask(WIDTHS))
        sections = [Section(name, said, ask(query), is_open=name in OPEN_SECTIONS) for name, said, query in SECTIONS]
    sources = sections[1].rows.num_rows if sections[1].rows is not None else 0
    if sources:
        sections.append(Section("Outcomes and dates", PLOTS, pictures=pictures))
    page = report_page(known, shown_beside(home, night, concerned), sections)
    changed = _write(home.reports / f"{night}.html", page.encode())
    on_progress(1, 1)
    return Outcome({"sources": sources}, changed)


PLOTS = "how the URLs of each paper ended, how precisely its new articles are dated, how closely the others are bounded"


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(content)
    announce(path, "reports")
    temporary.replace(path)
    return True
