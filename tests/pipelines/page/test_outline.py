"""A page as pieces of text in reading order, and the tags that it is made of."""

import pytest
from lxml import html

from pipelines.page.markup_events import END, START, TELLS, markup_events
from pipelines.page.page import Page


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>One <i>two</i>\n  three</p>", ["One two three"]),
        ("<p>One<br> two <br>\n three</p>", ["One\ntwo\nthree"]),
        ("<p>One<br><br>two</p>", ["One", "two"]),
        ("<p><b>Background</b> <br>The mill</p>", ["Background", "The mill"]),  # a line that is strong is a heading
        ("<p><b>Background</b> x <br>The mill</p>", ["Background x\nThe mill"]),
        ("<p>One</p> two <div>three<svg><text>four</text></svg> five</div>", ["One", "two", "three five"]),
    ],
)
def test_texts_end_at_boxes_and_at_two_line_breaks(markup: str, texts: list[str]) -> None:
    page = Page("http://paper.example/mill", f"<body>{markup}</body>".encode())
    assert [piece.text for piece in page.outline.pieces] == texts


def test_characters_of_links_are_counted_with_one_space_for_many() -> None:
    page = Page("http://paper.example/mill", b'<p>The <a href="/mill">old \n mill </a>burns</p>')
    [piece] = page.outline.pieces
    assert (piece.text, piece.link_chars) == ("The old mill burns", len("old mill "))


def test_events_are_tags_with_the_texts_that_follow_them() -> None:
    tree = html.document_fromstring('<p id="a">One <b>two</b> three<script>4</script></p>')
    found = [(opens, tag, dict(attributes), text) for opens, _, tag, attributes, text in markup_events(tree)]
    assert found == [
        (START, "body", {}, None),
        (TELLS, "p", {"id": "a"}, "One "),
        (START, "b", {}, "two"),
        (END, "b", {}, " three"),
        (START, "script", {}, None),
        (END, "script", {}, None),
        (END, "p", {}, None),
        (END, "body", {}, None),
    ]
