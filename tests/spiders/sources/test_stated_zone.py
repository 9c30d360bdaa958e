"""The zone and the country that a source file offers: only what pages and feeds agree on."""

import pytest

from spiders.sources.source_file import language_and_country, source_text
from spiders.sources.stated_zone import zone_offer
from tests.spiders.sources.papers import Paper, feed

SITE = "https://courier.example"


def paper(*times: str, language: str = "en-US", pub_dates: tuple[str, ...] = (), site: str = SITE) -> Paper:
    """A site whose home page shows `times` in `<time>` elements and whose feed has `pub_dates`."""
    shown = "".join(
        f'<article><a href="/{n}/">Story {n}</a><time datetime="{at}"></time></article>' for n, at in enumerate(times)
    )
    items = [(f"Story {n}", f"{site}/{n}/", at) for n, at in enumerate(pub_dates)]
    return Paper(
        {f"{site}/": f'<html lang="{language}"><body>{shown}</body></html>', f"{site}/feed/": feed("Courier", *items)}
    )


ADELAIDE = ("2025-11-03T18:45:00+10:30", "2025-11-02T08:15:00+10:30", "2025-06-20T12:00:00+09:30")
LONDON = ("2025-11-03T18:45:00+00:00", "2025-07-02T08:15:00+01:00", "2025-06-20T12:00:00+01:00")
WINTER = ("2025-11-03T18:45:00+01:00", "2025-12-02T08:15:00+01:00", "2025-01-20T12:00:00+01:00")
UTC = ("2025-11-03T18:45:00+00:00", "2025-07-02T08:15:00Z", "2025-06-20T12:00:00+00:00")


def test_zones_that_keep_every_offset_are_offered() -> None:
    offer = zone_offer(paper(*ADELAIDE).surveyed(), None)
    assert set(offer.zones) == {"Australia/Adelaide", "Australia/Broken_Hill"}
    assert offer.sure
    assert offer.why == "Time zone: pages' <time> say +09:30 and +10:30, 3 times"


def test_an_offer_is_called_one_in_the_file() -> None:
    written = source_text(paper(*ADELAIDE).surveyed())
    assert "# Time zone: pages' <time> say +09:30 and +10:30, 3 times.\ntime_zone: Australia/" in written
    assert "  # an offer: change or remove it if that is wrong; Australia/" in written


def test_utc_beside_other_offsets_of_the_same_place_counts() -> None:
    offer = zone_offer(paper(*LONDON).surveyed(), None, "GB")
    assert offer.zones[0] == "Europe/London"
    assert "Europe/Paris" not in offer.zones


def test_a_feed_in_utc_says_nothing_against_the_pages() -> None:
    dates = tuple(f"Mon, 0{n} Nov 2025 08:15:00 +0000" for n in (3, 4, 5))
    assert zone_offer(paper(*ADELAIDE, pub_dates=dates).surveyed(), None).sure


def test_of_zones_with_different_clocks_none_is_chosen() -> None:
    offer = zone_offer(paper(*WINTER).surveyed(), None)
    assert not offer.sure
    assert {"Europe/Berlin", "Africa/Lagos"} <= set(offer.zones)
    assert "\ntime_zone:" not in source_text(paper(*WINTER).surveyed())
    assert zone_offer(paper(*WINTER).surveyed(), "DE").zones == ("Europe/Berlin", "Europe/Busingen")


@pytest.mark.parametrize("times", [UTC, ADELAIDE[:2], ()], ids=["in UTC alone", "too few", "none"])
def test_without_telling_times_there_is_no_offer(times: tuple[str, ...]) -> None:
    offer = zone_offer(paper(*times).surveyed(), None)
    assert (offer.zones, offer.why) == ((), "")


BOGOTA = ("2025-11-03T18:45:00-05:00", "2025-07-02T08:15:00-05:00", "2025-01-20T12:00:00-05:00")


def test_a_clock_that_several_countries_keep_is_named_but_not_chosen() -> None:
    found = paper(*BOGOTA, language="en").surveyed()
    offer = zone_offer(found, None)
    assert not offer.sure
    assert {"America/Bogota", "America/Lima", "America/Panama"} <= set(offer.zones)
    assert "# time_zone: America/Guayaquil  # an offer: this, America/Bogota, " in source_text(found)
    assert zone_offer(found, "CO").sure


@pytest.mark.parametrize(
    ("language", "zone"), [("de", "Europe/Berlin"), ("sv", "Europe/Stockholm"), ("fr-BE", "Europe/Brussels")]
)
def test_of_zones_with_one_clock_that_of_the_language_is_named(language: str, zone: str) -> None:
    times = (*WINTER, "2025-07-02T08:15:00+02:00")
    found = paper(*times, language=language).surveyed()
    assert f"\ntime_zone: {zone}  # an offer" in source_text(found)


def test_the_country_of_the_language_is_dropped_where_the_times_speak_against_it() -> None:
    found = paper(*BOGOTA, language="es-ES").surveyed()
    assert language_and_country(found)[:2] == ("es", None)
    assert "# country: two letters (ISO 3166-1); its pages say es-ES, but no zone of ES keeps the times" in source_text(
        found
    )
    assert language_and_country(paper(*WINTER, language="es-ES").surveyed())[:2] == ("es", "ES")
    assert language_and_country(paper(*BOGOTA, site="https://courier.es").surveyed())[:2] == ("en", "ES")


def test_times_that_contradict_each_other_or_the_country_make_no_offer() -> None:
    both = paper("2025-11-03T18:45:00+10:30", "2025-11-03T08:15:00-05:00", "2025-11-02T08:15:00-05:00").surveyed()
    assert zone_offer(both, None).zones == ()
    offer = zone_offer(paper(*ADELAIDE).surveyed(), "GB")
    assert offer.zones == ()
    assert offer.why.endswith("; no zone of GB keeps that")


def test_the_year_of_pages_without_a_date_says_nothing() -> None:
    assert zone_offer(paper("0001-01-01T00:00:00+00:00", *WINTER).surveyed(), "DE").sure


COUNTRIES = {
    "en-US alone": ("en-US", SITE, None, None),
    "another region": ("en-GB", SITE, "GB", "dmy"),
    "de-AT": ("de-AT", SITE, "AT", "dmy"),
    "the host's ending": ("en-US", "https://courier.co.nz", "NZ", "dmy"),
    "a language alone": ("fr", SITE, None, None),
    "with a script": ("zh-Hans-CN", SITE, "CN", "ymd"),
}


@pytest.mark.parametrize(("language", "site", "country", "order"), COUNTRIES.values(), ids=COUNTRIES.keys())
def test_a_country_is_not_set_from_the_default_language(
    language: str, site: str, country: str | None, order: str | None
) -> None:
    lines = source_text(paper(language=language, site=site).surveyed()).splitlines()
    assert [line for line in lines if line.startswith("country:")] == ([f"country: {country}"] if country else [])
    assert [line for line in lines if line.startswith("date_order:")] == ([f"date_order: {order}"] if order else [])
    assert f"language: {language[:2]}" in lines
