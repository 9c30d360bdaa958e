"""Pages that a browser or a mirroring tool saved as files: HTML, SingleFile's HTML, MHTML. Each with its address and its time.

The tool's own statement counts first: SingleFile's comment, Save Page WE's `<meta>`, the "mark of the web" of browsers, the
headers of MHTML (https://www.rfc-editor.org/rfc/rfc2557). Else the address is the canonical link, `og:url`, or a path below a
folder with a host's name, as wget and HTTrack lay out a mirror; and the time is the file's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath

from pipelines.base.urls.identity import normalise
from spiders.imports.opening import UnreadableError, opened

HTML_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
MHTML_ENDINGS = (".mht", ".mhtml")
ENDINGS = (*HTML_ENDINGS, *MHTML_ENDINGS)
HEAD_BYTES = 64 << 10
MAX_PAGE_BYTES = 32 << 20
SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\r\n]+)")
MARK_OF_THE_WEB = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
ELEMENT = re.compile(r"<(meta|link)\b([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
JAVASCRIPT_DATE = re.compile(r"\w{3} (\w{3} \d\d \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page in a file. `url` is None if nothing says its address; `how` says in words what address and time come from."""

    url: str | None
    at: datetime
    content_type: str
    body: bytes
    how: str


def saved_files(path: Path) -> Iterator[Path]:
    """The files at a path or in the folders below it that have a page's ending, by name."""
    every = sorted(path.rglob("*")) if path.is_dir() else [path]
    yield from (each for each in every if each.suffix.lower() in ENDINGS and not each.is_dir())


def saved_page(path: Path, below: Path) -> SavedPage:
    """The page in a file of the folder `below`. Raises UnreadableError."""
    with opened(path) as file:
        data = file.read(MAX_PAGE_BYTES + 1)
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if len(data) > MAX_PAGE_BYTES:
        raise UnreadableError(f"larger than {MAX_PAGE_BYTES >> 20} MiB")
    if path.suffix.lower() in MHTML_ENDINGS:
        return _of_mhtml(data, changed)
    head = data[:HEAD_BYTES].decode("utf-8", "replace")
    url, at, tool = _stated(head)
    by = f"address by {tool}" if tool else ""
    if url is None:
        url, by = _named_by_page(head)
    if url is None:
        url, by = _named_by_folders(PurePosixPath(path.relative_to(below).as_posix())), "address by its folders"
    when = f"time by {tool}" if at else "time of the file"
    return SavedPage(url, at or changed, "text/html", data, f"{by}, {when}" if url else "no address")


def _stated(head: str) -> tuple[str | None, datetime | None, str]:
    """Address and time that a tool states, and its name."""
    if found := SINGLE_FILE.search(head):
        return html.unescape(found[1]), _javascript_date(found[2]), "SingleFile"
    metas = {attributes.get("name", "").lower(): attributes.get("content") for _, attributes in _elements(head)}
    if url := metas.get("savepage-url"):
        return url, _javascript_date(metas.get("savepage-date") or ""), "Save Page WE"
    if found := MARK_OF_THE_WEB.search(head):
        return found[1], None, "the browser"
    return None, None, ""


def _named_by_page(head: str) -> tuple[str | None, str]:
    """The address that a page states as its own."""
    elements = list(_elements(head))
    for name, attributes in elements:
        is_canonical = name == "link" and "canonical" in attributes.get("rel", "").lower().split()
        if is_canonical and (url := normalise(attributes.get("href", ""))):
            return url, "address by the canonical link"
    for _, attributes in elements:
        if attributes.get("property", "").lower() == "og:url" and (url := normalise(attributes.get("content", ""))):
            return url, "address by og:url"
    return None, ""


def _named_by_folders(path: PurePosixPath) -> str | None:
    """The address by the folders that a mirror lies in.

    >>> _named_by_folders(PurePosixPath("mirror/www.paper.example/news/index.html")), _named_by_folders(PurePosixPath("one.html"))
    ('https://www.paper.example/news/', None)
    """
    for place, folder in enumerate(path.parts[:-1]):
        if HOST.fullmatch(folder):
            inner = "/".join(path.parts[place + 1 :])
            return f"https://{folder}/{inner.removesuffix('index.html')}"
    return None


def _elements(head: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The `<meta>` and `<link>` elements of a head."""
    for name, inner in ELEMENT.findall(head):
        found = {key.lower(): html.unescape(a or b or c) for key, a, b, c in ATTRIBUTE.findall(inner)}
        yield name.lower(), found


def _javascript_date(written: str) -> datetime | None:
    """A date as JavaScript's `Date` writes it.

    >>> _javascript_date("Thu Nov 02 2023 10:11:12 GMT+0100 (Central European Standard Time)").isoformat()
    '2023-11-02T09:11:12+00:00'
    """
    found = JAVASCRIPT_DATE.match(written.strip())
    try:
        return datetime.strptime(f"{found[1]} {found[2]}", "%b %d %Y %H:%M:%S %z").astimezone(UTC) if found else None
    except (ValueError, OverflowError):
        return None


def _of_mhtml(data: bytes, changed: datetime) -> SavedPage:
    message = message_from_bytes(data)
    root = next(
        (part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None
    )
    if root is None:
        raise UnreadableError("no page in it")
    body = root.get_payload(decode=True)
    charset = root.get_content_charset()
    url = message.get("Snapshot-Content-Location") or root.get("Content-Location") or message.get("Content-Location")
    at = _mail_date(message)
    how = f"address by MHTML, time {'by MHTML' if at else 'of the file'}" if url else "no address"
    kind = f"text/html; charset={charset}" if charset else "text/html"
    return SavedPage(
        str(url).strip() if url else None, at or changed, kind, body if isinstance(body, bytes) else b"", how
    )


def _mail_date(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(message["Date"]))
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
