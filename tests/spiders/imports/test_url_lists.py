"""Lists of addresses become a queue of their sources, and the next crawl asks for what is in it, once."""

import gzip
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.base.errors import InputError
from pipelines.lake.home import Home
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page
from spiders.frontier.queue import MAX_TRIES, Queue, Queued
from spiders.imports.url_lists import import_urls, listed
from spiders.imports.wishes import Wishes

SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://paper.example/a</loc><lastmod>2019-05-03</lastmod></url><url><loc>https://paper.example/b</loc></url></urlset>"""
FEED = b"""<rss><channel><item><link>https://paper.example/a</link><pubDate>Mon, 03 Nov 2025 01:00:00 GMT</pubDate></item>
</channel></rss>"""
INDEX = b"<sitemapindex><sitemap><loc>https://paper.example/2019.xml</loc></sitemap></sitemapindex>"
A, B = "https://paper.example/a", "https://paper.example/b"
BOTH = [(A, "page", None), (B, "page", None)]


@pytest.mark.parametrize(
    ("name", "data", "addresses"),
    [
        ("list.txt", b"# mine\nhttps://paper.example/a\n\n paper.example/b \n", [BOTH[0], ("paper.example/b", "page", None)]),
        ("list.csv", b"title,url\nOne,https://paper.example/a\n\"T, w\",https://paper.example/b\n", BOTH),
        ("windows.txt", "https://paper.example/a\r\nhttps://paper.example/b\r\n".encode("utf-16"), BOTH),
        ("bare.csv", b"1,https://paper.example/a\n2,https://paper.example/b\n", BOTH),
        ("spreadsheet.csv", b'Titel;"Link"\n"Eins, zwei";https://paper.example/a\nDrei;https://paper.example/b\n', BOTH),
        ("sessions.csv", b"https://paper.example/a;x=1;y=2\n", [(f"{A};x=1;y=2", "page", None)]),
        ("rows.jsonl", b'{"id": 1, "URL": "https://paper.example/a"}\n\n{"link": "https://paper.example/b"}\n', BOTH),
        ("one.json", b'\xef\xbb\xbf{"url": "https://paper.example/a", "title": "items"}', BOTH[:1]),
        ("torn.jsonl", b'{"url": "https://paper.example/a"}\n{"url": 7}\n{broken\n',
         [BOTH[0], *((line, "page", None) for line in ('{"url": 7}', "{broken"))]),
        ("separators.jsonl", f'{{"title": "a\u2028b", "url": "{A}"}}\r\n{{"title": "a\u0085b", "url": "{B}"}}'.encode(), BOTH),
        ("pretty.json", b'\xef\xbb\xbf\n{\n  "title": "One",\n  "url": "https://paper.example/a"\n}\n', BOTH[:1]),
        ("items.json", b'{"items": 3, "url": "https://paper.example/a"}', BOTH[:1]),
        ("feed.json", b'{"items": [{"url": "https://paper.example/a"}, {"url": "https://paper.example/b"}]}', BOTH),
        ("sitemap.xml.gz", gzip.compress(SITEMAP, mtime=0), [(A, "page", "2019-05-03"), (B, "page", None)]),
        ("history.rss", FEED, [(A, "page", "2025-11-03")]),
        ("index.xml", INDEX, [("https://paper.example/2019.xml", "sitemap", None)]),
    ],
)  # fmt: skip
def test_addresses_of_every_form(tmp_path, name, data, addresses):
    (tmp_path / name).write_bytes(data)
    assert [(each.written, each.resource, each.born) for each in listed(tmp_path / name)] == addresses


DEEP = b'{"x": ' + b"[" * 200_000 + b"}"


@pytest.mark.parametrize(
    "data",
    [
        b'{"items": [{"url": "https://paper.example/a"},]}',
        b'{\n"version": "https://jsonfeed.org/version/1.1",\n"items": [\n{"url": "https://paper.example/a"}\n],\n}',
        b'{\n"url": "https://paper.example/a",\n}',
        DEEP,
    ],
    ids=["comma", "pretty feed", "pretty object", "deep"],
)
def test_json_that_cannot_be_read_is_refused_in_one_line(tmp_path, data):
    (tmp_path / "list.json").write_bytes(data)
    with pytest.raises(InputError, match="no JSON that can be read"):
        list(listed(tmp_path / "list.json"))


def test_a_line_too_deep_to_be_read_is_left_as_it_stands(tmp_path):
    (tmp_path / "list.jsonl").write_bytes(b'{"url": "https://paper.example/a"}\n' + DEEP)
    assert [each.written for each in listed(tmp_path / "list.jsonl")] == [A, DEEP.decode()]


def test_a_page_is_no_list(tmp_path):
    (tmp_path / "page.html").write_text("<html><body>news</body></html>")
    with pytest.raises(InputError, match="no feed, no sitemap"):
        list(listed(tmp_path / "page.html"))


@pytest.mark.parametrize(
    "data", [gzip.compress(b"https://paper.example/a\n" * 90, mtime=0)[:-9], b"\x1f\x8b\x08\x00" + b"x" * 90]
)
def test_a_torn_list_is_refused_in_one_line(tmp_path, data):
    (tmp_path / "list.txt.gz").write_bytes(data)
    with pytest.raises(InputError, match="cannot be read"):
        list(listed(tmp_path / "list.txt.gz"))


def home_with_paper(root: Path) -> Home:
    home = Home.at(root)
    home.sources.mkdir(parents=True)
    (home.sources / "paper.yaml").write_text("title: Paper\nurl: https://paper.example/\nexclude: ['/shop/*']\n")
    return home


def test_each_line_ends_in_the_ledger_and_what_is_wanted_in_the_queue(tmp_path):
    home = home_with_paper(tmp_path / "home")
    lines = [
        A,
        "paper.example/b?utm_source=x",
        "https://paper.example/shop/hat",
        "https://elsewhere.example/",
        "mailto:x",
        A,
    ]
    (tmp_path / "list.txt").write_text("\n".join(lines))
    assert dict(import_urls(home, [tmp_path / "list.txt"], Wishes(), dry=True).outcomes)["queued"] == 3
    assert not Queue.of(home.frontier, "paper").path.exists()
    found = import_urls(home, [tmp_path / "list.txt"], Wishes())
    assert dict(found.outcomes) == {"queued": 3, "bad_address": 1, "not_wanted": 1, "offsite": 1}
    (kept,) = (home.archive / "imports").glob("*.parquet")
    details = {row["url"]: row["detail"] for row in pq.read_table(kept).to_pylist()}
    assert "'dateline sources add elsewhere.example' writes one" in details["https://elsewhere.example/"]
    assert details["https://paper.example/shop/hat"] == "exclude: /shop/*"
    frontier = Frontier(home.frontier / "paper.sqlite", "2026-02-02")
    queue = Queue.of(home.frontier, "paper")
    visits = queue.visits(frontier.memory, "2026-02-02", 10)
    assert [(visit.key, visit.url) for visit in visits] == [("paper.example/a", A), ("paper.example/b", B)]
    frontier.close()


def test_a_night_takes_what_it_has_room_for_and_what_is_known_leaves(tmp_path):
    frontier = Frontier(tmp_path / "paper.sqlite", "2026-02-02")
    queue = Queue.of(tmp_path, "paper")
    assert queue.add(Queued(f"paper.example/{n}", f"https://paper.example/{n}") for n in range(5)) == 5
    assert queue.add([Queued("paper.example/4", "https://paper.example/4")]) == 0

    def taken(night: date) -> list[str]:
        return [visit.key[-1] for visit in queue.visits(frontier.memory, night.isoformat(), 2)]

    assert taken(date(2026, 2, 2)) == ["0", "1"]
    assert taken(date(2026, 2, 2)) == ["0", "1"]  # a night that goes on
    assert queue.keys("2026-02-02") == {"paper.example/0", "paper.example/1"}
    born = "2026-02-02"
    frontier.memory.remember(
        Page("paper.example/0", "https://paper.example/0", "page", "article", born, born, born, born)
    )
    assert taken(date(2026, 2, 3)) == ["2", "3"]
    assert taken(date(2026, 2, 4)) == ["4", "1"]
    for day in range(5, 5 + 3 * MAX_TRIES):
        taken(date(2026, 2, day))
    assert taken(date(2026, 3, 1)) == []
    frontier.close()
