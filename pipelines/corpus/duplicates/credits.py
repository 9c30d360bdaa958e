"""Credits: the origin that a text itself names.

`agency` is the wire service that supplied the text. `first_in` is the publication that printed it first. Only the
start and the end of a text are read, because a story *about* an agency names it in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.lexicon.agencies import credited, first_agency

EDGE_CHARACTERS = 400
"""A credit is searched in this many characters at each end of a text."""

_WORD = r"[^\W\d_](?:[\w&’'-]|\.(?=\w))*"
_NAME = rf"{_WORD}(?:[ ](?:of|and|the|de|für|von|(?![a-z]){_WORD}))*"
_PROPER = r"(?:(?:the|The)[ ])?(?=[^\W\d_a-z])" + _NAME
_REPORTING_WORDS = ("reporting by", "via", "source:", "quelle:", "źródło:", "fuente:", "источник:", "©")
_REPORTING = re.compile(
    rf"\b(?:{'|'.join(_REPORTING_WORDS)})[ ]*(?:\d{{4}}[ ])?((?-i:{_PROPER}))",
    re.IGNORECASE,
)
_FIRST_WORDS = ("first ", "originally ", "republished", "reprinted", "zuerst ")
"""Beginnings of `_FIRST`. Most texts have none: to look for these first is ten times as fast as the pattern."""
_FIRST = re.compile(
    r"\b(?:first (?:appeared|published|ran|reported)|originally (?:appeared|published|ran)"
    r"|republished|reprinted|zuerst (?:erschienen|veröffentlicht))"
    rf"(?: here)?(?: with permission)?[ ](?:in|on|at|by|from|auf|bei)[ ]({_PROPER})",
)


@dataclass(frozen=True, slots=True)
class Credit:
    """The origin that a text names; a field is null if the text does not name it."""

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
    found = _FIRST.search(edge) if any(word in edge for word in _FIRST_WORDS) else None
    return _tidy(found[1]) if found else None


def _reported(edge: str) -> str | None:
    """The agency after `Reporting by`, `Source:` and similar words."""
    folded = edge.casefold()
    if not any(word in folded for word in _REPORTING_WORDS):
        return None
    return next((name for found in _REPORTING.finditer(edge) if (name := first_agency(_tidy(found[1])))), None)


def _tidy(name: str) -> str:
    return re.sub(r"^(?:the|The) ", "", name).rstrip(".,;:’' -")
