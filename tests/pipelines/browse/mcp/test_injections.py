"""Fifty stories that speak to the model: what they say comes fenced, with no sign that is not seen, from every tool."""

import json
import re
from itertools import cycle

import pytest

from pipelines.base.neutral import UNSEEN
from pipelines.browse.mcp.answer import MAX_CHARS
from pipelines.lake.home import Home
from tests.pipelines.browse.mcp.asking import Call, answers, unfenced
from tests.pipelines.browse.mcp.injections import injections
from tests.pipelines.browse.mcp.small_home import TWO, Story, small_home

ATTACKS = injections()
IDS = [f"{number:04x}cccccccccccc" for number in range(len(ATTACKS))]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Each attack is a title, a byline, a section, a date line and a text; every third is in the middle of a long one."""
    long = "The council met on Monday and talked for long.\n\n" * 40
    stories = [
        Story(work, attack, long + attack + long if at % 3 == 0 else attack, later=f"Later: {attack}" if at % 2 else None,
              author=attack, source="digest" if at % 5 == 0 else "paper")
        for at, (work, attack) in enumerate(zip(IDS, ATTACKS, strict=True))
    ]  # fmt: skip
    return small_home(tmp_path_factory.mktemp("mcp"), stories, event=IDS)


def calls() -> list[Call]:
    """Every tool, about every attack, now and as of the night before, in small answers and large ones."""
    each: list[Call] = [("article", {"article": work}) for work in IDS]
    each += [(tool, {"article": work}) for work, tool in zip(IDS, cycle(("history", "evidence", "cite")), strict=False)]
    whole: list[Call] = [
        ("search", {"query": "council", "limit": 50, "max_chars": 100_000}),
        ("search", {"query": "inj01", "as_of": "2026-02-02"}),
        ("search", {"query": "source:paper", "limit": 50, "page": 1}),
        ("event", {"event": IDS[0]}),
        ("coverage", {"event": IDS[0], "max_chars": 100_000}),
        ("coverage", {"event": IDS[0], "as_of": "2026-02-02", "max_chars": 100_000}),
        ("front", {"source": "paper", "max_chars": 100_000}),
        ("front", {"source": "paper", "as_of": str(TWO)}),
        ("sql", {"query": "SELECT article_id, title, text, authors FROM articles", "max_chars": 100_000}),
        ("sql", {"query": "PIVOT (SELECT title, 1 AS n FROM articles LIMIT 5) ON title USING sum(n)"}),
        ("sql", {"query": "SELECT CAST(title AS INTEGER) FROM articles"}),
        ("sql", {"query": "SELECT error(title) FROM articles"}),
        ("article", {"article": IDS[0], "max_chars": 2_000, "offset": 1900}),
    ]
    return each + whole


@pytest.fixture(scope="module")
def answered(home: Home) -> list[tuple[Call, str]]:
    asked = calls()
    return [(call, text) for call, (_, text) in zip(asked, answers(home, asked), strict=True)]


def test_none_of_fifty_is_passed_on_unfenced(answered: list[tuple[Call, str]]) -> None:
    assert len(ATTACKS) == 50
    passed = {mark for call, text in answered for mark in re.findall(r"INJ\d\d", unfenced(text))}
    assert passed == set()


def test_each_of_them_was_there_to_be_read(answered: list[tuple[Call, str]]) -> None:
    told = {mark for _, text in answered for mark in re.findall(r"INJ\d\d", text)}
    assert told == {f"INJ{number:02}" for number in range(50)}


def test_no_sign_is_passed_on_that_a_reader_would_not_see_nor_a_picture(answered: list[tuple[Call, str]]) -> None:
    assert [call for call, text in answered if UNSEEN.search(text.replace("\n", ""))] == []


def test_a_tag_is_drawn_anew_for_each_answer(answered: list[tuple[Call, str]]) -> None:
    tags = [found[1] for _, text in answered if (found := re.search(r"<page-([0-9a-f]{8})>", text))]
    assert len({*tags}) == len(tags)


def test_answers_are_json_within_their_budget(answered: list[tuple[Call, str]]) -> None:
    for (tool, arguments), text in answered:
        assert len(text) <= arguments.get("max_chars", MAX_CHARS), tool
        if not text.startswith("Error"):
            json.loads(text)
