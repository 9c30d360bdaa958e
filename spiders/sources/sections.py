"""The sections of a site: pages in its menus that are lists, by extraction, by address, or by their number of stories."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipelines.extract.run.job import PageJob
from pipelines.extract.run.workers import extract_pages
from pipelines.lake.values import PageKind
from spiders.sources.findings import Findings, story_edges
from spiders.sources.probe import Answer
from spiders.sources.section_links import CATEGORY

MAX_SECTIONS = 12
MAX_HOUSE_STORIES = 5
"""Minimum stories that only this page links to, if it is a list. A page about the publisher has fewer."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section front and the number of its stories."""

    url: str
    stories: int


def sections(found: Findings) -> list[Section]:
    """The section fronts among the candidates, in their order. Of two with the same stories, the first."""
    stories = {edge.key for edge in story_edges(found)}
    shown = [_keys(answer) & stories for answer in found.candidates]
    beside = _sidebar(found, shown)
    fronts: dict[frozenset[str], Section] = {}
    for answer, leads_to, kind in zip(found.candidates, shown, _kinds(found.candidates), strict=True):
        own = leads_to - beside
        is_list = kind == PageKind.LISTING or CATEGORY.search(answer.url) is not None or len(own) >= MAX_HOUSE_STORIES
        if is_list and own and answer.url != found.home.url:
            fronts.setdefault(leads_to, Section(answer.url, len(leads_to)))
    return list(fronts.values())[:MAX_SECTIONS]


def _sidebar(found: Findings, shown: list[frozenset[str]]) -> frozenset[str]:
    """Stories in sidebars: every candidate links to them, or two of the stories that were read do."""
    everywhere = frozenset.intersection(*shown) if len(shown) > 1 else frozenset()
    counts = Counter(key for answer in found.stories for key in _keys(answer))
    return everywhere | {key for key, count in counts.items() if count > 1}


def _keys(answer: Answer) -> frozenset[str]:
    return frozenset(edge.key for edge in answer.reading.edges)


def _kinds(answers: tuple[Answer, ...]) -> list[PageKind | None]:
    """The kind of each page by extraction, in a separate process, because a hostile page may crash it."""
    jobs = (
        PageJob(str(place), answer.url, answer.header("content-type"), body=answer.body)
        for place, answer in enumerate(answers)
    )
    return [done.document.kind if done.document else None for done in extract_pages(jobs, workers=1)] if answers else []
