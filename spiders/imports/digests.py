"""Check the digests that a WARC record states of itself: `sha1:3I42H3S6…` in base32, hex or base64.

A wrong block digest means that the bytes are not the written ones. For payloads, tools digest different forms: the body
as transferred, without chunks, or without content coding. So each of these forms may match.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable

ALGORITHMS: dict[str, Callable[[bytes], object]] = {
    name: getattr(hashlib, name) for name in ("md5", "sha1", "sha256", "sha384", "sha512")
}


def disagrees(stated: str | None, forms: Iterable[Callable[[], bytes]]) -> bool:
    """True if a digest matches none of the forms. False if no digest is stated or if it cannot be read.

    >>> disagrees("sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", [lambda: b"news"]), disagrees("sha9:x", [lambda: b"news"])
    (True, False)
    """
    algorithm, wanted = _read(stated)
    return algorithm is not None and wanted is not None and all(_digest(algorithm, form()) != wanted for form in forms)


def is_readable(stated: str | None) -> bool:
    """True for a digest that can be checked.

    >>> is_readable("sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), is_readable("sha1:x"), is_readable("sha9:x"), is_readable(None)
    (True, False, False, False)
    """
    return _read(stated)[1] is not None


def _read(stated: str | None) -> tuple[Callable[[bytes], object] | None, bytes | None]:
    name, _, value = (stated or "").partition(":")
    algorithm = ALGORITHMS.get(name.strip().lower().replace("-", ""))
    return algorithm, _bytes(value.strip(), algorithm) if algorithm else None


def _digest(algorithm: Callable[[bytes], object], data: bytes) -> bytes:
    return bytes(algorithm(data).digest())  # type: ignore[attr-defined]


def _bytes(text: str, algorithm: Callable[[bytes], object]) -> bytes | None:
    size = len(_digest(algorithm, b""))
    readers = (bytes.fromhex, lambda t: base64.b32decode(t.upper()), lambda t: base64.b64decode(t, validate=True))
    for read in readers:
        try:
            if len(data := read(text)) == size:
                return data
        except (ValueError, binascii.Error):
            continue
    return None
