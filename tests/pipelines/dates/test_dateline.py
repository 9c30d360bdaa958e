"""Where a date must stand to be the story's: datelines, boxes, comments, lists, mastheads, through the judgement of a page."""

from datetime import UTC, datetime

import pytest

from tests.pipelines.dates.story_page import STORY, article, date, page, reasons

FETCHED = datetime(2022, 11, 20, 9, 0, tzinfo=UTC)
FAR = STORY * 4


def published(body: str, lang: str = "en", fetched: datetime | None = FETCHED) -> str | None:
    return date(page(body, fetched=fetched, lang=lang)).published


SENTENCES = [
    ("en", "The concert is on 3 May 2022."),
    ("en", "The ferry sank on 12 April 2014."),
    ("de", "Das Konzert war am 3. Mai 2022."),
    ("fr", "Le concert a eu lieu le 3 mai 2022."),
    ("en", "When: 3 May 2022, 8pm"),
    ("de", "Kinostart: 05.05.2022"),
    ("de", "Archivbild vom 5. Januar 2020"),
    ("de", "Bild: dpa (05.01.2020)"),
    ("en", "Medically reviewed 4 May 2022"),
    ("en", "Joined 3 May 2010"),
    ("fr", "Sortie : 5 mai 2022"),
    ("en", "5–7 May 2022"),
]


@pytest.mark.parametrize(("lang", "sentence"), SENTENCES)
def test_a_sentence_is_no_dateline_near_the_headline_or_far(lang: str, sentence: str) -> None:
    assert published(article(f"<p>{sentence}</p>"), lang) is None
    assert published(article("", f"{FAR}<p>{sentence}</p>"), lang) is None


@pytest.mark.parametrize(
    "line",
    [
        "3 November 2022",
        "Thursday, 3 November 2022",
        "By Ann Lee, 3 November 2022",
        "Date: 3 November 2022",
        "Ann Lee | 3 November 2022",
    ],
)
def test_a_dateline_holds_little_else(line: str) -> None:
    assert published(article(f"<p>{line}</p>")) == "2022-11-03"


def test_an_agencys_place_opens_a_story() -> None:
    text = STORY.replace("<p>", "<p>NEW YORK, Nov. 3, 2022 /PRNewswire/ -- ")
    assert published(f"<main><h1>The harbour opens again</h1>{text}</main>") == "2022-11-03"


@pytest.mark.parametrize(
    "part",
    [
        '<blockquote><p>Open.</p>&mdash; Mayor <a href="https://twitter.com/m/status/1">October 3, 2019</a></blockquote>',
        "<blockquote><p>London, 4 May 1998</p></blockquote>",
        '<p><a href="/r.pdf">Report 3 May 2019</a></p>',
        "<table><tr><td>05.11.2022</td><td>City - United</td></tr></table>",
        "<h3>7 May 2015</h3>",
        '<div class="q">DAX 03.11.2022 17:35</div>',
        '<div class="agenda"><b>Fair</b><span>12 November 2022</span></div>',
        *(
            f'<div class="{name}"><b>Bob</b><span>9 November 2022</span></div>'
            for name in (
                "commentList",
                "usercomments",
                "CommentBody",
                "reacties",
                "yorumlar",
                "komentarze",
                "comentários",
                "talkback",
            )
        ),
    ],
)
def test_a_quotation_a_cell_a_comment_dates_no_story(part: str) -> None:
    assert published(article("", FAR + part)) is None


LINK = '<a href="/fares">Fares rise in the north</a>'


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (f'<div class="x">{LINK} <time datetime="2022-11-01T10:00:00Z">1 November 2022</time></div>', ""),
        ("", f'<div class="x"><h3>{LINK}</h3><time datetime="2022-10-01">1 October 2022</time></div>'),
        (
            "",
            f'<div class="x"><h3>{LINK}</h3><span>Published <time datetime="2022-10-01">1 October 2022</time></span></div>',
        ),
        ("", '<div class="x"><a rel="prev" href="/2022/11/02/x">2 November 2022</a></div>'),
    ],
)
def test_a_box_with_a_headline_of_its_own_is_another_story(above: str, below: str) -> None:
    assert published(above + article("", below)) is None


@pytest.mark.parametrize(
    "entry",
    [
        '<div class="item"><h2><a href="/{0}">A story number {0}</a></h2><time datetime="2022-11-0{0}">{0} Nov</time>'
        + STORY
        + "</div>",
        '<li><a href="/{0}">Story {0}</a> <span class="date">{0} November 2022</span></li>',
        '<li><a href="/{0}">Story {0}</a> <time datetime="2022-11-0{0}">{0} Nov</time></li>',
    ],
)
def test_the_entries_of_a_section_do_not_date_it(entry: str) -> None:
    assert published("<main><h1>Politics</h1>" + "".join(entry.format(n) for n in (9, 8, 7)) + "</main>") is None


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("de", "Heute ist Sonntag, der 20. November 2022"),
        ("fr", "Aujourd'hui, dimanche 20 novembre 2022"),
        ("es", "Hoy es domingo 20 de noviembre de 2022"),
        ("ru", "Сегодня 20 ноября 2022"),
        ("tr", "Bugün 20 Kasım 2022"),
        ("en", "Today is 20 November 2022"),
    ],
)
def test_today_is_the_day_of_the_fetch_though_no_clock_is_known(lang: str, line: str) -> None:
    assert published(f'<div class="x">{line}</div>' + article(), lang, None) is None


@pytest.mark.parametrize(
    "clock",
    [
        '<div id="top">20.11.2022 10:00</div>',
        '<div class="x"><time datetime="2022-11-20T08:59:30Z">20 November 2022</time></div>',
        '<meta name="date" content="Sun, 20 Nov 2022 08:59:58 GMT">',
    ],
)
def test_the_clock_of_the_page_is_known_by_the_fetch(clock: str) -> None:
    source = page(clock + article(), fetched=FETCHED)
    assert date(source).published is None
    assert "clock-of-the-page" in reasons(source).values()


@pytest.mark.parametrize(
    "word", ["Heute, 2. Februar 2026", "Oggi, 2 febbraio 2026", "Сегодня, 2 февраля 2026", "Vandaag, 2 februari 2026"]
)
@pytest.mark.parametrize("box", ['<p class="byline">{}</p>', "<p>{}</p>"])
@pytest.mark.parametrize("lang", ["en", "en-US", ""])
def test_the_day_of_the_fetch_behind_a_word_for_today_is_a_mastheads_whatever_language_the_page_declares(
    word: str, box: str, lang: str
) -> None:
    assert date(page(article(box.format(word)), lang=lang)).day is None


def test_a_short_word_for_today_is_a_name_in_another_language() -> None:
    assert date(page(article('<p class="byline">Leo, 5 March 2019</p>'))).day == "2019-03-05"
