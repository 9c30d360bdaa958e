# ruff: noqa: E501 -- a line of a page reads best in one line
"""Names on a page that are no author: who is quoted, portrayed, translated by; places, sections, desks; and authors with odd names."""

import json

import pytest

from pipelines.extract.people.people import authors
from pipelines.extract.people.signatures import read_names
from pipelines.page.page import Page

TITLE = "Harbour board votes to keep the night ferry running"
PROSE = (
    "<p>The harbour board of Saltmere heard on Tuesday that the night ferry is needed by bakers and nurses, and voted for it.</p>"
    * 4
)


def people(top: str = "", head: str = "", text: str = PROSE) -> list[str]:
    """The authors of a story with something under its headline."""
    head = f'<title>{TITLE} | The Tern</title><meta property="og:title" content="{TITLE}">{head}'
    html = f"<html><head>{head}</head><body><main><article><h1>{TITLE}</h1>{top}<div class=text>{text}</div></article></main></body></html>"
    return list(authors(Page("https://tern.example/news/night-ferry", html.encode()))[0])


def declared(name: str) -> str:
    data = {"@type": "NewsArticle", "author": {"@type": "Person", "name": name}}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize("called", ["yazarlar", "yazarlarimiz", "journalistic", "redaktorzy", "journalist-quote"])
def test_columnists_and_quotations_are_no_byline(called: str) -> None:
    assert people(f"<div class={called}>Jane Doe</div>") == []


def test_a_class_in_another_language_is_a_byline_right_by_the_headline() -> None:
    line = "<div class=penulis>Dewi Ayu</div>"
    assert people(line) == ["Dewi Ayu"]
    assert people(text=PROSE + line) == []


def test_a_box_of_an_author_and_a_picture_is_no_picture_credit() -> None:
    assert people("<div class=media-author>Jane Doe</div>") == ["Jane Doe"]
    assert people("<div class=photo-author>Jane Doe</div>") == []


def test_a_list_of_columnists_far_from_the_headline_signs_nothing() -> None:
    one = "<li><a href='/blogs/author/{}'>{}</a></li>".format
    columnists = f"<ul>{one('jane-doe', 'Jane Doe')}{one('john-roe', 'John Roe')}{one('max-poe', 'Max Poe')}</ul>"
    assert people(text=f"{PROSE}<div><ul>{one('jane-doe', 'Jane Doe')}{one('john-roe', 'John Roe')}</ul></div>") == []
    assert people(text=f"{PROSE}<div>{columnists}</div>") == []
    assert people(
        "<div><a href='/author/jane-doe'>Jane Doe</a> <a href='/author/john-roe'>John Roe</a></div>",
        text=PROSE + columnists,
    ) == ["Jane Doe", "John Roe"]


OF_HOSTS = {
    "NPR Berlin": ("npr.example", []),
    "NPR Newmedia": ("news.npr.example", []),
    "JRR Roe": ("npr.example", ["JRR Roe"]),
    "NPR DOE": ("npr.example", ["NPR DOE"]),
    "ROUX Marie": ("roux.example", ["ROUX Marie"]),
    "KIM Minsu": ("kim.example", ["KIM Minsu"]),
    "terntern": ("terntern.example", ["terntern"]),
    "DeTern": ("detern.example", ["DeTern"]),
    "Tern": ("tern.example", []),
    "ternnews": ("www.ternnews.example", []),
    "newsome": ("newsome.example", ["newsome"]),
    "田中太郎": ("田中太郎.example", ["田中太郎"]),
    "Tern Verlagsgesellschaft m.b.H.": ("tern.example", []),
    "Noticias Puerto Norte": ("tern.example", []),
}


@pytest.mark.parametrize("name", OF_HOSTS)
def test_a_house_that_begins_as_its_host_does_is_no_author(name: str) -> None:
    host, names = OF_HOSTS[name]
    html = (
        f'<html><head><title>{TITLE}</title><meta name="author" content="{name}"></head><body><h1>{TITLE}</h1>{PROSE}'
    )
    assert list(authors(Page(f"https://{host}/news/1", html.encode()))[0]) == names


@pytest.mark.parametrize(
    ("site", "names"), [("La Sirena del Puerto", []), ("La Sirena Jackson", ["La Sirena"]), ("", ["La Sirena"])]
)
def test_the_short_name_of_a_paper_is_nobody(site: str, names: list[str]) -> None:
    head = (
        f'<title>{TITLE}</title><meta property="og:site_name" content="{site}"><meta name="author" content="La Sirena">'
    )
    html = f"<html><head>{head}</head><body><h1>{TITLE}</h1>{PROSE}"
    host = "www.lasirenadelpuerto.example" if "Puerto" in site else "lasirenajackson.example"
    assert list(authors(Page(f"https://{host}/n/1", html.encode()))[0]) == names


def test_theo_is_a_first_name_on_an_english_page_of_vietnam() -> None:
    html = f'<html lang="en"><head><title>{TITLE}</title><meta name="author" content="Theo Doe"></head><body><h1>{TITLE}</h1>{PROSE}'
    assert authors(Page("https://tern.example.vn/n/1", html.encode()))[0] == ("Theo Doe",)


def test_an_agency_may_stand_before_the_by_word() -> None:
    assert read_names("AP By JANE DOE Associated Press", set(), pen_names=True) == (["JANE DOE"], "AP")
    assert read_names("Written By Jane Doe", set()) == (["Jane Doe"], None)
    assert read_names("Passed By Night", set())[1] is None


def test_a_town_behind_its_agency_is_nobody() -> None:
    assert read_names("واس - مكة المكرمة", set(), pen_names=True) == ([], "Saudi Press Agency")
    assert read_names("AFP - Marie Roux", set(), pen_names=True) == (["Marie Roux"], "AFP")
    assert read_names("AFP - New York", set(), pen_names=True) == ([], "AFP")
    assert read_names("AFP - MARIE ROUX", {"afp"}, pen_names=True) == (["MARIE ROUX"], None)


def test_who_signs_a_book_far_below_the_byline_does_not_sign_the_story() -> None:
    text = PROSE.replace("<p>", "After all, ").replace("</p>", "<br><br>")
    book = "<ul><li><div><div><div><div><div><em>by John Roe</em></div></div></div></div></div></li></ul>"
    assert people("<h3>Bakers need it <em>by JANE DOE</em></h3>", text=text + book) == ["JANE DOE"]


def test_an_account_that_drupal_calls_the_creator_signs_by_a_full_name() -> None:
    def line(name: str) -> str:
        account = (
            f'<span class="username" about="/users/1" typeof="sioc:UserAccount" property="foaf:name">{name}</span>'
        )
        return f'<div class="small"><span property="dc:date">10 maart 2026 om 16:42</span> door <span rel="sioc:has_creator">{account}</span></div>'

    assert people(line("Jane Doe")) == ["Jane Doe"]
    assert people(line("webadmin")) == []
    assert (
        people(text=f'{PROSE}<div id="comments"><div class="comment">{line("John Roe")}<p>Well said.</p></div></div>')
        == []
    )


def test_two_who_sign_with_links_below_the_story_are_its_authors() -> None:
    links = "<p><a href='/author/jane-doe'>Jane Doe</a> and <a href='/author/john-roe'>John Roe</a></p>"
    assert people(text=PROSE + links) == ["Jane Doe", "John Roe"]


@pytest.mark.parametrize("said", ["mit Material von dpa", "con La Stampa", "avec Ouest France", "avec Max Roe à Paris"])
def test_what_else_stands_in_brackets_signs_nothing(said: str) -> None:
    assert people(f"<p class='author'>Jane Doe ({said})</p>") in (["Jane Doe"], [f"Jane Doe ({said})"], [])


FEED = "<article class=feed-item><a href='/news/{n}'></a><div><h1><a href='/news/{n}'>Mill number {n} burns down</a></h1><div><span>4h</span><span class=author>{name}</span></div></div></article>"
DESK = "<div itemprop=author itemscope><p>By</p><span itemprop=name><a rel=author href='/author/desk/'>Saltmere Business News Correspondent</a></span></div>"
MORE = "<div class=grid><a rel=bookmark href='/2015/mill/'><h2>Mill burns down in Ternby</h2></a><p>Nobody was hurt.</p><div class=line><span><a rel=author href='/author/max-roe/'>Max Roe</a></span><span>3 May 2025</span></div></div>"


def shown(body: str, title: str = TITLE) -> list[str]:
    """The authors of a page with this body, and of another title in its head."""
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return list(authors(Page("https://tern.example/news/night-ferry", html.encode()))[0])


@pytest.mark.parametrize("line", ["", "<p>By Jane Doe</p>", "<p class=author>Jane Doe</p>"])
@pytest.mark.parametrize("title", [TITLE, "Saltmere: three boats, one night and no bread at all"])
def test_a_feed_of_other_stories_in_first_level_headings_signs_nothing(line: str, title: str) -> None:
    feed = FEED.format(n=1, name="Max Roe") + FEED.format(n=2, name="Ann Poe")
    story = f"<article><header><h1>{TITLE}</h1>{line}</header>{PROSE}</article>"
    logo = "<h1><a href='/'>The Tern</a></h1>"
    assert shown(f"{logo}<section>{feed}</section>{story}", title) == (["Jane Doe"] if line else [])


def test_a_first_level_heading_that_leads_to_its_own_story_or_section_has_its_byline() -> None:
    line = "<div><span class=author>Jane Doe</span></div>"
    for address in ("/news/night-ferry", "/news/night-ferry/", "https://www.tern.example/news/night-ferry?a=1", "/"):
        assert shown(f"<article><h1><a href='{address}'>{TITLE}</a></h1>{line}{PROSE}</article>") == ["Jane Doe"]
    section = "<h1><a href='/harbour'>News of the harbour</a></h1>"
    assert shown(f"<div>{section}{line}</div><div><h2>{TITLE}</h2>{PROSE}</div>") == ["Jane Doe"]


def test_a_teaser_with_a_permalink_signs_nothing_below_the_byline_of_a_desk() -> None:
    assert shown(f"<main><article><h1>{TITLE}</h1>{DESK}{PROSE}{MORE}</article></main>") == []
    assert shown(f"<main><article><h1>{TITLE}</h1>{DESK.replace('Saltmere Business News Correspondent', 'Ann Poe')}{PROSE}{MORE}</article></main>") == ["Ann Poe"]  # fmt: skip


def test_a_permalink_that_is_no_heading_of_another_story_takes_no_byline() -> None:
    day = "<a rel=bookmark href='/2025/11/a-day-in-the-harbour/'>Monday, 3 November 2025, at noon</a>"
    line = f"<div><span>{day}</span> <span><a rel=author href='/author/jane-doe/'>Jane Doe</a></span></div>"
    assert shown(f"<main><article><h1>{TITLE}</h1>{line}{PROSE}</article></main>") == ["Jane Doe"]
    own = f"<h2><a rel=bookmark href='/news/night-ferry'>{TITLE}</a></h2>"
    assert shown(f"<main><article>{own}{line}{PROSE}</article></main>") == ["Jane Doe"]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/print/1234'>Print this article as PDF</a>", "<a href='/newsletter'>Subscribe to our free newsletter</a>",
        "<a href='/series/fluss'>Aus der Serie Leben am Fluss</a>", "<a href='/es/1234'>Lea esta noticia en español</a>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", ["{author} | {link}", "{link} | {author}"])
def test_a_link_that_is_no_headline_takes_no_author_beside_it(link: str, order: str) -> None:
    author = "<a href='/author/jane-doe'>Jane Doe</a>"
    line = order.format(author=author, link=link)
    assert shown(f"<article><h1>{TITLE}</h1><p class=meta>{line} | 3 May 2025</p>{PROSE}</article>") == ["Jane Doe"]


def test_a_related_story_below_the_byline_takes_no_author() -> None:
    line = "<div class=meta><a href='/author/jane-doe'>Jane Doe</a>, 3 May 2025<h4><a href='/mill'>Mill burns down in Ternby</a></h4></div>"
    assert shown(f"<article><h1>{TITLE}</h1>{line}{PROSE}</article>") == ["Jane Doe"]


@pytest.mark.parametrize("url", ["https://jane.example/?p=24", "https://jane.example/2025/05/mill-burns/amp"])
def test_a_permalink_to_the_story_itself_takes_no_byline(url: str) -> None:
    post = (
        "<h1><a href=/>Janes Notizbuch</a></h1><div class='post hentry'><h2><a href=/2025/05/mill-burns rel=bookmark>Mill burns"
        " down on the river</a></h2><div class=entry-meta>3. Mai 2025 by <a href=/author/jane-doe>Jane Doe</a></div><p>A note.</p></div>"
    )
    html = f"<html><head><title>Janes Notizbuch</title></head><body>{post}</body></html>"
    assert list(authors(Page(url, html.encode()))[0]) == ["Jane Doe"]
