"""The key that identifies a URL in the frontier, and the host of its requests."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from pipelines.base.urls.identity import url_key

SESSION = re.compile(
    r"(jsessionid|phpsessid|aspsessionid\w*|session_?id|cfid|cftoken|zenid|oscsid)=.*|(sid|sess)=[0-9a-z]{20,}",
    re.IGNORECASE,
)
"""Query parameters with a session id. Some systems use `sid` for a story's number: only a long value is a session id."""
SESSION_PATH = re.compile(r";jsessionid=[^/?]*|/\(S\([a-z0-9]+\)\)", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def cached_key(url: str) -> str:
    """`url_key` of the URL without session ids. Cached: most links of a page are on every page.

    >>> cached_key("http://www.a.example/story?PHPSESSID=abc")
    'a.example/story'
    """
    return url_key(without_session(url))


def without_session(url: str) -> str:
    """The URL without session ids, which make one page look like many.

    >>> without_session("http://a.example/story;jsessionid=A1B2?id=7&PHPSESSID=abc")
    'http://a.example/story?id=7'
    """
    url = SESSION_PATH.sub("", url)
    head, mark, query = url.partition("?")
    kept = [pair for pair in query.split("&") if not SESSION.fullmatch(pair)]
    return head + (mark + "&".join(kept) if kept and mark else "")


def host_of(url: str) -> str:
    """Host and port of a URL. The pause between requests applies to this pair.

    >>> host_of("http://www.a.example:8080/x")
    'www.a.example:8080'
    """
    return urlsplit(url).netloc.rpartition("@")[2]
