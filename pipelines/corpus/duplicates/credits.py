"""Credits: what a text itself says of where it comes from.

`agency` is a wire service it was had from, `first_in` the publication it says it stood in first. Only the opening and the
last lines are read: a story *about* an agency names it in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.lexicon.agencies import credited, first_agency

EDGE_CHARACTERS = 400
"""How much of each end of a text may hold a credit."""

_WORD = r"[^\W\d_](?:[\w&’'-]|\.(?=\w))*"
_NAME = rf"{_WORD}(?:[ ](?:of|and|the|de|für|von|(?![a-z]){_WORD}))*"
_PROPER = r"(?:(?:the|The)[ ])?(?=[^\W\d_a-z])" + _NAME
_REPORTING = re.compile(
    r"\b(?:reporting by|via|source:|quelle:|źródło:|fuente:|источник:|©)[ ]*(?:\d{4}[ ])?"
    rf"((?-i:{_PROPER}))",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:first (?:appeared|published|ran|reported)|originally (?:appeared|published|ran)"
    r"|republished|reprinted|zuerst (?:erschienen|veröffentlicht))"
    rf"(?: here)?(?: with permission)?[ ](?:in|on|at|by|from|auf|bei)[ ]({_PROPER})",
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a text says of its origin; null where it says nothing."""

    agency: str | None
    first_in: str | None


def credit(text: str, agency: str | None = None, lines: Sequence[str] = ()) -> Credit:
    r"""Read the credits of a text and of the credit `lines` of its page; `agency` is one already found in the byline.

    >>> credit("LONDON, Nov 3 (Reuters) - The pound fell.")
    Credit(agency='Reuters', first_in=None)
    >>> credit("This story first appeared in the Saltmere Herald. Reporting by Meridian Press.\n\nA bridge fell.")
    Credit(agency='Meridian Press', first_in='Saltmere Herald')
    """
    head, tail = text[:EDGE_CHARACTERS], text[-EDGE_CHARACTERS:]
    beside = "\n\n".join(lines)
    first = _first(beside) or _first(head) or _first(tail)
    wire = agency or credited(text.split("\n\n"), lines) or _reported(beside) or _reported(head) or _reported(tail)
    return Credit(wire, first)


def _first(edge: str) -> str | None:
    found = _FIRST.search(edge)
    return _tidy(found[1]) if found else None


def _reported(edge: str) -> str | None:
    """The agency after `Reporting by`, `Source:` and the like."""
    return next((name for found in _REPORTING.finditer(edge) if (name := first_agency(_tidy(found[1])))), None)


def _tidy(name: str) -> str:
    return re.sub(r"^(?:the|The) ", "", name).rstrip(".,;:’' -")
