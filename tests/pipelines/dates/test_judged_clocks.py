"""One page judged from itself alone: clock times, zones and the day that readers see."""

from datetime import UTC, datetime

import pytest

from tests.pipelines.dates.story_page import LD, article, date, page, reasons, weigh

PUBLISHED_UTC = '<meta property="article:published_time" content="2025-11-03T02:54:29Z">'
NEW_YORK = '<script>var c = {"timezone":{"short":"ET","long":"America/New_York"}}</script>'


def test_midnight_and_new_year_defaults_are_reduced_to_what_is_known() -> None:
    midnight = '<meta property="article:published_time" content="2025-11-03T00:00:00+00:00">'
    assert date(page(article(), head=midnight)).published == "2025-11-03"
    assert date(page(article(), head='<meta name="pubdate" content="2019-01-01">')).published == "2019"


def test_a_bare_day_takes_the_clock_of_another_spelling() -> None:
    head = LD.format('{"@type":"NewsArticle","datePublished":"2025-11-03"}')
    head += '<meta property="article:published_time" content="2025-11-03T18:45:00+01:00">'
    assert date(page(article(), head=head)).published == "2025-11-03T18:45:00+01:00"


def test_utc_is_written_at_the_publishers_own_clock() -> None:
    head = '<meta property="article:published_time" content="2025-11-04T00:47:31Z">'
    found = date(page(article('<p class="byline">Published: Nov. 3, 2025, 6:47 p.m.</p>'), head=head))
    assert (found.published, found.day) == ("2025-11-03T18:47:31-06:00", "2025-11-03")
    assert found.published_at == datetime(2025, 11, 4, 0, 47, 31, tzinfo=UTC)


def test_the_day_shown_is_kept_beside_an_instant_in_utc() -> None:
    head = '<meta property="article:published_time" content="2025-11-04T02:47:31Z">'
    found = date(page(article('<p class="byline">November 3, 2025</p>'), head=head))
    assert (found.published, found.day) == ("2025-11-04T02:47:31+00:00", "2025-11-03")


def test_a_local_clock_that_is_labelled_utc_is_found_out() -> None:
    head = LD.format('{"@type":"NewsArticle","datePublished":"2025-11-03T18:45:31+01:00"}')
    head += '<meta property="article:published_time" content="2025-11-03T18:45:31+00:00">'
    source = page(article(), head=head)
    assert date(source).published == "2025-11-03T18:45:31+01:00"
    assert reasons(source)["2025-11-03T18:45:31+00:00"] == "local-clock-labelled-otherwise"


def test_an_instant_in_utc_is_told_in_the_zone_that_the_page_names() -> None:
    found = date(page(article(), head=PUBLISHED_UTC + NEW_YORK))
    assert (found.published, found.day) == ("2025-11-02T21:54:29-05:00", "2025-11-02")
    assert found.published_at == datetime(2025, 11, 3, 2, 54, 29, tzinfo=UTC)
    assert str(found.basis) == "article-meta: meta:article:published_time (zone-named-by-page)"
    (zone,) = [w for w in weigh(page(article(), head=PUBLISHED_UTC + NEW_YORK)).weighed if w.reason == "names-the-zone"]
    assert (zone.verdict, zone.evidence.candidate.raw) == ("supporting", "America/New_York")


@pytest.mark.parametrize(
    "script",
    [
        '<script>zones = {"timezone":"America/New_York", "time_zone":"Europe/Berlin"}</script>',  # a list of them
        '<script>x = {"timezone":"America/Nowhere"}</script>',
        "<p>The timezone of America/New_York is not a script's</p>".replace("timezone", "clock"),
    ],
)
def test_zones_that_are_not_the_sites_own_change_nothing(script: str) -> None:
    assert date(page(article(), head=PUBLISHED_UTC + script)).published == "2025-11-03T02:54:29+00:00"


def test_the_day_that_the_page_shows_is_kept_whatever_zone_it_names() -> None:
    shown = '<p class="byline">3 November 2025</p>'
    found = date(page(article(shown), head=PUBLISHED_UTC + NEW_YORK))
    assert (found.published, found.day) == ("2025-11-03T02:54:29+00:00", "2025-11-03")


def test_a_bare_clock_time_is_in_the_zone_that_the_page_names() -> None:
    found = date(page(article('<p class="byline">3 November 2025, 18:45</p>'), head=NEW_YORK))
    assert (found.published, found.precision) == ("2025-11-03T18:45-05:00", "minute")
    twice = date(page(article('<p class="byline">2 November 2025, 01:30</p>'), head=NEW_YORK))
    assert (twice.published, twice.precision) == ("2025-11-02T01:30", "local")


def test_a_clock_time_behind_the_day_in_the_same_line() -> None:
    line = '<p class="byline-date">November 2, 2025 <span>|</span> 9:54pm</p>'
    found = date(page(article(line), head=PUBLISHED_UTC))
    assert found.published == "2025-11-02T21:54:29-05:00"
    updated = '<p class="byline-date">November 2, 2025 <span>|</span> Updated 9:54pm</p>'
    assert date(page(article(updated))).published == "2025-11-02"


def test_what_a_time_element_shows_comes_before_another_day_in_its_attribute() -> None:
    shown = '<div class="time"><time datetime="2025-07-03T10:18:46Z">Publié le 29 juin 2025</time></div>'
    found = date(page(article(shown), lang="fr"))
    assert (found.published, str(found.basis)) == ("2025-06-29", "labelled-text: time:published")
    near = '<div class="time"><time datetime="2025-06-30T00:18:46Z">Publié le 29 juin 2025</time></div>'
    assert date(page(article(near), lang="fr")).published == "2025-06-30T00:18:46+00:00"


def test_a_clock_time_is_not_joined_with_an_instant_of_another_offset() -> None:
    head = LD.format('{"@type":"NewsArticle","dateCreated":"2025-11-03T19:30:00+02:00"}')
    found = date(page(article('<p class="byline">Published 3.11.2025 klo 14.00</p>'), head=head, lang="fi"))
    assert found.published == "2025-11-03T14:00"


@pytest.mark.parametrize(
    ("shown", "declared", "published"),
    [
        ("By Ann Lee, November 3, 2025 03:48", "2025-11-03T15:48:00Z", "2025-11-03T15:48:00+00:00"),
        ("By Ann Lee, November 3, 2025 12:48", "2025-11-03T00:48:00Z", "2025-11-03T00:48:00+00:00"),
        ("By Ann Lee, November 3, 2025 03:48", "2025-11-03T20:48:00Z", "2025-11-03T15:48:00-05:00"),
        ("By Ann Lee, November 3, 2025 03:48", "2025-11-03T02:48:00Z", "2025-11-03T03:48:00+01:00"),
    ],
)
def test_a_clock_of_twelve_hours_is_read_as_the_declared_instant_has_it(
    shown: str, declared: str, published: str
) -> None:
    head = f'<meta property="article:published_time" content="{declared}">'
    assert date(page(article(f'<p class="byline">{shown}</p>'), head=head)).published == published


def test_the_day_that_a_time_element_shows_on_hover_is_the_day() -> None:
    hover = (
        '<div class="time"><time datetime="2025-11-03T22:40:00Z" title="Nov 4, 2025, 9:40 AM">3 months ago</time></div>'
    )
    found = date(page(article(hover)))
    assert (found.published, found.day) == ("2025-11-04T09:40:00+11:00", "2025-11-04")
    assert (
        date(page(article('<div class="time"><time title="4 Nov 2025">3 months ago</time></div>'))).day == "2025-11-04"
    )


def test_a_date_within_a_minute_of_the_last_change_gives_way_to_an_earlier_one() -> None:
    data = '{"@type":"NewsArticle","datePublished":"2026-01-20T10:00:05Z","dateModified":"2026-01-20T10:00:00Z"}'
    head = LD.format(data) + '<meta name="pubdate" content="2025-11-03T09:00:00Z">'
    assert date(page(article(), head=head)).day == "2025-11-03"


@pytest.mark.parametrize("kept_in", [
    '<meta itemProp="datePublished" content="2025-11-03T10:00:00Z">',
    '<span itemProp="datePublished" content="2025-11-03T10:00:00Z">3 months ago</span>',
    "<time itemProp='datePublished' dateTime='2025-11-03T10:00:00Z'>3 months ago</time>",
])  # fmt: skip
def test_attributes_as_react_writes_them_are_read(kept_in: str) -> None:
    item = f'<div itemScope itemType="https://schema.org/NewsArticle"><h1>The harbour opens again</h1>{kept_in}</div>'
    assert date(page(item)).published == "2025-11-03T10:00:00+00:00"


def test_a_property_of_rdfa_dates_a_page() -> None:
    item = '<div typeof="NewsArticle"><span property="datePublished" content="2025-11-03T10:00:00Z">3 months ago</span></div>'
    assert date(page(article(item))).published == "2025-11-03T10:00:00+00:00"
