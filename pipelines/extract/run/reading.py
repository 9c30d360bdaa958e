"""Read one page in this process: its document and its date, judged from the page alone."""

from __future__ import annotations

from dataclasses import replace

from pipelines.base.errors import PageDropped
from pipelines.dates.judge.decision import date_page
from pipelines.dates.judge.rules import LEARNED_PLACE
from pipelines.dates.place.candidates import page_candidates
from pipelines.extract.read.article import read
from pipelines.extract.read.row import read_row
from pipelines.extract.run.job import Extracted, PageJob, load
from pipelines.extract.run.sightings import sightings
from pipelines.extract.run.storable import readable, storable, storable_sightings
from pipelines.page.page import Page


def read_page(job: PageJob) -> Extracted:
    """The document and the date of a job's page. Raises PageDropped if it has none."""
    try:
        page = load(job)
        return _row(job, page) if job.is_row else _page(job, page)
    except RecursionError as error:
        raise PageDropped("too_deep", "elements nest too deep") from error


def _row(job: PageJob, page: Page) -> Extracted:
    document, candidates = read_row(page)
    date = date_page(candidates, url=page.url, fetched_at=page.fetched_at, language=document.language)
    return Extracted(job.id, replace(storable(document), date_candidates=readable(candidates)), date)


def _page(job: PageJob, page: Page) -> Extracted:
    reading = read(page, job.layout)
    document = storable(reading.document)
    candidates = readable(page_candidates(page, language=document.language, day_places=job.layout.time))
    date = date_page(candidates, url=page.url, fetched_at=page.fetched_at, language=document.language)
    seen = storable_sightings(sightings(page, reading, document, date)) if job.teaches else ()
    page.outline.release()
    layout = (*document.layout, *(["time"] if date.basis.rule == LEARNED_PLACE else []))
    return Extracted(job.id, replace(document, date_candidates=candidates, layout=layout), date, sightings=seen)
