"""Values as scripts write them: strings with escapes, and literals of objects that are no JSON (`{title:'Mill',draft:!1}`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

LITERAL = re.compile(r"\\.|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.DOTALL)
"""A string of JavaScript, or an escaped sign outside of any: https://tc39.es/ecma262/#sec-literals-string-literals."""
QUOTED = re.compile(r"(['\"])((?:(?!\1)[^\\]|\\.)*)\1", re.DOTALL)
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
CONTROL = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}
TOKEN = re.compile(
    r"\s+|/\*.*?\*/"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)"
    r"|(?P<open>[\[{(])|(?P<close>[\])}])|(?P<comma>,)|(?P<colon>:)"
    r"|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])"
    r"|(?P<constant>![01]|void 0\b|\.\d+)"
    r"|new Date\(\s*(?P<date>[\"'][^\"'\\]{1,40}[\"']|\d{1,15})\s*\)"
    r"|(?P<name>[A-Za-z_$][\w$]*)",
    re.DOTALL,
)
"""A token of a literal. Operators, calls and code are none, so that a walk over code ends at once."""
CONSTANTS = {"!0": "true", "!1": "false", "true": "true", "false": "false"}
PARAMETERS = re.compile(r"function\s*\(([\w$,\s]{1,100000})\)\s*\{[^{}]{0,200}return\s*$")
CALLED = re.compile(r"\s*;?\s*\}\s*\)?\s*(?=\()")
MAX_BEFORE, MAX_TOKENS, LONG_CHARS = 100_300, 400_000, 20_000
"""Characters before a returned literal in which its function begins; tokens of a literal; characters of a long one."""


def unescaped(literal: str) -> str:
    r"""The text of a string of JavaScript, given without its quotes.

    >>> unescaped(r"It\x27s \u003cp\u003e")
    "It's <p>"
    """
    text = ESCAPE.sub(_sign, literal)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in literal else text


def literal_at(text: str, at: int) -> tuple[Any, int]:
    """The value of the object or list literal that begins there, and where it ends; None where there is none.

    Where one breaks off after LONG_CHARS, its end is there: nothing is walked over many times.
    The parameters of a function that returns it stand for what it is called with.

    >>> literal_at("{title:'Mill',draft:!1,tags:[a,],}", 0)[0]
    {'title': 'Mill', 'draft': False, 'tags': [None]}
    >>> call = '(function(a,b){return {title:a,by:b}}("Mill","Jane Doe"))'
    >>> literal_at(call, call.index("{title"))[0]
    {'title': 'Mill', 'by': 'Jane Doe'}
    """
    code, end = _json_of(text, at, {})
    function = PARAMETERS.search(text[max(0, at - MAX_BEFORE) : at]) if code else None
    if function is not None and (call := CALLED.match(text, end)) is not None:
        arguments = _value(_json_of(text, call.end(), {})[0])
        if isinstance(arguments, list):
            names = (name.strip() for name in function[1].split(","))
            code, _ = _json_of(text, at, dict(zip(names, map(json.dumps, arguments), strict=False)))
    value = _value(code)
    return value, end if value is not None or end - at > LONG_CHARS else at


def _json_of(text: str, at: int, names: Mapping[str, str]) -> tuple[str, int]:
    """The literal at a place as JSON, and where it ends; empty for none. `names` are the values of variables, as JSON."""
    pieces: list[str] = []
    closes: list[str] = []
    end = at
    for kind, word, end in _tokens(text, at):
        if kind == "open":
            if pieces and (word == "(" or not closes or pieces[-1] not in ",:[{"):
                break  # a call
            closes.append("}" if word == "{" else "]")
            pieces.append("{" if word == "{" else "[")
        elif not closes:
            break
        elif kind == "close":
            if pieces[-1] == ",":
                pieces.pop()
            pieces.append(closes.pop())
            if not closes:
                return "".join(pieces), end
        else:
            is_key = closes[-1] == "}" and pieces[-1] in ("{", ",")
            pieces.append(_piece(kind, word, names, is_key=is_key))
    return "", end


def _piece(kind: str, word: str, names: Mapping[str, str], *, is_key: bool) -> str:
    """A token as JSON."""
    if kind in ("comma", "colon"):
        return word
    if kind in ("string", "date"):
        return json.dumps(unescaped(word.strip("\"'") if kind == "date" else word[1:-1]))
    if is_key:
        return json.dumps(word)
    return word if kind == "number" else names.get(word) or CONSTANTS.get(word, "null")


def _tokens(text: str, at: int) -> Iterator[tuple[str, str, int]]:
    """Kind, text and end of each token, until one that no literal has."""
    for _ in range(MAX_TOKENS):
        found = TOKEN.match(text, at)
        if found is None:
            return
        at = found.end()
        if found.lastgroup is not None:
            yield found.lastgroup, found[found.lastgroup], at


def _value(code: str) -> Any:
    try:
        return json.loads(code, strict=False) if code else None
    except (ValueError, RecursionError):
        return None


def _sign(escape: re.Match[str]) -> str:
    """The character that an escape stands for."""
    code = escape[1][1:]
    return chr(int(code, 16)) if code else CONTROL.get(escape[1], escape[1])
