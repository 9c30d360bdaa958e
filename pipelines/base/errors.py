"""Dateline's own exceptions.

DatelineError            a fault that a user can correct: one line, exit status 2
├── ConfigError          a settings file is wrong: names file, line, field, value and remedy
├── InputError           a file or argument from the user is wrong or missing
├── EnvironmentFault     port in use, disk full, no permission
└── CorpusError          the corpus itself is damaged (rows lost, archive torn)
PageDropped              one page is left out, with step, reason and detail: a row, never a stop
"""

from __future__ import annotations

import errno
import os
import traceback


class DatelineError(Exception):
    """A fault that a user can correct; its text is one line with the remedy."""


class ConfigError(DatelineError):
    """A settings file is wrong; the text names file, line, field, value and remedy."""


class InputError(DatelineError):
    """A file or an argument from the user is missing or malformed."""


class EmptyDatasetError(InputError):
    """A dataset, or a split of it, would have no row. It is not written; a night goes on without it."""


class EnvironmentFault(DatelineError):  # noqa: N818 -- a fault of the machine, beside the built-in EnvironmentError
    """A fault of the machine: a port in use, a full disk, a missing permission."""


class CorpusError(DatelineError):
    """The corpus breaks one of its guarantees; the text names the table and night."""


class PageDropped(Exception):  # noqa: N818 -- an outcome of a page, not a fault of the program
    """One page is left out.

    `reason` is a short stable word for a column (`not_html`, `too_deep`, `timeout`), `detail` the explanation for a
    person.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


NO_SPACE = "the disk is full: free some space, then run the same command again"
REMEDIES = {
    errno.ENOSPC: NO_SPACE,
    errno.EDQUOT: "the disk quota is used up: free some space, then run the same command again",
    errno.EFBIG: "a file grew larger than may be (ulimit -f): raise the limit, then run the same command again",
    errno.EACCES: "no permission: choose another folder, or change who may write there",
    errno.EPERM: "not permitted: choose another folder, or change who may write there",
    errno.EIO: "the disk cannot be read or written: check it ('dmesg' says why), then run the same command again",
    errno.EMFILE: "too many files are open (ulimit -n): raise the limit, then run the same command again",
    errno.ELOOP: "a symbolic link in the path leads back to itself: choose another folder",
    errno.EROFS: "the disk is read-only: choose another folder",
    errno.ENOTDIR: "a part of the path is a file, not a folder: choose another folder",
    errno.ENAMETOOLONG: "a name in the path is too long: choose a shorter one",
}
MISSING = {
    "mkdir": "no folder can be made here: choose another folder",
    **dict.fromkeys(("abspath", "absolute", "cwd"), "the working directory was removed: change into another one (cd)"),
}
"""What a missing file means by the function that met it; of any other function, it is a bug."""


BROKEN = (
    "crc checksum",
    "corrupt",
    "deserialize thrift",
    "magic bytes",
    "malformed",
    "not a database",
    "file is too small",
)
"""Words of libraries about a damaged file, in lower case."""
LIBRARIES = ("pyarrow", "deltalake", "duckdb", "sqlite3")


def broken_file(error: BaseException) -> str | None:
    """The remedy, in one line, if a library says that a file is damaged; else None."""
    said = (str(error).strip().splitlines() or [""])[0]
    library = type(error).__module__.partition(".")[0]
    if (library in LIBRARIES or isinstance(error, OSError)) and any(w in said.lower() for w in BROKEN):
        return f"a file of the corpus is damaged ({said[:160]}): 'dateline build' makes it anew"
    return None


def machine_fault(error: BaseException) -> str | None:
    """The fault of the machine behind an error (or its cause), in one line; None if the error has another reason.

    Libraries wrap the system's error in their own; then only its text is left.
    """
    seen: BaseException | None = error
    met: set[int] = set()
    while seen is not None and id(seen) not in met:  # a chain of contexts may be a loop
        met.add(id(seen))
        if isinstance(seen, OSError) and seen.errno in REMEDIES:
            return REMEDIES[seen.errno] + (f" ({seen.filename})" if seen.filename else "")
        if isinstance(seen, FileNotFoundError) and (missing := MISSING.get(_raised_in(seen))):
            return missing + (f" ({seen.filename})" if seen.filename else "")
        if "disk is full" in str(seen).lower():  # SQLite's words
            return NO_SPACE
        if "disk i/o error" in str(seen).lower():
            return REMEDIES[errno.EIO]
        for number, remedy in REMEDIES.items():
            if os.strerror(number).lower() in str(seen).lower():
                return remedy
        seen = seen.__cause__ or seen.__context__
    return None


def _raised_in(error: BaseException) -> str:
    """Name of the function that raised an error; empty if it was not raised."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return frames[-1].f_code.co_name if frames else ""
