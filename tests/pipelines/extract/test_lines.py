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
    "newsletters": "Newsletters are booming, and the county now has nineteen of them, most written at kitchen tables.",
    "a picture wanted": "Want the full picture? Then read all nine hundred pages of the report, as the mayor did at Easter.",
    "a dish": "Recommended: the duck, which comes with plums and a sauce that took two days to make.",
    "a closing quote from below": "„Schluss jetzt.“",
    "a single closing quote": "‘No more boats.’",
    "an Urdu full stop": "تحقیقات جاری ہیں۔",
    "an Armenian full stop": "Քննությունը շարունակվում է։",
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
    "follow": "<p>Følg os på Facebook</p>",
    "an advertisement's label": "<p>Story continues after advertisement</p>",
    "when": "<p>Published: 20 January 2026, 18:45 | Updated: 21 January 2026, 7:01</p>",
    "a telephone": "<p>The Paper, 3 Harbour Street, Tel. 0113 496 0000</p>",
    "a pay wall": "<p>Il vous reste 70.2% de cet article à lire. La suite est réservée aux abonnés.</p>",
    "a list of links with its heading": "<h2>More on this story</h2><ul><li><a href='/a'>The baker closes his shop</a></li><li><a href='/b'>Ferry runs aground</a></li></ul>",
}


@pytest.mark.parametrize("more", NOT_THE_STORY.values(), ids=NOT_THE_STORY)
def test_what_is_no_line_of_the_story(more: str) -> None:
    document = article(BODY + more)
    assert [block.text for block in document.blocks] == [FIRST, SECOND, THIRD, LAST]


def test_a_pay_wall_in_the_body_is_heard_of() -> None:
    assert article(BODY + NOT_THE_STORY["a pay wall"]).paywall != "open"


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


@pytest.mark.parametrize(
    "under",
    [
        f"<h1>{HEADLINE}</h1><h2>{STANDFIRST}</h2>",
        f"<header><h1>{HEADLINE}</h1><p>{STANDFIRST}</p></header>",
        f"<h1>{HEADLINE}</h1><div class='field-name-field-summary'><div><div><p>{STANDFIRST}</p></div></div></div>",
    ],
    ids=["a heading", "in the header", "named far out"],
)
def test_a_standfirst_right_under_the_headline_is_the_storys(under: str) -> None:
    document = page(f"<article>{under}<div class='article-body'>{BODY}</div></article>")
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
