"""The night's plot: drawn from what there is, also from nothing, with names that no longer mean markup."""

from xml.etree import ElementTree as ET

import pyarrow as pa

from pipelines.report.plots import BARS, night_plot

RECT = "{http://www.w3.org/2000/svg}rect"
TITLE = "{http://www.w3.org/2000/svg}title"


def counts(kind: str, count: str, *rows: tuple[str, str, int]) -> pa.Table:
    names = ("source", kind, count)
    schema = pa.schema([("source", pa.string()), (kind, pa.string()), (count, pa.int64())])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)


def bars(picture: bytes) -> dict[str, float]:
    """What each bar says, and its width."""
    found = ET.fromstring(picture).iter(RECT)
    return {title: float(bar.attrib["width"]) for bar in found if (title := bar.findtext(TITLE))}


def test_bars_are_as_long_as_their_counts() -> None:
    outcomes = counts("outcome", "urls", ("paper", "stored", 3), ("paper", "http_error", 1), ("wire", "stored", 2))
    shown = bars(night_plot(outcomes, counts("precision", "articles", ("paper", "day", 5)), title="T"))
    assert shown == {
        "paper: 3 stored": BARS * 3 / 4,
        "paper: 1 http_error": BARS / 4,
        "wire: 2 stored": BARS / 2,
        "paper: 5 day": BARS,
    }


def test_a_night_without_articles_is_drawn() -> None:
    outcomes = counts("outcome", "urls", ("paper", "stored", 3))
    assert bars(night_plot(outcomes, counts("precision", "articles"), title="Quiet")) == {"paper: 3 stored": BARS}
    nothing = night_plot(counts("outcome", "urls"), counts("precision", "articles"), title="Quieter")
    assert bars(nothing) == {}
    assert b"Quieter" in nothing


def test_a_source_is_named_whatever_its_name() -> None:
    outcomes = counts("outcome", "urls", ("a<b&c", "stored", 1))
    assert bars(night_plot(outcomes, counts("precision", "articles"), title="<T>")) == {"a<b&c: 1 stored": BARS}


def test_bounds_of_undated_articles_are_drawn_where_there_are_such() -> None:
    empty = counts("outcome", "urls"), counts("precision", "articles")
    widths = counts("width", "articles", ("paper", "more", 1), ("paper", "2 weeks", 3))
    picture = night_plot(*empty, widths, title="T")
    assert bars(picture) == {"paper: 3 2 weeks": BARS * 3 / 4, "paper: 1 more": BARS / 4}
    assert picture.index(b"2 weeks") < picture.index(b"more</text>")
    assert night_plot(*empty, counts("width", "articles"), title="T") == night_plot(*empty, title="T")
