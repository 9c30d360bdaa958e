"""Verdicts: decide whether a work is a story, from all its captures and from its source's pages under similar addresses."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipelines.lake.values import PageKind
from pipelines.night.judgements import Judgement, Standing

SHAPE = "shape"
"""The basis of a work that is not a story because of its address alone."""


def verdict(judged: Sequence[Judgement], without_stories: Collection[tuple[str, str]]) -> tuple[str, str] | None:
    """The kind of a work that is not a story, and the rule that decided it; None if it may be a story.

    `judged` are its captures of all nights; `without_stories` are the (source, shape) pairs that have no stories. A
    capture that is certainly a story decides first. Next, captures that are certainly not stories decide, if they
    are at least as many as the undecided ones. Last, the address decides.

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
