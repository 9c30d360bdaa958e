"""The Persian (Solar Hijri) calendar, by which Iranian and Afghan papers date."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = {
    "فروردین": 1, "اردیبهشت": 2, "خرداد": 3, "تیر": 4, "مرداد": 5, "شهریور": 6, "مهر": 7, "آبان": 8,
    "آذر": 9, "دی": 10, "بهمن": 11, "اسفند": 12, "حمل": 1, "ثور": 2, "جوزا": 3, "سرطان": 4,
    "اسد": 5, "سنبله": 6, "میزان": 7, "عقرب": 8, "قوس": 9, "جدی": 10, "دلو": 11, "حوت": 12,
}  # fmt: skip
NOWRUZ_1300 = date(1921, 3, 21)


def month_number(word: str) -> int | None:
    """The month a Persian word names, Arabic letters forgiven."""
    return MONTHS.get(word.replace("ي", "ی").replace("ك", "ک").replace("آ", "آ"))


def gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Persian date from the year 1300 on. Raises ValueError for a day that does not exist.

    >>> str(gregorian(1399, 4, 2)), str(gregorian(1399, 12, 30))  # a leap year
    ('2020-06-22', '2021-03-20')
    """
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        raise ValueError("no such day")
    found = _new_year(year) + timedelta(days=(month - 1) * 31 - max(0, month - 7) + day - 1)
    if month == 12 and day == 30 and found == _new_year(year + 1):
        raise ValueError("no such day: not a leap year")
    return found


def _new_year(year: int) -> date:
    """The day of Nowruz. In cycles of 33 years eight are leap years, exactly so from 1178 to 1633."""
    leaps = sum((25 * each + 11) % 33 < 8 for each in range(1300, year))
    return NOWRUZ_1300 + timedelta(days=365 * (year - 1300) + leaps)
