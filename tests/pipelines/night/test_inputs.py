"""A step that is run again computes only the sources whose input changed, and leaves the rows of a whole rebuild."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.corpus.clean.step import TABLES, clean_night
from pipelines.dates.step import date_night
from pipelines.lake.archive import save_source_settings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DOCUMENTS, FETCHES
from pipelines.night.engine.engine import LocalEngine
from pipelines.night.inputs import FILE, Inputs, input_of
from pipelines.night.locator import DUPLICATES, locating
from tests.pipelines.dates.desk import stated

NIGHTS = [date(2026, 3, 2) + timedelta(days=n) for n in range(3)]
FIRST, LATE, LAST = NIGHTS
TOPICS = ("bridge", "ferry", "school")
SOURCES = ("argus", "herald")


def silent(_done: int, _total: int) -> None:
    pass


def landed(home: Home, night: date) -> None:
    """One story of each source, as extraction leaves it; each ends with the same label."""
    at = datetime(night.year, night.month, night.day, 4, tzinfo=UTC)
    rows, fetches = [], []
    for source in SOURCES:
        key = f"{source}.example/{night}"
        topic = TOPICS[NIGHTS.index(night)]
        texts = (f"The council of {source} talked about the {topic} and went home late.", "Share this story")
        same = {"night": night, "source": source, "url_key": key, "url": f"http://{key}", "fetched_at": at}
        ids = {"capture_id": f"{source}-{night}", "article_id": f"{source}-{night}", "document_id": f"{source}-{night}"}
        blocks = [{"kind": "paragraph", "text": text} for text in texts]
        story = {"kind": "article", "title": texts[0], "blocks": blocks, "date_candidates": [stated(f"{night}")]}
        rows.append(dict.fromkeys(DOCUMENTS.names) | same | ids | story)
        fetches.append(dict.fromkeys(FETCHES.names) | same | {"outcome": "stored", "resource": "page", "channels": []})
        save_source_settings(home.archive, source, night, {"url": f"http://{source}.example/", "language": "en"})
    lake = Lake(home.lake)
    lake.replace("documents", pa.Table.from_pylist(rows, schema=DOCUMENTS), night=night)
    lake.replace("fetches", pa.Table.from_pylist(fetches, schema=FETCHES), night=night)


class Counted(LocalEngine):
    """Makes calls in this process and keeps the sources that it was called for."""

    def __init__(self) -> None:
        self.sources: list[str] = []

    def map(self, function: Callable[[Any], Any], inputs: Iterable[Any]) -> Iterator[Any]:
        """See `Engine.map`."""
        for each in inputs:
            self.sources.append(each.source)
            yield function(each)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home.at(tmp_path)
    for night in NIGHTS:
        landed(made, night)
    return made


def waiting(home: Home) -> set[str]:
    """The works that wait for a step; afterwards none does."""
    with locating(home) as locator:
        works = set(locator.waiting(DUPLICATES))
        locator.looked_at(DUPLICATES, works)
    return works


def rows(home: Home) -> dict[str, list[dict[str, Any]]]:
    return {table: Lake(home.lake).read(table).to_pylist() for table in (*TABLES, "dropped")}


def test_only_the_source_whose_label_a_late_night_repeats_is_cleaned_again(home: Home) -> None:
    lake = Lake(home.lake)
    late = lake.read("documents", night=LATE)
    lake.replace("documents", late.slice(0, 0), night=LATE)
    for night in (FIRST, LATE, LAST):
        clean_night(home, night, silent)
    assert "Share this story" in rows(home)["clean_documents"][-1]["text"]
    waiting(home)
    lake.replace("documents", late.slice(0, 1), night=LATE)  # argus alone comes late
    for night in (LATE, LAST):
        clean_night(home, night, silent)
    assert waiting(home) == {f"argus-{LATE}", f"argus-{LAST}"}
    made = rows(home)
    texts = {row["capture_id"]: row["text"] for row in made["clean_documents"]}
    assert ["Share" in texts[f"{source}-{LAST}"] for source in SOURCES] == [False, True]
    (home.index / FILE).unlink()  # now every source is computed
    for night in NIGHTS:
        clean_night(home, night, silent)
    assert rows(home) == made


def test_only_the_source_with_other_evidence_before_is_dated_again(home: Home) -> None:
    lake, counted = Lake(home.lake), Counted()
    for night in NIGHTS:
        date_night(home, night, silent, engine=counted)
    wanted = lake.read("date_evidence").to_pylist()
    counted.sources.clear()
    waiting(home)
    assert not date_night(home, LAST, silent, engine=counted).changed
    assert (counted.sources, waiting(home)) == ([], set())
    before = lake.read("date_evidence", night=FIRST)
    lake.replace("date_evidence", before.filter(pa.compute.equal(before["source"], "argus")), night=FIRST)
    date_night(home, LAST, silent, engine=counted)
    assert (counted.sources, waiting(home)) == (["herald"], set())  # its evidence is the same
    lake.replace("date_evidence", before, night=FIRST)
    date_night(home, LAST, silent, engine=counted)
    assert lake.read("date_evidence").to_pylist() == wanted


def test_digests_are_believed_only_with_the_files_and_rules_that_they_were_kept_with(home: Home) -> None:
    kept = Inputs(home, "step", FIRST, "rules", ("documents",))
    assert not kept.stands("argus", "one")
    kept.save()
    assert Inputs(home, "step", FIRST, "rules", ("documents",)).stands("argus", "one")
    assert not Inputs(home, "step", FIRST, "rules", ("documents",)).stands("argus", "two")
    assert not Inputs(home, "step", FIRST, "others", ("documents",)).stands("argus", "one")
    lake = Lake(home.lake)
    lake.replace("documents", lake.read("documents", night=FIRST).slice(0, 1), night=FIRST)
    assert not Inputs(home, "step", FIRST, "rules", ("documents",)).stands("argus", "one")
    (home.index / FILE).write_bytes(b"damaged" * 1000)
    damaged = Inputs(home, "step", FIRST, "rules", ("documents",))
    assert not damaged.stands("argus", "one")
    damaged.save()
    damaged.save()
    assert Inputs(home, "step", FIRST, "rules", ("documents",)).stands("argus", "one")


def test_the_digest_of_rows_does_not_depend_on_their_batches() -> None:
    table = pa.table({"a": ["x", None, "z"], "b": [1, 2, 3]})
    parts = pa.concat_tables([table.slice(0, 1), table.slice(1)])
    assert input_of(table, "t") == input_of(parts, "t")
    assert input_of(table.slice(1), "t") != input_of(table, "t") != input_of(table, "u")
