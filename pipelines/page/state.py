"""The state that a page's scripts start from, and how frameworks flatten the values in it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from pipelines.page.javascript import LITERAL, QUOTED, literal_at, unescaped

FLIGHT = re.compile(r"(?P<id>[0-9a-f]+):(?:T(?P<bytes>[0-9a-f]+),|[A-Z]{0,2}(?=[\[{\"]))")
"""The beginning of a row of React's stream: https://react.dev/reference/rsc/server-components."""
WRAPPED = frozenset(("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"))
"""How Nuxt marks values that change: `["Ref", 7]` is the value at 7."""
TURBO_KEY = re.compile(r"_[0-9]{1,9}")
TURBO_LINE = re.compile(r"^P\d+:")
DEEPEST = 60
_DECODER = json.JSONDecoder(strict=False)
MIN_SCRIPT_CHARS, MAX_SCRIPT_CHARS = 500, 4_000_000
"""Characters of a script that may hold a story; of all that are read together the most."""
NOT_SHOWN = ("template", "noscript", "textarea")
MAX_VALUES = 40
"""Values looked for in one script."""
STARTS = re.compile(
    r"JSON\.parse\(\s*(?P<coded>(?:(?:decodeURIComponent|unescape|escape|atob)\(\s*)*)(?=[\"'])|(?:=|\(|\breturn\b|\bdata:)\s*(?=[\[{])"
    r"|=\s*(?P<text>(?=[\"']\s*(?:[\[{]|%7B|%5B)))",
    re.IGNORECASE,
)
STREAM = "__next_f"
CODED = re.compile(r"\s*(?:e[yw]|W[3y]|P[A-P])[A-Za-z0-9+/\s]{100,}={0,2}\s*")
"""Base64 of an object, a list or markup: its first signs are those of `{`, `[` or `<`."""
ENQUEUED = re.compile(r"streamController\.enqueue\(\s*(?=\")")
ANGULAR = (("&q;", '"'), ("&s;", "'"), ("&l;", "<"), ("&g;", ">"), ("&a;", "&"))
"""How Angular writes the signs of markup in its state: https://github.com/angular/angular/blob/15.2.x/packages/platform-browser."""


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


def states(tree: HtmlElement) -> Iterator[Any]:
    """The values in a page's script elements, in page order, and in its attributes; what cannot be read is left out."""
    left = MAX_SCRIPT_CHARS
    stream: list[str] = []
    turbo: list[str] = []
    for script in tree.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if "ld+json" in kind or len(text) > left or (len(text) < MIN_SCRIPT_CHARS and STREAM not in text):
            continue
        left -= len(text)
        if "json" in kind or "shoebox" in kind:
            yield _in_script(text, script.get("id") or "")
        elif STREAM in text:
            stream += [part for value in _assigned(text) for part in _strings(value)]
        else:
            turbo += [
                part for found in ENQUEUED.finditer(text) if isinstance(part := decoded(text, found.end())[0], str)
            ]
            yield from _assigned(text)
    if stream:
        yield of_flight("".join(stream))
    if turbo:
        yield of_turbo_stream("".join(turbo))
    yield from _in_attributes(tree, left)


def _in_script(text: str, identity: str) -> Any:
    """The value of a script element that is JSON."""
    if "&q;" in text:
        for written, sign in ANGULAR:
            text = text.replace(written, sign)
    value = decoded(text.strip(), 0)[0]
    return unflattened(value) if identity == "__NUXT_DATA__" else with_references(value)


def _in_attributes(tree: HtmlElement, left: int) -> Iterator[Any]:
    """The values of attributes that are JSON: `<div data-page="{…}">`, `<astro-island props="{…}">`."""
    for element in tree.iter(etree.Element):
        for said in element.values():
            text = of_base64(said) if MIN_SCRIPT_CHARS <= len(said) <= left else ""
            if text[:1] in ("{", "["):
                left -= len(text)
                value = decoded(text, 0)[0]
                yield without_types(value) if element.tag == "astro-island" else value


def strings_of_script(tree: HtmlElement, least: int) -> Iterator[str]:
    """The strings of at least so many characters in scripts that are no JSON: `f(function(a){return {body:"…"}})`; and markup
    that scripts of type `text/template` or `text/html` hold.
    """
    left = MAX_SCRIPT_CHARS
    for script in tree.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if "json" in kind or STREAM in text or not least <= len(text) <= left:
            continue
        left -= len(text)
        if "html" in kind or "template" in kind:
            yield text
            continue
        literals = (found[0][1:-1] for found in LITERAL.finditer(text) if found.end() - found.start() > least)
        yield from map(unescaped, literals)


def markup_not_shown(tree: HtmlElement, least: int) -> Iterator[str]:
    """The markup in elements from which scripts draw, or that stand in for them, and in attributes that scripts decode."""
    for element in tree.iter(etree.Element):
        said = {name: text for name, text in element.items() if least <= len(text) <= MAX_SCRIPT_CHARS}
        yield from (markup for text in said.values() if (markup := of_base64(text)) != text)
        if element.tag == "iframe" and "srcdoc" in said:
            yield said["srcdoc"]
        if element.tag not in NOT_SHOWN:
            continue
        inner = "".join(
            [element.text or "", *(etree.tostring(child, encoding="unicode", method="html") for child in element)]
        )
        if least <= len(inner) <= MAX_SCRIPT_CHARS:
            yield inner


def of_base64(text: str) -> str:
    """What a text is the base64 of: JSON or markup; any other text as it is.

    >>> of_base64(base64.b64encode(b'{"title": "' + b"Mill " * 30 + b'"}').decode())[:15], of_base64("Peter")
    ('{"title": "Mill', 'Peter')
    """
    if CODED.fullmatch(text) is None:
        return text
    try:
        return base64.b64decode(text).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text


def json_in(text: str) -> Any:
    """The value of JSON within a value of JSON; None where there is none."""
    return decoded(text, 0)[0]


def _assigned(text: str) -> Iterator[Any]:
    """The values that a script assigns, passes or parses, each with what is in it."""
    at, found = 0, 0
    while found < MAX_VALUES and (start := STARTS.search(text, at)) is not None:
        found += 1
        if "JSON" in start[0] or start["text"] is not None:
            value, at = _parsed(text, start)
        else:
            value, end = decoded(text, start.end())
            value, at = (value, end) if value is not None else literal_at(text, start.end())
        if value is not None:
            yield with_references(value)
        at = max(at, start.end())


def _parsed(text: str, start: re.Match[str]) -> tuple[Any, int]:
    """The value of `JSON.parse("…")`, or of a string that holds JSON, and where it ends."""
    quoted, end = decoded(text, start.end())
    if quoted is None and (found := QUOTED.match(text, start.end())) is not None:
        quoted, end = unescaped(found[2]), found.end()
    if not isinstance(quoted, str):
        return None, end
    return decoded(_uncoded(quoted, (start["coded"] or "").lower()), 0)[0], end


def _uncoded(text: str, calls: str) -> str:
    """A string as these calls give it: `decodeURIComponent(`, `atob(`."""
    if "atob" in calls:
        try:
            return base64.b64decode(text).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    return unquote(text) if "decodeuri" in calls or text.startswith("%") else text


def _strings(value: Any) -> list[str]:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []
