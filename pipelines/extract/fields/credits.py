"""Credit lines: what a page says, outside the story proper, of where it has the story from.

They are no part of the story, and what repeats on many pages of an aggregator; but they say who had it first.
What they mean is read by `pipelines.corpus.duplicates.credits`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipelines.lexicon.data import entries
from pipelines.lexicon.entry import letters
from pipelines.lexicon.pattern import pattern
from pipelines.lexicon.wording import Phrases

MAX_CREDIT_CHARS = 250
MAX_CREDIT_LINES = 5
PIECES_AROUND_STORY = 12
"""How many pieces of the page before the story and after it may hold a credit."""

CREDIT = pattern(
    r"\b<<people.first_published>>\b.*\b<<people.in_paper>>\b|\b<<people.taken_from>>\b"
    r"|^\W*(?:<<people.source>>|via)\s*:?\s+\S|^\W*(?:©|\(c\))",
    re.IGNORECASE,
)


@cache
def _credit() -> Phrases:
    topics = ("people.first_published", "people.taken_from", "people.source")
    words = (letters(entry).lower() for topic in topics for entry in entries(topic))
    return Phrases(CREDIT, *dict.fromkeys(words), "via", "©", "(c)")


def credit_lines(pieces: Sequence[str], story: Sequence[int]) -> tuple[str, ...]:
    """The pieces of a page that credit somebody, near the story but not of it; `story` are the places of its own pieces.

    >>> credit_lines(["The Digest", "First appeared in the Herald.", "A bridge fell.", "Source: Herald"], [2])
    ('First appeared in the Herald.', 'Source: Herald')
    """
    if not story:
        return ()
    own = set(story)
    near = range(max(0, min(own) - PIECES_AROUND_STORY), min(len(pieces), max(own) + PIECES_AROUND_STORY + 1))
    found = (pieces[place] for place in near if place not in own)
    lines = [line for line in found if len(line) <= MAX_CREDIT_CHARS and _credit().search(line)]
    return tuple(dict.fromkeys(lines))[:MAX_CREDIT_LINES]
