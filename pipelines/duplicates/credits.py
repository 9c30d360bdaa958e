"""Credits: what a text itself says of where it comes from.

`agency` is a wire service it was had from, `first_in` the publication it says it stood in first. Only the opening and the
last lines are read: a story *about* an agency names it in the middle.
"""

from __future__ import annotations

import re
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

_NAME = r"(?:[^\W\d_][\w.&’'-]*)(?:[ ](?:of|and|the|de|für|von|[^\W\d_a-z][\w.&’'-]*))*"
_PROPER = r"(?:(?:the|The)[ ])?(?=[^\W\d_a-z])" + _NAME
_DATELINE = re.compile(rf"^[^\n()]{{0,80}}\(({_PROPER}(?:/{_PROPER})*)\)[ ]*[-–—:.]")
_SIGNED = re.compile(rf"[(\[]({_PROPER}(?:/{_PROPER})*)[)\]][ ]*$")
_REPORTING = re.compile(
    r"\b(?:reporting by|via|source:|quelle:|źródło:|fuente:|источник:|©)[ ]*(?:\d{4}[ ])?"
    rf"((?-i:{_PROPER}))",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:first (?:appeared|published|ran|reported)|originally (?:appeared|published|ran)|was (?:first )?published"
    r"|republished|reprinted|zuerst (?:erschienen|veröffentlicht))"
    rf"(?: here)?(?: with permission)?[ ](?:in|on|at|by|from|auf|bei)[ ]({_PROPER})",
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a text says of its origin; null where it says nothing."""

    agency: str | None
    first_in: str | None


def credit(text: str, agency: str | None = None) -> Credit:
    r"""Read the credits of a text; `agency` is what extraction already found in the byline.

    >>> credit("LONDON, Nov 3 (Reuters) - The pound fell.")
    Credit(agency='Reuters', first_in=None)
    >>> credit("This story first appeared in the Saltmere Herald. Reporting by Meridian Press.\n\nA bridge fell.")
    Credit(agency='Meridian Press', first_in='Saltmere Herald')
    """
    head, tail = text[:EDGE_CHARACTERS], text[-EDGE_CHARACTERS:]
    first = _first(head) or _first(tail)
    return Credit(agency or _dateline(head) or _signed(tail) or _reported(head) or _reported(tail), first)


def _first(edge: str) -> str | None:
    found = _FIRST.search(edge)
    return _tidy(found[1]) if found else None


def _dateline(head: str) -> str | None:
    found = _DATELINE.match(head)
    return _tidy(found[1]) if found else None


def _signed(tail: str) -> str | None:
    """A name in brackets that ends one of the last paragraphs, if it is an agency's."""
    for paragraph in reversed(tail.split("\n\n")[-3:]):
        found = _SIGNED.search(paragraph)
        if found and (found[1] in AGENCIES or _is_service(found[1])):
            return _tidy(found[1])
    return None


def _reported(edge: str) -> str | None:
    for found in _REPORTING.finditer(edge):
        if _tidy(found[1]) in AGENCIES or _is_service(found[1]):
            return _tidy(found[1])
    return None


def _is_service(name: str) -> bool:
    """Whether a name says of itself that it is a wire service."""
    return bool(re.search(r"\b(?:Press|Wire|News Agency|Newswire|Agentur|Agencja|Agence|Agencia|Agenzia)\b", name))


def _tidy(name: str) -> str:
    return re.sub(r"^(?:the|The) ", "", name).rstrip(".,;:’' -")
