"""True if a work is a story by all its captures, and by what its source keeps under such addresses. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipelines.lake.values import PageKind
from pipelines.night.judgements import Judgement, Standing

SHAPE = "shape"
"""The basis of a work that is none by its address alone."""


def verdict(judged: Sequence[Judgement], without_stories: Collection[tuple[str, str]]) -> tuple[str, str] | None:
    """The kind of a work that is no story, and the rule that says so; None where it may be one.

    `judged` are its captures of all nights, `without_stories` the (source, shape) under which its source keeps none. A capture
    that surely is a story decides, else those that surely are none if they are as many as the others, else the address.

    >>> tag = Judgement("a", "paper", "/tag/*", "article", "text")
    >>> verdict([tag], {("paper", "/tag/*")}), verdict([tag], set())
    (('listing', 'shape /tag/*'), None)
    """
    stands = [each.standing for each in judged]
    if Standing.STORY in stands:
        return None
    none = sorted((str(each.kind), str(each.basis)) for each in judged if each.standing == Standing.NONE)
    if none and len(none) >= stands.count(Standing.OPEN):
        return none[0]
    passes = (each for each in judged if each.standing == Standing.OPEN)
    shapes = sorted({each.shape for each in passes if (each.source, each.shape) in without_stories})
    return (str(PageKind.LISTING), f"{SHAPE} {shapes[0]}") if shapes else None
