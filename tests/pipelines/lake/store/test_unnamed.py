"""Nothing in a store is removed but what a commit of ours named and a later one replaced: the rest stays, and is listed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.base.errors import CorpusError, InputError
from pipelines.lake.home import Home
from pipelines.lake.store.keeper import reading, writing
from pipelines.lake.store.lease import Lease
from pipelines.lake.store.log import every_commit
from pipelines.lake.store.pulling import all_files, work_files
from pipelines.lake.store.pushing import push
from pipelines.lake.store.unnamed import remove
from pipelines.lake.store.working_copy import WorkingCopy
from pipelines.upkeep.maintenance import maintain
from tests.pipelines.lake.store.corpora import NEXT, NIGHT, crawl, drop, dropped, remembered, show

pytest.importorskip("obstore", reason="the extra 'store' is not installed")

Machine = Callable[[str], WorkingCopy]


def maintaining(copy: WorkingCopy):
    """What `dateline maintain` does around its work."""
    return writing(copy, work_files, meanwhile=False, collects=True)


def contents(copy: WorkingCopy, *, but: str = "dateline/") -> dict[str, bytes | None]:
    listed = [each.name for each in copy.objects.listed("") if not each.name.startswith(but)]
    return {name: copy.objects.read(name) for name in listed}


def synced(copy: WorkingCopy, root: Path) -> None:
    """Upload a home in a folder object by object, as a sync tool does."""
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        copy.objects.put(file.relative_to(root).as_posix(), file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A home in a folder: a crawled night, and one that was published."""
    root = tmp_path / "folder"
    crawl(root, "paper", NIGHT, b"<p>news")
    drop(root, NIGHT, "a")
    show(root, NIGHT)
    return root


def test_a_home_that_was_synced_is_refused_and_stays(machine: Machine, folder: Path) -> None:
    ours = machine("ours")
    synced(ours, folder)
    before = contents(ours, but="nothing")
    assert len(before) > 5
    for opened in (maintaining(ours), reading(ours), reading(machine("reader"))):
        with pytest.raises(InputError, match="has archive/, frontier/, lake/ and no log of Dateline's"), opened:
            pass
    assert contents(ours, but="nothing") == before


def test_a_home_that_was_synced_is_taken_over_by_a_copy_with_its_files(machine: Machine, folder: Path) -> None:
    ours, other = machine("ours"), machine("other")
    synced(ours, folder)
    before = contents(ours)
    shutil.copytree(folder, ours.root, dirs_exist_ok=True)
    with maintaining(ours):
        pass
    assert contents(ours).items() >= before.items()
    with writing(other, all_files, meanwhile=False, collects=True):
        assert dropped(other.root) == ["a"]
        assert remembered(other.root, "paper") == ["2026-02-02"]
        assert list(other.root.glob("archive/*/*/*.warc.gz"))


def test_what_a_user_put_there_stays_and_is_named(
    machine: Machine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ours = machine("ours")
    with maintaining(ours):
        crawl(ours.root, "paper", NIGHT, b"<p>news")
        drop(ours.root, NIGHT, "a")
    theirs = ["archive/source=other/night=2026-02-02/theirs.warc.gz", "lake/dropped/theirs.parquet", "notes.txt"]
    for name in theirs:
        ours.objects.put(name, b"theirs")
    if (store := tmp_path / "bucket/corpus").is_dir():
        for file in store.rglob("*"):
            os.utime(file, (1, 1))
    before = contents(ours)
    for copy in (ours, machine("other")):
        with maintaining(copy):
            maintain(Home(copy.root), grace_hours=0)
        said = capsys.readouterr().err
        assert f"3 objects that Dateline's log never named, left untouched: {', '.join(theirs)};" in said
    assert {name: contents(ours)[name] for name in before} == before


def test_many_are_named_by_their_folders(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    ours = machine("ours")
    with maintaining(ours):
        drop(ours.root, NIGHT, "a")
    for number in range(30):
        ours.objects.put(f"index/{number}", b"theirs")
    with maintaining(ours):
        pass
    assert "30 objects that Dateline's log never named, left untouched: index/ (30);" in capsys.readouterr().err


def test_a_replaced_copy_that_a_kill_left_goes(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    ours = machine("ours")
    sources = ours.root / "sources"
    sources.mkdir(parents=True)
    lease = Lease.take(ours.objects, ours.name)
    for text in ("title: A", "title: AB"):
        (sources / "paper.yaml").write_text(text)
        push(ours, lease)
    lease.release()
    (left,) = {each.object for commit in every_commit(ours.objects) for each in commit.put.values()} - {
        "sources/paper.yaml"
    }
    ours.objects.put(left, b"title: AB")  # the commit that replaced it stands; the kill came before it was removed
    ours.objects.put(f"{left}0", b"title: AB")
    with maintaining(ours):
        pass
    assert [*contents(ours)] == ["sources/paper.yaml", f"{left}0"]
    assert f"1 object that Dateline's log never named, left untouched: {left}0;" in capsys.readouterr().err


def test_what_is_unknown_goes_by_name_and_nothing_else_does(machine: Machine) -> None:
    ours = machine("ours")
    with maintaining(ours):
        crawl(ours.root, "paper", NIGHT, b"<p>news")
    ours_own = contents(ours)
    for name in ("notes.txt", "old/1", "old/2", "old2"):
        ours.objects.put(name, b"theirs")
    for known in (*ours_own, "archive/", "dateline/", "dateline/log/000000000001.json", "nothing", "", "ol"):
        with pytest.raises(InputError, match="has no unknown object"):
            remove(ours, ["notes.txt", known])
    assert remove(ours, ["notes.txt", "old/"]) == ["notes.txt", "old/1", "old/2"]
    assert contents(ours) == ours_own | {"old2": b"theirs"}


def test_a_store_that_was_emptied_is_refused(machine: Machine, folder: Path) -> None:
    ours = machine("ours")
    with maintaining(ours):
        drop(ours.root, NEXT, "b")
    ours.objects.delete([each.name for each in ours.objects.listed("")])
    synced(ours, folder)
    before = contents(ours)
    with pytest.raises(CorpusError, match="of its log is gone, which this machine has read"), maintaining(ours):
        pass
    assert contents(ours) == before
    assert dropped(ours.root) == ["b"]
