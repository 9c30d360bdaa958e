"""The page of a job, its bytes read from wherever they are: in the job itself, in a file, in the archive."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from pipelines.base.errors import PageDropped
from pipelines.extract.run.job import PageJob
from pipelines.page.page import MAX_BODY_BYTES, Page

GZIP_MAGIC = b"\x1f\x8b"


def load(job: PageJob) -> Page:
    """The page of a job, its bytes read from wherever they are. Raises PageDropped(`unreadable` | `too_large`)."""
    return Page(job.url, _body(job), job.content_type, job.fetched_at, job.last_modified)


def _body(job: PageJob) -> bytes:
    if job.body is not None:
        if len(job.body) > MAX_BODY_BYTES:
            raise PageDropped("too_large", f"more than {MAX_BODY_BYTES} bytes")
        return job.body
    if job.path is not None:
        return _read(Path(job.path))
    if job.archive_root is not None and job.warc_file is not None and job.warc_offset is not None:
        from pipelines.lake.archive import read_capture

        capture = read_capture(Path(job.archive_root), job.warc_file, job.warc_offset)
        if capture.truncated:
            raise PageDropped("truncated", "the archive holds only the beginning of the page")
        return capture.body
    raise PageDropped("unreadable", "the job names neither bytes, nor a file, nor an archive record")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BODY_BYTES:
            raise PageDropped("too_large", f"{path} has more than {MAX_BODY_BYTES} bytes")
        raw = path.read_bytes()
        return _gunzip(raw) if raw.startswith(GZIP_MAGIC) else raw
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise PageDropped("unreadable", f"{path}: {error}") from error


def _gunzip(raw: bytes) -> bytes:
    """Inflate at most one byte more than a page may have: a bomb is stopped, not stored."""
    inflater = zlib.decompressobj(wbits=31)
    body = inflater.decompress(raw, MAX_BODY_BYTES + 1)
    if len(body) > MAX_BODY_BYTES:
        raise PageDropped("too_large", f"more than {MAX_BODY_BYTES} bytes once inflated")
    return body if inflater.eof and not inflater.unused_data else gzip.decompress(raw)
