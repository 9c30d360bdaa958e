"""What one capture says of the kind of its work, and where in its site it stands. See `pipelines.corpus.kinds`."""

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
    """How one capture stands to being a story."""

    STORY = "story"
    OPEN = "open"  # passes for a story
    DOUBTFUL = "doubtful"  # passes for none
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """What one capture said: its work, where in the site it stands (`kind_shape`), the kind and the rule that gave it."""

    article_id: str
    source: str
    shape: str
    kind: str
    basis: str

    @property
    def standing(self) -> Standing:
        """True if the page surely is a story, surely is none, or may be one."""
        if self.kind in STORY_KINDS:
            return Standing.STORY if self.basis in SURE_STORIES else Standing.OPEN
        return Standing.NONE if self.basis in SURELY_NO_STORIES else Standing.DOUBTFUL


def judgements(documents: Iterable[Mapping[str, Any]]) -> list[Judgement]:
    """What the documents of a night say, once each, sorted; rows with COLUMNS."""
    return sorted({_judgement(document) for document in documents})


def _judgement(document: Mapping[str, Any]) -> Judgement:
    shape = kind_shape(f"http://{document['url_key']}")
    basis = document["kind_basis"] or KindBasis.TEXT
    return Judgement(document["article_id"], document["source"], shape, document["kind"], basis)
