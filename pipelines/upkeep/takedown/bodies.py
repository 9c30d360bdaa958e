"""Blank the words of runs in the body of a page, feed or sitemap; all other bytes stay."""

from __future__ import annotations

from pipelines.base.errors import PageDropped
from pipelines.page.text.charset import decode
from pipelines.upkeep.takedown.runs import Runs


def blanked_body(body: bytes, content_type: str | None, runs: Runs) -> bytes:
    """The body (content coding undone) with spaces instead of every word of a run; unchanged if it has none.

    >>> runs = Runs.of(b"key", headlines=["Fähre rammt die Mole"])
    >>> blanked_body("<h3>Fähre rammt die Mole</h3>".encode("cp1252"), "text/html; charset=windows-1252", runs)
    b'<h3>                    </h3>'
    """
    read = text_of(body, content_type)
    if read is None:
        return body
    text, encoding = read
    blanked = runs.blanked(text)
    return body if blanked == text else _encoded(blanked, encoding)


def text_of(body: bytes, content_type: str | None) -> tuple[str, str] | None:
    """The text of a body and its encoding, chosen so that encoding gives the same bytes again; None if the body is not
    text.
    """
    try:
        read, encoding = decode(body, content_type)
    except PageDropped:
        return None
    try:
        text = body.decode(encoding, "surrogateescape")
    except (UnicodeError, LookupError):
        return read, encoding
    return (text, encoding) if _encoded(text, encoding) == body else (read, encoding)


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding, "surrogateescape")
    except (UnicodeError, LookupError):
        return text.encode(encoding, "replace")
