# ruff: noqa: E501 -- a byline reads best in one line
"""Bylines of classes of publishers that no development page is of: jobs, towns, pictures, newsrooms, places on the page."""

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page
from tests.endless import ends

TITLE = "Harbour board votes to keep the night ferry running"
PROSE = "".join(
    f"<p>The harbour board of Saltmere heard for the {count} time on Tuesday that the night ferry is needed by bakers and nurses.</p>"
    for count in ("first", "second", "third", "fourth")
)


def page(top: str, head: str = "", text: str = PROSE, below: str = "") -> Page:
    head = f'<title>{TITLE} | The Tern</title><meta property="og:title" content="{TITLE}">{head}'
    html = f"<html><head>{head}</head><body><main><article><h1>{TITLE}</h1>{top}<div class='text'>{text}</div>{below}</article></main></body></html>"
    return Page("https://tern.example/news/night-ferry", html.encode())


JAPANESE = "<p>港湾評議会は火曜日の夜、夜間フェリーをさらに三年間続けることを決め、島の住民の不安は終わった。</p>" * 3
PLACES = {
    "a link after a date": ('<p class="muted">04.11.2025 - <a href="/authors/maeve-kinsella">Maeve Kinsella</a></p>', PROSE, ["Maeve Kinsella"]),
    "a place after a date": ('<p class="muted">04.11.2025 - New York</p>', PROSE, []),
    "somebody of the story after a date": ('<p class="muted">04.11.2025 - Ines Salt</p>', PROSE + "<p>Ines Salt was there.</p>", []),
    "a label over a name": ("<h2>Article by</h2><div>Maeve Kinsella</div>", PROSE, ["Maeve Kinsella"]),
    "a class in Turkish": ('<div class="yazar-adi">Elif Karaca</div>', PROSE, ["Elif Karaca"]),
    "a photographer beside": ('<div class="byline"><a>Silje Hauge</a> (tekst) <a>Tormod Vik</a> (foto)</div>', PROSE, ["Silje Hauge"]),
    "a list of jobs": ('<ul class="bylines"><li><a>Annika Brolin</a> <i>Reporter</i></li><li><a>Petter Hammar</a> <i>Fotograf</i></li></ul>', PROSE, ["Annika Brolin"]),
    "a credit called a photo's": ('<div class="photo-author">By Thomas Adeyemi</div><p>By Maeve Kinsella</p>', PROSE, ["Maeve Kinsella"]),
    "a Korean line under the headline": ('<ul class="infomation"><li><i class="icon-user-o"></i> 박지은 기자</li><li>댓글 0</li></ul>', PROSE, ["박지은"]),
    # boxes alike that follow each other, and lists of others
    "two boxes": ("".join(f'<div class="ath"><p><a href="/autor/{slug}-7.html">{name}</a></p><p>Bilbao</p></div>' for slug, name in (("rocio-vega", "Rocío Vega"), ("jon-ibai", "Jon Ibai"))), PROSE, ["Rocío Vega", "Jon Ibai"]),
    "a box and one of another make": ('<div class="ath"><p><a href="/autor/rocio-vega.html">Rocío Vega</a></p></div><div class="tip"><p><a href="/autor/jon-ibai.html">Jon Ibai</a></p></div>', PROSE, ["Rocío Vega"]),
    "a box far from the next": ('<div class="ath"><p><a href="/autor/rocio-vega.html">Rocío Vega</a></p></div>', PROSE + '<div class="ath"><p><a href="/autor/jon-ibai.html">Jon Ibai</a></p></div>', ["Rocío Vega"]),
    "a columnist's card and those of others": (
        '<div class="card"><a href="/yazarlar/elif-karaca/"><strong>Elif Karaca</strong></a></div>',
        PROSE + '<div class="other-authors"><h3>Diğer Yazarlar</h3><div class="card"><a href="/yazarlar/murat-demir/">Murat Demir</a></div><div class="card"><a href="/yazarlar/ali-koc/">Ali Koç</a></div></div>',
        ["Elif Karaca"],
    ),
    "others alone": ("", PROSE + '<div class="more-authors"><p>Maeve Kinsella</p><p>Thomas Adeyemi</p></div>', []),
    "co-authors": ('<div class="co-authors">Maeve Kinsella, Thomas Adeyemi</div>', PROSE, ["Maeve Kinsella", "Thomas Adeyemi"]),
    "a number before the name in an address": ('<div><a href="/staff/2684102001/maeve-kinsella/">Maeve Kinsella</a></div>', PROSE, ["Maeve Kinsella"]),
    "a Lithuanian address": ('<div><a href="/autorius/rasa-petrauskiene">Rasa Petrauskienė</a></div>', PROSE, ["Rasa Petrauskienė"]),
    "an authority's address": ('<div><a href="/authorities/jane-doe">Jane Doe</a></div>', PROSE, []),
    # the card of a story in a sidebar, as ABlog's themes have it
    "a card in a sidebar": ("", PROSE + '<div class="sidebar"><ul><li><span>Author:</span> <a href="../author/ann-marlow/">Ann Marlow</a>, <a href="../author/tobias-reed/">Tobias Reed</a></li></ul></div>', ["Ann Marlow", "Tobias Reed"]),
    "an icon for a label": ("", PROSE + '<div class="sidebar"><ul><li id="author"><span><i class="fa fa-user"></i></span> <a href="../author/ann-marlow/">Ann Marlow</a>, <a href="../author/tobias-reed/">Tobias Reed</a></li></ul></div>', ["Ann Marlow", "Tobias Reed"]),
    "an icon before what is no author": ("", PROSE + '<div class="sidebar"><ul><li id="login"><span><i class="fa fa-user"></i></span> <a href="/account/">Mein Konto</a></li></ul></div>', []),
    "a label in a sidebar that leads nowhere": ("", PROSE + '<div class="sidebar"><ul><li><span>Author:</span> Ann Marlow</li></ul></div>', []),
    "a teaser in a sidebar": ("", PROSE + '<div class="sidebar"><div><a href="/x">Mill burns down again in the old harbour</a><div>By: <a href="/author/max-roe">Max Roe</a></div></div></div>', []),
    "a teaser with an icon": ("", PROSE + '<div class="sidebar"><div><a href="/x">Mill burns down again in the old harbour</a><div class="author"><span><i class="fa fa-user"></i></span> <a href="/author/max-roe">Max Roe</a></div></div></div>', []),
    **{f"no author's address: {path}": (f"<p>On Monday <a href='/{path}'>Max Roe</a> spoke.</p>", PROSE, []) for path in ("autoridades/max-roe", "autorennen/max-roe", "authorized-dealers/max-roe", "autores-clasicos/max-roe", "autoreifen/max-roe")},
    **{f"an author's address: {path}": (f"<p><a href='/{path}'>Max Roe</a></p>", PROSE, ["Max Roe"]) for path in ("autorzy/max-roe", "autoren/max-roe", "autorinnen/max-roe", "author-page/max-roe", "autores/max-roe")},
    "two cards in a sidebar": ("", PROSE + '<div class="sidebar"><ul>' + "".join(f'<li><span>Author:</span> <a href="../author/{name.lower()}-marlow/">{name} Marlow</a></li>' for name in ("Ann", "Tom")) + "</ul></div>", []),
    # lines with a date
    "behind date and clock": ('<div class="info">04 de Noviembre de 2025 | 18:00 | Por Rocío Vega, Bahía</div>', PROSE, ["Rocío Vega"]),
    "behind a date, no name": ('<div class="info">4 November 2025 | 18:00 | By appointment only</div>', PROSE, []),
    "a name behind the day": ('<div class="post-meta">4 November 2025 | Maeve Kinsella</div>', PROSE, ["Maeve Kinsella"]),
    "a subject behind the day": ('<div class="post-meta">4 November 2025 | Climate Change</div>', PROSE, []),
    "an organisation behind the day": ('<div class="post-meta">4 November 2025 | Amnesty International</div>', PROSE, []),
    "behind a day, beside a declared author": ('<meta name="author" content="Jane Doe"><p>4 November 2025 | By Max Roe</p>', PROSE, ["Jane Doe"]),
    "a league in the story's line": ('<div class="post-meta">November 4, 2025 | Premier League</div>', PROSE, []),
    "an event between date and reading time": ('<div class="post-meta"><span>Nov 4, 2025</span> • <span>World Cup</span> • <span>3 min read</span></div>', PROSE, []),
    # the paper beside the name
    "the paper before the name": ('<meta property="og:site_name" content="Sawt"><p class="author">Sawt - ليلى حداد</p>', PROSE, ["ليلى حداد"]),
    "the paper behind the name": ('<meta property="og:site_name" content="detikNews"><p class="author">Dewi Anggraini - detikNews</p>', PROSE, ["Dewi Anggraini"]),
    "nothing but the paper": ('<meta property="og:site_name" content="detikNews"><p class="author">detikNews - detikNews</p>', PROSE, []),
    "a bracket in the middle of a Japanese story": ("", "<p>次の会合は春に開かれる予定で、船の更新についても話し合うという。島の人々は喜んでいると話した。【高橋由美】</p>" + JAPANESE, []),
}  # fmt: skip


@pytest.mark.parametrize("where", PLACES)
def test_where_a_name_stands(where: str) -> None:
    top, text, people = PLACES[where]
    assert list(authors(page(top, text=text))[0]) == people


def test_a_long_line_of_digits_and_bars_costs_little() -> None:
    with ends():
        authors(page(f"<p>{'1' * 50}|{'1' * 50}|x</p>" * 1_000))
