"""Credits: what a text itself says of where it comes from.

`agency` is a wire service it was had from, `first_in` the publication it says it stood in first. Only the opening and the
last lines are read: a story *about* an agency names it in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

EDGE_CHARACTERS = 400
"""How much of each end of a text may hold a credit."""

AGENCIES = frozenset((
    "AAP", "AFP", "Agence France-Presse", "Anadolu", "ANI", "ANSA", "AP", "APA", "Associated Press",
    "Australian Associated Press", "Belga", "BNS", "Bloomberg", "Canadian Press", "CTK", "ČTK", "DPA", "dpa",
    "Deutsche Presse-Agentur", "EFE", "IANS", "Interfax", "Keystone-SDA", "Kyodo", "LETA", "Lusa", "MTI",
    "NTB", "PA", "PA Media", "PAP", "Press Association", "Press Trust of India", "PTI", "Reuters",
    "RIA Novosti", "Ritzau", "SDA", "SID", "STT", "TASS", "UPI", "Xinhua", "Yonhap", "АП", "Интерфакс", "ПАП",
    "РИА Новости", "Рейтер", "ТАСС", "УНИАН", "Укринформ", "中新社", "中央社", "新华社", "新華社", "共同",
))  # fmt: skip
"""Wire services by the names and initials they are credited with."""

_WORD = r"[^\W\d_](?:[\w&’'-]|\.(?=\w))*"
_NAME = rf"{_WORD}(?:[ ](?:of|and|the|de|für|von|(?![a-z]){_WORD}))*"
_PROPER = r"(?:(?:the|The)[ ])?(?=[^\W\d_a-z])" + _NAME
_DATELINE = re.compile(r"^[^\n()（）]{0,80}[(（]([^()（）\n]{2,40})[)）][ ]*(?:[-–—:.]|(?<=）))")
_SIGNED = re.compile(r"[(（\[]([^()（）\[\]\n]{2,40})[)）\]]\W*$")
_LEADING = re.compile(r"^\W*(中新社|中央社|新华社|新華社)")
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


_SERVICE = re.compile(
    r"^[^\W\d_a-z].*\b(?:Press|Wire|News Agency|Newswire|Presseagentur)$|^(?:Agence|Agencia|Agencja|Agenzia) \w"
)
"""A name that says of itself that it is a wire service."""


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
    wire = _dateline(head) or _signed(tail) or _reported(beside) or _reported(head) or _reported(tail)
    return Credit(agency or wire, first)


def _first(edge: str) -> str | None:
    found = _FIRST.search(edge)
    return _tidy(found[1]) if found else None


def _dateline(head: str) -> str | None:
    """The agency in the brackets between place and story: `LONDON, Nov 3 (Reuters) -`."""
    leading = _LEADING.match(head)
    if leading:
        return leading[1]
    found = _DATELINE.match(head)
    return _service(found[1]) if found else None


def _signed(tail: str) -> str | None:
    """The agency in brackets at the end of one of the last paragraphs."""
    for paragraph in reversed(tail.split("\n\n")[-3:]):
        found = _SIGNED.search(paragraph)
        if found and (name := _service(found[1])):
            return name
    return None


def _reported(edge: str) -> str | None:
    """The agency after `Reporting by`, `Source:` and the like."""
    return next((name for found in _REPORTING.finditer(edge) if (name := _service(_tidy(found[1])))), None)


def _service(text: str) -> str | None:
    """The first of names separated by slashes or commas that is a wire service, by the list or by what it calls itself."""
    names = [name.strip() for name in re.split(r"[/,]", text)]
    return next((name for name in names if name in AGENCIES or _SERVICE.search(name)), None)


def _tidy(name: str) -> str:
    return re.sub(r"^(?:the|The) ", "", name).rstrip(".,;:’' -")
