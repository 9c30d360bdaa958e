"""One page judged from itself alone: what is believed, at which precision, and what is refused by which rule."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.dates.judge.decision import date_page
from pipelines.dates.place.candidates import page_candidates
from pipelines.page.page import Page
from tests.pipelines.dates.story_page import FETCHED, LD, STORY, URL, article, date, page, reasons, weigh


def test_jsonld_in_a_graph_gives_the_instant_with_the_publishers_offset() -> None:
    ld = LD.format(
        '{"@graph":[{"@type":"WebSite","name":"Paper"},{"@type":["Thing","NewsArticle"],'
        '"datePublished":"2025-11-03T23:45:00+01:00","dateModified":"2025-11-04T08:00:00+01:00"}]}'
    )
    found = date(page(article(), head=ld))
    assert found.published == "2025-11-03T23:45:00+01:00"
    assert found.published_at == datetime(2025, 11, 3, 22, 45, tzinfo=UTC)
    assert (found.day, found.precision, found.utc_offset_minutes) == ("2025-11-03", "instant", 60)
    assert found.modified_at == datetime(2025, 11, 4, 7, 0, tzinfo=UTC)
    assert str(found.basis) == "article-data: jsonld:NewsArticle.datePublished"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2025-11-03T18:45:00Z">', "2025-11-03T18:45:00+00:00"),
        ('<meta name="pubdate" content="2025-11-03">', "2025-11-03"),
        ('<meta name="parsely-pub-date" content="2025-11-03T18:45:00-05:00">', "2025-11-03T18:45:00-05:00"),
        ('<meta name="DC.date.issued" content="2025-11-03">', "2025-11-03"),
        ('<meta name="date" content="2025-11-03T18:45:00+01:00">', "2025-11-03T18:45:00+01:00"),
        ('<meta itemprop="datePublished" content="2025-11-03T18:45">', "2025-11-03T18:45"),
        (LD.format('{"@type":"NewsArticle",\n"datePublished":"2025-11-03T18:45:00Z",}'), "2025-11-03T18:45:00+00:00"),
    ],
)
def test_dialects_of_structured_data(head: str, published: str) -> None:
    assert date(page(article(), head=head)).published == published


@pytest.mark.parametrize(
    ("meta", "published", "precision"),
    [
        ('<p class="byline">By Ann Lee, 3 November 2025</p>', "2025-11-03", "day"),
        ('<p class="byline">By Ann Lee, 3 November 2025, 18:45</p>', "2025-11-03T18:45", "local"),
        ('<p class="byline">3 November 2025 6:45 p.m. EST</p>', "2025-11-03T18:45-05:00", "minute"),
        ('<time datetime="2025-11-03T18:45:00+01:00">yesterday</time>', "2025-11-03T18:45:00+01:00", "instant"),
        ('<p class="date">3 days ago</p>', "2026-01-30", "day"),
        ('<p class="date">30 January, 18:45</p>', "2026-01-30T18:45", "local"),
        ("<div datetime='2025-11-03 17:00:00 -0400'>Nov 3, 2025</div>", "2025-11-03T17:00:00-04:00", "instant"),
    ],
)
def test_visible_dates_near_the_headline(meta: str, published: str, precision: str) -> None:
    found = date(page(article(meta)))
    assert (found.published, found.precision) == (published, precision)


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("/2025/11/03/harbour", "2025-11-03"),
        ("/2025/nov/03/harbour", "2025-11-03"),
        ("/news/20251103-harbour", "2025-11-03"),
        ("/2025/11/harbour", "2025-11"),
        ("/news/harbour-20259", None),
    ],
)
def test_the_address_dates_what_nothing_else_does(path: str, published: str | None) -> None:
    assert date(page(article(), url=f"https://paper.example{path}")).published == published


def test_a_masthead_is_no_publication_date_and_the_page_stays_bounded() -> None:
    source = page(f"<header><p>Paper</p><p>Monday, Feb 02, 2026</p></header>{article()}")
    found = date(source)
    assert (found.published, found.published_at, found.confidence) == (None, None, 0.0)
    assert (found.not_after, str(found.not_after_basis)) == (FETCHED, "first seen")
    assert reasons(source)["Monday, Feb 02, 2026"] in ("masthead-place", "shows-the-day-of-the-fetch")


def test_a_masthead_beside_the_headline_is_known_by_the_day_of_the_fetch() -> None:
    source = page(f"<div><p>02 Feb 2026</p><h1>The harbour opens again</h1></div>{STORY}")
    assert date(source).published is None
    assert reasons(source)["02 Feb 2026"] == "shows-the-day-of-the-fetch"


@pytest.mark.parametrize(
    ("after", "raw", "reason"),
    [
        (
            '<div class="related"><p>Ferry fares <span>3 January 2026</span></p></div>',
            "3 January 2026",
            "related-story",
        ),
        ('<div class="comments"><p>Bob, 4 January 2026</p></div>', "Bob, 4 January 2026", "comment"),
        ('<div class="footer-note">Printed 5 January 2026</div>', "Printed 5 January 2026", "footer-or-copyright"),
        ('<div class="events"><time datetime="2026-01-06">6 Jan</time></div>', "2026-01-06", "related-story"),
    ],
)
def test_dates_of_other_things_are_refused_by_name(after: str, raw: str, reason: str) -> None:
    source = page(article(after=after))
    assert reasons(source)[raw] == reason
    assert date(source).published is None


def test_modified_is_not_published() -> None:
    source = page(article('<p class="byline">Updated 4 November 2025, 08:00</p>'))
    found = date(source)
    assert (found.published, found.modified) == (None, "2025-11-04T08:00")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2027-01-01T10:00:00Z", "after-first-seen"),
        ("1970-01-01T00:00:00Z", "default-epoch"),
        ("1985-05-05T10:00:00Z", "before-the-web"),
        ("yesterday-ish 99", "unreadable"),
    ],
)
def test_impossible_dates_are_refused(value: str, reason: str) -> None:
    source = page(article(), head=f'<meta property="article:published_time" content="{value}">')
    assert reasons(source)[value] == reason
    assert date(source).published is None


def test_without_a_clock_nothing_is_called_future_and_nothing_bounds_from_the_fetch() -> None:
    source = page(
        article(), head='<meta property="article:published_time" content="2027-01-01T10:00:00Z">', fetched=None
    )
    assert date(source).published == "2027-01-01T10:00:00+00:00"
    empty = date(page(article(), fetched=None))
    assert (empty.published, empty.not_after) == (None, None)


def test_an_update_that_calls_itself_published_yields_to_the_earlier_date() -> None:
    head = (
        '<meta property="article:published_time" content="2025-11-04T13:00:00Z">'
        '<meta property="article:modified_time" content="2025-11-04T13:00:00Z">'
    )
    source = page(article('<p class="byline">Published Nov. 3, 2025, 12:44 PM UTC</p>'), head=head)
    assert date(source).published == "2025-11-03T12:44+00:00"


def test_two_families_outvote_one() -> None:
    head = LD.format('{"@type":"NewsArticle","datePublished":"2025-01-04T07:29:00Z"}')
    head += '<meta name="date" content="2025-03-06">'
    assert date(page(article('<p class="byline">6 March 2025</p>'), head=head)).published == "2025-03-06"


def test_agreement_raises_confidence_and_conflict_lowers_it() -> None:
    stated = LD.format('{"@type":"NewsArticle","datePublished":"2025-11-03T18:45:00+01:00"}')
    alone = date(page(article(), head=stated)).confidence
    agreed = date(page(article('<p class="byline">3 November 2025</p>'), head=stated)).confidence
    contested = date(page(article('<p class="byline">9 November 2025</p>'), head=stated)).confidence
    assert contested < alone < agreed


def test_what_the_source_settles() -> None:
    assert date(page(article('<p class="byline">03/04/2025</p>'))).published is None
    assert date(page(article('<p class="byline">03/04/2025</p>')), date_order="DMY").published == "2025-04-03"
    clock = page(article('<p class="byline">3 July 2025, 18:45</p>'))
    assert date(clock, time_zone="Europe/Berlin").published == "2025-07-03T18:45+02:00"


def test_another_date_of_the_page_settles_the_order() -> None:
    source = page(article('<p class="byline">03/04/2025</p>', '<div class="related"><p>Fares 12/25/2025</p></div>'))
    assert date(source).published == "2025-03-04"


def test_the_day_of_a_deployment_does_not_settle_the_order() -> None:
    shown = page(article('<p class="byline">2/12/2025</p>'), fetched=datetime(2025, 12, 3, 9, 0, tzinfo=UTC))
    deployed = replace(shown, last_modified="Wed, 03 Dec 2025 06:19:23 GMT")
    assert (date(shown).published, date(deployed).published) == (None, None)
    assert date(deployed, date_order="MDY").published == "2025-02-12"


def test_the_related_storys_node_is_not_this_pages() -> None:
    head = LD.format(
        '[{"@type":"NewsArticle","url":"https://paper.example/news/other","datePublished":"2025-12-24T10:00:00Z"},'
        f'{{"@type":"NewsArticle","url":"{URL}","datePublished":"2025-11-03T10:00:00Z"}}]'
    )
    assert date(page(article(), head=head)).published == "2025-11-03T10:00:00+00:00"


def test_a_weekday_line_on_a_page_without_headline_is_taken_for_a_masthead_even_without_a_clock() -> None:
    html = (
        f"<html lang='en'><body><div>London Paper</div><div>Monday, Feb 02, 2026</div><div>{STORY}</div></body></html>"
    )
    source = Page(URL, html.encode(), None, None)
    assert date(source).published is None


def test_a_list_that_shows_the_storys_date_too_does_not_take_it_from_the_byline() -> None:
    teasers = '<div class="most-read"><a href="/a">Ferries</a><span>3 November 2025</span></div>'
    found = date(page(teasers + article('<span class="byline">3 November 2025</span>')))
    assert (found.published, str(found.basis)) == ("2025-11-03", "byline-text: text")


def test_hatom_tells_the_instant_that_the_page_abbreviates() -> None:
    post = '<div class="widget"><abbr class="published" title="2025-11-03T21:11:00+02:00">21:11</abbr></div>'
    found = date(page(article(after=post)))
    assert (found.published, str(found.basis)) == ("2025-11-03T21:11:00+02:00", "microdata: microdata:hatom.published")
    other = '<div class="widget"><abbr class="published" title="2025-11-02T08:00:00+02:00">8:00</abbr></div>'
    assert date(page(article(after=post + other))).published is None


def test_a_pictures_copyright_does_not_speak_for_the_time_element_behind_it() -> None:
    found = date(page(article("<figure>© Ann Lee</figure><time>3 November 2025</time>")))
    assert found.published == "2025-11-03"


def test_the_country_of_an_english_page_settles_the_order() -> None:
    meta = '<span class="byline">03/04/2025</span>'
    assert date(page(article(meta), lang="en-GB")).published == "2025-04-03"
    assert date(page(article(meta), url="https://paper.example/en-gb/news/harbour")).published == "2025-04-03"
    assert date(page(article(meta), lang="en-US")).published is None
    assert date(page(article(meta))).published is None


def test_a_date_in_brackets_opens_the_story_but_one_in_a_sentence_does_not() -> None:
    words = " The ferries left in the morning, said the harbour master, who had waited for it."
    assert date(page(article(f"<p>(03.11.2025){words}</p>"))).published == "2025-11-03"
    assert date(page(article(f"<p>After the storm (03.11.2025){words}</p>"))).published is None


def test_the_headlines_earlier_clock_time_unmasks_an_update_that_calls_itself_published() -> None:
    head = (
        '<meta property="article:published_time" content="2025-11-04T09:49:32Z">'
        '<meta property="article:modified_time" content="2025-11-04T09:49:32Z">'
    )
    found = date(page(article("<div>November 3, 2025 / 12:25 PM</div>"), head=head))
    assert found.published == "2025-11-03T12:25"


def test_a_line_above_the_headline_within_its_element_is_the_storys() -> None:
    beside = (
        f'<main><div><h3 class="teaser-meta">3 November 2025</h3><h1>The harbour opens again</h1></div>{STORY}</main>'
    )
    assert str(date(page(beside)).basis) == "headline-text: text"
    elsewhere = f'<div class="teaser"><h3>3 November 2025</h3></div><h1>The harbour opens again</h1>{STORY}'
    assert date(page(elsewhere)).published is None


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("This entry was posted on Monday, November 3rd, 2025 at 5:04 pm and is filed under Ferries, where", "2025-11-03T17:04"),
        ("Dieser Beitrag wurde am Montag, 3. November 2025 um 17:04 Uhr veröffentlicht und ist unter Fähren", "2025-11-03T17:04"),
        ("This entry was last modified on Monday, November 3rd, 2025 at 5:04 pm and is filed under Ferries", None),
        ("The study of the ferries was published on Monday, November 3rd, 2025 and is often cited since then", None),
    ],
)  # fmt: skip
def test_a_text_that_tells_when_it_was_itself_posted(line: str, published: str | None) -> None:
    assert (
        date(page(article(after=f"<p>{STORY}{line} it is found with all the others of that month.</p>"))).published
        == published
    )


def test_a_headline_that_is_no_heading_is_known_by_the_title() -> None:
    html = (
        "<html><head><title>The Paper: The harbour opens again</title></head><body><table><tr><td>Front page | Local</td></tr>"
        "<tr><td><font size=5><b>The harbour opens again</b></font><br><font size=1>By Ann Lee<br>Saturday, April 12, 2003</font>"
        f"{STORY}</td></tr></table></body></html>"
    )
    found = date(Page(URL, html.encode(), "text/html; charset=utf-8", FETCHED))
    assert (found.published, str(found.basis)) == ("2003-04-12", "headline-text: text")


def test_the_days_of_a_lists_entries_are_none_of_the_lists() -> None:
    entries = "".join(
        f'<li><span class="date">{day} January 2026</span> <a href="/{day}">A story</a></li>' for day in range(1, 6)
    )
    listed = weigh(page(f"<main><h1>All about the harbour</h1><ul>{entries}</ul></main>"))
    assert listed.date.published is None
    assert {w.reason for w in listed.weighed} == {"related-story"}


def test_an_undated_story_had_been_published_when_it_was_changed() -> None:
    fetched = datetime(2026, 2, 2, 9, tzinfo=UTC)
    html = b"""<html lang="en"><head><title>The harbour opens again</title>
    <script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2023-05-01T10:00:00Z"}</script></head>
    <body><main><h1>The harbour opens again</h1><p>The ferries left in the morning.</p></main></body></html>"""
    page = Page("https://paper.example/a", html, "text/html", fetched)
    dated = date_page(page_candidates(page), url=page.url, fetched_at=fetched)
    assert dated.published is None
    assert (dated.not_before, str(dated.not_before_basis)) == (datetime(1991, 8, 6, tzinfo=UTC), "the web is no older")
    assert dated.not_after == datetime(2023, 5, 1, 10, tzinfo=UTC)
    assert str(dated.not_after_basis) == "last change that the page states"
