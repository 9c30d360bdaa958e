"""Parts of an address that change nothing, learned for each source: a parameter `?nb=1`, a token `/s/<32 hex digits>/`.

A part changes nothing if three pages with it showed the same content as the address without it (or with another token):
the same bytes, or the same canonical link and no new link. Other addresses that differ only in this part are then other
names of one page.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

CONFIRMATIONS = 3
PER_CONTRADICTION = 5
"""Additional confirmations that are needed for each page that did differ."""
TOKEN = re.compile(
    r"(?<![\w-])(?:[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])(?=\w*[A-Z])[A-Za-z0-9_]{20,})(?![\w-])"
)
"""A token: at least 16 hexadecimal digits, a UUID, or at least 20 characters with digits and letters of both cases."""
TOKEN_BYTES = re.compile(rb"[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![\w-])\w{20,}(?![\w-])")
ANYTHING = "{token}"


class Part(NamedTuple):
    """A part of an address that may change nothing: its `name` within a source, and the address (a key) without it."""

    name: str
    rest: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The content of a page: a digest of its bytes without tokens, and the key of its canonical link."""

    digest: str
    canonical: str | None


@lru_cache(maxsize=20_000)
def parts_of(key: str) -> tuple[Part, ...]:
    """The parts of a key (`pipelines.base.urls.identity.url_key`) that may change nothing.

    >>> parts_of("a.example/flood?id=7&nb=1")
    (Part(name='?id', rest='a.example/flood?nb=1'), Part(name='?nb', rest='a.example/flood?id=7'))
    >>> parts_of("a.example/s/0123456789abcdef0123456789abcdef/flood")
    (Part(name='a.example/s/{token}', rest='a.example/s/{token}/flood'),)
    """
    path, mark, query = key.partition("?")
    parts = []
    plain = TOKEN.sub(ANYTHING, path)
    if plain != path:
        parts.append(Part(plain[: plain.rindex(ANYTHING) + len(ANYTHING)], plain + mark + query))
    pairs = query.split("&") if query else []
    for name in dict.fromkeys(pair.partition("=")[0] for pair in pairs):
        kept = "&".join(pair for pair in pairs if pair.partition("=")[0] != name)
        parts.append(Part(f"?{name}", path + (f"?{kept}" if kept else "")))
    return tuple(parts)


def without(url: str, part: Part) -> str | None:
    """A URL without a parameter; None for a token, because a token cannot be left out.

    >>> without("http://a.example/flood?nb=1&id=7", Part("?nb", "a.example/flood?id=7"))
    'http://a.example/flood?id=7'
    """
    if not part.name.startswith("?"):
        return None
    head, _, query = url.partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair.partition("=")[0] != part.name[1:])
    return head + (f"?{kept}" if kept else "")


def shown(body: bytes, canonical: str | None) -> Shown:
    """The content of a page, independent of tokens in its links.

    >>> one, two = (shown(f"<a href=/s/{token * 16}/flood>Flood</a>".encode(), None) for token in ("0a", "1b"))
    >>> one == two
    True
    """
    return Shown(hashlib.sha256(TOKEN_BYTES.sub(b"", body)).hexdigest()[:24], canonical)


def is_same(one: Shown, other: Shown, rest: str, *, new_links: bool) -> bool:
    """True if two pages are one: by their bytes, or by a canonical link that both share or that is the address without
    the part.

    If a list declares its first page as canonical for all its pages, a further page brings new links and is a different
    page.
    """
    if one.digest == other.digest:
        return True
    return not new_links and one.canonical is not None and one.canonical in (other.canonical, rest)


def is_idle(same: int, different: int) -> bool:
    """True if a part changes nothing, after `same` equal pages and `different` different pages.

    >>> is_idle(2, 0), is_idle(3, 0), is_idle(7, 1), is_idle(8, 1)
    (False, True, False, True)
    """
    return same >= CONFIRMATIONS + PER_CONTRADICTION * different
