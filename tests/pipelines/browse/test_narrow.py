"""Queries over the files of some nights and months alone: the same rows as over all, and no other file is opened."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.browse.narrow import Whereabouts, narrowed, whereabouts, works_of_pages
from pipelines.browse.publication import Newest, Publication
from pipelines.lake.home import Home
from pipelines.night.locator import forget, locating, reading
from tests.pipelines.ask.show.test_show import ONE, STORY, TWO
from tests.pipelines.browse.test_server import home

__all__ = ["home"]
OF_STORY = "SELECT night, fetched_at FROM documents WHERE article_id = ? ORDER BY night"


@pytest.fixture(scope="module")
def known(home: Home) -> Home:
    with locating(home):
        pass
    return home


@pytest.fixture(scope="module")
def publication(known: Home) -> Publication:
    return Newest(known)()


def test_a_work_is_found_where_the_locator_has_it(known: Home, publication: Publication) -> None:
    where = whereabouts(known, [STORY])
    assert (set(where.captured or ()), set(where.placed or ())) == ({ONE, TWO}, {ONE})
    all_rows = publication.rows(OF_STORY, STORY)
    assert publication.rows(OF_STORY, STORY, within=where.of_captures) == all_rows
    assert [row["night"] for row in all_rows] == [ONE, TWO]
    only = publication.rows(OF_STORY, STORY, within={"documents": [TWO]})
    assert [row["night"] for row in only] == [TWO]


def test_a_query_opens_no_other_file(publication: Publication) -> None:
    query = narrowed("WITH own AS (FROM documents) FROM own", publication.views, {"documents": [ONE]})
    assert query.startswith("WITH documents AS NOT MATERIALIZED (") and ", own AS (FROM documents)" in query
    assert f"night={ONE}" in query and f"night={TWO}" not in query
    assert narrowed("FROM documents", publication.views, {"documents": None}) == "FROM documents"


def test_where_no_file_is_of_the_night_there_are_no_rows(publication: Publication) -> None:
    query = f"SELECT count(*) AS n FROM documents WHERE night = DATE '{date(2001, 1, 1)}'"
    assert publication.rows(query, within={"documents": [date(2001, 1, 1)]}) == [{"n": 0}]


def test_without_a_locator_all_files_are_read(known: Home, tmp_path: Path) -> None:
    copy = Home.at(tmp_path / "copy")
    shutil.copytree(known.root, copy.root)
    forget(copy)
    assert whereabouts(copy, [STORY]) == Whereabouts()
    assert works_of_pages(copy, "paper", ["paper.example/bridge"], TWO) is None
    (copy.index / "works.sqlite").write_bytes(b"no database")
    with reading(copy) as locator:
        assert locator is None
    assert len(Newest(copy)().rows(OF_STORY, STORY, within=whereabouts(copy, [STORY]).of_captures)) == 2


def test_a_work_that_the_locator_does_not_know_is_looked_for_everywhere(known: Home) -> None:
    assert whereabouts(known, [STORY, "ffffffffffffffff"]) == Whereabouts()


def test_pages_lead_to_the_works_that_they_had(known: Home) -> None:
    keys = ["paper.example/bridge", "paper.example/none"]
    assert works_of_pages(known, "paper", keys, TWO) == {"paper.example/bridge": (TWO, STORY)}
    assert works_of_pages(known, "paper", keys, ONE) == {"paper.example/bridge": (ONE, STORY)}
