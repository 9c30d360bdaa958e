"""Stories that are deleted, moved to a list, brought back: `gone_on` in SQL, whatever the order in which nights are built."""

import shutil
from datetime import date, timedelta

import pytest

from pipelines.ask.sql.query import query_corpus
from pipelines.lake.home import Home
from pipelines.nights import build

NIGHTS = [date(2025, 11, 3) + timedelta(days=days) for days in (0, 1, 2, 4)]
FIRST, SECOND, THIRD, FOURTH = NIGHTS
STAYS, DELETED, RETURNS, TO_FRONT, TO_LIST, RENAMED, TO_OTHER, SOFT, FRONT_COPY, LIST_COPY, TO_NOTICE = (
    f"/a-story-that-{what}-{number}.html"
    for number, what in enumerate(
        (
            "stays", "is-deleted", "returns", "leads-home", "leads-to-a-list", "is-renamed", "leads-to-another",
            "gives-way-to-a-notice", "gives-way-to-the-front-page", "gives-way-to-a-list", "leads-to-a-notice",
        ),
        start=100001,
    )
)  # fmt: skip
NEW_NAME, NOTICE = "/a-story-under-its-new-name-100020.html", "/oops.html"
STORIES = [STAYS, DELETED, RETURNS, TO_FRONT, TO_LIST, RENAMED, TO_OTHER, SOFT, FRONT_COPY, LIST_COPY, TO_NOTICE]
NOT_THERE = (
    "<p>The page you are looking for is not here any more. These are our latest stories, perhaps it is one of them.</p>"
)

HTML = {"Content-Type": "text/html"}


@pytest.fixture(scope="module")
def crawled(shared):
    paper = shared.paper
    shared.source(seeds=[f"{paper.url}/category/news"])
    lists = "".join(
        f'<h3><a href="{path}">A headline about {path}</a></h3><p>{"Rain, and more of it. " * 9}</p>'
        for path in STORIES
    )
    front = f"<title>The Paper of Today</title>{lists}<a href='/category/news'>News</a>"
    paper.answer("/", front, **HTML)
    paper.html("/category/news", *STORIES)
    for number, path in enumerate((*STORIES, NEW_NAME)):
        paper.story(path, text=f"Story {number} has words that no other has: {'abcdefghijkl'[number] * 9}.")
    menu = "".join(f"<a href='/category/{name}'>{name}</a> " for name in ("news", "sport", "culture", "weather"))
    renamed = paper.pages[NEW_NAME]
    renamed.body = renamed.body.replace(b"<body>", f"<body><div class=top>{menu}</div>".encode())
    shared.run(FIRST)
    back = {path: paper.pages[path] for path in (RETURNS, TO_LIST)}
    paper.answer(DELETED, status=410)
    paper.answer(RETURNS, status=404)
    paper.answer(TO_FRONT, status=301, Location="/")
    paper.answer(TO_LIST, status=302, Location="/category/news")
    paper.answer(RENAMED, status=301, Location=NEW_NAME)
    paper.answer(TO_OTHER, status=301, Location=STAYS)
    for path in (SOFT, NOTICE):
        paper.answer(path, f"<title>Page not found | Paper</title><h1>Page not found</h1>{NOT_THERE}{lists}", **HTML)
    paper.answer(TO_NOTICE, status=302, Location=NOTICE)
    paper.answer(FRONT_COPY, f"{front}<!-- 4711 -->", **HTML)
    paper.pages[LIST_COPY] = paper.pages["/category/news"]
    shared.run(SECOND)
    shared.run(THIRD)
    paper.pages |= back
    shared.run(FOURTH)
    return shared


def gone(home: Home) -> dict[str, date]:
    rows = query_corpus(home, "SELECT url, gone_on, revisions FROM articles").to_pylist()
    assert {row["revisions"] for row in rows} == {1}
    return {row["url"][row["url"].index("/a-story") :]: row["gone_on"] for row in rows if "/a-story" in row["url"]}


def after(nights: list[date], home: Home) -> dict[str, date]:
    for night in nights:
        build(home, [night], show=False)
    return gone(home)


def test_what_is_gone_bears_the_first_night_of_it_and_keeps_its_row_until_it_returns(crawled, tmp_path):
    home = Home.at(tmp_path)
    shutil.copytree(crawled.home / "archive", home.archive)
    found = after([FIRST, SECOND, THIRD], home)
    assert found == {
        STAYS: None,
        DELETED: SECOND,
        RETURNS: SECOND,
        TO_FRONT: SECOND,
        TO_LIST: SECOND,
        TO_OTHER: SECOND,
        SOFT: SECOND,
        FRONT_COPY: SECOND,
        LIST_COPY: SECOND,
        TO_NOTICE: SECOND,
        RENAMED: None,
        NEW_NAME: None,
    }
    assert after([FOURTH], home) == found | {RETURNS: None, TO_LIST: None}


def test_what_returns_is_there_again_in_whatever_order_nights_are_built(crawled, tmp_path):
    home = Home.at(tmp_path)
    shutil.copytree(crawled.home / "archive", home.archive)
    found = after([THIRD, FOURTH, FIRST, SECOND], home)
    assert (found[DELETED], found[RETURNS], found[TO_LIST], found[TO_FRONT]) == (SECOND, None, None, SECOND)
