"""JSON lines from other programs: each line is an object or a `BadLine`; a bad line does not stop the others."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydantic_core import from_json

from pipelines.base.errors import InputError
from pipelines.base.neutral import in_json

STDIN = "-"
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class BadLine:
    """An unusable line of input: its 1-based number, its id (None if it has none), and the error."""

    line: int
    id: str | None
    error: str

    def row(self) -> dict[str, Any]:
        """The bad line as a row of output."""
        return {"id": self.id, "line": self.line, "error": self.error}


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadLine]]:
    """Number and object of every line that is not blank; `-` is standard input, a name in .gz is gzipped.

    Raises InputError with the file's name if it cannot be read to its end.
    """
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, start=1):
                said = line.removeprefix(BOM) if number == 1 else line
                if said.strip():
                    yield number, _object(number, said.rstrip(b"\r\n"))
    except (EOFError, OSError, zlib.error) as error:
        what = "is a folder" if path.is_dir() else getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot read {path}: {what}") from error


def text_row(number: int, row: dict[str, Any]) -> tuple[str, str] | BadLine:
    """The id and the text of a line `{"id": …, "text": …}`; a null text is empty. Lone surrogates, which JSON can write and
    UTF-8 cannot, become `?`.
    """
    identity = row.get("id")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        return BadLine(number, None, 'no "id"; each line must be {"id": …, "text": …}')
    identity = scalar(str(identity))
    if "text" not in row:
        return BadLine(number, identity, 'no "text"; each line must be {"id": …, "text": …}')
    text = row["text"] or ""
    if not isinstance(text, str):
        return BadLine(number, identity, '"text" is not a string')
    return identity, scalar(text)


def scalar(text: str) -> str:
    """A text without lone surrogates."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def encoded(row: dict[str, Any]) -> bytes:
    r"""A row as a line of JSON in UTF-8. Characters that UTF-8 cannot encode (an id `"\ud83d"`), and terminal controls,
    become escapes.
    """
    return (in_json(json.dumps(row, ensure_ascii=False, separators=(",", ":"))) + "\n").encode()


def _open(path: Path) -> Any:
    if str(path) == STDIN:
        return nullcontext(sys.stdin.buffer)
    return cast("BinaryIO", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _object(number: int, line: bytes) -> dict[str, Any] | BadLine:
    try:
        found = _parsed(line)
    except UnicodeDecodeError as error:
        return BadLine(number, None, f"not UTF-8: byte 0x{line[error.start]:02x} at byte {error.start + 1} of the line")
    except json.JSONDecodeError as error:
        return BadLine(number, None, f"not JSON: {error.msg} at character {error.pos + 1}")
    except (RecursionError, ValueError) as error:
        said = "it nests too deep" if isinstance(error, RecursionError) else str(error)
        return BadLine(number, None, f"not JSON: {said}")
    return found if isinstance(found, dict) else BadLine(number, None, f"not an object but {type(found).__name__}")


def _parsed(line: bytes) -> object:
    """Parse with the faster of two parsers; if it refuses (lone surrogates, and all mistakes), with the other."""
    try:
        return from_json(line, cache_strings="keys")
    except ValueError:
        return json.loads(line.decode("utf-8"))
