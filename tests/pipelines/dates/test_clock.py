"""Which clock time belongs to a day, what half of the day it is in, and in which zone: one line of a page each."""

import pytest

from pipelines.dates.read.reading import Dialect, read_machine, read_text

DAY = "2022-11-03"
BESIDE = [
    ("fr", "Publié le 3 novembre 2022 à 12h30", "12:30"),
    ("fr", "Mis en ligne à 09h30 du 3 novembre 2022", "09:30"),
    ("pt", "Publicado às 12h30 de 3 de novembro de 2022", "12:30"),
    ("pt", "3 de novembro de 2022, 09h30 em São Paulo", "09:30"),
    ("en", "Posted on November 3, 2022 at 9:30 in Politics", "09:30"),
    ("de", "Erstellt um 12:30 Uhr am 3. November 2022", "12:30"),
    ("fa", "18:45 - 1401/08/12", "18:45"),
    ("nb", "Publisert 3. nov. 2022 kl. 18.45. Oppdatert", "18:45"),
    ("ja", "2022年11月3日（木）18時45分", "18:45"),
    ("zh", "2022年11月3日 星期四 18:45 来源：新华社", "18:45"),
    ("en", "3 November 2022 | Updated at 19:30", None),
    ("de", "03.11.2022, aktualisiert um 19:30 Uhr", None),
    ("en", "3 November 2022 | Duration 04:12", None),
    ("de", "03.11.2022 | 02:30 Min.", None),
    ("fr", "3 novembre 2022 • Lecture 3 h 10", None),
    ("en", "Duration 18:45 of the film | 3 November 2022", None),
    ("en", "3 November 2022, 09:00 - 10:30", "09:00"),
    ("en", "3 November 2022, 09:00-10:30", "09:00"),
]
PARTS = [
    ("en", "November 3, 2022, 6:45p", "18:45"),
    ("en", "November 3, 2022, 12:30 a.m.", "00:30"),
    ("en", "November 3, 2022, 6:45 in the evening", "18:45"),
    ("en", "November 3, 2022, 12:00 midnight", "00:00"),
    ("es", "3 de noviembre de 2022 - 6:45 p. m.", "18:45"),
    ("es", "3 de noviembre de 2022, 6:45 de la tarde", "18:45"),
    ("es", "3 de noviembre de 2022, 12:30 de la mañana", None),
    ("de", "3. November 2022, 6.45 Uhr abends", "18:45"),
    ("ru", "3 ноября 2022, 6:45 вечера", "18:45"),
    ("fr", "3 novembre 2022, 6h45 du soir", "18:45"),
    ("it", "3 novembre 2022, 6:45 di sera", "18:45"),
    ("pl", "3 listopada 2022, 3:00 po południu", "15:00"),
    ("cs", "3. listopadu 2022, 6:45 večer", "18:45"),
    ("el", "3 Νοεμβρίου 2022, 6:45 μ.μ.", "18:45"),
    ("hi", "3 नवंबर 2022, शाम 6:45 बजे", "18:45"),
    ("bn", "০৩ নভেম্বর ২০২২, সন্ধ্যা ৬:৪৫", "18:45"),
    ("ur", "3 نومبر 2022، شام 6:45", "18:45"),
    ("ar", "3 نوفمبر 2022 - 06:45 مساء", "18:45"),
    ("id", "3 November 2022 pukul 6.45 sore", "18:45"),
    ("vi", "ngày 3 tháng 11 năm 2022, 6:45 chiều", "18:45"),
    ("ja", "2022年11月3日 午後0時30分", "12:30"),
    ("zh", "2022年11月3日 晚間6:45", "18:45"),
    ("zh", "2022年11月3日 中午12:30", "12:30"),
    ("en", "3 November 2022, 6:45 de la tarde", None),
    ("sw", "3 Novemba 2022, saa 12:45 jioni", None),
    ("en", "3 November 2022, 13:30 a.m.", None),
]
ZONES = [
    ("en", None, "3 November 2022, 18:45 Central European Time", "18:45+01:00"),
    ("en", None, "Nov. 3, 2022 6:45 p.m. Eastern Daylight Time", "18:45-04:00"),
    ("en", None, "Nov 3, 2022, 6:45 PM GMT+5:30", "18:45+05:30"),
    ("en", None, "6:45 p.m. ET, November 3, 2022", "18:45-04:00"),
    ("ru", None, "3 ноября 2022, 18:45 мск", "18:45+03:00"),
    ("en", "ph", "November 3, 2022, 6:45 PM PST", "18:45+08:00"),
    ("en", "np", "November 3, 2022, 6:45 PM NST", "18:45+05:45"),
    ("en", "au", "3 November 2022, 6:45 PM EST", "18:45"),
    ("fr", None, "3 novembre 2022, 18h45 et mis à jour", "18:45"),
    ("fr", None, "LE 3 NOVEMBRE 2022 À 18H45 ET MIS À JOUR", "18:45"),
    ("fr", None, "3 novembre 2022, 18:45 est la date", "18:45"),
    ("pl", None, "3 listopada 2022, 18:45 z Krakowa", "18:45"),
    ("nl", None, "3 november 2022, 18:45 Wit-Rusland", "18:45"),
    ("en", None, "3 November 2022, 18:45 West Bank", "18:45"),
    ("en", None, "3 NOVEMBER 2022, 18:45 WEST BANK", "18:45"),
    ("en", None, "3 November 2022 18:45 +07:20", "18:45"),
]
MACHINES = [
    ("2022-11-03 06:45 PM", "2022-11-03T18:45", "local"),
    ("2022-11-03 06:45:00 PM", "2022-11-03T18:45:00", "local"),
    ("2022-11-03 18:45:00 GMT+0100", "2022-11-03T18:45:00+01:00", "instant"),
    ("2022-11-03 18:45:00 UTC+8", "2022-11-03T18:45:00+08:00", "instant"),
    ("2022-11-03 18:45:00 EST", "2022-11-03T18:45:00-05:00", "instant"),
    ("Thu Nov 03 18:45:00 +0800 2022", "2022-11-03T18:45:00+08:00", "instant"),
    ("Thu Nov  3 18:45:00 2022", "2022-11-03T18:45:00", "local"),
    ("20221103184500", "2022-11-03T18:45:00", "local"),
    ("2022-11-3T9:45:00Z", "2022-11-03T09:45:00+00:00", "instant"),
    ("2022-11-03T18:45:00 EST", "2022-11-03T18:45:00-05:00", "instant"),
    ("2022-11-03T18:45:00Europe/Berlin", "2022-11-03T18:45:00+01:00", "instant"),
    ("2022-11-03T18:45:00 Asia/Kolkata", "2022-11-03T18:45:00+05:30", "instant"),
    ("2022-11-03T18:45:00 Asia/Nowhere", "2022-11-03T18:45:00", "local"),
    ("2022-11-03T6:45:00 PM", "2022-11-03T18:45:00", "local"),
]


@pytest.mark.parametrize(("language", "text", "clock"), BESIDE + PARTS)
def test_the_clock_of_a_day(language: str, text: str, clock: str | None) -> None:
    (reading,) = read_text(text, Dialect(language))
    assert reading.value == (f"{DAY}T{clock}" if clock else DAY)


@pytest.mark.parametrize(("language", "country", "text", "clock"), ZONES)
def test_a_zone_is_a_name_in_capitals_or_an_offset_in_use(
    language: str, country: str | None, text: str, clock: str
) -> None:
    (reading,) = read_text(text, Dialect(language, None, country))
    assert reading.value == f"{DAY}T{clock}"


@pytest.mark.parametrize(("raw", "value", "precision"), MACHINES)
def test_machine_values_with_a_tail(raw: str, value: str, precision: str) -> None:
    reading = read_machine(raw, Dialect("en"))
    assert reading is not None
    assert (reading.value, reading.precision) == (value, precision)


def test_the_hour_that_comes_twice_has_no_offset() -> None:
    (reading,) = read_text("November 6, 2022 at 1:30 a.m. ET", Dialect("en", None, "us"))
    assert (reading.value, reading.precision) == ("2022-11-06T01:30", "local")


def test_a_clock_belongs_to_one_day() -> None:
    readings = read_text("3 November 2022 18:45 - 4 November 2022", Dialect("en"))
    assert [r.value for r in readings] == ["2022-11-03T18:45", "2022-11-04"]
