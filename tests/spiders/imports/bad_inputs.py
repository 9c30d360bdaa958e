"""Inputs that no import should meet, each as a function that puts it into a folder under a name.

`WHOLE` are those of which nothing can be read: a row with the outcome `unreadable`. `PARTS` are those with rows of their
own for each record. None of them may end an import.
"""

import gzip
import os
import socket
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import brotli
import zstandard

from tests.spiders.imports.warcs import HTML, html, record, story, zipped

URL = "https://bad.example/story"
LONG_HOST = ".".join(["a" * 60, "b" * 60, "c" * 60, "d" * 60, "example"])
"""A host of 251 characters, which DNS allows."""


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these files inside."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def of_method(number: int) -> bytes:
    """A WACZ file whose member has a compression method that nobody knows."""
    data = bytearray(packed({"archive/a.warc": story(URL)}))
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.index(signature) + at
        data[place : place + 2] = number.to_bytes(2, "little")
    return bytes(data)


def encrypted() -> bytes:
    """A WACZ file whose member has the flag of a password."""
    data = bytearray(packed({"archive/a.warc": story(URL)}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    return bytes(data)


def bomb(*, cut: bool = False) -> bytes:
    """A WACZ file that unpacks to 128 MiB of zeros."""
    data = packed({"archive/a.warc": bytes(128 << 20)})
    return data[:-40] if cut else data


def zeros(megabytes: int) -> bytes:
    """Compressed zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()


def socket_file(path: Path) -> None:
    """A socket in the file system."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{(folder := os.open(path.parent, os.O_RDONLY))}/{path.name}")  # short enough
        os.close(folder)


def unreadable(path: Path) -> None:
    """A file that nobody but root may read."""
    path.write_bytes(story(URL))
    path.chmod(0)


def closed_folder(path: Path) -> None:
    """A folder that nobody but root may read, with a file inside."""
    path.mkdir()
    (path / "inside.warc").write_bytes(story(URL))
    path.chmod(0)


Maker = bytes | Callable[[Path], object]
FOR_ROOT = ("closed.warc.gz", "closed")
"""Inputs that root may read."""
WHOLE: dict[str, tuple[Maker, str]] = {
    "no-warc.wacz": (packed({"pages/pages.jsonl": b"{}"}), "no WARC file inside"),
    "no-zip.wacz": (b"PK and so on", "no WACZ file"),
    "empty.wacz": (b"", "no WACZ file"),
    "empty-zip.wacz": (packed({}), "no WARC file inside"),
    "cut.wacz": (packed({"archive/a.warc": story(URL)})[:20], "no WACZ file"),
    "bomb.wacz": (lambda path: path.write_bytes(bomb()), "unpacks to more"),
    "cut-bomb.wacz": (lambda path: path.write_bytes(bomb(cut=True)), "unpacks to more"),
    "password.wacz": (encrypted(), "cannot be read"),
    "method.wacz": (of_method(99), "cannot be read"),
    "folder.warc.gz": (Path.mkdir, "a folder without"),
    "folder.wacz": (Path.mkdir, "a folder without"),
    "pipe.warc": (os.mkfifo, "no regular file"),
    "socket.warc": (socket_file, "No such device"),
    "gone.warc": (lambda path: path.symlink_to("nowhere"), "No such file"),
    "gone.wacz": (lambda path: path.symlink_to("nowhere"), "No such file"),
    "loop.warc": (lambda path: path.symlink_to(path), "symbolic links"),
    "endless.warc": (lambda path: path.symlink_to("/dev/zero"), "no regular file"),
    "fails.warc": (lambda path: path.symlink_to("/proc/self/mem"), "Invalid argument"),
    "fails.wacz": (lambda path: path.symlink_to("/proc/self/mem"), "Invalid argument"),
    "closed.warc.gz": (unreadable, "Permission denied"),
    "closed": (closed_folder, "Permission denied"),
}  # fmt: skip
PARTS: dict[str, tuple[Maker, list[str]]] = {
    "host.warc": (story(f"https://{LONG_HOST}/story"), ["imported"]),
    "host-and-port.warc": (story(f"https://{LONG_HOST}:8443/another-story"), ["imported"]),
    "labels.warc": (story(f"https://{'x' * 200}.example/story"), ["imported"]),
    "torn.warc.gz": (zipped([story(f"{URL}?1"), story(f"{URL}?2")])[:-60], ["imported", "cut_off"]),
    "flipped.warc.gz": (
        (lambda data: data[:100] + bytes(20) + data[120:])(zipped([story(f"{URL}?3"), story(f"{URL}?4")])),
        ["broken", "imported"],
    ),
    "negative.warc": (story(URL, Content_Length="-7") + story(f"{URL}?5"), ["broken", "imported"]),
    "huge.warc": (story(URL, Content_Length="9" * 18), ["cut_off"]),
    "digits.warc": (story(URL, Content_Length="9" * 40) + story(f"{URL}?6"), ["broken", "imported"]),
    "short.warc": (story(URL, Content_Length="20") + story(f"{URL}?7"), ["broken", "imported"]),
    "reaching.warc": (story(URL, Content_Length="2500") + story(f"{URL}?8"), ["broken", "imported"]),
    "empty.warc": (b"", []),
    "words.warc": (b"These are words and no records.\n" * 9, ["broken"]),
    "words.warc.gz": (gzip.compress(b"These are words and no records.\n" * 9), ["broken"]),
    "zeros.warc.gz": (lambda path: path.write_bytes(zeros(40)), ["cut_off"]),
    "zeros-in-page.warc.gz": (
        gzip.compress(record(HTML[:-2] + b"Content-Encoding: gzip\r\n\r\n" + zeros(64), URL)),
        ["too_large"],
    ),
    "brotli-bomb.warc": (
        record(HTML[:-2] + b"Content-Encoding: br\r\n\r\n" + brotli.compress(bytes(64 << 20), quality=1), URL),
        ["too_large"],
    ),
    "zstd-bomb.warc.zst": (zstandard.compress(bytes(40 << 20)), ["cut_off"]),
    "no-frame.warc.zst": (b"\x28\xb5\x2f\xfd" + b"\xff" * 60, ["cut_off"]),
    "nulls.warc": (bytes(4_000), ["broken"]),
    "headers.warc": (story(URL, **{f"X-{n}": "y" for n in range(20_000)}) + story(f"{URL}?9"), ["broken", "imported"]),
    "year.warc": (story(URL, WARC_Date="99999-01-01T00:00:00Z") + story(URL, WARC_Date="9999-12-31T23:59:59-23:59"),
                  ["undated", "undated"]),
    "addresses.warc": (
        b"".join(story(url) for url in (
            "https://[::1/story", "https://bad.example:99999/", "https://user:word@bad.example:x/", "https:///story",
            "https://" + "x" * 9_000, "file:///etc/passwd", "https://\x00/", "https://xn--a/x", "https://%ff.example/",
        )),
        ["bad_address"] * 9,
    ),
    "chunks.warc": (
        record(HTML[:-2] + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n" + html("News"), f"{URL}?10"),
        ["imported"],
    ),
    "codings.warc": (record(HTML[:-2] + b"Content-Encoding: gzip, br, zz\r\n\r\n" + html("N"), f"{URL}?11"), ["imported"]),
    "charset.warc": (
        record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=rot13\r\n\r\n" + html("News"), f"{URL}?12"),
        ["imported"],
    ),
    "deep.warc": (record(HTML + b"<div>" * 100_000 + html("News"), f"{URL}?13"), ["imported"]),
    "robots.warc": (
        record(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: " + b"*a" * 20_000, "https://bad.example/robots.txt"),
        ["imported"],
    ),
    "feed.warc": (
        record(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<!DOCTYPE r [<!ENTITY a 'aaaa'>"
            b"<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><rss><item><link>&b;</link></item></rss>",
            "https://bad.example/feed",
        ),
        ["imported"],
    ),
}  # fmt: skip


def make(folder: Path, name: str, maker: Maker) -> Path:
    """Put an input into a folder."""
    path = folder / name
    if isinstance(maker, bytes):
        path.write_bytes(maker)
    else:
        maker(path)
    return path
