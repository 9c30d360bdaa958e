"""Text files of a host (robots.txt, ai.txt, tdmrep.json). A host without the file may answer with an HTML page."""

from __future__ import annotations

import re

HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|div|p|h1)\b|<\?xml[^>]{0,200}>\s*<!doctype\s+html",
    re.IGNORECASE,
)
MAX_COMMENTS = 10
COMMENT = re.compile(rb"<!--.{0,5000}?-->\s*", re.DOTALL)
RULE = re.compile(rb"^[ \t]*user-?agent[ \t]*:", re.IGNORECASE | re.MULTILINE)


def is_page(body: bytes) -> bool:
    r"""True if the body at a text file's address is an HTML page, so that the file does not exist.

    A body with a `User-agent:` line counts as a robots.txt in any case, so that no prohibition is overlooked.

    >>> is_page(b"\n<!DOCTYPE html><title>Not found</title>"), is_page(b"User-agent: *\nDisallow: /")
    (True, False)
    """
    start = body[:20_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    for _ in range(MAX_COMMENTS):
        start, comments = COMMENT.subn(b"", start, count=1) if start.startswith(b"<!--") else (start, 0)
        if not comments:
            break
    return HTML.match(start) is not None and RULE.search(body) is None
