"""Characters of a night's stories that were lost, misread or written twice. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.health.seen import Row, Seen
from pipelines.page.text.mojibake import looks_garbled

LOST = "\ufffd"
MOJIBAKE = ("mojibake", "mojibake_repaired")
"""Flags of `documents`."""
UNREADABLE = ("garbled",)
"""Reasons of `dropped` for pages whose characters could not be read."""
QUESTION_INSIDE = re.compile(r"(?:(?<!\S)|(?<=[^\W\d_]))\?(?=[^\W\d_])")
MIN_QUESTIONS = 3
"""Question marks in words, or right before one: `?so be it? in Z?rich` has lost characters; one may be an address."""
CONTROLS = re.compile("[\x80-\x9f]")
REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp);)(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
MIN_REFERENCES = 3
"""Character references shown as text, `caf&eacute;`: what is written twice. Those of markup also stand in stories about it."""


def encoding(told: Sequence[Row], dropped: Sequence[Row]) -> Seen:
    """Characters that were lost or misread, in stories and in pages that could not be read for them."""
    unread = [row["url"] for row in dropped if row["reason"] in UNREADABLE]
    bad = [row["url"] for row in told if is_garbled(row)]
    seen = Seen(
        {
            "garbled": len(bad) + len(unread),
            "replacement_characters": sum(_text(row).count(LOST) for row in told),
            "mojibake": sum(flag["rule"] in MOJIBAKE for row in told for flag in row["flags"] or ()),
        }
    )
    seen.show("garbled", [*bad, *unread])
    return seen


def is_garbled(row: Row) -> bool:
    """True if a story holds characters that were lost or misread, also where extraction put them right."""
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
