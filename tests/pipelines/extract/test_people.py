# ruff: noqa: E501 -- markup is read best in one line
"""Who wrote it: people without outlets, desks and roles, and without those who wrote something else."""

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page


def page(head: str, body: str = "", url: str = "http://www.paper.example/x") -> Page:
    return Page(url, f"<html><head>{head}</head><body>{body}</body></html>".encode())


def test_structured_data_is_trusted_before_the_byline_and_organisations_are_not_people() -> None:
    data = '{"@type":"NewsArticle","author":[{"@type":"Organization","name":"Big News"},{"@type":"Person","name":"Jane Doe"}]}'
    one = page(f"<script type='application/ld+json'>{data}</script>", "<div class='byline'>By Someone Else</div>")
    assert authors(one) == (("Jane Doe",), None)


def test_the_outlet_is_no_author() -> None:
    one = page("<meta property='og:site_name' content='Lesotho Echo'><meta name='author' content='Lesotho Echo'>")
    assert authors(one) == ((), None)


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


HEADLINE = "<title>Bridge will be mended</title>", "<h1>Bridge will be mended</h1>"
PROSE = "<p>The old bridge over the river has been closed since spring, and nobody in town knows for how long it is going to be closed.</p>"


def story(head: str, *lines: str) -> Page:
    """A page with a headline, these lines, and three paragraphs."""
    return page(HEADLINE[0] + head, f"<main>{HEADLINE[1]}<div>{''.join(lines)}{PROSE * 3}</div></main>")


def declared(*names: str) -> str:
    people = ",".join(f'{{"@type":"Person","name":"{name}"}}' for name in names)
    return f'<script type=\'application/ld+json\'>{{"@type":"NewsArticle","author":[{people}]}}</script>'


def test_the_by_line_under_the_headline_is_believed_before_the_account_that_uploaded() -> None:
    assert authors(story(declared("Ulla Upload"), "<p>By Jane Doe and John Roe, chief reporter</p>"))[0] == (
        "Jane Doe",
        "John Roe",
    )


def test_the_by_line_that_shares_a_name_with_the_declaration_does_not_correct_it() -> None:
    both = declared("Jane Doe", "John Roe")
    assert authors(story(both, "<p>Von Jane Doe John Roe</p>"))[0] == ("Jane Doe", "John Roe")
    assert authors(story(both, "<p>By J. Doe</p>"))[0] == ("Jane Doe", "John Roe")


def test_a_by_line_below_the_story_or_in_a_teaser_corrects_nothing() -> None:
    teaser = "<article><h3><a href='/y'>Ships</a></h3><p>By Max Other</p></article>"
    card = "<a href='/y'><h3>Ships are built by night in town</h3><p>By Max Other</p></a>"
    for other in (teaser, card):
        assert authors(story(declared("Jane Doe"), other))[0] == ("Jane Doe",)
        assert authors(story("", other))[0] == ()
    below = page(HEADLINE[0] + declared("Jane Doe"), f"{HEADLINE[1]}{PROSE * 3}<p>By Max Other</p>")
    assert authors(below)[0] == ("Jane Doe",)


def test_markup_that_joins_the_declared_with_others_names_all_authors() -> None:
    marked = "<p><a rel='author'>John Roe</a> <a rel='author'>Jane Doe</a></p>"
    assert authors(story(declared("Jane Doe"), marked))[0] == ("John Roe", "Jane Doe")
    assert authors(story(declared("Jane Doe"), "<p><a rel='author'>John Roe</a></p>"))[0] == ("Jane Doe",)


def test_bylines_of_other_boxes_are_of_other_stories() -> None:
    def box(name: str) -> str:
        return f"<div><div><div><div><div><p><span class='author'>{name}</span></p></div></div></div></div></div>"

    site = "<meta property='og:site_name' content='Echo'>"
    assert authors(page(site, f"<main>{box('Echo')}{box('Max Other')}</main>"))[0] == ()
    assert authors(page(site, f"<main>{box('Jane Doe')}{box('Max Other')}</main>"))[0] == ("Jane Doe",)


def test_the_foot_of_a_post_signs_it_and_the_foot_of_the_page_does_not() -> None:
    assert authors(page("", "<div class='post-footer'><span class='post-author'>Jane Doe</span></div>"))[0] == (
        "Jane Doe",
    )
    assert authors(page("", "<div class='site-footer'><span class='post-author'>Jane Doe</span></div>"))[0] == ()


def test_the_heading_most_like_the_title_has_the_by_line() -> None:
    two = "<h1>Bridge to be mended</h1><p>By Jane Doe</p>" + PROSE * 3 + "<h1>Our letter</h1><p>By Max Other</p>"
    assert authors(page("<title>Bridge will be mended soon | Echo</title>" + declared("Ulla Upload"), two))[0] == (
        "Jane Doe",
    )


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("<p><strong>Jane Doe</strong></p>", ("Jane Doe",)),
        ("<p><em>Jane Doe/John Roe</em></p>", ("Jane Doe", "John Roe")),
        ("<p style='text-align:right'>Lê Phương</p>", ("Lê Phương",)),
        ("<p>Jane Doe</p>", ()),  # nothing sets it apart
        ("<p><strong>Old Bridge</strong></p>", ()),  # its words stand in the story in small letters: a heading
        ("<p><strong><a href='/y'>Jane Doe</a></strong></p>", ()),  # leads elsewhere
        ("<p><strong>JANE DOE</strong></p>", ()),
        ("<p><strong>Jane</strong></p>", ()),
    ],
)
def test_names_that_stand_alone_and_apart(line: str, people: tuple[str, ...]) -> None:
    above = page(HEADLINE[0], f"{HEADLINE[1]}<div>{line}{PROSE * 3}</div>")
    below = page(HEADLINE[0], f"{HEADLINE[1]}<div>{PROSE * 3}{line}</div>")
    assert (authors(above)[0], authors(below)[0]) == (people, people)


def test_whoever_stands_alone_between_paragraphs_or_beside_a_byline_signs_nothing() -> None:
    bold = "<p><strong>Max Other</strong></p>"
    assert authors(page(HEADLINE[0], f"{HEADLINE[1]}<div>{PROSE * 2}{bold}{PROSE * 2}</div>"))[0] == ()
    assert authors(story(declared("Jane Doe"), bold))[0] == ("Jane Doe",)


@pytest.mark.parametrize(
    ("byline", "people", "wire"),
    [
        ("<div class='byline'><span>Jane Doe</span> <span>Transport correspondent</span></div>", ("Jane Doe",), None),
        ("<div class='byline'><span>By</span><b>Jane Doe</b><i>Transport correspondent</i></div>", ("Jane Doe",), None),
        ("<div class='byline'>Jane Doe<br>The Harbour Times</div>", ("Jane Doe",), None),
        ("<div class='article-author'><a href='/p/jane'>Jane Doe</a><span>Reporter</span></div>", ("Jane Doe",), None),
        ("<div class='byline'>JANE DOE<br>Associated Press</div>", ("JANE DOE",), "AP"),
        ("<p class='byline'>By JANE DOE<br>Associated Press</p>", ("JANE DOE",), "AP"),
        ("<p class='author'>Link copied<br>The Harbour Times</p>", (), None),
        ("<p class='byline'>Redaktion: Jane Doe und <a>John Roe</a> Sendung: morgens</p>", (), None),
        (
            "<p class='byline' style='display:none'>By Max Other</p><p class='byline'>By Jane Doe</p>",
            ("Jane Doe",),
            None,
        ),
        ("<div style='display: none'><p>By Max Other</p></div>", (), None),
        ("<p class='byline'>AFP, MANILA</p>", (), "AFP"),
    ],
)
def test_what_stands_in_a_byline_is_read_apart_where_together_it_names_nobody(
    byline: str, people: tuple[str, ...], wire: str | None
) -> None:
    assert authors(story("", byline)) == (people, wire)


def test_a_card_for_sharing_says_by_whom() -> None:
    card = "<meta name='twitter:label1' content='{}'><meta name='twitter:data1' content='Jane Doe'>".format
    assert authors(page(card("Verfasst von")))[0] == ("Jane Doe",)
    assert authors(page(card("Price")))[0] == ()


def test_a_site_that_is_its_authors_own_is_no_outlet() -> None:
    site = "<meta property='og:site_name' content='Jane Doe'><meta name='author' content='Jane Doe'>{}".format
    data = "<script type='application/ld+json'>{}</script>".format
    author = '{"@type":"NewsArticle","author":{"@type":"Person","name":"Jane Doe"%s}}'
    assert authors(page(site(data(author % ',"url":"https://letters.example/@janedoe"'))))[0] == ("Jane Doe",)
    assert authors(page(site(data('{"@type":["Person","Organization"],"name":"Jane Doe"}'))))[0] == ("Jane Doe",)
    assert authors(page(site(data(author % ',"url":"https://www.paper.example/author/1"'))))[0] == ()
    assert authors(page(site("")))[0] == ()


def test_the_line_under_the_headline_names_those_whom_the_declaration_leaves_out() -> None:
    names = ["Ann Ash", "Bob Birch", "Cleo Dale", "Dan Elm", "Eve Frost"]
    declared = "".join(f"<meta name='author' content='{name}'>" for name in names[:2])
    line = f"<h1>The bridge will be mended</h1><p>By {', '.join(names[:-1])} and {names[-1]}</p>"
    assert authors(page(declared, line))[0] == tuple(names)


def test_a_line_in_a_figure_says_who_took_the_picture() -> None:
    body = "<h1>The bridge will be mended</h1><figure><img src='a.jpg'>{}</figure><p>It was shut for a year.</p>"
    credit = "<figcaption>The bridge. <span class='credit'>By John Roe</span></figcaption>"
    assert authors(page("", body.format(credit)))[0] == ()
    assert authors(page("", body.format(credit) + "<p class='byline'>By Jane Doe</p>"))[0] == ("Jane Doe",)


@pytest.mark.parametrize("body", [
    "<p><span data-testid='author-name'>Jane Doe</span></p>",
    "<p><a href='/periodistas/jane-doe'>Jane Doe</a></p>",
    "<p class='byline'>Jane Doe ✉</p>",
])  # fmt: skip
def test_an_author_is_named_in_attributes_for_tests_and_addresses(body: str) -> None:
    assert authors(page("", f"<h1>The bridge will be mended</h1>{body}"))[0] == ("Jane Doe",)


def test_an_author_of_two_names_or_with_a_mailbox_is_read() -> None:
    data = '{"@type":"NewsArticle","author":{"@type":"Person","givenName":"Jane","familyName":"Doe"}}'
    assert authors(page(f"<script type='application/ld+json'>{data}</script>"))[0] == ("Jane Doe",)
    assert authors(page("<meta name='author' content='jane@paper.example (Jane Doe)'>"))[0] == ("Jane Doe",)
