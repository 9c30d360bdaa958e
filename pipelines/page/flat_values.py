"""Values that frameworks write into a page as lists of parts with references between them, put together again.

Nuxt and devalue: containers hold the places of what is in them. Turbo-stream (Remix, React Router): the same, and keys are
places too. React's stream: rows with ids that other rows name. Apollo: objects by key, named elsewhere by `__ref`. Astro: each
value behind a number for its type.
"""

from __future__ import annotations

import json
import re
from typing import Any

FLIGHT = re.compile(r"(?P<id>[0-9a-f]+):(?:T(?P<bytes>[0-9a-f]+),|[A-Z]{0,2}(?=[\[{\"]))")
"""The beginning of a row of React's stream: https://react.dev/reference/rsc/server-components."""
WRAPPED = frozenset(("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"))
"""How Nuxt marks values that change: `["Ref", 7]` is the value at 7."""
TURBO_KEY = re.compile(r"_[0-9]{1,9}")
TURBO_LINE = re.compile(r"^P\d+:")
DEEPEST = 60
_DECODER = json.JSONDecoder(strict=False)


def unflattened(flat: Any) -> Any:
    """The value of a flat list in which containers hold the places of what is in them: `[{"a": 1}, "x"]` is `{"a": "x"}`."""
    if not isinstance(flat, list) or not flat:
        return flat
    made: list[Any] = [{} if isinstance(v, dict) else [] if isinstance(v, list) else v for v in flat]

    def at(place: Any) -> Any:
        value = flat[place] if isinstance(place, int) and 0 <= place < len(flat) else None
        if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and value[0] in WRAPPED:
            place = value[1]
        return made[place] if isinstance(place, int) and 0 <= place < len(made) else None

    for value, container in zip(flat, made, strict=True):
        if isinstance(value, dict):
            container.update((str(at(int(k[1:]))) if TURBO_KEY.fullmatch(k) else k, at(v)) for k, v in value.items())
        elif isinstance(value, list):
            container.extend(at(place) for place in value)
    return at(0)


def of_turbo_stream(stream: str) -> Any:
    """The value of a turbo-stream, whose later lines go on with the list of the first: https://github.com/jacob-ebey/turbo-stream."""
    flat: list[Any] = []
    for line in stream.splitlines():
        value = decoded(TURBO_LINE.sub("", line), 0)[0]
        if isinstance(value, list):
            flat += value
    return unflattened(flat)


def of_flight(stream: str) -> dict[str, Any]:
    """The rows of React's stream by their ids: values, and texts with their length in bytes before them."""
    rows: dict[str, Any] = {}
    at = 0
    while (row := FLIGHT.search(stream, at)) is not None:
        if row["bytes"]:
            said = stream[row.end() : row.end() + int(row["bytes"], 16)]  # as many characters at most
            cut = said.encode("utf-8", "replace")[: int(row["bytes"], 16)].decode("utf-8", "ignore")
            rows[f"${row['id']}"], at = cut, row.end() + len(cut)
        else:
            rows[f"${row['id']}"], at = decoded(stream, row.end())
            at = max(at, row.end())
    _fill(rows, lambda value: rows.get(value) if isinstance(value, str) and isinstance(rows.get(value), str) else None)
    return rows


def with_references(state: Any) -> Any:
    """Apollo's cache with objects in place of their names: `{"Paragraph:7": {…}, "body": {"__ref": "Paragraph:7"}}`."""
    if isinstance(state, dict):
        _fill(state, lambda value: state.get(_reference(value)) if isinstance(value, dict) else None)
    return state


def _reference(value: dict[str, Any]) -> str:
    """The key by which an object names another: of the third version of Apollo's client, or the second."""
    name = value.get("__ref") if len(value) == 1 else value.get("id") if value.get("type") == "id" else None
    return name if isinstance(name, str) else ""


def _fill(holder: dict[str, Any], named: Any) -> None:
    """Put what values name in their place, everywhere in `holder`."""
    stack: list[Any] = [holder]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        places = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for place, value in list(places):
            if (other := named(value)) is not None:
                node[place] = other
            elif isinstance(value, dict | list):
                stack.append(value)


def without_types(value: Any, depth: int = 0) -> Any:
    """The properties of an Astro island: `{"a": [0, "x"], "b": [1, [[0, 7]]]}` is `{"a": "x", "b": [7]}`."""
    match value:
        case [int(), inner] if depth < DEEPEST:
            return without_types(inner, depth + 1)
        case dict() if depth < DEEPEST:
            return {key: without_types(inner, depth + 1) for key, inner in value.items()}
        case list() if depth < DEEPEST:
            return [without_types(inner, depth + 1) for inner in value]
    return value


def decoded(text: str, at: int) -> tuple[Any, int]:
    """The JSON value that begins there, and where it ends; None where there is none, or one that nests too deep."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at
