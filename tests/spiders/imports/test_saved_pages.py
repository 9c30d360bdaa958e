"""Saved pages: each file gives its address and its time as the tool wrote them, or as the page, the folders and the file say."""

import os
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.base.errors import InputError
from pipelines.lake.archive import read_capture
from pipelines.lake.home import Home
from spiders.imports.files import import_files
from spiders.imports.outcomes import ImportOutcome
from spiders.imports.saved_pages import saved_page
from spiders.imports.wishes import Wishes
from tests.spiders.imports.warcs import html

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
FILE_TIME = datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)
SINGLE_FILE = """<!DOCTYPE html><html lang=en><!--
 Page saved with SingleFile
 url: https://paper.example/news/the-harbour-wall-1.html?a=1&amp;b=2
 saved date: Thu Nov 02 2023 10:11:12 GMT+0100 (Central European Standard Time)
--><head>"""
SAVE_PAGE_WE = (
    '<html><head><meta name="savepage-url" content="https://paper.example/we">'
    '<meta name="savepage-date" content="Sat Jan 05 2019 23:30:00 GMT-0500 (EST)">'
)
FORMS = [
    ("a.html", SINGLE_FILE, "https://paper.example/news/the-harbour-wall-1.html?a=1&b=2",
     datetime(2023, 11, 2, 9, 11, 12, tzinfo=UTC), "address by SingleFile, time by SingleFile"),
    ("b.htm", SAVE_PAGE_WE, "https://paper.example/we", datetime(2019, 1, 6, 4, 30, tzinfo=UTC),
     "address by Save Page WE, time by Save Page WE"),
    ("c.HTML", "<!-- saved from url=(0029)https://paper.example/the-mark -->\r\n<html>", "https://paper.example/the-mark",
     FILE_TIME, "address by the browser, time of the file"),
    ("d.html", '<link href=https://paper.example/d rel="canonical"><meta property="og:url" content="https://other.example/">',
     "https://paper.example/d", FILE_TIME, "address by the canonical link, time of the file"),
    ("e.html", '<link rel=canonical href=/relative><meta content="https://paper.example/e" property="og:url">',
     "https://paper.example/e", FILE_TIME, "address by og:url, time of the file"),
    ("mirror/www.paper.example/news/f.html", "<p>", "https://www.paper.example/news/f.html", FILE_TIME,
     "address by its folders, time of the file"),
    ("g.html", "<p>", None, FILE_TIME, "no address"),
    ("h.html", SINGLE_FILE.replace("Nov 02", "Nov 99"), "https://paper.example/news/the-harbour-wall-1.html?a=1&b=2", FILE_TIME,
     "address by SingleFile, time of the file"),
]  # fmt: skip


def saved(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, (FILE_TIME.timestamp(),) * 2)
    return path


@pytest.mark.parametrize(("name", "text", "url", "at", "how"), FORMS, ids=[name for name, *_ in FORMS])
def test_a_page_has_the_address_and_time_that_are_stated(tmp_path, name, text, url, at, how):
    page = saved_page(saved(tmp_path, name, text), tmp_path)
    assert (page.url, page.at, page.how, page.body) == (url, at, how, text.encode())


def mhtml(body: bytes, **headers: str) -> bytes:
    """A page with a picture as browsers save it; `headers` with underscores."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.add_related(body, "text", "html", cte="quoted-printable")
    message.get_payload()[0].set_param("charset", "utf-8")
    message.add_related(b"\x89PNG", "image", "png")
    return message.as_bytes()


def test_mhtml_gives_its_page_without_the_pictures(tmp_path):
    body = html("Über dem Hafen")
    data = mhtml(body, Snapshot_Content_Location="https://paper.example/m", Date="Mon, 04 Mar 2019 10:00:00 +0100")
    page = saved_page(saved(tmp_path, "m.mhtml", data), tmp_path)
    assert (page.url, page.at) == ("https://paper.example/m", datetime(2019, 3, 4, 9, tzinfo=UTC))
    assert (page.body.strip(), page.content_type) == (body, "text/html; charset=utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pages of two papers, one of them twice, one without an address, a picture, and no page."""
    found = tmp_path / "saved"
    page = html("The harbour wall").decode()
    saved(found, "one.html", SINGLE_FILE + page)
    saved(found, "two.html", SINGLE_FILE.replace("10:11", "18:00") + page)
    saved(found, "www.other.example/news/three.html", html("The bridge"))
    saved(
        found,
        "four.mhtml",
        mhtml(html("The ferry"), Snapshot_Content_Location="https://other.example/4", Date="no date"),
    )
    saved(found, "five.html", page)
    saved(found, "six.mht", b"Subject: nothing\r\n\r\nplain text")
    saved(found, "seven.png", b"\x89PNG")
    return found


def test_a_folder_becomes_nights_of_its_papers(folder, tmp_path):
    home = Home.at(tmp_path / "home")
    imported = import_files(home, [folder], Wishes(nights="year"), NOW, show=False)
    assert dict(imported.outcomes) == {"imported": 3, "bad_address": 1, "same_night": 1, "unreadable": 1}
    assert imported.sources == ("other_example", "paper_example")
    (kept,) = (home.archive / "imports").glob("*.parquet")
    lines = {row["detail"].partition(":")[0]: row for row in pq.read_table(kept, partitioning=None).to_pylist()}
    assert {name: (row["outcome"], row["night"]) for name, row in lines.items()} == {
        "five.html": ("bad_address", None),
        "four.mhtml": ("imported", date(2021, 12, 31)),
        "one.html": ("imported", date(2023, 12, 31)),
        "six.mht": ("unreadable", None),
        "two.html": ("same_night", date(2023, 12, 31)),
        "www.other.example/news/three.html": ("imported", date(2021, 12, 31)),
    }
    assert lines["five.html"]["detail"].startswith("five.html: neither the tool that saved it")
    three = lines["www.other.example/news/three.html"]
    assert three["detail"] == "www.other.example/news/three.html: address by its folders, time of the file"
    assert read_capture(home.archive, three["warc_file"], three["warc_offset"]).body == html("The bridge")
    with pytest.raises(InputError, match="imported before"):
        import_files(home, [folder], Wishes(nights="year"), NOW, show=False)


def test_a_dry_run_says_what_each_choice_of_nights_would_make(folder, tmp_path):
    home = Home.at(tmp_path / "home")
    imported = import_files(home, [folder], Wishes(nights="month"), NOW, dry=True, show=False)
    assert [(each.span, each.nights, each.source_nights, each.pages) for each in imported.choices] == [
        ("day", 2, 2, 3), ("month", 2, 2, 3), ("year", 2, 2, 3),
    ]  # fmt: skip
    assert (imported.nights, imported.outcomes[ImportOutcome.IMPORTED]) == (2, 4)
    assert not home.archive.exists()


def test_a_folder_without_pages_is_a_mistake(tmp_path):
    saved(tmp_path, "a.png", b"")
    with pytest.raises(InputError, match=r"no file that ends in \.html"):
        import_files(Home.at(tmp_path / "home"), [tmp_path], Wishes(), NOW, show=False)
