"""Dates of other things on a page: with each habit of telling the own day they change nothing, without one none is taken."""

from __future__ import annotations

from itertools import product

import pytest

from pipelines.page.page import Page
from tests.pipelines.dates import habits
from tests.pipelines.dates.story_page import FETCHED, date

HABITS = {
    **{name: (head, "", habits.PATH) for name, head in habits.DECLARED.items()},
    **{name: ("", line, habits.PATH) for name, line in habits.SHOWN.items()},
    "address": ("", "", "/2025/11/03/harbour-opens"),
}
"""Name of a habit, and what it puts into the head, below the headline, into the address."""
UNDATED = ("", '<p class="byline">By Ann Lee</p>', habits.PATH)


def day(
    habit: tuple[str, str, str], *, head: str = "", above: str = "", below: str = "", behind: str = "", lang: str = "en"
) -> str | None:
    """The day of a page with a habit, and with other things in its head, above and below the headline, behind the story."""
    own_head, line, path = habit
    html = (
        f'<html lang="{lang}"><head><title>The harbour opens again | Paper</title>{head}{own_head}</head><body>'
        f'<header><a href="/">Paper</a></header>{above}<main><article><h1>The harbour opens again</h1>{line}{below}'
        f"{4 * habits.PARAGRAPH}</article></main>{behind}<footer>© 2026 Paper, founded 1901</footer></body></html>"
    )
    found = date(Page(f"https://paper.example{path}", html.encode(), "text/html; charset=utf-8", FETCHED))
    return None if found.published is None else found.published[:10]


@pytest.mark.parametrize("habit", HABITS)
def test_each_habit_tells_the_day(habit: str) -> None:
    assert day(HABITS[habit]) == habits.OWN_DAY
    assert day(UNDATED) is None


@pytest.mark.parametrize("thing", habits.BELOW_HEADLINE)
def test_a_thing_below_the_headline_is_not_the_story(thing: str) -> None:
    markup = habits.BELOW_HEADLINE[thing]
    assert {name: day(habit, below=markup) for name, habit in HABITS.items()} == dict.fromkeys(HABITS, habits.OWN_DAY)
    assert day(UNDATED, below=markup) is None


@pytest.mark.parametrize("thing", habits.BEHIND_STORY)
def test_a_thing_behind_the_story_is_not_the_story(thing: str) -> None:
    markup = habits.BEHIND_STORY[thing]
    assert {name: day(habit, behind=markup) for name, habit in HABITS.items()} == dict.fromkeys(HABITS, habits.OWN_DAY)
    assert day(UNDATED, behind=markup) is None


@pytest.mark.parametrize("thing", habits.IN_HEAD)
def test_what_a_head_declares_of_other_things_is_not_the_story(thing: str) -> None:
    markup = habits.IN_HEAD[thing]
    assert {name: day(habit, head=markup) for name, habit in HABITS.items()} == dict.fromkeys(HABITS, habits.OWN_DAY)
    assert day(UNDATED, head=markup) is None


@pytest.mark.parametrize("line", ["Monday, 2 February 2026", "Sunday, 1 February 2026", "Today is 2 February 2026"])
def test_a_mastheads_day_is_not_the_story(line: str) -> None:
    above = f'<div class="top">{line}</div>'
    assert {name: day(habit, above=above) for name, habit in HABITS.items()} == dict.fromkeys(HABITS, habits.OWN_DAY)
    assert day(UNDATED, above=above) is None


@pytest.mark.parametrize(
    "path",
    [
        "/events/2026/01/25/concert",
        "/whats-on/2026-01-25/concert",
        "/news/world-cup-2026-01-25",
        "/news/story-20250914",
    ],
)
def test_a_day_in_the_address_of_an_event_or_an_id_is_not_the_story(path: str) -> None:
    dated = {name: (head, line, path) for name, (head, line, _) in HABITS.items() if name != "address"}
    assert {name: day(habit) for name, habit in dated.items()} == dict.fromkeys(dated, habits.OWN_DAY)
    assert day((*UNDATED[:2], path)) is None


def test_two_things_at_once_are_not_the_story_either() -> None:
    lines = [habits.BELOW_HEADLINE[name] for name in ("an update", "a caption", "a chronology", "an event's line")]
    pairs = [(one, other) for one, other in product(lines, lines) if one != other]
    assert {day(HABITS["byline"], below=one + other) for one, other in pairs} == {habits.OWN_DAY}
    assert {day(UNDATED, below=one + other) for one, other in pairs} == {None}


@pytest.mark.parametrize("lang", habits.OTHER_LINES)
def test_lines_of_other_things_are_told_from_those_of_the_story(lang: str) -> None:
    boxes = ("<p>{}</p>", '<div class="byline">{}</div>', '<span class="date">{}</span>')
    others = [box.format(line) for line in habits.OTHER_LINES[lang].split("; ") for box in boxes]
    own = [box.format(line) for line in habits.OWN_LINES[lang].split("; ") for box in boxes]
    assert {line: day(UNDATED, below=line, lang=lang) for line in others} == dict.fromkeys(others)
    assert {line: day(UNDATED, below=line, lang=lang) for line in own} == dict.fromkeys(own, habits.OWN_DAY)


@pytest.mark.parametrize(
    "line",
    [
        "<p class='meta'>\n   written by\n\n      Ann Lee\n\n   on 2025-11-03\n </p>",
        "<p>Escrito por Ann Lee el 3 November 2025</p>",
    ],
)
def test_a_byline_over_several_lines_dates_the_story(line: str) -> None:
    assert day(("", line, habits.PATH)) == "2025-11-03"


def test_the_date_below_a_lower_heading_is_the_storys_where_the_first_is_the_papers_name() -> None:
    html = (
        "<html lang=en><title>The harbour opens again — The Courier</title><body><header><h1>The Courier</h1></header>"
        f"<div><h2>The harbour opens again</h2><p>by Ann Lee on 2025-11-03</p>{4 * habits.PARAGRAPH}</div></body></html>"
    )
    found = date(Page(f"https://paper.example{habits.PATH}", html.encode(), "text/html", FETCHED))
    assert found.published == "2025-11-03"


def test_a_labelled_time_element_behind_the_story_states_its_instant() -> None:
    behind = "<div><p>Posted</p><div><time datetime='2025-11-03T08:05:41+01:00'>3 November 2025</time></div><p>in News</p></div>"
    story = f"<main><h1>The harbour opens again</h1>{4 * habits.PARAGRAPH}{behind}</main>"
    html = f"<html lang=en><title>The harbour opens again</title>{story}</html>"
    found = date(Page(f"https://paper.example{habits.PATH}", html.encode(), "text/html", FETCHED))
    assert found.published == "2025-11-03T08:05:41+01:00"


HEXO = """<div class="logo">Tern</div><main><div class="post-title">Skerrow: the harbour opens again</div><div class="info">
<span class="name">Ann Lee</span>{}
<span class="item post-create-date"><i></i> <span class="datetime">2025-11-03 13:30:00</span></span>
{}</div><div class="post-content">{}</div></main>"""


UPDATE = '<span class="item post-update-date"><i></i> <span class="datetime">2025-12-24 11:44:30</span></span>'


@pytest.mark.parametrize(("before", "behind"), [("", UPDATE), (UPDATE, "")])
def test_the_day_of_creation_beside_that_of_an_update_below_a_headline_with_a_colon(before: str, behind: str) -> None:
    html = f"<title>Skerrow: the harbour opens again | Tern</title>{HEXO.format(before, behind, 4 * habits.PARAGRAPH)}"
    found = date(Page("https://tern.example/skerrow-harbour", html.encode(), "text/html; charset=utf-8", FETCHED))
    assert (found.published, found.modified) == ("2025-11-03T13:30:00", "2025-12-24T11:44:30")
