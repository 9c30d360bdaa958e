"""Repeats: a revisit that names the payload of another address gets that payload, out of what the import has archived so far.

Browsertrix and Heritrix write such records where two addresses answer alike. Of a page of its own address that is repeated, the
nights know more: `night_captures`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from spiders.imports.archive_files import ArchiveFiles
from spiders.imports.captures import Captured, Refusal, clock_of, resource_of
from spiders.imports.digests import disagrees
from spiders.imports.http import HttpResponse
from spiders.imports.ledger import Ledger

MOST_TIMES = 100
"""A payload is repeated no more often, so that a small file does not become a large archive."""
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
    for part, file, offset, digest in known:
        found = files.read(part, file, offset)
        if digest != stated and disagrees(stated, [lambda body=found.body: body]):  # type: ignore[misc]
            continue
        if ledger.repeat(file, offset) > MOST_TIMES:
            break
        own = {name.lower() for name, _ in captured.http.headers}
        headers = [(name, value) for name, value in captured.http.headers if name.lower() not in OF_BODY]
        if "content-type" not in own and found.content_type:
            headers.append(("Content-Type", found.content_type))
        http = HttpResponse(captured.http.status, captured.http.reason, tuple(headers), found.body, found.body)
        resource = resource_of(captured.url, http, found.body)
        return replace(captured, http=http, decoded=found.body, resource=resource, refers_to=None, payload_digest=None)
    return replace(captured, refers_to=(captured.refers_to[0], ""))


def _second(written: str, now: datetime) -> str | None:
    """The second of a WARC-Refers-To-Date as the ledger writes it; null where it cannot be read."""
    try:
        return clock_of(written, now).isoformat()[:19]
    except Refusal:
        return None
