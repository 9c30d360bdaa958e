"""Whether a name on a page belongs to another story than the page's own: beside it, in a teaser, or far from the first."""

from __future__ import annotations

import re
from itertools import islice

from lxml.etree import _Element

from pipelines.page.roles import names
from pipelines.page.text.wording import tidy, written

OTHERS = re.compile(
    r"related|comment|recommend|(?<!with)(?<!with-)(?<!has-)(?<!has)sidebar|teaser|appetizer|popular|trending|most-?read"
    r"|more-?(?:from|on|stories)|(?<!author)(?<!authors)(?<!AuthorList-)(?<!icon-)list-item|(?<!post-)footer",
    re.IGNORECASE,
)


MOST_OF_TEASER = 800
"""Characters; a longer article is a story, whatever it links."""
WORD = 15
"""Characters that a link around a name may have besides it."""


def is_of_others(element: _Element) -> bool:
    """Whether an element stands beside the story, or in the teaser of another."""
    for box in islice(element.iterancestors(), 6):
        if box.tag == "body":
            return False
        if OTHERS.search(names(box)) or is_teaser(box):
            return True
        if box.tag == "a" and len(tidy(written(box))) > len(tidy(written(element))) + WORD:
            return True
    return False


def is_teaser(box: _Element) -> bool:
    """Whether a box is a short article whose headings, none of the first level, are links."""
    if box.tag != "article" or next(box.iter("h1"), None) is not None:
        return False
    headings = list(islice(box.iter("h2", "h3", "h4", "h5", "h6"), 3))
    return (
        bool(headings)
        and all(
            next(h.iter("a"), None) is not None or any(up.tag == "a" for up in islice(h.iterancestors(), 3))
            for h in headings
        )
        and len(tidy(written(box))) < MOST_OF_TEASER
    )


def is_near(first: _Element, other: _Element, boxes: int) -> bool:
    """Whether two elements share one of so many boxes around each: two bylines do, that of the next story does not."""
    around = list(islice(first.iterancestors(), boxes))
    return any(box in around for box in islice(other.iterancestors(), boxes))
