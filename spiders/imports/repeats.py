"""Repeats: a revisit that names the payload of another address gets that payload, out of what the import has archived so far.

Browsertrix and Heritrix write such records where two addresses answer alike. Of a page of its own address that is repeated, the
nights know more: `night_captures`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from pipelines.lake.archive import Capture
from spiders.imports.archive_files import ArchiveFiles
from spiders.imports.captures import Captured, Refusal, clock_of, resource_of
from spiders.imports.digests import disagrees, is_readable
from spiders.imports.http import HttpResponse
from spiders.imports.ledger import Ledger
from spiders.rights.rights import HEADERS as RIGHTS

MAX_TIMES = 100
"""A payload is repeated no more often, so that a small file does not become a large archive."""
UNSPECIFIED = "unspecified"
"""WARC-Truncated where no reason is known."""
OF_BODY = ("content-encoding", "content-length")
"""Headers that say how a body was sent: the archived one is taken with its coding undone."""


def whole(captured: Captured, ledger: Ledger, files: ArchiveFiles, now: datetime) -> Captured:
    """The capture with the payload of the address that it `repeats`; where that is nowhere, a mere revisit of its own address.

    The other capture is the one of the named date, or one of the stated digest; one whose payload has another digest is none.
    """
    assert captured.refers_to is not None
    assert captured.repeats is not None
    stated, second = captured.payload_digest, _second(captured.refers_to[1], now)
    known = ledger.captures(captured.repeats, second or "") if second or stated else []
    for part, file, offset, digest in sorted(known, key=lambda each: each[3] != stated):
        if ledger.repeat(file, offset) > MAX_TIMES:
            continue
        found = files.read(part, file, offset)
        if (digest and digest == stated) or _is_payload(stated, found.body, is_dated=second is not None):
            return _with(captured, found)
    return replace(captured, refers_to=(captured.refers_to[0], ""))


def _is_payload(stated: str | None, body: bytes, *, is_dated: bool) -> bool:
    """True for a body of the stated digest; where there is none that can be read, the date has to say which capture is meant."""
    return not disagrees(stated, [lambda: body]) if is_readable(stated) else is_dated


def _with(captured: Captured, found: Capture) -> Captured:
    http = _head(captured.http, found)
    http = HttpResponse(http.status, http.reason, http.headers, found.body, found.body)
    return replace(
        captured,
        http=http,
        decoded=found.body,
        resource=resource_of(captured.url, http, found.body),
        truncated=captured.truncated or (UNSPECIFIED if found.truncated else None),
        refers_to=None,
        payload_digest=None,
    )


def _head(own: HttpResponse, found: Capture) -> HttpResponse:
    """The revisit's status and headers; the other capture's where the revisit has none, or says only that nothing changed.

    What the other capture said of rights holds for this one as well.
    """
    theirs = tuple((name, value) for name, value in found.headers if name.lower() not in OF_BODY)
    if own.status == HTTPStatus.NOT_MODIFIED or (own.status == HTTPStatus.OK and not own.headers):
        return HttpResponse(found.status, "", theirs, b"", b"")
    headers = [(name, value) for name, value in own.headers if name.lower() not in OF_BODY]
    said = {(name.lower(), value) for name, value in headers}
    headers += [each for each in theirs if each[0].lower() in RIGHTS and (each[0].lower(), each[1]) not in said]
    if own.header("content-type") is None and found.content_type:
        headers.append(("Content-Type", found.content_type))
    return HttpResponse(own.status, own.reason, tuple(headers), b"", b"")


def _second(written: str, now: datetime) -> str | None:
    """The second of a WARC-Refers-To-Date as the ledger writes it; null where it cannot be read."""
    try:
        return clock_of(written, now).isoformat()[:19]
    except Refusal:
        return None
