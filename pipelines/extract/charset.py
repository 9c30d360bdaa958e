"""Which encoding a page's bytes are in. The bytes are the truth; declarations are hints."""

from __future__ import annotations

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from pipelines.errors import PageDropped

BINARY_SIGNATURES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x00\x00\x00",
    b"RIFF",
)


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """The text of `body` and the encoding used: BOM, then the declared one that fits the bytes, then detection.

    Raises PageDropped(`empty` | `binary`) for what holds no text.
    """
    if not body.strip():
        raise PageDropped("empty", "no bytes")
    if body.lstrip()[:8].startswith(BINARY_SIGNATURES):
        raise PageDropped("binary", f"starts with {body[:4]!r}")
    bom, mark = read_bom(body)
    if bom and mark:
        return body[len(mark) :].decode(bom, "replace"), bom
    declared = [http_content_type_encoding(content_type), html_body_declared_encoding(body)]
    for name in ("utf-8", *(resolve_encoding(d) for d in declared if d)):
        if name:
            try:
                return body.decode(name), name
            except (UnicodeDecodeError, LookupError):
                continue
    name = map_encoding_to_html5(detect_encoding(body))
    return body.decode(name, "replace"), name
