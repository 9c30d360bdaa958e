"""WARC files in memory, as other tools write them and as no tool should."""

import gzip
import hashlib
from base64 import b32encode
from collections.abc import Callable, Sequence
from io import BytesIO

from spiders.imports.records import Record, Records

AT = "2025-11-03T18:45:00Z"
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def sha1(data: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(data).digest()).decode()


def record(
    block: bytes = b"", url: str = "https://www.paper.example/story", kind: str = "response", **fields: str
) -> bytes:
    """One record; fields by name with underscores, `content_length="7"` to lie."""
    named = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": AT, "Content-Length": str(len(block))}
    named |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def html(text: str, lang: str = "en") -> bytes:
    """A story with enough words to be one."""
    prose = "".join(
        f"<p>{text} and the council met again to talk about the harbour wall and its cost.</p>" for _ in range(6)
    )
    return f"<!doctype html><html lang={lang}><title>{text}</title><article><h1>{text}</h1>{prose}</article>".encode()


def story(url: str, text: str = "News", lang: str = "en", **fields: str) -> bytes:
    """A response with a story."""
    return record(HTML + html(text, lang), url, **fields)


def zipped(
    records: Sequence[bytes], pack: Callable[[bytes], bytes] = lambda data: gzip.compress(data, mtime=0)
) -> bytes:
    """The records, a member each."""
    return b"".join(map(pack, records))


def read(data: bytes) -> tuple[list[Record], str | None]:
    """Every record of a file, and what is wrong with the file."""
    records = Records(BytesIO(data))
    return list(records), records.note
