"""Files that no tool should write: each record ends in one line of the ledger, and nothing of it stops the import."""

import gzip
import os
import random
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import brotli
import pyarrow.parquet as pq
import pytest
import zstandard

from pipelines.base.errors import InputError
from pipelines.lake.archive import folder
from pipelines.lake.archive.reading import read_capture
from pipelines.lake.home import Home
from spiders.imports.run import import_warcs
from spiders.imports.wishes import Wishes
from tests.spiders.imports.warcs import HTML, html, record, sha1, story, zipped

NOW, DAY = datetime(2026, 1, 1, tzinfo=UTC), date(2025, 11, 3)
URL, NEXT = "https://paper.example/harbour.html", "https://paper.example/bridge.html"
PAGE = html("News")
PACKS: dict[str, Callable[[Sequence[bytes]], bytes]] = {
    "gzip a record": zipped,
    "gzip whole": lambda records: gzip.compress(b"".join(records), mtime=0),
    "zstd": lambda records: zipped(records, zstandard.compress),
    "plain": b"".join,
    "zstd with a dictionary": lambda records: with_dictionary(records),
    "zstd with a packed dictionary": lambda records: with_dictionary(records, packed=True),
}


WORDS = zstandard.train_dictionary(2_048, [html(f"News {n} of the harbour") for n in range(400)])


def skippable(data: bytes, kind: int = 0x5D) -> bytes:
    """A frame that is no record; of kind 5D at the head of a file it is the dictionary."""
    return bytes([kind]) + b"\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data


def with_dictionary(records: Sequence[bytes], *, packed: bool = False) -> bytes:
    """A `.warc.zst` file as its specification has it."""
    words = zstandard.compress(WORDS.as_bytes()) if packed else WORDS.as_bytes()
    return skippable(words) + zipped(records, zstandard.ZstdCompressor(dict_data=WORDS).compress)


def answer(*lines: bytes, body: bytes = PAGE, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """A response with these header lines."""
    return b"\r\n".join((status, b"Content-Type: text/html", *lines, b"", body))


def imported(root: Path, data: bytes, name: str = "x.warc") -> tuple[Home, list[tuple[str, str | None]]]:
    """A home with the import of a file, and the ledger's outcomes; a dry run says the same and writes nothing."""
    file, home = root / name, Home.at(root / "home")
    file.write_bytes(data)
    looked = import_warcs(home, [file], Wishes(), NOW, dry=True, show=False)
    assert not home.root.exists()
    import_warcs(home, [file], Wishes(), NOW, show=False)
    (kept,) = (home.archive / "imports").glob("*.parquet")
    lines = pq.read_table(kept, columns=["outcome", "detail"], partitioning=None).to_pylist()
    assert len(lines) == sum(looked.outcomes.values())
    return home, [(line["outcome"], line["detail"]) for line in lines]


RECORDS: dict[str, tuple[bytes, str]] = {
    "a length that is a digit elsewhere": (story(URL, Content_Length="²"), "broken"),
    "a status that is none": (record(":status: 2²0\r\n\r\n".encode(), URL), "bad_http"),
    "a status of nobody": (record(answer(status=b"HTTP/1.1 999 Request denied"), URL), "bad_http"),
    "a reason in Portuguese": (record(answer(status="HTTP/1.1 404 Não há".encode()), URL), "imported"),
    "headers in Latin-1": (record(answer(b"X-Caf\xe9: \xe9; a=b", b"ETag: \xff"), URL), "imported"),
    "headers with controls": (record(answer(b"X\x00Y: a\x00b", b"Z: a\rSet-Cookie: b"), URL), "imported"),
    "more headers than readers take": (record(answer(*[b"Link: " + b"x" * 900] * 60), URL), "imported"),
    "no headers at all": (record(b"HTTP/1.1 200 OK\r\n\r\n" + PAGE, URL), "imported"),
    "two content types": (record(answer(b"content-type: image/png", b"Location: /a", b"Location: /b"), URL), "imported"),
    "a separator in a WARC header": (story(URL, X_Y="a\u0085WARC-Type: metadata\u2028Content-Length: 3"), "imported"),
    "fields without end": (
        record(b"", URL, "revisit", WARC_Refers_To="x" * 9_000, WARC_Refers_To_Date="y" * 9_000, WARC_IP_Address="é"),
        "no_original",
    ),
    "a file name with no day": (record(b"software: dateline", "", "warcinfo", WARC_Filename="a-2025-13-45-00000.warc.gz"),
                                "no_capture"),
    "brotli": (record(answer(b"Content-Encoding: br", body=brotli.compress(PAGE)), URL), "imported"),
    "zstd in chunks": (
        record(answer(b"Content-Encoding: zstd", b"Transfer-Encoding: chunked",
                      body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed := zstandard.compress(PAGE)), packed)), URL),
        "imported",
    ),
    "WARC 0.18": (story(URL).replace(b"WARC/1.1", b"WARC/0.18"), "imported"),
    "a day in 1970": (story(URL, WARC_Date="1970-01-01T00:00:00Z"), "undated"),
    "a data URI": (story("data:text/html,news"), "bad_address"),
    "a host that is no name": (story("http://foo_bar.-paper-.example./x"), "imported"),
    "a conversion": (record(b"plain words", URL, "conversion"), "no_capture"),
    "an empty robots.txt": (record(answer(body=b""), "https://paper.example/robots.txt"), "imported"),
}  # fmt: skip
FETCHED = {"a reason in Portuguese": "http_error"}
ELSEWHERE = ("a host that is no name", "an empty robots.txt")
"""What becomes of a page whose record is imported, where it is not `stored`."""


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("case", RECORDS)
def test_a_record_costs_at_most_itself(case: str, pack: str, tmp_path: Path) -> None:
    odd, outcome = RECORDS[case]
    home, lines = imported(tmp_path, PACKS[pack]([story(NEXT, "Bridge"), odd, story(f"{NEXT}?2", "Two")]))
    assert [line[0] for line in lines] == ["imported", outcome, "imported"]
    rows = pq.read_table(folder(home.archive, "paper_example", DAY) / "fetches.parquet", partitioning=None).to_pylist()
    found = [row for row in rows if row["url"] == URL]
    assert [row["outcome"] for row in found] == [FETCHED.get(case, "stored")] * (
        outcome == "imported" and case not in ELSEWHERE
    )
    for row in found:
        if row["outcome"] == "stored":
            assert read_capture(home.archive, row["warc_file"], row["warc_offset"]).body == PAGE


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2025-11-03T18:45:00.123456789Z", "2025-11-03T18:45:00.123456+00:00"),
        ("2025-11-03T18:45:00+02:00", "2025-11-03T16:45:00+00:00"),
        ("2025-11-03t18:45:00-0500", "2025-11-03T23:45:00+00:00"),
        ("20251103184500", "2025-11-03T18:45:00+00:00"),
    ],
)
def test_the_clock_of_a_record_however_it_is_written(written: str, at: str, tmp_path: Path) -> None:
    home, _ = imported(tmp_path, story(URL, WARC_Date=written))
    (night,) = (home.archive / "source=paper_example").glob("night=*")
    (row,) = pq.read_table(night / "fetches.parquet", partitioning=None).to_pylist()
    assert row["fetched_at"].isoformat() == at


@pytest.mark.parametrize("pack", PACKS)
def test_a_file_cut_anywhere_gives_the_records_before_and_says_where_it_ends(pack: str, tmp_path: Path) -> None:
    data = PACKS[pack]([story(f"{URL}?{n}", f"News {n}") for n in range(4)])
    rng = random.Random(pack)
    for number in range(12):
        root = tmp_path / str(number)
        root.mkdir()
        _, lines = imported(root, data[: rng.randrange(1, len(data))])
        outcomes = [outcome for outcome, _ in lines]
        assert outcomes[:-1] == ["imported"] * (len(outcomes) - 1)
        assert outcomes[-1] in ("imported", "cut_off", "broken")
        assert len(outcomes) <= 4


@pytest.mark.parametrize(
    ("words", "outcomes"),
    [
        (b"", ["cut_off"]),
        (bytes(40), ["cut_off"]),
        (zstandard.compress(bytes(40 << 20)), ["cut_off"]),
        (b"\x37\xa4\x30\xec" + b"\xff" * 60, ["cut_off"]),
        (b"\x28\xb5\x2f\xfd" + b"\xff" * 60, ["cut_off"]),
        (WORDS.as_bytes(), ["imported"] * 3),
    ],
    ids=["none", "of nulls", "a bomb", "no dictionary", "torn", "the right one"],
)
def test_members_whose_dictionary_cannot_be_read_are_named(words: bytes, outcomes: list[str], tmp_path: Path) -> None:
    records = [story(f"{URL}?{n}", f"News {n}") for n in range(3)]
    packed = zipped(records, zstandard.ZstdCompressor(dict_data=WORDS).compress)
    _, lines = imported(tmp_path, skippable(words) + packed)
    assert [outcome for outcome, _ in lines] == outcomes
    assert outcomes != ["cut_off"] or "damaged" in str(lines[0][1])


def test_frames_that_are_no_records_are_passed_over(tmp_path: Path) -> None:
    first, second = (zstandard.compress(story(f"{URL}?{n}", f"News {n}")) for n in range(2))
    _, lines = imported(tmp_path, first + skippable(b"a note", 0x50) + second + skippable(b"", 0x5F))
    assert [outcome for outcome, _ in lines] == ["imported"] * 2


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_wacz_gives_what_it_holds(packing: int, tmp_path: Path) -> None:
    rng = random.Random(1)
    noise = [record(HTML + html("News") + rng.randbytes(40_000).hex().encode(), f"{URL}?{n}") for n in range(12)]
    with zipfile.ZipFile(tmp_path / "whole.wacz", "w", packing) as archive:
        archive.writestr("archive/data.warc.gz", zipped(noise))
    data = bytearray((tmp_path / "whole.wacz").read_bytes())
    at = 3 * len(data) // 4
    data[at : at + 20] = b"\xff" * 20
    _, lines = imported(tmp_path, bytes(data), "x.wacz")
    outcomes = [outcome for outcome, _ in lines]
    assert outcomes[:6] == ["imported"] * 6
    assert 1 <= sum(outcome != "imported" for outcome in outcomes) <= 2  # a record, and where the file ends


class Pipe:
    """Takes bytes as a pipe does: zipfile cannot go back in it."""

    def __init__(self, into: BytesIO) -> None:
        self.write, self.flush = into.write, into.flush


def wacz(packing: int, *, streamed: bool) -> bytes:
    """A WACZ file of two WARC files; `streamed` as a tool writes it that cannot go back to say how long a file is."""

    pipe = BytesIO()
    with zipfile.ZipFile(Pipe(pipe) if streamed else pipe, "w", packing) as archive:
        archive.writestr("datapackage.json", "{}")
        for name in "ab":
            records = [
                record(HTML + html("News") + os.urandom(4_000).hex().encode(), f"{URL}?{name}{n}") for n in range(4)
            ]
            with archive.open(f"archive/{name}.warc.gz", "w", force_zip64=name == "b") as file:
                file.write(zipped(records))
    return pipe.getvalue()


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wacz_that_is_cut_off_gives_the_records_before_and_says_so(
    packing: int, streamed: bool, tmp_path: Path
) -> None:
    data = wacz(packing, streamed=streamed)
    second = data.index(b"archive/b.warc.gz")
    cuts = {
        "in the directory": (len(data) - 30, 8),
        "in the second": ((second + len(data)) // 2, 4),
        "in the first": (second // 2, 1),
    }
    for name, (cut, least) in cuts.items():
        home, file = Home.at(tmp_path / name), tmp_path / f"{cut}.wacz"
        file.write_bytes(data[:cut])
        found = import_warcs(home, [file], Wishes(), NOW, show=False)
        assert least <= found.outcomes["imported"] < least + 4, name
        assert found.notes, name
        assert all("cut off" in note or "ends inside" in note for note in found.notes.values()), name
        (kept,) = (home.archive / "imports").glob("*.parquet")
        outcomes = pq.read_table(kept, columns=["outcome"], partitioning=None)["outcome"].to_pylist()
        assert set(outcomes) <= {"imported", "cut_off"}


def with_zip_inside() -> tuple[bytes, int, int]:
    """A streamed WACZ file, in the first WARC file a captured zip file; where that ends, and where the second WARC file does."""
    zipped_page = BytesIO()
    with (
        zipfile.ZipFile(Pipe(zipped_page), "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word.xml", "w") as file,
    ):
        file.write(b"hello")
    office = b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n\r\n" + zipped_page.getvalue()
    first = [story(URL), record(office, f"{URL}?zip"), *(story(f"{URL}?{n}", f"News {n}") for n in range(4))]
    with zipfile.ZipFile(Pipe(whole := BytesIO()), "w", zipfile.ZIP_STORED) as archive:
        for name, records in (("a", first), ("b", [story(NEXT, "Bridge")])):
            with archive.open(f"archive/{name}.warc", "w") as file:
                file.write(b"".join(records))
    data = whole.getvalue()
    inner = data.index(zipped_page.getvalue()) + len(zipped_page.getvalue())
    return data, inner, data.index(b"PK\x01\x02", data.index(b"archive/b.warc"))


def test_a_zip_file_captured_in_a_cut_wacz_ends_nothing(tmp_path: Path) -> None:
    data, inner, second = with_zip_inside()
    for cut, outcomes in (
        (second, {"imported": 6, "not_a_page": 1}),
        (inner, {"imported": 1, "not_a_page": 1}),
        (len(data), {"imported": 6, "not_a_page": 1}),
    ):
        home, file = Home.at(tmp_path / str(cut)), tmp_path / f"{cut}.wacz"
        file.write_bytes(data[:cut])
        found = import_warcs(home, [file], Wishes(), NOW, show=False)
        assert found.outcomes == outcomes
        assert bool(found.notes) == (cut < len(data))


def test_a_wacz_cut_off_before_its_first_record_is_refused_in_one_line(tmp_path: Path) -> None:
    data = wacz(zipfile.ZIP_STORED, streamed=False)
    with pytest.raises(InputError, match="no WARC file inside"):
        imported(tmp_path, data[: data.index(b"archive/a.warc.gz") - 30], "x.wacz")


def test_a_cut_wacz_that_unpacks_without_end_is_refused_in_one_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.warc", bytes(200 << 20))
    with pytest.raises(InputError, match="unpacks to more"):
        imported(tmp_path, (tmp_path / "bomb.zip").read_bytes()[:-40], "x.wacz")


def test_a_wacz_that_unpacks_without_end_is_refused_in_one_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.wacz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.warc", bytes(200 << 20))
    with pytest.raises(InputError, match="unpacks to more"):
        imported(tmp_path, (tmp_path / "bomb.wacz").read_bytes(), "x.wacz")


def test_a_wacz_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no WACZ file"):
        imported(tmp_path, b"PK and so on", "x.wacz")


def test_a_revisit_says_of_which_payload_it_is_by_digest_or_date(tmp_path: Path) -> None:
    later = {"WARC-Date": "2025-11-04T09:00:00Z"}
    by_digest = record(b"", URL, "revisit", **later, **{"WARC-Payload-Digest": sha1(PAGE)})
    by_date = record(b"HTTP/1.1 304 Not Modified\r\n\r\n", NEXT, "revisit", **later,
                     **{"WARC-Refers-To-Date": "2025-11-03T18:45:00Z"})  # fmt: skip
    home, lines = imported(tmp_path, zipped([story(URL), story(NEXT, "Bridge"), by_digest, by_date]))
    assert {outcome for outcome, _ in lines} == {"imported"}
    rows = pq.read_table(folder(home.archive, "paper_example", date(2025, 11, 4)) / "fetches.parquet",
                         partitioning=None).to_pylist()  # fmt: skip
    assert {row["url"]: row["outcome"] for row in rows} == {URL: "duplicate_payload", NEXT: "not_modified"}
