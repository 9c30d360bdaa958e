"""Stretches: a night built a source at a time has the same rows as one built at once, and never reads more than that source."""

import hashlib
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.corpus.duplicates import members
from pipelines.corpus.duplicates import night as duplicates_night
from pipelines.corpus.duplicates import step as duplicates_step
from pipelines.corpus.publish import step as publish_step
from pipelines.corpus.traces import step as traces_step
from pipelines.lake.delta import Lake, grouping, parquet, reader
from pipelines.lake.delta.content import digest_of
from pipelines.lake.delta.reader import LakeReader
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
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
SMALL = (
    (stretches, "STRETCH_ROWS", 1), (parquet, "GROUP_BYTES", 1), (reader, "GROUPED_BYTES", 0), (grouping, "FULL_ROWS", 3),
    (members, "PART_TEXTS", 1), (members, "KEPT_TEXTS", 2), (duplicates_night, "BATCH", 2), (duplicates_step, "BATCH", 2),
    (traces_step, "BATCH", 2), (traces_step, "BATCHES_IN_ORDER", 2), (publish_step, "BATCH", 2),
)  # fmt: skip
"""Bounds of memory, so small that a night of few pages exceeds them all."""


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
        for module, name, small in SMALL:
            patched.setattr(module, name, small)
        read = _sources_read(patched)
        _built(one_by_one, NIGHTS[1])
    tables = {table for step in STEPS.values() for table in step.tables} | {"articles", "dropped", "traces", "clusters"}
    lakes = Lake(at_once.lake), Lake(one_by_one.lake)
    assert len({tuple(lake.content_hash(table) for table in sorted(tables)) for lake in lakes}) == 1
    assert len(lakes[1].files("articles")) > len(lakes[0].files("articles")) == 2
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
        by_works = options.get("works") is not None  # so many works at a time
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


def test_works_are_read_from_the_row_groups_that_have_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP_BYTES", 1)
    monkeypatch.setattr(reader, "GROUPED_BYTES", 0)
    lake, night, spec = Lake(tmp_path), NIGHTS[0], TABLES["sightings"]
    with lake.night_slices("sightings", night) as out:
        for source, work in (("a", "1"), ("b", "2"), ("c", "1"), ("d", "3")):
            out.add(pa.Table.from_pylist([{"night": night, "source": source, "article_id": work}], schema=spec.schema))
        out.commit()
    assert lake.read("sightings", night=night, works=["1", "9"])["source"].to_pylist() == ["a", "c"]
    [fragment] = lake._dataset(spec, lake.live_files("sightings"), ["1", "9"]).get_fragments()
    assert [group.id for group in fragment.row_groups] == [0, 2]
    assert lake.read("sightings", night=night, works=["9"]).num_rows == 0
    assert lake.read_first("sightings", night, 2, columns=["source"])["source"].to_pylist() == ["a", "b"]


def test_the_digest_of_a_night_is_that_of_its_batches_as_arrow_writes_them() -> None:
    rows = pa.table({"text": [str(n) * 9 for n in range(9_000)], "list": [[n] * (n % 3) for n in range(9_000)]})
    rows = pa.Table.from_batches(rows.to_batches(max_chunksize=700))
    slices = (rows.slice(first, 4_000).combine_chunks().to_batches() for first in (0, 4_000, 8_000))
    hashed = hashlib.sha256(b"".join(bytes(batch.serialize()) for [batch] in slices))
    assert digest_of(rows.schema, rows.to_batches()) == (9_000, hashed.hexdigest()[:16])
    assert digest_of(rows.schema, ()) == (0, hashlib.sha256().hexdigest()[:16])


def test_slices_without_a_commit_leave_no_file(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    with pytest.raises(ZeroDivisionError), lake.night_slices("links", NIGHTS[0]):
        raise ZeroDivisionError
    assert list(tmp_path.rglob("*.parquet")) == []
    assert not lake.exists("links")
