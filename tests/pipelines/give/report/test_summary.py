"""The account of a night: what it brought, and nothing of what later nights do."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.corpus.publish.views import write_views
from pipelines.give.report.step import report_night
from pipelines.give.report.summary import DATES, EVENTS, account, source_summary
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

FIRST, SECOND = date(2026, 2, 2), date(2026, 2, 3)


def write(lake: Lake, table: str, *rows: dict[str, object]) -> None:
    blank = dict.fromkeys(TABLES[table].schema.names)
    lake.replace(table, pa.Table.from_pylist([blank | row for row in rows], schema=TABLES[table].schema))


def revision(work: str, number: int, night: date) -> dict[str, object]:
    first = FIRST if work == "a" else SECOND
    return {"article_id": work, "revision": number, "night": night, "first_night": first, "month": "2026-02"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Two nights: `a` is found on the first and corrected on the second, on which `b` is found."""
    home = Home.at(tmp_path)
    lake = Lake(home.lake)
    seen = [("a", FIRST), ("a", SECOND), ("b", SECOND)]
    fetched = [{"night": night, "source": "paper", "url_key": work} for work, night in seen]
    write(lake, "fetches", *({**row, "resource": "page", "outcome": "stored"} for row in fetched))
    write(lake, "documents", *({**row, "article_id": row["url_key"]} for row in fetched))
    first = {"a": {"first_night": FIRST, "month": "2026-02"}, "b": {"first_night": SECOND, "month": "2026-02"}}
    write(lake, "articles", *({"article_id": w, "source": "paper", "copies": 0} | first[w] for w in "ab"))
    write(lake, "revisions", revision("a", 1, FIRST), revision("a", 2, SECOND), revision("b", 1, SECOND))
    write_views(home)
    return home


def counts(home: Home, night: date | None) -> tuple[int, ...]:
    (row,) = source_summary(home, night).to_pylist()
    return tuple(row[name] for name in ("fetched", "extracted", "articles", "undated", "revisions"))


def test_a_revision_belongs_to_the_night_that_found_it(home: Home) -> None:
    assert counts(home, FIRST) == (1, 1, 1, 1, 0)
    assert counts(home, SECOND) == (2, 2, 1, 1, 1)
    assert counts(home, None) == (3, 3, 2, 2, 1)


def test_a_report_written_again_is_the_same_bytes(home: Home) -> None:
    assert report_night(home, FIRST, lambda *_: None).changed
    assert report_night(home, SECOND, lambda *_: None).changed
    assert not report_night(home, FIRST, lambda *_: None).changed


def test_later_nights_change_neither_events_nor_dates_of_an_account(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    lake = Lake(home.lake)
    works = [("bridge", "paper", FIRST), ("ferry", "other", FIRST), ("harbour", "third", SECOND)]
    mine = [{"article_id": work, "source": source, "first_night": night, "month": "2026-02"}
            for work, source, night in works]  # fmt: skip
    pages = [{"article_id": work, "url_key": work, "source": source, "night": night, "title": f"The {work}"}
             for work, source, night in works]  # fmt: skip
    write(lake, "documents", *pages)
    write(lake, "articles", *mine)
    write(
        lake, "events", *({**row, "event_id": "bridge", "strength": 0.6 + place / 10} for place, row in enumerate(mine))
    )
    undated = [{**row, "night": row["first_night"]} for row in mine]
    undated[0]["until_night"] = SECOND
    dated = {**mine[0], "night": SECOND, "published": "2026-02-01", "published_precision": "day"}
    write(lake, "date_history", *undated, dated)
    expected = {FIRST: ("The bridge", 2, 2, ["unknown", "unknown"]), SECOND: ("The harbour", 3, 1, ["unknown"])}
    for night, (title, articles, new, precisions) in expected.items():
        with account(home, night) as ask:
            (event,) = ask(EVENTS).to_pylist()
            assert (event["event"], event["articles"], event["new_tonight"]) == (title, articles, new)
            assert ask(DATES)["precision"].to_pylist() == precisions
