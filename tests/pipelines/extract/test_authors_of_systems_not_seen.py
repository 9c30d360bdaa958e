# ruff: noqa: E501 -- markup is read best in one line
"""Bylines of systems written after no page of theirs was seen: many authors of whom few are declared, photographers, papers, houses."""

import json

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page

TITLE = "Harbour board votes to keep the night ferry running"
PARAGRAPH = "The harbour board of Saltmere heard on Tuesday that the night ferry is needed by bakers and nurses, and voted for it."
PROSE = f"<p>{PARAGRAPH}</p>" * 4
MANY = [
    "Ava Stone", "Ben Ortega", "Cleo Marsh", "Dov Rosen", "Ena Kowalczyk", "Finn Barrow", "Gita Rao", "Hal Whitcomb",
    "Ida Lund", "Jae Park", "Jo March", "Karl Hoff",
]  # fmt: skip


def people(
    top: str = "", *, head: str = "", text: str = PROSE, beside: str = "", url: str = "https://tern.example/n/ferry"
) -> str:
    """The authors of a story with something under its headline, or beside its article."""
    head = f'<title>{TITLE} | The Tern</title><meta property="og:title" content="{TITLE}">{head}'
    html = f"<html><head>{head}</head><body><main><article><h1>{TITLE}</h1>{top}<div class=text>{text}</div></article>{beside}</main></body></html>"
    return "; ".join(authors(Page(url, html.encode()))[0])


def declared(*names: str) -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "author": [{"@type": "Person", "name": name} for name in names]}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "line",
    [
        f"<p class='byline'>{', '.join(MANY[:-1])} and {MANY[-1]}</p>",
        f"<div class='byline'>By {', '.join(f'<span class=name><a href=/people/{n}>{name}</a></span>' for n, name in enumerate(MANY))}</div>",
        f"<ul class='authors'>{''.join(f'<li class=author-item><a href=/a/{n}>{name}</a></li>' for n, name in enumerate(MANY))}</ul>",
    ],
)
def test_a_system_declares_the_first_few_of_many(line: str) -> None:
    assert people(line, head=declared(*MANY[:3])) == "; ".join(MANY)


@pytest.mark.parametrize(
    "more",
    [
        "<div class='author-box'><div class='author'><a href='/author/x'>Nils Berg</a></div></div>",
        "<p class='editor-byline'>Edited by Nils Berg</p>",
        "<div class='quote'><p>It was bad.</p><span class='quote-author'>Nils Berg</span></div>",
        "<div class='comment'><span class='author'>Nils Berg</span><p>Well said.</p></div>",
    ],
)
def test_another_box_adds_nobody_to_the_one_who_is_declared(more: str) -> None:
    line = "<div class='author'>Jane Doe</div>"
    assert people(line, head=declared("Jane Doe"), text=PROSE + more) == "Jane Doe"


PICTURES = {
    "<div class='authors'><div class='author'><a>Jane Doe</a><span>Reporter</span></div><div class='author'><a>John Roe</a><span>Staff Photographer</span></div></div>": "Jane Doe",
    "<ul class='bylines'><li class='byline'><img src='a.jpg'><address class='byline-name'>Jane Doe</address><span>Journalist</span></li><li class='byline'><address class='byline-name'>John Roe</address><span>Fotograf</span></li></ul>": "Jane Doe",
    "<div class='author'><span>Text</span> <b>Jane Doe</b> <span>Foto</span> <b>John Roe</b></div>": "Jane Doe",
    "<p class='byline'>By <a class='n'>Jane Doe</a>, Photos by <a class='n'>John Roe</a></p>": "Jane Doe",
    # must not be taken for it
    "<ul class='authors'><li><b>Jane Doe</b> <i>Reporter and photographer</i></li></ul>": "Jane Doe",
    "<p class='byline'>By Jane Doe, Photographer</p>": "Jane Doe",
    "<p class='byline'>By Max Bild and Jane Foto</p>": "Max Bild; Jane Foto",
}


@pytest.mark.parametrize(("line", "expected"), PICTURES.items())
def test_who_took_the_pictures_did_not_write(line: str, expected: str) -> None:
    assert people(line) == expected


LINES = {
    # a paper between two who are marked alike
    "<p class='byline'>by <span class='name'><a class='name' href='/p/a'>Jane Doe</a></span>, Tern, and <span class='name'>John Roe</span>, The Coast Ledger</p>": "Jane Doe; John Roe",
    "<p class='byline'>By <a class='n'>Jane Doe</a>, edited by <a class='n'>John Roe</a></p>": "Jane Doe",
    "<p class='byline'>By <a class='n'>Jane Doe</a>, Translation by <a class='n'>John Roe</a></p>": "Jane Doe",
    # labels of fields, first and last names apart, a kind of text
    "<div class='field-byline'><div class='field__label'>Byline</div><div class='field__item'>Jane Doe</div></div>": "Jane Doe",
    "<p class='byline'>Byline Times</p>": "",
    "<p>Byline: Jane Doe</p>": "Jane Doe",
    "<h2>Byline Bancorp Names Jane Doe</h2>": "",
    "<p>Byline Cafe Berlin</p>": "",
    "<div class='google-adapted-map'><p>By Jane Doe</p></div>": "Jane Doe",
    "<address class='byline'><span class='firstname'>Kari</span> <span class='lastname'>Nordli</span> <span>Journalist</span></address>": "Kari Nordli",
    "<p class='interviewer'>Interview by Jane Doe</p>": "Jane Doe",
    "<p>Interview with Jane Doe</p>": "",
    "<h2>Interview by Skype</h2>": "",
    "<div class='author'><span>Data publicării:</span> <b>15.11.2026</b></div>": "",
    # months and initials
    "<p class='byline'>By Jo March</p>": "Jo March",
    "<p class='byline'>By Late March</p>": "",
    "<p class='author'>Updated March</p>": "",
    "<div class='author'><a class='n'>Aswin V.N.</a>, <a class='n'>Hiran Pillai</a></div>": "Aswin V.N.; Hiran Pillai",
    # towns and houses
    "<p class='autor'>Patricio Candia | Palma de Mallorca</p>": "Patricio Candia",
    "<p class='author'>Ediciones El Puerto</p>": "",
    "<p class='author'>Служба новостей</p>": "",
    "<p class='author'>港口晚报</p>": "",
    "<p class='author'>海岸テレビ</p>": "",
    "<p><a href='/topic/jd'>Jane Doe</a> et <a href='/topic/jr'>John Roe</a></p>": "",
    "<p><a href='/people/jd'>Jane Doe</a>, <a href='/people/jr'>John Roe</a></p>": "",
    "<p><a href='/t/x'>Real Madrid</a> y <a href='/t/y'>Atlético Madrid</a></p>": "",
    "<p><a href='/t/x'>Arts and Culture</a></p>": "",
    # Chinese and Arabic
    "<p>〔記者吳亭瑩／淡水報導〕為顧及安全，老舊渡口自今日起停駛，居民須改道，並請多加利用鄰近橋樑與接駁公車前往對岸的市區上班上學。</p>": "吳亭瑩",
    "<div class='writeBy'>كتبت ليلى حداد</div>": "ليلى حداد",
}


@pytest.mark.parametrize(("line", "expected"), LINES.items())
def test_lines_of_systems_not_seen(line: str, expected: str) -> None:
    assert people(line) == expected


@pytest.mark.parametrize(
    ("names", "url", "expected"),
    [
        (("Jane Doe", "La Presse Côtière"), "https://www.lapressecotiere.example/a", "Jane Doe"),
        (("Jane Doe", "Do UOL"), "https://noticias.uol.example/a", "Jane Doe"),
        (("Littoral-Ouest Jane Doe", "Jane Doe"), "https://www.littoral-ouest.example/a", "Jane Doe"),
        (("Ana Maria Lopez", "Maria Lopez"), "https://tern.example/a", "Ana Maria Lopez; Maria Lopez"),
        (("Jane Doe", "Max Poe"), "https://janedoe.example/a", "Jane Doe; Max Poe"),
        (("Paul Echo", "Ann Tide"), "https://echo.example/a", "Paul Echo; Ann Tide"),
    ],
)
def test_the_site_among_its_authors(names: tuple[str, ...], url: str, expected: str) -> None:
    assert people("".join(f"<span class='author'>{name}</span>" for name in names), url=url) == expected


PROFILES = {
    f"<p>{PARAGRAPH} <a href='/staff/12/dora-lindqvist'>Dora Lindqvist</a>, the harbour master, said so twice.</p>": "",
    f"<ul><li><a href='/author/dora-lindqvist'>Dora Lindqvist</a> said the rust had been seen. {PARAGRAPH}</li></ul>": "",
    "<p><a href='/staff/12/dora-lindqvist'>Dora Lindqvist</a>, harbour reporter</p>": "Dora Lindqvist",
    f"<p><a href='/staff/12/dora-lindqvist'>Dora Lindqvist</a> covers harbours for the paper. {PARAGRAPH}</p>": "Dora Lindqvist",
}


@pytest.mark.parametrize(("last", "expected"), PROFILES.items())
def test_a_link_in_a_sentence_signs_nothing(last: str, expected: str) -> None:
    assert people(text=PROSE + last + (PROSE if not expected else "")) == expected


BESIDE = {
    "<div class='yazar-kutusu'><a href='/yazarlar/nuri-demirtas'>Nuri Demirtaş</a><p>Köprü masalı</p></div>": "",
    "<section class='columnists'><div><a href='/columnists/nils-berg'>Nils Berg</a></div></section>": "",
    "<aside class='sidebar'><h3>Columnist of the week</h3><p>Author: <a href='/author/nils-berg'>Nils Berg</a></p></aside>": "",
    "<aside class='sidebar'><h3>About this article</h3><p>Author: <a href='/author/nils-berg'>Nils Berg</a></p></aside>": "Nils Berg",
    f"<article><h1>Rain for a week</h1><p class='byline'>By Nils Berg</p>{PROSE}</article>": "",
}


@pytest.mark.parametrize(("box", "expected"), BESIDE.items())
def test_boxes_beside_the_article(box: str, expected: str) -> None:
    assert people(beside=box) == expected
    assert people("<p class='byline'>By Jane Doe</p>", beside=box) == "Jane Doe"


def test_hexo_signs_in_its_copyright_box() -> None:
    box = "<ul class='post-copyright'><li class='post-copyright-author'><strong>本文作者： </strong>{}</li></ul>"
    assert people(text=PROSE + box.format("周行健")) == "周行健"
    assert people(text=PROSE + box.format("佚名")) == ""


BOXES = {
    "<div class='article-byline'>By <span class='by'><a>Jane Doe</a><i>Transport Reporter</i></span><span class='by'><a>John Roe</a><i>Staff Reporter</i></span></div>": "Jane Doe; John Roe",
    "<p class='byline'>By <a class='n'>Jane Doe</a>. Photography by <a class='n'>John Roe</a>.</p>": "Jane Doe",
    "<div class='reporterList'><div class='reporter'><a><span>송인걸</span> <span>기자</span></a></div><div class='reporter'><a><span>최예린</span> <span>기자</span></a></div></div>": "송인걸; 최예린",
    "<div data-test-id='byline'><span>Jurre van den Berg en Ana van Es</span></div>": "Jurre van den Berg; Ana van Es",
    "<div>港口新闻记者 陈媛媛 段彦超</div>": "陈媛媛; 段彦超",
    "<dl class='author'><dt>기자</dt><dd><a>지홍구 기자</a></dd><dd><a>한상헌 기자</a></dd></dl>": "지홍구; 한상헌",
    "<p class='author'>송인걸 기자 최예린 특파원</p>": "송인걸; 최예린",
    "<p class='author'>사회부 기자 편집부 기자</p>": "",
    "<div>港口新闻记者 实习生 段彦超</div>": "段彦超",
    "<div><p>Reporter</p> <a href='/penulis/riani-putri'>Riani Putri</a></div><div><p>Editor</p> <a href='/editor/grace-lubis'>Grace Lubis</a></div>": "Riani Putri",
    "<div><a href='/editor/grace-lubis'>Grace Lubis</a> <p>Editor</p></div>": "Grace Lubis",
}


@pytest.mark.parametrize(("line", "expected"), BOXES.items())
def test_boxes_of_authors(line: str, expected: str) -> None:
    assert people(line) == expected
