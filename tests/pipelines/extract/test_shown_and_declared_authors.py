# ruff: noqa: E501 -- a line of a page reads best in one line
"""Who wrote a story where declarations and what readers see differ: logins, site makers, desks, houses, and those left out."""

import json

import pytest

from pipelines.extract.people.people import authors
from pipelines.page.page import Page

TITLE = "Harbour board votes to keep the night ferry running"
PROSE = (
    "<p>The harbour board of Saltmere heard on Tuesday that the night ferry is needed by bakers and nurses, and voted for it after two hours.</p>"
    * 4
)


def people(
    top: str = "", head: str = "", text: str = PROSE, url: str = "https://tern.example/news/night-ferry"
) -> list[str]:
    """The authors of a story with something under its headline and in its head."""
    html = f"<html><head><title>{TITLE} | The Tern</title>{head}</head><body><main><article><h1>{TITLE}</h1>{top}<div class=text>{text}</div></article></main></body></html>"
    return list(authors(Page(url, html.encode()))[0])


def meta(name: str, value: str) -> str:
    return f'<meta name="{name}" content="{value}">'


def linked_data(author: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "author": author})}</script>'


SHOWN = [
    "<p>By Jane Doe</p>",
    '<p>By <a rel="author" href="/author/jane-doe">Jane Doe</a></p>',
    '<p class="byline">Jane Doe</p>',
    '<p><a href="/author/jane-doe">Jane Doe</a></p>',
    "<dl><dt>Author</dt><dd>Jane Doe</dd></dl>",
]


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("declared", ["Netmill Web Design", "mroe", "Max Roe", "Tern"])
def test_who_is_shown_comes_before_a_meta(shown: str, declared: str) -> None:
    assert people(shown, meta("author", declared)) == ["Jane Doe"]


@pytest.mark.parametrize("shown", SHOWN)
def test_a_meta_that_names_the_same_person_stays(shown: str) -> None:
    assert people(shown, meta("author", "Jane Doe; Max Roe")) == ["Jane Doe", "Max Roe"]


def test_linked_data_yields_to_a_line_under_the_headline_only() -> None:
    head = linked_data({"@type": "Person", "name": "Max Roe"})
    assert people(SHOWN[0], head) == ["Jane Doe"]
    assert people(SHOWN[3], head) == ["Max Roe"]


@pytest.mark.parametrize("slug", ["jane-doe", "jane.doe", "janedoe"])
def test_a_slug_is_written_as_the_page_writes_it(slug: str) -> None:
    assert people(SHOWN[1], linked_data({"@type": "Person", "name": slug})) == ["Jane Doe"]
    assert people("", linked_data({"@type": "Person", "name": "tidewriter"})) == ["tidewriter"]


def test_a_byline_of_joined_names_adds_whom_linked_data_leaves_out() -> None:
    head = linked_data({"@type": "Person", "name": "Jane Doe"})
    assert people('<p class="byline">Jane Doe et Max Roe</p>', head) == ["Jane Doe", "Max Roe"]
    assert people('<p class="byline">Jane Doe, Community Expert</p>', head) == ["Jane Doe"]


def test_a_login_behind_a_desk_is_nobody() -> None:
    assert people("", meta("author", "Newsroom") + meta("article:author", "dany")) == []
    assert people("", meta("author", "Newsroom") + meta("article:author", "Jane Doe")) == ["Jane Doe"]
    assert people("", meta("author", "https://tern.example/dany") + meta("article:author", "dany")) == ["dany"]


def test_an_author_in_a_string_of_json_and_in_other_metas() -> None:
    assert people("", linked_data('{"@type": "Person", "name": "Jane Doe"}')) == ["Jane Doe"]
    assert people("", meta("cse_author", "Jane Doe")) == ["Jane Doe"]
    assert people("", meta("dable:author", "김민수")) == ["김민수"]


def test_a_person_in_the_publisher_field_is_no_outlet() -> None:
    assert people("", meta("publisher", "김민수") + meta("author", "김민수")) == ["김민수"]
    house = '<meta property="og:site_name" content="The Tern">' + meta("publisher", "Harbour Voice")
    assert people("", house + meta("author", "Harbour Voice")) == []


def test_an_author_whom_the_publisher_is_called_as_is_a_house() -> None:
    voice = "Harbour Voice (www.voice.example)"
    assert people("", meta("publisher", voice) + meta("author", voice)) == []
    assert people("", meta("publisher", voice) + meta("author", "Harbour Voice")) == []
    assert people("", meta("publisher", voice) + meta("author", "Jane Doe (Harbour Voice)")) == ["Jane Doe"]
    assert people("", meta("publisher", "Jane Doe Books (www.doe.example)") + meta("author", "Jane Doe")) == [
        "Jane Doe"
    ]
    assert people("", meta("author", "Norddeutscher Rundfunk")) == []
    for person in ("Max Roe (Herausgeber)", "Max Roe (Ulm)", "Max Roe (max@roe.example)"):
        assert people("<p>By Max Roe</p>", meta("publisher", person) + meta("author", "Max Roe")) == ["Max Roe"]


@pytest.mark.parametrize(
    ("url", "name", "expected"),
    [
        ("https://elfaro.com.example/x", "El Faro", []),
        ("https://www.thetern.example/x", "The Tern", []),
        ("https://janedoe.example/x", "Jane Doe", ["Jane Doe"]),
        ("https://elmehdialaoui.example/x", "El Mehdi Alaoui", ["El Mehdi Alaoui"]),
        ("https://dasgupta.example/x", "Das Gupta", ["Das Gupta"]),
        ("https://lethanh.example/x", "Le Thanh", ["Le Thanh"]),
        ("https://lespaul.example/x", "Les Paul", ["Les Paul"]),
        ("https://tern.example/x", "El Mehdi", ["El Mehdi"]),
    ],
)
def test_an_article_and_a_word_that_are_the_host_are_the_paper(url: str, name: str, expected: list[str]) -> None:
    assert people(f'<p>Por <a href="/author/{name}">{name}</a></p>', url=url) == expected


@pytest.mark.parametrize(
    ("end", "said", "expected"),
    [
        ("港报网", "港报 王明", ["王明"]),
        ("港报网", "山田 太郎", ["山田 太郎"]),
        ("港报网", "佐藤 文雄", ["佐藤 文雄"]),
        ("中村高志の日記", "中村 高志", ["中村 高志"]),
        ("山口新聞", "山口 武志", ["山口 武志"]),
        ("港新网", "港新 王明", ["王明"]),
        ("王明网", "王明", ["王明"]),
    ],
)
def test_a_paper_before_a_chinese_name(end: str, said: str, expected: list[str]) -> None:
    head = f"<title>港口委员会决定保留夜间渡轮航线_{end}</title>"
    html = f'<html><head>{head}</head><body><main><h1>港口委员会决定保留夜间渡轮航线</h1><div class="byline">文｜{said}</div>{PROSE}</main></body></html>'
    assert list(authors(Page("https://tern.example/news/ferry", html.encode()))[0]) == expected


def test_a_shouted_name_with_an_initial_is_a_person_among_others() -> None:
    names = [{"@type": "Person", "name": name} for name in ("Jane Doe", "MAX P. ROE", "RADIO NORTH")]
    assert people("", linked_data(names)) == ["Jane Doe", "MAX P. ROE"]


def test_an_organisation_in_microdata_is_nobody() -> None:
    box = '<span itemprop="author" itemscope itemtype="https://schema.org/{}"><span itemprop="name">Saltmere Voice</span></span>'
    assert people(box.format("Organization")) == []
    assert people(box.format("Person").replace("Saltmere Voice", "Jane Doe")) == ["Jane Doe"]


def test_a_login_that_is_not_shown_is_nobody() -> None:
    card = (
        '<div class="vcard author" style="display: none"><span itemprop="author" style="display:none">jdoe</span></div>'
    )
    assert people(card) == []
    assert people(card.replace("jdoe", "Jane Doe")) == ["Jane Doe"]
    assert people('<span itemprop="author" itemscope><meta itemprop="name" content="jdoe"></span>') == []


def test_a_declared_editor_did_not_write() -> None:
    head = linked_data({"@type": "Person", "name": "Max Roe"}) + meta("content_editor", "Max Roe")
    assert people("", head + meta("content_author", "Jane Doe")) == ["Jane Doe"]
    assert people("", head) == ["Max Roe"]


def test_a_byline_named_for_its_comments_too_is_the_storys() -> None:
    box = '<div class="byline_comments"><a rel="author" href="/author/jane-doe">Jane Doe</a> <a href="#comments">3 comments</a></div>'
    assert people(box) == ["Jane Doe"]
    assert people("", text=PROSE * 4 + box.replace("byline_comments", "comments")) == []


def test_who_took_a_picture_in_a_caption_is_nobody() -> None:
    lead = '<div class="lead-item"><img src="x.jpg"><figcaption>The ferry. <span class="byline">Max Roe</span></figcaption></div>'
    assert people(f'{lead}<p class="byline">By Jane Doe</p>') == ["Jane Doe"]
    assert people(lead) == []


def test_a_byline_behind_a_portrait_and_in_a_mailbox() -> None:
    portrait = '<p><em><a href="/jane.jpg"><img src="/jane.jpg" alt="Jane Doe"></a>By Jane Doe, Tern</em></p>'
    assert people(portrait) == ["Jane Doe"]
    assert people('<div><a href="mailto:jane@tern.example">By Jane Doe</a> Monday, January 16, 2012</div>') == [
        "Jane Doe"
    ]


def test_a_story_in_a_columnists_folder_is_no_profile() -> None:
    link = '<a href="/opinion/columnists/jane-doe/forget-ferries-get-it-into-your-heads-16102010.html">Forget ferries, get it into your heads</a>'
    assert people("", text=f"{PROSE}<ul><li>{link}</li></ul>") == []


def test_the_bylines_of_teasers_on_another_host_of_the_paper() -> None:
    item = '<li><p><a href="https://www.tern.example/2026/03/{0}-sails-again-after-years.html">The {0} sails again after years in the dock</a></p><span class="preview__author"><a href="https://www.tern.example/authors/{1}/">{2}</a></span></li>'
    rows = item.format("schooner", "annaroe", "Anna Roe") + item.format("brig", "benpoe", "Ben Poe")
    assert people("", text=f"{PROSE}<ul>{rows}</ul>", url="https://north.tern.example/news/night-ferry") == []


def test_a_line_under_the_headline_has_all_whom_linked_data_names_and_more() -> None:
    head = linked_data({"@type": "Person", "name": "Jane Doe, Max Roe"})
    assert people("<p>By JANE DOE, MAX ROE and ANN POE</p>", head) == ["JANE DOE", "MAX ROE", "ANN POE"]


def test_a_rel_author_in_a_sentence_is_of_somebody_else() -> None:
    sentence = f'<p>As <a rel="author" href="https://news.example/ann-poe">Ann Poe</a> writes in the Echo, {"the ferry is what keeps the island alive, and " * 6}so on.</p>'
    assert people('<p>By <a rel="author" href="/author/jane-doe">Jane Doe</a></p>', text=PROSE + sentence + PROSE) == [
        "Jane Doe"
    ]


def test_a_byline_ends_where_the_first_paragraph_begins() -> None:
    assert people(text=f"<div>by <span>Jane Doe</span>{PROSE}</div>") == ["Jane Doe"]


def test_a_signature_with_a_job_set_on_the_right() -> None:
    assert people(text=PROSE + '<p class="right">- Jane Doe<br>Contributing Writer</p>') == ["Jane Doe"]


def test_a_teaser_below_the_address_of_a_topic() -> None:
    row = '<div class="row"><h3><a href="/topics/harbour/the-schooner-sails-again">The schooner sails again after ten years</a></h3><div class="byline">by <a href="/people/max-roe">Max Roe</a></div></div>'
    assert people(text=PROSE + row) == []


BESIDES = [
    '<div class="card"><a href="/news/1"><img></a><div class="card__author">Max Roe</div></div>',
    '<div class="next"><h2>Sea wall</h2><p class="byline">By Max Roe</p></div>',
    "<dl><dt>Title</dt><dd>The Sea</dd><dt>Author</dt><dd>Max Roe</dd></dl>",
    '<figure><img><figcaption>A ferry <span itemprop="author">Max Roe</span></figcaption></figure>',
    '<blockquote>It floats.<cite class="author">Max Roe</cite></blockquote>',
    '<p>Read our editor <a href="/author/max-roe">Max Roe</a> on the ferry.</p>',
    '<div class="author-box"><h4>Max Roe</h4><p>Max Roe is the captain.</p></div>',
]


@pytest.mark.parametrize("beside", BESIDES)
def test_a_meta_yields_to_nobody_who_is_named_far_from_the_headline(beside: str) -> None:
    assert people("<div>Jane Doe</div>", meta("author", "Jane Doe"), PROSE * 3 + beside) == ["Jane Doe"]


def test_people_whose_names_begin_with_an_article_are_no_houses() -> None:
    names = [{"@type": "Person", "name": name} for name in ("Jane Doe", "El Mehdi Alaoui", "Das Gupta")]
    assert people("", linked_data(names)) == ["Jane Doe", "El Mehdi Alaoui", "Das Gupta"]


OF_THEM = {
    "By Jane Doe, Max Roe Reporter": ["Jane Doe", "Max Roe"],
    "By Tern Weekly News / Jane Doe Reporter": ["Jane Doe"],
}


@pytest.mark.parametrize("line", OF_THEM)
def test_nobody_is_lost_or_won_by_a_job_or_a_picture(line: str) -> None:
    assert (
        people(f'<p class="byline">{line}</p>', linked_data({"@type": "Person", "name": "Jane Doe"}))[0] == "Jane Doe"
    )
    assert people(f'<p class="byline">{line}</p>') == OF_THEM[line]


def test_a_transcript_names_no_author() -> None:
    assert people(text=PROSE + "<p>Reporter: Prime Minister, will you stay?</p>" + PROSE) == []


SIGNED = [
    "{0} — <a rel=author href=/author/jane-doe>Jane Doe</a>",
    "<strong>{0}</strong> By <a rel=author href=/author/jane-doe>Jane Doe</a>",
    "{0}<br><a rel=author href=/author/jane-doe>Jane Doe</a>",
    "{0} Dr. <a rel=author href=/author/jane-doe>Jane Doe</a> is a professor.",
]


@pytest.mark.parametrize("last", SIGNED)
def test_a_rel_author_signs_at_the_end_of_a_paragraph(last: str) -> None:
    assert people(text=f"{PROSE}<p>{last.format('The ferry is what keeps the island alive. ' * 8)}</p>") == ["Jane Doe"]


def test_who_wrote_and_edited_stays() -> None:
    assert people("", meta("content_author", "Jane Doe") + meta("content_editor", "Jane Doe")) == ["Jane Doe"]


def test_a_first_name_declared_as_a_person_on_its_own_site() -> None:
    head = linked_data({"@type": "Person", "name": "Molly"})
    assert people("", head, url="https://molly.example/ferry") == ["Molly"]
    assert people("", meta("author", "Newsroom") + meta("article:author", "Sujatha")) == ["Sujatha"]
    assert people("", meta("author", "Molly, 12.05.2020")) == ["Molly"]


def test_lines_set_apart_that_are_no_names() -> None:
    for line in ("Green Point Business Park", "East Bay Sports Club", "Support Us – Give Now"):
        assert people(text=f"<p><b>{line}</b></p>{PROSE}") == []


def test_a_promotion_beside_a_byline_makes_no_teaser() -> None:
    link = '<a href="https://abo.tern.example/order">Jetzt vier Wochen gratis die Tern lesen</a>'
    assert people(f'<div>{link} <span class="byline">By Jane Doe</span></div>') == ["Jane Doe"]
    topic = '<div><h4><a href="/topics/harbour/ferry">Ferries of the north sea line</a></h4><p>By Jane Doe</p></div>'
    assert people(topic) == ["Jane Doe"]


def test_links_to_share_sign_nothing() -> None:
    head = linked_data({"@type": "Person", "name": "Jane Doe"})
    assert people('<div><a href="mailto:?subject=x">Por Correo Electrónico</a></div>', head) == ["Jane Doe"]
    assert people("<p><img>Author Max Roe</p>", head) == ["Jane Doe"]


def test_longer_addresses_of_authors() -> None:
    for tail in ("a/alexandra-konstantinopoulou", "jane-doe/all-articles-by-this-author"):
        name = "Alexandra Konstantinopoulou" if tail[1] == "/" else "Jane Doe"
        assert people(f'<p><a href="/authors/{tail}">{name}</a></p>') == [name]


def test_json_in_json_ends() -> None:
    graph = {
        "@graph": [
            {"@type": "NewsArticle", "author": {"@id": "x"}},
            {"@type": "Person", "@id": "x", "name": '{"@id":"x"}'},
        ]
    }
    assert people("", f'<script type="application/ld+json">{json.dumps(graph)}</script>') == []


def test_the_author_of_a_dated_page_is_the_storys_where_no_article_is_described() -> None:
    def graph(name: str, **more: object) -> str:
        person = {"@type": ["Person"], "@id": "https://tern.example/#/schema/person/1", "name": name}
        page = {"@type": "WebPage", "author": {"@id": person["@id"]}, **more}
        return f'<script type="application/ld+json">{json.dumps({"@graph": [page, person]})}</script>'

    dated = {"datePublished": "2020-10-08T20:15:19-04:00"}
    assert people("", graph("Jane Doe", **dated)) == ["Jane Doe"]
    assert people("", graph("jdoe", **dated)) == []
    assert people("", graph("Jane Doe")) == []
    assert people('<p class="byline">By Max Roe</p>', graph("Jane Doe", **dated)) == ["Max Roe"]
    assert people("", graph("Jane Doe", **dated) + linked_data([{"@type": "Person", "name": "Max Roe"}])) == ["Max Roe"]
