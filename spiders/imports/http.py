"""Parse the HTTP response in a record, as browsers, wget, Heritrix and HTTP/2 clients write it."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_HEAD_BYTES = 64 << 10
STATUS = re.compile(rb"HTTP/[\d.]+[ \t]+(\d{3})(?:[ \t]+([^\r\n]*))?")
ANSWER = re.compile(r"[1-5][0-9]{2}")
BLANK = re.compile(rb"\r?\n\r?\n")
LINE_END = re.compile(r"\r\n?|\n")
CHUNK_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
ORIGINAL = "x-archive-orig-"
"""Prefix of header names that web archives add when they serve a capture."""
OF_BODY = frozenset(("content-type", "content-encoding"))
TRANSFER = frozenset(("transfer-encoding", "connection", "keep-alive", "proxy-connection", "trailer", "te", "upgrade"))
"""Headers of the connection, not of a stored body: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """Status, headers in order, and the body: `raw` as in the record, `body` with chunked transfer decoded."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case)."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def parse_response(block: bytes) -> HttpResponse | None:
    r"""Parse the response in a block; None if it has neither a status line nor a pseudo-header `:status`, or an endless head.

    A status outside 100 to 599 is invalid.

    >>> found = parse_response(b"HTTP/2 200\r\n:status: 200\r\nContent-Type: text/html\r\n\r\n<p>")
    >>> found.status, found.headers, found.body
    (200, (('Content-Type', 'text/html'),), b'<p>')
    """
    line = STATUS.match(block)
    start = line.end() if line else 0
    end = BLANK.search(block, start, start + MAX_HEAD_BYTES)
    if end is None:
        return None
    pairs = _headers(block[start : end.start()])
    status = line[1].decode() if line else dict(pairs).get(":status", "")
    if not ANSWER.fullmatch(status):
        return None
    raw = block[end.end() :]
    chunked = any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in pairs)
    body = dechunked(raw) if chunked else None
    kept = ((name, value) for name, value in pairs if name[:1] != ":" and name.lower() not in TRANSFER)
    reason = (line[2] or b"").decode("latin-1").strip() if line else ""
    return HttpResponse(int(status), reason, tuple(kept), raw, raw if body is None else body)


def dechunked(raw: bytes) -> bytes | None:
    r"""The body of a chunked message; None if it is not chunked: many tools decode the chunks but keep the header.

    >>> dechunked(b"3\r\nabc\r\n0\r\n\r\n"), dechunked(b"<html>")
    (b'abc', None)
    """
    parts: list[bytes] = []
    at = 0
    while size := CHUNK_SIZE.match(raw, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(raw[size.end() : size.end() + length])
        at = size.end() + length
        if raw[at : at + 2] == b"\r\n":
            at += 2
        elif at < len(raw):
            return None
    return b"".join(parts) if parts and at >= len(raw) else None


def original(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The captured headers of a page from an archive: those with the prefix `X-Archive-Orig-`, if there are any.

    Some archives leave the headers about the body without the prefix.

    >>> original((("X-Archive-Orig-Etag", "7"), ("Server", "archive"), ("Content-Type", "text/html")))
    (('Etag', '7'), ('Content-Type', 'text/html'))
    """
    kept = [(name[len(ORIGINAL) :], value) for name, value in headers if name.lower().startswith(ORIGINAL)]
    known = {name.lower() for name, _ in kept}
    bare = ((name, value) for name, value in headers if name.lower() in OF_BODY and name.lower() not in known)
    return (*kept, *bare) if kept else headers


def _headers(head: bytes) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for line in LINE_END.split(_text(head)):
        if line[:1] in (" ", "\t") and pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {line.strip()}")
            continue
        name, colon, value = line.partition(":") if line[:1] != ":" else _pseudo(line)
        if colon and name.strip():
            pairs.append((name.strip(), value.strip()))
    return pairs


def _pseudo(line: str) -> tuple[str, str, str]:
    name, colon, value = line[1:].partition(":")
    return f":{name}", colon, value


def _text(head: bytes) -> str:
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError:
        return head.decode("latin-1")
