"""The addresses of works: by their pages, by moves, and by links to and from their pages."""

from datetime import date, timedelta
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
HOST = "paper.example"
PAGES = (
    ("dam", "old-dam", MONDAY, "text"), ("dam", "dam", TUESDAY, "text"), ("argae", "argae", MONDAY, "text"),
    ("dam-2", "dam/2", TUESDAY, "further page"), ("dam-c", "dam/comment-page-1", TUESDAY, "further page"),
    ("damage", "damage", MONDAY, "text"),
)  # fmt: skip
ANSWERS = (
    ("old-dam", MONDAY, "stored"), ("old-dam", TUESDAY, "redirected"), ("dam", TUESDAY, "stored"),
    ("argae", MONDAY, "stored"), ("argae", TUESDAY, "not_modified"), ("damage", MONDAY, "stored"),
)  # fmt: skip
LINKS = (
    ("dam", "amphtml", "dam?amp=1", None), ("dam", "version", "dam?print=1", "print"), ("dam", "edition", "argae", "cy"),
    ("dam", "edition", "dam", "en"), ("dam", "pagination", "dam/3", "3"), ("dam", "pagination", "list/2", "2"),
    ("dam", "part", "dam-4.html", "4"), ("dam", "part", "dam/2", "2"),
    ("go", "redirect", "dam", None), ("dam", "related", "damage", "Damage"),
)  # fmt: skip
ROWS: dict[str, list[dict[str, Any]]] = {
    "articles": [
        article(work, url=f"https://{HOST}/{work}", url_key=f"{HOST}/{work}") for work in ("dam", "argae", "damage")
    ],
    "documents": [
        {"article_id": work, "url": f"https://{HOST}/{path}", "url_key": f"{HOST}/{path}", "night": night, "kind_basis": basis}
        | {"capture_id": path, "fetched_at": SEEN + timedelta(days=night.day)}
        for work, path, night, basis in PAGES
    ],
    "moves": [
        {"article_id": "dam", "night": TUESDAY, "url_key": f"{HOST}/dam", "from_url_key": f"{HOST}/old-dam"}
        | {"reason": "HTTP 301"}
    ],
    "fetches": [
        {"url_key": f"{HOST}/{path}", "night": night, "resource": "page", "outcome": outcome}
        for path, night, outcome in ANSWERS
    ],
    "links": [
        {"from_url": f"https://{HOST}/{start}", "from_url_key": f"{HOST}/{start}", "kind": kind, "night": TUESDAY}
        | {"to_url": f"https://{HOST}/{end}", "to_url_key": f"{HOST}/{end.partition('?')[0]}", "anchor": anchor}
        for start, kind, end, anchor in LINKS
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    home = Home.at(tmp_path_factory.mktemp("home"))
    for name, rows in ROWS.items():
        schema = TABLES[name].schema
        filled = [dict.fromkeys(schema.names) | {"source": "paper", "month": "2026-02"} | row for row in rows]
        Lake(home.lake).replace(name, pa.Table.from_pylist(filled, schema=schema))
    write_views(home)
    return connect(home)


def test_every_address_of_a_work_has_a_role_and_a_reason(corpus: duckdb.DuckDBPyConnection) -> None:
    columns = f"replace(url, 'https://{HOST}/', ''), role, reason, first_night, last_night, other_article_id"
    rows = corpus.execute(f"SELECT {columns} FROM addresses('dam')").fetchall()
    assert rows == [
        ("dam", "canonical", "page of the current text", TUESDAY, TUESDAY, None),
        ("go", "moved", f"redirects to {HOST}/dam", TUESDAY, TUESDAY, None),
        ("old-dam", "moved", f"HTTP 301, now {HOST}/dam", MONDAY, MONDAY, None),
        ("dam-4.html", "part", "link part 4", TUESDAY, TUESDAY, None),
        ("dam/2", "part", "link part 2", TUESDAY, TUESDAY, None),
        ("dam/3", "part", "link pagination 3", TUESDAY, TUESDAY, None),
        ("dam/comment-page-1", "comments", "further page", TUESDAY, TUESDAY, None),
        ("dam?print=1", "print", "link version print", TUESDAY, TUESDAY, None),
        ("dam?amp=1", "amp", "link amphtml", TUESDAY, TUESDAY, None),
        ("argae", "edition", "link edition cy", TUESDAY, TUESDAY, "argae"),
    ]


def test_the_view_has_the_addresses_of_all_works(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT article_id, count(*), max(last_night) FROM addresses GROUP BY 1 ORDER BY 1"
    assert corpus.execute(query).fetchall() == [("argae", 1, TUESDAY), ("dam", 10, TUESDAY), ("damage", 1, MONDAY)]
