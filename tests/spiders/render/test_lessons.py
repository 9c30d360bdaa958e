"""The JSON of stories: learned from drawn pages, checked each night, learned again; without a browser."""

import html
import json
from datetime import date

import pytest

import dateline
from pipelines.lake.archive import HTML_UTF8
from spiders.browser.page import Piece
from spiders.frontier.database import connect
from spiders.frontier.memory import Memory
from spiders.landing.answer import Answer
from spiders.render.lessons import MAX_BARREN, Lessons
from spiders.resources.reading import read_page
from tests.spiders.render.test_renderer import SHELL, answer

SITE = "https://tern.example"
ABOUT = ("harbour wall", "roof of the library", "ferry in winter", "old mill of Ardlow", "school of Ravel Cross")
BODY = "<p>The mayor spoke of the {0} first, and the council met again on Monday to hear what it costs.</p>" * 4
KEYS = {
    "plain": ("headline", "published", "body"),
    "WordPress": ("title", "date", "content"),
}


@pytest.fixture
def memory(tmp_path) -> Memory:
    return Memory(connect(tmp_path / "frontier.sqlite"))


def story(number: int) -> Answer:
    return answer(f"{SITE}/news/{ABOUT[number].replace(' ', '-')}-{number + 70}", SHELL)


def said(number: int, kind: str = "plain") -> bytes:
    title, day, text = KEYS[kind]
    values: list[object] = [
        f"Council talks of the {ABOUT[number]}",
        f"2026-05-0{number % 3 + 1}T10:00:00Z",
        BODY.format(ABOUT[number]),
    ]
    if kind == "WordPress":
        values = [{"rendered": values[0]}, values[1], {"rendered": values[2]}]
    return json.dumps(
        {"id": number, title: values[0], day: values[1], text: values[2], "authors": ["Ann Lee"]}
    ).encode()


def drawn(number: int) -> bytes:
    title, day = f"Council talks of the {ABOUT[number]}", f"2026-05-0{number % 3 + 1}T10:00:00Z"
    text = (
        f"<article><h1>{html.escape(title)}</h1><time datetime={day}>{day}</time>{BODY.format(ABOUT[number])}</article>"
    )
    return f"<title>The Tern</title>{text}".encode()


def pieces(number: int, at: str = "api", kind: str = "plain") -> dict[str, Piece]:
    menu = Piece(200, "application/json", b'{"menu": ["News", "Sport"]}')
    return {
        f"{SITE}/menu.json": menu,
        f"{SITE}/{at}/{number + 70}": Piece(200, "application/json", said(number, kind)),
    }


@pytest.mark.parametrize("kind", KEYS)
def test_two_drawn_stories_teach_where_the_others_are(memory, kind) -> None:
    lessons = Lessons(memory)
    assert lessons.learn(story(0), drawn(0), pieces(0, kind=kind)) is None
    assert lessons.address(story(2)) is None
    assert (
        lessons.learn(story(1), drawn(1), pieces(1, kind=kind)) == "learned its API: https://tern.example/api/{word -1}"
    )
    assert lessons.address(story(2)) == (f"{SITE}/api/{{word -1}}", f"{SITE}/api/72")
    assert lessons.address(answer(f"{SITE}/tag/72", SHELL)) is None
    page = lessons.page(story(2), Piece(200, "application/json", said(2, kind)))
    found = dateline.extract(page, story(2).exchange.url, date(2026, 5, 4))
    assert (found.title, found.published_day, found.authors) == (
        "Council talks of the ferry in winter", "2026-05-03", ("Ann Lee",),
    )  # fmt: skip
    assert found.text.count("The mayor spoke of the ferry in winter first") == 4
    assert page == lessons.page(story(2), Piece(200, "application/json", said(2, kind)))


def test_links_in_the_json_of_a_story_are_those_of_a_page(memory) -> None:
    linked = BODY.format(ABOUT[0]).replace("on Monday", "on <a href='/news/report-of-march'>the report of March</a>", 1)
    others = {about: f"Council talks of the {about}" for about in ("mill", "school")}
    value = json.loads(said(0)) | {
        "body": f"{linked}<table><tr><td>Ardlow</td><td>21</td></tr></table>",
        "related": [{"title": title, "url": f"/news/{about}"} for about, title in others.items()],
        "section": {"name": "News", "url": "/news"}, "next": "/news/the-harbour-wall-of-ardlow",
    }  # fmt: skip
    page = Lessons(memory).page(story(0), Piece(200, "application/json", json.dumps(value).encode()))
    assert page is not None
    url = story(0).exchange.url
    found = [(edge.kind, edge.url.removeprefix(SITE), edge.anchor) for edge in read_page(url, page, HTML_UTF8).edges]
    offered = [(f"/news/{about}", title) for about, title in others.items()]
    assert found == [
        ("in_body", "/news/report-of-march", "the report of March"),
        *(("related", *each) for each in offered),
    ]
    read = dateline.extract(page, url, date(2026, 5, 4))
    assert [(link.url.removeprefix(SITE), link.title) for link in read.related][-2:] == offered
    assert "Ardlow | 21" in read.text


def test_what_was_learned_is_checked_on_the_first_story_of_a_night(memory) -> None:
    learned = Lessons(memory)
    for number in (0, 1):
        learned.learn(story(number), drawn(number), pieces(number))
    tomorrow = Lessons(memory)
    assert memory.apis() == {"/news/-": f"{SITE}/api/{{word -1}}"}
    assert tomorrow.address(story(2)) is None
    assert tomorrow.learn(story(2), drawn(2), pieces(2)) is None
    assert tomorrow.address(story(3)) == (f"{SITE}/api/{{word -1}}", f"{SITE}/api/73")


def test_an_api_that_moved_is_told_and_learned_again(memory) -> None:
    lessons = Lessons(memory)
    for number in (0, 1):
        lessons.learn(story(number), drawn(number), pieces(number))
    assert lessons.learn(story(2), drawn(2), pieces(2, at="v2")) is None
    assert lessons.learn(story(3), drawn(3), pieces(3, at="v2")) == (
        "its API changed: https://tern.example/api/{word -1}; learned its API: https://tern.example/v2/{word -1}"
    )
    assert memory.apis() == {"/news/-": f"{SITE}/v2/{{word -1}}"}


@pytest.mark.parametrize("wrong", ["another day", "cut", "another title"])
def test_json_that_tells_another_story_than_the_page_teaches_nothing(memory, wrong) -> None:
    lessons = Lessons(memory)
    for number in range(MAX_BARREN + 1):
        n = number % len(ABOUT)
        given = said(n)
        given = given.replace(b"2026-05-0", b"2026-04-0") if wrong == "another day" else given
        given = given.replace(b"Council talks", b"Tern: Council talks") if wrong == "another title" else given
        given = given.replace(b"on Monday to hear what it costs", b"") if wrong == "cut" else given
        assert (
            lessons.learn(story(n), drawn(n), {f"{SITE}/api/{n + 70}": Piece(200, "application/json", given)}) is None
        )
    assert memory.apis() == {}


@pytest.mark.parametrize("given", [b"[]", b"{", b"<p>Not found", b'"text"', b"[" * 100_000, said(0)[:-80]])
def test_an_answer_without_a_story_is_none(memory, given) -> None:
    assert Lessons(memory).page(story(0), Piece(200, "application/json", given)) is None
    assert Lessons(memory).page(story(0), Piece(404, "application/json", said(0))) is None
