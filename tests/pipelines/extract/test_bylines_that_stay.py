# ruff: noqa: E501 -- markup is read best in one line
"""Authors of ordinary pages that rules against jobs, houses, photographers and other people's links must leave alone."""

import json

import pytest

from pipelines.extract.people.bylines import undated
from pipelines.extract.people.people import authors
from pipelines.extract.people.signatures import read_names
from pipelines.page.page import Page
from tests.endless import ends

TITLE = "Old bridge closed until spring"
SENTENCE = "The council voted on Friday to close the old bridge over the river until the spring, after engineers found cracks in two of its piers."
PROSE = f"<p>{SENTENCE}</p>" * 3
BIO = '<a href="/author/jane-doe">Jane Doe</a> is the harbour reporter of the paper, where she has written about ships, bridges and the people who live with them since 2011.'
LETTER = "<p>You can subscribe to our letter, which is sent to all readers on Monday mornings and holds the best that our reporters found.</p>"
NAMES = (
    "Anna Schmidt", "Max Roe", "Jane Doe", "Peter Clark", "Laura Stone", "Tom Baker", "Eva Novak", "Ruth Adler", "Paul Berg", "Nina Falk", "Karl Stern",
)  # fmt: skip
DAY = '<time datetime="2025-11-03">3 November 2025</time>'


def profile(name: str) -> str:
    return f'<a href="/author/{name.lower().replace(" ", "-")}">{name}</a>'


def declared(*names: str) -> str:
    people = [{"@type": "Person", "name": name} for name in names]
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": people})}</script>'


def people(
    top: str = "", *, text: str = PROSE, foot: str = "", head: str = "", url: str = "https://paper.example/n/bridge"
) -> list[str]:
    html = f"<html><head><title>{TITLE} - Paper</title>{head}</head><body><main><h1>{TITLE}</h1>{top}{text}</main>{foot}</body></html>"
    return list(authors(Page(url, html.encode()))[0])


LINKS = [
    '<a href="https://books.example/king">author Stephen King</a>',
    '<a href="/author/stephen-king">author Stephen King</a>',
    '<a href="/x">by Stephen King</a>',
    '<a href="/thema/zeh">Autorin Juli Zeh</a>',
    '<a href="/t">autor Paulo Coelho</a>',
    "<a href='/t'>auteur Michel Houellebecq</a>",
]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_in_a_sentence_is_no_byline(link: str) -> None:
    said = f"<p>The bridge, which was made famous by a novel of {link} that was filmed here in the eighties, will be closed until spring.</p>"
    assert people(said) == []
    assert people(said, head=declared("Jane Doe")) == ["Jane Doe"]


@pytest.mark.parametrize(
    "foot",
    [
        '<div>Website <a href="https://x.example">by Studio Blau</a></div>',
        '<p>© 2025 Paper. Site <a href="https://x.example">by Studio Blau</a></p>',
        '<div><a href="https://x.example">by Studio Blau</a></div>',
        '<div><a href="/guidelines">Author Guidelines Page</a> <a href="/x">Contact Us</a></div>',
        '<ul><li><a href="/author-hub">Author Spotlight Series</a></li></ul>',
    ],
)
def test_a_link_of_a_footer_is_no_byline(foot: str) -> None:
    assert people(foot=foot) == []


def test_a_link_to_a_persons_page_that_begins_its_line_is_a_byline() -> None:
    assert people('<p>– <a href="/author/jane-doe">By Jane Doe</a>, Berlin</p>') == ["Jane Doe"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('<p><span class="sr-only">By</span> <a href="/x/jane">Jane Doe</a></p>', "Jane Doe"),
        ('<p><span class="visually-hidden">By</span> Jane Doe and Max Roe</p>', "Jane Doe; Max Roe"),
        ('<div><span class="screen-reader-text">Posted by </span><span><a href="/jane">Jane Doe</a></span></div>', "Jane Doe"),
        ('<p>By <span class="d-block position-relative">Jane Doe</span></p>', "Jane Doe"),
        ('<p class="byline">By <a class="position-relative" href="/s/jane">Jane Doe</a>, Berlin</p>', "Jane Doe"),
        ('<p>By <a href="/a/x" class="job-author">Jane Doe</a></p>', "Jane Doe"),
        ('<p>By <span class="author-title"><a>Jane Doe</a></span></p>', "Jane Doe"),
        ('<div class="byline">By <i class="author-title"><a>Jane Doe</a></i> and <i class="author-title"><a>Max Roe</a></i></div>', "Jane Doe; Max Roe"),
        # and what is a detail still
        ('<p class="author"><b>Jane Doe</b> <i class="job-title">Master Gardener</i></p>', "Jane Doe"),
        ('<p class="byline">By Jane Doe <span class="author-position">Harbour Pilot</span></p>', "Jane Doe"),
        ('<p class="byline">By Jane Doe <span class="sr-only">The Paper Weekly</span></p>', "Jane Doe"),
    ],
)  # fmt: skip
def test_what_classes_call_a_detail(line: str, expected: str) -> None:
    assert people(line) == expected.split("; ")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("<span>Journalist</span> <span class=author-name>Jane Doe</span> <span>Fotograf</span> <span class=author-name>Max Roe</span>", "Jane Doe"),
        ("<span class=author-name>Jane Doe</span> <span>Fotograf</span> <span class=author-name>Max Roe</span>", "Jane Doe; Max Roe"),
        ("<span class=author-name>Jane Doe</span> <i>Reporter</i> <span class=author-name>Max Roe</span> <i>Fotograf</i>", "Jane Doe"),
        ("<span class=author-name>Jane Doe</span><!-- Fotograf -->", "Jane Doe"),
        ("<span class=author-name>Max Roe</span> <i>Fotograf</i> <span class=author-name>Jane Doe</span> <i>Reporter</i>", "Jane Doe"),
    ],
)  # fmt: skip
def test_photographers_in_rows_of_names_and_jobs(row: str, expected: str) -> None:
    assert people(f"<div>{row}</div>") == expected.split("; ")


@pytest.mark.parametrize(
    "behind",
    [
        f" | Photos: {profile('Ann Lee')}",
        f" Translated by {profile('Ann Lee')}",
        f"</div><div>Photographs {profile('Ann Lee')}",
        f"</div><div><span>Photographer</span> {profile('Ann Lee')}",
        f"</div><div><span>Übersetzung:</span> {profile('Ann Lee')}",
    ],
)
def test_who_took_pictures_or_translated_does_not_join_declared_authors(behind: str) -> None:
    line = f"<div>{profile('Jane Doe')}, {profile('Max Roe')}{behind}</div>"
    assert people(line, head=declared("Jane Doe", "Max Roe")) == ["Jane Doe", "Max Roe"]
    assert "Ann Lee" not in people(line)


@pytest.mark.parametrize(
    "line",
    [
        f"<div><span>Video</span> {profile('Ann Lee')}</div>",  # a section
        f"<div><b>Text und Fotos:</b> {profile('Ann Lee')}</div>",
        f"<div>{profile('Jane Doe')} <i>Photographer</i> {profile('Ann Lee')} <i>Reporter</i></div>",
    ],
)
def test_labels_that_are_not_a_persons_pictures(line: str) -> None:
    assert "Ann Lee" in people(line)


@pytest.mark.parametrize("url", ["https://janedoe.example/x", "https://www.janedoe.example/x"])
def test_a_co_author_whose_site_it_is(url: str) -> None:
    assert people(head='<meta name="author" content="John Roe, Jane Doe">', url=url) == ["John Roe", "Jane Doe"]
    assert people("<p>By John Roe and Jane Doe</p>", url=url) == ["John Roe", "Jane Doe"]


@pytest.mark.parametrize(
    "line",
    [
        "Published on 3 November 2025 by Penguin Random House", "Published 3 November 2025 by Simon Schuster", "Veröffentlicht am 3. November 2025 von Random House",
        "3 November 2025 by Warner Bros Pictures", "3 November 2025, by Faber Faber", "Last modified on 3 November 2025 by Max Roe", "Updated 3 November 2025 by Max Roe",
    ],
)  # fmt: skip
def test_who_published_or_changed_something_on_a_day(line: str) -> None:
    assert people(text=f"{PROSE}<p>{line}</p>") == []
    assert people(text=f"{PROSE}<p>{line}</p>", head=declared("Jane Doe")) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Doe: 3 November 2025", "Jane Doe:"), ("Jane Doe : 03.11.2025", "Jane Doe :"),
        ("Data publicării: 15.11.2026", ""), ("Post Date: 3 November 2025", ""), ("Release Date: 3 November 2025", ""), ("Fecha Publicación: 15.11.2026", ""),
    ],
)  # fmt: skip
def test_what_stands_before_a_day_with_a_colon(text: str, expected: str) -> None:
    assert undated(text) == expected


def test_a_label_of_a_picture_reaches_the_next_name_only() -> None:
    assert people('<div><span>Foto:</span> Max Roe <span class="author">Jane Doe</span></div>') == ["Jane Doe"]
    assert people('<div><span>Foto:</span> <span class="author">Max Roe</span></div>') == []


@pytest.mark.parametrize(
    "page",
    [
        {"top": f"<p>{BIO}</p>"},
        {"text": f"{PROSE}<p>{BIO}</p>{LETTER}"},
        {"text": f"{PROSE}<ul><li>{BIO}</li></ul>"},
        {"text": f"{PROSE}<p>About the author: {BIO}</p>"},
        {"text": f"{PROSE}<p>Über die Autorin: {BIO}</p>"},
    ],
)
def test_lines_about_an_author_sign(page: dict[str, str]) -> None:
    assert people(**page) == ["Jane Doe"]


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}<p>{SENTENCE} {BIO}</p>",
        f"{PROSE}<p>{BIO}</p>{PROSE}",
        f"{PROSE}<ul><li>{BIO}</li></ul>{PROSE}",
        f"{PROSE}<p>So said one of those who will have to use the ferry from now on, among them: {BIO}</p>",
    ],
)
def test_sentences_with_a_link_to_somebody_do_not(text: str) -> None:
    assert people(text=text) == []


def test_a_long_line_of_authors_signs() -> None:
    assert people(f"<p>{', '.join(map(profile, NAMES))}</p>") == list(NAMES)
    assert people(f"<p>{', '.join(map(profile, NAMES))} | {DAY}</p>") == list(NAMES)


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=top>{profile('Jane Doe')} {DAY}</div><article><h1>{TITLE}</h1>{PROSE}</article>",
        f"<article><h1>{TITLE}</h1></article><section><p>{profile('Jane Doe')} {DAY}</p>{PROSE}</section>",
        f"<div><article><h1>{TITLE}</h1><p>In short</p></article><div>{profile('Jane Doe')}</div></div>{PROSE}",
    ],
)
def test_profiles_right_beside_the_article_of_the_headline(body: str) -> None:
    html = f"<html><head><title>{TITLE} - Paper</title></head><body>{body}</body></html>"
    assert authors(Page("https://paper.example/n/bridge", html.encode()))[0] == ("Jane Doe",)


@pytest.mark.parametrize(
    "beside",
    [
        f"<div class=top>{profile('Ann Lee')} on the harbour</div><article><h1>{TITLE}</h1>{PROSE}</article>",
        f"<article><h1>{TITLE}</h1>{PROSE}</article><div>{profile('Ann Lee')} <p>Market moves to the harbour</p></div>",
    ],
)
def test_profiles_of_others_beside_the_article_of_the_headline(beside: str) -> None:
    html = f"<html><head><title>{TITLE} - Paper</title></head><body>{beside}</body></html>"
    assert authors(Page("https://paper.example/n/bridge", html.encode()))[0] == ()


@pytest.mark.parametrize(
    "path",
    [
        "/story/sports/columnist/2025/11/02/market-moves/123/",
        "/columnists/ann-lee/market-moves-to-harbour-123",
        "/aktuelles/2025/13/",
    ],
)
def test_a_teaser_below_a_columnists_or_a_years_address_is_another_storys(path: str) -> None:
    assert (
        people(foot=f'<div><h3><a href="{path}">Market moves to the harbour</a></h3><p>By Ann Lee</p></div><p>x</p>')
        == []
    )


@pytest.mark.parametrize("day", ["Monday, 3 November 2025", "3 de noviembre de 2025", "November 2025"])
def test_a_link_from_a_day_to_its_archive_is_no_teaser(day: str) -> None:
    assert people(f'<div><h4><a href="/2025/11/03/">{day}</a></h4><p>By Ann Lee</p></div>') == ["Ann Lee"]


def test_costs_grow_with_the_page_only() -> None:
    with ends():
        assert read_names("기자" * 2_000 + "!", set())[0] == []
        people(f"<p>{'<a href=/author/jane-doe>Jane Doe</a> is here '.replace('here', 'here today ') * 4_000}</p>")
    assert read_names("김민수 기자 박지은 특파원", set())[0] == ["김민수", "박지은"]
