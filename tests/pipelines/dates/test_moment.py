"""One moment from several spellings: which zone they leave, which label is wrong, and which instant is but a day."""

from datetime import UTC, datetime

import pytest

from pipelines.dates.judge.decision import decide
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.model import Candidate, Origin

FETCHED = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)

CLOCK = ("text", "byline", "2025-11-03T18:45")
DAY = ("text", "byline", "2025-11-03")
STATED = "jsonld:NewsArticle.datePublished"


def dated(country: str | None, *told: tuple[str, str | None, str], zone: str | None = None) -> str | None:
    """What is published by (origin, context, value)."""
    pieces = []
    for place, (origin, context, value) in enumerate(told):
        offset = 0 if value.endswith(("Z", "+00:00")) else None
        precision = "day" if len(value) == 10 else "local" if offset is None else "instant"
        stem = value.replace("Z", "+00:00").replace(".488", "")
        source = "none" if offset is None else "written"
        pieces.append(
            Evidence(
                Candidate("published", Origin.read(origin), value, stem, offset, source, precision, context, place),
                FETCHED,
            )
        )
    if zone:
        pieces.append(
            Evidence(
                Candidate("other", Origin.read("script:timezone"), zone, None, None, "none", None, None, 99), FETCHED
            )
        )
    return decide(pieces, seen=FETCHED, country=country).date.published


@pytest.mark.parametrize(
    ("country", "stated", "published"),
    [
        ("de", "2025-11-03T17:45:00Z", "2025-11-03T18:45:00+01:00"),
        (None, "2025-11-03T17:45:00Z", "2025-11-03T18:45:00+01:00"),
        ("in", "2025-11-03T13:15:00Z", "2025-11-03T18:45:00+05:30"),
        ("de", "2025-11-03T10:00:00Z", "2025-11-03T10:00:00+00:00"),  # +08:45 is a zone, but not Germany's
        ("de", "2025-11-03T16:45:00Z", "2025-11-03T16:45:00+00:00"),  # +02:00 is, in summer
        (None, "2025-11-03T11:15:00Z", "2025-11-03T11:15:00+00:00"),  # +07:30 is nobody's
    ],
)
def test_a_clock_in_utc_leaves_an_offset_of_the_country(country: str | None, stated: str, published: str) -> None:
    assert dated(country, CLOCK, (STATED, "head", stated)) == published


@pytest.mark.parametrize(
    ("country", "stated", "published"),
    [
        ("de", "2025-11-03T18:45:00Z", "2025-11-03T18:45"),
        ("gb", "2025-11-03T18:45:00Z", "2025-11-03T18:45:00+00:00"),
        (None, "2025-11-03T18:45:00Z", "2025-11-03T18:45:00+00:00"),
        ("de", "2025-11-03T18:45:00.488Z", "2025-11-03T18:45:00+00:00"),
    ],
)
def test_the_visible_clock_unmasks_a_wrong_z(country: str | None, stated: str, published: str) -> None:
    assert dated(country, CLOCK, (STATED, "head", stated)) == published


@pytest.mark.parametrize(
    ("country", "zone", "stated", "published"),
    [
        ("de", None, "2025-11-02T23:00:00Z", "2025-11-03"),
        (None, "America/New_York", "2025-11-03T05:00:00Z", "2025-11-03"),
        ("de", None, "2025-11-02T23:00:01Z", "2025-11-02T23:00:01+00:00"),
        ("us", None, "2025-11-03T05:00:00Z", "2025-11-03T05:00:00+00:00"),  # midnight in New York, not in Chicago
    ],
)
def test_midnight_at_home_is_a_day(country: str | None, zone: str | None, stated: str, published: str) -> None:
    assert dated(country, (STATED, "head", stated), zone=zone) == published


def test_a_zone_that_the_country_does_not_keep_is_a_widgets() -> None:
    assert dated("de", CLOCK, zone="America/New_York") == "2025-11-03T18:45"
    assert dated("de", CLOCK, zone="Europe/Vienna") == "2025-11-03T18:45+01:00"


def test_seconds_after_midnight_are_an_instant() -> None:
    assert dated("gb", DAY, (STATED, "head", "2025-11-03T00:00:47Z")) == "2025-11-03T00:00:47+00:00"


ADDRESS = ("url", None, "2025-11-04")
LATE = "2025-11-03T23:30:00+00:00"
"""Half past midnight of the 4th in Berlin, ten in the morning in Adelaide."""


@pytest.mark.parametrize(
    ("told", "day", "published"),
    [
        ([ADDRESS], "2025-11-04", LATE),
        ([("time", "byline", "2025-11-04")], "2025-11-04", LATE),
        ([ADDRESS, ("text", "byline", "2025-11-03")], "2025-11-03", LATE),  # what readers see stands before the address
        ([("url", None, "2025-11-03")], "2025-11-03", LATE),
        ([], "2025-11-03", LATE),
        (
            [("jsonld:NewsArticle.dateModified", "head", "2025-11-04T10:00:00+10:30")],
            "2025-11-04",
            "2025-11-04T10:00:00+10:30",
        ),
        (
            [("jsonld:NewsArticle.dateModified", "head", "2026-01-20T10:00:00+10:30")],
            "2025-11-03",
            LATE,
        ),  # clocks may have changed
    ],
)
def test_the_day_is_the_one_that_the_publisher_shows(
    told: list[tuple[str, str | None, str]], day: str, published: str
) -> None:
    feed = Candidate("published", Origin.read("feed:pubDate"), LATE, LATE, 0, "written", "instant", None, 99)
    pieces = [Evidence(feed, FETCHED, "https://a.example/feed/")]
    for place, (origin, context, value) in enumerate(told):
        role, offset = ("modified", 630) if "Modified" in origin else ("published", None)
        precision = "day" if len(value) == 10 else "instant"
        source = "written" if offset else "none"
        pieces.append(
            Evidence(
                Candidate(role, Origin.read(origin), value, value, offset, source, precision, context, place), FETCHED
            )
        )
    found = decide(pieces, seen=FETCHED).date
    assert (found.day, found.published) == (day, published)
    assert found.published_at == datetime(2025, 11, 3, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(("country", "day"), [("de", "2025-11-04"), ("gb", "2025-11-03"), (None, "2025-11-04")])
def test_an_address_tells_no_day_that_its_country_did_not_have_by_then(country: str | None, day: str) -> None:
    feed = Candidate("published", Origin.read("feed:pubDate"), LATE, LATE, 0, "written", "instant", None, 99)
    address = Candidate("published", Origin.read("url"), "2025/11/04", "2025-11-04", None, "none", "day", None, 0)
    found = decide([Evidence(feed, FETCHED), Evidence(address, FETCHED)], seen=FETCHED, country=country).date
    assert found.day == day


def test_a_known_zone_tells_the_day_where_nothing_shows_one() -> None:
    feed = Candidate("published", Origin.read("feed:pubDate"), LATE, LATE, 0, "written", "instant", None, 99)
    found = decide([Evidence(feed, FETCHED, "https://a.example/feed/")], seen=FETCHED, zone="Australia/Adelaide").date
    assert (found.day, found.published) == ("2025-11-04", "2025-11-04T10:00:00+10:30")


@pytest.mark.parametrize(
    ("attribute", "text", "day"),
    [
        ("2025-11-03T23:40:00Z", "2025-11-04", "2025-11-04"),  # shown in Vienna's day
        ("2025-11-03T01:10:00Z", "2025-11-02", "2025-11-02"),  # in New York's
        ("2025-11-03T12:00:00Z", "2025-11-03", "2025-11-03"),
        ("2025-11-03T12:00:00Z", "2025-11-09", "2025-11-03"),  # another day is no other spelling of the moment
    ],
)
def test_the_day_beside_a_time_in_utc_is_the_day_that_readers_see(attribute: str, text: str, day: str) -> None:
    shown = [("time", "byline", attribute), ("text", "byline", text), (STATED, "head", attribute)]
    pieces = [
        Evidence(
            Candidate("published", Origin.read(origin), value, value.replace("Z", "+00:00"), 0 if "Z" in value else None,
                      "written" if "Z" in value else "none", "instant" if "Z" in value else "day", context, place),
            FETCHED,
        )
        for place, (origin, context, value) in enumerate(shown)
    ]  # fmt: skip
    decided = decide(pieces, seen=FETCHED).date
    assert (decided.published, decided.day) == (attribute.replace("Z", "+00:00"), day)
