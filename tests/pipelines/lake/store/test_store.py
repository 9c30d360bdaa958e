"""A home in an object store: what one machine leaves, another has; no kill leaves half; one writes at a time."""

import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from deltalake import DeltaTable

from pipelines.base.errors import CorpusError, EnvironmentFault
from pipelines.lake.archive import read_capture
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.store.capture_cache import evict
from pipelines.lake.store.keeper import reading, writing
from pipelines.lake.store.lease import Lease, LeaseLost
from pipelines.lake.store.objects import Objects
from pipelines.lake.store.pulling import all_files, pull, work_files
from pipelines.lake.store.pushing import push
from pipelines.lake.store.working_copy import WorkingCopy
from pipelines.night.crawled import crawled
from tests.pipelines.lake.store.corpora import NEXT, NIGHT, crawl, drop, dropped, remember, remembered, show

pytest.importorskip("obstore", reason="the extra 'store' is not installed")

Machine = Callable[[str], WorkingCopy]


def session(copy: WorkingCopy):
    """A command that writes the home."""
    return writing(copy, work_files, meanwhile=False, collects=False)


def names(copy: WorkingCopy, prefix: str) -> list[str]:
    return [each.name for each in copy.objects.listed(prefix)]


def test_another_machine_has_what_one_left(machine: Machine) -> None:
    ours, other = machine("ours"), machine("other")
    with session(ours):
        place = crawl(ours.root, "paper", NIGHT, b"<p>news")
        drop(ours.root, NIGHT, "a", "b")
        (ours.root / "index").mkdir()
    summary = "archive/source=paper/night=2026-02-02/crawl.json"
    with session(other):
        assert other.is_outdated
        assert dropped(other.root) == ["a", "b"]
        assert remembered(other.root, "paper") == ["2026-02-02"]
        assert (other.root / summary).stat().st_mtime_ns == (ours.root / summary).stat().st_mtime_ns
        assert not (other.root / "archive" / place.file).exists()
        assert read_capture(other.root / "archive", place.file, place.offset).body == b"<p>news"
        assert (other.root / "archive" / place.file).exists()
    assert not names(ours, "index")
    with session(machine("third")):
        assert crawled(Home(ours.root))[0].archive_bytes == crawled(Home(machine("third").root))[0].archive_bytes > 0
    with session(ours):
        assert not ours.is_outdated


def test_tables_in_the_store_are_those_of_any_delta_reader(machine: Machine, address: str) -> None:
    if not address.startswith("file://"):
        pytest.skip("the reader needs the options of its store")
    ours = machine("ours")
    with session(ours):
        drop(ours.root, NIGHT, "a")
        drop(ours.root, NEXT, "b")
    table = DeltaTable(f"{address}/lake/dropped")
    assert table.version() == 1
    assert sorted(table.to_pyarrow_table()["capture_id"].to_pylist()) == ["a", "b"]


def test_only_what_is_new_is_pushed(machine: Machine) -> None:
    ours = machine("ours")
    crawl(ours.root, "paper", NIGHT, b"<p>news")
    drop(ours.root, NIGHT, "a")
    lease = Lease.take(ours.objects, ours.name)
    assert push(ours, lease) == 5  # WARC file, crawl.json, memory; data file and commit
    assert push(ours, lease) == 0
    crawl(ours.root, "paper", NEXT, b"<p>more")
    assert push(ours, lease) == 3


def test_a_reader_sees_nights_as_they_were_published(machine: Machine) -> None:
    ours, reader = machine("ours"), machine("reader")
    with session(ours):
        drop(ours.root, NIGHT, "a")
        show(ours.root, NIGHT)
        drop(ours.root, NEXT, "half a night")
    with reading(reader):
        assert reader.is_outdated
    reader.renewed()
    assert dropped(reader.root) == ["a"]
    assert not (reader.root / "frontier").exists()
    with reading(reader):
        assert not reader.is_outdated
    with session(ours):
        show(ours.root, NEXT)
    with reading(reader):
        assert dropped(reader.root) == ["a", "half a night"]


def test_a_second_writer_is_refused_and_a_reader_is_not(machine: Machine) -> None:
    ours, other = machine("ours"), machine("other")
    with session(ours):
        with (
            pytest.raises(EnvironmentFault, match=rf"is being written by \S+ \(process {os.getpid()}\)"),
            session(other),
        ):
            pass
        with reading(other):
            pass
    with session(other):
        pass


def test_a_command_that_fails_leaves_what_it_did_and_lets_others_write(machine: Machine) -> None:
    ours, other = machine("ours"), machine("other")
    with pytest.raises(KeyboardInterrupt), session(ours):
        drop(ours.root, NIGHT, "a")
        raise KeyboardInterrupt
    with session(other):
        assert dropped(other.root) == ["a"]


def test_what_is_whole_is_pushed_while_a_command_runs(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.lake.store.keeper.RENEWED_SECONDS", 0.01)
    ours, other = machine("ours"), machine("other")
    with writing(ours, work_files, meanwhile=True, collects=False):
        crawl(ours.root, "paper", NIGHT, b"<p>news")
        drop(ours.root, NIGHT, "a")
        show(ours.root, NIGHT)
        deadline = time.monotonic() + 60
        while ours.known.fact("shown") == "" and time.monotonic() < deadline:
            time.sleep(0.01)
        with reading(other):
            assert dropped(other.root) == ["a"]


def test_a_second_command_of_the_same_machine_joins(machine: Machine) -> None:
    ours = machine("ours")
    with session(ours):
        with session(ours):
            drop(ours.root, NIGHT, "a")
        assert not names(ours, "lake")
    assert names(ours, "lake/dropped/_delta_log")


def given_up(copy: WorkingCopy, lease: Lease) -> None:
    """Let a lease be one whose holder has not been heard of for long."""
    said = {"copy": copy.name, "host": "elsewhere", "process": 1, "until": "2026-02-02T02:00:00+00:00"}
    copy.objects.put(f"dateline/lease/{lease.epoch:012d}.json", json.dumps(said).encode())


def test_the_lease_of_a_dead_machine_is_taken_over(machine: Machine) -> None:
    ours, other = machine("ours"), machine("other")
    lease = Lease.take(ours.objects, ours.name)
    given_up(ours, lease)
    with session(other):
        drop(other.root, NIGHT, "theirs")
    drop(ours.root, NIGHT, "ours")
    with pytest.raises(LeaseLost):
        push(ours, lease)
    assert not [name for name in names(ours, "lake") if name not in names(other, "lake")]


def test_a_reader_without_its_store_reads_what_is_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, reader = (WorkingCopy.of(tmp_path / name, f"file://{tmp_path}/store") for name in ("ours", "reader"))
    with session(ours):
        drop(ours.root, NIGHT, "a")
        show(ours.root, NIGHT)
    with reading(reader):
        pass
    (tmp_path / "store").rename(tmp_path / "away")
    (tmp_path / "store").write_text("no folder")
    with reading(reader):
        assert dropped(reader.root) == ["a"]
    assert "reading the copy on this disk" in capsys.readouterr().err
    with pytest.raises(EnvironmentFault), session(reader):
        pass


@dataclass(frozen=True)
class Mortal(Objects):
    """A store that does no more after so many changes: the machine was killed."""

    left: list[int] = field(default_factory=lambda: [0])

    def _put(self, name: str, data: bytes | Path, mode: str) -> None:
        self._live()
        super()._put(name, data, mode)

    def delete(self, names: object) -> None:
        for name in names:
            self._live()
            super().delete([name])

    def _live(self) -> None:
        if self.left[0] == 0:
            raise EnvironmentFault("killed")
        self.left[0] -= 1


def test_no_kill_of_a_push_leaves_half(tmp_path: Path) -> None:
    begun = WorkingCopy.of(tmp_path / "begun/ours", f"file://{tmp_path}/begun/store")
    with session(begun):
        crawl(begun.root, "paper", NIGHT, b"<p>news")
        drop(begun.root, NIGHT, "a")
    crawl(begun.root, "paper", NEXT, b"<p>more")
    drop(begun.root, NEXT, "b")
    drop(begun.root, NIGHT, "c")
    changes, whole = 0, False
    while not whole:
        here = shutil.copytree(tmp_path / "begun", tmp_path / str(changes))
        ours = WorkingCopy.of(here / "ours", f"file://{here}/store")
        other = WorkingCopy.of(here / "other", f"file://{here}/store")
        lease = Lease.take(ours.objects, ours.name)
        mortal = replace(ours, objects=Mortal(ours.objects.address, ours.objects._store, left=[changes]))
        with suppress(EnvironmentFault):
            push(mortal, replace(lease, objects=mortal.objects))
            whole = True
        given_up(ours, lease)
        with session(other):
            is_there = (other.root / "archive/source=paper/night=2026-02-03/crawl.json").exists()
            assert remembered(other.root, "paper") == ["2026-02-02", "2026-02-03"][: 1 + is_there]
            assert dropped(other.root) in (["a"], ["a", "b"], ["b", "c"])
        with session(ours):
            assert remembered(ours.root, "paper") == ["2026-02-02", "2026-02-03"]
        with reading(other, all_files):
            assert remembered(other.root, "paper") == ["2026-02-02", "2026-02-03"]
            assert read_capture(other.root / "archive", *place_of(other.root)).body == b"<p>more"
        changes += 1
    assert dropped(other.root) == ["b", "c"]
    assert changes > 8


def place_of(root: Path) -> tuple[str, int]:
    """Where the response of the second night stands: behind the record that tells of the file."""
    source = Path("source=paper/night=2026-02-03/paper-2026-02-03-00000.warc.gz")
    with pytest.raises(CorpusError):
        read_capture(root / "archive", source.as_posix(), 0)
    data = (root / "archive" / source).read_bytes()
    return source.as_posix(), data.index(b"\x1f\x8b\x08", 1)


def test_what_was_not_pushed_when_another_took_over_is_set_aside(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, other = machine("ours"), machine("other")
    with session(ours):
        drop(ours.root, NIGHT, "a")
    crawl(ours.root, "paper", NIGHT, b"<p>ours")
    drop(ours.root, NEXT, "ours")
    with session(other):
        place = crawl(other.root, "paper", NIGHT, b"<p>theirs")
        drop(other.root, NEXT, "theirs")
    with session(ours):
        assert dropped(ours.root) == ["a", "theirs"]
        assert read_capture(ours.root / "archive", place.file, place.offset).body == b"<p>theirs"
    assert "another machine wrote what this one had not pushed; 3 files moved" in capsys.readouterr().err
    assert len(list(ours.kept.glob("aside/*/archive/source=paper/night=2026-02-02/*.warc.gz"))) == 1


def test_a_source_that_is_being_crawled_waits(machine: Machine) -> None:
    ours = machine("ours")
    crawl(ours.root, "done", NIGHT, b"<p>news")
    crawl(ours.root, "paper", NIGHT, b"<p>news")
    remember(ours.root, "paper", NEXT)
    at_work = ours.root / "archive/source=paper/night=2026-02-03"
    at_work.mkdir()
    (at_work / "paper-2026-02-03-00000.warc.gz.open").write_bytes(b"")
    lease = Lease.take(ours.objects, ours.name)
    push(ours, lease)
    assert not [name for name in names(ours, "archive") + names(ours, "frontier") if "paper" in name]
    assert "frontier/done.sqlite" in names(ours, "frontier")


def test_what_changed_or_went_did_so_in_the_store(machine: Machine) -> None:
    ours, other = machine("ours"), machine("other")
    for text in ("title: A", "title: AB"):
        with session(ours):
            (ours.root / "sources").mkdir(exist_ok=True)
            (ours.root / "sources/paper.yaml").write_text(text)
        with session(other):
            assert (other.root / "sources/paper.yaml").read_text() == text
    assert names(ours, "sources") == ["sources/paper.yaml"]
    assert ours.objects.read("sources/paper.yaml") == b"title: AB"
    with session(other):
        (other.root / "sources/paper.yaml").unlink()
    with session(ours):
        assert not (ours.root / "sources/paper.yaml").exists()
    assert names(ours, "sources") == []


def test_the_oldest_captures_leave_a_full_disk(machine: Machine) -> None:
    ours = machine("ours")
    with session(ours):
        old = crawl(ours.root, "paper", NIGHT, b"<p>old")
        os.utime(ours.root / "archive" / old.file, ns=(1, 1))
        new = crawl(ours.root, "paper", NEXT, b"<p>new")
    assert evict(ours, (ours.root / "archive" / new.file).stat().st_size) == 1
    assert not (ours.root / "archive" / old.file).exists()
    with session(ours):
        pass
    assert f"archive/{old.file}" in names(ours, "archive")
    assert read_capture(ours.root / "archive", old.file, old.offset).body == b"<p>old"


def test_a_night_that_was_forgotten_goes_with_captures_that_stayed_away(machine: Machine) -> None:
    ours, other = machine("ours"), machine("other")
    with session(ours):
        crawl(ours.root, "paper", NIGHT, b"<p>news")
        crawl(ours.root, "paper", NEXT, b"<p>more")
    with session(other):
        assert not list(other.root.glob("archive/*/*/*.warc.gz"))
        shutil.rmtree(other.root / "archive/source=paper/night=2026-02-03")
    with session(ours):
        assert [path.name for path in ours.root.glob("archive/source=paper/*")] == ["night=2026-02-02"]
    assert not [name for name in names(ours, "archive") if "2026-02-03" in name]


def test_a_table_made_anew_takes_the_place_of_the_old(machine: Machine) -> None:
    ours, other = machine("ours"), machine("other")
    with session(ours):
        drop(ours.root, NIGHT, "a")
        drop(ours.root, NEXT, "b")
    with session(other):
        pass
    with session(ours):
        (ours.root / "lake/dropped").rename(ours.root / "lake/.dropped.broken")
        drop(ours.root, NIGHT, "anew")
    with session(other):
        assert dropped(other.root) == ["anew"]
        assert Lake(other.root / "lake").version("dropped") == 0


def test_a_new_machine_reads_a_checkpoint(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.lake.store.pushing.CHECKPOINT", 2)
    ours, other = machine("ours"), machine("other")
    lease = Lease.take(ours.objects, ours.name)
    for source in ("a", "b", "c"):
        crawl(ours.root, source, NIGHT, b"<p>news")
        push(ours, lease)
    ours.objects.delete(["dateline/log/000000000001.json"])
    pull(other, all_files)
    assert sorted(path.name for path in (other.root / "archive").iterdir()) == ["source=a", "source=b", "source=c"]
