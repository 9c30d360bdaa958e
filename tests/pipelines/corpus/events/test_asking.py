"""Events where people ask: the step on a small home, `show`, `search --events`, the report, the macros."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner

from pipelines.ask.search.step import index_night
from pipelines.ask.sql.connection import connect
from pipelines.cli import dateline
from pipelines.corpus.events.index import opened
from pipelines.corpus.events.step import FILE, event_night
from pipelines.corpus.publish.views import write_views
from pipelines.give.report.step import report_night
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DOCUMENTS, LINKS
from tests.pipelines.conftest import article, written_corpus
from tests.pipelines.corpus.events.tellings import MONDAY, TELLINGS


def quiet(*_: int) -> None:
    """Progress that nobody sees."""


def rows() -> list[dict[str, Any]]:
    """The tellings as works of a source each, dated to the minute."""
    found = []
    for number, row in enumerate(TELLINGS):
        at = datetime(2026, 2, 2, 6, number, tzinfo=UTC) + timedelta(days=row["days"])
        found.append(
            article(
                row["id"], url_key=row["id"], source=f"paper_{row['id']}", title=row["title"], text=row["text"],
                language=row["language"],
                published=at.isoformat(), published_at=at, published_day=at.date(), published_precision="minute",
                not_before=at, not_after=at + timedelta(seconds=59), first_night=MONDAY, month="2026-02",
                first_seen=datetime(2026, 2, 2, 8, number, tzinfo=UTC),
            )
        )  # fmt: skip
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = written_corpus(tmp_path_factory.mktemp("events"), *rows())
    blank = dict.fromkeys(DOCUMENTS.names)
    pages = [
        blank
        | {
            "article_id": row["id"],
            "url_key": row["id"],
            "source": "x",
            "title": row["title"],
            "kind": "article",
            "kind_basis": "text",
            "night": MONDAY,
        }
        for row in TELLINGS
    ]
    Lake(made.lake).replace("documents", pa.Table.from_pylist(pages, schema=DOCUMENTS), night=MONDAY)
    link = dict.fromkeys(LINKS.names) | {"night": MONDAY, "source": "paper_quake_de", "kind": "in_body"}
    ends = {"from_url_key": "quake_de", "to_url_key": "quake_en"}
    Lake(made.lake).replace("links", pa.Table.from_pylist([link | ends], schema=LINKS), night=MONDAY)
    event_night(made, MONDAY, quiet)
    write_views(made)
    index_night(made, MONDAY, quiet)
    return made


def asked(home: Home, query: str) -> list[tuple[Any, ...]]:
    with connect(home) as corpus:
        return corpus.execute(query).fetchall()


def test_the_step_writes_a_row_for_each_work_that_others_share_an_event_with(home: Home) -> None:
    assert asked(home, "SELECT event_id, count(*), bool_and(strength > 0.5) FROM events GROUP BY 1 ORDER BY 1") == [
        ("fund_en", 2, True), ("quake_en", 4, True),
    ]  # fmt: skip
    assert not event_night(home, MONDAY, quiet).changed


def test_a_lost_index_or_table_is_made_again(home: Home) -> None:
    before = asked(home, "FROM events ORDER BY article_id")
    (home.index / FILE).unlink()
    assert not event_night(home, MONDAY, quiet).changed
    assert asked(home, "FROM events ORDER BY article_id") == before


def test_a_build_that_was_killed_before_works_were_queued_is_made_up_for(home: Home) -> None:
    before = asked(home, "FROM events ORDER BY article_id")
    (home.index / FILE).unlink()
    with opened(home.index / FILE):
        pass  # as a killed step leaves it
    event_night(home, MONDAY, quiet)
    with opened(home.index / FILE) as index:
        assert len(index.numbers([row["id"] for row in TELLINGS])) == len(TELLINGS)
    assert asked(home, "FROM events ORDER BY article_id") == before


def test_who_was_first_is_said_with_the_others(home: Home) -> None:
    query = "SELECT tellings, len(sources), languages, first_tellings FROM event('quake_ru')"
    assert asked(home, query) == [(4, 4, ["de", "en", "ru"], ["quake_en"])]
    query = "SELECT source, links_to FROM coverage('quake_en') WHERE links_to IS NOT NULL"
    assert asked(home, query) == [("paper_quake_de", ["paper_quake_en"])]
    query = "SELECT source, telling FROM coverage('quake_de')"
    assert [source for source, telling in asked(home, query) if telling == "own words"] == [
        "paper_quake_en", "paper_quake_de", "paper_quake_ru", "paper_quake_en2",
    ]  # fmt: skip
    assert asked(home, "SELECT night, new_members, tellings, sources FROM event_history('quake_ru')") == [
        (MONDAY, 4, 4, 4)
    ]  # fmt: skip
    assert asked(home, "SELECT certain, other_sources FROM first_with('paper_quake_en')") == [(True, 3)]
    assert asked(home, "SELECT least_hours FROM lag('paper_quake_en2')") == [(24.0,)]
    assert asked(home, "SELECT sources FROM missed_by('paper_fund_en', 30)")[0][0][0] == "paper_quake_de"
    assert asked(home, "SELECT article_id FROM exclusive('paper_old_quake')") == [("old_quake",)]
    assert asked(home, "SELECT count(*) FROM events_between('2026-02-02', '2026-02-03')") == [(2,)]
    assert asked(home, "SELECT count(*) FROM events_as_of(DATE '2026-02-01')") == [(0,)]


def test_show_says_how_many_sources_report_it_and_who_was_first(home: Home) -> None:
    result = CliRunner().invoke(dateline, ["--home", str(home.root), "show", "quake_en2"])
    lines = result.stdout.splitlines()
    at = lines.index("Event quake_en (reported by 4 sources)")
    assert lines[at + 1] == "  4 independent tellings, first by paper_quake_en"
    assert lines[at + 2].split() == ["quake_en", "paper_quake_en", "2026-02-02", "own", "words"]


def test_search_puts_works_of_one_event_together(home: Home) -> None:
    result = CliRunner().invoke(
        dateline, ["--home", str(home.root), "search", "earthquake", "--events", "--format", "jsonl"]
    )
    found = [line.partition('"article_id": "')[2].partition('"')[0] for line in result.stdout.splitlines()]
    assert abs(found.index("quake_en") - found.index("quake_en2")) == 1
    assert '"event_id": "quake_en"' in result.stdout


def test_the_report_lists_the_events_of_the_night(home: Home) -> None:
    report_night(home, MONDAY, quiet)
    page = (home.reports / f"{MONDAY}.html").read_text(encoding="utf-8")
    assert "Kessler and Marchand agree on recovery fund" in page
    assert "paper_fund_en paper_fund_es" in page
    assert "paper_quake_de paper_quake_en paper_quake_en2 paper_quake_ru" in page
