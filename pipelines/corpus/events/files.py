"""`dateline events`: find the texts in a file that report the same event, and write the result to a file.

Input: one object `{"id", "title"?, "text", "published"?, "not_before"?, "not_after"?, "source"?, "language"?}` a line (JSON
Lines, also gzipped). Output, in the same order: `{"id", "event_id", "strength"}`. The `event_id` is the id of the earliest text;
`strength` is the probability that the text and the nearest other member report the same event. Both are null for a text without
another one of its event. A line that is not such an object becomes `{"id", "line", "error"}` in its place.
"""

from __future__ import annotations

import gzip
from calendar import monthrange
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.base.json_lines import BadLine, encoded, read_json_lines, scalar, text_row
from pipelines.base.output_file import output_file
from pipelines.corpus.events.index import opened
from pipelines.corpus.events.model import Story
from pipelines.corpus.events.regroup import regroup
from pipelines.corpus.events.rows import Membership, memberships
from pipelines.corpus.events.sketch import sketch
from pipelines.page.text.language import language

EARLIEST, LATEST = date(1991, 8, 6).toordinal(), date.max.toordinal()
"""Days between which a text without dates was published: since the web began."""


BATCH = 500
"""Texts that are compared with the others at a time."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Result of a run: texts read, events of two or more texts, texts in those events, and bad lines."""

    texts: int
    events: int
    grouped: int
    bad_lines: int = 0


def event_file(
    texts_path: Path | str, out_path: Path | str, *, on_progress: Callable[[int], None] | None = None
) -> Tally:
    """Find the events of the texts in a file. The result file appears only when it is complete.

    Raises InputError if the file cannot be read.
    """
    lines: list[str | BadLine] = []
    first: dict[str, int] = {}
    waiting: list[Story] = []
    with output_file(Path(out_path), made_from=Path(texts_path)) as out, opened(":memory:") as index:
        for number, row in read_json_lines(Path(texts_path)):
            read = row if isinstance(row, BadLine) else story(number, row)
            if isinstance(read, Story) and first.setdefault(read.id, number) != number:
                read = BadLine(number, read.id, f"id comes twice, first on line {first[read.id]}; ids must be distinct")
            if isinstance(read, Story):
                waiting.append(read)
            if len(waiting) == BATCH:
                index.put(waiting)
                waiting.clear()
            lines.append(read if isinstance(read, BadLine) else read.id)
            if on_progress:
                on_progress(len(lines))
        index.put(waiting)
        regroup(index)
        found = {each.article_id: each for each in memberships(index, first)}
        with (
            gzip.GzipFile(fileobj=out, mode="wb", mtime=0)
            if Path(out_path).suffix == ".gz"
            else nullcontext(out) as written
        ):
            for line in lines:
                written.write(encoded(line.row() if isinstance(line, BadLine) else _row(line, found.get(line))))
    return Tally(len(first), len({each.event_id for each in found.values()}), len(found), len(lines) - len(first))


def _row(identity: str, found: Membership | None) -> dict[str, Any]:
    return {"id": identity, "event_id": found and found.event_id, "strength": found and found.strength}


def story(number: int, row: dict[str, Any]) -> Story | BadLine:
    """The story of a line of input, or what is wrong with it."""
    found = text_row(number, row)
    if isinstance(found, BadLine):
        return found
    identity, text = found
    for name in ("title", "source", "language", "published", "not_before", "not_after"):
        if not isinstance(row.get(name), str | None):
            return BadLine(number, identity, f'"{name}" is not a string')
    try:
        first_day, last_day = _days(row)
    except ValueError as error:
        return BadLine(number, identity, str(error))
    title = scalar(row.get("title") or "")
    spoken = row.get("language") or language(f"{title}\n{text}")[0]
    return Story(identity, first_day, last_day, sketch(title, text, spoken), row.get("source") or "", "", last_day)


def _days(row: dict[str, Any]) -> tuple[int, int]:
    """The first and the last possible day of publication. Raises ValueError for what is no date."""
    if row.get("published"):
        return _read(row["published"], "published")
    first = _read(row["not_before"], "not_before")[0] if row.get("not_before") else EARLIEST
    last = _read(row["not_after"], "not_after")[1] if row.get("not_after") else LATEST
    if first > last:
        raise ValueError('"not_before" is later than "not_after"')
    return first, last


def _read(value: str, name: str) -> tuple[int, int]:
    """The days that a date in ISO 8601 spans, by its precision: `2026` is a year, `2026-12` a month.

    >>> [date.fromordinal(day).isoformat() for day in _read("2026-12", "published")]
    ['2026-12-01', '2026-12-31']
    """
    try:
        if len(value) == 4:
            return date(int(value), 1, 1).toordinal(), date(int(value), 12, 31).toordinal()
        if len(value) == 7:
            year, month = int(value[:4]), int(value[5:])
            return date(year, month, 1).toordinal(), date(year, month, monthrange(year, month)[1]).toordinal()
        day = date.fromisoformat(value[:10]).toordinal()
    except ValueError:
        raise ValueError(f'"{name}" is not a date as in ISO 8601: {value!r}') from None
    return day, day
