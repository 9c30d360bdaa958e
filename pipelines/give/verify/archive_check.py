"""The captures that a dataset names against the archive that it was made from: every record is read again and hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow.parquet as pq

from pipelines.base.errors import CorpusError
from pipelines.give.export.formats.format import BATCH_ROWS
from pipelines.give.export.rights_table import FILE
from pipelines.give.verify.finding import Finding
from pipelines.lake.archive.reading import read_capture

COLUMNS = ["id", "read_url", "fetched_at", "payload_sha256", "warc_file", "warc_offset"]


def archive_checked(
    folder: Path, manifest: Mapping[str, Any], archive: Path, on_rows: Callable[[int], None]
) -> Iterator[Finding]:
    """Rows and rights files whose record is not there, or is another one."""
    for file in manifest["rights_files"]:
        wrong = _wrong(
            archive, file | {"read_url": file["url"], "fetched_at": datetime.fromisoformat(file["first_read"])}
        )
        yield from (Finding(f"manifest.json rights_files {file['url']}", each) for each in wrong)
    begin = 0
    with pq.ParquetFile(folder / FILE) as table:
        for batch in table.iter_batches(BATCH_ROWS, columns=COLUMNS):
            for at, row in enumerate(batch.to_pylist(), begin):
                if row["warc_file"] is not None:
                    yield from (Finding(f"{FILE} row {at} (id {row['id']})", each) for each in _wrong(archive, row))
            begin += len(batch)
            on_rows(len(batch))


def _wrong(archive: Path, said: Mapping[str, Any]) -> Iterator[str]:
    where = f"{said['warc_file']} at {said['warc_offset']}"
    path = PurePosixPath(said["warc_file"])
    if path.is_absolute() or ".." in path.parts:
        yield f"{where} is no place in an archive"
        return
    try:
        capture = read_capture(archive, said["warc_file"], said["warc_offset"])
    except CorpusError as error:
        yield f"the archive has no such record ({error})"
        return
    if hashlib.sha256(capture.body).hexdigest() != said["payload_sha256"]:
        yield f"the record in {where} has another payload"
    if capture.fetched_at.astimezone(UTC).replace(microsecond=0) != said["fetched_at"].replace(microsecond=0):
        yield f"the record in {where} was read at {capture.fetched_at.isoformat()}"
    if capture.url != said["read_url"]:
        yield f"the record in {where} is of {capture.url}"
