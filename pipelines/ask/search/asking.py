"""The query of a command line: its words, with its options as fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.ask.search.grammar import And, Field, Or, Phrase, Query, parsed
from pipelines.base.errors import InputError


def asked(words: Sequence[str], conditions: Mapping[str, Sequence[str | None]]) -> Query:
    """The query; without words, only the conditions. Raises InputError.

    >>> str(asked(["harbour", "-bridge"], {"source": ["herald", "daily"], "to": [None]}))
    'harbour AND NOT bridge AND source:("herald" OR "daily")'
    """
    option = next((word for word in words if word.startswith("--")), None)
    if option is not None:
        raise InputError(f"search: no option {option}: 'dateline search --help' lists them")
    parts = [
        Field(name, _either([Phrase(value) for value in values if value]))
        for name, values in conditions.items()
        if any(values)
    ]
    text = " ".join(words)
    if not text.strip() and parts:
        return And(tuple(parts)) if len(parts) > 1 else parts[0]
    query = parsed(text)
    return And((*(query.parts if isinstance(query, And) else (query,)), *parts)) if parts else query


def _either(values: Sequence[Query]) -> Query:
    return values[0] if len(values) == 1 else Or(tuple(values))
