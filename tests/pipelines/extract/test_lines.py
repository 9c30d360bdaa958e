# ruff: noqa: E501 -- markup is read best in one line
"""Lines at the edges of a story and in it: what is the story's, however it begins or ends, and what is not."""

import pytest

from tests.pipelines.extract.test_article import BODY, FIRST, HEADLINE, LAST, SECOND, THIRD, article, page

KEPT = {
    "a number to call in a police report": "Zeugen werden gebeten, sich bei der Polizei in Harrow, Telefon 04321 95510, zu melden.",
    "a name withheld": "The boy, whose name may not be published for legal reasons, will be sentenced on Thursday in the old town hall.",
    "Danish: the following": "Følgende ruter bliver berørt af lukningen, oplyser kommunen tirsdag aften efter afstemningen.",
    "Polish: we observe": "– Obserwujemy rosnące zainteresowanie promami na całym wybrzeżu – powiedział rzecznik.",
    "German: ask the police": "Melden Sie sich bitte bei der Polizei, wenn Sie am Freitagabend am Anleger etwas gesehen haben.",
    "Russian: watch your pressure": "Следите за давлением и пейте больше воды, советует врач жителям города в дни жары.",
    "copyright law": "Copyright law was never meant to cover timetables, the judge told the hearing on Tuesday.",
    "rights in a sentence": "The last card of the film, which nobody waits for, says that all of it is 2024 © the ferrymen of Harrow.",
    "a sign in a sentence": "The board drew a © beside the year 1961 and painted both out again the next morning.",
    "newsletters": "Newsletters are booming, and the county now has nineteen of them, most written at kitchen tables.",
    "a picture wanted": "Want the full picture? Then read all nine hundred pages of the report, as the mayor did at Easter.",
    "a dish": "Recommended: the duck, which comes with plums and a sauce that took two days to make.",
    "a closing quote from below": "„Schluss jetzt.“",
    "a single closing quote": "‘No more boats.’",
    "an Urdu full stop": "تحقیقات جاری ہیں۔",
    "an Armenian full stop": "Քննությունը շարունակվում է։",
    "a sentence with a date": "The council will meet again on Tuesday, 20 January 2026, in the old town hall.",
    "comments in a sentence": "Comments on the plan may be sent to the town hall until the end of May.",
    "Chinese: where it was said": "据“平安北京”微信公众号消息，当天还有三人在渡口被带走，调查仍在进行。",
    "Chinese: without leave": "检方说，黑客未经授权访问了市政厅的服务器，并复制了桥梁的图纸。",
    "Chinese: no agreement": "市长表示，会谈并不意味着赞同对方的立场，桥的事还要再议。",
    "a question that leads to what is said": "Do you have to pay more for the ferry? The county says that people should contact us before Friday.",
    "a result without a full stop": "Final score: Leeds 2 Hull 1",
    "a quotation about rights": "“All rights reserved to men were abolished in 1928,” she said. “That is what the film is about.”",
}


@pytest.mark.parametrize("last", KEPT.values(), ids=KEPT)
def test_the_last_paragraph_is_the_storys(last: str) -> None:
    assert article(f"{BODY}<p>{last}</p>").blocks[-1].text == last


@pytest.mark.parametrize("last", KEPT.values(), ids=KEPT)
def test_what_follows_it_stays_too(last: str) -> None:
    document = article(f"<p>{FIRST}</p><p>{SECOND}</p><p>{last}</p><p>{THIRD}</p><p>{LAST}</p>")
    assert [block.text for block in document.blocks] == [FIRST, SECOND, last, THIRD, LAST]


NOT_THE_STORY = {
    "newsletter": "<p>Newsletter abonnieren</p>",
    "copyright": "<p>Copyright 2026 The Paper. All rights reserved.</p>",
    "rights behind the year": "<small>CC BY 4.0 2026 © The Paper.<a href='/rss.xml'>RSS</a></small>",
    "follow": "<p>Følg os på Facebook</p>",
    "an advertisement's label": "<p>Story continues after advertisement</p>",
    "an advertisement's label and more": "<p>Advertisement - story continues below</p>",
    "German: an advertisement": "<p>Der Artikel geht nach der Anzeige weiter</p>",
    "French: an advertisement": "<p>La suite après cette publicité</p>",
    "Spanish: an advertisement": "<p>La noticia continúa tras la publicidad</p>",
    "Portuguese: an advertisement": "<p>Continua após a publicidade</p>",
    "Dutch: a picture": "<p>Tekst gaat verder onder de foto</p>",
    "Polish: a film": "<p>Dalsza część artykułu pod materiałem wideo</p>",
    "Danish: an advertisement": "<p>Artiklen fortsætter under annoncen</p>",
    "Russian: an advertisement": "<p>Продолжение после рекламы</p>",
    "Chinese: an advertisement": "<p>請繼續往下閱讀...</p>",
    "Japanese: an advertisement": "<p>記事は広告の後に続きます</p>",
    "French: cookies": "<p>Nous utilisons des cookies pour améliorer votre expérience de navigation.</p>",
    "a page's other pages": "<p>« Previous 1 2 3 Next »</p>",
    "cookies": "<p>We use cookies to personalise content and ads, and to analyse our traffic. You can change your mind at any time.</p>",
    "German: cookies": "<p>Diese Website verwendet Cookies, um Inhalte und Anzeigen zu personalisieren und die Zugriffe zu zählen.</p>",
    "a caption inside a paragraph": "<p><img src='a.jpg'><span class='photo-caption'>The old bridge as it stood in 1999.</span></p>",
    "a long note on cookies": f"<p>We and our partners use cookies to improve your experience. {'You can change your mind. ' * 20}</p>",
    "a name": "<p>Jane Doe</p>",
    "who helped": "<p>Additional reporting by Jane Doe</p>",
    "names": "<p>Autoren Jane Doe und John Roe</p>",
    "an address": "<p>More of this at www.paper.example</p>",
    "when": "<p>Published: 20 January 2026, 18:45 | Updated: 21 January 2026, 7:01</p>",
    "a telephone": "<p>The Paper, 3 Harbour Street, Tel. 0113 496 0000</p>",
    "a pay wall": "<p>Il vous reste 70.2% de cet article à lire. La suite est réservée aux abonnés.</p>",
    "a date": "<p>Tuesday, 20 January 2026 | 1:19 PM</p>",
    "a date in Chinese": "<p>2026年01月20日 15:57 江城网</p>",
    "a label for nothing": "<p>On the web:</p>",
    "comments": "<h3>Comments (2)</h3><div class='x'><p>I never thought that I would see the day when they would mend it, said Bob.</p></div>",
    "Russian: a comment": "<p>Оставить комментарий</p><table><tr><td>Я никогда не думал, что доживу до этого дня, сказал Борис.</td></tr></table>",
    "Chinese: an editor": "<p>（责编：山水）</p>",
    "Chinese: rights": "<p>声明：登载此文出于传递更多信息之目的，并不意味着赞同其观点。</p>",
    "a story that goes on": "<p>This is a breaking news story, more to follow.</p>",
    "a question to readers": "<p>Were you there when the bridge fell? Get in touch at desk@paper.example</p>",
    "Polish: the source": "<p>Źródło: Głos Portu</p>",
    "comments with links to reply": "<div class='c7'>"
    + "".join(
        f"<div><b>Reader {n}</b><p>I have waited for this since the flood, and so has all my street, says reader {n}.</p><a href='#'>Reply</a></div>"
        for n in range(6)
    )
    + "</div>",
    "a list of links with its heading": "<h2>More on this story</h2><ul><li><a href='/a'>The baker closes his shop</a></li><li><a href='/b'>Ferry runs aground</a></li></ul>",
}


@pytest.mark.parametrize("more", NOT_THE_STORY.values(), ids=NOT_THE_STORY)
def test_what_is_no_line_of_the_story(more: str) -> None:
    document = article(BODY + more)
    assert [block.text for block in document.blocks] == [FIRST, SECOND, THIRD, LAST]


BETWEEN = [line for line in NOT_THE_STORY if "advertisement" in line or "cookies" in line or "caption" in line]


@pytest.mark.parametrize("name", BETWEEN)
def test_what_interrupts_a_story_is_no_line_of_it(name: str) -> None:
    document = article(f"<p>{FIRST}</p><p>{SECOND}</p>{NOT_THE_STORY[name]}<p>{THIRD}</p><p>{LAST}</p>")
    assert [block.text for block in document.blocks] == [FIRST, SECOND, THIRD, LAST]


GOES_ON = {
    "the story of a tale": "“The story continues below the surface,” the diver said, and nobody laughed.",
    "Spanish: cookies in a cake": "Usamos cookies de avena para mejorar la base de la tarta, y un poco de mantequilla del pueblo.",
    "French: cookies in a cake": "Nous utilisons des cookies au chocolat pour améliorer la texture du fond de tarte, puis un peu de beurre.",
    "Chinese: whoever reads on": "他说，请往下看这座桥的历史，它比这座城市里的任何一座房子都要老得多。",
    "cookies in a story": "They use cookies of oat and honey to train the dogs, and each gets two a day.",
    "a sentence with a caption's word": "<em class='term'>Caption</em> was the word that she would not let them print.",
    "a recipe": "We use cookies that have stood for a week, crush them by hand, and fold in the cream.",
    "a life after a fire": "La vida continúa tras el incendio, dijo el alcalde.",
}


@pytest.mark.parametrize("line", GOES_ON.values(), ids=GOES_ON)
def test_a_line_that_only_sounds_so_is_the_storys(line: str) -> None:
    document = article(f"<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p><p>{THIRD}</p><p>{LAST}</p>")
    assert len(document.blocks) == 5


@pytest.mark.parametrize("tag", ["h2", "p"])
def test_reporters_in_the_news_are_no_signature(tag: str) -> None:
    document = article(f"<p>{FIRST}</p><{tag}>三名记者在加沙遇害</{tag}><p>{SECOND}</p><p>{THIRD}</p><p>{LAST}</p>")
    assert document.blocks[1].text == "三名记者在加沙遇害"


def test_a_heading_that_begins_with_who_wrote_is_the_storys() -> None:
    assert article(f"<h2>Written by the victors</h2>{BODY}").blocks[0].text == "Written by the victors"


@pytest.mark.parametrize("signed", ["Written by Jane Doe", "Geschrieben von Jane Doe", "Escrito por Jane Doe"])
def test_who_wrote_it_is_no_line_of_a_story_laid_out_by_tables(signed: str) -> None:
    rows = f"<tr><td><span class='small'>{signed}</span></td></tr><tr><td>{BODY}</td></tr>"
    document = page(f"<table><tr><td>{HEADLINE}</td></tr></table><table>{rows}</table>")
    assert [block.text for block in document.blocks] == [FIRST, SECOND, THIRD, LAST]


WALLS = {
    "fr": "<p>Il vous reste 63 % de cet article à lire. La suite est réservée aux abonnés.</p>",
    "de": "<div><h2>Sie wollen weiterlesen?</h2><p>Testen Sie uns vier Wochen lang.</p></div>",
    "en": "<p>This article is for subscribers only</p>",
    "es": "<p>Para seguir leyendo, suscríbete</p>",
    "pl": "<p>Pozostało jeszcze 85% artykułu</p>",
    "ja": "<p>この記事は有料記事です。残り：1234文字／全文：2345文字</p>",
    "two lines": "<div class='x1'><h2>Subscribe to continue reading</h2><p>Already a subscriber? Log in</p></div>",
}


@pytest.mark.parametrize("wall", WALLS.values(), ids=WALLS)
def test_a_story_that_breaks_off_for_who_does_not_pay_is_truncated(wall: str) -> None:
    document = article(BODY + wall)
    assert document.paywall == "truncated"
    assert [block.text for block in document.blocks] == [FIRST, SECOND, THIRD, LAST]


NO_WALLS = {
    "declared free": (BODY + WALLS["fr"], '<meta name="article:content_tier" content="free">'),
    "hidden": (f"{BODY}<div style='display:none'>{WALLS['two lines']}</div>", ""),
    "long story": (BODY * 6 + WALLS["two lines"], ""),
    "far below": (BODY + "<ul>" + "<li><a href='/x'>Owls in town</a></li>" * 9 + "</ul>" + WALLS["two lines"], ""),
}


@pytest.mark.parametrize(("inner", "head"), NO_WALLS.values(), ids=NO_WALLS)
def test_an_offer_that_leaves_the_story_there_truncates_nothing(inner: str, head: str) -> None:
    assert article(inner, head=head).paywall in ("open", "unknown")


def test_what_is_left_of_a_long_story_is_told_however_long_the_rest_is() -> None:
    assert article(BODY * 6 + WALLS["fr"]).paywall == "truncated"


def test_a_heading_above_one_link_and_a_paragraph_stays() -> None:
    document = article(f"<p>{FIRST}</p><h2>A long talk</h2><p><a href='/b'>Ferry runs aground</a></p><p>{SECOND}</p>")
    assert [block.text for block in document.blocks] == [FIRST, "A long talk", SECOND]


def test_a_sentence_that_is_mostly_a_link_is_a_sentence() -> None:
    linked = "<p>It also <a href='/plans'>coordinates the plans of the whole county</a>.</p>"
    document = article(f"<p>{FIRST}</p>{linked}<p>{SECOND}</p><p>{LAST}</p>")
    assert document.blocks[1].text == "It also coordinates the plans of the whole county."


STANDFIRST = (
    "The crossing has carried passengers since Victoria was queen, and a detour of thirty kilometres now awaits them."
)


def test_a_standfirst_under_the_headline_that_is_named_far_out_is_the_storys() -> None:
    named = f"<h1>{HEADLINE}</h1><div class='field-name-field-summary'><div><div><p>{STANDFIRST}</p></div></div></div>"
    document = page(f"<article>{named}<div class='article-body'>{BODY}</div></article>")
    assert (document.blocks[0].kind, document.blocks[0].text) == ("standfirst", STANDFIRST)


@pytest.mark.parametrize(
    "under",
    [
        "<p class='byline'>By Ann Lee, who has written about bridges and ferries for thirty years</p>",
        "<p>Monday, 3 November 2025, 18:45</p>",
        "<p class='credit'>This story first appeared in the Saltmere Herald. Reporting by Meridian Press.</p>",
        "<h2><a href='/more'>The council, the ferry, the bridge and the mill in ten pictures by Ann Lee</a></h2>",
    ],
    ids=["byline", "date", "credit", "link"],
)
def test_what_else_stands_there_is_no_standfirst(under: str) -> None:
    document = page(f"<article><h1>{HEADLINE}</h1>{under}<div class='article-body'>{BODY}</div></article>")
    assert document.blocks[0].text == FIRST


def test_a_headline_known_without_the_sites_name_is_not_repeated() -> None:
    document = page(f"<div><p>{HEADLINE}</p>{BODY}</div>")
    assert document.blocks[0].text == FIRST


def test_a_text_called_as_the_paragraphs_beside_it_is_one() -> None:
    paragraphs = "".join(f"<p class='para'>{text}</p>" for text in (FIRST, SECOND, THIRD))
    assert article(f"{paragraphs}<div class='para'>{LAST}</div>").blocks[-1].text == LAST


def test_a_short_standfirst_right_under_the_headline_is_one_if_it_is_called_so() -> None:
    assert article(f"<p class='standfirst'>No bridge until 2028.</p>{BODY}").blocks[0].text == "No bridge until 2028."
    outside = f"<article><h1>{HEADLINE}</h1><p class='standfirst'>No bridge until 2028.</p><div class='article-body'>{BODY}</div></article>"
    assert page(outside).blocks[0].text == "No bridge until 2028."
    voice = f"<article><h1>{HEADLINE}</h1><p>Listen</p><p class='description'>Read by Jo Roe.</p><div class='article-body'>{BODY}</div></article>"
    assert page(voice).blocks[0].text == FIRST


BARE = "The operator declined to say whether any of its nineteen people would be offered posts elsewhere in the county."


def test_a_box_without_a_name_among_paragraphs_is_one() -> None:
    document = article(f"<div>{BARE}</div>{BODY}{BODY}")
    assert document.blocks[0].text == BARE


@pytest.mark.parametrize(
    "box",
    [
        f"<div><img src='a.jpg'>{BARE}</div>",
        f"<div><img src='a.jpg'></div><div>{BARE}</div>",
        f"<div><span class='x'>{BARE}</span></div>",
        f"<div>{BARE}<div></div></div>",
        "<div>WATCH | What the mayor said of the old bridge on Monday:</div>",
    ],
)
def test_a_box_without_a_name_that_belongs_to_a_picture_is_none(box: str) -> None:
    document = article(f"<p>{FIRST}</p><p>{SECOND}</p>{box}<p>{THIRD}</p><p>{LAST}</p>" + BODY)
    assert not any("nineteen" in block.text or "WATCH" in block.text for block in document.blocks)


@pytest.mark.parametrize(
    "line",
    ["【台灣新生報／記者蘇湘雲／台北報導】", "文/記者 範維", "邱俐穎／台北報導", "Dienstag, 20.01.2026, 15:57 Uhr"],
)
def test_a_line_over_the_story_that_says_who_or_when_is_none_of_it(line: str) -> None:
    document = article(f"<p>{line}</p>{BODY}")
    assert [block.text for block in document.blocks] == [FIRST, SECOND, THIRD, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe and Max Roe — 3 November 2025, 18:45",
        "Von Jörg Müller und Max Roe — 17. November 2026, 03:49 Uhr",
        "Por Lucía Romero y Hugo Prieto - 17 de noviembre de 2026",
        "By Jane Doe | Reuters | Nov 3, 2025",
    ],
)
def test_a_first_line_that_says_who_and_when_is_no_text(line: str) -> None:
    assert article(f"<p>{line}</p>{BODY}").blocks[0].text == FIRST


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday, the river will have risen for a fourth day in 2025",
        "By Christmas 2025, Leeds will have a new bridge",
        "Por Navidad, la ciudad de Cuenca celebra desde 1984",
        "By Monday, 3 November 2025, all had left the town",
        "Par exemple, le 3 novembre 2025, tous étaient déjà partis",
        "Von Berlin nach Paris – die Reise des Jahres 2025",
    ],
)
def test_a_first_sentence_with_a_day_is_text(line: str) -> None:
    assert article(f"<p>{line}</p>{BODY}").blocks[0].text == line
