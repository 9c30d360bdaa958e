"""Tables and lists of a story: every cell in its column, every item, whatever they are called or link."""

import pytest

from tests.pipelines.extract.test_article import BODY, FIRST, LAST, SECOND, THIRD, article


def between(inner: str) -> list[str]:
    """What stands between the second and the third paragraph of a story with this in between."""
    texts = [b.text for b in article(f"<p>{FIRST}</p><p>{SECOND}</p>{inner}<p>{THIRD}</p><p>{LAST}</p>").blocks]
    assert (texts[:2], texts[-2:]) == ([FIRST, SECOND], [THIRD, LAST])
    return texts[2:-2]


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


HEAD = "<th>Team</th><th>P</th><th>Pts</th>"
LINKED = (
    "<td><a href='/t/leeds'>Leeds</a></td><td>3</td><td>9</td>",
    "<td><a href='/t/hull'>Hull</a></td><td>3</td><td>6</td>",
)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((HEAD, *LINKED), ["Team | P | Pts", "Leeds | 3 | 9", "Hull | 3 | 6"]),
        ((HEAD, "<td>Leeds</td><td></td><td>9</td>"), ["Team | P | Pts", "Leeds |  | 9"]),
        (("<td></td><th>Home</th><th>Away</th>", "<td>Leeds</td><td>2</td><td></td>"), ["| Home | Away", "Leeds | 2"]),
        (
            (HEAD, "<td>Leeds<br><br>United</td><td hidden>x</td><td>3</td><td>9</td>"),
            ["Team | P | Pts", "Leeds United | 3 | 9"],
        ),
        (
            ("<td class='date'>12 February</td><td class='time'>19:45</td><td>Leeds</td>",),
            ["12 February | 19:45 | Leeds"],
        ),
        (("<td class='candidate'>Jane Doe</td><td>8,112</td>",), ["Jane Doe | 8,112"]),
        (("<td></td><td>The mill</td><td></td>",), ["The mill"]),
    ],
    ids=["links", "empty cell", "empty corner", "two lines", "named for their column", "candidate", "alone"],
)
def test_rows(rows: tuple[str, ...], said: list[str]) -> None:
    assert between(table(*rows)) == said


@pytest.mark.parametrize(
    "links",
    [
        table(
            "<td><a href='/a'>Print</a></td><td><a href='/b'>Mail</a></td>",
            "<td><a href='/c'>8</a></td><td><a href='/d'>9</a></td>",
        ),
        "<ul><li><a href='/a'>Bakers strike</a></li><li><a href='/b'>Trams run late</a></li></ul>",
    ],
)
def test_links_alone_are_no_table_and_no_list_of_the_story(links: str) -> None:
    assert between(links) == []


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (
            "<p>The nominees are:</p><ul><li><a href='/f'>The River</a></li><li>The Ramp</li></ul>",
            ["The nominees are:", "The River", "The Ramp"],
        ),
        (
            "<ul class='timeline'><li>1887: the first ferry</li><li class='updated'>2026: the last one</li></ul>",
            ["1887: the first ferry", "2026: the last one"],
        ),
        ("<ul class='post-meta'><li>Jane Doe</li><li>3 May</li></ul><p class='publishDate'>3 May</p>", []),
        ("<div class='story-body updated'><p><b>A ramp too far</b></p></div>", ["A ramp too far"]),
        ("<p class='textauthor'>by Jane Doe</p>", []),
    ],
    ids=["nominees", "timeline", "meta", "state of the story", "author"],
)
def test_lines_are_dropped_by_whole_names_alone(inner: str, said: list[str]) -> None:
    assert between(inner) == said


ITEM = "<div class='item'><h3><a href='{}'>Restaurant number {}, Harrow</a></h3><p>{}</p></div>"


def test_a_guide_whose_places_have_a_site_each_is_the_story() -> None:
    texts = FIRST, SECOND, THIRD, LAST
    guide = "".join(ITEM.format(f"https://place{at}.example/", at, text) for at, text in enumerate(texts))
    teasers = "".join(ITEM.format(f"https://www.paper.example/{at}", at, text) for at, text in enumerate(texts))
    body = "".join(f"<p>{text} It was said again on Tuesday.</p>" for text in texts)
    shown = {block.text for block in article(body + guide).blocks}
    assert set(texts) <= shown
    assert not set(texts) & {block.text for block in article(body + teasers).blocks}


def test_education_is_no_picture() -> None:
    inner = f"<div class='bildungsteil'><p>{FIRST}</p><p>{SECOND}</p></div><div class='rest'><p>{THIRD}</p><p>{LAST}</p></div>"
    assert [block.text for block in article(inner).blocks] == [FIRST, SECOND, THIRD, LAST]
    assert article(BODY + "<div class='bildtext'>The mill in its last year.</div>").blocks[-1].text == LAST
