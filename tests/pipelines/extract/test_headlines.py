# ruff: noqa: E501 -- markup is read best in one line
"""Headlines by class: quotation marks in them, site names in many scripts around them, what is shown beside what is declared."""

import html
import json

import pytest

from pipelines.extract.headline.headline import headline, offers, titles
from pipelines.page.page import Page

SITES = {
    "ko": ("한국일보", "시의회, 옛 다리를 고치기로 의결했다"),
    "ko, quoting": ("오마이뉴스", '강릉 바다에서 "고래"가 나타났다…주민들 환호'),
    "zh": ("人民晚报", "市议会表决通过修复旧桥的方案"),
    "zh, quoting": ("江城在线", "“旧桥”封闭一年：居民只能坐渡船"),
    "ja": ("朝夕新聞デジタル", "市議会、古い橋の修理を可決 来春に完成へ"),
    "ru": ("Новая волна", "Совет проголосовал за ремонт старого моста"),
    "ru, quoting": ("Курьер.Онлайн", "Мэр: «Река не будет ждать ещё одну зиму»"),
    "el": ("Η Ακτή", "Το συμβούλιο ψήφισε για την παλιά γέφυρα"),
    "ar": ("صحيفة الميناء", "المجلس يصوت لإصلاح الجسر القديم"),
    "he": ("קול הנמל", "המועצה הצביעה על תיקון הגשר הישן"),
    "hi": ("तट समाचार", "परिषद ने पुराने पुल की मरम्मत के लिए मतदान किया"),
    "th": ("ข่าวท่าเรือ", "สภาเมืองลงมติซ่อมสะพานเก่าที่ปิดมานานหนึ่งปี"),
    "en": ("The Saltmarsh Courier", 'Council votes to mend the "old" bridge'),
    "de": ("DER KURIER", "»Der Fluss wartet nicht«: Rat stimmt für die Brücke"),
    "de, quoting the site": ("Der Kurier", "Neuer Chef beim »Kurier« verspricht viel"),
    "fr": ("Le Courrier", "Le conseil vote : « Le fleuve n’attendra pas »"),
    "pl": ("Kurier", "Rada głosuje za mostem: „Rzeka nie poczeka”"),
}
BETWEEN = (" | ", "|", " ㅣ ", "ㅣ", " - ", " – ", " — ", " · ", " :: ", " • ", " / ", "｜", " ‖ ", "丨", "_", "－")
NAMED = "<meta property='og:site_name' content='{}'>"
PUBLISHED = '<script type="application/ld+json">{{"@type":"NewsArticle","publisher":{{"name":"{}"}}}}</script>'


def page(head: str, body: str = "") -> Page:
    return Page("http://paper.example/2026/x", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def of(one: Page) -> str | None:
    return headline(one, offers(one))


@pytest.mark.parametrize("script", SITES)
def test_a_site_name_is_no_part_of_a_headline_in_any_script(script: str) -> None:
    site, title = SITES[script]
    wrong = []
    for between in BETWEEN:
        for whole in (f"{title}{between}{site}", f"{site}{between}{title}"):
            shown = f"<title>{html.escape(whole)}</title>"
            wrong += [whole for known in (NAMED, PUBLISHED) if of(page(shown + known.format(site))) != title]
            wrong += [whole] if of(page(shown, f"<h1>{html.escape(title)}</h1>")) != title else []
    assert wrong == []


@pytest.mark.parametrize(("whole", "title"), [
    ("The Echo: Bridge will be mended", "Bridge will be mended"),
    ("시의회가 옛 다리를 고친다-메아리", "시의회가 옛 다리를 고친다"),
    ("市议会决定修复旧桥-메아리", "市议会决定修复旧桥"),
    ("Bridge-Echo of a war long gone", "Bridge-Echo of a war long gone"),
    ("Bridge will be mended (The Echo)", "Bridge will be mended"),
    ("Bridge will be mended, The Echo", "Bridge will be mended"),
    ("Bridge will be mended: The Echo", "Bridge will be mended"),
    ("Bridge will be mended < Local < The Echo", "Bridge will be mended"),
    ("Old bridge will be mended - Local News - The Echo", "Old bridge will be mended"),
    ("The old bridge falls at last - and rises again - The Echo", "The old bridge falls at last - and rises again"),
    ("시의회가 옛 다리를 고친다::메아리", "시의회가 옛 다리를 고친다"),
    ("市議会が古い橋の修復を決定した：메아리", "市議会が古い橋の修復を決定した"),
    ("市議会が古い橋の修復を決定した【메아리】", "市議会が古い橋の修復を決定した"),
    ("市議会が古い橋の修復を決定した | 社会 | 메아리", "市議会が古い橋の修復を決定した"),
    ("市议会投票决定修复旧桥--社会--江城网", "市议会投票决定修复旧桥"),
    ("Το συμβούλιο ψήφισε για τη γέφυρα | Η ΑΚΤΗ", "Το συμβούλιο ψήφισε για τη γέφυρα"),
])  # fmt: skip
def test_a_site_name_before_a_colon_or_behind_a_bare_hyphen(whole: str, title: str) -> None:
    names = "".join(map(NAMED.format, ("The Echo", "메아리", "Η Ακτή")))
    assert of(page(f"<title>{whole}</title>{names}")) == title


@pytest.mark.parametrize("cut", [
    '<meta property="og:title" content="Mayor: "We will" mend it"><meta name="twitter:title" content="Mayor: "We will" mend it">',
    "<meta property='og:title' content='Mayor: \"We will\" mend it, 'now''><meta name='twitter:title' content='Mayor: \"We will\" mend it, 'now''>",
])  # fmt: skip
def test_an_attribute_that_ends_at_a_quotation_mark_is_no_headline(cut: str) -> None:
    title = "Mayor: \"We will\" mend it, 'now'" if "now" in cut else 'Mayor: "We will" mend it'
    data = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-20"}</script>'
    assert of(page(f"{cut}{data}<title>{title} | Echo</title>", f"<h1>{title}</h1>")) == title


def test_structured_data_with_quotation_marks_that_nobody_escaped_is_read() -> None:
    data = '{"@type": "NewsArticle", "headline": "Mayor: "We will", she says", "author": {"name": "Ann "Bo" Lee"}, "description": "x"}'
    one = page(f'<script type="application/ld+json">{data}</script>')
    assert [node["headline"] for node in one.jsonld] == ['Mayor: "We will", she says']
    assert one.jsonld[0]["author"] == {"name": 'Ann "Bo" Lee'}
    assert page(f'<script type="application/ld+json">{data[:-9] * 2000}</script>').jsonld == []


def test_marks_of_no_width_are_no_part_of_a_headline() -> None:
    title = "Bürger\u00admeister: Fluss&shy;brücke wird\u200b saniert\ufeff"
    assert of(page(f"<title>{title}</title>")) == "Bürgermeister: Flussbrücke wird saniert"
    broken = "<h1>Bürger<wbr>meister: Fluss<wbr>brücke wird saniert</h1>"
    assert of(page("<title>Echo</title>", broken)) == "Bürgermeister: Flussbrücke wird saniert"


def test_all_headlines_are_kept_and_where_they_stand() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Old bridge to be mended by spring"})
    head = "".join((
        "<title>Bridge: what we know | The Echo</title>", NAMED.format("The Echo"), f"<script type='application/ld+json'>{data}</script>",
        "<meta property='og:title' content='Old bridge to be mended by spring - The Echo'>", "<meta name='twitter:title' content='They mend it!'>",
    ))  # fmt: skip
    one = page(head, "<h1>The bridge will be mended by spring at last</h1>")
    assert [(found.text, str(found.where)) for found in titles(one, offers(one))[1]] == [
        ("The bridge will be mended by spring at last", "shown"),
        ("Old bridge to be mended by spring", "declared"),
        ("They mend it!", "declared"),
        ("Bridge: what we know", "declared"),
    ]


def story(head: str, body: str) -> Page:
    return Page(
        "http://a.example/1", f"<html><head>{head}</head><body>{body}<p>The council met.</p></body></html>".encode()
    )


def test_the_papers_name_at_the_end_of_the_title_is_no_headline_where_a_lower_heading_is_its_beginning() -> None:
    page = story(
        "<title>Mill burns down above the harbour — The Saltmarsh Courier</title>",
        "<header><h1>The Saltmarsh Courier</h1></header><main><h2>Mill burns down above the harbour</h2></main>",
    )
    assert headline(page, offers(page)) == "Mill burns down above the harbour"
    assert page.surroundings.headline is not None
    assert page.surroundings.headline.tag == "h2"
    page = story(
        "<title>Mill burns down above the harbour — The Saltmarsh Courier</title>",
        "<h1>Mill burns down above the harbour</h1><h2>The Saltmarsh Courier</h2>",
    )
    assert headline(page, offers(page)) == "Mill burns down above the harbour"


@pytest.mark.parametrize("sign", ["¶", "#", "🔗", "§"])
def test_a_sign_that_links_to_its_own_heading_is_no_part_of_it(sign: str) -> None:
    body = f"<h1>Mill burns down<a class=headerlink href='#mill' title='Link to this heading'>{sign}</a></h1>"
    page = story("<title>Mill burns down</title>", body)
    assert headline(page, offers(page)) == "Mill burns down"


def test_a_link_to_the_front_page_names_the_site_at_the_end_of_a_title() -> None:
    title = "<title>\n  Mill burns down above the harbour |\n\n Courier</title>"
    page = story(
        title,
        "<a href='/'>Courier</a><a href='http://[not-an-address]/'>Privacy</a><div>Mill burns down above the harbour</div>",
    )
    assert headline(page, offers(page)) == "Mill burns down above the harbour"


def test_a_link_to_another_site_names_no_site_at_the_end_of_a_title() -> None:
    title = "What is behind the outage of half the web – Cloudflare"
    page = story(f"<title>{title}</title>", "<a href='https://www.cloudflare.com/'>Cloudflare</a>")
    assert headline(page, offers(page)) == title
    page = story(f"<title>{title}</title>", "<a href='https://www.a.example/'>Cloudflare</a>")
    assert headline(page, offers(page)) == "What is behind the outage of half the web"


@pytest.mark.parametrize("between", [" : ", " - "])
@pytest.mark.parametrize(
    "shown", ["<h2>{kicker}</h2><h1>{title}</h1>", "<header><h1>{title}</h1><h2>{kicker}</h2></header>"]
)
def test_a_headline_shorter_than_its_kicker_is_not_taken_for_the_papers_name(shown: str, between: str) -> None:
    kicker, title = "Réforme des retraites et budget 2026", "Le pari de Macron"
    page = story(f"<title>{kicker}{between}{title}</title>", shown.format(kicker=kicker, title=title))
    assert headline(page, offers(page)) == title
    assert page.surroundings.headline is not None


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Skerrow: a barge sank in the night | Tern", "Skerrow: a barge sank in the night"),
        ("Tern: a barge sank in the night", "a barge sank in the night"),
        ("A barge sank in the night - Skerrow - The Tern", "A barge sank in the night - Skerrow"),
    ],
)
def test_a_headline_that_is_no_heading_may_hold_a_separator_itself(title: str, said: str) -> None:
    page = story(f"<title>\n   {title}\n   </title>", f"<a class=logo>   Tern   </a><div class=post-title>{said}</div>")
    assert page.surroundings.headline is not None
    assert page.surroundings.headline.get("class") == "post-title"


@pytest.mark.parametrize(
    "title", ["Mill burns down |          Tern", "Mill:               Tern", "A      |       B      |     C"]
)
def test_white_space_makes_no_short_part_of_a_title_a_headline(title: str) -> None:
    page = story(f"<title>{title}</title>", "<div class=logo>Tern</div><div class=logo>B</div>")
    assert page.surroundings.headline is None


PAPERS_TITLE = "<title>The Saltmarsh Courier | News from the coast</title>"
LOGO = "<a class=logo href='/'>The Saltmarsh Courier</a>"


@pytest.mark.parametrize("name", ["post-main-title", "post-title", "entry__title", "article_headline big"])
@pytest.mark.parametrize("tag", ["div", "p", "h4"])
def test_the_box_that_is_called_a_storys_title_is_the_headline_where_the_title_is_the_papers(
    name: str, tag: str
) -> None:
    page = story(PAPERS_TITLE, f"{LOGO}<{tag} class='{name}'>Mill burns down above the harbour</{tag}>")
    assert headline(page, offers(page)) == "Mill burns down above the harbour"
    assert page.surroundings.headline is not None
    assert page.surroundings.headline.get("class") == name


@pytest.mark.parametrize(
    "body",
    [
        "<div class=post-title>Mill burns down</div><div class=post-title>Ferry stays in port</div>",
        "<div class=post-title><a href='/mill'>Mill burns down above the harbour</a></div>",
        "<div class=related-post-title>Mill burns down above the harbour</div>",
        "<div class=post-title hidden>Mill burns down above the harbour</div>",
        "<div class=post-title>Mill</div>",
        "<div class=entry-title><p>Mill burns down above the harbour. Nobody was hurt.</p></div>",
    ],
)
def test_a_box_that_may_be_another_storys_title_is_no_headline(body: str) -> None:
    page = story(PAPERS_TITLE, LOGO + body)
    assert "Mill" not in (headline(page, offers(page)) or "")


def test_what_a_page_declares_or_heads_outvotes_a_box_called_title() -> None:
    box = "<div class=post-title>The stories that most people read</div>"
    page = story("<meta property='og:title' content='Mill burns down above the harbour'>", box)
    assert headline(page, offers(page)) == "Mill burns down above the harbour"
    page = story(PAPERS_TITLE, f"{box}<h1>Mill burns down above the harbour</h1>")
    assert headline(page, offers(page)) == "Mill burns down above the harbour"


PARAGRAPH = "<p>The harbour board of Saltmere heard on Tuesday that the night ferry is needed by bakers and nurses.</p>"
OTHERS_BOX = "<div class=post-title>Ferry stays in port for the winter</div>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=x>Mill burns down above the harbour</div>{PARAGRAPH * 4}<aside>{OTHERS_BOX}</aside>",
        f"{PARAGRAPH * 4}<aside>{OTHERS_BOX}</aside>",
        f"{PARAGRAPH * 4}{OTHERS_BOX}",
        f"{OTHERS_BOX}<div class=x>Mill burns down above the harbour</div>{PARAGRAPH * 4}",
    ],
)
def test_a_box_called_title_beside_or_behind_the_story_is_no_headline(body: str) -> None:
    page = story("<title>Mill burns down above the harbour</title>", body)
    assert headline(page, offers(page)) == "Mill burns down above the harbour"


MILL = "<title>Mill burns down in the night - The Courier</title>"
SHOWN = "<div class=big>Mill burns down in the night</div>"


@pytest.mark.parametrize(
    ("head", "box"),
    [
        (MILL, "<div class='article-title'>Subscribe to our newsletter</div>"),
        (MILL, "<div class=sidebar><div class='article-title'>Subscribe to our newsletter</div></div>"),
        (MILL, "<div class='news-title'>The Courier News</div>"),
        (
            "<title>Mill burns down in the night - The Courier News</title>",
            "<p class='news-title'>The Courier News</p>",
        ),
        (PAPERS_TITLE, "<div class=sidebar><div class='article-title'>Subscribe to our newsletter</div></div>"),
        (PAPERS_TITLE, "<div class=related><div class='post-title'>Subscribe to our newsletter</div></div>"),
        (PAPERS_TITLE, "<footer><div class='entry-title'>Subscribe to our newsletter</div></footer>"),
        (PAPERS_TITLE, "<aside><p class='news-title'>Subscribe to our newsletter</p></aside>"),
    ],
)
def test_a_box_called_title_that_is_not_the_storys_does_not_go_before_it(head: str, box: str) -> None:
    page = story(head, SHOWN + box)
    assert headline(page, offers(page)) not in ("Subscribe to our newsletter", "The Courier News")
    assert page.surroundings.headline is None or page.surroundings.headline.get("class") == "big"


@pytest.mark.parametrize(
    "title",
    ["Kreiszeitung Musterstadt - Nachrichten aus Stadt und Kreis", "The Mercury of South Tasmania and the Islands"],
)
def test_a_box_called_title_below_a_long_title_that_every_page_has_is_the_headline(title: str) -> None:
    page = story(
        f"<title>{title}</title>", f"<div class='article-title'>Mill burns down in the night</div>{PARAGRAPH * 4}"
    )
    assert headline(page, offers(page)) == "Mill burns down in the night"


@pytest.mark.parametrize("title", ["Mill burns down in the night - The Courier", "Mill burns down in the night"])
def test_a_box_called_title_that_says_the_title_goes_before_a_line_that_repeats_it(title: str) -> None:
    page = story(f"<title>{title}</title>", f"<p>{title}</p><div class=post-title>Mill burns down in the night</div>")
    assert page.surroundings.headline is not None
    assert page.surroundings.headline.get("class") == "post-title"
