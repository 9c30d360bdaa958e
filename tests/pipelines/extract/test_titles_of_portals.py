"""A line that begins or ends the title is the headline of pages without headings, whatever parts it from the site's name."""

import pytest

from pipelines.extract.read.article import extract
from pipelines.page.page import Page

STORY = "<p>The council closed the old bridge on Friday, and the ferry takes over from Monday.</p>" * 4


def title_of(title: str, line: str, head: str = "") -> str | None:
    html = f"<html><head><title>{title}</title>{head}</head><body><div><span>{line}</span></div><div>{STORY}</div></body></html>"
    return extract(Page("https://portal.example/c/77", html.encode())).title


@pytest.mark.parametrize(
    ("title", "line", "shown"),
    [
        (
            "市议会投票决定修复旧桥并恢复渡轮_中国载人航天官方网站",
            "市议会投票决定修复旧桥并恢复渡轮",
            "市议会投票决定修复旧桥并恢复渡轮",
        ),
        (
            "市议会投票决定修复旧桥并恢复渡轮-文娱-滨海高新",
            "市议会投票决定修复旧桥并恢复渡轮",
            "市议会投票决定修复旧桥并恢复渡轮",
        ),
        ("ΡΙΖΟΣ : Η γέφυρα έκλεισε για όλους", "Η γέφυρα έκλεισε για όλους", "Η γέφυρα έκλεισε για όλους"),
        ("Bridge closed to all traffic_The Portal", "Bridge closed to all traffic", "Bridge closed to all traffic"),
        (
            "Bridge closed to all trafficking of goods",
            "Bridge closed to all traffic",
            "Bridge closed to all trafficking of goods",
        ),
        (
            "The old bridge closed to all traffic",
            "bridge closed to all traffic",
            "The old bridge closed to all traffic",
        ),
    ],
)
def test_the_line_that_is_part_of_the_title_is_the_headline(title: str, line: str, shown: str) -> None:
    assert title_of(title, line) == shown


def test_a_link_that_begins_the_title_is_not_its_headline() -> None:
    title = "<title>New York City mayor resigns after vote</title>"
    body = f"<h1>Mayor quits after scandal</h1><div>{STORY}</div><ul><li><a href='/tag/nyc'>New York City</a></li></ul>"
    assert (
        extract(
            Page("https://portal.example/c/77", f"<html><head>{title}</head><body>{body}</body></html>".encode())
        ).title
        != "New York City"
    )


def test_a_site_behind_a_full_width_colon_is_no_part_of_the_title() -> None:
    said = "<meta property='og:title' content='米朝首脳直通電話（写真＝ロイター）と習氏の挑戦'>"
    whole = "米朝首脳直通電話（写真＝ロイター）と習氏の挑戦　：日本経済新聞"
    assert title_of(whole, "x", said) == "米朝首脳直通電話（写真＝ロイター）と習氏の挑戦"


def test_a_headline_that_stands_again_in_a_bar_above_the_story_is_no_standfirst() -> None:
    said = "Bridge closed to all traffic from Friday, says the council of the old town"
    head = f"<title>{said} | The Portal</title><meta property='og:description' content='{said}'>"
    body = f"<h1>{said}</h1><div class='bar'><div class='second'>{said}</div></div><div>{STORY}</div>"
    document = extract(
        Page("https://portal.example/c/77", f"<html><head>{head}</head><body>{body}</body></html>".encode())
    )
    assert document.text.startswith("The council closed")
