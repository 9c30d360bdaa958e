"""Text of strangers made neutral for the medium that shows it: a terminal, CSV, JSON, Markdown, HTML. It is shown, never obeyed.

One function a medium, used wherever what a page says is printed or written. Parquet and Arrow files hold texts as they are.
"""

from __future__ import annotations

import html
import re

CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
"""C0 and C1 controls (ECMA-48), DEL, line separators, what overrides or embeds a direction of writing (UAX 9), surrogates."""
COMMANDS = re.compile(f"[{CONTROLS}\r\u061c\u200e\u200f]")
"""The same, and marks of direction, which move what stands beside them on a line of a terminal."""
DANGEROUS = re.compile(f"[{CONTROLS}]")
FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""How a cell begins that spreadsheets run (https://owasp.org/www-community/attacks/CSV_Injection), wide signs included."""
QUOTED_IN_CSV = re.compile(r'[",;|\t\r\n]')
"""Separators of any locale: a cell that holds one is quoted, so that no part of it begins a cell."""
NOT_PLAIN_IN_CSV = re.compile(rf"[{CONTROLS}\",;|\t\r\n]|^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""All that makes a cell other than it stands, looked for at once."""
MARKUP = re.compile(r"[\\\[\]`<>|]|&(?=#?\w+;)")
ESCAPES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def harmless(text: str) -> str:
    r"""For a terminal: the text with every character that it would obey written as an escape, one that JSON has too.

    >>> harmless("Storm\x1b[31m over \u202eHull")
    'Storm\\u001b[31m over \\u202eHull'
    """
    return COMMANDS.sub(_escape, text)


def on_one_line(text: str) -> str:
    """The same for a cell of a table: line breaks and tabs are spaces."""
    return harmless(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def in_csv(text: str, *, is_number: bool = False) -> str:
    """A cell of CSV: quoted where need be; what would be a formula begins with an apostrophe; controls are escapes.

    >>> print(in_csv('=HYPERLINK("http://evil.example")'))
    "'=HYPERLINK(""http://evil.example"")"
    >>> in_csv("-5", is_number=True)
    '-5'
    """
    if is_number or not NOT_PLAIN_IN_CSV.search(text):
        return text
    shown = DANGEROUS.sub(_escape, text.replace("\r\n", "\n")).replace("\r", "\\u000d")  # a line written over another
    if FORMULA.match(shown):
        shown = f"'{shown}"
    return '"' + shown.replace('"', '""') + '"' if QUOTED_IN_CSV.search(shown) else shown


def in_json(encoded: str) -> str:
    """A line of JSON: controls and marks of direction as JSON's own escapes, so that it says the same."""
    return COMMANDS.sub(_escape, encoded)


def in_markdown(text: str) -> str:
    r"""A piece of a line of Markdown: no tag, entity, link, image, code or cell boundary of it is one; line breaks are spaces.

    >>> print(in_markdown("![x](http://evil.example/pixel) <script>a|b</script>"))
    !\[x\](http://evil.example/pixel) &lt;script&gt;a\|b&lt;/script&gt;
    """
    return MARKUP.sub(lambda found: ESCAPES.get(found[0], f"\\{found[0]}"), on_one_line(text))


def in_html(text: str) -> str:
    """Text or the value of an attribute in HTML or SVG."""
    return html.escape(DANGEROUS.sub(_escape, text))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
