"""Content-derived identifiers: the same input gives the same id, on any machine, in any order, on any night.

Each is 16 lower-case hex digits (64 bits) of SHA-256 over its parts; in a corpus of 10⁸ rows the chance of any
collision is about 3·10⁻⁴.
"""

from __future__ import annotations

import hashlib

SEPARATOR = "\x1f"


def digest(*parts: str) -> str:
    """Sixteen hex digits over the parts, in order.

    >>> digest("a", "b") == digest("ab")
    False
    """
    return hashlib.sha256(SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def article_id(canonical_url_key: str) -> str:
    """The id of a work, from the identity key of its canonical URL (see `pipelines.base.urls.identity.url_key`)."""
    return digest("article", canonical_url_key)


def document_id(article: str, content_sha256: str) -> str:
    """The id of what an article said: the same text under the same article is the same document."""
    return digest("document", article, content_sha256)


def capture_id(source: str, night: str, url_key: str, payload_sha256: str) -> str:
    """The id of an archived response; it does not depend on where in which WARC file the record stands."""
    return digest("capture", source, night, url_key, payload_sha256)
