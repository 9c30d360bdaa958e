"""The sections of a site: those of the pages in its menus that extraction takes for listings and that lead to stories."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.column_values import PageKind
from pipelines.extract.run.job import PageJob
from pipelines.extract.run.workers import extract_pages
from spiders.sources.probe import Answer
from spiders.sources.survey import Findings, story_edges

MAX_SECTIONS = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A section front and the number of stories that it leads to."""

    url: str
    stories: int


def sections(found: Findings) -> list[Section]:
    """The section fronts among the candidates, in their order; of two with the same stories, the first."""
    stories = {edge.key for edge in story_edges(found)}
    listed: dict[frozenset[str], Section] = {}
    for answer, kind in zip(found.candidates, _kinds(found.candidates), strict=True):
        leads_to = frozenset(edge.key for edge in answer.reading.edges if edge.kind != "nav") & stories
        if kind == PageKind.LISTING and leads_to and answer.url != found.home.url:
            listed.setdefault(leads_to, Section(answer.url, len(leads_to)))
    return list(listed.values())[:MAX_SECTIONS]


def _kinds(answers: tuple[Answer, ...]) -> list[PageKind | None]:
    """What extraction takes each page for, in a process that a hostile page may crash."""
    jobs = (
        PageJob(str(place), answer.url, answer.header("content-type"), body=answer.body)
        for place, answer in enumerate(answers)
    )
    return [done.document.kind if done.document else None for done in extract_pages(jobs, workers=1)] if answers else []
