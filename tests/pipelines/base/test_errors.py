"""What the machine has done is told apart from what we have."""

import errno
from pathlib import Path

import pytest

from pipelines.base.errors import machine_fault

NO_PERMISSION = "no permission: choose another folder, or change who may write there"
FULL = "the disk is full: free some space, then run the same command again"


def wrapped(inner: BaseException) -> BaseException:
    try:
        raise ValueError("could not commit") from inner
    except ValueError as error:
        return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), f"{FULL} (/data/x)"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "/data/x/y"),
         "a part of the path is a file, not a folder: choose another folder (/data/x/y)"),
        (OSError(errno.EROFS, "Read-only file system"), "the disk is read-only: choose another folder"),
        (RuntimeError("Generic LocalFileSystem error: No space left on device (os error 28)"), FULL),
        (wrapped(OSError(errno.EACCES, "Permission denied", "/data")), f"{NO_PERMISSION} (/data)"),
        (ValueError('Failed to acquire Lockfile: IoError(Os { code: 13, message: "Permission denied" })'), NO_PERMISSION),
        (PermissionError(errno.EPERM, "Operation not permitted", "/sys/x"),
         "not permitted: choose another folder, or change who may write there (/sys/x)"),
        (ValueError("a bug"), None),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
    ],
)  # fmt: skip
def test_faults_of_the_machine(error: BaseException, said: str | None) -> None:
    assert machine_fault(error) == said


def test_a_folder_where_none_can_be_made_is_no_bug() -> None:
    with pytest.raises(FileNotFoundError) as caught:
        Path("/proc/news").mkdir(parents=True)
    assert machine_fault(caught.value) == "no folder can be made here: choose another folder (/proc/news)"


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__context__, second.__context__ = second, first
    assert machine_fault(first) is None
