"""WebDataset shards: a tar file in which each row is `ID.txt`, its text, and `ID.json`, its other columns.

https://github.com/webdataset/webdataset#the-webdataset-format. Equal rows give equal bytes: members have no time and no owner.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from pipelines.base.json_lines import encoded
from pipelines.give.export.formats.format import Format
from pipelines.give.export.formats.jsonl_files import batches_of, in_plain


class _TarWriter:
    def __init__(self, file: BinaryIO, _schema: pa.Schema) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT)  # noqa: SIM115 -- closed by `close`

    def write(self, rows: pa.Table) -> None:
        for batch in rows.to_batches(max_chunksize=1000):
            for row in map(in_plain, batch.to_pylist()):
                text = row.pop("text")
                self._add(f"{row['id']}.txt", text.encode())
                self._add(f"{row['id']}.json", encoded(row))

    def close(self) -> None:
        self._tar.close()

    def _add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        self._tar.addfile(member, io.BytesIO(content))


def _batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    yield from batches_of(_rows(path), columns)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with tarfile.open(path, "r:") as tar:
            members = iter(tar)
            for text in members:
                other = next(members, None)
                stem = text.name.removesuffix(".txt")
                if other is None or (text.name, other.name) != (f"{stem}.txt", f"{stem}.json"):
                    raise EOFError(f"{text.name} is not followed by the other columns of its row")
                yield json.loads(_content(tar, other)) | {"text": _content(tar, text).decode()}
    except (tarfile.TarError, ValueError) as error:
        raise EOFError(str(error)) from error


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    if file is None:
        raise EOFError(f"{member.name} is no file")
    return file.read()


def _columns(path: Path) -> list[str]:
    return list(next(_rows(path), {}))


WEBDATASET = Format(
    name="webdataset",
    about="WebDataset: tar files with a text and its other columns a row",
    folder="webdataset",
    suffix="tar",
    writer=_TarWriter,
    batches=_batches,
    columns=_columns,
    typed=False,
)
