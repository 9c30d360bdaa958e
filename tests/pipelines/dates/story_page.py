"""A page with one story, and what is made of its dates without a corpus."""

from datetime import UTC, datetime

from pipelines.dates.judge.decision import Decision, date_page, weigh_page
from pipelines.dates.model import ArticleDate
from pipelines.dates.place.candidates import page_candidates
from pipelines.dates.source.conventions import DateConventions
from pipelines.page.page import Page

FETCHED = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
URL = "https://paper.example/news/the-harbour-opens-again"
STORY = (
    "<p>" + "The harbour opened again after a year of works and the first ferries left in the morning. " * 4 + "</p>"
)
LD = '<script type="application/ld+json">{}</script>'


def page(
    body: str = "", *, head: str = "", url: str = URL, fetched: datetime | None = FETCHED, lang: str = "en"
) -> Page:
    html = (
        f'<html lang="{lang}"><head><title>The harbour opens again</title>{head}</head>'
        f'<body><div id="top"><a href="/">Paper</a></div>{body}<footer>© 2026 Paper, founded 1901</footer></body></html>'
    )
    return Page(url, html.encode(), "text/html; charset=utf-8", fetched)


def article(meta: str = "", after: str = "") -> str:
    return f"<main><article><h1>The harbour opens again</h1>{meta}{STORY}</article></main>{after}"


def date(source: Page, **known: str) -> ArticleDate:
    return date_page(page_candidates(source), url=source.url, fetched_at=source.fetched_at, **known)


def weigh(source: Page) -> Decision:
    return weigh_page(
        page_candidates(source), url=source.url, fetched_at=source.fetched_at, conventions=DateConventions()
    )


def reasons(source: Page) -> dict[str, str]:
    return {w.evidence.candidate.raw.strip(): w.reason for w in weigh(source).weighed}
