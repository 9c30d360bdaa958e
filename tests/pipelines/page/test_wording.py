"""Letters of icon fonts are not text; within a word they are letters of a font."""

import pytest

from pipelines.extract.read.article import extract
from pipelines.lexicon.wording import tidy
from pipelines.page.page import Page

CLOCK, PEN, RARE = "\ue902", "\U000f0415", "\ue123"


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        (f"{CLOCK} By Jane Doe {PEN}", "By Jane Doe"),
        (f"{CLOCK}By Jane Doe", "By Jane Doe"),
        (f"Jane Doe{PEN}", "Jane Doe"),
        (f"一个{RARE}字", f"一个{RARE}字"),
        ("un\u00adbroken", "unbroken"),
        ("🛟 Rusty cables", "🛟 Rusty cables"),
    ],
)
def test_icons_are_no_part_of_a_line(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


def test_icons_are_no_part_of_a_story() -> None:
    line = "The council closed the old bridge on Friday, and the ferry takes over from Monday."
    body = f"<h1>{PEN} Bridge closed to all traffic</h1><p>{CLOCK}</p>" + f"<p>{CLOCK} {line} {PEN}</p>" * 4
    document = extract(Page("https://paper.example/bridge", f"<html><body>{body}</body></html>".encode()))
    assert document.title == "Bridge closed to all traffic"
    assert document.text == "\n\n".join([line] * 4)
