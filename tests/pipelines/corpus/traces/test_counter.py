"""Which numbers one counter gave: what another section, or a batch of old stories, does among those of dated stories."""

from datetime import date, timedelta

from pipelines.corpus.traces.anchor_table import Strong
from pipelines.corpus.traces.counter import Segment, segment_of

DAY = 86_400
FIRST = date(2026, 2, 2)


def news(number: int, *, section: str = "news", day: date | None = None) -> Strong:
    """A story, numbered from 1000, one a day."""
    point = (day or FIRST + timedelta(days=number - 1000)).toordinal()
    return Strong(number, f"w{number}", f"http://p.example/{section}/story-{number}", point, None, None)


def film(number: int, days_off: int) -> Strong:
    """An undated film that a list bounds to three days, so many days beside those of its number."""
    low = (FIRST - date(1970, 1, 1) + timedelta(days=number - 1000 + days_off)).days * DAY
    return Strong(number, f"w{number}", f"http://p.example/film/film-{number}", None, low - DAY, low + 2 * DAY)


NEWS = [news(n) for n in range(1000, 1040, 2)]


def of(*more: Strong) -> Segment:
    return segment_of(range(1000, 1040), sorted([*NEWS, *more], key=lambda each: each.number))


def test_a_section_without_a_date_shares_a_counter_where_its_bounds_fit() -> None:
    assert of().counts(1011, "/news/*")
    assert not of().counts(1011, "/film/*")
    assert [of(*(film(n, 0) for n in (1001, 1003, 1005)[:most])).counts(1011, "/film/*") for most in (2, 3)] == [
        False,
        True,
    ]
    assert not of(*(film(n, 0) for n in (1001, 1003, 1005)), film(1007, -40)).counts(1011, "/film/*")
    some = [[news(n, section="film") for n in (1021, 1023, 1025)[:most]] for most in (1, 2, 3)]
    assert [of(*films).counts(1011, "/film/*") for films in some] == [False, False, True]
    assert of(news(1021, section="film"), film(1001, 0), film(1003, 0)).counts(1011, "/film/*")


def test_a_gap_parts_counters() -> None:
    far = segment_of(
        [*range(1000, 1040), *range(9000, 9040)],
        [*NEWS, *(news(n, section="film", day=FIRST) for n in (9000, 9018, 9036))],
    )
    assert (far.counts(1011, "/news/*"), far.counts(9011, "/news/*"), far.counts(9011, "/film/*")) == (
        True,
        False,
        True,
    )


def test_many_numbers_in_a_row_without_a_date_are_a_batch() -> None:
    numbers = [*range(1000, 1020), *(1020 + n for n in range(12)), *range(1032, 1052)]
    dated = [news(n) for n in numbers if not 1020 <= n < 1032 and n % 2 == 0]
    segment = segment_of(numbers, dated)
    assert [segment.is_of_a_batch(n) for n in (1011, 1025, 1045)] == [False, True, False]
    assert not segment_of(numbers, []).is_of_a_batch(1025)


def test_a_number_bounds_from_above_after_many_works_that_came_out_in_time() -> None:
    def run(dated: int, *more: Strong) -> Segment:
        strong = sorted([*(news(n) for n in range(1000, 1000 + dated)), *more], key=lambda each: each.number)
        return segment_of(range(1000, 1060), strong)

    near = [film(n, 0) for n in range(1020, 1055)]
    assert [run(dated).is_prompt(1055) for dated in (35, 36)] == [False, True]
    assert [run(9, *near[:most]).is_prompt(1055) for most in (34, 35)] == [False, True]
    assert not run(9, *near[:34], replace_low(near[34], days=-40)).is_prompt(1055)  # too wide to show it
    assert not run(50, film(1045, 12)).is_prompt(1052)  # one came out later than its number
    assert not run(9, *near, film(1005, 12)).is_prompt(1055)


def replace_low(each: Strong, days: int) -> Strong:
    """As `each`, bounded from below so many days earlier."""
    assert each.low is not None
    return each._replace(low=each.low + days * DAY)


def test_numbers_among_which_dates_are_rarer_than_chance_makes_them_are_thin() -> None:
    numbers = range(1000, 1129)
    half = segment_of(numbers, [news(n) for n in (*range(1000, 1060, 20), *range(1060, 1129, 2))])
    assert [half.is_thin(n) for n in (1030, 1035, 1085, 1095)] == [True, True, False, False]
    everywhere = segment_of(numbers, [news(n) for n in range(1000, 1120, 13)])
    assert not any(everywhere.is_thin(n) for n in numbers)
    assert not any(segment_of(numbers, []).is_thin(n) for n in numbers)
    assert not any(segment_of(numbers[:30], [news(1029)]).is_thin(n) for n in numbers[:30])  # none are elsewhere
