"""Credit lines: what a page says, outside the story proper, of where it has the story from.

They are no part of the story, and what repeats on many pages of an aggregator; but they say who had it first.
What they mean is read by `pipelines.corpus.duplicates.credits`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.lexicon.wording import Phrases

MOST_CHARACTERS = 250
MOST_LINES = 5
NEAR = 12
"""How many pieces of the page before the story and after it may hold a credit."""

CREDIT = Phrases(re.compile(
    r"\b(?:first (?:appeared|published|ran|reported)|originally (?:appeared|published|ran)|republished|reprinted)\b"
    r".*\b(?:in|on|at|by|from|with)\b"
    r"|\b(?:this|the) (?:story|article|report) (?:is|was|comes) (?:taken )?from\b|\breporting by\b|\bby arrangement with\b"
    r"|\bzuerst (?:erschienen|veröffentlicht)\b|\bdieser (?:artikel|beitrag|text) (?:erschien|stammt)\b"
    r"|\bpublié (?:à l[’']origine|initialement)\b|\bpubblicato originariamente\b|\bpublicado originalmente\b"
    r"|^\W*(?:source|quelle|źródło|fuente|fonte|bron|kilde|källa|источник|via)\s*:?\s+\S|^\W*(?:©|\(c\))",
    re.IGNORECASE,
),
    "first ", "originally", "republished", "reprinted", "is from", "was from", "comes from", "taken from", "reporting by",
    "by arrangement with", "zuerst", "erschien", "stammt", "publié", "originariamente", "originalmente", "source", "quelle",
    "źródło", "fuente", "fonte", "bron", "kilde", "källa", "источник", "via", "©", "(c)",
)  # fmt: skip


def credit_lines(pieces: Sequence[str], story: Sequence[int]) -> tuple[str, ...]:
    """The pieces of a page that credit somebody, near the story but not of it; `story` are the places of its own pieces.

    >>> credit_lines(["The Digest", "First appeared in the Herald.", "A bridge fell.", "Source: Herald"], [2])
    ('First appeared in the Herald.', 'Source: Herald')
    """
    if not story:
        return ()
    own = set(story)
    near = range(max(0, min(own) - NEAR), min(len(pieces), max(own) + NEAR + 1))
    found = (pieces[place] for place in near if place not in own)
    lines = [line for line in found if len(line) <= MOST_CHARACTERS and CREDIT.search(line)]
    return tuple(dict.fromkeys(lines))[:MOST_LINES]
