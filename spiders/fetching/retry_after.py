"""Retry-After (RFC 9110, section 10.2.3): seconds, or a date."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after_seconds(header: bytes | None, now: datetime | None = None) -> float | None:
    """Seconds that a server asks to wait; None if the header is missing or unreadable. Never negative.

    >>> retry_after_seconds(b"120"), retry_after_seconds(b"soon")
    (120.0, None)
    >>> retry_after_seconds(b"Mon, 03 Nov 2025 02:00:30 GMT", datetime(2025, 11, 3, 2, tzinfo=UTC))
    30.0
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - (now or datetime.now(UTC))).total_seconds())
    except (ValueError, TypeError, IndexError):
        return None
