"""One good file among bad inputs, names and records: its stories are there, and every bad input has a line with its reason."""

import ctypes
import gc
import os
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.base.errors import InputError
from pipelines.base.processes.endings import MISTAKE, Terminated, heed_termination
from pipelines.lake.archive import folder
from pipelines.lake.home import Home
from spiders.imports import __main__ as program
from spiders.imports import run
from spiders.imports.opening import UnreadableError, opened
from spiders.imports.run import import_warcs
from spiders.imports.sites import MAX_NAME_CHARACTERS
from spiders.imports.tables import Asked, import_tables
from spiders.imports.url_lists import import_urls
from spiders.imports.wishes import Wishes
from tests.spiders.imports.bad_inputs import FOR_ROOT, PARTS, WHOLE, make
from tests.spiders.imports.test_import import hashes
from tests.spiders.imports.warcs import story, zipped

NOW, DAY = datetime(2026, 1, 1, tzinfo=UTC), date(2025, 11, 3)
GOOD = [f"https://good.example/a-story-of-the-harbour-{n}.html" for n in range(3)]
STRANGE = os.fsdecode(b"caf\xe9\nand \x1b[31mred.warc")
"""A name that is no UTF-8, with a line break and a command of a terminal."""
CAPABILITIES = (ctypes.c_uint32 * 2)(0x20080522, 0)
"""The header of capset(2): its version, and this thread."""
READ_ALL = 0b110
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: root's right to read everything."""


@contextmanager
def without_the_right_to_read_all() -> Iterator[None]:
    """As a usual user, also where the tests run as root: a file of mode 0 cannot be read."""
    libc = ctypes.CDLL(None, use_errno=True)
    sets = (ctypes.c_uint32 * 6)()
    assert libc.capget(CAPABILITIES, sets) == 0
    effective = sets[0]
    sets[0] = effective & ~READ_ALL
    assert libc.capset(CAPABILITIES, sets) == 0
    try:
        yield
    finally:
        sets[0] = effective
        assert libc.capset(CAPABILITIES, sets) == 0


def ledger(home: Home) -> list[dict[str, Any]]:
    (path,) = (home.archive / "imports").glob("*.parquet")
    return pq.read_table(path, partitioning=None).to_pylist()


def stored(home: Home, source: str) -> set[str]:
    rows = pq.read_table(folder(home.archive, source, DAY) / "fetches.parquet", partitioning=None).to_pylist()
    return {row["url"] for row in rows if row["outcome"] == "stored"}


@pytest.fixture(scope="module")
def imported(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Home, dict[str, list[dict[str, Any]]], dict[str, str]]]:
    """An import of everything in one folder: the home, the ledger's lines by name of the input, and notes by name."""
    root = tmp_path_factory.mktemp("bad")
    inputs, home = root / "inputs", Home.at(root / "home")
    with without_the_right_to_read_all(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("spiders.imports.records.MAX_SKIPPED_BYTES", 8 << 20)  # bombs of a few MiB are enough
        inputs.mkdir()
        for name, (maker, _) in (WHOLE | PARTS).items():
            make(inputs, name, maker)
        (inputs / STRANGE).write_bytes(story(GOOD[2], "Strange"))
        (inputs / "middle.warc.gz").write_bytes(zipped([story(url) for url in GOOD[:2]]))
        found = import_warcs(home, [inputs], Wishes(), NOW, show=False)
    lines: dict[str, list[dict[str, Any]]] = {}
    for line in ledger(home):
        lines.setdefault(Path(line["file"].partition("!")[0]).name, []).append(line)
    yield home, lines, {Path(path.partition("!")[0]).name: note for path, note in found.notes.items()}
    for name in FOR_ROOT:
        (inputs / name).chmod(0o700)


def test_the_stories_of_the_good_file_are_there(imported) -> None:
    home, lines, _ = imported
    assert stored(home, "good_example") == set(GOOD)
    assert [line["outcome"] for line in lines["middle.warc.gz"]] == ["imported"] * 2
    assert len(WHOLE) + len(PARTS) >= 45


@pytest.mark.parametrize("name", WHOLE)
def test_an_input_that_cannot_be_read_has_a_line_with_its_reason(imported, name: str) -> None:
    _, lines, notes = imported
    (line,) = lines[name]
    assert (line["outcome"], line["record_type"]) == ("unreadable", "file")
    assert WHOLE[name][1] in line["detail"] == notes[name]


@pytest.mark.parametrize("name", PARTS)
def test_a_bad_record_costs_itself(imported, name: str) -> None:
    _, lines, notes = imported
    found = lines.get(name, [])
    assert [line["outcome"] for line in found] == PARTS[name][1]
    assert all(line["detail"] for line in found if line["outcome"] != "imported")
    assert found or notes[name] == "the file contains no record"


def test_a_name_that_is_no_utf8_is_in_the_ledger_as_far_as_it_can_be_written(imported) -> None:
    _, lines, _ = imported
    (line,) = next(lines[name] for name in lines if name.startswith("caf"))
    assert line["file"].endswith("/caf\ufffd\nand \ufffd[31mred.warc")
    assert line["outcome"] == "imported"


def test_a_long_host_has_a_source_with_a_short_name(imported) -> None:
    home, lines, _ = imported
    (line,) = lines["host.warc"]
    assert len(line["source"]) == MAX_NAME_CHARACTERS
    assert stored(home, line["source"]) >= {line["url"]}


def test_the_exit_status_is_2_if_an_input_could_not_be_read_and_each_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / STRANGE).write_bytes(b"")
    (tmp_path / "good.warc").write_bytes(story(GOOD[0]))
    assert arguments(tmp_path, "warc", tmp_path / "good.warc") == 0
    make(tmp_path, "pipe.warc", WHOLE["pipe.warc"][0])
    capfd.readouterr()
    assert arguments(tmp_path, "warc", tmp_path) == MISTAKE
    err = capfd.readouterr().err
    assert f"  {tmp_path}/pipe.warc: no regular file\n" in err
    assert f"  {tmp_path}/caf\\udce9 and \\u001b[31mred.warc: the file contains no record\n" in err


def arguments(root: Path, form: str, *paths: Path) -> int:
    """The exit status of the program."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        options = [option for path in paths for option in ("--path", str(path))]
        return program.main([form, "--home", str(root / "home"), *options])
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def test_where_nothing_can_be_read_nothing_is_kept_so_the_mended_file_may_come_again(tmp_path: Path) -> None:
    home, file = Home.at(tmp_path / "home"), tmp_path / "a.wacz"
    file.write_bytes(b"no zip")
    make(tmp_path, "pipe.warc", WHOLE["pipe.warc"][0])
    with pytest.raises(InputError, match=r"a\.wacz: no WACZ file: .* \(and 1 more that cannot be read\)"):
        import_warcs(home, [file, tmp_path / "pipe.warc"], Wishes(), NOW, show=False)
    assert [path for path in home.root.rglob("*") if path.is_file() and not path.name.startswith(".")] == []


def test_a_file_that_may_be_read_at_last_is_imported_although_the_rest_was_before(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    with without_the_right_to_read_all():
        (tmp_path / "good.warc").write_bytes(story(GOOD[0]))
        closed = make(tmp_path, "closed.warc.gz", WHOLE["closed.warc.gz"][0])
        files = [tmp_path / "good.warc", closed]
        first = import_warcs(home, files, Wishes(), NOW, show=False)
        closed.chmod(0o600)
        again = import_warcs(home, files, Wishes(), NOW, show=False)
    assert (dict(first.outcomes), dict(again.outcomes)) == (
        {"imported": 1, "unreadable": 1},
        {"already_there": 1, "imported": 1},
    )


def test_a_file_that_vanishes_after_it_was_listed_has_a_line(tmp_path: Path) -> None:
    home, gone = Home.at(tmp_path / "home"), tmp_path / "gone.warc"
    for name in ("gone.warc", "good.warc"):
        (tmp_path / name).write_bytes(story(GOOD[0]))
    work = run.WarcImport(
        home, "a" * 16, [str(gone), str(tmp_path / "good.warc")], Wishes(), NOW, home.root / run.LEDGERS
    )
    gone.unlink()
    assert dict(work.run(show=False).outcomes) == {"imported": 1, "unreadable": 1}
    assert [line["detail"] for line in ledger(home)] == ["No such file or directory", None]


def test_a_read_that_fails_is_a_fault_of_the_input(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"words")
    with opened(tmp_path / "x") as file:
        other = os.open(tmp_path, os.O_RDONLY)
        os.dup2(other, file.fileno())  # reading a folder fails
        os.close(other)
        with pytest.raises(UnreadableError, match="Is a directory"):
            file.read()


BAD_TABLES = {
    "no-columns.csv": (b"a,b\n1,2\n", "no column for url"),
    "folder.parquet": (Path.mkdir, "a folder without"),
    "pipe.jsonl": (os.mkfifo, "no regular file"),
    "gone.csv": (lambda path: path.symlink_to("nowhere"), "No such file"),
}


def test_tables_that_cannot_be_read_have_a_line_and_the_good_one_is_there(tmp_path: Path) -> None:
    for name, (maker, _) in BAD_TABLES.items():
        make(tmp_path, name, maker)
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 and so on")
    (tmp_path / "good.csv").write_text(f"url,text\n{GOOD[0]},Words of a text\n")
    (tmp_path / os.fsdecode(b"caf\xe9.jsonl")).write_text(f'{{"url": "{GOOD[1]}", "text": "More words"}}\n')
    home = Home.at(tmp_path / "home")
    found = import_tables(home, [tmp_path], Asked("letters", {}), Wishes(), NOW, show=False)
    assert dict(found.outcomes) == {"unreadable": len(BAD_TABLES), "imported": 2, "broken": 1}
    details = {Path(line["file"]).name: line["detail"] for line in ledger(home)}
    assert all(words in details[name] for name, (_, words) in BAD_TABLES.items())


BAD_LISTS = {
    "half.json": (b'{"url": "https://good.exam', "no JSON that can be read"),
    "page.html": (b"<html><body>words</body></html>", "no feed, no sitemap"),
    "torn.txt.gz": (b"\x1f\x8b\x08\x00\x00", "cannot be read"),
    "pipe.txt": (os.mkfifo, "no regular file"),
    "folder.txt": (Path.mkdir, "a folder"),
    "gone.txt": (lambda path: path.symlink_to("nowhere"), "No such file"),
}


def test_lists_that_cannot_be_read_have_a_line_and_the_good_one_is_queued(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    home.sources.mkdir(parents=True)
    (home.sources / "good.yaml").write_text("title: Good\nurl: https://good.example/\n")
    paths = [make(tmp_path, name, maker) for name, (maker, _) in BAD_LISTS.items()]
    good = tmp_path / os.fsdecode(b"caf\xe9.txt")
    good.write_text("\n".join(GOOD) + "\n")
    found = import_urls(home, [*paths, good], Wishes())
    assert dict(found.outcomes) == {"unreadable": len(BAD_LISTS), "queued": 3}
    details = {Path(line["file"]).name: line["detail"] for line in ledger(home)}
    assert all(words in details[name] for name, (_, words) in BAD_LISTS.items())


@contextmanager
def stopped_after(calls: int) -> Iterator[Counter[str]]:
    """Send SIGTERM to this process right after its nth durable step: a statement of SQLite, a sync, a rename.

    Yields the count of the steps by name, to which the last is the one that the signal came after.
    """
    steps: Counter[str] = Counter()

    def profile(_frame: FrameType, event: str, function: object) -> None:
        of_file = getattr(function, "__module__", "") == "posix" and function in (
            os.fsync,
            os.replace,
            os.rename,
            os.unlink,
        )
        if event == "c_return" and (of_file or isinstance(getattr(function, "__self__", None), sqlite3.Connection)):
            steps[getattr(function, "__name__", "")] += 1
            if steps.total() == calls:
                os.kill(os.getpid(), signal.SIGTERM)

    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    heed_termination()
    sys.setprofile(profile)
    try:
        yield steps
    finally:
        sys.setprofile(None)
        for number, handler in handlers.items():
            signal.signal(number, handler)


def test_an_import_that_is_stopped_between_any_two_steps_goes_on_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "GROUP_RECORDS", 2)
    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(zipped([*(story(url) for url in GOOD), story("https://other.example/a-story.html")]))
    make(tmp_path, "pipe.warc", WHOLE["pipe.warc"][0])
    whole = Home.at(tmp_path / "whole")
    with stopped_after(0) as steps:
        import_warcs(whole, [file, tmp_path / "pipe.warc"], Wishes(), NOW, show=False)
    expected, total = hashes(whole), steps.total()
    assert total > 60
    for calls in range(1, total, int(os.environ.get("STEPS_APART", "9"))):
        home = Home.at(tmp_path / str(calls))
        is_stopped = False
        try:
            with stopped_after(calls):
                import_warcs(home, [file, tmp_path / "pipe.warc"], Wishes(), NOW, show=False)
        except Terminated:
            is_stopped = True
        assert is_stopped, calls
        gc.collect()  # closes the files that the stopped import had open, as the end of its process does
        if not (home.archive / "imports").exists() or list((home.root / run.LEDGERS).glob("*.sqlite")):
            import_warcs(home, [file, tmp_path / "pipe.warc"], Wishes(), NOW, show=False)
        assert hashes(home) == expected, calls
