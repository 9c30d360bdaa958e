"""C2PA manifests of a page: those that its head names, and those embedded in its text.

https://spec.c2pa.org/specifications/specifications/2.3/specs/C2PA_Specification.html has both ("Embedding manifests into
unstructured text", "External manifests"). They are not verified: a manifest says who signed what, and nothing about what others
may do.
"""

from __future__ import annotations

import hashlib
import re

from pipelines.base.urls.identity import resolve
from spiders.links.scanner import MAX_URL, LinkScanner

LINK, TEXT = "link[rel=c2pa-manifest]", "C2PATextManifestWrapper"
"""Where a manifest stands."""
MAGIC, HEAD_BYTES = b"C2PATXT\0", 13
"""Magic, version (one byte), length of the manifest (four bytes, big-endian)."""
FIRST = "\U000e0133"
"""The first byte of MAGIC as a variation selector."""
WRAPPER = re.compile("\ufeff([\ufe00-\ufe0f\U000e0100-\U000e01ef]+)")
MAX_MANIFESTS = 8


def manifests(scanner: LinkScanner, base: str, text: str) -> tuple[tuple[str, str], ...]:
    """(place, statement) of each manifest: its address, or version, size and SHA-256 of what the text has."""
    named = (
        resolve(base, link.get("href", "")[:MAX_URL])
        for link in scanner.head_links
        if "c2pa-manifest" in link.get("rel", "").lower().split()
    )
    found = [*((LINK, url) for url in named if url), *((TEXT, said) for said in embedded(text))]
    return tuple(dict.fromkeys(found))[:MAX_MANIFESTS]


def embedded(text: str) -> list[str]:
    r"""The manifests embedded in a text as variation selectors after U+FEFF.

    >>> wrapper = b"C2PATXT\0" + bytes([1]) + (2).to_bytes(4, "big") + b"hi"
    >>> embedded("A story.\ufeff" + "".join(chr(0xFE00 + b if b < 16 else 0xE0100 + b - 16) for b in wrapper))
    ['version 1, 2 bytes, SHA-256 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4']
    """
    if FIRST not in text:
        return []
    wrappers = (bytes(map(_byte, match[1])) for match in WRAPPER.finditer(text))
    return [_stated(each) for each in wrappers if each.startswith(MAGIC) and len(each) >= HEAD_BYTES]


def _stated(wrapper: bytes) -> str:
    size = int.from_bytes(wrapper[HEAD_BYTES - 4 : HEAD_BYTES], "big")
    manifest = wrapper[HEAD_BYTES : HEAD_BYTES + size]
    cut = f", {len(manifest)} of them there" if len(manifest) < size else ""
    return f"version {wrapper[len(MAGIC)]}, {size} bytes{cut}, SHA-256 {hashlib.sha256(manifest).hexdigest()}"


def _byte(selector: str) -> int:
    point = ord(selector)
    return point - 0xFE00 if point < 0xE0100 else point - 0xE0100 + 16
