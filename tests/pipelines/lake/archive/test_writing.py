import gzip
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from pipelines.base.errors import CorpusError
from pipelines.lake.archive import ArchiveWriter, Exchange, folder, read_capture
from tests.pipelines.lake.archive.captures import check, iter_captures

NIGHT = date(2025, 11, 3)
AT = datetime(2025, 11, 3, 2, tzinfo=UTC)


def exchange(url="http://a.example/x?y=1", body=b"<p>news", status=200, **more):
    headers = more.pop("headers", [("Content-Type", "text/html")])
    return Exchange(url, AT, [("User-Agent", "Dateline")], status, "OK", headers, body, **more)


def writer(archive, **more):
    return ArchiveWriter(archive, folder(archive, "paper", NIGHT), "paper-2025-11-03", **more)


def test_a_capture_reads_back_as_it_was_written(tmp_path):
    out = writer(tmp_path)
    place = out.write(exchange(body=gzip.compress(b"<p>news"), headers=[("Content-Encoding", "gzip"), ("ETag", '"1"')]))
    out.close()
    capture = read_capture(tmp_path, place.file, place.offset)
    assert (capture.url, capture.status, capture.body, capture.fetched_at) == (
        "http://a.example/x?y=1",
        200,
        b"<p>news",
        AT,
    )
    assert capture.header("etag") == '"1"'
    assert place.file == "source=paper/night=2025-11-03/paper-2025-11-03-00000.warc.gz"
    assert check(tmp_path) == []


def test_headers_that_tell_how_to_read_a_page_are_kept_before_long_ones(tmp_path):
    out = writer(tmp_path)
    long = [("Set-Cookie", "x" * 15_000), ("Link", "y" * 14_970)]
    telling = [("Content-Encoding", "gzip"), ("X-Robots-Tag", "noai")]
    place = out.write(exchange(body=gzip.compress(b"<p>news"), headers=[*long, *telling]))
    out.close()
    capture = read_capture(tmp_path, place.file, place.offset)
    assert (capture.body, capture.headers) == (b"<p>news", (long[0], *telling))


def test_a_file_is_open_until_closed_and_can_be_read_while_open(tmp_path):
    out = writer(tmp_path)
    place = out.write(exchange())
    out.sync()
    part = folder(tmp_path, "paper", NIGHT)
    assert [path.name for path in part.iterdir()] == ["paper-2025-11-03-00000.warc.gz.open"]
    assert read_capture(tmp_path, place.file, place.offset).body == b"<p>news"
    assert [fault.rpartition(": ")[2] for fault in check(tmp_path)] == ["not closed"]
    out.close()
    assert [path.name for path in part.iterdir()] == ["paper-2025-11-03-00000.warc.gz"]


def test_a_repeated_payload_is_a_revisit_that_names_the_first(tmp_path):
    out = writer(tmp_path)
    first = out.write(exchange())
    out.write(exchange(refers_to=(first.record_id, "2025-11-03T02:00:00Z")))
    out.write(exchange(status=304, body=b"", refers_to=(first.record_id, "2025-11-03T02:00:00Z")))
    out.close()
    captures = list(iter_captures(tmp_path, "paper", NIGHT))
    assert [(capture.revisit, capture.status, capture.body) for capture in captures] == [
        (False, 200, b"<p>news"),
        (True, 200, b""),
        (True, 304, b""),
    ]
    path = next(tmp_path.rglob("*.warc.gz"))
    with path.open("rb") as file:
        records = [record.rec_headers for record in ArchiveIterator(file) if record.rec_type == "revisit"]
    assert [headers.get_header("WARC-Profile").rpartition("/")[2] for headers in records] == [
        "identical-payload-digest",
        "server-not-modified",
    ]
    assert {headers.get_header("WARC-Refers-To") for headers in records} == {first.record_id}


def test_a_truncated_body_says_so(tmp_path):
    out = writer(tmp_path)
    place = out.write(exchange(truncated="disconnect"))
    out.close()
    assert read_capture(tmp_path, place.file, place.offset).truncated


def test_the_same_exchanges_make_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        out = writer(tmp_path / name)
        for number in range(5):
            out.write(exchange(url=f"http://a.example/{number}"))
        out.close()
    one, two = (next((tmp_path / name).rglob("*.warc.gz")).read_bytes() for name in ("a", "b"))
    assert one == two


def test_files_roll_and_places_stay_right(tmp_path):
    out = writer(tmp_path, roll_bytes=2_000)
    places = [out.write(exchange(url=f"http://a.example/{number}")) for number in range(10)]
    out.close()
    assert len({place.file for place in places}) > 2
    urls = [read_capture(tmp_path, place.file, place.offset).url for place in places]
    assert urls == [f"http://a.example/{number}" for number in range(10)]


def test_a_place_that_holds_no_capture_is_a_fault_of_the_corpus(tmp_path):
    out = writer(tmp_path)
    place = out.write(exchange())
    out.close()
    with pytest.raises(CorpusError, match="no capture"):
        read_capture(tmp_path, place.file, place.offset + 1)
    with pytest.raises(CorpusError, match="no capture"):
        read_capture(tmp_path, "source=paper/night=2025-11-03/other.warc.gz", 0)


@settings(max_examples=40, deadline=None)
@given(bodies=st.lists(st.binary(max_size=3_000), min_size=1, max_size=5))
def test_any_bytes_come_back(tmp_path_factory, bodies):
    archive = tmp_path_factory.mktemp("archive")
    out = writer(archive)
    places = [out.write(exchange(url=f"http://a.example/{n}", body=body)) for n, body in enumerate(bodies)]
    out.close()
    assert [read_capture(archive, place.file, place.offset).body for place in places] == bodies
    assert check(archive) == []
