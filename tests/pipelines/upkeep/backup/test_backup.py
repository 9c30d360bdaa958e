"""Backups are whole, made while others write, cheap to repeat, safe from kills, checked; a restored home goes on."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pyarrow as pa
import pytest
from click.testing import CliRunner

from pipelines.ask.sql.query import query_corpus
from pipelines.base.errors import CorpusError, EnvironmentFault, InputError
from pipelines.cli import dateline
from pipelines.lake.archive.recovery import recover
from pipelines.lake.archive.writing import ArchiveWriter, Exchange
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.layout import FIRST, LAYOUT, layout_of, stamp
from pipelines.lake.schemas import TABLES
from pipelines.lake.store.found_files import PASSING
from pipelines.upkeep.backup.lake_moment import copy_logs
from pipelines.upkeep.backup.making import Made, back_up
from pipelines.upkeep.backup.restoring import restore
from pipelines.upkeep.backup.vault import MARK, Vault
from pipelines.upkeep.migrations import bring_up_to_date
from spiders.frontier.frontier import Frontier
from tests.former_homes.packed import unpacked


def unseen(_done: int, _total: int) -> None: ...


def saved(home: Home, folder: Path, keep: int = 2, on_progress: Callable[[int, int], None] = unseen) -> Made:
    return back_up(home, folder, keep=keep, on_progress=on_progress)


def restored(folder: Path, target: Path, number: int | None = None) -> Home:
    restore(Vault.existing(folder), target, number, on_progress=unseen)
    return Home.at(target)


def tree(root: Path) -> dict[str, str]:
    """Digests of files, without databases and without those that a backup leaves out."""
    paths = [path for path in root.rglob("*") if path.is_file() and path.suffix != ".sqlite"]
    names = {path.relative_to(root).as_posix(): path for path in paths}
    kept = {
        name: path
        for name, path in names.items()
        if not name.startswith((".", "frontier/")) and not name.endswith(PASSING)
    }
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in kept.items()}


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked("a671c3e", tmp_path_factory.mktemp("former")).root


@pytest.fixture
def home(former: Path, tmp_path: Path) -> Home:
    return Home.at(shutil.copytree(former, tmp_path / "home"))


def test_a_restored_home_has_every_file_but_those_that_are_made_again(home: Home, tmp_path: Path) -> None:
    (home.root / "notes.txt").write_text("mine")
    (home.root / "settings.yaml").write_text("owner: team:data\n")
    (home.root / "settings.yaml").chmod(0o600)
    (home.root / "elsewhere").symlink_to(tmp_path / "disk")
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "far.txt").write_text("on another disk")
    for left_out in (".lock", ".store/files.sqlite", "dagster/storage/run/out", "frontier/paper.lock", "broken/x/a"):
        (home.root / left_out).parent.mkdir(parents=True, exist_ok=True)
        (home.root / left_out).write_text("of this machine")
    saved(home, tmp_path / "backups")
    twin = restored(tmp_path / "backups", tmp_path / "twin")
    others = tree(twin.root)
    assert others == {
        name: digest for name, digest in tree(home.root).items() if not name.startswith(("dagster/", "broken/"))
    } | {"elsewhere/far.txt": hashlib.sha256(b"on another disk").hexdigest()}
    assert (twin.root / "settings.yaml").stat().st_mode & 0o777 == 0o600
    crawled = next(home.archive.rglob("fetches.parquet")).relative_to(home.root)
    assert (twin.root / crawled).stat().st_mtime_ns == (home.root / crawled).stat().st_mtime_ns
    with closing(sqlite3.connect(twin.frontier / "gazette.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM pages").fetchone()[0] > 0
    bring_up_to_date(twin)
    assert query_corpus(twin, "SELECT count(*) AS n FROM articles").to_pylist() == [{"n": 2}]


def test_a_second_run_copies_only_what_is_new(home: Home, tmp_path: Path) -> None:
    first = saved(home, tmp_path / "backups")
    (home.root / "notes.txt").write_text("twelve bytes")
    second = saved(home, tmp_path / "backups")
    assert (first.number, second.number, second.files) == (1, 2, first.files + 1)
    assert (first.new_bytes > 500_000, second.new_bytes) == (True, len("twelve bytes"))


@pytest.mark.parametrize("share", [0.4, 1])
def test_a_run_that_is_killed_leaves_earlier_snapshots_and_the_next_one_goes_on(
    share: float, home: Home, tmp_path: Path
) -> None:
    backups = tmp_path / "backups"
    (home.root / "notes.txt").write_text("first")
    saved(home, backups)
    for file in [*home.archive.rglob("*.warc.gz"), *Path(home.root / "sources").iterdir()]:
        file.touch()
    (home.root / "notes.txt").write_text("second")
    calls: list[int] = []
    saved(
        home,
        Path(shutil.copytree(backups, tmp_path / "rehearsal")),
        on_progress=lambda done, _total: calls.append(done),
    )
    moment = iter(range(round(share * (len(calls) - 1))))

    def killed(_done: int, _total: int) -> None:
        if next(moment, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        saved(home, backups, on_progress=killed)
    (backups / ".moment.x").mkdir(exist_ok=True)  # as after SIGKILL
    (backups / ".content.1.part").touch()
    assert (restored(backups, tmp_path / "one").root / "notes.txt").read_text() == "first"
    assert saved(home, backups).number == 2
    assert (restored(backups, tmp_path / "two").root / "notes.txt").read_text() == "second"
    assert sorted(path.name for path in backups.iterdir()) == [".lock", MARK, "files", "snapshots"]


def test_old_snapshots_go_with_what_only_they_had(home: Home, tmp_path: Path) -> None:
    backups, note = tmp_path / "backups", home.root / "notes.txt"
    for text in ("a name to forget", "nothing", "nothing more"):
        note.write_text(text)
        saved(home, backups)
    vault = Vault.existing(backups)
    assert vault.snapshots() == [2, 3]
    assert not vault.content(hashlib.sha256(b"a name to forget").hexdigest()).exists()
    assert saved(home, backups, keep=1).number == 4
    assert vault.snapshots() == [4]
    assert (restored(backups, tmp_path / "twin").root / "notes.txt").read_text() == "nothing more"


def test_bytes_that_the_disk_changes_are_found_before_a_snapshot_counts(home: Home, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    (home.root / "notes.txt").write_text("whole")
    content = Vault(backups).content(hashlib.sha256(b"whole").hexdigest())

    def flips(_done: int, _total: int) -> None:
        if content.exists():
            content.write_bytes(b"Whole")

    with pytest.raises(EnvironmentFault, match="returns other bytes than were written"):
        saved(home, backups, on_progress=flips)
    assert Vault.existing(backups).snapshots() == []
    assert saved(home, backups).number == 1


def test_a_damaged_content_is_named_and_the_rest_is_restored(home: Home, tmp_path: Path) -> None:
    backups, twin = tmp_path / "backups", tmp_path / "twin"
    (home.root / "notes.txt").write_text("whole")
    saved(home, backups)
    content = Vault(backups).content(hashlib.sha256(b"whole").hexdigest())
    content.write_bytes(b"Whole")
    with pytest.raises(CorpusError, match=rf"1 of \d+ files are damaged in {backups}, notes.txt first; the others are"):
        restored(backups, twin)
    assert not twin.exists()
    (tmp_path / "twin.restoring" / "of_another_snapshot").touch()
    content.write_bytes(b"whole")
    assert tree(restored(backups, twin).root) == tree(home.root)
    assert not (tmp_path / "twin.restoring").exists()


@pytest.mark.parametrize("name", ["home/backups", "home", ".", "other"])
def test_a_folder_that_is_no_place_for_backups_is_refused(name: str, home: Home, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").touch()
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(InputError, match=r"are inside each other|holds something else"):
        saved(home, tmp_path / name)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_folder_is_of_one_home_and_one_run(home: Home, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    saved(home, backups)
    twin = restored(backups, tmp_path / "twin")
    with pytest.raises(InputError, match=rf"holds backups of {home.root}: name another folder"):
        saved(twin, backups)
    assert back_up(twin, backups, keep=2, on_progress=unseen, moved=True).number == 2
    with (backups / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(EnvironmentFault, match="another backup"):
            saved(twin, backups)


def test_a_home_of_an_older_layout_is_backed_up_as_it_is(home: Home, tmp_path: Path) -> None:
    """So that the way back from an upgrade is there before it."""
    arguments = ["--home", str(home.root), "backup", str(tmp_path / "backups")]
    done = CliRunner().invoke(dateline, arguments, catch_exceptions=False)
    assert (done.exit_code, layout_of(home.root)) == (0, FIRST)
    assert Vault.existing(tmp_path / "backups").head(1).layout == FIRST
    assert layout_of(restored(tmp_path / "backups", tmp_path / "twin").root) == FIRST


def test_a_snapshot_of_a_newer_dateline_is_refused(home: Home, tmp_path: Path) -> None:
    stamp(home.root, LAYOUT + 1)
    saved(home, tmp_path / "backups")
    with pytest.raises(InputError, match="was made by a newer Dateline"):
        restored(tmp_path / "backups", tmp_path / "twin")
    (tmp_path / "backups" / MARK).write_text("Dateline backup, format 2\n")
    with pytest.raises(InputError, match="was written by a newer Dateline"):
        restored(tmp_path / "backups", tmp_path / "twin")


def test_a_restored_home_must_be_new(home: Home, tmp_path: Path) -> None:
    saved(home, tmp_path / "backups")
    before = tree(home.root)
    with pytest.raises(InputError, match="is not empty"):
        restored(tmp_path / "backups", home.root)
    assert tree(home.root) == before


def test_files_that_maintenance_removes_meanwhile_are_no_fault(home: Home, tmp_path: Path) -> None:
    stale = Lake(home.lake).path("articles") / "month=2026-02" / f"{'0' * 32}.parquet"
    stale.touch()

    def vacuums(_done: int, _total: int) -> None:
        stale.unlink(missing_ok=True)

    saved(home, tmp_path / "backups", on_progress=vacuums)
    assert tree(restored(tmp_path / "backups", tmp_path / "twin").root) == tree(home.root)


def test_a_home_that_lacks_files_of_its_tables_is_named(home: Home, tmp_path: Path) -> None:
    Path(Lake(home.lake).files("documents")[0]).unlink()
    with pytest.raises(CorpusError, match="lacks 1 files of its tables: 'dateline build'"):
        saved(home, tmp_path / "backups")


def test_a_file_that_rotted_before_the_backup_is_named(home: Home, tmp_path: Path) -> None:
    path = f"lake/documents/{Lake(home.lake).live_files('documents')[0].path}"
    Checksums(home.root).take([path])
    file = home.root / path
    stat, content = file.stat(), bytearray(file.read_bytes())
    content[1000] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert saved(home, tmp_path / "backups").damaged == [path]
    assert not (restored(tmp_path / "backups", tmp_path / "twin").root / "checksums.sqlite").exists()


def test_a_crawl_that_runs_is_copied_as_a_kill_would_have_left_it(home: Home, tmp_path: Path) -> None:
    """Its frontier knows two records of three; the third is cut off when the crawl goes on."""
    part = home.archive / "source=gazette" / "night=2026-02-04"
    writer = ArchiveWriter(home.archive, part, "gazette-2026-02-04")
    frontier = Frontier(home.frontier / "gazette.sqlite", "2026-02-04")
    try:
        places = [writer.write(_exchange(number)) for number in range(2)]
        writer.sync()
        frontier.commit(dict(writer.synced))
        synced = writer.offset
        places.append(writer.write(_exchange(2)))
        writer.sync()
        saved(home, tmp_path / "backups")
    finally:
        writer.abandon()
        frontier.close()
    twin = restored(tmp_path / "backups", tmp_path / "twin")
    copy = twin.archive / "source=gazette" / "night=2026-02-04"
    assert (copy / "gazette-2026-02-04-00000.warc.gz.open").stat().st_size > synced
    again = Frontier(twin.frontier / "gazette.sqlite", "2026-02-04")
    closed = recover(copy, again.acknowledged())
    again.close()
    assert [(file.name, file.stat().st_size) for file in closed] == [("gazette-2026-02-04-00000.warc.gz", synced)]


def _exchange(number: int) -> Exchange:
    at = datetime(2026, 2, 4, 2, tzinfo=UTC)
    return Exchange(
        f"http://127.83.0.1:8083/{number}", at, None, 200, "OK", [("Content-Type", "text/html")], b"<p>A ferry"
    )


def test_logs_of_one_moment_have_what_the_accounts_of_nights_record(tmp_path: Path) -> None:
    """A writer commits rows, then records them, again and again; each copy has at most one commit that is not recorded."""
    lake, rounds = Lake(tmp_path / "lake"), 12
    rows = {name: pa.table({n: pa.nulls(1, t) for n, t in _types(name)}) for name in ("boilerplate", "publications")}

    def write() -> None:
        for _ in range(rounds):
            for name, row in rows.items():
                lake.commit(name, [], [("2026-02-02" if TABLES[name].partition else "", row)])

    for name, row in rows.items():
        lake.commit(name, [], [("2026-02-02" if TABLES[name].partition else "", row)])
    writer = Thread(target=write)
    writer.start()
    seen = []
    while writer.is_alive():
        target = tmp_path / f"copy-{len(seen)}"
        copy_logs(tmp_path / "lake", target)
        seen.append(tuple(len(list((target / name / "_delta_log").glob("*.json"))) for name in rows))
    writer.join()
    assert len(seen) > 3
    assert [(filed, recorded) for filed, recorded in seen if filed - recorded not in (0, 1)] == []


def _types(table: str) -> list[tuple[str, pa.DataType]]:
    return [(field.name, field.type) for field in TABLES[table].schema]
