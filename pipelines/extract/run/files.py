"""`dateline extract PAGES.jsonl -o OUT.jsonl`: pages somebody already has, one line in, one line out, in the same order.

A line in is `{"id", "path", "url", "fetched_at"?, "content_type"?, "last_modified"?}`; `path` may be gzipped and is
relative to the working directory. A line out has every document and date field, or `{"id", "error"}` for a page that failed,
or `{"id", "line", "error"}` for a line that is no such object.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.base.json_lines import BadLine, encoded, read_json_lines
from pipelines.base.output_file import output_file
from pipelines.extract.run.job import Extracted, PageJob, fetch_time
from pipelines.extract.run.storable import output_row
from pipelines.extract.run.workers import extract_pages

BAD_LINE = "bad_line"


@dataclass(frozen=True, slots=True)
class Tally:
    """How a run ended: lines read, documents written, and pages dropped by reason, bad lines among them."""

    pages: int
    documents: int
    dropped: dict[str, int]


def extract_file(
    pages_path: Path, out_path: Path, *, workers: int, on_progress: Callable[[int], None] | None = None
) -> Tally:
    """Extract and date every page of `pages_path` (`-`: standard input) into `out_path`, which appears whole or not at all.

    Raises InputError when the input cannot be read; EnvironmentFault when the output cannot be written.
    """
    with output_file(out_path, made_from=pages_path) as out:
        order = _InOrder(out)
        for result in extract_pages(_jobs(pages_path, order), workers=workers, on_progress=on_progress):
            order.answered(result)
        failed = sum(order.dropped.values())
        return Tally(order.documents + failed, order.documents, order.dropped)


def read_jobs(pages_path: Path) -> Iterator[PageJob | BadLine]:
    """The jobs of a pages file, read as they are needed. Raises InputError when the file cannot be read."""
    first: dict[str, int] = {}
    for number, page in read_json_lines(pages_path):
        job = page if isinstance(page, BadLine) else _job(page, number)
        if isinstance(job, PageJob) and first.setdefault(job.id, number) != number:
            job = BadLine(number, job.id, f"id comes twice, first on line {first[job.id]}; ids must be distinct")
        yield job


@dataclass
class _InOrder:
    """Writes results as they come and bad lines where they stood between them."""

    out: BinaryIO
    documents: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    waiting: deque[BadLine | None] = field(default_factory=deque)  # None: a job that has no answer yet

    def asked(self, job: PageJob | BadLine) -> None:
        """Note a line that was read."""
        if isinstance(job, BadLine):
            self._drop(BAD_LINE)
        self.waiting.append(job if isinstance(job, BadLine) else None)
        self._write_bad()

    def answered(self, result: Extracted) -> None:
        """Write the result of the first job that had none yet."""
        self.waiting.popleft()
        self.out.write(encoded(_row(result)))
        if result.dropped:
            self._drop(result.dropped.reason)
        else:
            self.documents += 1
        self._write_bad()

    def _drop(self, reason: str) -> None:
        self.dropped[reason] = self.dropped.get(reason, 0) + 1

    def _write_bad(self) -> None:
        while self.waiting and (bad := self.waiting[0]) is not None:
            self.waiting.popleft()
            self.out.write(encoded(bad.row()))


def _jobs(pages_path: Path, order: _InOrder) -> Iterator[PageJob]:
    for job in read_jobs(pages_path):
        order.asked(job)
        if isinstance(job, PageJob):
            yield job


class _FieldError(ValueError):
    """A field of a line has the wrong type or value; the message says how."""


def _job(page: dict[str, Any], number: int) -> PageJob | BadLine:
    identity = None
    try:
        identity = _text(page, "id", required=True)
        return PageJob(
            id=identity,
            url=_text(page, "url"),
            path=_text(page, "path", required=True),
            content_type=_text(page, "content_type") or None,
            last_modified=_text(page, "last_modified") or None,
            fetched_at=_moment(page),
        )
    except _FieldError as error:
        return BadLine(number, identity, str(error))


def _text(page: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = page.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value):
        raise _FieldError(f"{name} must be a string, found {ascii(value)[:60]}")
    return value


def _moment(page: dict[str, Any]) -> datetime | None:
    raw = _text(page, "fetched_at")
    if not raw:
        return None
    try:
        return fetch_time(raw)
    except ValueError as error:
        raise _FieldError(str(error)) from error


def _row(result: Extracted) -> dict[str, Any]:
    if result.document is None or result.date is None:
        dropped = result.dropped
        return {"id": result.id, "error": f"{dropped.reason}: {dropped.detail}" if dropped else "failed"}
    return output_row(result.id, result.document, result.date)
