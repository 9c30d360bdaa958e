"""Imports of WARC files into a home: nights, sources, the ledger, resuming."""

import os
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.base.errors import InputError
from pipelines.lake.archive import folder, read_capture
from pipelines.lake.home import Home
from spiders.imports import run
from spiders.imports.run import import_warcs
from spiders.imports.wishes import Wishes
from tests import programs
from tests.spiders.imports.warcs import HTML, html, record, sha1, story, zipped

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAY, NEXT = date(2025, 11, 3), date(2025, 11, 4)
ONE, TWO = "https://www.paper.co.uk/news/one-story-about-a-harbour.html", "https://sport.paper.co.uk/two-story.html"
OTHER = "https://zeitung.example/eine-geschichte.html"
LATER = {"WARC-Date": "2025-11-04T09:00:00Z"}
GERMAN = "Der Stadtrat hat am Montag lange über die neue Brücke und ihre Kosten beraten, aber nichts entschieden."
FILE = [
    record(b"software: x\r\n", "", "warcinfo"),
    record(b"GET / HTTP/1.1\r\n\r\n", ONE, "request"),
    story(ONE, "Harbour"),
    story(TWO, "Match"),
    story(ONE, "Harbour again", **{"WARC-Date": "2025-11-03T20:00:00Z"}),
    record(b"HTTP/1.1 301 Moved\r\nLocation: /new\r\n\r\n", "https://moved.example/"),
    record(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG", "https://www.paper.co.uk/x.png"),
    record(HTML + html(GERMAN, "de"), OTHER),
    record(b"HTTP/1.1 200 OK\r\n\r\n", ONE, "revisit", **LATER, **{"WARC-Payload-Digest": sha1(html("Harbour"))}),
    record(b"HTTP/1.1 200 OK\r\n\r\n", TWO, "revisit", **LATER, **{"WARC-Payload-Digest": sha1(b"what nobody has")}),
    record(b"User-agent: GPTBot\r\nDisallow: /", "https://www.paper.co.uk/robots.txt", "resource"),
    story("http://127.0.0.1/private"),
]  # fmt: skip
WANTED = {
    "imported": 5, "no_capture": 2, "same_night": 1, "no_page_of_site": 1, "not_a_page": 1, "no_original": 1, "bad_address": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("warcs") / "crawl.warc.gz"
    path.write_bytes(zipped(FILE))
    return path


@pytest.fixture(scope="module")
def imported(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("home"))
    assert dict(import_warcs(home, [file], Wishes(), NOW, show=False).outcomes) == WANTED
    return home


def rows(home: Home, source: str, night: date) -> dict[str, dict]:
    found = pq.read_table(folder(home.archive, source, night) / "fetches.parquet", partitioning=None).to_pylist()
    return {row["url"]: row for row in found}


def ledger(home: Home) -> list[dict]:
    (path,) = (home.archive / "imports").glob("*.parquet")
    return pq.read_table(path, partitioning=None).to_pylist()


def hashes(home: Home) -> dict[str, bytes]:
    files = (path for path in sorted(home.root.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(home.root)): path.read_bytes() for path in files}


def test_each_record_ends_in_the_ledger_once(imported):
    lines = ledger(imported)
    assert [line["record"] for line in lines] == list(range(len(FILE)))
    assert [line["outcome"] for line in lines] == [
        "no_capture", "no_capture", "imported", "imported", "same_night", "no_page_of_site", "not_a_page", "imported",
        "imported", "no_original", "imported", "bad_address",
    ]  # fmt: skip
    first = lines[2]
    assert (first["url"], first["source"], first["night"]) == (ONE, "paper_co_uk", DAY)
    assert first["captured_at"] == datetime(2025, 11, 3, 18, 45, tzinfo=UTC)


def test_captures_are_filed_under_the_day_of_their_own_clock(imported):
    first, second = rows(imported, "paper_co_uk", DAY), rows(imported, "paper_co_uk", NEXT)
    assert (first[ONE]["outcome"], first[TWO]["outcome"]) == ("stored", "stored")
    assert first[ONE]["fetched_at"] == datetime(2025, 11, 3, 18, 45, tzinfo=UTC)
    assert [channel["channel"] for channel in first[TWO]["channels"]] == ["import"]
    assert (second[ONE]["outcome"], second[ONE]["payload_sha256"]) == (
        "duplicate_payload",
        first[ONE]["payload_sha256"],
    )
    assert TWO not in second


def test_rights_are_those_of_the_captures_and_robots_unknown_stays_unknown(imported):
    row = rows(imported, "paper_co_uk", DAY)[ONE]
    assert (row["train_ai"], row["tdm"], row["robots"]) == ("disallowed", "unknown", None)
    assert row["rights"][0]["origin"] == "https://www.paper.co.uk/robots.txt"
    assert rows(imported, "zeitung_example", DAY)[OTHER]["train_ai"] == "unknown"


def test_a_source_file_is_written_for_a_domain_with_pages(imported):
    names = sorted(path.name for path in imported.sources.iterdir())
    assert names == ["paper_co_uk.yaml", "zeitung_example.yaml"]
    text = (imported.sources / "paper_co_uk.yaml").read_text()
    for line in ("hosts: ['*.paper.co.uk']", "language: en", "country: GB", "date_order: dmy", "nightly: false"):
        assert line in text
    assert not (imported.archive / "source=moved_example").exists() or not any(
        (imported.archive / "source=moved_example").iterdir()
    )


def test_the_same_files_are_not_imported_twice_and_another_file_adds_what_is_new(imported, file, tmp_path):
    home = Home.at(shutil.copytree(imported.root, tmp_path / "home"))
    with pytest.raises(InputError, match="imported before"):
        import_warcs(home, [file], Wishes(), NOW, show=False)
    more = tmp_path / "more.warc"
    more.write_bytes(FILE[2] + story(TWO + "?id=7"))
    found = import_warcs(home, [more], Wishes(), NOW, show=False)
    assert dict(found.outcomes) == {"already_there": 1, "imported": 1}
    night = rows(home, "paper_co_uk", DAY)
    assert {url for url, row in night.items() if row["outcome"] == "stored"} == {ONE, TWO, TWO + "?id=7", "https://www.paper.co.uk/robots.txt"}  # fmt: skip # noqa: E501


@pytest.mark.parametrize(
    ("wishes", "outcomes"),
    [
        (Wishes(domains=("zeitung.example",)), {"imported": 1, "not_wanted": 9, "no_capture": 2}),
        (Wishes(languages=("de",)), {"imported": 1}),
        (Wishes(sources=("nobody",)), {"not_wanted": 10, "no_capture": 2}),
    ],
)
def test_only_what_was_asked_for_is_taken_and_a_dry_run_writes_nothing(file, tmp_path, wishes, outcomes):
    home = Home.at(tmp_path / "home")
    found = import_warcs(home, [file], wishes, NOW, dry=True, show=False).outcomes
    assert {name: found[name] for name in outcomes if name != "imported" or not wishes.languages} == {
        name: count for name, count in outcomes.items() if name != "imported" or not wishes.languages
    }
    assert not home.root.exists()


def test_a_month_may_be_a_night(file, tmp_path):
    home = Home.at(tmp_path)
    import_warcs(home, [file], Wishes(domains=("paper.co.uk",), nights="month"), NOW, show=False)
    assert [path.name for path in (home.archive / "source=paper_co_uk").iterdir()] == ["night=2025-11-30"]
    assert rows(home, "paper_co_uk", date(2025, 11, 30))[ONE]["fetched_at"].day == 3


def test_a_year_that_was_not_over_is_imported_again_without_filing_a_capture_twice(tmp_path):
    home, file = Home.at(tmp_path / "home"), tmp_path / "pages.warc"
    file.write_bytes(FILE[2])
    wishes = Wishes(nights="year")
    import_warcs(home, [file], wishes, datetime(2025, 11, 20, tzinfo=UTC), show=False)
    file.write_bytes(FILE[2] + story(TWO))
    again = import_warcs(home, [file], wishes, datetime(2026, 2, 1, tzinfo=UTC), show=False)
    assert dict(again.outcomes) == {"already_there": 1, "imported": 1}
    first, second = rows(home, "paper_co_uk", date(2025, 11, 19)), rows(home, "paper_co_uk", date(2025, 12, 31))
    assert ([url for url in (ONE, TWO) if url in first], [url for url in (ONE, TWO) if url in second]) == ([ONE], [TWO])


def test_a_wacz_gives_the_warc_files_inside(file, tmp_path):
    with zipfile.ZipFile(tmp_path / "visit.wacz", "w") as archive:
        archive.write(file, "archive/data.warc.gz")
        archive.writestr("pages/pages.jsonl", "{}")
    home = Home.at(tmp_path / "home")
    assert dict(import_warcs(home, [tmp_path], Wishes(), NOW, show=False).outcomes) == WANTED
    assert ledger(home)[0]["file"] == f"{tmp_path}/visit.wacz!archive/data.warc.gz"


class Killed(BaseException):
    """Stands for a kill: nothing after it runs."""


def test_an_import_that_is_killed_anywhere_ends_as_one_that_was_not(file, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "GROUP_RECORDS", 2)
    whole, home = Home.at(tmp_path / "whole"), Home.at(tmp_path / "killed")
    import_warcs(whole, [file], Wishes(), NOW, show=False)
    monkeypatch.setattr("spiders.imports.archive_files.OPEN_FILES", 1)
    syncs = os.fsync
    kills = 0
    for after in range(2, 200, 3):
        left = after

        def fsync(descriptor: int) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise Killed
            syncs(descriptor)

        monkeypatch.setattr("os.fsync", fsync)
        try:
            import_warcs(home, [file], Wishes(), NOW, show=False)
            break
        except Killed:
            kills += 1
    assert kills > 3
    assert hashes(home).keys() == hashes(whole).keys()
    differing = {name for name, data in hashes(home).items() if data != hashes(whole)[name]}
    assert differing == set()


def test_what_the_source_file_respects_or_excludes_is_not_kept(tmp_path):
    home = Home.at(tmp_path / "home")
    home.sources.mkdir(parents=True)
    (home.sources / "paper.yaml").write_text(
        "title: Paper\nurl: https://www.paper.co.uk/\nrespect: [noai]\nexclude: ['/shop/*']\n"
    )
    noai = HTML[:-2] + b"X-Robots-Tag: noai\r\n\r\n" + html("No")
    records = [
        record(noai, "https://www.paper.co.uk/no"),
        story("https://www.paper.co.uk/shop/hat"),
        story("https://other.paper.co.uk/story"),
        story("https://www.paper.co.uk/yes"),
        record(b"User-agent: GPTBot\nDisallow: /later", "https://www.paper.co.uk/robots.txt", "resource"),
        story("https://www.paper.co.uk/later"),
    ]
    (tmp_path / "x.warc").write_bytes(b"".join(records))
    import_warcs(home, [tmp_path / "x.warc"], Wishes(), NOW, show=False)
    assert [(line["outcome"], line["detail"]) for line in ledger(home)] == [
        ("rights_denied", "training is not allowed"),
        ("offsite", "exclude: /shop/*"),
        ("offsite", "outside the scope of paper: its file may name the host in hosts"),
        ("imported", None),
        ("imported", None),
        ("rights_denied", None),
    ]
    later = rows(home, "paper", DAY)["https://www.paper.co.uk/later"]
    assert (later["outcome"], later["warc_file"]) == ("rights_denied", None)


def test_a_night_that_was_crawled_stays_as_the_crawl_left_it(file, imported, tmp_path):
    home = Home.at(shutil.copytree(imported.root, tmp_path / "home"))
    where = folder(home.archive, "paper_co_uk", DAY)
    (where / "crawl.json").write_text('{"state": "finished"}')  # as a crawl ends
    (tmp_path / "more.warc").write_bytes(story(TWO + "?id=7"))
    assert dict(import_warcs(home, [tmp_path / "more.warc"], Wishes(), NOW, show=False).outcomes) == {
        "night_crawled": 1
    }


def test_an_original_that_comes_later_mends_the_nights_that_wait_for_it(imported, tmp_path):
    home = Home.at(shutil.copytree(imported.root, tmp_path / "home"))
    assert TWO not in rows(home, "paper_co_uk", NEXT)
    page = record(HTML + b"what nobody has", TWO, WARC_Date="2025-11-02T00:00:00Z")
    (tmp_path / "earlier.warc").write_bytes(page)
    import_warcs(home, [tmp_path / "earlier.warc"], Wishes(), NOW, show=False)
    assert rows(home, "paper_co_uk", NEXT)[TWO]["outcome"] == "duplicate_payload"


def test_every_reading_of_a_feed_counts(tmp_path):
    def feed(name: str, at: str) -> bytes:
        item = f"<item><link>https://www.paper.co.uk/{name}</link></item>"
        body = f"<rss><channel>{item}</channel></rss>".encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n"
        return record(head + body, "https://www.paper.co.uk/feed", WARC_Date=f"2025-11-03T{at}:00:00Z")

    looks = [("one", "03"), ("one", "04"), ("one", "05"), ("two", "06"), ("one", "07"), ("three", "08")]
    lines = [story(ONE), *(feed(name, at) for name, at in looks)]
    (tmp_path / "x.warc").write_bytes(b"".join(lines))
    home = Home.at(tmp_path / "home")
    found = import_warcs(home, [tmp_path / "x.warc"], Wishes(), NOW, show=False)
    assert dict(found.outcomes) == {"imported": 6, "same_night": 1}
    outcomes = {row["url_key"]: row["outcome"] for row in rows_by_key(home) if row["resource"] == "feed"}
    stored, repeated = "stored", "duplicate_payload"
    assert outcomes == {
        "paper.co.uk/feed#01": stored, "paper.co.uk/feed#02": repeated, "paper.co.uk/feed#03": stored,
        "paper.co.uk/feed#04": repeated, "paper.co.uk/feed": stored,
    }  # fmt: skip
    channels = {row["url"]: row["channels"] for row in rows_by_key(home)}
    for name in ("one", "two", "three"):
        assert [each["channel"] for each in channels[f"https://www.paper.co.uk/{name}"]] == ["feed"]


def rows_by_key(home: Home) -> list[dict]:
    return pq.read_table(folder(home.archive, "paper_co_uk", DAY) / "fetches.parquet", partitioning=None).to_pylist()


def test_few_files_are_open_however_many_sites_there_are(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "GROUP_RECORDS", 3)
    monkeypatch.setattr("spiders.imports.archive_files.OPEN_FILES", 2)
    pages = [story(f"https://paper{n % 4}.example/story-{n}.html") for n in range(12)]
    (tmp_path / "x.warc.gz").write_bytes(zipped(pages))
    few, many = Home.at(tmp_path / "few"), Home.at(tmp_path / "many")
    import_warcs(few, [tmp_path / "x.warc.gz"], Wishes(), NOW, show=False)
    monkeypatch.undo()
    import_warcs(many, [tmp_path / "x.warc.gz"], Wishes(), NOW, show=False)
    assert hashes(few) == hashes(many)
    assert sum(len(rows(few, f"paper{n}_example", DAY)) for n in range(4)) == 12


def test_the_command_says_what_became_of_the_records(file, tmp_path):
    done = programs.run("pipelines", "--home", str(tmp_path / "home"), "import", "warc", str(file), "--dry-run")
    first, second, *counts = done.stderr.splitlines()
    assert first == f"  {file.name}  12 records"
    assert second.startswith("12 records in ")
    assert counts[0].split() == ["8", "imported"]
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("named", "night"),
    [("2025-11-02", date(2025, 11, 2)), ("2025-11-30", date(2025, 11, 30)), ("2001-01-01", DAY), ("2028-01-01", DAY)],
)
def test_files_of_another_dateline_say_their_night_within_reason(tmp_path, named, night):
    info = record(b"software: dateline\r\n", "", "warcinfo", WARC_Filename=f"paper-{named}-00000.warc.gz")
    (tmp_path / "x.warc").write_bytes(info + story(ONE))
    home = Home.at(tmp_path / "home")
    import_warcs(home, [tmp_path / "x.warc"], Wishes(), NOW, show=False)
    assert [line["night"] for line in ledger(home)] == [None, night]


SHELL = b"<!doctype html><title>Paper</title><div id=app></div><script src=/app.js></script>"
MADE = {
    "with an HTTP head": (HTML + html("Harbour"), {"Content-Type": "application/http; msgtype=response"}),
    "of another tool": (html("Harbour"), {"Content-Type": "text/html"}),
}


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_page_as_its_scripts_drew_it_is_what_its_row_comes_of(tmp_path, made, is_first) -> None:
    block, fields = MADE[made]
    shell = record(HTML.replace(b"text/html", b"text/html\r\nX-Robots-Tag: noai") + SHELL, ONE)
    drawn = record(block, ONE, "conversion", **fields, **{"WARC-Refers-To": "<urn:uuid:1>"})
    alone = record(block, TWO, "conversion", **fields, **{"WARC-Refers-To": "<urn:uuid:2>"})
    text = record(b"Harbour", ONE, "conversion", **{"Content-Type": "text/plain", "WARC-Refers-To": "<urn:uuid:1>"})
    (tmp_path / "a.warc.gz").write_bytes(
        zipped([drawn, shell, text, alone] if is_first else [shell, text, drawn, alone])
    )
    home = Home.at(tmp_path / "home")
    done = import_warcs(home, [tmp_path / "a.warc.gz"], Wishes(), NOW, show=False)
    assert done.outcomes == {"imported": 2, "no_capture": 1, "no_original": 1}
    (row,) = rows(home, "paper_co_uk", DAY).values()
    assert (row["outcome"], row["train_ai"], row["content_type"]) == (
        "stored",
        "disallowed",
        "text/html; charset=utf-8",
    )
    capture = read_capture(home.archive, row["warc_file"], row["warc_offset"])
    assert (capture.url, capture.body) == (ONE, html("Harbour"))
    again = import_warcs(home, [*home.archive.rglob("*.warc.gz")], Wishes(), NOW, show=False)
    assert again.outcomes["already_there"] == 3
