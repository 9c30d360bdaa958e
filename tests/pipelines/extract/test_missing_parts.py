# ruff: noqa: E501 -- markup is read best in one line
"""Stories whose parts stand where others' do: leads in boxes that are called teasers, chapters in `<h1>`, pages without a story."""

import pytest

from pipelines.extract.read.article import extract
from pipelines.page.page import Page

TITLE = "Council of Ardlow votes to mend the old mill"
LEAD = (
    "The mill of Ardlow has stood empty for forty years, and now the council wants to turn it into a school for bakers."
)
SHORT = "Forty years after the fire, bakers are to learn their trade in the mill."
OWN = "Forty years after the fire, the council of Ardlow wants bakers to learn their trade there."
LINES = [
    f"The council heard for the {count} time on Tuesday what the roof will cost, and who is to pay for it, from a builder of the town."
    for count in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
]
BODY = "".join(f"<p>{line}</p>" for line in LINES)


def texts(body: str, title: str = TITLE) -> list[str]:
    html = f"<html><head><title>{title} | The Tern</title><meta property='og:title' content='{title}'></head><body>{body}</body></html>"
    return extract(Page("https://tern.example/news/mill", html.encode())).text.split("\n\n")


def under(lead: str) -> list[str]:
    """What a page gives with a lead between its headline and its body."""
    return texts(
        f"<main><div class='page'><div class='top'><h1>{TITLE}</h1></div>{lead}<div class='news-text-wrap'>{BODY}</div></div></main>"
    )


LEADS = (
    "<div class='teaser-text'><p class='bodytext'>{}</p></div>",
    "<p>3 November 2025</p><ul class='tags'><li><a href='/mills'>Mills</a></li></ul><div class='teaser-text'><p>{}</p></div>",
    "<figure><img src='a.jpg'><figcaption>The mill of Ardlow in the evening, seen from the bridge over the river in May.</figcaption></figure>"
    "<div class='news__teaser description'><p>{}</p></div>",
    "<div class='byline-social'><p class='byline'>By Jane Doe</p><p class='strapline'>{}</p></div>",
    "<div class='articleDek_x1 withImage_y2'>{}</div>",
    "<section class='article-and-social'><article><section class='article-lead'>{}</section></article></section>",
    "<p class='hat'>{}</p>",
    "<div class='leader'><p>{}</p></div>",
)  # fmt: skip


@pytest.mark.parametrize("box", LEADS)
def test_the_lead_of_a_story(box: str) -> None:
    assert under(box.format(LEAD)) == [LEAD, *LINES]


def test_a_lead_in_items() -> None:
    items = "".join(f"<li>{text}</li>" for text in (LEAD, SHORT))
    assert under(f"<div class='teaser-text'><ul>{items}</ul></div>") == [LEAD, SHORT, *LINES]


def test_a_sentence_right_under_the_headline_needs_no_name() -> None:
    head = f"<header class='x1'><div class='x2'><h1>{TITLE}</h1></div><div class='x3'><p class='x4'>{OWN}</p></div></header>"
    assert texts(f"<main>{head}<p>3 November 2025</p><div class='x5'>{BODY}</div></main>") == [OWN, *LINES]


NOT_OF_THE_STORY = (
    # pictures
    "<p><img src='a.jpg'><br>The council of Ardlow stands before the old mill on Sunday evening.</p>",
    "<div><img src='a.jpg'><p>The council of Ardlow stands before the old mill on Sunday evening.</p></div>",
    # what a page says of itself, its paper and its people
    "<p>Please note that this press release on the old mill of Ardlow is older than two years.</p>",
    "<p>The views expressed in this column on the council of Ardlow are those of the author alone.</p>",
    "<p>Dieser Text zu Ardlow und der Mill wurde von der dpa übernommen und nicht redaktionell bearbeitet.</p>",
    "<p>This page on the council of Ardlow was translated by a machine and may contain errors.</p>",
    "<p>This story on the council of Ardlow was last updated on Monday evening with the mayor's words.</p>",
    "<p>Please enable JavaScript to see how the council of Ardlow wants to mend the old mill.</p>",
    "<p>Jane Doe is a reporter with the Tern and has covered the county since the year 2010.</p>",
    "<p>The Tern is the newspaper of Ardlow and has been printed on the coast since the year 1871.</p>",
    "<p>Copyright 2025 by the Tern, which owns all that is told here of the council of Ardlow.</p>",
    # offers
    "<p>This story on Ardlow is for members only. Become a member today to read what the council votes.</p>",
    "<p>Sign in to your account to save this story on the council of Ardlow and read it later.</p>",
    # names that leads have as well
    "<p>3 May</p><div class='teaser'>Get the latest news from the county straight to your phone every morning at seven.</div>",
    "<div class='leader'>The opinion of the Tern is written by the editors and is not signed by any one of them.</div>",
    "<div class='hat'>The Tern has been the newspaper of the county since 1871, on every day of the week but Sunday.</div>",
)  # fmt: skip


@pytest.mark.parametrize("line", NOT_OF_THE_STORY)
def test_a_sentence_under_the_headline_that_is_none_of_the_story(line: str) -> None:
    page = f"<div class='page'><div class='top'><h1>{TITLE}</h1>{line}</div><div class='body1'>{BODY}</div></div>"
    assert texts(page)[-len(LINES) :] == LINES
    assert not [text for text in texts(page)[: -len(LINES)] if text != "3 May"]


def test_a_credit_in_a_box_that_is_called_a_description() -> None:
    credit = "<div class='media-block__description'>Mill / J. Doe/LRT nuotr.</div>"
    assert under(f"<p>3 May</p><div class='media-block'><div><div><img src='a.jpg'></div></div>{credit}</div>") == LINES


@pytest.mark.parametrize(
    "lead",
    [
        "Source: the county police, who had closed the bridge to the mill for the night until seven in the morning.",
        "Bild: Die Mühle von Ardlow brannte in der Nacht zum Montag bis auf die Grundmauern nieder.",
        "Fuente: el alcalde de Ardlow dijo que el molino no será reconstruido en esta década.",
    ],
)
def test_a_named_lead_that_begins_as_a_label_does(lead: str) -> None:
    assert texts(f"<main><div><h1>{TITLE}</h1><p class='standfirst'>{lead}</p></div><div>{BODY}</div></main>") == [
        lead,
        *LINES,
    ]


NO_LEADS = (
    # other stories
    "<div class='teaser'><h3><a href='/ferry'>Ferry runs at night again</a></h3><p>{}</p></div>",
    "<div class='teaser'><h3>Ferry</h3><p class='teaser-text'>{}</p></div>",
    "<div class='teaser'><p>{} <a href='/ferry'>Read more</a></p></div>",
    "<div class='related'><p class='teaser-text'>{}</p></div>",
    # pictures, people, offers
    "<div class='article-image-desc'><p class='desc'>{}</p></div>",
    "<div class='newsletter'><p class='description'>{}</p></div>",
    "<div class='author-box'><p class='description'>{}</p></div>",
    "<aside><p class='strapline'>{}</p></aside>",
)  # fmt: skip


@pytest.mark.parametrize("box", NO_LEADS)
def test_what_is_no_lead_of_the_story(box: str) -> None:
    assert under(box.format(LEAD)) == LINES


def test_a_slogan_under_a_heading_that_is_no_headline() -> None:
    slogan = "The Tern brings you all the news of the coast, every day at six."
    page = f"<div class='left'><div class='mission'><h1>Our mission</h1><p>{slogan}</p></div></div><main><h2>{TITLE}</h2>{BODY}</main>"
    assert texts(page) == LINES


def test_chapters_in_headings_of_the_first_level() -> None:
    one, two = "What the roof will cost", "Who is to pay for it"
    parts = f"<p>{LINES[0]}</p><p>{LINES[1]}</p><h1>{one}</h1><p>{LINES[2]}</p><h1>{two}</h1><p>{LINES[3]}</p>"
    assert texts(f"<main><h1>{TITLE}</h1><div>{parts}</div></main>") == [*LINES[:2], one, LINES[2], two, LINES[3]]


def test_the_headline_once_more_is_no_chapter() -> None:
    again = f"<h1>{TITLE}</h1>"
    assert (
        texts(f"<main><h1>{TITLE}</h1><div><p>{LINES[0]}</p>{again}<p>{LINES[1]}</p><p>{LINES[2]}</p></div></main>")
        == LINES[:3]
    )
    short = "<h1>Old mill to be mended at last</h1>"  # another headline, right above the text
    assert texts(f"<main><h1>{TITLE}</h1><div>{short}{BODY}</div></main>") == LINES


@pytest.mark.parametrize(
    "heading", ["Related stories", "More from Ardlow", "The Tern", "Tern", "Council of Ardlow to mend a mill", "Roofs"]
)
def test_headings_of_the_first_level_that_are_no_chapters(heading: str) -> None:
    alone = LINES[2:4] if heading != "Roofs" else LINES[2:3]  # too little for a chapter
    parts = f"<p>{LINES[0]}</p><p>{LINES[1]}</p><h1>{heading}</h1>{''.join(f'<p>{line}</p>' for line in alone)}"
    assert texts(f"<main><h1>{TITLE}</h1><div>{parts}</div></main>") == [*LINES[:2], *alone]


def test_a_sentence_that_is_mostly_a_link() -> None:
    def told(line: str) -> str:
        return f"<div class='body__paragraph'>{line}</div>"

    said = "The builder has <a href='/roofs'>mended the roofs of forty other mills on the coast since 1990</a> and lost none."
    bare = "The builder has mended the roofs of forty other mills on the coast since 1990 and lost none."
    linked = "<a href='/ferry'>The ferry of Saltmere will run at night again from Monday on, says the board of the harbour.</a>"
    body = "".join(map(told, [*LINES[:3], said, linked, *LINES[3:]]))
    assert texts(f"<main><h1>{TITLE}</h1><div>{body}</div></main>") == [*LINES[:3], bare, *LINES[3:]]


def test_a_linked_sentence_among_items_that_lead_nowhere() -> None:
    linked = "In November the council of Saltmere had seen the same roof, and the same bill for it."
    items = [
        f"<a href='/roof'>{linked}</a>",
        "The builder said on Friday that the bill is right.",
        "The board of the harbour has no mill at all.",
    ]
    found = texts(
        f"<main><h1>{TITLE}</h1><div>{BODY}<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul></div></main>"
    )
    assert found == [*LINES, linked, *items[1:]]
    asked = "Will the old mill of the harbour district ever be built again after the great fire, and by whom?"
    stories = "".join(
        f"<li><a href='/{n}'>{said}</a></li><li>{n} hours ago</li>" for n, said in enumerate((asked, linked), 3)
    )
    assert linked not in texts(f"<main><h1>{TITLE}</h1><div>{BODY}<ul>{stories}</ul></div></main>")
    others = "".join(f"<li><a href='/{n}'>{linked} {n}.</a></li>" for n in range(3))
    assert texts(f"<main><h1>{TITLE}</h1><div>{BODY}<ul>{others}</ul></div></main>") == LINES


def test_an_address_alone_is_no_story() -> None:
    assert texts(f"<div class='short-url'>https://tern.example/m4711</div><div><h1>{TITLE}</h1></div>") == [""]


def test_a_label_over_related_news_in_spanish() -> None:
    assert texts(f"<main><h1>{TITLE}</h1><div>{BODY}<p>Noticia relacionada</p><p>{LINES[0]} No.</p></div></main>")[
        -2:
    ] == [LINES[6], f"{LINES[0]} No."]


def test_unknown_elements_in_a_sentence_do_not_break_it() -> None:
    noted = "<p>The mill burned for two days (<x-source><a href='#n1'>1</a></x-source>), and the town <contrib-group>of Ardlow</contrib-group> with it, in May.</p>"
    expected = "The mill burned for two days (1), and the town of Ardlow with it, in May."
    assert expected in texts(f"<main><h1>{TITLE}</h1><div>{BODY}{noted}<p>{LINES[0]} Yes.</p></div></main>")


def test_unknown_elements_that_hold_blocks_or_stand_alone_are_blocks() -> None:
    parts = f"<x-part>{LINES[0]}</x-part><x-part>{LINES[1]}</x-part> {LINES[2]} <x-part><p>{LINES[3]}</p></x-part> {LINES[4]}"
    assert texts(f"<main><h1>{TITLE}</h1><div>{parts}</div></main>") == LINES[:5]


@pytest.mark.parametrize(
    "apart",
    [
        "<ad-slot>Buy fire blankets at Smith's now.</ad-slot>",
        "<amp-ad class='ad'>Advertisement</amp-ad>",
        "<related-link>Read also: Ferry runs again</related-link>",
        "<newsletter-box>Sign up for our letter</newsletter-box>",
        "<share-buttons>Share Tweet</share-buttons>",
        "<pic-caption>The mill on Sunday</pic-caption>",
        "<read-more><a href='/ferry'>Ferry runs again</a></read-more>",
        "<x-figure><img src='a.jpg'> The mill on Sunday</x-figure>",
        "<x-tip>A mill is a building with a wheel, and stands by a river.</x-tip>",
        f"<x-y>{'<b>x</b>' * 21}<div>Ferry runs again</div></x-y>",
    ],
)
def test_unknown_elements_that_are_no_part_of_a_sentence(apart: str) -> None:
    noted = f"<p>The mill burned for two days {apart} and the town of Ardlow with it, in May.</p>"
    found = texts(f"<main><h1>{TITLE}</h1><div>{BODY}{noted}<p>{LINES[0]} Yes.</p></div></main>")
    assert "and the town of Ardlow with it, in May." in found


def test_an_offer_among_lines_breaks_them() -> None:
    offer = "<related-article>Read also: Ferry runs again</related-article>"
    text = f"{LINES[0]}{offer}{LINES[1]}<br><br>{LINES[2]}<br><br>{LINES[3]}"
    assert texts(f"<main><h1>{TITLE}</h1><div>{text}</div></main>") == LINES[:4]


NOTICES = "".join(
    f"<div class='slide'><p>Of the passing of citizen number {n}, who was known to all, tell the children and grandchildren. {LINES[0]}</p></div>"
    for n in range(20)
)


def test_a_list_of_notices_is_not_the_story_however_long() -> None:
    """The headline stands beside the story's article."""
    top = f"<div class='cover'><h1>{TITLE}</h1></div>"
    page = f"{top}<article class='entry'><div class='entry-content'>{BODY}</div></article><div class='column'><div class='mourning'>{NOTICES}</div></div>"
    assert texts(page) == LINES


def test_the_entries_behind_a_summary_are_the_story() -> None:
    summary = "".join(f"<p>{line} And the mill was dark for the night.</p>" for line in LINES)
    entries = "".join(f"<div class='entry'><p>{line} One.</p><p>{line} Two.</p></div>" for line in LINES)
    page = f"<main><h1>{TITLE}</h1><article class='summary1'>{summary}</article><div class='entries'>{entries}</div></main>"
    assert f"{LINES[6]} Two." in texts(page)


IMPRINT = (
    "Registered with the office for the press of the county of Ardlow under number 1234 on 3 May 2012.",
    "Publisher is the Ardlow Printing Company, which has its seat at the quay and prints on Tuesdays.",
    "All rights to what this site shows belong to the publisher, who is glad to be asked for them at any time.",
)


@pytest.mark.parametrize(
    "box", ["<footer>{}</footer>", "<div id='footer'>{}</div>", "<div role='contentinfo'><div>{}</div></div>"]
)
def test_a_footer_is_no_story(box: str) -> None:
    imprint = box.format("".join(f"<p>{line}</p>" for line in IMPRINT))
    assert texts(f"<div><h1>{TITLE}</h1><p>3 November 2025</p></div>{imprint}") == [""]
    story = f"<aside class='column'><div itemprop='articleBody'><p>{LINES[0]}</p><p>{LINES[1]}</p></div></aside>"
    assert texts(f"<div><h2>{TITLE}</h2></div>{story}{imprint}") == LINES[:2]


def test_the_footer_of_an_article_may_hold_the_story() -> None:
    assert texts(f"<article><h1>{TITLE}</h1><footer><div>{BODY}</div></footer></article>") == LINES


def test_what_is_called_a_footer_and_is_the_story() -> None:
    notes = "<h2>Notes to editors</h2><p>The mill was built in 1871 by a man from Saltmere, who came by the river.</p>"
    note = notes[notes.index("<p>") + 3 : -4]
    top = f"<div class='post'><h1>{TITLE}</h1><div class='c'>{BODY}"
    assert texts(f"{top}<div class='footer'>{notes}</div></div></div>")[-1] == note
    assert texts(f"{top}<p class='footer'>{note}</p></div></div>")[-1] == note
    rows = "<table><tr><th>Town</th><th>Mills</th></tr><tr><td>Saltmere</td><td>3</td></tr><tr class='footer'><td>Total of all the towns in the county</td><td>3</td></tr></table>"
    assert "Total of all the towns in the county" in "\n".join(texts(f"{top}{rows}<p>{LINES[0]} Yes.</p></div></div>"))
    parts = ["".join(f"<p>{line}</p>" for line in some) for some in (LINES[:2], LINES[2:])]
    page = f"<div><h1>{TITLE}</h1><div class='entry'>{parts[0]}</div><div class='footer'>{parts[1]}</div></div>"
    assert texts(page) == LINES
    unclosed = f"<div><h1>{TITLE}</h1></div><p>{LINES[0]} Yes.</p><footer class='byline'>By Jane Doe<div>{BODY}</div>"
    assert texts(unclosed)[-len(LINES) :] == LINES


@pytest.mark.parametrize("name", ["modal", "popup", "dialog"])
def test_an_article_that_is_called_a_window_and_holds_a_story(name: str) -> None:
    parts = ["".join(f"<p>{line}</p>" for line in some) for some in (LINES[:3], LINES[3:])]
    page = f"<main><h1>{TITLE}</h1><article class='{name}'>{parts[0]}</article><article class='x'>{parts[1]}</article></main>"
    assert texts(page) == LINES


def test_messages_in_windows_are_no_story() -> None:
    windows = "".join(
        f"<article class='{name}-message-modal'><p>Your {name} was changed, and you may use it from now on.</p></article>"
        for name in ("password", "address", "name")
    )
    assert texts(f"<main><h1>{TITLE}</h1><p>{LINES[0]}</p></main>{windows}") == LINES[:1]


def test_an_endless_page_has_one_story() -> None:
    def entry(title: str, body: str) -> str:
        return f"<section><article class='entry clearfix'><div class='slug'><a href='/x'>{title[:9]}</a></div><h2><a href='/{len(title)}'>{title}</a></h2>{body}</article></section>"

    others = "".join(
        entry(f"Other story number {n} of this day, as told", f"<p>{LINES[n]}</p><p>{LINES[n - 1]} No.</p>")
        for n in range(3, 6)
    )
    menu = f"<ul><li><a href='/{len(TITLE)}'>{TITLE}</a></li></ul>"
    own = f"<p>{LINES[0]}</p><p>{LINES[1]}</p>"
    assert texts(f"{menu}<div>{entry(TITLE, own)}{others}</div>") == LINES[:2]


def test_pages_of_a_slide_show_that_are_hidden_at_first() -> None:
    slides = "".join(
        f"<div class='part section-{n}{' hidden' if n else ''}'{' style=display:none' if n else ''}><h2>{n + 1}. A mill</h2><p>{LINES[n]} Mill {n}.</p><p>{LINES[n]} The mill of the council, number {n}.</p></div>"
        for n in range(6)
    )
    found = texts(f"<main><h1>{TITLE}</h1><div class='slides'>{slides}</div></main>")
    assert [line for line in found if line.endswith(" Mill 5.")]
