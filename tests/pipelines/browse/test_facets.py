"""Counts of search results: the values of the asked articles alone, most frequent first, months in order."""

import pyarrow as pa

from pipelines.browse.facets import FACETS, MAX_VALUES, VALUED, Events, facets_of

KEYS = [30, 10, (1 << 64) - 1, 20]
ROWS = pa.table(
    {
        "key": pa.array(KEYS, pa.uint64()),
        "source": ["herald", "bote", "herald", "bote"],
        "language": ["en", "de", "en", None],
        "kind": ["article"] * 4,
        "section": [None, "Sport", None, "Stadt"],
        "month": ["2026-02", "undated", "2025-12", "2026-02"],
        "precision": ["day", "unknown", "minute", "day"],
    }
)


def test_articles_are_counted_by_their_values() -> None:
    facets = facets_of(pa.RecordBatchReader.from_batches(ROWS.schema, ROWS.to_batches(max_chunksize=3)))
    counts = facets.counts([*KEYS, 7, 15])
    assert counts["source"] == [{"value": "bote", "articles": 2}, {"value": "herald", "articles": 2}]
    assert counts["language"] == [{"value": "en", "articles": 2}, {"value": "de", "articles": 1}]
    assert [row["value"] for row in counts["month"]] == ["2025-12", "2026-02", "undated"]
    assert facets.counts([10])["section"] == [{"value": "Sport", "articles": 1}]


def test_few_values_are_listed() -> None:
    many = MAX_VALUES + 5
    rows = pa.table(
        {"key": pa.array(range(many), pa.uint64())} | {name: [str(n) for n in range(many)] for name in VALUED}
    )
    counts = facets_of(pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches())).counts(range(many))
    assert (len(counts["section"]), len(counts["month"])) == (MAX_VALUES, many)


def test_without_articles_there_are_no_counts() -> None:
    empty = ROWS.slice(0, 0)
    facets = facets_of(pa.RecordBatchReader.from_batches(empty.schema, empty.to_batches()))
    assert facets.counts([10]) == {name: [] for name in FACETS}


def test_the_precision_of_a_sources_dates_is_counted() -> None:
    facets = facets_of(pa.RecordBatchReader.from_batches(ROWS.schema, ROWS.to_batches()))
    assert facets.precisions("bote") == [{"precision": "day", "articles": 1}, {"precision": "unknown", "articles": 1}]
    assert facets.precisions("nobody") == []


def test_the_members_of_events_are_ids_again() -> None:
    rows = pa.table(
        {"event": pa.array([7, 5, 7, (1 << 64) - 1], pa.uint64()), "work": pa.array([1, 2, 10, 3], pa.uint64())}
    )
    events = Events.of(pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches(max_chunksize=2)))
    assert sorted(events.members([f"{7:016x}", "f" * 16])) == [f"{each:016x}" for each in (1, 3, 10)]
    assert events.members(["06", "no id", ""]) == []
