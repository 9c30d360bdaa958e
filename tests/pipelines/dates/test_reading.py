"""Dates in text and in machine values, across languages, orders, clocks and zones."""

import pytest

from pipelines.dates.read.reading import Dialect, read_machine, read_text, span_of
from pipelines.dates.read.words import languages

MACHINES = [
    ("2025-11-03T18:45:00+01:00", "2025-11-03T18:45:00+01:00", "instant"),
    ("2025-11-03T18:45:00.000+0100", "2025-11-03T18:45:00+01:00", "instant"),
    ("2025-11-03T18:45:00Z", "2025-11-03T18:45:00+00:00", "instant"),
    ("2025-11-03 18:45:00 +05:30", "2025-11-03T18:45:00+05:30", "instant"),
    ("2025-11-03T18:45-03", "2025-11-03T18:45-03:00", "minute"),
    ("2025-11-03T18:45", "2025-11-03T18:45", "local"),
    ("20251103T184500Z", "2025-11-03T18:45:00+00:00", "instant"),
    ("20251103", "2025-11-03", "day"),
    ("2025-11", "2025-11", "month"),
    ("2025", "2025", "year"),
    ("1762195500", "2025-11-03T18:45:00+00:00", "instant"),
    ("1762195500000", "2025-11-03T18:45:00+00:00", "instant"),
    ("Mon, 03 Nov 2025 18:45:00 GMT", "2025-11-03T18:45:00+00:00", "instant"),
    ("Mon, 03 Nov 2025 18:45:00 +0100", "2025-11-03T18:45:00+01:00", "instant"),
    ("Mon Nov 03 2025 18:45:00 GMT+0100 (CET)", "2025-11-03T18:45:00+01:00", "instant"),
    ("Mon Nov 03 18:45:00 CET 2025", "2025-11-03T18:45:00+01:00", "instant"),
]


NEVER = ["9999-12-31", "9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59", "9999年12月31日", "9999999999999"]
"""How systems write that something never ends; added to, these would be no dates of any calendar."""


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "sv", "cs", "el", "uk", "ar", "hi", "id"]
)
def test_every_month_name_of_the_table_is_read(language: str) -> None:
    for word, month in languages()[language].months.items():
        (reading,) = read_text(f"7 {word} 2025", Dialect(language))
        assert reading.value == f"2025-{month:02}-07", word


@pytest.mark.parametrize(("raw", "value", "precision"), MACHINES)
def test_machine_values_keep_their_precision(raw: str, value: str, precision: str) -> None:
    reading = read_machine(raw, Dialect())
    assert reading is not None
    assert (reading.value, reading.precision) == (value, precision)


@pytest.mark.parametrize(
    "raw", ["2025-13-03", "2025-11-31T10:00:00Z", "0001-01-01T00:00:00", "soon", "", "3025", "99999999999", *NEVER]
)
def test_what_is_no_date_is_not_read(raw: str) -> None:
    assert read_machine(raw, Dialect("en")) is None


@pytest.mark.parametrize(
    ("language", "order", "value", "ambiguous"),
    [
        ("en", None, "2025-03-04", True),
        ("en", "DMY", "2025-04-03", False),
        ("en", "MDY", "2025-03-04", False),
        ("fr", None, "2025-04-03", False),
        (None, None, "2025-03-04", True),
    ],
)
def test_03_04_is_open_until_something_settles_it(
    language: str | None, order: str | None, value: str, ambiguous: bool
) -> None:
    (reading,) = read_text("03/04/2025", Dialect(language, order))
    assert (reading.value, reading.ambiguous) == (value, ambiguous)


@pytest.mark.parametrize(
    ("text", "value"), [("13/04/2025", "2025-04-13"), ("04/13/2025", "2025-04-13"), ("5/5/2025", "2025-05-05")]
)
def test_numbers_that_leave_no_choice(text: str, value: str) -> None:
    (reading,) = read_text(text, Dialect("en"))
    assert (reading.value, reading.ambiguous) == (value, False)


def test_the_same_word_is_another_month_in_another_language() -> None:
    polish, croatian = (read_text("3 listopada 2025", Dialect(language))[0].value for language in ("pl", "hr"))
    assert (polish, croatian) == ("2025-11-03", "2025-10-03")
    assert read_text("3 listopada 2025", Dialect()) == []


def test_country_settles_an_ambiguous_zone_name() -> None:
    values = [read_text("3 Nov 2025 18:45 IST", Dialect("en", None, c))[0].value for c in ("in", "ie", None)]
    assert values == ["2025-11-03T18:45+05:30", "2025-11-03T18:45+01:00", "2025-11-03T18:45"]


def test_several_dates_in_one_text() -> None:
    text = "Published 3 November 2025, 18:45; updated 4 November 2025, 07:10"
    assert [r.value for r in read_text(text, Dialect("en"))] == ["2025-11-03T18:45", "2025-11-04T07:10"]


@pytest.mark.parametrize(
    "text",
    [
        "call 555-03-1999",
        "ratio 3/4",
        "version 1.2.3",
        "12.45 Uhr",
        "3 big 2025 stories",
        "192.168.10.20",
        "12345678901234",
        "3 ² 2022",
    ],
)
def test_numbers_that_are_no_dates(text: str) -> None:
    assert read_text(text, Dialect("de")) == []


def test_span_of_a_day_covers_it_in_every_zone() -> None:
    first, last = span_of("2025-11-03")
    assert (first.isoformat(), last.isoformat()) == ("2025-11-02T10:00:00+00:00", "2025-11-04T11:59:59+00:00")
