"""Stories in parts: the text of a story on several pages is that of all of them, in order, in the row of its first page.

The parts of a story are the pages that its pages link to as such (`links.kind` `part`), and the rest that a button of its
page shows (`data-url`, `hx-get`), at whatever address. A part is joined if its headline or
canonical URL is the first page's and if it has text of its own. The row has a flag for each part: `part` marks the text that
came from it, `part_missing` names a part that was not captured; no text after the first missing one is joined. A page with all
parts takes the place of them. `pipelines.extract.parts_of_night` finds the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from pipelines.base.urls.identity import key_of
from pipelines.base.urls.parts import WHOLE, part_of
from pipelines.lexicon.pattern import pattern
from pipelines.night.addresses import folded

JOINED, MISSING = "part", "part_missing"
"""Flags of a story's first page; their text is the address of the part."""
SECOND = 2
"""The number of a part whose address has none: the rest of a story that a button shows."""
GAP = "\n\n"
PAGE_OF = pattern(
    r"\W{0,3}(?:<<story.page>>\s{0,3})?\d{1,2}\s{0,3}(?:/|<<story.page_of>>)\s{0,3}\d{1,2}\W{0,3}"
    r"|\W{0,3}<<story.page>>\s{1,3}\d{1,2}\W{0,3}",
    re.IGNORECASE,
)
"""A line that counts pages: `Page 2 of 3`, `2/3`."""
MIN_REPEATED_CHARS = 60
"""A shorter block that an earlier page has is a repeat only at the start or the end of a part."""
MIN_WHOLE = 0.8
"""Least share of the first page's blocks that the page with all parts has."""

Row = Mapping[str, Any]
Blocks = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a part. `is_rest`: it is without what earlier pages have, as it was joined on an earlier night."""

    url: str
    blocks: Blocks
    is_rest: bool = False


def own_row(row: Row) -> dict[str, Any]:
    """The row of a first page as extraction made it: without the parts that were joined to it."""
    flags = [flag for flag in row["flags"] or () if flag["rule"] not in (JOINED, MISSING)]
    starts = [flag["start"] for flag in row["flags"] or () if flag["rule"] == JOINED]
    blocks = list(_within(row["blocks"] or (), 0, min(starts))) if starts else list(row["blocks"] or ())
    return {**row, "flags": flags, "blocks": blocks}


def joined_before(row: Row) -> dict[str, Text]:
    """By key, the texts of the parts that a row has; parts that were missing have none."""
    found = {}
    for flag in row["flags"] or ():
        key = key_of(flag["text"]) if flag["rule"] in (JOINED, MISSING) else None
        if key:
            blocks = list(_within(row["blocks"], flag["start"], flag["end"])) if flag["rule"] == JOINED else []
            found[key] = Text(flag["text"], blocks, is_rest=True)
    return found


def number_of(key: str, address: str) -> int:
    """The number of a part of the story at an address (key); that of the rest that a button shows is the second."""
    part = part_of(key)
    return part.number if part is not None and part.story == address else SECOND


def is_part_of(story: Row, page: Row, address: str) -> bool:
    """True if a page, whose address continues that of a story, has its headline or names it as its canonical URL; or if it
    is a piece without a headline at an address of its own, which only the story names.
    """
    part = part_of(page["url_key"])
    if not page["title"] and (part is None or part.story != address):
        return True
    canonical, titles = key_of(page["canonical_url"]), [folded(each["title"]) for each in (story, page)]
    if canonical and canonical in (story["url_key"], key_of(story["canonical_url"])):
        return True
    return bool(all(titles) and (titles[0] in titles[1] or titles[1] in titles[0]))


def added(blocks: Iterable[Mapping[str, str]], before: Sequence[Mapping[str, str]], title: str | None) -> Blocks:
    """The blocks of a part without its head and without what the earlier pages have: `before`.

    >>> part = [{"kind": "paragraph", "text": text} for text in ("The mill", "Page 2 of 2", "It burnt on.", "By Ann Poe")]
    >>> [block["text"] for block in added(part, part[3:], "The mill")]
    ['It burnt on.']
    """
    seen = {folded(block["text"]) for block in before} | {folded(title)}

    def is_old(block: Mapping[str, str]) -> bool:
        return folded(block["text"]) in seen or PAGE_OF.fullmatch(block["text"]) is not None

    listed = [dict(block) for block in blocks]
    listed = list(dropwhile(is_old, listed))
    listed = list(dropwhile(is_old, reversed(listed)))[::-1]
    return [block for block in listed if len(block["text"]) < MIN_REPEATED_CHARS or not is_old(block)]


def has_all(whole: Iterable[Mapping[str, str]], story: Sequence[Mapping[str, str]]) -> bool:
    """True if a page has nearly all blocks of a story's first page: it may be the one with all parts."""
    there = {folded(block["text"]) for block in whole}
    return bool(story) and sum(folded(b["text"]) in there for b in story) >= MIN_WHOLE * len(story)


def joined(story: Row, parts: Iterable[tuple[int, str, Text | None]]) -> dict[str, Any]:
    """The row of a story with its parts: the number, the address and the text of each, None where there is none.

    A part that adds nothing is no part: the address gives the first page again, or more comments.
    """
    blocks, flags = [dict(b) for b in story["blocks"]], list(story["flags"])
    chosen = _chosen(parts, blocks)
    while chosen and blocks and PAGE_OF.fullmatch(blocks[-1]["text"]):
        blocks.pop()
    for url, text in chosen:
        if text is None:
            flags.append({"rule": MISSING, "text": url, "start": None, "end": None})
            break
        if rest := added(text.blocks, blocks, story["title"]):
            start = sum(len(b["text"]) + len(GAP) for b in blocks)
            blocks += rest
            end = start + sum(len(b["text"]) + len(GAP) for b in rest) - len(GAP)
            flags.append({"rule": JOINED, "text": text.url, "start": start, "end": end})
    return {**story, "blocks": blocks, "flags": flags, "text": GAP.join(b["text"] for b in blocks)}


def _chosen(parts: Iterable[tuple[int, str, Text | None]], story: Blocks) -> list[tuple[str, Text | None]]:
    """The page with all parts if there is one, else the parts in the order of their numbers."""
    numbered: dict[int, tuple[str, Text | None]] = {}
    for number, url, text in parts:
        if number not in numbered or numbered[number][1] is None:
            numbered[number] = url, text
    url, whole = numbered.get(WHOLE, ("", None))
    if whole is not None and (whole.is_rest or has_all(whole.blocks, story)):
        return [(url, whole)]
    return [numbered[number] for number in sorted(numbered) if number != WHOLE or len(numbered) == 1]


def _within(blocks: Iterable[Mapping[str, str]], start: int, end: int) -> Iterator[dict[str, str]]:
    """The blocks between two offsets of the text."""
    at = 0
    for block in blocks:
        if start <= at < end:
            yield dict(block)
        at += len(block["text"]) + len(GAP)
