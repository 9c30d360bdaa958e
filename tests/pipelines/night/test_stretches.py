"""Stretches: a night built a source at a time has the same rows as one built at once, and never reads more than that source."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.lake.delta import Lake
from pipelines.lake.delta.reader import LakeReader
from pipelines.lake.home import Home
from pipelines.night import stretches
from pipelines.night.stretches import BySource
from pipelines.nights import STEPS
from tests.benchmarks.growth_site import crawl, stories

NIGHTS = [date(2026, 2, 2), date(2026, 2, 3)]
WHOLE = {
    "fetches": {"channels"}, "links": {"anchor", "to_url_key"}, "documents": {"text", "blocks", "date_candidates"},
    "clean_documents": {"text"}, "places": {"place"}, "block_sightings": {"block"}, "date_evidence": {"raw"},
}  # fmt: skip
"""Columns that steps read of some sources only. What is read of all is small: ids, sources, layouts."""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two crawled nights; the first is built."""
    home = Home.at(tmp_path_factory.mktemp("begun"))
    for night in NIGHTS:
        crawl(home, night, stories(night, 2, papers=3), {}, {})
    _built(home, NIGHTS[0])
    return home.root


def test_a_night_built_source_by_source_has_the_same_rows(
    begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, one_by_one = (Home.at(shutil.copytree(begun, tmp_path / name)) for name in ("at_once", "one_by_one"))
    _built(at_once, NIGHTS[1])
    with monkeypatch.context() as patched:
        patched.setattr(stretches, "STRETCH_ROWS", 1)
        read = _sources_read(patched)
        _built(one_by_one, NIGHTS[1])
    tables = {table for step in STEPS.values() for table in step.tables} | {"articles", "dropped", "traces", "clusters"}
    lakes = Lake(at_once.lake), Lake(one_by_one.lake)
    assert len({tuple(lake.content_hash(table) for table in sorted(tables)) for lake in lakes}) == 1
    assert len(set(lakes[0].read("articles")["source"].to_pylist())) == 3
    assert {table: most for table, most in read.items() if most > 1} == {}
    assert set(read) == WHOLE.keys()


def _built(home: Home, night: date) -> None:
    """Run every step of a night but its outlets."""
    for step in STEPS.values():
        if not step.outlet:
            step.run(home, night, show=False)


def _sources_read(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The largest number of sources in rows that any read of a table returned, filled in while steps run."""
    most: dict[str, int] = {}
    read = LakeReader.read

    def counted(lake: LakeReader, table: str, **options: Any) -> pa.Table:
        rows = read(lake, table, **options)
        by_works = "article_id" in str(options.get("where"))  # so many works at a time
        if WHOLE.get(table, set()) & set(rows.column_names) and "source" in rows.column_names and not by_works:
            most[table] = max(most.get(table, 0), len(rows["source"].unique()))
        return rows

    monkeypatch.setattr(LakeReader, "read", counted)
    return most


def test_slices_share_row_groups_and_a_source_is_found_in_them(tmp_path: Path) -> None:
    lake, night = Lake(tmp_path), NIGHTS[0]
    blank = dict.fromkeys(lake.read("links").column_names)
    rows = [blank | {"night": night, "source": source, "anchor": source * 2} for source in ("a", "b", "b", "d")]
    links = pa.Table.from_pylist(rows, schema=lake.read("links").schema)
    with lake.night_slices("links", night) as out:
        for batch in links.to_batches(max_chunksize=1):
            out.add(pa.Table.from_batches([batch]))
        assert out.commit() == (4, True)
    [file] = lake.files("links")
    assert pq.read_metadata(file).num_row_groups == 1
    assert lake.rows_by_source("links", night) == {"a": 1, "b": 2, "d": 1}
    by_source = BySource(lake.read("links", night=night))
    assert by_source.of("b")["anchor"].to_pylist() == by_source.copy_of("b")["anchor"].to_pylist() == ["bb", "bb"]
    assert (by_source.of("c").num_rows, by_source.copy_of("c").num_rows) == (0, 0)


def test_slices_without_a_commit_leave_no_file(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    with pytest.raises(ZeroDivisionError), lake.night_slices("links", NIGHTS[0]):
        raise ZeroDivisionError
    assert list(tmp_path.rglob("*.parquet")) == []
    assert not lake.exists("links")
