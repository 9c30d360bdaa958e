"""Lists of publications as people have them: OPML, CSV, lines, another home; with the mistakes that they make."""

from pathlib import Path

import pytest

from pipelines.base.errors import InputError
from spiders.sources.paper_list import Listed, read_list


def read(tmp_path: Path, text: str | bytes, name: str = "papers.txt") -> list[Listed]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_list(path)


def urls(listed: list[Listed]) -> list[str]:
    return [each.url for each in listed]


def test_a_plain_list_has_an_address_a_line(tmp_path: Path) -> None:
    text = """\ufeff# papers of the north, read daily

- https://a.example/
* b.example/news        # without a scheme
3. <https://c.example/path#top>
The Daily D https://d.example/
https://e.example/1,2,3.html
Die Zeitung
"""
    listed = read(tmp_path, text)
    assert urls(listed) == [
        "https://a.example/", "b.example/news", "https://c.example/path#top", "https://d.example/", "https://e.example/1,2,3.html",
        "Die Zeitung",
    ]  # fmt: skip
    assert [each.place.rpartition(":")[2] for each in listed] == ["3", "4", "5", "6", "7", "8"]


@pytest.mark.parametrize(
    "text",
    [
        "url,name\nhttps://a.example/,A\nhttps://b.example/,B\n",
        "\ufeffName;Adresse\r\nA;https://a.example/\r\n;\r\n\r\nB;https://b.example/\r\n",  # Excel in German
        "sep=;\nName;url\nA;https://a.example/\nB;https://b.example/\n",
        "A\thttps://a.example/\nB\thttps://b.example/\n",  # no headings
        "URL\nhttps://a.example/\n# https://no.example/\nhttps://b.example/\n",  # one column
        'name|homepage\n"A, Inc."|https://a.example/\nB|https://b.example/\n',
        "id,name,url_search_string,label,homepage,pub_country,primary_language\n"  # Media Cloud
        "1,a.example,,The A,https://a.example/,USA,en\n2,b.example,,The B,https://b.example/,DEU,de\n",
        "media_id,url,name,pub_country\n1,https://a.example/,The A,USA\n2,https://b.example/,The B,DEU\n",
    ],
)
def test_a_table_is_read_whatever_its_delimiter_and_headings(tmp_path: Path, text: str) -> None:
    listed = read(tmp_path, text, "papers.csv")
    assert urls(listed) == ["https://a.example/", "https://b.example/"]
    assert {each.name for each in listed} == {None}  # a title is no name of a file


def test_a_table_may_name_feeds_and_groups_in_any_encoding(tmp_path: Path) -> None:
    text = "Homepage;RSS;Group;Ort\nhttps://a.example/;https://a.example/f https://a.example/g;north;Köln\n;;;Bonn\n"
    for encoding in ("utf-8", "utf-16", "cp1252"):
        first, second = read(tmp_path, text.encode(encoding))
        assert (first.feeds, first.group) == (("https://a.example/f", "https://a.example/g"), "north")
        assert (second.url, second.place.rpartition(":")[2]) == ("", "3")


def test_an_outcome_is_read_with_what_is_done(tmp_path: Path) -> None:
    text = (
        "url,name,group,feeds,sitemaps,state,detail\nhttps://a.example/,a,,,,added,\nhttps://b.example/,b,,,,exists,\n"
    )
    listed = read(
        tmp_path,
        text + "https://c.example/,c,north,,https://c.example/s.xml,failed,HTTP 404\nhttps://d.example/,,,,,left,\n",
    )
    assert [each.is_done for each in listed] == [True, True, False, False]
    assert (listed[2].name, listed[2].group, listed[2].sitemaps) == ("c", "north", ("https://c.example/s.xml",))


OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mine</title></head><body><outline text="News">
<outline type="rss" text="A" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
<outline type="rss" text="B" xmlUrl="https://b.example/feed?x=1&amp;y=2"/>
</outline></body></opml>"""


def test_opml_gives_home_pages_and_feeds(tmp_path: Path) -> None:
    first, second = read(tmp_path, OPML, "papers.opml")
    assert (first.url, first.feeds) == ("https://a.example/", ("https://a.example/feed",))
    assert (second.url, second.feeds) == ("https://b.example/feed?x=1&y=2", ())
    assert second.place.endswith("papers.opml:4")


BILLION = '<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("head", [BILLION, FILE, BILLION.lower().replace("entity", "ENTITY"), "<!doctype opml>"])
def test_hostile_opml_is_refused(tmp_path: Path, head: str, encoding: str) -> None:
    text = f'{head}<opml><body><outline xmlUrl="https://a.example/&b;" text="&a;"/></body></opml>'
    with pytest.raises(InputError, match="DOCTYPE"):
        read(tmp_path, text.encode(encoding))


def test_broken_opml_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"papers.txt:4: .*&amp;"):
        read(tmp_path, OPML.replace("&amp;", "&"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"", "not text"),
        (b"# nothing yet\n", "no address in it"),
        (b"PK\x03\x04" + bytes(40), "not text"),
        (b"<opml/>", "no address"),
    ],
)
def test_a_file_without_addresses_is_refused(tmp_path: Path, written: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, written)


def test_another_home_gives_its_sources(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.yaml").write_text("title: A\nurl: https://a.example/\ngroup: north\nfeeds: [https://a.example/f]\n")
    (folder / "b.yaml").write_text("title: B\n")
    (folder / "rows.yaml").write_text("title: Rows\nurl: https://rows.example/\ntable: true\n")
    first, wrong = read_list(tmp_path)
    assert (first.url, first.name, first.group, first.feeds) == (
        "https://a.example/",
        "a",
        "north",
        ("https://a.example/f",),
    )
    assert wrong.url == ""
    assert "b.yaml:1: url: is missing" in wrong.place
