"""The digests that a WARC record states of itself, checked. `sha1:3I42H3S6…` in base32, or hex, or base64.

A block digest that is wrong says that the bytes are not those that were written. Of payloads the tools digest what they hold:
the body as transferred, or with chunks or content coding undone, so any of these may be meant.
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
    """True if a digest is that of none of the forms; false where none is stated or it cannot be read.

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
