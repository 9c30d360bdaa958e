"""The sections of a site: pages in its menus that lead to stories and are lists, by extraction or by a category's address."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.column_values import PageKind
from pipelines.extract.run.job import PageJob
from pipelines.extract.run.workers import extract_pages
from spiders.sources.probe import Answer
from spiders.sources.section_links import CATEGORY
from spiders.sources.survey import Findings, story_edges

MAX_SECTIONS = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A section front and the number of stories that it leads to."""

    url: str
    stories: int


def sections(found: Findings) -> list[Section]:
    """The section fronts among the candidates, in their order; of two with the same stories, the first.

    A story that every candidate leads to stands in a sidebar: it makes none of them a section.
    """
    stories = {edge.key for edge in story_edges(found)}
    told = [frozenset(edge.key for edge in answer.reading.edges) & stories for answer in found.candidates]
    everywhere = frozenset.intersection(*told) if len(told) > 1 else frozenset()
    fronts: dict[frozenset[str], Section] = {}
    for answer, leads_to, kind in zip(found.candidates, told, _kinds(found.candidates), strict=True):
        is_list = kind == PageKind.LISTING or CATEGORY.search(answer.url) is not None
        if is_list and leads_to - everywhere and answer.url != found.home.url:
            fronts.setdefault(leads_to, Section(answer.url, len(leads_to)))
    return list(fronts.values())[:MAX_SECTIONS]


def _kinds(answers: tuple[Answer, ...]) -> list[PageKind | None]:
    """What extraction takes each page for, in a process that a hostile page may crash."""
    jobs = (
        PageJob(str(place), answer.url, answer.header("content-type"), body=answer.body)
        for place, answer in enumerate(answers)
    )
    return [done.document.kind if done.document else None for done in extract_pages(jobs, workers=1)] if answers else []
