"""A WARC file rewritten: other records keep their bytes, rows name one version or the other, and one is left."""

import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.base.errors import CorpusError
from pipelines.lake.archive import ArchiveWriter, Exchange, folder, read_capture
from pipelines.lake.archive.coding import decode_content
from pipelines.lake.archive.rewriting import Record, records, rewritten, settle, tombstone, with_payload
from tests.pipelines.lake.archive.captures import check

NIGHT = date(2025, 11, 3)
AT = datetime(2025, 11, 3, 2, tzinfo=UTC)


@pytest.fixture
def archived(tmp_path: Path) -> tuple[Path, list[tuple[str, int]]]:
    """An archive of three pages, gzipped as they were sent, and where each stands."""
    part = folder(tmp_path, "paper", NIGHT)
    writer = ArchiveWriter(tmp_path, part, "paper-2025-11-03")
    places = []
    for name in ("one", "two", "three"):
        body = gzip.compress(f"<p>page {name}</p>".encode(), mtime=0)
        headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        place = writer.write(Exchange(f"http://a.example/{name}", AT, [], 200, "OK", headers, body))
        places.append((place.file, place.offset))
    writer.close()
    return part / "paper-2025-11-03-00000.warc.gz", places


def change(record: Record) -> bytes | None:
    """The first page goes; the second has its last word blanked."""
    url = record.header("WARC-Target-URI") or ""
    if record.kind == "response" and url.endswith("/one"):
        return tombstone(record, "f00d")
    if record.kind == "request" and url.endswith("/one"):
        return b""
    if record.kind == "response" and url.endswith("/two"):
        body = decode_content(record.payload, record.http_header("Content-Encoding"))
        return with_payload(record, body.replace(b"two", b"   "))
    return None


def test_other_records_keep_their_bytes_and_places_are_told(archived: tuple[Path, list[tuple[str, int]]]) -> None:
    path, places = archived
    new = rewritten(path, change)
    assert new is not None
    target, moved = new
    archive = path.parents[2]
    name = target.relative_to(archive).as_posix()
    assert target.name == "paper-2025-11-03-00000.r1.warc.gz"
    assert read_capture(archive, name, moved[places[1][1]]).body == b"<p>page    </p>"
    assert read_capture(archive, name, moved[places[2][1]]).body == b"<p>page three</p>"
    with pytest.raises(CorpusError, match="no capture"):
        read_capture(archive, name, moved[places[0][1]])
    assert path.read_bytes()[places[2][1] :] == target.read_bytes()[moved[places[2][1]] :]
    assert check(archive) == []


def test_a_blanked_page_says_how_it_was_sent(archived: tuple[Path, list[tuple[str, int]]]) -> None:
    new = rewritten(archived[0], change)
    assert new is not None
    (page,) = (
        r for r in records(new[0]) if r.kind == "response" and (r.header("WARC-Target-URI") or "").endswith("/two")
    )
    assert page.http_header("Content-Encoding") is None
    assert page.http_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert page.http_header("Content-Length") == str(len(b"<p>page    </p>"))


def test_a_file_in_which_nothing_changes_is_not_written(archived: tuple[Path, list[tuple[str, int]]]) -> None:
    assert rewritten(archived[0], lambda record: None) is None
    assert list(archived[0].parent.iterdir()) == [archived[0]]


@pytest.mark.parametrize("named", ["paper-2025-11-03-00000.warc.gz", "paper-2025-11-03-00000.r1.warc.gz"])
def test_the_version_that_rows_name_is_left(archived: tuple[Path, list[tuple[str, int]]], named: str) -> None:
    part = archived[0].parent
    rewritten(archived[0], change)
    (part / "paper-2025-11-03-00000.r2.warc.gz.open").write_bytes(b"torn")
    settle(part, {named})
    assert [path.name for path in part.iterdir()] == [named]


def test_a_rewritten_file_is_rewritten_again(archived: tuple[Path, list[tuple[str, int]]]) -> None:
    first = rewritten(archived[0], change)
    assert first is not None
    second = rewritten(first[0], lambda record: b"" if record.kind == "request" else None)
    assert second is not None
    assert second[0].name == "paper-2025-11-03-00000.r2.warc.gz"
    assert [record.kind for record in records(second[0])] == ["warcinfo", "metadata", "response", "response"]


def test_a_torn_file_is_named(archived: tuple[Path, list[tuple[str, int]]]) -> None:
    archived[0].write_bytes(archived[0].read_bytes()[:-9])
    with pytest.raises(CorpusError, match="torn at"):
        list(records(archived[0]))
