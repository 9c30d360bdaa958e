"""Where a page contradicts itself, the better evidence decides: clocks of twelve hours, changes, 03/04, instants in UTC."""

from __future__ import annotations

import pytest

from pipelines.dates.model import ArticleDate
from tests.pipelines.dates.story_page import LD, URL, article, date, page

MODIFIED = '<meta property="article:modified_time" content="{}">'
PUBLISHED = '<meta property="article:published_time" content="{}">'


def node(published: str, modified: str | None = None) -> str:
    more = f',"dateModified":"{modified}"' if modified else ""
    return LD.format(f'{{"@type":"NewsArticle","datePublished":"{published}"{more}}}')


def dated(
    head: str = "", byline: str = "", *, host: str = "paper.example", lang: str = "en", path: str | None = None
) -> ArticleDate:
    address = URL.replace("paper.example", host) if path is None else f"https://{host}{path}"
    return date(page(article(f'<p class="byline">{byline}</p>' if byline else ""), head=head, url=address, lang=lang))


@pytest.mark.parametrize(
    ("head", "clock", "host", "published"),
    [
        (PUBLISHED.format("2025-11-03T15:48:00Z"), "3:48", "paper.example", "2025-11-03T15:48:00+00:00"),
        (node("2025-11-03T15:48:00Z"), "3:48", "paper.us", "2025-11-03T15:48:00+00:00"),
        ('<meta name="date" content="2025-11-03T15:48:00Z">', "3:48", "paper.us", "2025-11-03T15:48:00+00:00"),
        ('<meta name="date" content="2025-11-03T20:48:00Z">', "3:48", "paper.us", "2025-11-03T15:48:00-05:00"),
        ('<meta name="date" content="2025-11-04T02:48:00Z">', "9:48", "paper.us", "2025-11-03T21:48:00-05:00"),
        (PUBLISHED.format("2025-11-03T08:48:00Z"), "9:48", "paper.de", "2025-11-03T09:48:00+01:00"),
        (PUBLISHED.format("2025-11-03T20:48:00Z"), "3:48 p.m.", "paper.us", "2025-11-03T15:48:00-05:00"),
        (PUBLISHED.format("2025-11-03T15:48:00Z"), "03:48", "paper.us", "2025-11-03T15:48:00+00:00"),
    ],
)
def test_a_bylines_clock_of_twelve_hours_gives_way_to_a_declared_instant(
    head: str, clock: str, host: str, published: str
) -> None:
    found = dated(head, f"Ann Lee, November 3, 2025 {clock}", host=host)
    assert (found.published, found.day) == (published, "2025-11-03")


CHANGED, FIRST = "2025-11-03T15:48:00Z", "2025-11-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("head", "byline", "published"),
    [
        (node(CHANGED, CHANGED) + PUBLISHED.format("2025-11-01T10:00:00Z"), "", FIRST),
        (node(CHANGED, CHANGED) + PUBLISHED.format("2025-09-14T10:00:00Z"), "", "2025-09-14T10:00:00+00:00"),
        (node(CHANGED, CHANGED) + PUBLISHED.format("2025-11-01"), "", "2025-11-01"),
        (node(CHANGED, CHANGED), "Published: 1 November 2025", "2025-11-01"),
        (PUBLISHED.format(CHANGED) + MODIFIED.format(CHANGED), "Published: 1 November 2025", "2025-11-01"),
        (PUBLISHED.format("2025-11-01T10:00:00Z") + MODIFIED.format(CHANGED), "3 November 2025", FIRST),
        (MODIFIED.format(CHANGED), "3 November 2025", "2025-11-03"),
    ],
)
def test_a_value_that_is_the_last_change_gives_way_to_an_earlier_publication(
    head: str, byline: str, published: str
) -> None:
    assert dated(head, byline).published == published


def test_a_change_gives_way_to_the_day_in_the_address() -> None:
    byline = f'<time datetime="{CHANGED}">3 November 2025</time>'
    assert dated(MODIFIED.format(CHANGED), byline, path="/2025/09/14/harbour").published == "2025-09-14"


@pytest.mark.parametrize(
    ("head", "byline", "lang", "path"),
    [
        ('<meta property="article:published_time" content="11/01/2023 10:00">', "01.11.2023", "de", None),
        ('<meta name="pubdate" content="11/01/2023">', "1 novembre 2023", "fr", None),
        ('<meta name="pubdate" content="11/01/2023">', "1 November 2023", "en", None),
        (MODIFIED.format("2023-11-01T12:00:00Z"), "11/01/2023", "es", None),
        (node("2023-11-01T12:00:00+01:00"), "11/01/2023", "it", None),
        ("", "11/01/2023", "pt", "/2023/11/01/harbour"),
        ("", "11/01/2023", "en", "/2023/11/harbour"),
        (node("2023-11-02T01:45:00Z"), "11/01/2023 18:45", "en", None),
    ],
)
def test_another_date_of_the_same_day_settles_the_order(head: str, byline: str, lang: str, path: str | None) -> None:
    assert dated(head, byline, lang=lang, path=path).day == "2023-11-01"


def test_a_byline_is_not_later_than_the_fetch() -> None:
    assert dated("", "11/01/2026", lang="en").published == "2026-01-11"  # fetched on 2 February
    assert dated("", "02/01/2026", lang="en").published is None


@pytest.mark.parametrize(
    "byline", ["11/01/2023", "11/01/2023, updated 02.11.2023", "11/01/2023 <a href='/x'>More of 5/6/2023</a>"]
)
def test_a_date_of_another_day_settles_no_order(byline: str) -> None:
    assert dated("", byline, lang="fr").published == "2023-01-11"


@pytest.mark.parametrize(
    ("head", "byline", "host", "day"),
    [
        (PUBLISHED.format("2025-11-02T23:40:00Z"), "", "paper.de", "2025-11-03"),
        (node("2025-11-02T23:40:00.000Z"), "", "paper.jp", "2025-11-03"),
        (node("2025-11-03T02:40:00Z"), "", "paper.us", "2025-11-02"),
        (node("2025-11-03T02:40:00Z"), "", "paper.example", "2025-11-03"),
        (PUBLISHED.format("2025-11-02T23:40:00+00:00"), "", "paper.de", "2025-11-02"),
        (PUBLISHED.format("2025-11-03T02:40:00Z"), "November 2, 2025", "paper.example", "2025-11-02"),
        ("", '<time datetime="2025-11-03T02:40:00Z">Nov 2</time>', "paper.example", "2025-11-02"),
        ("", '<time datetime="2025-11-03T02:40:00Z">Sun, Nov 2</time>', "paper.example", "2025-11-02"),
        ("", '<time datetime="2025-11-03T02:40:00Z">Nov 2, 9:40 PM</time>', "paper.example", "2025-11-02"),
        ("", '<time datetime="2025-11-03T12:40:00Z">Nov 3</time>', "paper.example", "2025-11-03"),
    ],
)
def test_the_day_of_an_instant_in_utc_is_the_one_that_the_publisher_shows(
    head: str, byline: str, host: str, day: str
) -> None:
    assert dated(head, byline, host=host).day == day


@pytest.mark.parametrize(
    ("lang", "raw", "published"),
    [
        ("fa", "۳۰ اسفند ۱۴۰۲", None),
        ("fa", "۳۰ اسفند ۱۳۹۹", "2021-03-20"),
        ("fa", "۲۹ اسفند ۱۴۰۲", "2024-03-19"),
        ("fa", "۳۱ مهر ۱۴۰۲", None),
        ("fa", "1402/12/30", None),
        ("ar", "30 ربيع الأول 1445", None),
        ("ar", "1445/03/12", None),
        ("ur", "12 ربیع الاول 1445", None),
        ("id", "12 Rabiul Awal 1445", None),
        ("th", "30 กุมภาพันธ์ 2566", None),
        ("th", "28 กุมภาพันธ์ 2566", "2023-02-28"),
        ("ja", "令和5年2月29日", None),
        ("zh", "民國112年2月30日", None),
        ("bn", "১৫ কার্তিক ১৪৩০", None),
        ("ne", "2080/07/15", None),
        ("de", "29.02.2023", None),
        ("en", "31 April 2025", None),
        ("en", "2025-02-30T10:00:00Z", None),
    ],
)
def test_days_that_do_not_exist_are_refused(lang: str, raw: str, published: str | None) -> None:
    shown = date(page(article(f'<p class="byline">{raw}</p>'), lang=lang, fetched=None))
    declared = date(page(article(), head=f'<meta name="pubdate" content="{raw}">', lang=lang, fetched=None))
    assert (shown.published, declared.published) == (published, published)


@pytest.mark.parametrize(
    ("lang", "raw", "published"),
    [
        ("ja", "R7.11.6", "2025-11-06"),
        ("ja", "令和7.11.6", "2025-11-06"),
        ("ja", "令和七年十一月六日", "2025-11-06"),
        ("zh", "二〇二五年十一月六日", "2025-11-06"),
        ("ja", "R7.13.6", None),
        ("ja", "令和七年十三月六日", None),
        ("ja", "七年十一月", None),
        ("en", "R7.11.6", None),
    ],
)
def test_a_day_of_an_era_is_read_where_it_stands(lang: str, raw: str, published: str | None) -> None:
    assert date(page(article(f'<p class="byline">{raw}</p>'), lang=lang, fetched=None)).published == published


@pytest.mark.parametrize(
    ("lang", "raw", "published"),
    [
        ("de", "28. JANUAR 14.30 UHR", "2026-01-28T14:30"),  # no year of an era behind the R of a month
        ("ja", "R元.11.6", "2019-11-06"),
        ("ja", "R8.1.2", None),
        ("ja", "12R 3-11-14", None),
    ],
)
def test_an_era_ends_no_word(lang: str, raw: str, published: str | None) -> None:
    assert date(page(article(f'<p class="byline">{raw}</p>'), lang=lang)).published == published


@pytest.mark.parametrize(
    ("lines", "published", "guess"),
    [
        ('By Ann Lee, 3 November 2025 <time datetime="2026-01-25">25 Jan</time>', None, "2026-01-25"),
        ('By Ann Lee, 25 January 2026 <time datetime="2026-01-25">25 Jan</time>', "2026-01-25", "2026-01-25"),
        ('Published 3 November 2025 <time datetime="2026-01-25">25 Jan</time>', "2025-11-03", "2025-11-03"),
    ],
)
def test_two_days_without_a_label_are_a_guess(lines: str, published: str | None, guess: str) -> None:
    found = dated("", lines)
    assert (found.published, found.guess) == (published, guess)


@pytest.mark.parametrize(
    "path",
    [
        "/news/20101231/c123",
        "/harbour-party-1999-12-31/photos",
        "/obituaries/2019/03/05/john-doe",
        "/council/2019-03-05/minutes",
        "/gazette/20190305-001/harbour",
    ],
)
@pytest.mark.parametrize("byline", ["", "By Ann Lee | May 20"])
def test_a_day_in_the_address_may_be_that_of_the_matter_and_no_declared_day_gives_way_to_it(
    path: str, byline: str
) -> None:
    found = dated(node("2019-05-20T10:00:00Z") + PUBLISHED.format("2019-05-20T10:00:00Z"), byline, path=path)
    assert found.day == "2019-05-20"


@pytest.mark.parametrize(
    ("byline", "published"),
    [
        ("3 November 2007", "2007-11-03"),  # shown, and the last change of that day
        ("", "2015-06-01T10:00:00+00:00"),
        ("1 June 2015", "2015-06-01T10:00:00+00:00"),
    ],
)
def test_a_declared_publication_after_the_last_change_is_the_stamp_of_an_import(byline: str, published: str) -> None:
    head = PUBLISHED.format("2015-06-01T10:00:00Z") + MODIFIED.format("2007-11-03T15:48:00Z")
    assert dated(head, byline).day == published[:10]


STORY_LINE = "The harbour opened again after a year of works, and the first ferries left in the morning of that day."


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        (f"<p>27.1.2022 - {STORY_LINE}</p>", "2022-01-27"),
        (f"<p>(27 January 2022) {STORY_LINE}</p>", "2022-01-27"),
        (f"<p>27 January 2022 – {STORY_LINE}</p>", "2022-01-27"),
        (f"<p>27.1.2022 - 30.1.2022: {STORY_LINE}</p>", None),
        (f"<p>{STORY_LINE}</p><p>27.1.2022 - {STORY_LINE}</p>", None),
        ("<div class='lead-paragraph__caption'>27.1.2022</div>", "2022-01-27"),
        ("<div class='lead-paragraph__caption'>27.1.2022</div><img src='ferry.jpg'>", None),
        ("<figure><img src='ferry.jpg'><p class='caption'>27.1.2022</p></figure>", None),
    ],
)
def test_the_first_paragraph_may_begin_with_the_day_and_a_caption_needs_a_picture(lead: str, day: str | None) -> None:
    assert date(page(article(lead))).day == day
