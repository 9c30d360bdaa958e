"""What a page declares around its story, and where it leads: lists in one field, blank pictures, templates unfilled."""

import pytest

from pipelines.extract.details import image, section, tags
from pipelines.extract.page import Page
from pipelines.extract.related import related


def page(head: str = "", body: str = "") -> Page:
    return Page("http://paper.example/a", f"<html><head>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    ("declared", "first"),
    [
        ("Articles,Legal,National", "Articles"),
        ("Region, News, Economy, Letters", "Region"),
        ("Business, Finance, & Economics", "Business, Finance, & Economics"),
        ("Home, Garden", "Home, Garden"),
    ],
)
def test_a_section_is_one_name(declared: str, first: str) -> None:
    assert section(page(f'<meta property="article:section" content="{declared}">')) == first


def test_tags_in_one_field_are_told_apart_and_names_with_commas_are_not() -> None:
    values = ("Ukraine,World news", "Prices (Fares, Fees)")
    head = "".join(f'<meta property="article:tag" content="{value}">' for value in values)
    assert tags(page(head)) == ("Ukraine", "World news", "Prices (Fares, Fees)")


def test_a_blank_picture_is_no_lead_image() -> None:
    head = '<meta property="og:image" content="/i/blank.jpg"><meta name="twitter:image" content="/i/fire.jpg">'
    assert image(page(head)) == "http://paper.example/i/fire.jpg"


def test_the_words_of_a_link_are_its_title_though_its_picture_comes_first() -> None:
    body = """<a href="/b"><img alt="A man in a wet coat looks at the harbour"></a><a href="/b">The ferry that never came</a>
        <a href="/c">${intro} ${title} of the week</a><a href="/d" title="<b>Owls</b> move into the town hall"></a>"""
    assert [(link.url, link.title, link.position) for link in related(page(body=body))] == [
        ("http://paper.example/b", "The ferry that never came", 0),
        ("http://paper.example/d", "Owls move into the town hall", 1),
    ]
