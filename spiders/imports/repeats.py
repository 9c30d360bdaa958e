"""Repeats: a revisit that names the payload of another address gets that payload from the captures archived so far.

Browsertrix and Heritrix write such records if two addresses give the same response. Revisits of a page's own address
are resolved with all nights: `night_captures`.
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
"""Maximum repeats of one payload, so that a small file does not become a large archive."""
UNSPECIFIED = "unspecified"
"""WARC-Truncated for an unknown reason."""
OF_BODY = ("content-encoding", "content-length")
"""Headers about the transfer of a body. They are dropped, because the archived body is used decoded."""


def whole(captured: Captured, ledger: Ledger, files: ArchiveFiles, now: datetime) -> Captured:
    """The capture with the payload of the address that it `repeats`. If that is not found, a revisit of its own address.

    The other capture must have the named date or the stated digest, and its payload must match the digest.
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
    """True if a body matches the stated digest. Without a readable digest, the date must identify the capture."""
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
    """The revisit's status and headers; those of the other capture if the revisit has none or is a 304.

    Rights headers of the other capture also apply to this one.
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
    """The second of a WARC-Refers-To-Date in the ledger's format; None if it is unreadable."""
    try:
        return clock_of(written, now).isoformat()[:19]
    except Refusal:
        return None
