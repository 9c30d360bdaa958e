"""Revisits that name the payload of another address: the page they become, and where they become none."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import brotli
import pyarrow.parquet as pq
import pytest

from pipelines.lake.archive import folder
from pipelines.lake.archive.reading import read_capture
from pipelines.lake.home import Home
from spiders.imports.ledger import Entry, Ledger
from spiders.imports.run import import_warcs
from spiders.imports.wishes import Wishes
from tests.spiders.imports.warcs import AT, HTML, html, record, sha1, story

NOW, DAY = datetime(2026, 1, 1, tzinfo=UTC), date(2025, 11, 3)
URL, NEXT = "https://paper.example/harbour.html", "https://paper.example/bridge.html"
PAGE = html("News")
PACKED = brotli.compress(PAGE)
NOAI = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Robots-Tag: noai\r\ntdm-reservation: 1\r\n\r\n"
UNCHANGED = b"HTTP/1.1 304 Not Modified\r\n\r\n"


def repeats(url: str, of: str, *, at: str = AT, digest: str = sha1(PAGE), head: bytes = b"") -> bytes:
    """A revisit of a later hour whose payload is that of another address."""
    fields = {"WARC-Date": "2025-11-03T20:00:00Z", "WARC-Refers-To-Target-URI": of, "WARC-Refers-To-Date": at,
              "WARC-Payload-Digest": digest}  # fmt: skip
    return record(
        head or b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Robots-Tag: noai\r\n\r\n", url, "revisit", **fields
    )


REPEATS: dict[str, tuple[bytes, bytes, str]] = {
    "by date and digest": (story(URL), repeats(NEXT, URL), "stored"),
    "in angle brackets": (story(URL), repeats(NEXT, f"<{URL}>"), "stored"),
    "by digest alone": (story(URL), repeats(NEXT, URL, at=""), "stored"),
    "by date alone": (story(URL), repeats(NEXT, URL, digest=""), "stored"),
    "of a packed body, by the stated digest": (
        record(HTML[:-2] + b"Content-Encoding: br\r\n\r\n" + PACKED, URL, WARC_Payload_Digest=sha1(PACKED)),
        repeats(NEXT, URL, digest=sha1(PACKED)),
        "stored",
    ),
    "without a head": (story(URL), repeats(NEXT, URL, head=b" "), "stored"),
    "of a payload with another digest": (story(URL), repeats(NEXT, URL, digest=sha1(b"other")), "no_original"),
    "of another second": (story(URL), repeats(NEXT, URL, at="2025-11-03T18:45:01Z"), "no_original"),
    "of an address that is not there": (story(URL), repeats(NEXT, f"{URL}?other"), "no_original"),
    "of a revisit": (record(b"", URL, "revisit", WARC_Refers_To_Date=AT), repeats(NEXT, URL), "no_original"),
    "of nothing that can be known": (story(URL), repeats(NEXT, URL, at="", digest=""), "no_original"),
    "by an unreadable digest that the other states too": (
        story(URL, WARC_Payload_Digest="sha9:x"), repeats(NEXT, URL, at="", digest="sha9:x"), "stored"),
    "by date, with an unreadable digest": (story(URL), repeats(NEXT, URL, digest="sha9:x"), "stored"),
    "of an unreadable digest alone": (story(URL), repeats(NEXT, URL, at="", digest="sha9:x"), "no_original"),
    "of a digest with a misprint alone": (story(URL), repeats(NEXT, URL, at="", digest=sha1(PAGE)[:-3]), "no_original"),
    "unchanged": (story(URL), repeats(NEXT, URL, head=UNCHANGED), "stored"),
    "unchanged, of an address that is not there": (story(URL), repeats(NEXT, f"{URL}?other", head=UNCHANGED), "no_original"),
    "of an address of no web": (story(URL), repeats(NEXT, "urn:x"), "no_original"),
}  # fmt: skip


@pytest.mark.parametrize("case", REPEATS)
def test_a_revisit_of_another_address_is_a_page_with_that_ones_payload(case: str, tmp_path: Path) -> None:
    original, revisit, becomes = REPEATS[case]
    file, home = tmp_path / "x.warc", Home.at(tmp_path / "home")
    file.write_bytes(b"".join([story(f"{URL}?first"), original, revisit]))
    found = import_warcs(home, [file], Wishes(), NOW, show=False)
    rows = pq.read_table(folder(home.archive, "paper_example", DAY) / "fetches.parquet", partitioning=None).to_pylist()
    mine = [row for row in rows if row["url"] == NEXT]
    assert [row["outcome"] for row in mine] == [becomes] * (becomes == "stored")
    assert found.outcomes.get("no_original", 0) >= (becomes != "stored")
    for row in mine:
        capture = read_capture(home.archive, row["warc_file"], row["warc_offset"])
        assert (capture.url, capture.body, capture.header("content-type")) == (NEXT, PAGE, "text/html")
        assert case in ("without a head", "unchanged") or capture.header("x-robots-tag") == "noai"


def test_a_payload_is_repeated_a_hundred_times_and_no_more(tmp_path: Path) -> None:
    _, lines = imported_once(tmp_path, b"".join([story(URL), *(repeats(f"{NEXT}?{n}", URL) for n in range(102))]))
    assert [outcome for outcome in lines if outcome != "imported"] == ["no_original"] * 2


def imported_once(root: Path, data: bytes) -> tuple[Home, list[str]]:
    """As `imported`, without the dry run."""
    file, home = root / "x.warc", Home.at(root / "home")
    file.write_bytes(data)
    import_warcs(home, [file], Wishes(), NOW, show=False)
    (kept,) = (home.archive / "imports").glob("*.parquet")
    return home, pq.read_table(kept, columns=["outcome"], partitioning=None)["outcome"].to_pylist()


def rows_of(home: Home) -> dict[str, dict[str, object]]:
    path = folder(home.archive, "paper_example", DAY) / "fetches.parquet"
    return {row["url"]: row for row in pq.read_table(path, partitioning=None).to_pylist()}


@pytest.mark.parametrize(
    "head", [b" ", b"HTTP/1.1 200 OK\r\n\r\n", UNCHANGED, HTML], ids=["none", "bare", "304", "silent"]
)
def test_what_the_other_capture_says_of_rights_holds(head: bytes, tmp_path: Path) -> None:
    home, _ = imported_once(tmp_path, record(NOAI + PAGE, URL) + repeats(NEXT, URL, head=head))
    row = rows_of(home)[NEXT]
    assert (row["outcome"], row["train_ai"], row["tdm"]) == ("stored", "disallowed", "disallowed")


def test_a_head_of_its_own_takes_nothing_else_from_the_other_capture(tmp_path: Path) -> None:
    other = record(HTML[:-2] + b"Last-Modified: Mon, 03 Nov 2025 10:00:00 GMT\r\n\r\n" + PAGE, URL)
    home, _ = imported_once(tmp_path, other + repeats(NEXT, URL, head=HTML))
    row = rows_of(home)[NEXT]
    assert (row["outcome"], row["last_modified"], row["train_ai"]) == ("stored", None, "unknown")


@pytest.mark.parametrize("head", [b" ", b"HTTP/1.1 200 OK\r\n\r\n", UNCHANGED], ids=["none", "bare", "304"])
def test_a_revisit_without_a_status_of_its_own_has_that_of_an_error(head: bytes, tmp_path: Path) -> None:
    gone = record(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + PAGE, URL)
    home, _ = imported_once(tmp_path, story(f"{URL}?first") + gone + repeats(NEXT, URL, head=head))
    assert (rows_of(home)[NEXT]["outcome"], rows_of(home)[NEXT]["status"]) == ("http_error", 404)


def test_a_cut_payload_stays_marked_as_cut(tmp_path: Path) -> None:
    cut = record(HTML + PAGE[:300], URL, WARC_Truncated="length")
    home, _ = imported_once(
        tmp_path, cut + repeats(NEXT, URL, digest="") + repeats(f"{NEXT}?2", f"{URL}?2") + story(f"{URL}?3")
    )
    assert {url: row["truncated"] for url, row in rows_of(home).items()} == {URL: True, NEXT: True, f"{URL}?3": False}


def test_payloads_of_another_digest_count_as_read(tmp_path: Path) -> None:
    wrong = [repeats(f"{NEXT}?{n}", URL, digest=sha1(b"other")) for n in range(100)]
    _, lines = imported_once(tmp_path, b"".join([story(URL), *wrong, repeats(NEXT, URL)]))
    assert lines == ["imported", *["no_original"] * 101]


def test_the_one_that_states_the_digest_is_read_first(tmp_path: Path) -> None:
    others = [story(URL, f"No {n}", WARC_Date=f"2025-11-03T10:00:{n:02}Z") for n in range(9)]
    named = story(URL, WARC_Payload_Digest=sha1(PAGE))
    wanted = [repeats(f"{NEXT}?{n}", URL, at="") for n in range(100)]
    _, lines = imported_once(tmp_path, b"".join([*others, named, *wanted]))
    assert "no_original" not in lines


def test_an_import_that_a_version_without_digests_began_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    Ledger(path, ["a.warc"]).close()
    with sqlite3.connect(path) as database:
        database.execute("ALTER TABLE records DROP COLUMN digest")
        database.execute("INSERT INTO records(file, number, type, url) VALUES (0, 0, 'response', 'https://a.example/')")
    ledger = Ledger(path, ["a.warc"])
    ledger.add(0, 1, Entry(7, "response", digest="sha1:X"))
    assert [(line[1], line[2]) for line in ledger.lines()] == [(0, None), (1, 7)]
    ledger.close()


def test_captures_of_a_second_are_found_among_those_of_others(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "x.sqlite", ["a.warc"])
    times = ("18:44:59.999999+00:00", "18:45:00+00:00", "18:45:00.5+00:00", "18:45:01+00:00")
    for number, time in enumerate(times):
        at = f"2025-11-03T{time}"
        ledger.add(0, number, Entry(0, "response", URL, at, "paper", "2025-11-03", warc_file="w", warc_offset=number))
    assert [place for _, _, place, _ in ledger.captures(URL, "2025-11-03T18:45:00")] == [1, 2]
    assert [place for _, _, place, _ in ledger.captures(URL, "")] == [0, 1, 2, 3]
    ledger.close()
