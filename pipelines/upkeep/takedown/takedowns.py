"""The log of takedowns: who took down which work or source, when and why, and what was removed. It contains none of its
words.

- `archive/taken_down/key`: the key of all hashes. With it anyone can test sentences, so do not publish it.
- `archive/taken_down/<id>.json`: one takedown.
- `archive/taken_down/<id>.runs.parquet`: hashes of its runs of words, to recognise them when they come again.
- `archive/taken_down/<id>.payloads.jsonl`: digests of pages before and after blanking; kept until the takedown is done.

The log is in the archive because the corpus is built from the archive: a copy of the archive keeps the takedown,
too.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from pipelines.base.urls.identity import key_of
from pipelines.lake.taken_down import FOLDER

KEY_BYTES = 32
Payload = tuple[str, str]
"""Key of a URL and SHA-256 of its response."""
Blanked = tuple[str, int]
"""SHA-256 and size in bytes of the blanked response."""


@dataclass(frozen=True, slots=True)
class Takedown:
    """A takedown of a `work` (its article ids and the keys of all its URLs) or of a `source` (its name).

    - `sites`: the sites of the URLs, or of the source.
    - `captures`, `rows` (by table): numbers of removed captures and rows.
    - `begun_at`, `done_at`: ISO 8601 in UTC; `done_at` is null until everything is removed.
    - `since`: the first night with data of the target.
    - `nights`: the nights whose archive was edited; null until they are known.
    - `datasets`: the affected rows by name; null until they are known.
    - `copies`: the same story from other publishers, `ARTICLE SOURCE URL`, which stay unless they are taken down too.
    """

    id: str
    kind: Literal["work", "source"]
    given: str
    reason: str
    by: str
    begun_at: str
    sources: tuple[str, ...]
    sites: tuple[str, ...]
    works: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    captures: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    since: str | None = None
    nights: tuple[str, ...] | None = None
    datasets: Mapping[str, list[dict[str, Any]]] | None = None
    copies: tuple[str, ...] = ()
    done_at: str | None = None

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read the takedown that `save` wrote."""
        row = json.loads(text)
        lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
        return cls(**row | lists)

    @property
    def line(self) -> str:
        """The takedown on one line."""
        state = f"done {self.done_at}" if self.done_at else "NOT DONE: give the same command again"
        rows = sum(self.rows.values())
        return (
            f"{self.begun_at}  {self.given}  {self.captures} captures, {rows} rows  {self.by}: {self.reason}  ({state})"
        )


def folder(archive: Path) -> Path:
    """The folder of the log."""
    return archive / FOLDER


def takedowns(archive: Path) -> list[Takedown]:
    """Every takedown, by start time."""
    files = folder(archive).glob("*.json")
    return sorted(
        (Takedown.from_json(path.read_text(encoding="utf-8")) for path in files), key=lambda t: (t.begun_at, t.id)
    )


def known(archive: Path, given: str) -> Takedown | None:
    """The takedown of a URL, an article id or a source's name, done or not; None if there is none."""
    url_key = key_of(given) if "." in given or "://" in given else None
    for each in takedowns(archive):
        if (
            given in (each.given, *each.works)
            or url_key in each.keys
            or (each.kind == "source" and given in each.sources)
        ):
            return each
    return None


def save(archive: Path, takedown: Takedown) -> None:
    """Write a takedown, durably."""
    from pipelines.lake.archive.layout import replacing  # a third of a second, which the command line would spend twice

    text = json.dumps(asdict(takedown), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    with replacing(folder(archive) / f"{takedown.id}.json") as file:
        file.write(text.encode())


def key(archive: Path) -> bytes:
    """The key of the hashes; it is made if there is none."""
    from pipelines.lake.archive.layout import replacing

    path = folder(archive) / "key"
    if not path.exists():
        with replacing(path) as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(secrets.token_hex(KEY_BYTES).encode())
    return bytes.fromhex(path.read_text())


def runs_file(archive: Path, takedown: Takedown) -> Path:
    """The file with the hashes of a takedown's runs."""
    return folder(archive) / f"{takedown.id}.runs.parquet"


def page_key(key: str) -> str:
    """The key of the page of a row. The row of a glance has the same key, followed by `#` and a number.

    >>> page_key("a.example/feed#03")
    'a.example/feed'
    """
    return key.partition("#")[0]


class Payloads:
    """Digests of pages before and after their blanking; durable before any other file names them."""

    def __init__(self, archive: Path, takedown: Takedown) -> None:
        self._path = folder(archive) / f"{takedown.id}.payloads.jsonl"
        self.known: dict[Payload, Blanked] = dict(self._read())

    def add(self, changed: Mapping[Payload, Blanked]) -> None:
        """Store the new digests of pages."""
        if not changed:
            return
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps([*payload, *new]) + "\n" for payload, new in sorted(changed.items()))
            file.flush()
            os.fsync(file.fileno())
        self.known |= changed

    def clear(self) -> None:
        """Remove the file."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> Iterator[tuple[Payload, Blanked]]:
        lines = self._path.read_text(encoding="utf-8").splitlines(keepends=True) if self._path.exists() else []
        for line in lines:
            if line.endswith("\n"):
                url_key, old, new, size = json.loads(line)
                yield (url_key, old), (new, size)
