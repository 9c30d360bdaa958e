"""The state that a page's scripts start from: JSON in script elements and attributes, of which they draw what the markup lacks.

Next.js `<script id="__NEXT_DATA__" type="application/json">`, Next's stream `self.__next_f.push([1,"…"])`, Nuxt's flat list of
values (`__NUXT_DATA__`), assignments such as `Fusion.globalContent={…}` or `window.__PRELOADED_STATE__ = JSON.parse("…")`,
attributes such as Inertia's `data-page="{…}"`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from pipelines.page.flat_values import decoded, of_flight, of_turbo_stream, unflattened, with_references, without_types

MIN_SCRIPT_CHARS, MAX_SCRIPT_CHARS = 500, 4_000_000
"""Characters of a script that may hold a story; of all that are read together the most."""
MAX_VALUES = 40
"""Values looked for in one script."""
STARTS = re.compile(
    r"JSON\.parse\(\s*(?P<coded>(?:(?:decodeURIComponent|unescape|escape|atob)\(\s*)*)(?=[\"'])|(?:=|\(|\breturn\b)\s*(?=[\[{])"
    r"|=\s*(?P<text>(?=[\"']\s*(?:[\[{]|%7B|%5B)))",
    re.IGNORECASE,
)
QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
STREAM = "__next_f"
LITERAL = re.compile(r"\\.|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.DOTALL)
"""A string of JavaScript, or an escaped sign outside of any: https://tc39.es/ecma262/#sec-literals-string-literals."""
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
CONTROL = {"n": "\n", "t": "\t", "r": "\r"}
ENQUEUED = re.compile(r"streamController\.enqueue\(\s*(?=\")")
ANGULAR = (("&q;", '"'), ("&s;", "'"), ("&l;", "<"), ("&g;", ">"), ("&a;", "&"))
"""How Angular writes the signs of markup in its state: https://github.com/angular/angular/blob/15.2.x/packages/platform-browser."""


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
        for text in element.values():
            if MIN_SCRIPT_CHARS <= len(text) <= left and text[0] in "{[":
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
        yield from (ESCAPE.sub(_unescaped, literal) for literal in literals)


def _unescaped(escape: re.Match[str]) -> str:
    """The character that an escape of JavaScript stands for."""
    code = escape[1][1:]
    return chr(int(code, 16)) if code else CONTROL.get(escape[1], escape[1])


def markup_not_shown(tree: HtmlElement, least: int) -> Iterator[str]:
    """The markup in elements from which scripts draw, or that stand in for them: `<template>`, `<noscript>`, `<textarea>`."""
    for element in tree.iter("template", "noscript", "textarea"):
        inner = "".join(
            [element.text or "", *(etree.tostring(child, encoding="unicode", method="html") for child in element)]
        )
        if least <= len(inner) <= MAX_SCRIPT_CHARS:
            yield inner


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
            value, at = decoded(text, start.end())
        if value is not None:
            yield with_references(value)
        at = max(at, start.end())


def _parsed(text: str, start: re.Match[str]) -> tuple[Any, int]:
    """The value of `JSON.parse("…")`, or of a string that holds JSON, and where it ends."""
    single = QUOTED.match(text, start.end())
    if single is not None:
        inner, end = single[1].replace(r"\'", "'").replace('"', r"\""), single.end()
        quoted = decoded(f'"{inner}"', 0)[0]
    else:
        quoted, end = decoded(text, start.end())
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
