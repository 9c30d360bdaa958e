"""Whichever engine calls the functions of a step: the same rows, in the same order."""

import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import dateline
from pipelines.extract.run import record_ranges
from pipelines.extract.run.job import PageJob
from pipelines.extract.run.record_ranges import RangeReaders, readers
from pipelines.extract.run.sources import PagesDone, Unread, read_sources
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.engine import LOCAL, engine_for, opened
from pipelines.nights import STEPS, run_step
from tests.pipelines.extract.argus import ONE, TWO, archived, page
from tests.pipelines.night.engine.elsewhere import Elsewhere


@pytest.fixture(autouse=True)
def _no_worker_is_left() -> Iterator[None]:
    yield
    record_ranges._worker().close()
    record_ranges._worker.cache_clear()


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home.at(tmp_path_factory.mktemp("argus"))
    for night in (ONE, TWO):
        archived(home, night)
        run_step(home, night, "fetches", show=False)
    return home.root


def deduped(landed: Path, folder: Path, engine: object) -> Lake:
    """The lake of a copy of a home after the steps of two nights up to the last that is spread."""
    home = Home.at(shutil.copytree(landed, folder))
    names = list(STEPS)
    for night in (ONE, TWO):
        for step in names[names.index("documents") : names.index("duplicates") + 1]:
            run_step(home, night, step, show=False, engine=engine)  # type: ignore[arg-type]
    return Lake(home.lake)


def test_every_table_holds_the_same_rows_and_every_spread_step_calls_its_function(landed: Path, tmp_path: Path) -> None:
    elsewhere = Elsewhere()
    lake = deduped(landed, tmp_path / "elsewhere", elsewhere)
    [row] = lake.read("documents", night=TWO).to_pylist()
    assert (row["title"], row["authors"]) == ("What will become of the mill in Ardlow", ["Gil Haas"])
    # a range a night and one for the page that is read again with what the first night taught; a source a night; a part a night
    assert elsewhere.calls == {"read_range": 3, "judge_source": 2, "members_of": 2}
    local = deduped(landed, tmp_path / "local", LOCAL)
    tables = ("documents", "places", "dropped", "date_evidence", "date_lessons", "clusters", "revisions")
    assert {name: lake.content_hash(name) for name in tables} == {name: local.content_hash(name) for name in tables}
    assert lake.read("date_evidence").num_rows > 7  # some for each of the seven pages


def test_sources_that_are_read_at_a_time_come_in_order_and_teach_only_themselves() -> None:
    def paper(name: str, numbers: range, *, declared: bool = True) -> Unread:
        jobs = [
            PageJob(f"{name}-{n}", f"http://{name}.example/{n}", body=page(n, declared=declared), warc_offset=-n)
            for n in numbers
        ]
        return Unread(name, name, [], jobs, {})

    papers = [paper("argus", range(6)), paper("bugle", range(6, 9), declared=False), paper("comet", range(2))]

    def read(engine: object, at_once: int) -> tuple[list[object], list[tuple[int, int]]]:
        shown: list[tuple[int, int]] = []
        done = PagesDone(lambda *counts: shown.append(counts), 11)
        with readers(engine, 1) as pool:  # type: ignore[arg-type]
            assert pool.sources_at_once == at_once
            return [(each.source, came) for each, came in read_sources(pool, iter(papers), done)], shown

    here, shown = read(LOCAL, 1)
    there, counted = read(Elsewhere(), 6)
    assert there == here
    assert shown == counted == [(n, 11) for n in range(1, 12)]
    argus, bugle, _ = (came for _, came in here)
    assert [r.id for r in argus.results] == [f"argus-{n}" for n in range(6)]  # type: ignore[attr-defined]
    assert bugle.results[0].document.authors == ()  # type: ignore[attr-defined] # argus shows where its writers stand


def test_progress_waits_for_nobody_when_nothing_is_unread() -> None:
    class Unreachable(Elsewhere):
        slots = property(lambda self: pytest.fail("nothing is to be read: no cluster is needed"))  # type: ignore[assignment]

    assert list(read_sources(RangeReaders(Unreachable()), iter([]), PagesDone(print, 0))) == []


def test_ray_that_is_not_installed_is_one_line_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archived(Home.at(tmp_path), TWO)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = CliRunner().invoke(dateline, ["--home", str(tmp_path), "build", "--engine", "ray"])
    assert "Ray is not installed: pip install -e '.[ray]'" in str(result.exception)


def test_the_local_engine_asks_for_its_inputs_one_by_one() -> None:
    asked: list[int] = []
    with opened("local") as engine:
        results = engine.map(str, chain.from_iterable([n] for n in range(3) if not asked.append(n)))
        assert (next(results), asked) == ("0", [0])


def test_a_step_of_few_pages_runs_here_whatever_the_engine() -> None:
    elsewhere = Elsewhere()
    elsewhere.pays_from = 500
    assert engine_for(elsewhere, 499) is LOCAL
    assert engine_for(elsewhere, 500) is elsewhere
