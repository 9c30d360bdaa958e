import subprocess
import sys
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lake.archive import ArchiveWriter, Exchange, folder, recover
from tests.pipelines.lake.archive.captures import check, iter_captures

NIGHT = date(2025, 11, 3)
AT = datetime(2025, 11, 3, 2, tzinfo=UTC)
WRITE_FOREVER = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from pipelines.lake.archive import ArchiveWriter, Exchange, folder
archive = Path(sys.argv[1])
out = ArchiveWriter(archive, folder(archive, "paper", date(2025, 11, 3)), "paper")
number = 0
while True:
    at = datetime(2025, 11, 3, 2, tzinfo=UTC)
    out.write(Exchange(f"http://a.example/{number}", at, [], 200, "OK", [], str(number).encode() * 5000))
    number += 1
    if number % 3 == 0:
        out.sync()
        print(number, flush=True)
"""


def torn(archive, cut, members=6):
    """An archive whose only file was left open and cut at `cut` bytes; the ends of its exchanges."""
    part = folder(archive, "paper", NIGHT)
    out = ArchiveWriter(archive, part, "paper")
    ends = []
    for number in range(members):
        out.write(Exchange(f"http://a.example/{number}", AT, [], 200, "OK", [], b"news " * number))
        out.sync()
        ends.append(out.synced["paper-00000.warc.gz"])
    out.abandon()
    path = part / "paper-00000.warc.gz.open"
    path.write_bytes(path.read_bytes()[: cut(ends[-1])])
    return part, ends


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1))
def test_whatever_the_tear_whole_captures_stay_and_nothing_else(tmp_path_factory, share):
    archive = tmp_path_factory.mktemp("archive")
    part, ends = torn(archive, lambda size: int(size * share))
    size = int(ends[-1] * share)
    recover(part)
    captures = list(iter_captures(archive, "paper", NIGHT))
    assert len(captures) >= sum(end <= size for end in ends)
    assert [capture.body for capture in captures] == [b"news " * number for number in range(len(captures))]
    assert check(archive) == []
    assert not list(part.glob("*.open"))


def test_what_was_not_acknowledged_is_cut_off(tmp_path):
    part, ends = torn(tmp_path, lambda size: size)
    assert recover(part, {"paper-00000.warc.gz": ends[2]}) == [part / "paper-00000.warc.gz"]
    assert [capture.url[-1] for capture in iter_captures(tmp_path, "paper", NIGHT)] == ["0", "1", "2"]


def test_what_was_not_acknowledged_is_cut_off_a_closed_file_too(tmp_path):
    part, ends = torn(tmp_path, lambda size: size)
    (part / "paper-00000.warc.gz.open").rename(part / "paper-00000.warc.gz")
    recover(part, {"paper-00000.warc.gz": ends[2]})
    assert len(list(iter_captures(tmp_path, "paper", NIGHT))) == 3
    assert check(tmp_path) == []


def test_a_file_of_which_nothing_was_acknowledged_goes(tmp_path):
    part, _ = torn(tmp_path, lambda size: size)
    assert recover(part, {"another-00000.warc.gz": 7}) == []
    assert list(part.iterdir()) == []


def test_garbage_after_whole_members_is_cut_off(tmp_path):
    part, _ = torn(tmp_path, lambda size: size)
    path = part / "paper-00000.warc.gz.open"
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    recover(part)
    assert len(list(iter_captures(tmp_path, "paper", NIGHT))) == 6
    assert check(tmp_path) == []


def test_check_names_a_torn_file(tmp_path):
    part, _ = torn(tmp_path, lambda size: size - 10)
    (part / "paper-00000.warc.gz.open").rename(part / "paper-00000.warc.gz")
    assert [fault.rpartition(": ")[2] for fault in check(tmp_path)] == ["torn"]


def test_a_killed_writer_loses_nothing_that_it_synced(tmp_path):
    for round_number in range(3):
        archive = tmp_path / str(round_number)
        with subprocess.Popen(
            [sys.executable, "-c", WRITE_FOREVER, str(archive)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(3 + round_number * 5):
                synced = int(process.stdout.readline())
            process.kill()
        recover(folder(archive, "paper", NIGHT))
        bodies = [capture.body for capture in iter_captures(archive, "paper", NIGHT)]
        assert len(bodies) >= synced
        assert bodies == [str(number).encode() * 5000 for number in range(len(bodies))]
        assert check(archive) == []
