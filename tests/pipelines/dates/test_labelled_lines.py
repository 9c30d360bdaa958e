# ruff: noqa: E501 -- a line of a page a row
"""Lines that say `published`: the byline's day is believed before them, sentences are told from them, posting lines keep their day."""

from __future__ import annotations

import pytest

from tests.pipelines.dates.story_page import STORY, article, date, page

DAY = "2019-03-05"
BYLINE = f'<p class="byline">By Ann Lee <time datetime="{DAY}">5 March 2019</time></p>'


def far(markup: str, meta: str = "") -> str:
    """A story with other things far below its headline."""
    return f"<main><article><h1>The harbour opens again</h1>{meta}{STORY * 4}{markup}{STORY}</article></main>"


@pytest.mark.parametrize(
    "line", ["📅: March 5, 2019", "🕐: March 5, 2019", "(2): March 5, 2019", "https://a.example: 5 March 2019"]
)
@pytest.mark.parametrize("box", ["<p>{}</p>", '<p class="byline">{}</p>'])
def test_a_colon_behind_no_letter_costs_no_page(line: str, box: str) -> None:
    assert date(page(article(box.format(line)))).day in (None, DAY)


OTHERS = [
    "<ul><li>Publication date: 14 February 2019</li></ul>",
    "<ul><li>Parution : 14 février 2019</li></ul>",
    "<table><tr><td>Issue date: 14 February 2019</td></tr></table>",
    "<ul><li><a href='/x'>Harbour closes</a> Published 14 February 2019</li></ul>",
    "<p><a href='/pr.pdf'>Press release 14 February 2019</a></p>",
    "<p><a href='/x'>Zum Artikel vom 14. Februar 2019</a></p>",
    "<blockquote>Posted by Max Roe on 14 February 2019</blockquote>",
    "<h3>Published 14 February 2019</h3>",
    "<p>It was posted on 14 February 2019</p>",
    "<p>Study issued 14 February 2019</p>",
    '<p>The report was issued on <time datetime="2019-02-14">14 February</time>, and told of the port.</p>',
    '<p>The harbour fund, created on <time datetime="2019-02-14">14 February 2019</time></p>',
]
"""Things below a story that tell the day of something else."""


@pytest.mark.parametrize("markup", OTHERS)
def test_the_day_of_another_thing_below_the_story_is_not_taken(markup: str) -> None:
    assert date(page(far(markup, BYLINE))).day == DAY
    assert date(page(far(markup, '<p class="byline">By Ann Lee</p>'))).day is None


def test_a_card_below_the_story_does_not_outvote_the_byline() -> None:
    card = (
        '<div class="card"><a href="/x">Old harbour</a> Published <time datetime="2019-02-14">6 years ago</time></div>'
    )
    assert date(page(far(card, BYLINE))).day == DAY
    assert date(page(far("<p>Publication date: 14 February 2019</p>", BYLINE))).day == DAY


@pytest.mark.parametrize(
    "box", ["<table><tr><td>Konzert, 14. Januar 2026</td></tr></table>", "<dl><dd>14 January 2026</dd></dl>"]
)
def test_a_table_below_the_headline_gives_no_day(box: str) -> None:
    assert date(page(article(box), lang="de")).day is None


NEAR = ['<p class="byline">By Ann Lee, 5 March 2019</p>', "<p>5 March 2019</p>", BYLINE, "<p>Ann Lee | 2019-03-05</p>"]
FAR = [
    "<p>Published 14 February 2019</p>",
    "<p>Posted by Max Roe on 14 February 2019</p>",
    "<div><b>Mill burns down</b><br><small>Published 14 February 2019</small></div>",
    '<p>Posted <time datetime="2019-02-14">14 February 2019</time></p>',
]


@pytest.mark.parametrize("near", NEAR)
@pytest.mark.parametrize("line", FAR)
def test_a_date_at_the_headline_is_nearer_than_a_labelled_line_far_below(near: str, line: str) -> None:
    assert date(page(far(line, near))).day == DAY


def test_a_declared_day_is_believed_before_a_labelled_line_far_below() -> None:
    assert date(page(far(FAR[0]), head=f'<meta name="date" content="{DAY}">')).day == DAY


@pytest.mark.parametrize("line", FAR[:2])
def test_a_labelled_line_far_below_is_believed_before_one_without_a_label(line: str) -> None:
    assert date(page(far(f"<p>5 March 2018</p>{line}"))).day == "2019-02-14"


BOLD = {
    "en": "14 FEBRUARY 2019 TO 20 FEBRUARY 2019|<b>Meeting date:</b> 14 February 2019|<b>When</b>: 14 February 2019|Date and time: 14 February 2019|Dated: 14 February 2019|<b>Letter dated:</b> 14 February 2019|<b>Appeal filed:</b> 14 February 2019|<b>Opening date/time:</b> 14 February 2019"
    "|<span>Due date:</span> <time>14 February 2019</time>|<b>Hearing:</b> <span>14 February 2019</span>"
    "|<b>Match day:</b> <time datetime='2019-02-14'>14 February 2019</time>",
    "de": "» Sitzung: 14. Februar 2019|(Einlass: 14. Februar 2019)|VOM 14. FEBRUAR 2019 BIS 20. FEBRUAR 2019|<b>Wann:</b> 14. Februar 2019, 19 Uhr|<b>Sitzung:</b> 14. Februar 2019|<b>Spieltermin:</b> 14.02.2019|<b>Ablaufdatum:</b> 14.02.2019"
    "|<b>Spieltag:</b> <time datetime='2019-02-14'>14.02.</time>|Vom 3. bis 14. Februar 2019",
    "fr": "» Réunion : 14 février 2019|Le 3—14 février 2019|<b>Réunion :</b> 14 février 2019|<b>Ouverture :</b> 14 février 2019|Du 3 au 14 février 2019",
    "es": "Fecha y hora: 14 de febrero de 2019|<b>Fecha de la reunión:</b> 14 de febrero de 2019|<b>Fecha límite:</b> <time>14 de febrero de 2019</time>|<b>Convocatoria:</b> 14 de febrero de 2019|Del 3 al 14 de febrero de 2019",
    "it": "<b>Data seduta:</b> 14 febbraio 2019|<b>Data dell'evento:</b> 14 febbraio 2019|<b>Seduta:</b> 14 febbraio 2019|Dal 3 al 14 febbraio 2019",
    "pt": "<b>Data da reunião:</b> 14 de fevereiro de 2019|<b>Reunião:</b> 14 de fevereiro de 2019|De 3 a 14 de fevereiro de 2019",
    "nl": "<b>Aanvang:</b> 14 februari 2019|Van 3 t/m 14 februari 2019",
    "pl": "<b>Posiedzenie:</b> 14 lutego 2019|Od 3 do 14 lutego 2019",
    "ru": "<b>Заседание:</b> 14 февраля 2019|С 3 по 14 февраля 2019",
    "tr": "<b>Toplantı:</b> 14 Şubat 2019",
    "ja": "<b>会議：</b>2019年2月14日|2019年2月3日～14日",
    "zh": "<b>会议时间：</b>2019-02-14|<b>开幕时间：</b><span>2019-02-14</span>|2019年2月3日至14日",
    "ko": "2019년 2월 3일 ~ 14일",
}
OWN_BOLD = {
    "en": "- Date: 5 March 2019|* Date: March 5, 2019|(Date: March 5, 2019)|On date: 5 March 2019|The date: 5 March 2019"
    "|Issue 12 — 5 March 2019|Comments 4 — March 5, 2019|<b>Date:</b> 5 March 2019|<span>On:</span> March 5, 2019|<span>Article date:</span> <span>5 March 2019</span>"
    "|<b>By Ann Lee</b> 5 March 2019|<span>Category:</span> <a>News</a> <span>5 March 2019</span>"
    "|<b>Dated:</b> March 5, 2019|<b>Filed:</b> March 5, 2019|<b>Date/Time:</b> March 5, 2019|<span class='author'>By Jane Doe:</span> <time>5 March 2019</time>"
    "|By: <time datetime='2019-03-05'>5 March 2019</time>|<a href='/sport'>Sport:</a> <time datetime='2019-03-05'>5 March 2019</time>"
    "|<span>Share:</span> <a>by mail</a> <span>5 March 2019</span>|<i>Date Posted</i>: 5 March 2019",
    "de": "» Datum: 05.03.2019|[Datum: 05.03.2019]|14 Uhr 30 — 5. März 2019|<b>Datum:</b> 05.03.2019|<b>Autor:</b> Ann Lee, 5. März 2019|<span>Erstellt:</span> <span>05.03.2019</span>|<b>vom:</b> 05.03.2019|<b>Artikeldatum:</b> 05.03.2019"
    "|<b>Beitragsdatum:</b> 05.03.2019",
    "fr": "Le date : 5 mars 2019|<b>Date :</b> 5 mars 2019|<b>Publié le :</b> 5 mars 2019",
    "es": "<b>Fecha:</b> 5 de marzo de 2019|<b>Fecha de publicación:</b> 05/03/2019|<b>Fecha y hora:</b> 5 de marzo de 2019"
    "|<b>Fecha de la noticia:</b> 5 de marzo de 2019",
    "it": "<b>Data:</b> 5 marzo 2019|<b>Data notizia:</b> 5 marzo 2019|<b>Inserito:</b> 5 marzo 2019",
    "pt": "<b>Data:</b> 05/03/2019|<b>Data da notícia:</b> 05/03/2019|<b>Data e hora:</b> 05/03/2019",
    "nl": "<b>Datum:</b> 5 maart 2019|Nr. 12, 5 maart 2019",
    "pl": "<b>Data:</b> 5 marca 2019",
    "ru": "<b>Дата:</b> 5 марта 2019",
    "sr": "<b>Датум:</b> 5. март 2019.",
    "ro": "<b>Data articolului:</b> 5 martie 2019",
    "cs": "<b>Ze dne:</b> 5. března 2019",
    "fi": "<b>Pvm:</b> 5.3.2019",
    "el": "<b>Ημ/νία:</b> 05/03/2019",
    "he": "<b>תאריך פרסום:</b> 05/03/2019",
    "hi": "<b>तारीख:</b> 5 मार्च 2019",
    "et": "<b>Kuupäev:</b> 05.03.2019",
    "tr": "<b>Tarih:</b> 5 Mart 2019",
    "ar": "<b>التاريخ:</b> 5 مارس 2019",
    "fa": "<b>تاریخ:</b> ۱۴ اسفند ۱۳۹۷",
    "th": "<b>วันที่:</b> 5 มีนาคม 2562|<b>วันที่ลงข่าว:</b> 5 มีนาคม 2562",
    "vi": "<b>Ngày:</b> 5/3/2019",
    "ja": "<span>日付：</span>2019年3月5日",
    "zh": "<span>日期：</span>2019-03-05|<span>发稿时间：</span><span>2019-03-05</span>|<span>来源：</span><a>新华网</a> <span>2019-03-05</span>",
    "ko": "<b>날짜:</b> 2019-03-05",
}  # fmt: skip


@pytest.mark.parametrize(("lang", "line"), [(lang, line) for lang, lines in BOLD.items() for line in lines.split("|")])
def test_a_day_behind_another_label_or_at_the_end_of_a_span_is_not_the_storys(lang: str, line: str) -> None:
    assert date(page(article(f"<p>{line}</p>"), lang=lang)).day is None
    assert date(page(article(f"<p>{line}</p>{BYLINE}"), lang=lang)).day == DAY


@pytest.mark.parametrize(
    ("lang", "line"), [(lang, line) for lang, lines in OWN_BOLD.items() for line in lines.split("|")]
)
@pytest.mark.parametrize("box", ["<p>{}</p>", '<div class="byline">{}</div>'])
def test_a_day_behind_a_word_for_date_is_the_storys(lang: str, line: str, box: str) -> None:
    assert date(page(article(box.format(line)), lang=lang)).day == DAY


def fields(*pairs: str) -> str:
    entries = (pair.partition(": ") for pair in pairs)
    return f"<ul>{''.join(f'<li><strong>{label}</strong> {value}</li>' for label, _, value in entries)}</ul>"


@pytest.mark.parametrize(
    "markup",
    [
        fields("Date: 05.03.2019", "Author: Ann Lee"),
        fields("Datum: 05.03.2019", "Autorin: Ann Lee", "Schlagwörter: <a href=/t/1>Hafen</a>", "Permalink: https://p.example/x"),
        fields("Fecha: 5 de marzo de 2019", "Autor: Ann Lee") * 2,
        "<ul><li><span>Date:</span> <span>5 March 2019</span></li><li><span>Author:</span> <span>Ann Lee</span></li></ul>",
    ],
)  # fmt: skip
def test_a_short_list_of_the_pages_fields_gives_the_day(markup: str) -> None:
    assert date(page(far(markup))).day == DAY


@pytest.mark.parametrize(
    "markup",
    [
        fields("Date: 05.03.2019", "Author: Ann Lee", "Venue: Old harbour"),  # a reading
        fields("Date: 05.03.2019", "Author: Ann Lee", "Licence: CC BY"),  # a picture
        fields("Date: 05.03.2019", "Author: Ann Lee", "ISBN: 3-16-148410-0"),  # a book
        fields("Date: 05.03.2019"),
        fields("Date: 05.03.2019", "Author: Ann Lee") + fields("Date: 07.03.2019", "Author: Max Roe"),
        f"<div class=related>{fields('Date: 05.03.2019', 'Author: Ann Lee')}</div>",
        fields("Date: 05.03.2019", "Author: Ann Lee", *["Topic: Harbour"] * 20),
        "<ul><li><a href='/x'>Date</a> 05.03.2019</li><li>Author Ann Lee</li></ul>",
        f"<p>The study in short:</p>{fields('Author: Ann Lee', 'Date: 05.03.2019', 'Topic: Mills')}",
        f"<h3>The oldest letter in the archive</h3>{fields('Author: Ann Lee', 'Date: 05.03.2019')}",
    ],
)  # fmt: skip
def test_a_list_of_anything_else_gives_none(markup: str) -> None:
    assert date(page(far(markup))).day is None


def test_a_list_of_fields_does_not_outvote_the_byline() -> None:
    assert date(page(far(fields("Date: 14.02.2019", "Author: Ann Lee"), BYLINE))).day == DAY
