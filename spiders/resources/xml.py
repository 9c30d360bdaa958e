"""Parse untrusted XML with recovery, without entities, without network access, in bounded time."""

from __future__ import annotations

import re

from lxml import etree

from pipelines.base.errors import PageDropped
from pipelines.page.text.charset import decode

MAX_BYTES = 10 << 20
HUGE_TAG = re.compile(rb"<[^<>]{20000}")


def parse_xml(body: bytes, content_type: str | None = None) -> etree._Element | None:
    """Parse `body` to its root element and repair malformed markup. None if it is not XML or could be slow to parse.

    The encoding is detected from the bytes, as for pages: many feeds declare a wrong encoding.

    >>> parse_xml(b"<urlset><url>")[0].tag
    'url'
    >>> parse_xml(b"not xml") is None
    True
    """
    body = _utf8(body[:MAX_BYTES], content_type).lstrip(b"\xef\xbb\xbf \r\n\t")
    if not body.startswith(b"<") or HUGE_TAG.search(body) or b"<!ENTITY" in body[:4096]:
        return None
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def is_well_formed(body: bytes) -> bool:
    """True if a small document is XML as it stands, without repairs. Entities are not resolved.

    >>> is_well_formed(b"<a><b/></a>"), is_well_formed(b"<a><b></a>")
    (True, False)
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        etree.fromstring(body.strip(b" \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def _utf8(body: bytes, content_type: str | None) -> bytes:
    """The text of `body` in UTF-8; empty if the bytes are not text."""
    try:
        return decode(body, content_type)[0].encode("utf-8", "replace")
    except PageDropped:
        return b""


def name_of(element: etree._Element) -> str:
    """The lower-case local name of an element; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""
