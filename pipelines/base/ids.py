"""Identifiers derived from content: the same input gives the same id, on any machine, in any order, on any night.

Each id is 16 lower-case hex digits (64 bits) of SHA-256 over its parts. In a corpus of 10⁸ rows the chance of any
collision is about 3·10⁻⁴.
"""

from __future__ import annotations

import hashlib

SEPARATOR = "\x1f"


def digest(*parts: str) -> str:
    """Sixteen hex digits of the hash of the parts, in order.

    >>> digest("a", "b") == digest("ab")
    False
    """
    return hashlib.sha256(SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def article_id(canonical_url_key: str) -> str:
    """The id of a work, from the identity key of its canonical URL (see `pipelines.base.urls.identity.url_key`)."""
    return digest("article", canonical_url_key)


def document_id(article: str, content_sha256: str) -> str:
    """The id of an article's content: the same text of the same article is the same document."""
    return digest("document", article, content_sha256)


def capture_id(source: str, night: str, url_key: str, payload_sha256: str) -> str:
    """The id of an archived response; it does not depend on the record's place in a WARC file."""
    return digest("capture", source, night, url_key, payload_sha256)
