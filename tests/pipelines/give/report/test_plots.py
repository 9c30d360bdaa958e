"""The night's plot: drawn from what there is, also from nothing, with names that no longer mean markup."""

from xml.etree import ElementTree as ET

import pyarrow as pa

from pipelines.give.report.plots import BARS, night_plots

RECT = "{http://www.w3.org/2000/svg}rect"
TITLE = "{http://www.w3.org/2000/svg}title"


def counts(kind: str, count: str, *rows: tuple[str, str, int]) -> pa.Table:
    names = ("source", kind, count)
    schema = pa.schema([("source", pa.string()), (kind, pa.string()), (count, pa.int64())])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)


def bars(pictures: list[bytes]) -> dict[str, float]:
    """What each bar of some pictures says, and its width."""
    found = [rect for picture in pictures for rect in ET.fromstring(picture).iter(RECT)]
    return {title: float(bar.attrib["width"]) for bar in found if (title := bar.findtext(TITLE))}


def test_bars_are_as_long_as_their_counts() -> None:
    outcomes = counts("outcome", "urls", ("paper", "stored", 3), ("paper", "http_error", 1), ("wire", "stored", 2))
    shown = bars(night_plots(outcomes, counts("precision", "articles", ("paper", "day", 5))))
    assert shown == {
        "paper: 3 stored": BARS * 3 / 4,
        "paper: 1 http_error": BARS / 4,
        "wire: 2 stored": BARS / 2,
        "paper: 5 day": BARS,
    }


def test_a_night_without_articles_is_drawn() -> None:
    outcomes = counts("outcome", "urls", ("paper", "stored", 3))
    assert bars(night_plots(outcomes, counts("precision", "articles"))) == {"paper: 3 stored": BARS}
    nothing = night_plots(counts("outcome", "urls"), counts("precision", "articles"))
    assert bars(nothing) == {}
    assert [b"<text" in picture for picture in nothing] == [True, True]


def test_a_source_is_named_whatever_its_name() -> None:
    outcomes = counts("outcome", "urls", ("a<b&c", "stored", 1))
    assert bars(night_plots(outcomes, counts("precision", "articles"))) == {"a<b&c: 1 stored": BARS}


def test_bounds_of_undated_articles_are_drawn_where_there_are_such() -> None:
    empty = counts("outcome", "urls"), counts("precision", "articles")
    widths = counts("width", "articles", ("paper", "more", 1), ("paper", "2 weeks", 3))
    pictures = night_plots(*empty, widths)
    assert bars(pictures) == {"paper: 3 2 weeks": BARS * 3 / 4, "paper: 1 more": BARS / 4}
    assert len(pictures) == 3
    assert pictures[2].index(b"2 weeks") < pictures[2].index(b"more</text>")
    assert night_plots(*empty, counts("width", "articles")) == night_plots(*empty)
