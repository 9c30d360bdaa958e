# ruff: noqa: E501 -- markup is read best in one line
"""One class of failure each: a page of our own, and what must and must not come out of it."""

import pytest

from pipelines.extract.model import Document
from pipelines.extract.read.article import extract
from pipelines.page.page import Page

URL = "http://paper.example/town/old-bridge-will-be-mended"
FIRST = "The council of the small town met on Monday evening, and after long talk it agreed to mend the old bridge."
SECOND = (
    "Work will begin in spring, the mayor said, and the ferry will run for free until the last stone is in its place."
)
THIRD = (
    "Fishermen had asked for it for years; some of them stood at the back of the hall and clapped when hands went up."
)
LAST = "The last flood had taken two of its seven arches, and nobody has crossed it on foot since."
LEAD_UP = [f"In the year {year} the river rose again." for year in range(1901, 1907)]
HEADLINE = "Old bridge will be mended"
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{LAST}</p>"


def page(body: str, head: str = "", url: str = URL) -> Document:
    html = f"<html><head><title>{HEADLINE} | The Paper</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url, html.encode()))


def article(inner: str, before: str = "", after: str = "", head: str = "") -> Document:
    return page(
        f"<header><a href='/'>The Paper</a></header>{before}<article><h1>{HEADLINE}</h1>{inner}</article>{after}", head
    )


def test_the_whole_story_and_nothing_but_the_story() -> None:
    document = article(BODY)
    assert [b.text for b in document.blocks] == [FIRST, SECOND, THIRD, LAST]
    assert document.title == HEADLINE
    assert document.kind == "article"
    assert document.language == "en"


LEAKS = {
    "related headlines": "<div class='related'><h3>More</h3><ul><li><a href='/a'>The baker closes his shop after forty years of bread</a></li></ul></div>",
    "newsletter box": "<div class='newsletter-signup'><p>Get the best of our town in your inbox every morning, free of charge.</p></div>",
    "paywall box": "<div class='paywall-promo subscription-offer'><p>Subscribe to continue reading this and all our other stories.</p></div>",
    "caption": "<figure><img src='x.jpg'><figcaption>The bridge as it stood before the great flood of last year.</figcaption></figure>",
    "caption without figure": "<div class='photo'><img src='x.jpg'><p>The bridge as it stood before the great flood.</p></div>",
    "share bar": "<div class='share-bar'><a href='#'>Facebook</a> <a href='#'>Post</a> <span>Share this story with your friends</span></div>",
    "comments": "<div id='comments'><p>I never thought that I would see the day when they would mend it, said Bob.</p></div>",
    "repeated headline": f"<h2>{HEADLINE}</h2>",
    "player remains": "<div class='video-player'><button>Play</button><p>Your browser does not support the video tag.</p></div>",
    "the next story": "<aside><h2>Ferry runs aground near the lighthouse</h2><p>Nobody was hurt when the ferry ran aground.</p></aside>",
    "read also": "<p><a href='/b'>Read also: the history of the bridge in ten pictures</a></p>",
    "advertisement": "<p>Advertisement</p>",
    "text of a player in no paragraph": "<div class='x7'><div class='x8'>How the ferry crosses the river in winter | 0:21 min</div></div>",
    "a consent box": "<div class='box'><p>An dieser Stelle findest du einen externen Inhalt von YouTube, der den Artikel ergänzt.</p></div>",
    "a caption in a box named for its picture": "<div class='media'><img src='a.jpg'><p>The old bridge seen from the east bank in May.</p></div>",
    "a caption in slanted letters": "<p><img src='a.jpg'><br><em>The old bridge seen from the east bank in May.</em></p>",
    "a field for an address": "<div><h4>Get the morning letter</h4><p>All the news of the coast at six.</p><input type='email'><button>Go</button></div>",
    "a line to listen": "<p>Listen to this article (3 minutes)</p>",
    "a note on the author": "<div class='bio'><p>Jane Doe has covered the council for the paper since 2001.</p></div>",
    "links to read on": "<p><a href='/b'>The baker closes his shop after forty years of bread and cake and tea</a> [INSIGHT]<br><a href='/c'>Ferry runs aground near the lighthouse</a> [NEWS]</p>",
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_what_stands_in_the_middle_of_a_story_and_is_not_it_stays_out(leak: str) -> None:
    document = article(f"<p>{FIRST}</p><p>{SECOND}</p>{leak}<p>{THIRD}</p><p>{LAST}</p>")
    assert [b.text for b in document.blocks] == [FIRST, SECOND, THIRD, LAST]


KEPT = {
    "heading": (f"<h2>A long wait</h2><p>{THIRD}</p>", "A long wait", "heading"),
    "list": ("<ul><li>Seven arches in all</li><li>Two of them gone</li></ul>", "Two of them gone", "list"),
    "quote": ("<blockquote><p>We shall walk to church again, all of us.</p></blockquote>", "We shall walk to church again, all of us.", "quote"),
    "table": ("<table><tr><td>Stones</td><td>40,000</td></tr><tr><td>Days</td><td>200</td></tr></table>", "Days | 200", "table"),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "text", "kind"), KEPT.values(), ids=KEPT)
def test_parts_that_belong_to_the_story_stay_in_it(markup: str, text: str, kind: str) -> None:
    document = article(f"<p>{FIRST}</p><p>{SECOND}</p>{markup}<p>{LAST}</p>")
    assert (kind, text) in [(b.kind, b.text) for b in document.blocks]
    assert document.blocks[-1].text == LAST


def test_a_table_in_a_figure_belongs_to_the_story() -> None:
    table = "<figure><table><tr><td>Arches that stand</td><td>5</td></tr><tr><td>Arches lost</td><td>2</td></tr></table></figure>"
    document = article(f"<p>{FIRST}</p><p>{SECOND}</p>{table}<p>{THIRD}</p><p>{LAST}</p>")
    assert [b.text for b in document.blocks if b.kind == "table"] == ["Arches that stand | 5", "Arches lost | 2"]


def test_a_paragraph_that_is_none_by_name_stays() -> None:
    opening = "<div class='dropcap'>" + " ".join([FIRST, SECOND, THIRD, LAST, FIRST]) + "</div>"
    rest = "".join(f"<p>{n}. {text}</p>" for n in range(5) for text in (FIRST, SECOND, THIRD, LAST))
    assert article(opening + rest).blocks[0].text.startswith(FIRST)


def test_what_follows_the_note_on_rights_is_not_the_story() -> None:
    notice = "<p>What stands here may not be reproduced without leave of The Paper.</p><p>Call 021-555 on working days from nine to six.</p>"
    assert article(BODY + notice).blocks[-1].text == LAST


def test_where_it_stands_in_print_is_not_the_story() -> None:
    printed = "<p>A version of this story appears in print on Tuesday, page 7, with another headline.</p>"
    assert article(BODY + printed).blocks[-1].text == LAST


def test_another_post_of_the_blog_is_another_story() -> None:
    other = "<article class='box post-9 type-post'><p>The baker closes his shop. He has stood in it for forty years, and he is tired now.</p></article>"
    html = f"<html><body class='single postid-7'><article class='box post-7 type-post'><h1>{HEADLINE}</h1>{BODY}{other * 6}</article></body></html>"
    assert [b.text for b in extract(Page(URL, html.encode())).blocks] == [FIRST, SECOND, THIRD, LAST]


def test_a_column_beside_the_story_does_not_continue_it() -> None:
    rail = f"<div class='right-rail'><p>The baker closes his shop. {SECOND}</p><p>The ferry ran aground. {SECOND}</p></div>"
    document = page(
        f"<ul><li class='row'><div class='main'><h1>{HEADLINE}</h1>{BODY}</div></li><li class='row'>{rail}</li></ul>"
    )
    assert document.blocks[-1].text == LAST


def test_a_declared_body_without_paragraphs_replaces_only_a_mere_beginning() -> None:
    declared = f'{{"@type": "NewsArticle", "articleBody": "{" ".join([FIRST, SECOND, THIRD, LAST, *LEAD_UP])}"}}'
    head = f"<script type='application/ld+json'>{declared}</script>"
    assert len(article(BODY, head=head).blocks) == 4


def test_blurbs_that_break_off_are_teasers() -> None:
    blurbs = "".join(
        f"<li><a href='/{n}'>Ferry {n} runs aground</a> UPRIVER: The ferry was on its way to the... </li>"
        for n in range(9)
    )
    assert (
        page(f"<div class='main'><h1>{HEADLINE}</h1>{BODY}<div><ul>{blurbs}</ul></div></div>").blocks[-1].text == LAST
    )


def test_a_section_of_teasers_is_a_listing() -> None:
    teasers = "".join(
        f"<li><h3><a href='/{n}'>The baker of street {n} closes</a></h3><p>{text}</p></li>"
        for n, text in enumerate([FIRST, SECOND, THIRD, LAST])
    )
    assert page(f"<h1>Town</h1><ul>{teasers}</ul>", url="http://paper.example/town").kind == "listing"


def test_a_page_about_the_paper_is_no_article() -> None:
    words = "<h1>About us</h1><p>The Paper is put together by a small staff above a bakery. Letters are read aloud on Thursdays.</p>"
    assert page(words, url="http://paper.example/about").kind == "other"


@pytest.mark.parametrize(
    "title",
    [
        "Impressum",
        "Mentions légales",
        "Om os",
        "Ochrana osobních údajů",
        "Контакты",
        "プライバシーポリシー",
        "Privacy Policy",
    ],
)
def test_a_long_page_in_which_the_paper_speaks_of_itself_is_none_whatever_the_year_of_its_rights(title: str) -> None:
    frame = f"<html><head><title>{title} | The Paper</title></head><body><h1>{title}</h1>{{}}</body></html>"
    rights = "<footer>© 2026 The Paper</footer>"
    pages = [frame.format(f"{BODY}{rights}"), frame.format(f"<p>3 March 2026</p>{BODY}{rights}")]
    made = [extract(Page("http://paper.example/seite", each.encode())) for each in pages]
    assert (made[0].kind, made[0].kind_basis) == ("other", "static title")
    assert made[1].kind == "article"


def test_the_front_page_is_not_related() -> None:
    links = "<ul><li><a href='/'>The Paper of the Small Town</a></li><li><a href='/town/baker'>The baker closes his shop</a></li></ul>"
    assert [link.title for link in article(BODY + links).related] == ["The baker closes his shop"]


def test_a_standfirst_outside_of_the_body_comes_first() -> None:
    lead = "After two years without it the town will get its crossing back by next winter."
    document = article(
        f"<p class='standfirst'>{lead}</p><div class='byline'>By Jane Doe</div><div class='article-body'>{BODY}</div>"
    )
    assert document.blocks[0].kind == "standfirst"
    assert [b.text for b in document.blocks] == [lead, FIRST, SECOND, THIRD, LAST]
    assert document.authors == ("Jane Doe",)


def test_comments_longer_than_the_story_do_not_win() -> None:
    comments = "".join(
        f"<p>Comment {i}: I have lived here for many years, and I never saw a thing like this one before.</p>"
        for i in range(40)
    )
    document = article(BODY, after=f"<div class='comments'>{comments}</div>")
    assert [b.text for b in document.blocks] == [FIRST, SECOND, THIRD, LAST]


def test_teasers_that_repeat_do_not_win() -> None:
    teaser = "<div class='t'><h3><a href='/s{0}'>Story number {0} of this long day</a></h3><p>A blurb of one sentence or two that tells what story {0} is all about.</p></div>"
    document = article(BODY, after="".join(teaser.format(i) for i in range(20)))
    assert document.text == "\n\n".join([FIRST, SECOND, THIRD, LAST])
    assert len(document.related) == 20
    assert document.related[3].url == "http://paper.example/s3"
    assert document.related[3].title == "Story number 3 of this long day"
    assert [r.position for r in document.related] == list(range(20))


def test_text_that_only_structured_data_holds_completes_a_truncated_page() -> None:
    whole = "\\n".join([FIRST, SECOND, THIRD, LAST])
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{HEADLINE}","isAccessibleForFree":false,"articleBody":"{whole}"}}</script>'
    document = article(f"<p>{FIRST}</p>", head=data)
    assert [b.text for b in document.blocks] == [FIRST, SECOND, THIRD, LAST]
    assert document.paywall == "metered"


def test_zero_width_joiners_and_scripts_without_spaces_survive() -> None:
    persian = "شورای شهر دوشنبه‌شب گرد هم آمد و پس از گفت‌وگویی دراز پذیرفت که پل کهنه را بازسازی کند، شهردار گفت." * 2
    thai = "สภาเมืองประชุมกันเมื่อเย็นวันจันทร์ และหลังจากหารือกันนานก็ตกลงซ่อมสะพานเก่าข้ามแม่น้ำให้ใช้ได้อีกครั้ง" * 2
    assert article(f"<p>{persian}</p><p>{thai}</p>").text == f"{persian}\n\n{thai}"


def test_a_front_page_is_a_listing() -> None:
    links = "".join(
        f"<div class='item'><h2><a href='/n{i}'>Headline number {i} of a busy day in town</a></h2></div>"
        for i in range(30)
    )
    assert page(links, url="http://paper.example/").kind == "listing"


@pytest.mark.parametrize(
    ("url", "head", "kind"),
    [
        ("http://p.example/live-blog/vote", "", "live"),
        ("http://p.example/v", '<script type="application/ld+json">{"@type":"LiveBlogPosting"}</script>', "live"),
        ("http://p.example/gallery/bridge", "", "gallery"),
        (
            "http://p.example/video/bridge",
            '<script type="application/ld+json">{"@type":"VideoObject"}</script>',
            "video",
        ),
    ],
)
def test_live_blogs_galleries_and_videos_are_called_so(url: str, head: str, kind: str) -> None:
    assert page(f"<h1>{HEADLINE}</h1><article>{BODY}</article>", head, url).kind == kind


def test_details_are_read() -> None:
    head = (
        '<link rel="canonical" href="/town/bridge"><meta property="og:image" content="/bridge.jpg">'
        '<meta property="article:section" content="Town"><meta name="keywords" content="bridge, council, Bridge">'
    )
    document = article(BODY, head=head)
    assert document.canonical_url == "http://paper.example/town/bridge"
    assert document.image == "http://paper.example/bridge.jpg"
    assert document.section == "Town"
    assert document.tags == ("bridge", "council")
    assert document.paywall == "open"
    assert document.charset == "utf-8"


def test_the_same_bytes_give_the_same_document_whatever_ran_before() -> None:
    first = article(BODY)
    article("<p>Something else that is quite long, so that it may stay in some memory of the program.</p>")
    assert article(BODY) == first
