"""Tables of texts become works of their own: dated by their column, marked as rows, mixed up with no page."""

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.base.errors import InputError
from pipelines.dates.nights.works import works_of
from pipelines.lake.home import Home
from pipelines.lake.schemas import DATE_EVIDENCE
from spiders.crawl import crawl
from spiders.imports.table_rows import NO_OBJECT, columns, content, mapping, rows_of
from spiders.imports.tables import Asked, import_tables
from spiders.imports.wishes import Wishes
from spiders.sources.source import load_source

NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://paper.example/news/one-story-about-a-harbour.html"
TEXT = "The council met on Monday to talk about the harbour wall and what it costs.\n\nNobody knows who is to pay for it all."
FRENCH = "Le conseil municipal a parlé lundi du pont et de son prix."
HARBOUR = {"link": URL, "content": TEXT, "headline": "The harbour wall", "publish_date": "2019-05-03"}
CRAWLED = {"crawl_date": "2025-11-03"}
ROWS = [
    HARBOUR | CRAWLED,
    {"link": "https://paper.example/2", "content": FRENCH, "headline": None} | CRAWLED,
    {"link": "https://paper.example/3", "content": "  ", "headline": "Nothing"},
    {"link": "ftp://paper.example/4", "content": TEXT, "headline": "Elsewhere"},
    {"link": "https://paper.example/5", "content": TEXT, "crawl_date": "2031-01-01"},
    HARBOUR | CRAWLED,
]
ASKED = Asked("news_set", {"text": "content"})
WANTED = {"imported": 2, "already_there": 1, "bad_address": 1, "no_text": 1, "undated": 1}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def test_each_row_ends_in_the_ledger_and_a_source_of_its_own_is_written(table, tmp_path):
    home = Home.at(tmp_path)
    assert dict(import_tables(home, [table], ASKED, Wishes(), NOW, show=False).outcomes) == WANTED
    (kept,) = (home.archive / "imports").glob("*.parquet")
    lines = pq.read_table(kept, columns=["record", "record_type", "outcome"]).to_pylist()
    assert [line["outcome"] for line in lines] == [
        "imported", "imported", "no_text", "bad_address", "undated", "already_there",
    ]  # fmt: skip
    assert {line["record_type"] for line in lines} == {"row"}
    assert "table: true" in (home.sources / "news_set.yaml").read_text()
    with pytest.raises(InputError, match="has no pages"):
        crawl(home, load_source(home.sources, "news_set"), date(2026, 1, 2), None, keep_free_bytes=0)
    with pytest.raises(InputError, match="imported before"):
        import_tables(home, [table], ASKED, Wishes(), NOW, show=False)


def evidence(work: str, origin: str, value: str | None, role: str = "published") -> dict:
    night = date(2025, 11, 3)
    blank = dict.fromkeys(DATE_EVIDENCE.names)
    return blank | {
        "night": night, "source": work, "capture_id": work, "article_id": work, "document_id": work, "role": role,
        "fetched_at": datetime(2025, 11, 3, tzinfo=UTC), "origin": origin, "raw": value or "", "value": value,
        "zone_source": "none", "precision": "day", "verdict": "accepted", "reason": "x", "position": 0,
    }  # fmt: skip


@pytest.mark.parametrize(("origin", "bounded"), [("meta:article:published_time", True), ("table:date", False)])
def test_a_row_dates_itself_and_no_page_with_the_same_text(origin, bounded):
    rows = [evidence("copy", origin, "2019-05-03"), evidence("page", "capture", None, "other")]
    seen = pa.table({"article_id": ["copy", "page"], "first_seen": [datetime(2025, 11, 3, tzinfo=UTC)] * 2})
    pair = {"article_id": ["page"], "copy_article_id": ["copy"], "order": ["later"]}
    table = pa.Table.from_pylist(rows, schema=DATE_EVIDENCE)
    works = works_of(table, seen, copies=pa.table(pair), conventions={}, timelines={})
    assert works.dated("copy").published == "2019-05-03"
    assert (works.dated("page").not_after < datetime(2025, 11, 3, tzinfo=UTC)) == bounded


def test_rows_of_every_form(table, tmp_path):
    rows = [{name: row.get(name) for name in ROWS[0]} for row in ROWS]
    arrow = pa.Table.from_pylist(rows)
    pq.write_table(arrow, tmp_path / "a.parquet")
    with pa.ipc.new_stream(tmp_path / "b.arrow", arrow.schema) as out:
        out.write_table(arrow)
    with pa.ipc.new_file(tmp_path / "c.arrow", arrow.schema) as out:
        out.write_table(arrow)
    (tmp_path / "d.jsonl.gz").write_bytes(gzip.compress(table.read_bytes()))
    for name in ("a.parquet", "b.arrow", "c.arrow"):
        assert list(rows_of(tmp_path / name)) == rows
    assert list(rows_of(tmp_path / "d.jsonl.gz")) == ROWS
    (tmp_path / "e.csv").write_text('url,text\nhttps://a.example/,"One\ntwo"\n')
    assert list(rows_of(tmp_path / "e.csv")) == [{"url": "https://a.example/", "text": "One\ntwo"}]
    (tmp_path / "f.jsonl").write_text('{"url": 1}\nnot json\n[1]\n')
    assert list(rows_of(tmp_path / "f.jsonl")) == [{"url": 1}, NO_OBJECT, NO_OBJECT]


@pytest.mark.parametrize(
    ("name", "data", "rows"),
    [
        ("a.jsonl", b"[" * 200_000 + b"\n", [NO_OBJECT]),
        ("a.json", b'[{"url": "https://a.example/"}]', ["cannot be read: a JSON array; 'jq -c .[]' makes lines of it"]),
        ("a.jsonl.gz", gzip.compress(b'{"url": 1}\n' + bytes(1_000_000), mtime=0)[:-900], [{"url": 1}, "cannot be read: "]),
        ("a.parquet", b"PAR1 and so on PAR1", ["cannot be read: "]),
        ("a.csv", b"url,text\na,b\ne," + b"x" * 5_000_000, [{"url": "a", "text": "b"}, "cannot be read: "]),
    ],
)  # fmt: skip
def test_a_table_that_is_torn_gives_the_rows_before_and_the_reason(tmp_path, name, data, rows):
    (tmp_path / name).write_bytes(data)
    *found, last = rows_of(tmp_path / name)
    assert found == rows[:-1]
    assert last.startswith(rows[-1])


def test_values_of_odd_types_are_read_or_left_out_and_no_row_is_lost(tmp_path):
    odd = {
        "url": [f"https://paper.example/{n}" for n in range(3)],
        "text": pa.array([TEXT.encode(), b"\xff" + TEXT.encode(), None], pa.binary()),
        "title": [float("nan")] * 3,
        "date": pa.array([1572806700123456789] * 3, pa.timestamp("ns")),
        "modified": pa.array([2**61, 1572806700, None], pa.timestamp("us", tz="Mars/Base")),
        "authors": [["Jane Doe", None], [], None],
        "section": [{"name": "Town"}] * 3,
        "tags": pa.array([[("a", 1)]] * 3, pa.map_(pa.string(), pa.int32())),
    }
    pq.write_table(pa.table(odd), tmp_path / "odd.parquet")
    rows = [content(row, columns(row, {})) for row in rows_of(tmp_path / "odd.parquet")]
    assert rows[0] == {
        "url": "https://paper.example/0", "text": TEXT, "date": "2019-11-03T18:45:00.123456", "authors": ["Jane Doe"],
    }  # fmt: skip
    assert [row.get("text") for row in rows] == [TEXT, "\ufffd" + TEXT, None]


def test_letters_that_no_file_can_hold_are_replaced(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"url": "https://a.example/\\ud800", "text": "A harbour \\ud800 wall"}\n')
    found = import_tables(
        Home.at(tmp_path / "home"), [tmp_path / "a.jsonl"], Asked("set", {}), Wishes(), NOW, show=False
    )
    assert dict(found.outcomes) == {"imported": 1}


def test_a_day_is_over_before_a_row_counts_as_captured(tmp_path):
    written = [
        "2019-11-03",
        "2019-11-03T10:00:00Z",
        "20191103100000",
        "1572775200",
        "1970-01-01",
        "9999-12-31T23:59:59-14:00",
    ]
    lines = [{"url": f"https://a.example/{n}", "text": TEXT, "captured": each} for n, each in enumerate(written)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    home = Home.at(tmp_path / "home")
    found = import_tables(home, [tmp_path / "a.jsonl"], Asked("set", {}), Wishes(), NOW, show=False)
    assert dict(found.outcomes) == {"imported": 4, "undated": 2}
    (kept,) = (home.archive / "imports").glob("*.parquet")
    clocks = pq.read_table(kept, columns=["captured_at"]).to_pylist()
    ten = datetime(2019, 11, 3, 10, tzinfo=UTC)
    assert [row["captured_at"] for row in clocks[:4]] == [datetime(2019, 11, 3, 23, 59, 59, tzinfo=UTC), ten, ten, ten]


def test_a_folder_of_datasets_is_read_and_what_is_about_it_is_not(tmp_path):
    (tmp_path / "train").mkdir()
    arrow = pa.Table.from_pylist(ROWS[:2])
    with pa.ipc.new_stream(tmp_path / "train" / "data-00000-of-00001.arrow", arrow.schema) as out:
        out.write_table(arrow)
    for name in ("dataset_dict.json", "train/dataset_info.json", "train/state.json"):
        (tmp_path / name).write_text("{}")
    found = import_tables(Home.at(tmp_path / "home"), [tmp_path], ASKED, Wishes(), NOW, dry=True, show=False)
    assert dict(found.outcomes) == {"imported": 2}
    only = Wishes(languages=("fr",))
    found = import_tables(Home.at(tmp_path / "home"), [tmp_path], ASKED, only, NOW, dry=True, show=False)
    assert dict(found.outcomes) == {"imported": 1, "language": 1}


def test_mistakes_are_told(table, tmp_path):
    home = Home.at(tmp_path)
    with pytest.raises(InputError, match=r"no column for url: say --map url=COLUMN; the table has a, text"):
        (tmp_path / "t.jsonl").write_text('{"a": 1, "text": "b"}\n')
        import_tables(home, [tmp_path / "t.jsonl"], Asked("set", {}), Wishes(), NOW, show=False)
    with pytest.raises(InputError, match="no such column"):
        import_tables(home, [table], Asked("other_set", {"text": "nothing"}), Wishes(), NOW, show=False)
    with pytest.raises(InputError, match="write OURS=COLUMN"):
        mapping(["body"])
    home.sources.mkdir(parents=True)
    (home.sources / "paper.yaml").write_text("title: Paper\nurl: https://paper.example/\n")
    with pytest.raises(InputError, match="paper is crawled"):
        import_tables(home, [table], Asked("paper", {}), Wishes(), NOW, show=False)


PUBLISHERS = [
    {
        "link": f"https://p{number}.example/{number}",
        "content": f"{TEXT} {number}",
        "publisher": name,
        "crawl_date": "2025-11-03",
    }
    for number, name in enumerate(["The Post", "Le Monde", "the-post", "Правда", "Известия", "", None])
]


def test_a_column_of_the_source_makes_sources_of_their_own(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in PUBLISHERS))
    home = Home.at(tmp_path / "home")
    asked = Asked("news", {"source": "publisher"})
    imported = import_tables(home, [path], asked, Wishes(nights="year"), NOW, show=False)
    names = ["news", "news_852bb6ee", "news_eb150335", "news_le_monde", "news_the_post"]
    assert (list(imported.sources), dict(imported.outcomes)) == (names, {"imported": 7})
    sources = [load_source(home.sources, name) for name in names]
    assert [(each.title, each.table) for each in sources] == [
        ("news", True), ("Известия", True), ("Правда", True), ("Le Monde", True), ("The Post", True),
    ]  # fmt: skip
    pages = [
        json.loads((path / "crawl.json").read_text())["pages"] for path in sorted(home.archive.glob("source=*/night=*"))
    ]
    assert pages == [2, 1, 1, 1, 2]
    path.write_text(json.dumps(PUBLISHERS[0] | {"content": TEXT + " Again."}))
    (home.sources / "news_the_post.yaml").write_text("title: The Post\nurl: https://post.example/\n")
    again = import_tables(home, [path], asked, Wishes(nights="year"), NOW, show=False)
    assert (again.sources, dict(again.outcomes)) == ((), {"not_wanted": 1})


@pytest.mark.parametrize(
    ("name", "head", "note"),
    [
        ("a.csv", "url;text;title", "columns are parted by semicolons"),
        ("b.csv", 'url\ttext\t"a, b, c"', "columns are parted by tabs"),
        ("c.tsv", "url|text|title", "columns are parted by vertical bars"),
        ("d.csv", "url,text,title", None),
        ("e.tsv", "url\ttext\ttitle", None),
    ],
)
def test_what_parts_the_columns_is_found_and_named(tmp_path, name, head, note):
    part = next(each for each in ";\t|," if each in head)
    row = part.join(["https://a.example/1", f'"{TEXT}"', "Title"])
    (tmp_path / name).write_text(f"{head}\n{row}\n")
    imported = import_tables(
        Home.at(tmp_path / "home"), [tmp_path / name], Asked("news", {}), Wishes(), NOW, show=False
    )
    assert dict(imported.outcomes) == {"imported": 1}
    assert imported.notes == ({str(tmp_path / name): note} if note else {})
