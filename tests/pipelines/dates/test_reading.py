"""Dates in text and in machine values, across languages, orders, clocks and zones."""

import pytest

from pipelines.dates.read.reading import Dialect, read_machine, read_text, span_of
from pipelines.dates.read.words import languages

TEXTS = [
    ("en", "November 3, 2025", "2025-11-03"),
    ("en", "Nov 3rd, 2025 6:45 p.m. EST", "2025-11-03T18:45-05:00"),
    ("en", "3 Nov 2025, 18:45 BST", "2025-11-03T18:45"),
    ("en", "November 3, 2025 at 6pm ET", "2025-11-03T18:00-05:00"),
    ("en", "July 3, 2025 at 12:05 a.m. ET", "2025-07-03T00:05-04:00"),
    ("en", "18:45, 3 Nov 2025", "2025-11-03T18:45"),
    ("en", "3-Nov-25", "2025-11-03"),
    ("de", "Montag, 3. November 2025, 18.45 Uhr", "2025-11-03T18:45"),
    ("de", "03.11.2025 | 18:45 Uhr MESZ", "2025-11-03T18:45+02:00"),
    ("de", "3. März 2025", "2025-03-03"),
    ("de", "Montag, 1. Dezember 2025, 10.49 Uhr", "2025-12-01T10:49"),
    ("en", "Mon, 01 Dec 2025 09:49 GMT", "2025-12-01T09:49+00:00"),
    ("es", "2 de diciembre de 2025", "2025-12-02"),
    ("de", "7. Jänner 2025", "2025-01-07"),
    ("fr", "Publié le 3 novembre 2025 à 18h45", "2025-11-03T18:45"),
    ("fr", "1er août 2025", "2025-08-01"),
    ("es", "3 de noviembre de 2025, 18:45", "2025-11-03T18:45"),
    ("es", "03/11/2025", "2025-11-03"),
    ("ca", "3 de novembre de 2025", "2025-11-03"),
    ("it", "3 novembre 2025 alle 18.45", "2025-11-03T18:45"),
    ("pt", "3 de novembro de 2025 às 18h45", "2025-11-03T18:45"),
    ("nl", "maandag 3 november 2025", "2025-11-03"),
    ("sv", "3 november 2025 kl. 18.45", "2025-11-03T18:45"),
    ("da", "3. november 2025 kl. 18.45", "2025-11-03T18:45"),
    ("nb", "3. november 2025 kl. 18:45", "2025-11-03T18:45"),
    ("fi", "3. marraskuuta 2025 klo 18.45", "2025-11-03T18:45"),
    ("fi", "3.11.2025 klo 18.45", "2025-11-03T18:45"),
    ("pl", "3 listopada 2025, 18:45", "2025-11-03T18:45"),
    ("cs", "3. listopadu 2025 18:45", "2025-11-03T18:45"),
    ("hr", "3. listopada 2025.", "2025-10-03"),
    ("sk", "3. novembra 2025", "2025-11-03"),
    ("hu", "2025. november 3. 18:45", "2025-11-03T18:45"),
    ("hu", "2025.11.03. 18:45", "2025-11-03T18:45"),
    ("ro", "3 noiembrie 2025", "2025-11-03"),
    ("ru", "3 ноября 2025, 18:45 МСК", "2025-11-03T18:45+03:00"),
    ("uk", "3 листопада 2025", "2025-11-03"),
    ("bg", "3 ноември 2025", "2025-11-03"),
    ("el", "3 Νοεμβρίου 2025", "2025-11-03"),
    ("tr", "3 Kasım 2025 18:45", "2025-11-03T18:45"),
    ("tr", "3 KASIM 2025", "2025-11-03"),
    ("lt", "2025 m. lapkričio 3 d.", "2025-11-03"),
    ("de", "Stand 2025-11-03T18:45:10+01:00", "2025-11-03T18:45:10+01:00"),
    ("pt", "2025-11-03T18:30:30.077Z", "2025-11-03T18:30:30+00:00"),
    ("ky", "3-ноябрь 2025", "2025-11-03"),
    ("lb", "3. November 2025", "2025-11-03"),
    ("am", "ኖቬምበር 3 2025", "2025-11-03"),
    ("yo", "3 Bélú 2025", "2025-11-03"),
    ("ug", "3 نويابىر 2025", "2025-11-03"),
    ("lv", "2025. gada 3. novembris", "2025-11-03"),
    ("et", "3. november 2025", "2025-11-03"),
    ("ar", "٣ نوفمبر ٢٠٢٥", "2025-11-03"),
    ("fa", "۱۲ آبان ۱۴۰۴", "2025-11-03"),
    ("fa", "1404/08/12", "2025-11-03"),
    ("he", "3 בנובמבר 2025", "2025-11-03"),
    ("hi", "3 नवंबर 2025", "2025-11-03"),
    ("bn", "৩ নভেম্বর ২০২৫", "2025-11-03"),
    ("fa", "1404-08-12", "2025-11-03"),
    ("th", "3 พ.ย. 2568 เวลา 18.45 น.", "2025-11-03T18:45"),
    ("th", "3 พ.ย. 68", "2025-11-03"),
    ("th", "3 พฤศจิกายน 68 18:45", "2025-11-03T18:45"),
    ("vi", "3 tháng 11, 2025", "2025-11-03"),
    ("vi", "Thứ hai, 3/11/2025, 18:45 (GMT+7)", "2025-11-03T18:45+07:00"),
    ("id", "Senin, 03 Nov 2025 18:45 WIB", "2025-11-03T18:45+07:00"),
    ("ja", "2025年11月3日 18時45分", "2025-11-03T18:45"),
    ("zh", "2025年11月3日 18:45", "2025-11-03T18:45"),
    ("ko", "2025년 11월 3일 오후 6:45", "2025-11-03T18:45"),
    ("ko", "2025.11.03 18:45", "2025-11-03T18:45"),
]

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


@pytest.mark.parametrize(("language", "text", "value"), TEXTS)
def test_text_is_read_as_written(language: str, text: str, value: str) -> None:
    readings = read_text(text, Dialect(language))
    assert [r.value for r in readings] == [value]


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
