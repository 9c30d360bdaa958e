"""Tamperings with a dataset, each with what a verification must say of it."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.give.export.manifest import DIGESTS, part_digests
from pipelines.give.export.shards import in_json

SHARD = "data/train-00000-of-00002.parquet"
FILES = (
    SHARD, "data/later-00001-of-00002.parquet", "rights.parquet", "README.md", "dates.svg", "croissant.json", "audit.json",
)  # fmt: skip
ROWS = (0, 1, 3, 5)
LATER = datetime(2026, 3, 1, tzinfo=UTC)
CELLS: dict[str, tuple[str, Any]] = {
    "text": ("text", "Another text."),
    "title": ("text", "Another title"),
    "published": ("date", "2026-03-01"),
    "published_day": ("date", date(2026, 3, 1)),
    "not_before": ("date", LATER),
    "not_after": ("date", LATER),
    "rights_evidence": ("rights", "aipref site train-ai=y"),
    "train_ai": ("rights", "licensed"),
    "tdm": ("rights", "allowed"),
    "url": ("other", "https://elsewhere.example/"),
    "words": ("other", 7),
    "authors": ("other", ["Somebody Else"]),
}
"""Columns of rows: the group that is named, and another value."""
RIGHTS_CELLS: dict[str, Any] = {
    "signals": [], "read_url": "https://elsewhere.example/", "night": date(2026, 3, 1),
    "fetched_at": LATER, "payload_sha256": "0" * 64,
    "warc_file": "other.warc.gz", "warc_offset": 1, "rule": "4", "train_ai": "licensed", "tdm": "allowed",
    "opted_out_on": date(2026, 3, 1), "text_digest": b"0" * 16, "source": "other",
}  # fmt: skip


class Tampering(NamedTuple):
    """What is done to a folder, and parts that one finding must have."""

    name: str
    do: Callable[[Path], None]
    said: tuple[str, ...]


def mend(folder: Path, name: str) -> None:
    """Write size and SHA-256 of a changed file into the manifest, as a tamperer would who knows of it."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    data = (folder / name).read_bytes()
    manifest["files"][name] |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest[DIGESTS] = part_digests({key: value for key, value in manifest.items() if key != DIGESTS})
    path.write_text(in_json(manifest))


def rewritten(folder: Path, name: str, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change the rows of a Parquet file."""
    table = pq.ParquetFile(folder / name).read()
    rows = table.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), folder / name)


def ids(folder: Path, name: str) -> list[str]:
    """The ids of a file's rows."""
    found: list[str] = pq.read_table(folder / name, columns=["id"], partitioning=None)["id"].to_pylist()
    return found


def tamperings(folder: Path) -> Iterator[Tampering]:
    """All of them, for a dataset that is whole."""
    yield from _cells(folder)
    yield from _rows(folder)
    yield from _rights(folder)
    yield from _files()
    yield from _texts()
    yield from _manifest(folder)


def _cells(folder: Path) -> Iterator[Tampering]:
    for place, (column, (group, value)) in enumerate(CELLS.items()):
        for row in ROWS:
            name = ids(folder, SHARD)[row]

            def do(
                folder: Path, column: str = column, row: int = row, value: Any = value, hide: bool = place % 4 > 0
            ) -> None:
                rewritten(folder, SHARD, lambda rows: rows[row].update({column: value}))
                if hide:
                    mend(folder, SHARD)

            yield Tampering(f"{column} of row {row}", do, (f"{SHARD} row {row} (id {name})", f"{group} changed"))


def _rows(folder: Path) -> Iterator[Tampering]:
    def edit(change: Callable[[list[dict[str, Any]]], None]) -> Callable[[Path], None]:
        return lambda folder: (rewritten(folder, SHARD, change), mend(folder, SHARD))[1]

    for row in ROWS:
        name = ids(folder, SHARD)[row]
        where = f"{SHARD} row {row} (id {name})"
        yield Tampering(f"row {row} removed", edit(lambda rows, row=row: rows.pop(row)), (where, "removed"))
        second = (f"{SHARD} row {row + 1} (id {name})", "added (a second time)")
        yield Tampering(f"row {row} twice", edit(lambda rows, row=row: rows.insert(row, dict(rows[row]))), second)
        new = (f"{SHARD} row {row} (id invented)", "added")
        yield Tampering(
            f"row {row} invented", edit(lambda rows, row=row: rows.insert(row, rows[row] | {"id": "invented"})), new
        )
        last = len(ids(folder, SHARD)) - 1
        order = (f"{SHARD} row {row} ", f"in another order, up to row {last} (id {name})")
        yield Tampering(f"row {row} moved to the end", edit(lambda rows, row=row: rows.append(rows.pop(row))), order)


def _rights(folder: Path) -> Iterator[Tampering]:
    row = 3
    name = ids(folder, "rights.parquet")[row]
    for column, value in RIGHTS_CELLS.items():

        def do(folder: Path, column: str = column, value: Any = value) -> None:
            rewritten(folder, "rights.parquet", lambda rows: rows[row].update({column: value}))
            mend(folder, "rights.parquet")

        yield Tampering(f"rights: {column}", do, (f"rights.parquet row {row} (id {name})", "changed"))

    def swapped(rows: list[dict[str, Any]]) -> None:
        train = [at for at, each in enumerate(rows) if each["split"] == "train"]
        rows[train[0]], rows[train[1]] = rows[train[1]], rows[train[0]]

    def edit(change: Callable[[list[dict[str, Any]]], None]) -> Callable[[Path], None]:
        return lambda folder: (rewritten(folder, "rights.parquet", change), mend(folder, "rights.parquet"))[1]

    yield Tampering("rights: order", edit(swapped), ("rights.parquet", "another order"))
    yield Tampering("rights: row removed", edit(lambda rows: rows.pop(row)), ("rights.parquet", "the manifest says"))
    yield Tampering(
        "rights: row added", edit(lambda rows: rows.append(dict(rows[row]))), ("rights.parquet", "the manifest says")
    )


def _files() -> Iterator[Tampering]:
    for name in FILES:
        yield Tampering(f"{name} removed", lambda folder, name=name: (folder / name).unlink(), (f"{name}: removed",))
        yield Tampering(
            f"{name} longer", lambda folder, name=name: _append(folder / name), (f"{name}: changed (+1 bytes)",)
        )
        yield Tampering(
            f"{name} flipped", lambda folder, name=name: _flip(folder / name), (f"{name}: changed (as many",)
        )
    for name in ("data/train-00002-of-00003.parquet", "notes.txt", "data/.hidden"):
        yield Tampering(
            f"{name} added", lambda folder, name=name: (folder / name).write_bytes(b"new") and None, (f"{name}: added",)
        )


def _texts() -> Iterator[Tampering]:
    """Descriptions whose figures were changed, with size and SHA-256 to match."""
    for name, old, new in (
        ("README.md", "num_examples: ", "num_examples: 1"),
        ("README.md", "| paper |", "| other |"),
        ("README.md", "license: ", "license: mit #"),
        ("README.md", "| training disallowed | 0 |", "| training disallowed | 9 |"),
        ("croissant.json", '"datePublished": "', '"datePublished": "1'),
        ("audit.json", '"texts": ', '"texts": 1'),
        ("audit.json", '"in_two_splits": 0', '"in_two_splits": 1'),
        ("dates.svg", "at most ", "at most 1"),
    ):

        def do(folder: Path, name: str = name, old: str = old, new: str = new) -> None:
            text = (folder / name).read_text()
            assert old in text
            (folder / name).write_text(text.replace(old, new, 1))
            mend(folder, name)

        yield Tampering(f"{name}: {old.strip()}", do, (f"{name} line ", "by the rows it is"))


def _manifest(folder: Path) -> Iterator[Tampering]:
    for part in json.loads((folder / "manifest.json").read_text()):
        if part == DIGESTS:
            continue
        yield Tampering(f"manifest: {part} changed", _manifest_edit(part, lambda _: {"x": 1}), (f"`{part}` changed",))
        yield Tampering(f"manifest: {part} removed", _manifest_edit(part, None), (f"`{part}` removed",))
    yield Tampering("manifest: added", _manifest_edit("more", lambda _: 1), ("`more` added",))
    yield Tampering("manifest removed", lambda folder: (folder / "manifest.json").unlink(), ("manifest.json: removed",))
    yield Tampering("manifest torn", lambda folder: _cut(folder / "manifest.json"), ("manifest.json: cannot be read",))
    spaced = ("manifest.json: changed in spelling",)
    yield Tampering("manifest spaced", lambda folder: _append(folder / "manifest.json"), spaced)


def _manifest_edit(part: str, value: Callable[[Any], Any] | None) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        path = folder / "manifest.json"
        manifest = json.loads(path.read_text())
        old = manifest.pop(part, None)
        path.write_text(in_json(manifest if value is None else manifest | {part: value(old)}))

    return do


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
