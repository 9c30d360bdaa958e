"""`dateline extract PAGE.html`: page files, or a page on standard input, one record each."""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from pipelines.base.errors import InputError
from pipelines.extract.run.job import GZIP_MAGIC, Extracted, PageJob
from pipelines.extract.run.page_formats import FORMATS
from pipelines.extract.run.workers import extract_pages
from pipelines.page.page import MAX_BODY_BYTES

STDIN = "-"
LINES = (".jsonl", ".ndjson", ".json")
"""Suffixes of files of JSON lines, also before `.gz`."""
WARC = (".warc", ".wacz")
HOST = re.compile(r"www\.|[\w-]+(\.[\w-]+)+/")
"""The beginning of a web address without its scheme."""
PEEKED_BYTES = 512
OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*[\"}]")
"""The beginning of a JSON object."""


def is_json_lines(path: Path) -> bool:
    """True if a file, or standard input (`-`), has JSON lines: by its name, else by its first characters.

    >>> is_json_lines(Path("pages.jsonl.gz")), is_json_lines(Path("missing.html"))
    (True, False)
    """
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:] if suffix.lower() != ".gz"]
    if suffixes and suffixes[-1] in LINES:
        return True
    return OBJECT.match(_beginning(path)) is not None


def extract_page_files(
    paths: Sequence[Path], out: BinaryIO, *, style: str, url: str | None = None, fetched_at: datetime | None = None
) -> Iterator[str]:
    """Write the record of each page to `out`; gives one line for each page that has none, with the reason.

    `style` is one of FORMATS; more than one record in JSON is a line each. Raises InputError if a file cannot be read.
    """
    jobs = [_job(path, url, fetched_at) for path in paths]
    write = FORMATS["jsonl" if style == "json" and len(jobs) > 1 else style]
    for number, read in enumerate(extract_pages(jobs, workers=1)):
        if read.document is None or read.date is None:
            yield f"{read.id}: {why_none(read)}"
            continue
        between = "\n\n" if number and style in ("text", "markdown") else ""
        out.write((between + write(read.id, read.document, read.date) + "\n").encode("utf-8", "replace"))
        out.flush()


def why_none(read: Extracted) -> str:
    """The reason why a page has no record."""
    reason = (read.dropped.detail or read.dropped.reason) if read.dropped else "unknown"
    return f"no article can be read from it: {reason}"


def _job(path: Path, url: str | None, fetched_at: datetime | None) -> PageJob:
    """The job of one page. Raises InputError if it cannot be read."""
    if str(path) == STDIN:
        body = sys.stdin.buffer.read(MAX_BODY_BYTES + 1)
        if not body.strip():
            raise InputError("standard input is empty: pipe a page into it, as in 'curl URL | dateline extract -'")
        return PageJob("-", url or "", body=body, fetched_at=fetched_at)
    if path.is_dir():
        raise InputError(f"{path} is a folder: name its pages, such as {path}/*.html")
    if any(suffix in WARC for suffix in path.suffixes):
        raise InputError(f"{path} is an archive of many pages: 'dateline import warc {path}' reads it")
    try:
        with path.open("rb"):
            return PageJob(str(path), url or "", path=str(path), fetched_at=fetched_at)
    except OSError as error:
        hint = f"; a web address begins with https://: https://{path}" if HOST.match(str(path)) else ""
        raise InputError(f"{path}: cannot be read: {error.strerror or error}{hint}") from error


def _beginning(path: Path) -> bytes:
    """The first bytes; empty if they cannot be read."""
    if str(path) == STDIN:
        return cast("BufferedReader", sys.stdin.buffer).peek(PEEKED_BYTES)
    with suppress(OSError, EOFError), path.open("rb") as file:
        begun = file.read(PEEKED_BYTES)
        if not begun.startswith(GZIP_MAGIC):
            return begun
        file.seek(0)
        with gzip.open(file) as inflated:
            return inflated.read(PEEKED_BYTES)
    return b""
