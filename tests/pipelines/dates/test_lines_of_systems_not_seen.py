# ruff: noqa: E501 -- markup is read best in one line
"""Days without a year before a clock, lines about a page's first publication, editors before a day, times that a script fills in."""

from datetime import UTC, datetime

import pytest

from pipelines.dates.place.structured_dates import embedded_dates
from pipelines.dates.read.reading import Dialect, read_text
from tests.endless import ends
from tests.pipelines.dates.story_page import STORY, article, date, page

DAY = "2019-03-05"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("14.11. 05:55", []),
        ("14.11. 22:55", []),
        ("14. 11. 20:25", []),
        ("14.11. 22h55", []),
        ("14.11.22 05:55", ["2022-11-14T05:55"]),
        ("14.11.22, 05:55", ["2022-11-14T05:55"]),
        ("14.11.22", ["2022-11-14"]),
        ("14.11. 2022 22:55", ["2022-11-14T22:55"]),
        ("14.11.22h00", ["2022-11-14"]),
        ("14.11.22:00", ["2022-11-14"]),
        ("14/11/22:14:20", ["2022-11-14"]),
        ("14-11-22:10:15", ["2022-11-14"]),
        ("14/11/22 22:55", ["2022-11-14T22:55"]),
    ],
)
def test_a_clock_behind_day_and_month_is_no_year(text: str, read: list[str]) -> None:
    assert [reading.value for reading in read_text(text, Dialect("de"))] == read


def test_a_time_that_shows_no_year_dates_its_story() -> None:
    shown = "<div class='article-date'><time datetime='2025-11-14T05:55:00+02:00'>14.11. 05:55</time></div>"
    assert date(page(article(shown), lang="fi")).published == "2025-11-14T05:55:00+02:00"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("This story was originally published March 5, 2019 at 6:00 AM.", DAY),
        ("This story was originally published in The Tern on March 5, 2019 at 6:00 AM.", None),
        ("This study was originally published March 5, 2019 at 6:00 AM.", None),
        ("This story was originally published on March 5, 2019.", None),
        ("This story was first published in 2019.", None),
    ],
)
def test_a_page_tells_its_first_publication_with_a_clock(line: str, day: str | None) -> None:
    assert date(page(article("", f"{STORY * 3}<div class='tail'><p>{line}</p></div>"))).day == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("By Ann Lee, edited by Max Roe <time datetime='2019-03-05'>5 March 2019</time>", DAY),
        ("By Ann Lee, edited by Max Roe on <time datetime='2019-03-05'>5 March 2019</time>", None),
        ("Edited by Max Roe, <time datetime='2019-03-05'>5 March 2019</time>", None),
        ("Edited by Max Roe, 5 March 2019", None),
        ("Published 5 March 2019, edited by Max Roe 7 March 2019", DAY),
        ("Published 5 March 2019 by Ann Lee, edited by Max Roe 7 March 2019", DAY),
        ("Last edited by Max Roe <time datetime='2019-03-05'>5 March 2019</time>", None),
        ("Edited: <time datetime='2019-03-05'>5 March 2019</time>", None),
    ],
)
def test_who_edited_a_story_says_nothing_of_its_day(line: str, day: str | None) -> None:
    assert date(page(article(f"<p class='byline'>{line}</p>"))).day == day


@pytest.mark.parametrize(
    ("script", "instant"),
    [
        ("var ct = '1551780000';", "2019-03-05T10:00:00+00:00"),
        ("ori_create_time: JsDecode('1551780000'),", "2019-03-05T10:00:00+00:00"),
        ("var act = '1551780000'; var count = '1551780000';", None),
        ("var ct = '15517';", None),
    ],
)
def test_a_script_fills_in_the_time_of_publication(script: str, instant: str | None) -> None:
    filled = f"<em id='publish_time' class='rich_media_meta'></em><script>{script}</script>"
    assert date(page(article(filled), lang="zh")).published == instant


@pytest.mark.parametrize(
    "markup", ["<a " + " id='publish_time'" * 20_000, "<em id='publish_time'>" + " " * 100_000, "<em " * 40_000]
)
def test_tags_without_end_are_read_to_their_end(markup: str) -> None:
    with ends():
        assert list(embedded_dates(markup, Dialect())) == []


def test_a_script_that_fills_nothing_in_dates_nothing() -> None:
    assert date(page(article("<script>var ct = '1551780000';</script>"))).day is None
    shown = "<em id='publish_time'>2019-03-07</em><script>var ct = '1551780000';</script>"
    assert date(page(article(shown), lang="zh")).day != DAY


def test_a_number_behind_another_at_the_end_of_an_address_is_an_id() -> None:
    fetched = datetime(2026, 2, 2, tzinfo=UTC)
    assert date(page(article(), url="https://paper.example/a/74-20190305", fetched=fetched)).day is None
    assert date(page(article(), url="https://paper.example/a/20190305/74", fetched=fetched)).day == DAY


def test_a_heading_of_two_who_sign_is_no_other_storys_headline() -> None:
    byline = (
        "<h5>By <a href='/by/ann-lee'>Ann Lee</a> and <a href='/by/maximilian-roe-esq'>Maximilian Roe-Lindner</a></h5>"
    )
    signed = f"<section class='byline'><div>{byline}<time datetime='2019-03-05'>5 March 2019</time></div></section>"
    assert date(page(article(signed))).day == DAY
    other = "<div><h5><a href='/mill-burns'>Mill burns down in the night</a></h5><time datetime='2019-03-05'>5 March 2019</time></div>"
    assert date(page(f"<main><h1>The harbour opens again</h1>{STORY}{other}</main>")).day is None


SHOWN = {
    "en": "5 March 2019",
    "de": "5. März 2019",
    "fr": "5 mars 2019",
    "es": "5 de marzo de 2019",
    "it": "5 marzo 2019",
}
LABELS = {"en": ("Published", "Updated"), "de": ("Veröffentlicht", "Aktualisiert"), "fr": ("Publié", "Mis à jour")}
DECK = "Ferries wait for the first passengers of spring"


@pytest.mark.parametrize("lang", SHOWN)
@pytest.mark.parametrize(
    "meta",
    [
        f"<div><div><h2>{DECK}</h2><span>TERN BAY | {{}}</span></div></div>",
        f"<div><div><a href='/share'>Tweet</a></div><div><h2>{DECK}</h2><span>TERN BAY | {{}}</span></div></div>",
        "<div class='author'><div class='caption'>Ann Lee <time>{}</time></div></div>",
        "<div><span class='MuiTypography-caption'>{}</span></div>",
        "<div><img src='a.jpg'><span class='caption-with-letter-spacing'><time>{}</time></span></div>",
        "<div class='d'><div>Source: <a href='/b'>Broadcast Magazine</a></div><div class='date'>{}, 10:15</div></div>",
        "<table width='480'><tr><td>{}, 22:55</td></tr></table>",
        "<div class='post-meta'><div class='comments'><time>{}</time> | <a href='#c'>33 comments</a></div></div>",
        f"{STORY[:90]}</p><aside class='col'><div class='author'>Ann Lee</div><time>{{}}, 15:59</time></aside>",
    ],
)
def test_boxes_at_the_headline_that_are_called_or_headed_otherwise(lang: str, meta: str) -> None:
    assert date(page(article(meta.format(SHOWN[lang])), lang=lang)).day == DAY


@pytest.mark.parametrize(
    "meta",
    [
        "<div><div><h2>On this day</h2><span>TERN BAY | {}</span></div></div>",
        f"<div><h2>{DECK}</h2><a href='/x'>Kites fly over the dunes</a> <span>{{}}</span></div>",
        f"<div><span>Event</span><h2>{DECK}</h2><span>{{}}</span></div>",
        f"<div><b>Read also</b><h2>{DECK}</h2><span>{{}}</span></div>",
        "<div><h2><a href='/x'>Ferries wait for the first passengers of spring</a></h2><span>{}</span></div>",
        "<div><img src='a.jpg'><div class='caption'>{}</div></div>",
        "<div>Broadcast: {}</div>",
        "<table><tr><th>Cup</th></tr><tr><td>{}</td></tr></table>",
        "<section class='comments'><div class='comment'><b>Max</b> <time>{}</time></div></section>",
        STORY + "<aside class='facts'><h3>Ferry day</h3><span class='date'>{}</span></aside>",
        "<aside><a href='/x'>Harbour of Tern Bay closes after the long storm</a> <time class='date'>{}</time></aside>",
        "<section class='Teaser'><h3><a href='/x'>Harbour closes for the winter</a></h3><time class='Teaser__date'>{}</time></section>",
    ],
)
@pytest.mark.parametrize("lang", SHOWN)
def test_boxes_of_other_things_at_the_headline(lang: str, meta: str) -> None:
    assert date(page(article(meta.format(SHOWN[lang])), lang=lang)).day is None


def test_a_part_of_the_headlines_block_is_no_masthead() -> None:
    header = "<div class='c-sHeader'><h1>The harbour opens again</h1>{}</div>" + STORY
    assert date(page(header.format("<div class='c-sHeader__date-wrapper'><time>5 March 2019</time></div>"))).day == DAY
    assert date(page(header.format("<div class='header-date'><span>5 March 2019</span></div>"))).day is None


def test_the_sign_of_a_picture_in_the_line_above_is_not_the_days() -> None:
    above = "<main><article><img src='a.jpg'><div>© Ann Lee</div>{}<h1>The harbour opens again</h1>" + STORY
    assert date(page(above.format("<p class='date'>5 March 2019 | Tern Bay</p>"))).day == DAY
    assert date(page(above.format("<p class='date'>© 5 March 2019</p>"))).day is None


@pytest.mark.parametrize("lang", LABELS)
def test_the_footer_of_the_storys_column_dates_it_where_it_is_labelled(lang: str) -> None:
    published, updated = LABELS[lang]
    column = "<div id='w'><div class='c'><h1>The harbour opens again</h1>{}<div class='rev_footer'>{}</div></div><div>Tide</div></div>"
    both = f"<p>{updated}: {SHOWN[lang]}</p><p>{published}: {SHOWN[lang]}</p>"
    assert date(page(column.format(STORY, both), lang=lang)).day == DAY
    assert date(page(column.format(STORY, f"<p>{updated}: {SHOWN[lang]}</p>"), lang=lang)).day is None
    assert date(page(column.format(STORY, f"<p>© {SHOWN[lang]} Tern</p>"), lang=lang)).day is None
    assert (
        date(page(article("", f"<div class='footer'><p>{published}: {SHOWN[lang]}</p></div>"), lang=lang)).day is None
    )


@pytest.mark.parametrize(
    ("lang", "line", "day"),
    [
        ("it", "5 marzo 2019 ( modifica il 6 marzo 2019 | 15:24)", DAY),
        ("en", "5 March 2019 (updated 6 March 2019 | 15:24)", DAY),
        ("en", "5 March 2019 (fair until 6 March 2019 | 15:24)", None),
        ("en", "First published on 5 March 2019 16:25", DAY),
        ("de", "Erstmals veröffentlicht am 5. März 2019 16:25", DAY),
        ("en", "The law was first published on 5 March 2019 16:25", None),
    ],
)
def test_a_line_behind_the_story_tells_its_first_day(lang: str, line: str, day: str | None) -> None:
    assert date(page(article("", f"{STORY * 3}<p class='info'>{line}</p>"), lang=lang)).day == day


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "<a href='https://day.example/x'>an essay published by The Day (26 November 2018)</a>"),
        ("fr", "<a href='https://jour.example/x'><b>une tribune publiée par Le Jour (26/11/2018)</b></a>"),
        ("ja", "この記事は別紙で2018年11月26日に掲載した記事の再編集版です"),
        ("de", "Seiten: 448<br>ISBN: 9780000000000<br>Erscheinungsdatum: 26.11.2018"),
        ("en", "Pages: 448<br>ISBN: 9780000000000<br>Publication date: 26 November 2018"),
    ],
)
def test_the_day_of_a_book_or_of_another_papers_text_is_not_the_storys(lang: str, text: str) -> None:
    assert date(page(article(f"<div>{text}</div>"), lang=lang)).day is None
    shown = f"<div class='date'>2019-03-05</div><div>{text}</div>"
    assert date(page(article(shown), lang=lang)).day == DAY


@pytest.mark.parametrize(("lang", "line"), [("de", "Nachricht vom"), ("es", "Noticia del"), ("it", "Notizia del")])
def test_a_line_calls_the_story_news_of_its_day(lang: str, line: str) -> None:
    body = f"<main><article><p class='stamp'>{line} {SHOWN[lang]}</p><h1>The harbour opens again</h1>{STORY}</article></main>"
    assert date(page(body, lang=lang)).day == DAY


def test_a_script_gives_a_day_in_eight_digits() -> None:
    script = "<script>var page = {type: 'ARTICLE', publication_date : '20190305'}</script>"
    assert date(page(article("") + script)).day == DAY
    assert date(page(article("") + script.replace("publication_date", "pub"))).day is None


def test_a_text_that_was_ready_before_its_release_is_of_the_day_of_release() -> None:
    ld = '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2019-03-05T13:00:00+09:00", "dateModified": "{}"}}</script>'
    metas = (
        '<meta property="article:published_time" content="2019-03-01T21:20:31+09:00">'
        '<meta property="article:modified_time" content="2019-03-05T13:00:00+09:00">'
    )
    shown = "<time datetime='2019-03-05T04:00:00Z'>5 March 2019 13:00</time>"
    assert date(page(article(shown), head=ld.format("2019-03-01T21:39:42+09:00") + metas)).day == DAY
    assert date(page(article(), head=ld.format("2019-03-05T13:00:00+09:00") + metas)).day == "2019-03-01"


OWN = "<p>5 March 2019</p>"
ASIDES = (
    "<aside><p class='date'>3 May 2018</p><p>Concert in the town hall</p></aside>",
    "<aside class='pullquote'>“It was terrible” <span class='date'>3 May 2018</span></aside>",
    "<aside>The Pier, by J. Doe. <span class='publication-date'>3 May 2018</span>, Tern Books</aside>",
    "<aside><a href='/pod'>Podcast: The Pier</a> <time datetime='2018-05-03'>3 May 2018</time></aside>",
    "<aside>Next council meeting: <time datetime='2018-05-03'>3 May 2018</time></aside>",
)


@pytest.mark.parametrize("own", [OWN, "<time datetime='2019-03-05'>5 March 2019</time>"])
@pytest.mark.parametrize("aside", ASIDES)
def test_the_fact_of_an_aside_leaves_the_storys_day(aside: str, own: str) -> None:
    assert date(page(article(own + STORY + aside))).day == DAY
    assert date(page(f"<main><article><h1>The harbour opens again</h1>{STORY}{aside}</article></main>")).day is None


@pytest.mark.parametrize(
    ("published", "ready", "day"),
    [
        ("2019-03-10T00:30:00+01:00", "2019-03-09T23:30:00Z", "2019-03-05"),
        ("2019-03-10T00:30:00+01:00", "2019-03-09T02:00:00Z", "2019-03-05"),
        ("2019-03-10T00:30:00+01:00", "2019-03-08T20:00:00Z", "2019-03-10"),
    ],
)
def test_a_text_is_ready_a_day_before_its_release(published: str, ready: str, day: str) -> None:
    ld = f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{published}", "dateModified": "{ready}"}}</script>'
    metas = (
        '<meta property="article:published_time" content="2019-03-05T10:00:00Z">'
        '<meta property="article:modified_time" content="2019-03-09T23:30:00Z">'
    )
    assert date(page(article(), head=ld + metas)).day == day


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "<p class='meta'><a href='/news/the-harbour-opens-again'>Ann Lee posted on 5 March 2019</a></p>"),
        ("en", "<p>By <a href='/ann'>Ann Lee, published 5 March 2019</a></p>"),
        ("en", "<a href='https://ann.example/'>Ann Lee | Published 5 March 2019</a>"),
        ("de", "<a href='/archiv'>Lokales | Veröffentlicht am 5. März 2019</a>"),
        ("fr", "<a href='/anne'>Par Anne, publié le 5 mars 2019</a>"),
        ("ko", "<a href='/x'>뉴스 입력 2019.03.05</a>"),
    ],
)
def test_a_link_to_the_story_or_its_author_tells_its_day(lang: str, line: str) -> None:
    assert date(page(article(line), lang=lang)).day == DAY


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "<b>Editorial:</b> Published 5 March 2019"),
        ("en", "Pages: 3 Published: 5 March 2019"),
        ("de", "Seiten: 1 von 3, veröffentlicht: 5. März 2019"),
        ("de", "Verlag: Tern GmbH. Veröffentlicht: 5. März 2019"),
        ("fr", "Éditeur : Le Port - Publié le 5 mars 2019"),
        ("ja", "サイトで2019年3月5日に公開された記事"),
    ],
)
def test_everyday_words_before_a_label_leave_it(lang: str, line: str) -> None:
    assert date(page(article(f"<div>{line}</div>"), lang=lang)).day == DAY


def test_the_day_on_which_a_book_came_out_is_not_the_storys() -> None:
    assert date(page(article("<div>Verlag: Tern Buch\n Erscheinungsdatum: 5. März 2019</div>"), lang="de")).day is None


@pytest.mark.parametrize(
    "meta",
    [
        "<div class='media'><div class='media-left'><img src='a.jpg'></div><div class='media-body'><p class='caption'>{}</p></div></div>",
        "<div class='pic'><div><img src='a.jpg'></div></div><div class='caption'>{}</div>",
        "<div class='x'><amp-img src='a.jpg'></amp-img><p class='caption'>{}</p></div>",
        "<div class='lead-image' style='background-image:url(a.jpg)'></div><div class='image-caption'>{}</div>",
        "<div class='author'><img src='a.jpg'><div class='caption'>{}</div></div>",
        "<table class='fixture'><tr><td>{} 19:30</td><td>Ternport – Mewton</td></tr></table>",
        "<table class='fixture'><tr><td>{} Ternport – Mewton 2-1</td></tr></table>",
        "<table><tr><td>{}</td><td>Concert in the hall</td></tr></table>",
        "<section><h2>How the harbour opens again</h2><p>{}</p><p>Works begin</p></section>",
        "<section><h2>What else happened on this day in the town</h2><p><b>{}</b> The bridge fell.</p></section>",
        "<div>© dpa</div><div>{}</div>",
        "<p>Source: Event Magazine, {}</p>",
        "<p>Source: Broadcast Magazine {}</p>",
    ],
)
def test_a_picture_a_match_and_a_box_have_days_of_their_own(meta: str) -> None:
    shown = meta.format("5 March 2019")
    assert date(page(article(shown))).day is None
    assert date(page(article("<p class='byline'>By Ann Lee, 7 March 2019</p>" + shown))).day == "2019-03-07"


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("nl", "Zie ook het nieuwsbericht van 3 mei 2018"),
        ("de", "Lesen Sie auch unsere Nachricht vom 3. Mai 2018"),
        ("de", "Siehe News vom 3. Mai 2018"),
        ("it", "Leggi anche: notizia del 3 maggio 2018"),
        ("it", "<a href='/x'>Notizia del 3 maggio 2018</a>"),
        ("nl", "<i>Nieuwsbericht van 3 mei 2018</i>"),
    ],
)
def test_a_line_that_points_to_older_news_leaves_the_storys_day(lang: str, line: str) -> None:
    byline = "<p class='byline'>Ann Lee, 05.03.2019</p>"
    assert date(page(article(f"{byline}<p>{line}</p>"), lang=lang)).day == DAY
    assert date(page(article(byline + STORY + f"<p>{line}</p>"), lang=lang)).day == DAY


def test_the_row_of_a_table_behind_the_story_tells_no_day() -> None:
    row = "<table><tr><td>5 March 2019, 22:55</td></tr></table>"
    assert date(page(article(row))).day == DAY
    assert date(page(article("", row))).day is None


@pytest.mark.parametrize(("value", "day"), [("20190305", DAY), ("20190305_a", None), ("20190305/x", None)])
def test_eight_digits_of_a_longer_name_are_no_day(value: str, day: str | None) -> None:
    assert date(page(article("") + f'<script>var page = {{"pubDate": "{value}"}}</script>')).day == day


def test_a_headline_above_the_story_has_its_day_and_a_later_first_level_heading_none() -> None:
    hero = "<header class='hero'><h1>Old wheel lost in one night</h1><p>By Jane Doe</p><p>5 March 2019</p></header>"
    talk = "<section><h1>Comments on this story</h1><p>By Max Roe</p><p>7 May 2019</p></section>"
    assert date(page(f"{hero}<main>{STORY}{talk}</main>", head="<title>Great fire of Ulm | Courier</title>")).day == DAY
