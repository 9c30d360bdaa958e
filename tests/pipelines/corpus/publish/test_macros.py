"""Sources, columns that views compute, and macros about one article, on a corpus of three works made by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipelines.ask.sql.connection import connect
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from tests.pipelines.conftest import SEEN, article

MONDAY, TUESDAY = date(2026, 2, 2), date(2026, 2, 3)
WEB = datetime(1991, 8, 6, tzinfo=UTC)
DAY = {
    "published": "2026-02-01", "published_day": date(2026, 2, 1), "published_precision": "day",
    "not_before": datetime(2026, 1, 31, 23, tzinfo=UTC), "not_after": datetime(2026, 2, 1, 22, 59, 59, tzinfo=UTC),
}  # fmt: skip
ROWS: dict[str, list[dict[str, Any]]] = {
    "articles": [
        article(
            "flood", url="https://www.paper.example/flood", cluster_id="flood", capture_id="f1", document_id="F", **DAY,
            related=[
                {"url": "https://paper.example/dam?from=flood", "title": "The dam", "position": 0},
                {"url": "https://paper.example/never-fetched", "title": "Never", "position": 1},
            ],
        ),
        article("dam", cluster_id="dam", capture_id="d1", document_id="D", not_before=WEB, language="cy", related=[]),
        article("reprint", source="digest", url="https://digest.example/1", cluster_id="flood", role="copy", capture_id="r1",
                document_id="R", not_before=WEB, related=[]),
    ],
    "documents": [
        {"article_id": "flood", "url_key": "paper.example/flood", "capture_id": "f1", "document_id": "F", "night": MONDAY},
        {"article_id": "flood", "url_key": "paper.example/flood", "capture_id": "f2", "document_id": "F", "night": TUESDAY},
        {"article_id": "dam", "url_key": "paper.example/dam", "capture_id": "d1", "document_id": "D", "night": MONDAY},
        {"article_id": "reprint", "url_key": "digest.example/1", "capture_id": "r1", "document_id": "R", "night": MONDAY},
    ],
    "links": [
        {"from_url": "https://www.paper.example/flood", "from_url_key": "paper.example/flood", "kind": "related", "position": 0,
         "to_url": "https://paper.example/dam?from=flood", "to_url_key": "paper.example/dam", "anchor": "The dam"},
        {"from_url": "https://paper.example/", "from_url_key": "paper.example", "kind": "section", "position": 4,
         "to_url": "https://paper.example/dam", "to_url_key": "paper.example/dam", "anchor": "Dam"},
    ],
    "clusters": [
        {"article_id": "flood", "cluster_id": "flood", "role": "origin", "source": "paper", "first_seen": SEEN},
        {"article_id": "reprint", "cluster_id": "flood", "role": "copy", "source": "digest", "similarity": 0.9,
         "first_seen": SEEN + timedelta(hours=1)},
        {"article_id": "dam", "cluster_id": "dam", "role": "origin", "source": "paper", "first_seen": SEEN},
    ],
    "revisions": [
        {"article_id": "dam", "night": MONDAY, "revision": 1, "change": "first", "title": "Dam"},
        {"article_id": "dam", "night": TUESDAY, "revision": 2, "change": "headline", "title": "Dam breaks", "diff": "-Dam"},
    ],
    "date_history": [{"article_id": "dam", "night": MONDAY, "change": "first", "published_basis": "unknown: nothing says"}],
    "departures": [{"article_id": "dam", "night": TUESDAY, "reason": "HTTP 410", "url_key": "paper.example/dam"}],
    "source_settings": [
        {"source": "paper", "night": MONDAY, "title": "Paper", "url": "https://paper.example/", "country": "GB"},
        {"source": "paper", "night": TUESDAY, "title": "The Paper", "url": "https://paper.example/", "language": "en",
         "time_zone": "Europe/London"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    home = Home.at(tmp_path_factory.mktemp("home"))
    for name, rows in ROWS.items():
        schema = TABLES[name].schema
        same = {"night": MONDAY, "source": "paper", "fetched_at": SEEN, "month": "2026-02"}
        filled = [dict.fromkeys(schema.names) | same | row for row in rows]
        Lake(home.lake).replace(name, pa.Table.from_pylist(filled, schema=schema))
    write_views(home)
    return connect(home)


def rows(corpus: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return corpus.execute(query).fetchall()


def test_a_source_is_as_its_file_stood_at_the_last_crawl(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT source, title, country, languages, time_zone, since, last_night, nights, articles FROM sources"
    assert rows(corpus, query) == [("paper", "The Paper", None, ["cy", "en"], "Europe/London", MONDAY, TUESDAY, 2, 2)]


def test_documents_join_once_by_capture(corpus: duckdb.DuckDBPyConnection) -> None:
    by_capture = "SELECT article_id, d.night FROM articles JOIN documents d USING (article_id, capture_id) ORDER BY 1"
    assert rows(corpus, by_capture) == [("dam", MONDAY), ("flood", MONDAY), ("reprint", MONDAY)]
    assert rows(corpus, "SELECT count(*) FROM articles JOIN documents USING (document_id)") == [(4,)]


def test_every_work_has_an_interval_that_says_what_it_comes_from(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT article_id, domain, interval_basis, published_to - published_from FROM articles ORDER BY 1 LIMIT 2"
    assert rows(corpus, query) == [
        ("dam", "paper.example", "bounds", SEEN + timedelta(seconds=1) - WEB),
        ("flood", "paper.example", "day", timedelta(days=1)),
    ]


@pytest.mark.parametrize("article", ["flood", "https://www.paper.example/flood"])
def test_related_links_lead_to_works_under_any_of_their_addresses(
    article: str, corpus: duckdb.DuckDBPyConnection
) -> None:
    query = f"SELECT position, anchor, article_id, source FROM related('{article}')"
    assert rows(corpus, query) == [(0, "The dam", "dam", "paper"), (1, "Never", None, None)]


def test_pages_that_link_to_an_article_are_told_with_the_works_they_are(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT from_url, kinds, position, anchor, article_id FROM linked_from('dam') ORDER BY from_url"
    assert rows(corpus, query) == [
        ("https://paper.example/", ["section"], 4, "Dam", None),
        ("https://www.paper.example/flood", ["related"], 0, "The dam", "flood"),
    ]


def test_copies_are_the_others_of_the_cluster(corpus: duckdb.DuckDBPyConnection) -> None:
    assert rows(corpus, "SELECT article_id, source, role FROM copies('flood')") == [("reprint", "digest", "copy")]
    assert rows(corpus, "SELECT article_id, source, role FROM copies('reprint')") == [("flood", "paper", "origin")]
    assert rows(corpus, "FROM copies('dam')") == []
    assert rows(corpus, "SELECT article_id FROM copies('flo')") == [("reprint",)]  # the beginning of an id


def test_the_history_of_an_article_goes_by_night(corpus: duckdb.DuckDBPyConnection) -> None:
    assert rows(corpus, "SELECT night, what, change, value, detail FROM history('dam')") == [
        (MONDAY, "text", "first", "Dam", None),
        (MONDAY, "date", "first", "unknown", "unknown: nothing says"),
        (TUESDAY, "text", "headline", "Dam breaks", "-Dam"),
        (TUESDAY, "page", "gone", "paper.example/dam", "HTTP 410"),
    ]
