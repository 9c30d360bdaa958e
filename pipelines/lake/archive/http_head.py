"""Status line and headers for our WARC records: printable ASCII, and not longer than readers accept.

Values are percent-encoded as warcio does it. Names, reasons, and characters that warcio leaves are encoded one by
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders

UNPRINTABLE = re.compile(r"[^\t\x20-\x7e]")
MAX_BYTES = 30_000
"""FastWARC refuses a record with a head longer than 32 KiB."""
MAX_REASON = 200
BETWEEN = len(": \r\n")
KEPT_FIRST = re.compile(
    r"(?i)content-(?:type|encoding|usage|language)|x-robots-tag|tdm-.*|location|etag|last-modified|date"
)

Header = tuple[str, str]


def http_head(status: int, reason: str, headers: Iterable[Header]) -> StatusAndHeaders:
    """The head of a response; headers that do not fit are left out.

    >>> http_head(404, "Não há", [("X-Café", "é; a=b"), ("X", "y" * 40_000), ("ETag", "7")]).headers
    [('X-Caf%C3%A9', "%C3%A9; a*=UTF-8''b"), ('ETag', '7')]
    """
    line = printable(f"{status} {reason[:MAX_REASON]}".strip())
    head = StatusAndHeaders(line, list(headers), protocol="HTTP/1.1")
    head.percent_encode_non_ascii_headers()
    head.headers = _fitting([(printable(name), printable(value)) for name, value in head.headers])
    return head


def printable(text: str) -> str:
    r"""Percent-encode all characters except printable ASCII.

    >>> printable("Não\r\n")
    'N%C3%A3o%0D%0A'
    """
    return UNPRINTABLE.sub(lambda found: quote(found[0], errors="replace"), text)


def _fitting(headers: Sequence[Header]) -> list[Header]:
    """The headers that fit, in their order. Headers needed to read the page, and its rights, are kept first."""
    room, kept = MAX_BYTES, set()
    for at in sorted(range(len(headers)), key=lambda at: not KEPT_FIRST.fullmatch(headers[at][0])):
        size = sum(map(len, headers[at])) + BETWEEN
        if size <= room:
            room -= size
            kept.add(at)
    return [header for at, header in enumerate(headers) if at in kept]
