"""Nights joined to intervals: the same rows in any order of nights, and no spurious change on a made front page."""

import random
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pipelines.corpus.headlines.choice import key_of
from pipelines.corpus.headlines.marks import compared
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import HEADLINE_SIGHTINGS, SIGHTINGS
from tests.benchmarks.front_page import FrontPage
from tests.benchmarks.headlines import replay, scores

URL, KEY = "http://a.example/mill", "a.example/mill"


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 2, day, hour, tzinfo=UTC)


def seen(day: int, headline: str, hours: tuple[int, int] = (2, 2), place: str = "list", **more: object) -> dict:
    """A headline between two hours of a day, at the top of the front page."""
    row = dict.fromkeys(HEADLINE_SIGHTINGS.names) | {
        "night": date(2026, 2, day), "source": "a", "place": place, "list_url": "http://a.example/", "list_key": "a.example",
        "url": URL, "url_key": KEY, "headline": headline, "headline_key": key_of(compared(headline)), "is_label": False,
        "first_seen": at(day, hours[0]), "last_seen": at(day, hours[1]), "first_position": 3, "last_position": 5,
        "best_position": day,
    }  # fmt: skip
    return row | more


def home_of(folder: Path, *rows: dict, order: random.Random | None = None, works: list[dict] | None = None) -> Home:
    home = Home.at(folder)
    lake = Lake(home.lake)
    nights = sorted({row["night"] for row in rows})
    if order is not None:
        order.shuffle(nights)
    for night in nights:
        table = pa.Table.from_pylist([row for row in rows if row["night"] == night], schema=HEADLINE_SIGHTINGS)
        lake.replace("headline_sightings", lake.in_order("headline_sightings", table), night=night)
    if works:
        for row in works:
            lake.replace("sightings", pa.Table.from_pylist([row], schema=SIGHTINGS), night=row["night"])
    write_views(home)
    return home


def asked(home: Home, query: str) -> list[tuple]:
    with duckdb.connect(str(home.corpus), read_only=True) as corpus:
        corpus.execute("SET TimeZone = 'UTC'")
        return corpus.execute(query).fetchall()


def test_nights_are_joined_and_a_change_lies_between_two_looks(tmp_path: Path) -> None:
    rows = [seen(2, "A man", (2, 9)), seen(3, "A man"), seen(4, "B man"), seen(5, "A man", (2, 4)), seen(6, "A man")]
    home = home_of(tmp_path, *rows)
    found = asked(
        home, "SELECT headline, look_before, first_seen, last_seen, look_after, nights, went_back FROM headlines"
    )
    assert found == [
        ("A man", None, at(2, 2), at(3, 2), at(4, 2), 2, False),
        ("B man", at(3, 2), at(4, 2), at(4, 2), at(5, 2), 1, False),
        ("A man", at(4, 2), at(5, 2), at(6, 2), None, 2, True),
    ]
    changes = asked(home, "SELECT before, after, last_before, first_after, went_back FROM headline_changes('a')")
    assert changes == [("A man", "B man", at(3, 2), at(4, 2), False), ("B man", "A man", at(4, 2), at(5, 2), True)]
    assert asked(home, f"SELECT stays, least_seconds, most_seconds, best_position FROM time_on_front('{URL}')") == [
        (1, 4 * 86_400, None, 3)
    ]


def test_a_night_that_comes_later_gives_the_same_rows(tmp_path: Path) -> None:
    rows = [seen(day, random.Random(day).choice(["A man", "B man", "C man"])) for day in range(2, 12)]
    first, *others = (
        asked(home_of(tmp_path / str(seed), *rows, order=random.Random(seed)), "FROM headlines ORDER BY ALL")
        for seed in range(3)
    )
    assert len(first) > 3 and others == [first, first]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (seen(2, "Harbour Mill burns", tail_key=key_of("Mill burns")), seen(3, "Mill burns")),
        (seen(2, "A man", other_keys=[key_of("B man")]), seen(3, "B man", other_keys=[key_of("A man")])),
        (seen(2, "A man"), seen(3, "A picture of a man", is_label=True)),
        (seen(2, "A man", shown="X A man"), seen(3, "Other", shown="X A man")),
    ],
)
def test_no_change(tmp_path: Path, one: dict, other: dict) -> None:
    assert asked(home_of(tmp_path, one, other), "SELECT count(*), max(version) FROM headlines") == [(1, 1)]


def test_an_unchanged_answer_of_a_page_extends_its_headline(tmp_path: Path) -> None:
    page = {"place": "page", "list_url": URL, "list_key": KEY, "article_id": "m"}
    answers = [
        {"night": date(2026, 2, day), "source": "a", "article_id": "m", "seen_at": at(day, 3)} for day in (3, 5, 7)
    ]
    home = home_of(tmp_path, seen(2, "A man", **page), seen(6, "B man", **page), works=answers)
    found = asked(home, "SELECT headline, last_seen, look_after FROM headlines ORDER BY version")
    assert found == [("A man", at(5, 3), at(6, 2)), ("B man", at(7, 3), None)]


def test_the_front_page_of_a_night(tmp_path: Path) -> None:
    ferry = {"url": "http://a.example/ferry", "url_key": "a.example/ferry", "last_position": 0}
    rows = [
        seen(2, "A man"),
        seen(3, "B man", (2, 8)),
        seen(3, "Ferry stays", (5, 8), **ferry),
        seen(3, "Gone by then", (2, 5)),
    ]
    home = home_of(tmp_path, *rows[:3], rows[3] | {"url_key": "a.example/gone"})
    columns = "position, headline, change, headline_before, since, seen_at"
    assert asked(home, f"SELECT {columns} FROM front('a', DATE '2026-02-09')") == [
        (1, "Ferry stays", "new", None, at(3, 5), at(3, 8)),
        (2, "B man", "headline", "A man", at(2, 2), at(3, 8)),
    ]


def test_changes_of_a_made_front_page_are_found_and_no_others(tmp_path: Path) -> None:
    front = FrontPage(looks=72, at_once=12, minutes=60, seed=4)
    home = Home.at(tmp_path)
    replay(front, home, backwards=True)
    found = scores(front, home)
    assert found["changed"]["true"] > 20 and found["went_back"]["true"] > 0
    assert {found[name][part] for name in found for part in ("precision", "recall")} == {1.0}
