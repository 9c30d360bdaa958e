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


POSTED = {
    "en": "Posted on March 5, 2019 in Politics, Local News, Europe|Posted on March 5, 2019 under Politics, Local News, Europe"
    "|Posted on March 5, 2019 filed under Politics, Local News|Published March 5, 2019 from the staff of The Port Journal"
    "|Article published on March 5, 2019.|Story published on March 5, 2019.|Page published on March 5, 2019."
    "|First published on March 5, 2019.|Posted at 1430 hrs on 5 March 2019|Published in issue 2512, 5 March 2019"
    "|Court hearing ¦ 5 March 2019|Rates due ¦ 5 March 2019",
    "fr": "Publié le 5 mars 2019 dans Politique, Europe, Monde et Culture|Publié le 5 mars 2019 sous Politique, Europe, Monde"
    "|5 mars 2019 – la rédaction du Port Journal de Brest|Publié le 5 mars 2019 – la rédaction du Port Journal"
    "|Article publié le 5 mars 2019.",
    "de": "Veröffentlicht am 5. März 2019 in Politik, Wirtschaft und Kultur|Veröffentlicht am 5. März 2019 unter Politik, Wirtschaft"
    "|Artikel veröffentlicht am 5. März 2019.|Artikel erstellt am 5. März 2019.",
    "it": "Pubblicato il 5 marzo 2019 in Politica, Economia e Cultura|Articolo pubblicato il 5 marzo 2019.",
    "nl": "Geplaatst op 5 maart 2019 in Politiek, Economie en Cultuur|Artikel gepubliceerd op 5 maart 2019.",
    "es": "Artículo publicado el 5 de marzo de 2019.|Nota publicada el 5 de marzo de 2019.|Noticia publicada el 5 de marzo de 2019.",
    "pt": "Matéria publicada em 5 de março de 2019.",
    "pl": "Opublikowano 5 marca 2019 w kategorii Polityka, Kultura",
    "ru": "Опубликовано 5 марта 2019 в рубрике Политика, Культура|Статья опубликована 5 марта 2019.",
    "bn": "প্রকাশ: ৫ মার্চ ২০১৯, ১০:৩০ এ.এম.",
    "ta": "பதிவு: 5 மார்ச் 2019 10:30 மு.ப.",
    "th": "5 มีนาคม 2562 10:30 น. โดย ผู้จัดการ.",
    "zh": "2019年3月5日 来源：新华社。|2019年3月5日 张三 记者。",
    "ko": "2019년 3월 5일 홍길동 기자.",
}  # fmt: skip
"""Lines below a headline that tell the day, a bar between them; `¦` is a bar of the line."""


@pytest.mark.parametrize(
    ("lang", "line"), [(lang, line) for lang, lines in POSTED.items() for line in lines.split("|")]
)
def test_a_posting_line_keeps_its_day(lang: str, line: str) -> None:
    assert date(page(article(f"<p>{line.replace('¦', '|')}</p>"), lang=lang)).day == DAY


LONG = ", a dit le conseil du port à la ville, et les pêcheurs sont rentrés le matin avec leurs bateaux" * 3
OTHER_LINES = {
    "en": "The bridge was created on 14 February 2019|Press release dated 14 February 2019"
    "|A novel written by Ann Lee 14 February 2019|Concert / 14 February 2019",
    "fr": f"Dans son édition du 14 février 2019, Le Monde révélait{LONG}|Date de parution : 14 février 2019"
    "|Un pont ajouté le 14 février 2019|Paris, 14 février 2019. Il est 21 h 16 quand la ville apprend la nouvelle par la radio du port",
    "es": f"En su edición del 14 de febrero de 2019, El País dijo{LONG}",
    "it": f"Nell'edizione del 14 febbraio 2019, la Stampa disse{LONG}|Pubblicazione bando: 14 febbraio 2019",
    "de": f"In der Ausgabe vom 14. Februar 2019 stand im Spiegel{LONG}|Hanau, 14. Februar 2019. Ein Mann erschießt in zwei Bars der Stadt neun Menschen und flieht",
    "nb": "Senteret ble opprettet 14. februar 2019",
    "cs": "Fond vytvořen 14. února 2019",
    "ru": "Общество создано 14 февраля 2019",
    "ro": "Un port adăugat 14 februarie 2019",
    "fi": "Kirja julkaistaan 14. helmikuuta 2019",
    "hr": "Objava natječaja: 14. veljače 2019.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "line"), [(lang, line) for lang, lines in OTHER_LINES.items() for line in lines.split("|")]
)
def test_a_line_about_another_publication_gives_no_day(lang: str, line: str) -> None:
    assert date(page(article(f"<p>{line}</p>"), lang=lang)).day is None


@pytest.mark.parametrize(
    "box", ["<table><tr><td>Konzert, 14. Januar 2026</td></tr></table>", "<dl><dd>14 January 2026</dd></dl>"]
)
def test_a_table_below_the_headline_gives_no_day(box: str) -> None:
    assert date(page(article(box), lang="de")).day is None
