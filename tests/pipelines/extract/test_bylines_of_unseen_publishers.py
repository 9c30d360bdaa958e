# ruff: noqa: E501 -- a byline reads best in one line
"""Bylines of classes of publishers that no development page is of: jobs, towns, pictures, newsrooms, places on the page."""

import json

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


LINES = {
    # what somebody did, in the words of a language
    "Aufgezeichnet von Katrin Lohmann": "Katrin Lohmann",
    "Das Gespräch führte Katrin Lohmann": "Katrin Lohmann",
    "Entretien réalisé par Solange Kervella": "Solange Kervella",
    "Elaborado por Rocío Valverde": "Rocío Valverde",
    "Reportagem de Beatriz Noronha": "Beatriz Noronha",
    "Articolo di Chiara Bonetti": "Chiara Bonetti",
    "Rozmawiała Agnieszka Wrona": "Agnieszka Wrona",
    "Oprac. Agnieszka Wrona": "Agnieszka Wrona",
    "Szerzők: Kovács Eszter, Tóth Gergely": "Kovács Eszter; Tóth Gergely",
    "Scris de Ioana Drăgan": "Ioana Drăgan",
    "Muhabir: Elif Karaca": "Elif Karaca",
    "Ρεπορτάζ: Μαρία Ανδρέου": "Μαρία Ανδρέου",
    "Авторы: Ольга Терехова, Денис Рогов": "Ольга Терехова; Денис Рогов",
    "Беседовала Ольга Терехова": "Ольга Терехова",
    "كتبت ليلى حداد": "ليلى حداد",
    "خبرنگار: مریم رستگار": "مریم رستگار",
    "تحریر: ثنا قریشی": "ثنا قریشی",
    "रिपोर्ट: सुनीता राव": "सुनीता राव",
    "লিখেছেন নুসরাত জাহান": "নুসরাত জাহান",
    "เขียนโดย สุดา แก้วใส": "สุดา แก้วใส",
    "本报记者 陈晓岚": "陈晓岚",
    "记者陈晓岚 赵伟": "陈晓岚; 赵伟",
    "【高橋由美】": "高橋由美",
    "[항구일보 박지은 기자]": "박지은",
    # a job before the name
    "Von unserer Redakteurin Katrin Lohmann": "Katrin Lohmann",
    "De notre envoyée spéciale Solange Kervella": "Solange Kervella",
    "dalla nostra inviata Chiara Bonetti": "Chiara Bonetti",
    "Journalist Silje Hauge": "Silje Hauge",
    "Корреспондент Ольга Терехова": "Ольга Терехова",
    # a town, a date, a degree, a button
    "Cádiz - Rocío Valverde": "Rocío Valverde",
    "Beatriz Noronha — São Paulo": "Beatriz Noronha",
    "By Maeve Kinsella Share Save": "Maeve Kinsella",
    "By Hans-Peter von und zu Traun": "Hans-Peter von und zu Traun",
    # who took the pictures, who edited
    "Katrin Lohmann (Text) und Jörg Dettmer (Fotos)": "Katrin Lohmann",
    "Tekst og foto: Silje Hauge": "Silje Hauge",
    "Penulis: Dewi Anggraini | Editor: Rizky Pratama": "Dewi Anggraini",
    "By Maeve Kinsella. Fact checked by Thomas Adeyemi": "Maeve Kinsella",
    # newsrooms and agencies
    "Haber Merkezi": "",
    "Συντακτική ομάδα": "",
    "নিজস্ব প্রতিবেদক": "",
    "न्यूज डेस्क": "",
    "نیوز ڈیسک": "",
    "Tim Redaksi": "",
    "Estadão Conteúdo": "",
    "Colaboração para a Folha": "",
    "Colaboración para La Voz": "",
    # who checked or helped, and who wrote
    "Medical review by Jane Doe": "",
    "Peer review by Jane Doe": "",
    "Additional report by Jane Doe": "",
    "Expert comment by Jane Doe": "",
    "Fact check report by Jane Doe": "",
    "Book review by Jane Doe": "Jane Doe",
    "Technical analysis by Jane Doe": "Jane Doe",
    "Special report by Jane Doe": "Jane Doe",
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_a_line_called_a_byline(line: str) -> None:
    assert "; ".join(authors(page(f'<p class="byline">{line}</p>'))[0]) == LINES[line]


DECLARED = ("Stand: 4.11.2025 Von Katrin Lohmann", "Publié le 4 novembre 2025 par Solange Kervella")


@pytest.mark.parametrize("line", DECLARED)
def test_a_declared_author_with_a_date(line: str) -> None:
    assert " ".join(authors(page("", f'<meta name="author" content="{line}">'))[0]) == " ".join(line.split()[-2:])


@pytest.mark.parametrize("name", ["Redacția", "Szerkesztőség", "กองบรรณาธิการ", "وكالات", "Mwandishi Wetu"])
def test_a_newsroom_declared_as_a_person_is_none(name: str) -> None:
    data = json.dumps({"@type": "NewsArticle", "author": {"@type": "Person", "name": name}}, ensure_ascii=False)
    assert authors(page("", f'<script type="application/ld+json">{data}</script>'))[0] == ()


JAPANESE = "<p>港湾評議会は火曜日の夜、夜間フェリーをさらに三年間続けることを決め、島の住民の不安は終わった。</p>" * 3
PLACES = {
    "a link after a date": ('<p class="muted">04.11.2025 - <a href="/authors/maeve-kinsella">Maeve Kinsella</a></p>', PROSE, ["Maeve Kinsella"]),
    "a place after a date": ('<p class="muted">04.11.2025 - New York</p>', PROSE, []),
    "somebody of the story after a date": ('<p class="muted">04.11.2025 - Ines Salt</p>', PROSE + "<p>Ines Salt was there.</p>", []),
    "end of a standfirst": ('<p class="standfirst">The night boat stays for three years. By Maeve Kinsella</p>', PROSE, ["Maeve Kinsella"]),
    "end of a German one": ('<p class="vorspann">Die Fähre bleibt, und die Insel atmet auf. Ein Kommentar von Katrin Lohmann.</p>', PROSE, ["Katrin Lohmann"]),
    **{f"a genre: {said}": (f'<p class="vorspann">Die Fähre bleibt, und die Insel atmet auf. {said}</p>', PROSE, [said.rstrip(".")[-14:]])
       for said in ("Eine Analyse von Katrin Lohmann", "Ein Gastbeitrag von Katrin Lohmann.", "Ein Essay von Katrin Lohmann.",
                    "Une tribune de Katrin Lohmann.", "Una columna de Katrin Lohmann.")},
    "whom an interview tells of": ('<p class="vorspann">Die Fähre bleibt, und die Insel atmet auf. Ein Porträt von Katrin Lohmann.</p>', PROSE, []),
    "who writes": ('<p class="standfirst">The night boat stays for three years, writes Maeve Kinsella</p>', PROSE, ["Maeve Kinsella"]),
    "who only says something": ('<p class="standfirst">The night boat stays for three years, says Maeve Kinsella</p>', PROSE, []),
    "a label over a name": ("<h2>Article by</h2><div>Maeve Kinsella</div>", PROSE, ["Maeve Kinsella"]),
    "a class in Turkish": ('<div class="yazar-adi">Elif Karaca</div>', PROSE, ["Elif Karaca"]),
    "a photographer beside": ('<div class="byline"><a>Silje Hauge</a> (tekst) <a>Tormod Vik</a> (foto)</div>', PROSE, ["Silje Hauge"]),
    "a list of jobs": ('<ul class="bylines"><li><a>Annika Brolin</a> <i>Reporter</i></li><li><a>Petter Hammar</a> <i>Fotograf</i></li></ul>', PROSE, ["Annika Brolin"]),
    "a credit called a photo's": ('<div class="photo-author">By Thomas Adeyemi</div><p>By Maeve Kinsella</p>', PROSE, ["Maeve Kinsella"]),
    "a Chinese dateline": ("", "<p>港口讯（记者陈晓岚 赵伟）港口委员会周二晚间决定让夜间渡轮再运行三年，结束了岛上居民数月来的不安。</p>" * 3, ["陈晓岚", "赵伟"]),
    "a Korean dateline": ("", "<p>(항구=연합뉴스) 박지은 기자 = 항만위원회는 화요일 저녁 야간 여객선을 3년 더 운항하기로 결정해 섬 주민들의 불안을 끝냈다.</p>" * 3, ["박지은"]),
    "a Korean line under the headline": ('<ul class="infomation"><li><i class="icon-user-o"></i> 박지은 기자</li><li>댓글 0</li></ul>', PROSE, ["박지은"]),
    "a Korean last line": ("", "<p>항만위원회는 화요일 저녁 야간 여객선을 3년 더 운항하기로 결정해 섬 주민들의 몇 달에 걸친 불안을 끝냈다.</p>" * 3 + "<p>박지은 기자 je@harbour.example</p>", ["박지은"]),
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
    **{
        f"behind what is no day: {line}": (f"<p>{line}</p>", PROSE, [])
        for line in ("Anora (2024) | By Sean Baker", "Schnee, Roman, 320 Seiten | Von Max Roe", "1984 | By George Orwell", "Photo 1 of 12 | By Max Roe", "Episode 12 | By Max Roe", "12 songs, 40 minutes | By Max Roe", "The flood of 4 May 1968, a film | By Max Roe")
    },
    "behind a day, beside a declared author": ('<meta name="author" content="Jane Doe"><p>4 November 2025 | By Max Roe</p>', PROSE, ["Jane Doe"]),
    "a league in the story's line": ('<div class="post-meta">November 4, 2025 | Premier League</div>', PROSE, []),
    "an event between date and reading time": ('<div class="post-meta"><span>Nov 4, 2025</span> • <span>World Cup</span> • <span>3 min read</span></div>', PROSE, []),
    # the paper beside the name
    "the paper before the name": ('<meta property="og:site_name" content="Sawt"><p class="author">Sawt - ليلى حداد</p>', PROSE, ["ليلى حداد"]),
    "the paper behind the name": ('<meta property="og:site_name" content="detikNews"><p class="author">Dewi Anggraini - detikNews</p>', PROSE, ["Dewi Anggraini"]),
    "nothing but the paper": ('<meta property="og:site_name" content="detikNews"><p class="author">detikNews - detikNews</p>', PROSE, []),
    # reporters in lines of Taiwan and at the end of Japanese stories
    "a line of Taiwan": ("<p>記者陳曉嵐／台北報導</p>", PROSE, ["陳曉嵐"]),
    "an agency's line of Taiwan": ("<p>中央社／台北報導</p>", PROSE, []),
    "a compiled report": ("<p>綜合外電／台北報導</p>", PROSE, []),
    **{f"a desk of Taiwan: {line}": (f"<p>{line}</p>", PROSE, []) for line in ("娛樂中心／綜合報導", "生活中心／台北報導", "外電／綜合報導", "鏡週刊／綜合報導", "台北／陳曉嵐報導")},
    **{
        f"no name at the end of a Japanese story: {word}": ("", JAPANESE + f"<p>次の会合は春に開かれる予定で、船の更新についても話し合うという。【{word}】</p>", [])
        for word in ("写真特集", "関連記事", "有料会員", "画像提供", "取材協力", "東京支局", "時事通信")
    },
    **{
        f"no name at the end of a Chinese story: {word}": ("", f"<p>港务委员会周二晚上决定，夜间渡轮将再运营三年，岛上居民的担忧由此结束，面包师和护士都需要这班渡轮。【{word}】</p>", [])
        for word in ("延伸閱讀", "相关阅读", "未完待续", "本文完")
    },
    "a bracket in the middle of a Japanese story": ("", "<p>次の会合は春に開かれる予定で、船の更新についても話し合うという。島の人々は喜んでいると話した。【高橋由美】</p>" + JAPANESE, []),
    "the end of a Japanese story": ("", JAPANESE + "<p>次の会合は春に開かれる予定で、船の更新についても話し合うという。【高橋由美、伊藤健太】</p>", ["高橋由美", "伊藤健太"]),
    "an agency at the end of one": ("", JAPANESE + "<p>次の会合は春に開かれる予定で、船の更新についても話し合うという。【共同】</p>", []),
    "a desk at the end of one": ("", JAPANESE + "<p>次の会合は春に開かれる予定で、船の更新についても話し合うという。【写真部】</p>", []),
}  # fmt: skip


@pytest.mark.parametrize("where", PLACES)
def test_where_a_name_stands(where: str) -> None:
    top, text, people = PLACES[where]
    assert list(authors(page(top, text=text))[0]) == people


def test_a_long_line_of_digits_and_bars_costs_little() -> None:
    with ends():
        authors(page(f"<p>{'1' * 50}|{'1' * 50}|x</p>" * 1_000))
