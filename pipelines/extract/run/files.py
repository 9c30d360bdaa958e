"""`dateline extract PAGES.jsonl -o OUT.jsonl`: pages somebody already has, one line in, one line out, in the same order.

A line in is `{"id", "path", "url", "fetched_at"?, "content_type"?, "last_modified"?}`; `path` may be gzipped and is
relative to the working directory. A line out has every document and date field, or `{"id", "error"}`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from pipelines.errors import InputError
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.rows import output_row
from pipelines.extract.run.workers import extract_pages
from pipelines.output_file import output_file


@dataclass(frozen=True, slots=True)
class Tally:
    """How a run ended: pages read, documents written, and pages dropped by reason."""

    pages: int
    documents: int
    dropped: dict[str, int]


def extract_file(
    pages_path: Path, out_path: Path, *, workers: int, on_progress: Callable[[int], None] | None = None
) -> Tally:
    """Extract and date every page of `pages_path` into `out_path`, which appears whole or not at all.

    Raises InputError naming file and line for a line that is not such an object or an id that comes twice, or when the
    input cannot be read; EnvironmentFault when the output cannot be written.
    """
    documents, dropped = 0, dict[str, int]()
    with output_file(out_path) as out:
        for result in extract_pages(read_jobs(pages_path), workers=workers, on_progress=on_progress):
            line = json.dumps(_row(result), ensure_ascii=False, separators=(",", ":")) + "\n"
            out.write(line.encode("utf-8", "surrogatepass"))
            if result.dropped:
                dropped[result.dropped.reason] = dropped.get(result.dropped.reason, 0) + 1
            else:
                documents += 1
    return Tally(documents + sum(dropped.values()), documents, dropped)


def read_jobs(pages_path: Path) -> Iterator[PageJob]:
    """The jobs of a pages file, read as they are needed. Raises InputError naming file and line."""
    seen: set[str] = set()
    try:
        with _open(pages_path) as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    job = _job(line, f"{pages_path}:{number}")
                    if job.id in seen:
                        raise InputError(f"{pages_path}:{number}: id {job.id!r} comes twice; ids must be distinct")
                    seen.add(job.id)
                    yield job
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {pages_path}: {error}") from error


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _job(line: str, where: str) -> PageJob:
    try:
        page = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f'{where}: not JSON ({error}); expected {{"id", "path", "url"}}') from error
    if not isinstance(page, dict):
        raise InputError(f"{where}: expected an object with id, path and url, found {type(page).__name__}")
    return PageJob(
        id=_text(page, "id", where, required=True),
        url=_text(page, "url", where),
        path=_text(page, "path", where, required=True),
        content_type=_text(page, "content_type", where) or None,
        last_modified=_text(page, "last_modified", where) or None,
        fetched_at=_moment(page, where),
    )


def _text(page: dict[str, Any], name: str, where: str, *, required: bool = False) -> str:
    value = page.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value):
        raise InputError(f"{where}: {name} must be a string, found {value!r}")
    return value


def _moment(page: dict[str, Any], where: str) -> datetime | None:
    raw = _text(page, "fetched_at", where)
    if not raw:
        return None
    try:
        moment = datetime.fromisoformat(raw)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{where}: fetched_at must be an ISO 8601 time, found {raw!r}") from error


def _row(result: Extracted) -> dict[str, Any]:
    if result.document is None or result.date is None:
        dropped = result.dropped
        return {"id": result.id, "error": f"{dropped.reason}: {dropped.detail}" if dropped else "failed"}
    return output_row(result.id, result.document, result.date)
