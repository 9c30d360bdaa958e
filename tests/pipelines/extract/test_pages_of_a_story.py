"""A story in several pages, the box about who wrote it, and names beside labels and days: markup of systems not seen before."""

import json

import pytest

from pipelines.extract.people.people import authors
from pipelines.extract.read.article import extract
from pipelines.lake.values import KindBasis
from pipelines.page.page import Page

SITE = "https://tern.example"
STORY = "2026/11/night-ferry-keeps-running"
PROSE = "".join(
    f"<p>On day {n} the harbour board heard bakers and nurses who need the night ferry, and put off its vote.</p>"
    for n in range(6)
)


def page(path: str, pager: str = "", top: str = "", below: str = "") -> Page:
    head = '<title>Night ferry keeps running</title><meta property="og:type" content="article">'
    story = f"<article><h1>Night ferry keeps running</h1>{top}<div class='entry-content'>{PROSE}{pager}{below}</div></article>"
    return Page(f"{SITE}/{path}", f"<html><head>{head}</head><body><main>{story}</main></body></html>".encode())


def data(address: str, *, key: str = "url") -> str:
    node = {
        "@type": "NewsArticle",
        "headline": "Night ferry keeps running",
        key: address,
        "datePublished": "2026-11-22",
    }
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def pager(first: str, *, label: str = "1") -> str:
    return f'<div class="page-links">Pages: <a href="{SITE}/{first}">{label}</a> <span class="current">2</span></div>'


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (f"{STORY}/2/", f"{STORY}/"),
        (f"{STORY}/page-2", STORY),
        (f"{STORY}/comment-page-1/", f"{STORY}/"),
        ("?p=77&page=3", "?p=77"),
        ("night-ferry-keeps-running.html?page=2", "night-ferry-keeps-running.html"),
        ("archives/149/2", "archives/149"),
    ],
)
def test_a_further_page_of_a_story_is_no_story(path: str, first: str) -> None:
    document = extract(page(path, pager(first)))
    assert (document.kind, document.kind_basis) == ("other", KindBasis.FURTHER_PAGE)


@pytest.mark.parametrize("path", [f"{STORY}/comment-page-2/", f"{STORY}/?cpage=2", "?p=77&cpage=3"])
def test_a_page_of_a_storys_comments_is_known_by_its_address(path: str) -> None:
    assert extract(page(path)).kind_basis == KindBasis.FURTHER_PAGE


@pytest.mark.parametrize(
    ("path", "pages"),
    [
        (f"{STORY}/", pager(f"{STORY}/2/", label="2")),  # the first page
        (f"{STORY}/2/", ""),  # nothing leads back: the second part of a series under its name
        (f"{STORY}/2/", pager(STORY, label="Night ferry keeps running")),
        (f"{STORY}/2/", pager("2026/11/another-ferry-is-sold/")),  # a pager of something else
        (f"{STORY}/1984/", pager(f"{STORY}/")),  # no page has that number
        ("news/2/", pager("news/")),  # a story by number below a section
        ("2026/11/25/", pager("2026/11/")),
        ("night-ferry-keeps-running-2", pager("night-ferry-keeps-running")),  # a name of its own
        ("?p=77", pager("?p=76")),
        ("2026/11/comment-page-editors-leave", ""),
        ("2026/11/a-comment-page-1-in-a-series", ""),
        (f"{STORY}/comment-page-1/", ""),  # it may be all that there is
        (f"{STORY}/?cpage=0", ""),
        ("night-ferry-keeps-running.html?page=1", pager("night-ferry-keeps-running.html")),
        (f"{STORY}?seite=0", pager(STORY)),
        ("politics-and-the-law/12", pager("politics-and-the-law")),  # a story by number in a section
        ("arts-and-culture/22/", pager("arts-and-culture/")),
    ],
)
def test_other_pages_with_numbers_are_judged_as_before(path: str, pages: str) -> None:
    assert extract(page(path, pages)).kind_basis != KindBasis.FURTHER_PAGE


@pytest.mark.parametrize(
    "path", ["issue/the-winter-of-our-year-2026/12", f"{STORY}?seite=12", f"{STORY}/comment-page-2/"]
)
def test_a_page_that_declares_a_story_at_its_address_is_that_story(path: str) -> None:
    first = path.partition("?")[0] if "?" in path else path.rstrip("/").rpartition("/")[0]
    found = extract(page(path, pager(first), top=data(f"{SITE}/{path}")))
    assert (found.kind, found.kind_basis) == ("article", KindBasis.OWN_ARTICLE)
    assert extract(page(path, pager(first), top=data(f"{SITE}/{first}"))).kind_basis == KindBasis.FURTHER_PAGE


@pytest.mark.parametrize(
    ("path", "second"),
    [
        (f"{STORY}/", f"{STORY}/2/"),
        (STORY, f"{STORY}/page-2"),
        ("?p=77", "?p=77&page=2"),
        ("night-ferry-keeps-running.html", "night-ferry-keeps-running.html?page=2"),
    ],
)
def test_the_first_page_of_a_story_in_several_has_a_flag(path: str, second: str) -> None:
    document = extract(page(path, pager(second, label="2")))
    assert [flag.rule for flag in document.flags] == ["first_page"]
    assert document.kind == "article"


@pytest.mark.parametrize(
    ("path", "below"),
    [
        (STORY, pager("2026/11/another-ferry-is-sold/2/", label="2")),
        (STORY, pager(f"{STORY}/2/", label="Part 2")),
        (STORY, pager(f"{STORY}/comment-page-2/", label="2")),
        (STORY, pager(f"{STORY}?page=2#comments", label="2")),
        (STORY, f'<div class="comments">{pager(f"{STORY}?page=2", label="2")}</div>'),
        (STORY, pager("news/2/", label="2")),
        ("news/", pager("news/2/", label="2")),
        (STORY, ""),
    ],
)
def test_a_whole_story_has_none(path: str, below: str) -> None:
    assert extract(page(path, below=below)).flags == ()


BIO = "Ada Marsh has written for the paper since 2014, first about the harbour and later about the council."
BOX = (
    '<div class="wrap" itemtype="http://schema.org/Person" itemscope itemprop="author"><div class="name"><a rel="author" '
    f'href="/author/ada-marsh">Ada Marsh</a></div><div itemprop="{{name}}"><p>{BIO}</p></div></div>'
)


def test_a_box_that_describes_the_author_is_not_the_storys_text() -> None:
    document = extract(page(STORY, below=BOX.format(name="description")))
    assert BIO not in document.text
    assert "On day 5" in document.text
    assert document.authors == ("Ada Marsh",)


@pytest.mark.parametrize(
    "below",
    [
        f'<div itemprop="description"><p>{BIO}</p></div>',  # of the story
        f'<div itemscope itemtype="http://schema.org/Person" itemprop="about"><p itemprop="description">{BIO}</p></div>',
        f'<div itemscope itemprop="authority"><p itemprop="description">{BIO}</p></div>',
    ],
)
def test_a_description_of_somebody_else_is(below: str) -> None:
    assert BIO in extract(page(STORY, below=below)).text


def test_a_story_whose_whole_text_stands_in_its_authors_microdata_keeps_it() -> None:
    body = f'<div itemprop="author" itemscope class="text"><div itemprop="description">{PROSE}</div></div>'
    html = f"<html><body><h1>Night ferry keeps running</h1>{body}</body></html>"
    assert "On day 5" in extract(Page(f"{SITE}/{STORY}", html.encode())).text


def people(top: str = "", below: str = "") -> tuple[str, ...]:
    return authors(page(STORY, top=top, below=below))[0]


@pytest.mark.parametrize("label", ["Authors", "Author", "Autoren", "Auteurs", "Written by", "Authors:"])
def test_a_label_in_an_element_of_its_own_is_no_part_of_a_name(label: str) -> None:
    ada = '<li><a href="/authors/ada/">Ada Marsh</a></li>'
    card = f'<div class="authors card"><div><strong>{label}</strong></div><ul>{ada}{{}}</ul></div>'
    assert people(card.format("")) == ("Ada Marsh",)
    assert people(card.format('<li><a href="/authors/ben/">Ben Cole</a></li>')) == ("Ada Marsh", "Ben Cole")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('<div class="author"><b>Ada</b> <i>Marsh</i></div>', ("Ada Marsh",)),
        ('<div class="author"><b>Ada Marsh</b> <i>Reporter</i></div>', ("Ada Marsh",)),
        ('<div class="author"><b>Ada Marsh</b> Author of Tides</div>', ("Ada Marsh",)),
        ('<div class="author"><span>by</span> <a href="/author/nightowl">nightowl</a></div>', ("nightowl",)),
        ('<div class="authors"><strong>Authors</strong></div>', ()),
    ],
)
def test_what_is_no_label_stays(line: str, names: tuple[str, ...]) -> None:
    assert people(line) == names


ADA, BEN, CLEO = (
    f'<a href="/author/{name.lower().replace(" ", "-")}.html">{name}</a>'
    for name in ("Ada Marsh", "Ben Cole", "Cleo Dunn")
)


@pytest.mark.parametrize("names", [(ADA, BEN, CLEO), (ADA, BEN), (ADA,)])
def test_authors_beside_the_day_below_a_story_signed_it(names: tuple[str, ...]) -> None:
    assert len(people(below=f"<footer><time>Created: Tue 22 September 2026.</time> {' '.join(names)}</footer>")) == len(
        names
    )


@pytest.mark.parametrize(
    "below",
    [
        f"<footer>{ADA} {BEN} {CLEO}</footer>",  # columnists, as no day says that this was theirs
        "".join(f"<div><time>22 September 2026</time> {one}</div>" for one in (ADA, BEN, CLEO)),
        f"<div>{''.join(f'<time>22 September 2026</time> {one}' for one in (ADA, BEN, CLEO))}</div>",
        f"<div><time>22 September 2026</time> {ADA} {BEN} {CLEO} <a href='/news/pier-burns-down'>Pier burns down</a></div>",
    ],
)
def test_lists_of_columnists_did_not(below: str) -> None:
    assert people(below=below) == ()


ASKS = (
    "<p>This content is password protected. To view it please enter your password below:</p>"
    '<p><input name="p" type="password"></p>'
)


def form(text: str) -> str:
    return f'<form action="/open" method="post">{text}</form>'


@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="article">'])
def test_a_post_that_asks_for_a_password_is_no_story(head: str) -> None:
    html = f"<html><head>{head}</head><body><article><h1>Protected: The members' letter</h1>{form(ASKS)}</article></body></html>"
    document = extract(Page(f"{SITE}/2026/11/letter/", html.encode()))
    assert (document.kind, document.kind_basis) == ("other", KindBasis.NOTICE)


@pytest.mark.parametrize(
    "body",
    [
        PROSE + form(ASKS),  # a log-in below a story
        form(ASKS) + PROSE,
        f"<p>The night ferry runs on, the harbour board of Saltmere said on Tuesday, and so do its bakers.</p>{form(ASKS)}",
        form(PROSE),  # ASP.NET wraps whole pages in a form
        form(PROSE.replace("<p>", "<p><label>Search <input type='text'></label>", 1)),
    ],
)
def test_a_story_beside_a_form_is_one(body: str) -> None:
    html = f"<html><body><article><h1>Night ferry keeps running</h1>{body}</article></body></html>"
    assert extract(Page(f"{SITE}/{STORY}/", html.encode())).kind == "article"


LOG_IN = '<p>Sign in</p><input name="p" type="password">'
BRIEF = "<p>The night ferry runs on, the harbour board of Saltmere said on Tuesday, and so do its bakers.</p>"
LINKS = "".join(f"<li><a href='/section/{n}'>News of the harbour, part {n}</a></li>" for n in range(20))


@pytest.mark.parametrize("text", [PROSE, BRIEF], ids=["story", "brief"])
@pytest.mark.parametrize("menu", [f"<ul>{LINKS}</ul>", f"<nav><ul>{LINKS}</ul></nav>"])
def test_a_form_around_a_whole_page_asks_for_no_password(menu: str, text: str) -> None:
    html = f"<html><body>{form(f'{LOG_IN}{menu}<div><h1>Night ferry keeps running</h1>{text}</div>')}</body></html>"
    assert extract(Page(f"{SITE}/{STORY}/", html.encode())).kind == "article"


def test_nor_does_one_around_a_brief_that_declares_itself() -> None:
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","url":"{SITE}/{STORY}/"}}</script>'
    html = f"<html><head>{data}</head><body>{form(f'{LOG_IN}<h1>Night ferry keeps running</h1>{BRIEF}')}</body></html>"
    assert extract(Page(f"{SITE}/{STORY}/", html.encode())).kind == "article"
