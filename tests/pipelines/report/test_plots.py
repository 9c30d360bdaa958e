"""The night's plot: drawn from what there is, also from nothing."""

import pyarrow as pa

from pipelines.report.plots import night_plot

PNG = b"\x89PNG"


def counts(kind: str, count: str, *rows: tuple[str, str, int]) -> pa.Table:
    names = ("source", kind, count)
    schema = pa.schema([("source", pa.string()), (kind, pa.string()), (count, pa.int64())])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)


def test_a_night_without_articles_is_drawn_without_a_warning() -> None:
    outcomes = counts("outcome", "urls", ("paper", "stored", 3))
    assert night_plot(outcomes, counts("precision", "articles"), title="Quiet").startswith(PNG)


def test_the_same_counts_give_the_same_bytes() -> None:
    outcomes = counts("outcome", "urls", ("paper", "stored", 3))
    precisions = counts("precision", "articles", ("paper", "day", 2), ("paper", "unknown", 1))
    assert night_plot(outcomes, precisions, title="T") == night_plot(outcomes, precisions, title="T")
