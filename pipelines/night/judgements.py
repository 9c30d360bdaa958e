"""Judgements: the kind of a work by one capture, and the shape of its address. See `pipelines.corpus.kinds`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipelines.base.urls.kinds import kind_shape
from pipelines.lake.values import STORY_KINDS, SURE_STORIES, SURELY_NO_STORIES, KindBasis

COLUMNS = ("article_id", "source", "url_key", "kind", "kind_basis")
"""Columns of `schemas.DOCUMENTS` that are read."""


class Standing(StrEnum):
    """How strongly one capture shows that its work is a story."""

    STORY = "story"
    OPEN = "open"  # published as a story, not certain
    DOUBTFUL = "doubtful"  # not published as a story, not certain
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """The judgement of one capture: its work, the shape of its address (`kind_shape`), the kind, and the rule that
    decided it.
    """

    article_id: str
    source: str
    shape: str
    kind: str
    basis: str

    @property
    def standing(self) -> Standing:
        """Whether the page is certainly a story, certainly not one, or undecided."""
        if self.kind in STORY_KINDS:
            return Standing.STORY if self.basis in SURE_STORIES else Standing.OPEN
        return Standing.NONE if self.basis in SURELY_NO_STORIES else Standing.DOUBTFUL


def judgements(documents: Iterable[Mapping[str, Any]]) -> list[Judgement]:
    """The judgements of a night's documents, sorted and without repeats; the rows have COLUMNS."""
    return sorted({_judgement(document) for document in documents})


def _judgement(document: Mapping[str, Any]) -> Judgement:
    shape = kind_shape(f"http://{document['url_key']}")
    basis = document["kind_basis"] or KindBasis.TEXT
    return Judgement(document["article_id"], document["source"], shape, document["kind"], basis)
