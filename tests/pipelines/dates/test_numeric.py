"""Dates in numbers and in other calendars: what is read, and what stays open."""

import pytest

from pipelines.dates.read.reading import Dialect, read_text

READ = [
    ("ja", "22/11/03", "2022-11-03"),
    ("ko", "22.11.03", "2022-11-03"),
    ("hu", "22.11.03.", "2022-11-03"),
    ("de", "22.11.03", "2003-11-22"),
    ("fr", "22/11/03", "2003-11-22"),
    ("en", "04/25/25", "2025-04-25"),
    ("th", "03/11/65", "2022-11-03"),
    ("th", "03/11/2565", "2022-11-03"),
    ("th", "3 พฤศจิกายน พ.ศ. 2565", "2022-11-03"),
    ("ja", "令和4年11月3日", "2022-11-03"),
    ("ja", "令和元年5月1日", "2019-05-01"),
    ("ja", "平成30年11月3日", "2018-11-03"),
    ("zh", "民國111年11月3日", "2022-11-03"),
    ("zh", "111年11月03日", "2022-11-03"),
    ("ja", "R4.11.3", "2022-11-03"),  # not 2004
    ("ja", "Ｒ４/11/3", "2022-11-03"),
    ("ja", "更新日：令和4.11.3", "2022-11-03"),
    ("ja", "H31.4.30", "2019-04-30"),
    ("ja", "掲載日：R8.1.18.", "2026-01-18"),  # not 2008
    ("ja", "R7.11.13.", "2025-11-13"),
    ("ja", "更新日：R8.1.2", "2026-01-02"),  # a label says that it is a day
    ("ja", "R05.1.1", "2023-01-01"),
    ("ja", "令和8.1.2", "2026-01-02"),
    ("ja", "令和元.5.1", "2019-05-01"),
    ("ja", "News 22/11/03", "2022-11-03"),  # the letter ends a word
    ("ja", "R 2022.11.3", "2022-11-03"),
    ("ja", "令和四年十一月三日", "2022-11-03"),
    ("ja", "平成三十年十一月二十三日", "2018-11-23"),
    ("zh", "二〇二二年十一月三日", "2022-11-03"),
    ("zh", "民國一一一年十一月三日", "2022-11-03"),
    ("en", "R8.11.18", "2018-11-08"),  # no era where it is no Japanese
    ("lv", "2022. gada 3. novembrī", "2022-11-03"),
    ("ar", "3 تشرين الثاني 2022", "2022-11-03"),
    ("ar", "3 تشرين الثاني/نوفمبر 2022", "2022-11-03"),
    ("ar", "3 غشت 2022", "2022-08-03"),
    ("ar", "3 جانفي 2022", "2022-01-03"),
    ("en", "Thu, 11/03/2022", "2022-11-03"),
    ("en", "11/03/2022, Friday", "2022-03-11"),
    ("ja", "2022/11/03(木)", "2022-11-03"),
    ("ar", "3\u200f/11\u200f/2022", "2022-11-03"),  # as browsers write it: behind a mark for right to left
    ("ar", "نشر في: 13\u200f/11\u200f/2022", "2022-11-13"),
    ("he", "\u200f13/11/2022\u200f", "2022-11-13"),
    ("he", "\u200e13.11.2022", "2022-11-13"),
]
OPEN = [
    ("en", None, "22/11/03"),
    ("sv", None, "10-11-12"),
    ("zh", None, "11/03/2022"),
    ("en", "us", "11.03.2022"),
    ("en", None, "11/03/2022"),
]
NOTHING = [
    ("ja", "22年11月3日"),  # 2022, or the year 22 of an era
    ("en", "Saturday 11/03/2022"),  # neither 11 March nor 3 November
    ("es", "jueves 11/03/2022"),  # Spanish reads 11 March, a Friday
    ("ja", "22/13/03"),
    ("fa", "۱۴۰۴/۰۸/۳۱"),  # the month has thirty days
    ("am", "24/02/2018"),  # of the Ethiopian calendar, perhaps
    ("ja", "昭和70年1月3日"),  # the era ended in its 64th year
    ("ja", "令和7年2月29日"),
    ("ja", "H32.4.30"),  # Heisei ended in its 31st year
    ("ja", "R7.2.29"),
    ("ja", "令和七年二月二十九日"),
    ("ja", "R18指定、全8.5話"),
    ("ja", "12R 3-1-4"),  # a race and its result
    ("ja", "11R 3-5-8 三連単"),
    ("ja", "11R 3-5-12"),
    ("ja", "スコアS3-1-12"),
    ("ja", "H8-3-11号"),
    ("ja", "R 4.3.1"),  # versions
    ("ja", "R 4.3.11"),
    ("ja", "R. 8.11.18"),
    ("ja", "R8.1.2"),
    ("ja", "ver R8.1.12"),
    ("ja", "Galaxy S5.1.12"),
    ("ja", "α7R5.1.1"),
    ("ja", "α7R5.11.10"),
    ("ja", "バージョンS5.1.1"),
    ("ja", "バージョンS5.11.10"),
    ("ja", "R25.11.03"),  # 2025, or the year 25 of an era
    ("ja", "R2.10.10-12"),
    ("ja", "R7.11.13-R7.12.5"),
    ("ja", "R7.4.1～R8.3.31"),  # a year of a budget
    ("ja", "三年十一月三日"),  # of any era
    ("ja", "二千二十二年十一月三日間"),
    ("ja", "令和十十年十一月三日"),
    ("zh", "三月三日"),
    ("en", "5–7 May 2022"),
    ("de", "5.-7. Mai 2022"),
]


@pytest.mark.parametrize(("language", "text", "value"), READ)
def test_numbers_are_read(language: str, text: str, value: str) -> None:
    (reading,) = read_text(text, Dialect(language))
    assert (reading.value, reading.ambiguous) == (value, False)


@pytest.mark.parametrize(("language", "country", "text"), OPEN)
def test_numbers_stay_open(language: str, country: str | None, text: str) -> None:
    (reading,) = read_text(text, Dialect(language, None, country))
    assert reading.ambiguous


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_numbers_that_contradict_themselves_are_nothing(language: str, text: str) -> None:
    assert read_text(text, Dialect(language)) == []
