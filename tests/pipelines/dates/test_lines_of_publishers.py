"""Lines in which systems and papers of many languages tell a story's day, and sentences that tell of another day."""

from __future__ import annotations

import pytest

from tests.pipelines.dates.story_page import LD, STORY, article, date, page

DAY = "2019-03-05"
OWN = {
    "en": "Submitted by jdoe on Tue, 03/05/2019 - 14:20|FOR IMMEDIATE RELEASE: March 5, 2019|Public Release: 5-Mar-2019"
    "|PORTLAND, Ore., March 5, 2019 /PRNewswire/ -- The harbour is open again"
    "|Source: The Port Journal \\| Date: 5 March 2019|Written by Jane Doe Tuesday, 05 March 2019 14:20|Created on 05 March 2019",
    "de": "Verfasst am: 05.03.2019, 14:20|Eingetragen von Jane Doe am 05. März 2019"
    "|Gespeichert von jane am Di, 05.03.2019 - 14:20|Pressemitteilung Nr. 41/2019 vom 05.03.2019"
    "|Aus der Ausgabe vom 05.03.2019, Seite 5"
    "|Hamburg, 05.03.2019. Der Hafen ist offen|Erscheinungsdatum: 5. März 2019",
    "fr": "(AFP) - 05 mars 2019 à 14:20|Paris, le 5 mars 2019 – Le port a rouvert|Article paru dans l’édition du 5 mars 2019",
    "it": "Data di pubblicazione: 05/03/2019 - Data ultimo aggiornamento: 08/03/2019|Inserito il 05/03/2019",
    "es": "Escrito por Jane Doe, 05-03-2019",
    "nl": "Geschreven door Jane Doe op 5 maart 2019|Toegevoegd: 5 maart 2019",
    "sv": "Skapad: 5 mars 2019",
    "da": "Offentliggjort 05. marts 2019 kl. 14:20",
    "nb": "Opprettet: 05.03.2019",
    "fi": "Julkaisupäivä 5.3.2019",
    "et": "Avaldatud: 05.03.2019",
    "lv": "Pievienots: 05.03.2019.",
    "lt": "Paskelbta: 2019-03-05",
    "pl": "Data dodania: 05.03.2019",
    "cs": "Vytvořeno 5. března 2019",
    "sk": "Pridané: 5. marca 2019|Bratislava 5. marca 2019 (TASR)",
    "hu": "Létrehozva: 2019.03.05",
    "ro": "Adăugat: 05.03.2019",
    "hr": "Datum objave: 5. 3. 2019.",
    "bg": "Добавена на 05.03.2019",
    "ru": "Категория: Новости \\| Добавлено: 5-03-2019, 14:20 \\| Просмотров: 412|Дата создания: 05.03.2019",
    "uk": "Додано 5 березня 2019",
    "tr": "Oluşturulma Tarihi: Mart 05, 2019 14:20",
    "az": "Tarix: 05.03.2019",
    "he": "תאריך: 05/03/2019",
    "ar": "الثلاثاء - 28 جمادى الآخرة 1440 هـ - 05 مارس 2019 مـ|تم النشر في: 5 مارس، 2019",
    "fa": "تاریخ انتشار: ۱۴ اسفند ۱۳۹۷ - ۱۴:۲۰ - 05 March 2019",
    "ur": "05 مارچ ، 2019",
    "hi": "दिनांक: 05/03/2019",
    "bn": "আপলোড: ০৫ মার্চ ২০১৯",
    "ta": "பதிவு செய்த நாள்: மார்ச் 05, 2019 14:20",
    "vi": "Hà Nội, ngày 5 tháng 3 năm 2019|Thứ Ba, ngày 05 tháng 3 năm 2019",
    "id": "Oleh Jane Doe, Selasa 5 Maret 2019",
    "ja": "登録日: 2019/03/05",
    "zh": "http://www.paper.example    2019年03月05日14:20",
    "el": "Καταχωρήθηκε: 05/03/2019",
    "ko": "작성일: 2019-03-05|업로드 2019.03.05",
}
"""Lines below the headline that tell the day; a bar between them, one with a backslash is part of the line."""
SENTENCES = {
    "en": "The study was published on 14 February 2019 in Nature.|It was created on 14 February 2019 by the council."
    "|Published on 14 February 2019, the study shows that the port is old.|Interview conducted on 14 February 2019",
    "de": "Der Bericht, veröffentlicht am 14. Februar 2019, nennt den Hafen alt.|Gültig ab 30.04.2019",
    "fr": "L’étude a été publiée le 14 février 2019 dans Nature.",
    "es": "La ley se publicó el 14 de febrero de 2019.",
    "nl": "Op 14 februari 2019 sloot de raad de haven.",
    "sv": "Studien publicerades den 14 februari 2019.",
    "pl": "14 lutego 2019 rada zamknęła port.|Badanie opublikowano 14 lutego 2019 r. w Nature.",
    "hu": "2019. február 14-én a tanács bezárta a kikötőt.",
    "hr": "Dana 14. veljače 2019. vijeće je zatvorilo luku.",
    "ru": "14 февраля 2019 года совет закрыл порт.|Дата проведения: 14 февраля 2019",
    "he": "ב-14 בפברואר 2019 סגרה המועצה את הנמל.",
    "ar": "في 14 فبراير 2019 أغلق المجلس الميناء.",
    "fa": "در ۲۵ بهمن ۱۳۹۷ شورا بندر را بست.",
    "ur": "درخواست کی آخری تاریخ: 14 فروری 2019",
    "hi": "आवेदन की अंतिम तिथि: 14 फरवरी 2019",
    "ja": "2019年2月14日、市は港を閉鎖した。|この論文は2019年2月14日に公開された。",
    "zh": "2019年2月14日，市政府关闭了港口。|市政府发布的方案，老旧船舶补贴政策到2019年2月14日到期。",
    "ko": "2019년 2월 14일 시의회는 항구를 닫았다.",
}
"""Lines below the headline whose day is another's."""


def lines(table: dict[str, str]) -> list[tuple[str, str]]:
    escaped = ((lang, text.replace("\\|", "\0")) for lang, text in table.items())
    return [(lang, line.replace("\0", "|")) for lang, text in escaped for line in text.split("|")]


@pytest.mark.parametrize(("lang", "line"), lines(OWN))
def test_a_line_below_the_headline_tells_the_day(lang: str, line: str) -> None:
    assert date(page(article(f"<p>{line}</p>"), lang=lang)).day == DAY


@pytest.mark.parametrize(("lang", "line"), lines(SENTENCES))
def test_a_sentence_below_the_headline_tells_another_day(lang: str, line: str) -> None:
    assert date(page(article(f"<p>{line}</p>"), lang=lang)).day is None
    assert date(page(article(f'<p>{line}</p><p class="byline">{DAY}</p>'), lang=lang)).day == DAY


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("<p>Posted at 02:20 PM on March 05, 2019 in</p>", DAY),
        ('<p><a href="#top">Posted on Tuesday, March 5 2019</a></p>', DAY),
        ('<p><a href="/post/412">Posted on Tuesday, March 5 2019</a></p>', None),
        ("<p><small>This entry was posted on Tuesday, March 5th, 2019 at 2:20 pm and is filed under</small></p>", DAY),
        ("<p>Posted on March 5, 2019</p><p>Posted on March 8, 2019</p>", None),
        ("<p>It was published on 5 March 2019.</p>", None),
    ],
)
def test_a_line_far_below_the_story_that_is_labelled_tells_the_day(lines: str, day: str | None) -> None:
    assert date(page(f"<main><article><h1>The harbour opens again</h1>{STORY * 4}{lines}</article></main>")).day == day


def test_what_readers_see_and_the_address_outvote_a_declaration_of_another_day() -> None:
    migrated = '<meta property="article:published_time" content="2021-06-01T00:00:00+00:00">'
    shown = article('<p class="byline">By Jane Doe, March 5, 2019</p>')
    assert date(page(shown, head=migrated, url="https://paper.example/2019/03/05/harbour")).day == DAY
    assert date(page(shown, head=migrated)).day == "2021-06-01"


def test_an_instant_in_utc_has_the_offset_of_the_pages_other_dates_though_its_day_is_shown() -> None:
    head = LD.format(
        '{"@type":"NewsArticle","datePublished":"2019-03-05T13:20:00+00:00","dateModified":"2019-03-05T16:00:00+01:00"}'
    )
    assert date(page(article("<p>March 5, 2019</p>"), head=head)).published == "2019-03-05T14:20:00+01:00"


def test_a_byline_behind_long_menus_is_the_storys_but_not_one_behind_paragraphs() -> None:
    menus = "".join(f"<a href='/{n}'>Section number {n}</a> " for n in range(90))
    byline = '<p class="published">Tuesday 5 March 2019</p>'
    assert date(page(article(f"<div>{menus}</div>{byline}"))).day == DAY
    assert (
        date(page(f"<main><h1>The harbour opens again</h1>{STORY}<div>{menus}</div>{byline}{STORY}</main>")).day is None
    )


def test_blanks_behind_the_day_make_no_sentence() -> None:
    line = "<div><b>2019. március 5., 11:16</b>{}forrás: <b>MTI</b><br></div>"
    assert date(page(article(line.format(" ")), lang="hu")).day == DAY
    assert date(page(article(line.format("\n" + " " * 40)), lang="hu")).day == DAY
