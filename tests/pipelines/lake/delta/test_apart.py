"""Changed rows that are kept apart: every reader sees them, the large file stays, and they are merged in time."""

import random
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.ask.sql.query import query_corpus
from pipelines.corpus.publish.views import write_views
from pipelines.give.export.reading import read_chosen
from pipelines.give.export.snapshot import snapshot
from pipelines.lake.delta import Lake, grouping, month_of
from pipelines.lake.delta.apart import DIRECT_ROWS, MAX_SHARE
from pipelines.lake.home import Home
from pipelines.lake.layout import stamp
from pipelines.lake.schemas import ARTICLES
from pipelines.upkeep.maintenance import merge_files

NIGHTS = [date(2026, 1, 30) + timedelta(days=n) for n in range(4)]
LARGE = DIRECT_ROWS + 200


def rows(*works: tuple[str, date, str]) -> pa.Table:
    made = [
        {"article_id": work, "source": "paper", "title": title, "url": f"https://paper.example/{work}", "first_night": night,
         "month": month_of(night)}
        for work, night, title in works
    ]  # fmt: skip
    return pa.Table.from_pylist([dict.fromkeys(ARTICLES.names) | row for row in made], schema=ARTICLES)


def titles(table: pa.Table) -> dict[str, str]:
    found = table.select(["article_id", "title"]).to_pylist()
    assert len({row["article_id"] for row in found}) == len(found), "a work stands twice"
    return {row["article_id"]: row["title"] for row in found}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.at(tmp_path)
    stamp(home.root)
    first = [(f"w{n:04}", NIGHTS[n % 2], "old") for n in range(LARGE)]
    Lake(home.lake).replace_works("articles", rows(*first), [work for work, *_ in first], NIGHTS)
    return home


def test_a_change_in_a_large_file_writes_the_work_alone_and_every_reader_sees_it(home: Home) -> None:
    lake = Lake(home.lake)
    before = lake.files("articles")
    assert lake.replace_works("articles", rows(("w0000", NIGHTS[0], "new")), ["w0000"], [NIGHTS[0]])
    assert lake.files("articles") == before
    assert lake.read("changed_articles").num_rows == 1
    expected = {f"w{n:04}": "new" if n == 0 else "old" for n in range(LARGE)}
    assert titles(lake.read("articles")) == expected
    assert titles(lake.read_works("articles", ["w0000", "w0002"], [NIGHTS[0]])) == {"w0000": "new", "w0002": "old"}
    assert titles(lake.read_first_seen("articles", NIGHTS[0], columns=["article_id", "title"])) == {
        work: title for work, title in expected.items() if int(work[1:]) % 2 == 0
    }
    batches = list(lake.batches("articles", ["title", "article_id"], rows=500))
    assert titles(pa.Table.from_batches(batches)) == expected
    write_views(home)
    assert titles(query_corpus(home, "SELECT article_id, title FROM articles")) == expected
    with snapshot(home) as corpus:
        order = corpus.connection.sql("SELECT article_id AS id, first_night FROM articles ORDER BY first_night, id")
        chosen = order.to_arrow_table()
        chunks = [chunk for _, chunk in read_chosen(corpus.groups, chosen, ["article_id", "title"])]
    assert [work for chunk in chunks for work in chunk["article_id"].to_pylist()] == chosen["id"].to_pylist()
    assert titles(pa.concat_tables(chunks)) == expected
    shown = query_corpus(home, "SELECT title FROM articles WHERE url = 'https://paper.example/w0000'")
    assert shown["title"].to_pylist() == ["new"]


def test_a_work_that_goes_or_moves_leaves_no_row_apart(home: Home) -> None:
    lake = Lake(home.lake)
    lake.replace_works(
        "articles", rows(("w0000", NIGHTS[0], "new"), ("w0001", NIGHTS[1], "new")), ["w0000", "w0001"], NIGHTS
    )
    lake.replace_works("articles", rows(("w0001", NIGHTS[2], "moved")), ["w0000", "w0001"], NIGHTS)
    found = titles(lake.read("articles"))
    assert "w0000" not in found
    assert found["w0001"] == "moved"
    assert lake.read("changed_articles").num_rows == 0


def test_many_changes_are_merged_into_the_file(home: Home) -> None:
    lake = Lake(home.lake)
    works = [(f"w{2 * n:04}", NIGHTS[0], "new") for n in range(int(LARGE * MAX_SHARE) + 10)]
    few = works[: len(works) // 2]
    lake.replace_works("articles", rows(*few), [work for work, *_ in few], NIGHTS)
    assert lake.read("changed_articles").num_rows == len(few)
    rest = works[len(few) :]
    lake.replace_works("articles", rows(*rest), [work for work, *_ in rest], NIGHTS)
    assert lake.read("changed_articles").num_rows == 0
    assert sorted(titles(lake.read("articles")).values()).count("new") == len(works)


@pytest.mark.parametrize("full_rows", [grouping.FULL_ROWS, 400])
def test_whatever_is_replaced_and_merged_the_rows_are_those_put_last(
    home: Home, full_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "FULL_ROWS", full_rows)
    lake, draw = Lake(home.lake), random.Random(7)
    expected = titles(lake.read("articles"))
    place = {f"w{n:04}": NIGHTS[n % 2] for n in range(LARGE)}
    for turn in range(25):
        works = [*draw.sample(sorted(place), draw.choice([1, 3, 40])), f"x{turn:04}"]
        put = []
        for work in works:
            night = draw.choice(NIGHTS) if work not in place or draw.random() < 0.1 else place[work]
            if draw.random() < 0.9:
                put.append((work, night, f"turn {turn}"))
        nights = {place[work] for work in works if work in place}
        lake.replace_works("articles", rows(*put), works, nights)
        for work in works:
            expected.pop(work, None), place.pop(work, None)
        expected |= {work: title for work, _, title in put}
        place |= {work: night for work, night, _ in put}
        if turn % 10 == 9:
            merge_files(lake, "articles")
            assert lake.read("changed_articles").num_rows == 0
        assert titles(lake.read("articles")) == expected
    write_views(home)
    assert titles(query_corpus(home, "SELECT article_id, title FROM articles")) == expected
