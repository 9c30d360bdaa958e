"""The state that a page's scripts start from: JSON in script elements, from which they draw what the markup does not hold.

Next.js `<script id="__NEXT_DATA__" type="application/json">`, Next's stream `self.__next_f.push([1,"…"])`, Nuxt's flat list of
values (`__NUXT_DATA__`), and assignments such as `Fusion.globalContent={…}` or `window.__PRELOADED_STATE__ = JSON.parse("…")`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml.html import HtmlElement

LEAST, MOST = 500, 4_000_000
"""Characters of a script that may hold a story; of all that are read together the most."""
MOST_VALUES = 40
"""Values looked for in one script."""
STARTS = re.compile(
    r"JSON\.parse\(\s*(?P<coded>decodeURIComponent\(\s*)?(?=[\"'])|(?:=|\(|\breturn\b)\s*(?=[\[{])", re.IGNORECASE
)
QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
STREAM = "__next_f"
FLIGHT = re.compile(r"(?P<id>[0-9a-f]+):(?:T(?P<bytes>[0-9a-f]+),|[A-Z]{0,2}(?=[\[{\"]))")
"""The beginning of a row of React's stream: https://react.dev/reference/rsc/server-components."""
WRAPPED = frozenset(("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"))
"""How Nuxt marks values that change: `["Ref", 7]` is the value at 7."""
_DECODER = json.JSONDecoder(strict=False)


def states(tree: HtmlElement) -> Iterator[Any]:
    """The values in a page's script elements, in page order; what cannot be read is left out."""
    left = MOST
    stream: list[str] = []
    for script in tree.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if "ld+json" in kind or len(text) > left or (len(text) < LEAST and STREAM not in text):
            continue
        left -= len(text)
        if "json" in kind:
            value = _decoded(text.strip(), 0)[0]
            yield _unflattened(value) if script.get("id") == "__NUXT_DATA__" else value
        elif STREAM in text:
            stream += [part for value in _assigned(text) for part in _strings(value)]
        else:
            yield from _assigned(text)
    if stream:
        yield _of_stream("".join(stream))


def strings_of_script(tree: HtmlElement, least: int) -> Iterator[str]:
    """The quoted strings of at least so many characters in scripts that are no JSON: `f(function(a){return {body:"…"}})`."""
    left = MOST
    for script in tree.iter("script"):
        text = script.text or ""
        if "json" in (script.get("type") or "").lower() or STREAM in text or not least <= len(text) <= left:
            continue
        left -= len(text)
        for quoted in re.finditer(rf'"(?:[^"\\\n]|\\.){{{least},}}"', text):
            value = _decoded(quoted[0], 0)[0]
            if isinstance(value, str):
                yield value


def json_in(text: str) -> Any:
    """The value of JSON within a value of JSON; None where there is none."""
    return _decoded(text, 0)[0]


def _assigned(text: str) -> Iterator[Any]:
    """The values that a script assigns, passes or parses, each with what is in it."""
    at, found = 0, 0
    while found < MOST_VALUES and (start := STARTS.search(text, at)) is not None:
        found += 1
        if "JSON" in start[0]:
            value, at = _parsed(text, start)
        else:
            value, at = _decoded(text, start.end())
        if value is not None:
            yield value
        at = max(at, start.end())


def _parsed(text: str, start: re.Match[str]) -> tuple[Any, int]:
    """The value of `JSON.parse("…")`, and where it ends."""
    single = QUOTED.match(text, start.end())
    if single is not None:
        inner, end = single[1].replace(r"\'", "'").replace('"', r"\""), single.end()
        quoted = _decoded(f'"{inner}"', 0)[0]
    else:
        quoted, end = _decoded(text, start.end())
    if not isinstance(quoted, str):
        return None, end
    return _decoded(unquote(quoted) if start["coded"] else quoted, 0)[0], end


def _decoded(text: str, at: int) -> tuple[Any, int]:
    """The JSON value that begins there, and where it ends; None where there is none, or one that nests too deep."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at


def _strings(value: Any) -> list[str]:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _of_stream(stream: str) -> dict[str, Any]:
    """The rows of React's stream by their ids: values, and texts with their length in bytes before them."""
    rows: dict[str, Any] = {}
    at = 0
    while (row := FLIGHT.search(stream, at)) is not None:
        if row["bytes"]:
            said = stream[row.end() : row.end() + int(row["bytes"], 16)]  # as many characters at most
            cut = said.encode("utf-8", "replace")[: int(row["bytes"], 16)].decode("utf-8", "ignore")
            rows[f"${row['id']}"], at = cut, row.end() + len(cut)
        else:
            rows[f"${row['id']}"], at = _decoded(stream, row.end())
            at = max(at, row.end())
    _filled(rows)
    return rows


def _filled(rows: dict[str, Any]) -> None:
    """Put texts where other rows name them: `{"body": "$8"}`."""
    stack: list[Any] = list(rows.values())
    while stack:
        node = stack.pop()
        places = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for place, value in list(places):
            if isinstance(value, str) and isinstance(rows.get(value), str):
                node[place] = rows[value]
            else:
                stack.append(value)


def _unflattened(flat: Any) -> Any:
    """The value of a flat list in which containers hold the places of what is in them: `[{"a": 1}, "x"]` is `{"a": "x"}`."""
    if not isinstance(flat, list) or not flat:
        return flat
    made: list[Any] = [{} if isinstance(v, dict) else [] if isinstance(v, list) else v for v in flat]

    def at(place: Any) -> Any:
        value = flat[place] if isinstance(place, int) and 0 <= place < len(flat) else None
        if isinstance(value, list) and len(value) == 2 and value[0] in WRAPPED:
            place = value[1]
        return made[place] if isinstance(place, int) and 0 <= place < len(made) else None

    for value, container in zip(flat, made, strict=True):
        if isinstance(value, dict):
            container.update((key, at(place)) for key, place in value.items())
        elif isinstance(value, list):
            container.extend(at(place) for place in value)
    return at(0)
