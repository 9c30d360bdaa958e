"""Neutral text: text of strangers made safe for a terminal, CSV, JSON, Markdown, HTML or a language model. It is shown and
never has an effect.

There is one function for each medium, used for all text of pages that is printed or written. Parquet and Arrow files
contain texts unchanged.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
"""C0 and C1 controls (ECMA-48), DEL, line separators, characters that override or embed the writing direction (UAX 9),
surrogates.
"""
COMMANDS = re.compile(f"[{CONTROLS}\r\u061c\u200e\u200f]")
"""The same, and direction marks, which move their neighbours on a line of a terminal."""
DANGEROUS = re.compile(f"[{CONTROLS}]")
UNSEEN = re.compile(
    rf"[{CONTROLS}\r\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0"
    r"\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]|[\u200c\u200d]{2,}|!(?=\[)"
)
"""What a reader does not see and a language model does: controls, marks and letters without width, tag characters
(UTS 51), variation selectors but the one of emoji, joiners in a row; and the start of a Markdown image, which a chat would load.
"""
FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""The start of a cell that spreadsheets run (https://owasp.org/www-community/attacks/CSV_Injection), wide signs included."""
QUOTED_IN_CSV = re.compile(r'[",;|\t\r\n]')
"""Separators of any locale: a cell with one of them is quoted, so that no part of it starts a new cell."""
NOT_PLAIN_IN_CSV = re.compile(rf"[{CONTROLS}\",;|\t\r\n]|^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""All reasons to change a cell, in one pattern."""
MARKUP = re.compile(r"[\\\[\]`<>|]|&(?=#?\w+;)")
ESCAPES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def harmless(text: str) -> str:
    r"""For a terminal: write every control character as an escape that JSON also has.

    >>> harmless("Storm\x1b[31m over \u202eHull")
    'Storm\\u001b[31m over \\u202eHull'
    """
    return COMMANDS.sub(_escape, text)


def on_one_line(text: str) -> str:
    """For a cell of a table: as `harmless`, with line breaks and tabs as spaces."""
    return harmless(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def in_columns(rows: Sequence[Sequence[str]]) -> str:
    """Lines of a table, each cell `on_one_line` and as wide as its column; empty without rows.

    >>> print(in_columns([("NAME", "URL"), ("a", "http://a.example/")]), end="")
    NAME  URL
    a     http://a.example/
    """
    shown = [[on_one_line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in shown)
    return "".join(f"{line}\n" for line in lines)


def in_csv(text: str, *, is_number: bool = False) -> str:
    """A cell of CSV: quoted if necessary; a possible formula gets an apostrophe in front; controls become escapes.

    >>> print(in_csv('=HYPERLINK("http://evil.example")'))
    "'=HYPERLINK(""http://evil.example"")"
    >>> in_csv("-5", is_number=True)
    '-5'
    """
    if is_number or not NOT_PLAIN_IN_CSV.search(text):
        return text
    # A bare carriage return overwrites its line.
    shown = DANGEROUS.sub(_escape, text.replace("\r\n", "\n")).replace("\r", "\\u000d")
    if FORMULA.match(shown):
        shown = f"'{shown}"
    return '"' + shown.replace('"', '""') + '"' if QUOTED_IN_CSV.search(shown) else shown


def in_json(encoded: str) -> str:
    """A line of JSON with controls and direction marks as JSON escapes; its meaning stays the same."""
    return COMMANDS.sub(_escape, encoded)


def in_markdown(text: str) -> str:
    r"""A piece of a line of Markdown: tags, entities, links, images, code and cell boundaries are escaped; line breaks
    become spaces.

    >>> print(in_markdown("![x](http://evil.example/pixel) <script>a|b</script>"))
    !\[x\](http://evil.example/pixel) &lt;script&gt;a\|b&lt;/script&gt;
    """
    return MARKUP.sub(lambda found: ESCAPES.get(found[0], f"\\{found[0]}"), on_one_line(text))


def code_in_markdown(text: str) -> str:
    """A span of code of Markdown: its fence is longer than any run of backticks in the text.

    >>> print(code_in_markdown("dateline try 'https://paper.example/?`![x](https://evil.example/)'"))
    `` dateline try 'https://paper.example/?`![x](https://evil.example/)' ``
    """
    shown = on_one_line(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    edge = " " if "`" in shown else ""
    return f"{fence}{edge}{shown}{edge}{fence}"


def in_prompt(text: str) -> str:
    r"""For a language model: what people would not see, and the sign before a Markdown image, is written as an escape.

    >>> print(in_prompt("Storm\u200b ![x](https://evil.example/pixel)\U000e0041"))
    Storm\u200b \u0021[x](https://evil.example/pixel)\U000e0041
    """
    return UNSEEN.sub(_escape, text)


def in_html(text: str) -> str:
    """Text or an attribute value for HTML or SVG."""
    return html.escape(DANGEROUS.sub(_escape, text))


def _escape(found: re.Match[str]) -> str:
    return "".join(f"\\u{ord(sign):04x}" if sign <= "\uffff" else f"\\U{ord(sign):08x}" for sign in found[0])
