# ruff: noqa: E501 -- markup is read best in one line
"""The headline without the site, and people without outlets, desks and roles."""

import pytest

from pipelines.extract.agencies import agency, credited
from pipelines.extract.headline import headline, offers
from pipelines.extract.page import Page
from pipelines.extract.people import authors
from pipelines.extract.signatures import read_names


def page(head: str, body: str = "", url: str = "http://www.paper.example/x") -> Page:
    return Page(url, f"<html><head>{head}</head><body>{body}</body></html>".encode())


HEADLINES = [
    ("<title>Bridge will be mended | The Paper</title><meta property='og:site_name' content='The Paper'>", "", "Bridge will be mended"),
    ("<title>The Paper - Bridge will be mended</title><meta property='og:site_name' content='The Paper'>", "", "Bridge will be mended"),
    ("<title>Bridge news: all you must know | The Paper</title>", "<h1>Bridge news that you must know</h1>", "Bridge news that you must know"),
    ("<title>Bridge will be mended</title>", "<h1><span class='kicker'>Town</span> Bridge will be mended</h1>", "Bridge will be mended"),
    ("<title>Bridge will be mended soon</title>", "<h1>The Paper</h1><h1>Bridge will be mended soon</h1>", "Bridge will be mended soon"),
    ("<title>Town Notes: Bridge will be mended</title><meta property='og:title' content='Bridge will be mended'>", "<h1>Town Notes</h1>", "Bridge will be mended"),
    ("<title>Bridge will be mended</title>", "<h1><style>.a{color:red}</style>Bridge will be mended</h1>", "Bridge will be mended"),
    ("<title>The Paper #18 – Bridge will be mended</title><meta property='og:site_name' content='The Paper'>", "<h1>The Paper #18 – Bridge will be mended</h1>", "The Paper #18 – Bridge will be mended"),
    ("<meta property='og:title' content='Bridge &amp;amp; ferry'>", "", "Bridge & ferry"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "body", "title"), HEADLINES)
def test_headline(head: str, body: str, title: str) -> None:
    one = page(head, body)
    found = headline(one, offers(one))
    assert found is not None
    assert found.replace("&amp;", "&") == title


@pytest.mark.parametrize(
    ("byline", "people", "wire"),
    [
        ("By Jane Doe", ["Jane Doe"], None),
        ("Von Jürgen Müller und Anna-Lena Öz", ["Jürgen Müller", "Anna-Lena Öz"], None),
        ("JANE DOE, political editor", ["JANE DOE"], None),
        ("By John Roe and Jane Doe, Associated Press", ["John Roe", "Jane Doe"], "AP"),
        ("Reuters", [], "Reuters"),
        ("dpa/AFP", [], "dpa"),
        ("The Paper Staff", [], None),
        ("Redaktion", [], None),
        ("https://www.facebook.com/thepaper", [], None),
        ("Published 3 November 2025", [], None),
        ("Иван Петров", ["Иван Петров"], None),
        ("松岡大地", ["松岡大地"], None),
    ],
)
def test_names_in_a_byline(byline: str, people: list[str], wire: str | None) -> None:
    assert read_names(byline, set()) == (people, wire)


def test_structured_data_is_trusted_before_the_byline_and_organisations_are_not_people() -> None:
    data = '{"@type":"NewsArticle","author":[{"@type":"Organization","name":"Big News"},{"@type":"Person","name":"Jane Doe"}]}'
    one = page(f"<script type='application/ld+json'>{data}</script>", "<div class='byline'>By Someone Else</div>")
    assert authors(one) == (("Jane Doe",), None)


def test_the_outlet_is_no_author() -> None:
    one = page("<meta property='og:site_name' content='Lesotho Echo'><meta name='author' content='Lesotho Echo'>")
    assert authors(one) == ((), None)


def test_agencies() -> None:
    assert agency("Agence France-Presse") == "AFP"
    assert agency("Paris") is None
    assert credited(["BERLIN (Reuters) - The chancellor said", "more"]) == "Reuters"
    assert credited(["One", "Two", "Three", "Quelle: dpa"]) == "dpa"
    assert credited(["The AP style of writing is well known."]) is None


def test_an_agency_is_known_by_what_it_calls_itself() -> None:
    assert agency("Meridian Press") == "Meridian Press"
    assert agency("Saltmere Free Press") is None
    assert credited(["A bridge fell.", "Nobody was hurt. (Meridian Press)"]) == "Meridian Press"
    assert credited(["A bridge fell.", "Nobody was hurt (the mayor was away)"]) is None
    assert credited(["SALTMERE (Meridian Press) – A bridge fell."]) == "Meridian Press"
    assert (
        credited(["A bridge fell."], ["First appeared in the Herald. Reporting by Meridian Press."]) == "Meridian Press"
    )


def test_an_organisation_that_is_not_the_publisher_is_the_agency() -> None:
    data = '{"@type":"NewsArticle","author":{"@type":"Organization","name":"Meridian Press"}%s}'
    own = ',"publisher":{"@type":"Organization","name":"Meridian Press"}'
    assert authors(page(f"<script type='application/ld+json'>{data % ''}</script>")) == ((), "Meridian Press")
    assert authors(page(f"<script type='application/ld+json'>{data % own}</script>")) == ((), None)


def test_an_organisation_that_signs_with_one_word_is_no_person() -> None:
    data = '{"@type":"NewsArticle","author":{"@type":"Organization","name":"Echo"}}'
    assert (
        authors(page(f"<script type='application/ld+json'>{data}</script><meta name='author' content='Echo'>"))[0] == ()
    )


def test_the_author_of_the_next_story_is_not_of_this() -> None:
    def story(name: str) -> str:
        return f"<article><header><div><p><span><a rel='author'>{name}</a></span></p></div></header></article>"

    assert authors(page("", f"<main><div>{story('Jane Doe')}</div><div>{story('John Roe')}</div></main>"))[0] == (
        "Jane Doe",
    )


def test_a_link_signs_in_small_letters_when_its_address_has_the_name() -> None:
    assert authors(page("", "<p><a href='/editors/jane-doe-01/'>jane doe</a></p>"))[0] == ("jane doe",)
    assert authors(page("", "<p><a href='/editors/17'>Zur Übersicht</a></p>"))[0] == ()


def test_links_to_pages_of_authors_are_a_byline() -> None:
    link = "<a href='/author/{}'>{}</a>".format
    shown = f"<div><p>{link('jane-doe', 'Jane Doe')} | {link('john-roe', 'John Roe')}</p></div>"
    assert authors(page("", f"{shown}<div class='teasers'><p>{link('x-y', 'Max Other')}</p></div>"))[0] == (
        "Jane Doe",
        "John Roe",
    )
