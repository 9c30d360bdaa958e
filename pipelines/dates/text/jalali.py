"""The Persian (Solar Hijri) calendar, by which Iranian and Afghan papers date."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = {
    "فروردین": 1, "اردیبهشت": 2, "خرداد": 3, "تیر": 4, "مرداد": 5, "شهریور": 6, "مهر": 7, "آبان": 8,
    "آذر": 9, "دی": 10, "بهمن": 11, "اسفند": 12, "حمل": 1, "ثور": 2, "جوزا": 3, "سرطان": 4,
    "اسد": 5, "سنبله": 6, "میزان": 7, "عقرب": 8, "قوس": 9, "جدی": 10, "دلو": 11, "حوت": 12,
}  # fmt: skip
BREAKS = (
    -61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178,
)  # fmt: skip


def month_number(word: str) -> int | None:
    """The month a Persian word names, Arabic letters forgiven."""
    return MONTHS.get(word.replace("ي", "ی").replace("ك", "ک").replace("آ", "آ"))


def gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Persian date (Borkowski's algorithm). Raises ValueError for a day that does not exist.

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
    """The day of Nowruz: the leap years before it are counted in the cycles that `BREAKS` bounds."""
    leaps, before = -14, BREAKS[0]
    jump = 0
    for following in BREAKS[1:]:
        jump = following - before
        if year < following:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        before = following
    n = year - before
    leaps += n // 33 * 8 + (n % 33 + 3) // 4
    if jump % 33 == 4 and jump - n == 4:
        leaps += 1
    gregorian_year = year + 621
    gregorian_leaps = gregorian_year // 4 - (gregorian_year // 100 + 1) * 3 // 4 - 150
    return date(gregorian_year, 3, 20 + leaps - gregorian_leaps)
