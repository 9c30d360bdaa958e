"""What extraction makes of one page, before it has an id, a source or a night."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.dates.model import Candidate
from pipelines.lake.values import HeadlinePlace, KindBasis, PageKind


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the story: paragraph heading standfirst list quote table code; beside it caption pull_quote."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline of the story, and where it stands: the page shows it, or declares it to machines."""

    text: str
    where: HeadlinePlace


@dataclass(frozen=True, slots=True)
class Related:
    """A related link; `position` is its 0-based order among the page's related links."""

    url: str
    title: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Flag:
    """Something found in the text or hidden from it; offsets are into the document's text, None when not part of it."""

    rule: str
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """One page, extracted. The columns of `schemas.DOCUMENTS` that come from the page alone, under the same names."""

    url: str
    canonical_url: str | None
    kind: PageKind
    title: str | None
    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    agency: str | None
    section: str | None
    tags: tuple[str, ...]
    image: str | None
    language: str | None
    language_score: float | None
    paywall: str
    related: tuple[Related, ...]
    charset: str
    flags: tuple[Flag, ...] = ()
    credits: tuple[str, ...] = ()
    description: str | None = None
    headlines: tuple[Headline, ...] = ()  # as the page shows and declares them; `title` is the one that readers see
    asides: tuple[Block, ...] = ()  # captions and pull quotes, which are no part of the text
    date_candidates: tuple[Candidate, ...] = field(default=())
    kind_basis: KindBasis = KindBasis.TEXT  # the rule that gave the kind
    layout: tuple[str, ...] = ()  # what its source taught of it, not the page alone: body headline byline time site

    @property
    def text(self) -> str:
        """The story: its blocks, joined by blank lines."""
        return "\n\n".join(block.text for block in self.blocks)
