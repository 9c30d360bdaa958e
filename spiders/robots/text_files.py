"""Text files of a host (robots.txt, ai.txt, tdmrep.json): a host that has none may answer with an HTML page all the same."""

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
    r"""Whether what stands under a text file's address is an HTML page, so that there is no such file.

    One that holds a `User-agent:` line is taken for a robots.txt all the same: what may forbid is not overlooked.

    >>> is_page(b"\n<!DOCTYPE html><title>Not found</title>"), is_page(b"User-agent: *\nDisallow: /")
    (True, False)
    """
    start = body[:20_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    for _ in range(MAX_COMMENTS):
        start, comments = COMMENT.subn(b"", start, count=1) if start.startswith(b"<!--") else (start, 0)
        if not comments:
            break
    return HTML.match(start) is not None and RULE.search(body) is None
