"""The revisions of works, from all captures of them: a pure function of the set of captures."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import pyarrow as pa

from pipelines.corpus.revisions.changes import Version, change_of
from pipelines.corpus.revisions.kinds import kinds_of
from pipelines.lake.schemas import REVISIONS

FURNITURE = re.compile(
    r"(?:(?:last )?(?:updated|published|modified|posted)\b.{0,40}\d.{0,20}|aktualisiert\b.{0,50}\d.{0,20}|stand: .{0,40}"
    r"|(?:mis à jour|publié)\b.{0,50}\d.{0,20}|aktualizacja\b.{0,50}\d.{0,20}|обновлено\b.{0,50}\d.{0,20}"
    r"|(?:[^\W\d]+[,.]* ){0,3}\d{1,2}(?:\.|,|st|nd|rd|th)? (?:[^\W\d]+[,.]* ){0,2}(?:19|20)\d\d(?:\W+\d{1,2}[:.]\d\d.{0,12})?"
    r"|[\d\s.:,/-]+|\d+ (?:comments?|shares?|views?|min(?:ute)?s? read|kommentare)|\d+ (?:minutes?|hours?|days?) ago)",
    re.IGNORECASE,
)
"""A paragraph that belongs to the page, not the story: a date, a time stamp or a counter that changes by itself."""

CUT = re.compile(r"\[?(?:…|\.\.\.)\]?\s*$")
"""The end of a paragraph that is cut off."""


def revisions(documents: pa.Table) -> pa.Table:
    """Rows of `schemas.REVISIONS` for the works of the given captures, sorted by article and revision.

    Reads document_id, article_id, source, night, fetched_at, title, text and text_sha256 of *all* captures of each
    work. It also reads these columns if present:

    - `removed`: the boilerplate removed from a capture. It is no change if another capture kept it.
    - `variant`: the capture is of an AMP or print address. Variants are used only if a work has no other captures.
    - `paywall`: the start of a text that a paywall cuts off is no revision. The same start without a paywall is one: the
      publisher shortened the story.

    `seen_from` is the first capture of a revision, `seen_to` the last before the next revision. So the intervals of
    a work never overlap; the change happened between `seen_to` and the next `seen_from`. If a night captured several
    texts, one represents the night: the text already known, otherwise the longest. The others are variants of it and
    no revisions.
    """
    works: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in documents.to_pylist():
        works[row["article_id"]].append(row)
    rows = [row for article in sorted(works) for row in _history(works[article])]
    return pa.Table.from_pylist(rows, schema=REVISIONS)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, with white space folded."""
    found = (" ".join(unicodedata.normalize("NFC", part).split()) for part in re.split(r"\n\s*\n|\n", text or ""))
    return [part for part in found if part]


def unified_diff(old: dict[str, Any], new: dict[str, Any]) -> str:
    """A unified diff by paragraph; the headline is the first line, marked `#`."""
    before, after = ([f"# {row['title'] or ''}", *paragraphs(row["text"])] for row in (old, new))
    lines = difflib.unified_diff(before, after, _label(old), _label(new), lineterm="", n=1)
    return "\n".join(lines)


def _history(captures: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The revisions of one work, in order."""
    boilerplate = {p for row in captures for span in row.get("removed") or () for p in paragraphs(span["text"])}
    versions = {id(row): _version(row, boilerplate) for row in captures}
    previous: dict[str, Any] | None = None
    for number, state in enumerate(_states(captures, versions), 1):
        first = state[0]
        yield {
            **{
                name: first.get(name)
                for name in ("article_id", "source", "document_id", "night", "title", "text", "text_sha256")
            },
            "revision": number,
            "seen_from": _when(first),
            "seen_to": max(_when(row) for row in state),
            "change": change_of(versions[id(previous)], versions[id(first)]) if previous else "first",
            "kinds": kinds_of(versions[id(previous)], versions[id(first)]) if previous else None,
            "diff": unified_diff(previous, first) if previous else None,
        }
        previous = first


def _states(captures: list[dict[str, Any]], versions: dict[int, Version]) -> list[list[dict[str, Any]]]:
    """Captures by revision. The first capture of each list represents the revision; the others have the same text or a
    variant.
    """
    states: list[list[dict[str, Any]]] = []
    for night in _nights(captures):
        speaker = versions[id(states[-1][0])] if states else None
        current = states[-1] if states else []
        cut = {id(row) for row in [*current, *night] if _is_cut(row, versions[id(row)], speaker)}
        known = {versions[id(row)] for row in current if id(row) not in cut}
        fresh = [row for row in night if versions[id(row)] not in known and id(row) not in cut]
        if speaker in [versions[id(row)] for row in night] or (states and not fresh):
            states[-1].extend(night)
            continue
        spokesman = max(fresh, key=lambda row: (_length(versions[id(row)]), row["text_sha256"]))
        states.append([first_of(night, spokesman, versions), *night])
    return states


def _is_cut(row: dict[str, Any], version: Version, whole: Version | None) -> bool:
    """True for the start of a version, cut off by the paywall of a later capture. Its last paragraph may be cut, too."""
    if whole is None or row.get("paywall") != "truncated" or version.title != whole.title or not version.paragraphs:
        return False
    *before, last = version.paragraphs
    same = tuple(before) == whole.paragraphs[: len(before)] and len(version.paragraphs) <= len(whole.paragraphs)
    return same and whole.paragraphs[len(before)].startswith(CUT.sub("", last).rstrip())


def first_of(night: list[dict[str, Any]], chosen: dict[str, Any], versions: dict[int, Version]) -> dict[str, Any]:
    """The earliest capture of the night with the same version as the chosen one."""
    return min((row for row in night if versions[id(row)] == versions[id(chosen)]), key=_order)


def _nights(captures: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Captures by night, oldest first; AMP and print variants only if there is nothing else."""
    proper = [row for row in captures if not row.get("variant")] or captures
    nights: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(proper, key=_order):
        nights[row["night"]].append(row)
    return [nights[night] for night in sorted(nights)]


def _version(row: dict[str, Any], boilerplate: set[str]) -> Version:
    kept = tuple(p for p in paragraphs(row["text"]) if p not in boilerplate and not FURNITURE.fullmatch(p))
    return Version(" ".join((row["title"] or "").split()), kept)


def _length(version: Version) -> int:
    return sum(len(paragraph) for paragraph in version.paragraphs)


def _order(row: dict[str, Any]) -> tuple[datetime, str, str]:
    return _when(row), row["text_sha256"], row["document_id"]


def _when(row: dict[str, Any]) -> datetime:
    return row["fetched_at"] or datetime.combine(row["night"], time(), UTC)


def _label(row: dict[str, Any]) -> str:
    return f"{_when(row):%Y-%m-%d %H:%M}Z"
