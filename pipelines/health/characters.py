"""Characters of a night's stories that were lost, misread or encoded twice. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.health.seen import Row, Seen
from pipelines.page.text.mojibake import looks_garbled

LOST = "\ufffd"
MOJIBAKE = ("mojibake", "mojibake_repaired")
"""Flags of `documents`."""
UNREADABLE = ("garbled",)
"""Reasons in `dropped` for pages with unreadable characters."""
QUESTION_INSIDE = re.compile(r"(?:(?<!\S)|(?<=[^\W\d_]))\?(?=[^\W\d_])")
MIN_QUESTIONS = 3
"""Minimum number of question marks inside or directly before words: `?so be it? in Z?rich` has lost characters. A
single one may be part of an address.
"""
CONTROLS = re.compile("[\x80-\x9f]")
REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp);)(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
MIN_REFERENCES = 3
"""Minimum number of character references shown as text, such as `caf&eacute;`: the text was encoded twice. References
of markup (`&lt;`) are not counted, because stories about markup contain them.
"""


def encoding(captured: Sequence[Row], dropped: Sequence[Row]) -> Seen:
    """Lost or misread characters, in stories and in pages that could not be read because of them."""
    unread = [row["url"] for row in dropped if row["reason"] in UNREADABLE]
    bad = [row["url"] for row in captured if is_garbled(row)]
    seen = Seen(
        {
            "garbled": len(bad) + len(unread),
            "replacement_characters": sum(_text(row).count(LOST) for row in captured),
            "mojibake": sum(flag["rule"] in MOJIBAKE for row in captured for flag in row["flags"] or ()),
        }
    )
    seen.show("garbled", [*bad, *unread])
    return seen


def is_garbled(row: Row) -> bool:
    """True if a story contains lost or misread characters, even if extraction repaired them."""
    text = _text(row)
    if (
        any(flag["rule"] in MOJIBAKE for flag in row["flags"] or ())
        or LOST in text
        or looks_garbled(row["title"] or "")
    ):
        return True
    if len(QUESTION_INSIDE.findall(text)) >= MIN_QUESTIONS or CONTROLS.search(text) is not None:
        return True
    return "&" in text and len(REFERENCE.findall(text)) >= MIN_REFERENCES


def _text(row: Row) -> str:
    return f"{row['title'] or ''}\n{row['text'] or ''}"
