# ruff: noqa: E501 -- a line of a page reads best in one line
"""Authors whom neither by-word nor names of elements tell, as themes of Nextra, Next.js, Teek and Gatsby show them; and who is none."""

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page

TITLE = "Harbour board votes to keep the night ferry running"
PROSE = (
    "<p>The harbour board of Saltmere heard on Tuesday that the night ferry is needed by bakers and nurses, and voted for it.</p>"
    * 4
)
DAY = '<time datetime="2026-03-02T09:00:00Z">2 March 2026</time>'
TAGS = '<a href="/tags/harbour">harbour</a>'


def people(top: str = "", foot: str = "", text: str = PROSE, title: str = TITLE) -> list[str]:
    """The authors of a story with something under its headline, and below its text."""
    head = f'<title>{title} | The Tern</title><meta property="og:title" content="{title}">'
    html = f"<html><head>{head}</head><body><main><article><h1>{title}</h1>{top}<section>{text}</section>{foot}</article></main></body></html>"
    return list(authors(Page("https://tern.example/news/night-ferry", html.encode()))[0])


@pytest.mark.parametrize(
    "line",
    [
        f"<p>Jane Doe, {DAY}</p>",
        f"<p><span>Jane Doe</span>, <span>{DAY}</span></p>",
        f"<p>Jane Doe and Max Roe, {DAY}</p>",
        f"<p>Goldman Sachs, {DAY}</p>",
        f"<p>Cedar Rapids, {DAY}</p>",
        f"<p>Villa María, {DAY}</p>",
        f"<p>Los Angeles, {DAY}</p>",
        f"<p>Upper Tolland, {DAY}</p>",
        f"<p>Harbour Board, {DAY}</p>",
        f"<p>Machine Learning · {DAY}</p>",
        f"<p>Product Updates | {DAY}</p>",
        f"<p>Premier League, {DAY}</p>",
        f"<p>Climate Change, {DAY}</p>",
        f"<p>The Tern, {DAY}</p>",
        f"<p>Photo taken for Jane Doe, {DAY}</p>",
        f'<aside class="related-posts"><div><a href="/x">Mill burns down</a><p>Jane Doe, {DAY}</p></div></aside>',
        f'<figure><img src="/a.jpg"><figcaption>Jane Doe, {DAY}</figcaption></figure>',
    ],
)
def test_what_else_stands_before_a_day(line: str) -> None:
    assert people(line) == []


def test_whom_or_what_the_story_mentions_stands_there_as_its_place_or_subject() -> None:
    told = PROSE.replace("Saltmere", "Marrow Quay")
    assert people(f"<p>Marrow Quay, {DAY}</p>", text=told) == []
    assert people(f"<p>Jane Doe, {DAY}</p>", title="Doe wins the harbour race for the third time") == []


def test_a_name_before_a_day_below_the_text_is_another_stories() -> None:
    assert people(foot=f"<div><p>Jane Doe, {DAY}</p></div>", text=PROSE * 3) == []


TITLED = '<a href="/thema/jane-doe,14/" title="Alle Artikel von Jane Doe">Jane Doe</a>'
PORTRAIT = '<img src="/people/jd.png" class="w-12 h-12 rounded-full mr-4" alt="Jane Doe">'


@pytest.mark.parametrize(
    "line",
    [
        f'<div class="flex">{PORTRAIT}<div class="text-xl font-bold">Jane Doe</div></div>',
        f'<div class="flex"><div>{PORTRAIT}</div><div><p>Jane Doe</p><p>{DAY}</p></div></div>',
        '<div><img src="https://pictures.example/avatars/17.jpg" alt="Jane Doe\'s avatar"><span>Jane Doe</span> · 4 min</div>',
        f'<div><a href="/@jane" rel="author">{PORTRAIT}<span>Jane Doe</span></a></div>',
        '<p><img class="author-image" src="/j.jpg" alt="Picture of Jane Doe"> Jane Doe</p>',
        '<div><img src="/j.jpg" width="96" alt="Headshot of Jane Doe"><div>Jane Doe</div></div>',
        '<div><img class="Avatar" src="/j.jpg" alt="Jane Doe"><div>Jane Doe</div></div>',
        f"<div>{PORTRAIT}<div><span>Jane Doe</span><span>4 min read</span></div></div>",
        f"<div>{PORTRAIT}<div><p>Jane Doe</p><p>Political Editor</p></div></div>",
        f"<div>{PORTRAIT}<a href='https://twitter.com/janedoe'>Jane Doe</a></div>",
        f"<div>{PORTRAIT}<a href='/'>Jane Doe</a></div>",
        f'<div class="hidden md:block">{PORTRAIT}<div>Jane Doe</div></div><div class="md:hidden">{PORTRAIT}<div>Jane Doe</div></div><div>2 March 2026</div>',
        f"<p>A standfirst tells in one long sentence why the harbour board met on a Tuesday.</p><div>{PORTRAIT}<div>Jane Doe</div></div>",
        f"<div>{PORTRAIT}<div>Jane Doe</div></div><p>Saltmere</p>",
    ],
)
def test_a_name_beside_a_portrait_of_that_name(line: str) -> None:
    assert people(line) == ["Jane Doe"]


@pytest.mark.parametrize(
    "line",
    [
        '<div><img src="/large/jd.jpg" alt="Jane Doe"><div>Jane Doe</div></div>',
        '<div><img src="/large/jd.jpg" alt="Photo of Jane Doe"><div>Jane Doe</div></div>',
        '<div><img src="/large/jd.jpg" width="800" alt="Photo of Jane Doe"><div>Jane Doe</div></div>',
        f"<figure>{PORTRAIT}<figcaption>Jane Doe</figcaption></figure>",
        f"<div>{PORTRAIT}<div>Max Roe</div></div>",
        f"{PROSE}<div>{PORTRAIT}<div>Jane Doe</div></div>",
        f"<div>{PORTRAIT}</div><div><div><div><div>Jane Doe</div></div></div></div>",
        f"<div>{PORTRAIT}<a href='/topics/jane-doe'>Jane Doe</a></div>",
        f"<div>{PORTRAIT}<div>Jane Doe, the ferry's first captain, who sailed it for thirty-one years and never once left the harbour late, in the wheelhouse.</div></div>",
        f'<div class="related-posts"><div><a href="/other">{PORTRAIT}<span>Jane Doe</span></a></div></div>',
        f'<div><a href="/obituaries/jane-doe">{PORTRAIT}<span>Jane Doe</span></a></div>',
        '<div><img class="avatar" src="/t.png" alt="The Tern"><div>The Tern</div></div>',
        f"<div>{PORTRAIT}<span>Jane Doe</span><span>Mayor of Saltwick</span></div>",
        f"<div>{PORTRAIT}<h3>Jane Doe</h3></div>",
        f"<ul><li>{PORTRAIT}<span>Jane Doe</span></li></ul>",
        f"<table><tr><td>{PORTRAIT}<span>Jane Doe</span></td></tr></table>",
        f"<div>{PORTRAIT}<div>Jane Doe</div></div><div>12 May 1930 – 3 November 2025</div>",
        f"<div>{PORTRAIT}<span>Jane Doe</span> | Reuters</div>",
        f"<div>Interview with</div><div>{PORTRAIT}<span>Jane Doe</span></div>",
        f"<div>Moderation:</div><div>{PORTRAIT}<span>Jane Doe</span></div>",
        f"<div>Source: {PORTRAIT}<span>Jane Doe</span></div>",
        f"<p>“This changed our work.”</p><div>{PORTRAIT}<span>Jane Doe</span></div>",
        f"<div>{PORTRAIT}<span>Jane Doe</span></div><ul><li><a href='/tags/jane-doe'>Jane Doe</a></li></ul>",
        f"<div>{PORTRAIT}<span>Jane Doe</span></div><p>AFP</p>",
        '<div><img class="avatar" src="/t.png" alt="Staff Writer"><div>Staff Writer</div></div>',
        '<div style="display:none"><img class="avatar" src="/t.png" alt="Jane Doe"><div>Jane Doe</div></div>',
    ],
)
def test_what_else_stands_beside_a_picture(line: str) -> None:
    assert people(line) == []


def test_whom_the_story_is_about_is_portrayed_and_no_author() -> None:
    line = f"<div>{PORTRAIT}<div>Jane Doe</div></div>"
    assert people(line, title="Jane Doe on ferries, fog and forty years") == []
    assert people(line, text=PROSE.replace("voted for it", "Doe voted for it")) == []


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("<p>Rząd Janeka Doerra przyjął ustawę.</p>", []),  # inflected
        ("<div>Bridge of the Doerrs</div>", []),
        ("<aside><a href='/x'>Doerr wins the race</a></aside>", []),
        ("<p>Doer, Doe and Jan.</p>", ["Janek Doerr"]),
        ("<p>janek doerr</p>", ["Janek Doerr"]),  # not as a name
        ("<p><a href='/t'>Doerr Janek</a></p>", ["Janek Doerr"]),
        ("<p>Janek Doerr</p>", ["Janek Doerr"]),  # nothing said of him
    ],
)
def test_a_word_of_the_name_anywhere_in_the_story_makes_it_a_subject(line: str, named: list[str]) -> None:
    assert (
        people(f"<div>{PORTRAIT.replace('Jane Doe', 'Janek Doerr')}<div>Janek Doerr</div></div>", text=PROSE + line)
        == named
    )


@pytest.mark.parametrize(
    ("author", "named"),
    [
        ('{"@type": "Organization", "name": "Reuters"}', []),
        ('{"@type": "Organization", "name": "Saltmere Harbour Board"}', []),
        ("null", ["Jane Doe"]),
    ],
)
def test_a_portrait_signs_no_story_of_an_agency_or_a_house(author: str, named: list[str]) -> None:
    declared = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}", "author": {author}}}</script>'
    assert people(f"{declared}<div>{PORTRAIT}<div>Jane Doe</div></div>") == named


def test_a_portrait_below_the_text_is_a_readers() -> None:
    assert people(foot=f"<div>{PORTRAIT}<div>Jane Doe</div></div>", text=PROSE * 3) == []


@pytest.mark.parametrize(
    "line",
    [
        '<span aria-label="作者"><i></i><a title="作者" aria-label="Jane Doe">Jane Doe</a></span>',
        '<p><span title="Author">Jane Doe</span></p>',
        '<p><a title="Autor" href="/autor/jane-doe">Jane Doe</a></p>',
        '<p><span aria-label="Autorin:">Jane Doe</span></p>',
    ],
)
def test_a_tooltip_says_author(line: str) -> None:
    assert people(line) == ["Jane Doe"]


@pytest.mark.parametrize(
    "line",
    [
        '<p><span title="Photographer">Jane Doe</span></p>',
        '<p><span title="Author of the report">Jane Doe</span></p>',
        '<p><a title="Author" href="/authors/">All Our Authors</a></p>',
        '<p><a title="Author" href="/news/jane-doe-retires-from-the-ferry">Jane Doe</a></p>',
        '<div><p>Title: Snow</p><p>Publisher: Roe &amp; Sons</p><p><span title="Author">Jane Doe</span></p></div>',
        '<div class="comments"><p><span title="Author">Jane Doe</span></p></div>',
        '<div class="related-posts"><p><span title="Author">Jane Doe</span></p></div>',
        '<p><span title="Jane Doe">The Tern</span></p>',
        '<blockquote>We go on. <cite title="Author">Oscar Wilde</cite></blockquote>',
        '<p><q>We go on. <cite title="Author">Oscar Wilde</cite></q></p>',
    ],
)
def test_what_else_a_tooltip_says(line: str) -> None:
    assert people(line) == []


BIO = "who lives and works by the sea building useful things, such as boats and bread ovens. <a href='https://social.example/jd'>You should follow them</a></p>"


@pytest.mark.parametrize(
    "foot",
    [
        f'<hr><footer><div class="bio"><img alt="Profile picture"><p>Written by <strong>Jane Doe</strong> {BIO}</div></footer>',
        f'<div class="bio"><p>Written by: <b>Jane Doe</b> {BIO}</div>',
        '<div class="bio"><p>Geschrieben von <a href="/autor/jane-doe">Jane Doe</a>, die am Meer lebt und Boote baut, wenn sie nicht gerade bäckt.</p></div>',
    ],
)
def test_a_bio_that_begins_by_saying_who_wrote(foot: str) -> None:
    assert people(foot=foot) == ["Jane Doe"]


@pytest.mark.parametrize(
    "foot",
    [
        '<div class="bio"><p><strong>Jane Doe</strong> was born in Saltmere and sailed the ferry for thirty years, to the end of her days.</p></div>',
        f'<div class="bio"><p>Written by our readers and <strong>Jane Doe</strong> {BIO}</div>',
        f'<div class="note"><p>Written by <strong>Jane Doe</strong> and directed by Max Roe, the film that the ferry was in {BIO}</div>',
        '<div class="bio"><p>By day, <b>Max Roe</b> sells fish on the quay; by night he is a singer in the choir of the old harbour church.</p></div>',
        f'<div class="related-posts"><div class="bio"><p>Written by <strong>Jane Doe</strong> {BIO}</div></div>',
        f'<div class="comments"><div class="bio"><p>Written by <strong>Jane Doe</strong> {BIO}</div></div>',
    ],
)
def test_what_else_a_box_says_about_somebody(foot: str) -> None:
    assert people(foot=foot) == []


def test_a_declared_author_is_believed_before_all_of_them() -> None:
    head = '<address class="author" rel="author">Max Roe</address>'
    assert people(f"{head}<p>Jane Doe, {DAY}</p><div>{PORTRAIT}<div>Jane Doe</div></div>") == ["Max Roe"]


@pytest.mark.parametrize(
    "box", ["<div><span>作者：</span><span>{}</span></div>", "<dl><dt>作者</dt><dd>{}</dd></dl>", "<p>作者：{}</p>"]
)
@pytest.mark.parametrize(
    "said",
    [
        "未知",
        "不详",
        "原创",
        "本站原创",
        "小编",
        "小編",
        "管理员",
        "本站",
        "转载",
        "责编",
        "来源",
        "来源：",
        "发布时间",
        "点击",
        "浏览",
        "字号",
        "佚名",
    ],
)
def test_what_systems_write_where_they_know_no_author(box: str, said: str) -> None:
    assert people(box.format(said)) == []


@pytest.mark.parametrize(
    "name", ["王小明", "李時珍", "欧阳娜娜", "陈静", "张源", "周浏阳", "何来", "田中一郎", "原創太"]
)
def test_names_beside_a_label_stay(name: str) -> None:
    assert people(f"<div><span>作者：</span><span>{name}</span></div>") == [name]


@pytest.mark.parametrize(
    "line",
    [
        "<div><span>{}</span> " + DAY + "</div>",
        "<p>{}, " + DAY + "</p>",
        '<div class="css-1a">{}</div><div class="css-2b">2 March 2026</div>',
        "<p>{} | 2 March 2026</p>",
        "<p><span>{}</span> <span>5 min read</span></p>",
        '<p><a href="/profile/{}">{}</a> ' + DAY + "</p>",
        '<p><img src="/logo.png" width="24" alt="{}"> {} ' + DAY + "</p>",
    ],
)
@pytest.mark.parametrize(
    "said",
    [
        "Milton Keynes", "Clermont Ferrand", "Нижний Новгород", "Tamil Nadu", "Goldman Sachs", "Deutsche Telekom", "Manchester United",
        "Real Madrid", "Country Diary", "Morning Briefing", "Faits Divers", "Person der Woche", "Ministerio de Salud", "Cronaca Nera",
        "Fremde Federn", "Ludwig van Beethoven", "Harry Potter", "Getty Images", "Aston Martin", "Jane Doe",
    ],
)  # fmt: skip
def test_a_bare_name_beside_the_day_is_anything(line: str, said: str) -> None:
    assert people(line.replace("{}", said)) == []


@pytest.mark.parametrize(
    "line",
    [
        f"<p>{TITLED}</p>",
        f"<p>{DAY}, {TITLED}</p>",
        '<p><a href="/thema/jane-doe,14/" title="Zur Autorin Jane Doe">Jane Doe</a></p>',
        '<p><a href="/x/14/" aria-label="View all posts by Jane Doe">Jane Doe</a></p>',
    ],
)
def test_a_link_says_that_it_leads_to_an_author(line: str) -> None:
    assert people(line) == ["Jane Doe"]


@pytest.mark.parametrize(
    "line",
    [
        f"<p>Interview mit {TITLED}</p>",
        f"<p>Foto: {TITLED}</p>",
        f"<p>Translated by {TITLED}</p>",
        f"<p><img src='/large.jpg'></p><p>{TITLED}</p>",
        f"<figure><img src='/large.jpg'><figcaption>{TITLED}</figcaption></figure>",
        f"<p>{TITLED}</p><p>1930 – 2026</p>",
        f"<p>{TITLED}</p><p>On the quay, Doe sold fish.</p>",
        f"<p>{TITLED}</p><p><a href='/tags/jane-doe'>Jane Doe</a></p>",
        f"<p>{TITLED}</p><p><a href='/n/7'>Doe wins the harbour race</a></p>",
        f"<h3>{TITLED}</h3>",
        f"<ul><li>{TITLED}</li></ul>",
        '<p><a href="/t/1" title="All about Jane Doe">Jane Doe</a></p>',
        '<p><a href="/t/1" title="Authors">Jane Doe</a></p>',
        '<p><a href="/t/1" title="All posts by Jane Doe"><img src="/jd.jpg" alt="Jane Doe"></a></p>',
        '<p><a href="/t/1" title="Noticias de San Isidro">San Isidro</a></p>',
        '<p><a href="/t/1" title="Toute l\'actualité de Saint Denis">Saint Denis</a></p>',
        '<p><a href="/t/1" title="More by Orange County">Orange County</a></p>',
        '<p><a href="/t/1" title="Stories by Grand Rapids">Grand Rapids</a></p>',
        '<p><a href="/t/1" title="Posts by JANE DOE">JANE DOE</a></p>',
        *(
            f"<p>{label}</p><p>{TITLED}</p>"
            for label in ("Reviewed by", "Photos", "Source", "Translated by", "Interview with")
        ),
        f"<p>{TITLED} | Reuters</p>",
        f"<p>{TITLED}</p><p>Reuters</p>",
        '<p><a href="/t/1" title="Alle Artikel aus Milton Keynes">Milton Keynes</a></p>',
    ],
)
def test_what_else_a_link_says(line: str) -> None:
    assert people(line) == []


def test_of_hundreds_of_linked_names_the_first_are_read() -> None:
    names = [f"{first}{second}{third}n Doe" for first in "ADEJKL" for second in "aeiou" for third in "lmnrs"]
    links = ", ".join(f'<a href="/t/1" title="Posts by {name}">{name}</a>' for name in names)
    assert people(f"<p>{links}</p>") == names[:20]
