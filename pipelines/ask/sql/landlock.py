"""Landlock: a thread permanently gives up access to files and networks, except to a few folders. The kernel enforces
it.

Everything that the thread starts later is bound in the same way; threads that already run are not. It needs Linux
5.13 or newer (https://docs.kernel.org/userspace-api/landlock.html). The ABI number says which rights a kernel
supports.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""System calls, the same on every architecture except Alpha."""
VERSION = 1
"""LANDLOCK_CREATE_RULESET_VERSION: asks for the ABI number."""
PATH_BENEATH = 1
PR_SET_NO_NEW_PRIVS = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = (1 << bit for bit in range(6, 13))
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15

READING = READ_FILE | READ_DIR
SPILLING = READING | WRITE_FILE | TRUNCATE | MAKE_REG | MAKE_DIR | REMOVE_FILE | REMOVE_DIR
"""Rights that a database needs in the folder of its temporary files."""
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
"""Rights that a rule on a single file may name."""
FS_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Rights over files by ABI; later ABIs have the rights of the fifth."""
BIND_AND_CONNECT = 0b11
"""TCP, since ABI 4."""
SCOPES = 0b11
"""Abstract UNIX sockets and signals, since ABI 6."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))  # the kernel reads 12 bytes, without padding


def abi() -> int:
    """The Landlock ABI of this kernel; 0 if it has no Landlock."""
    return max(0, _call(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION))


def confine(*, readable: Iterable[Path] | None, writable: Iterable[Path] = ()) -> bool:
    """Confine this thread to reading below `readable` (None: anywhere) and to reading and writing below `writable`.

    It can then run no program, and bind or connect to no TCP port. Symbolic links in these paths are resolved now;
    for links below them, the target counts. Missing paths are skipped. Returns False, and does nothing, if the
    kernel has no Landlock.
    """
    version = abi() if sys.platform == "linux" else 0
    if not version:
        return False
    known = FS_RIGHTS[min(version, max(FS_RIGHTS))]
    handled = known if readable is not None else known & ~READING
    attributes = _Ruleset(handled, BIND_AND_CONNECT if version >= 4 else 0, SCOPES if version >= 6 else 0)
    ruleset = _checked(
        _call(CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(8 * (1 + (version >= 4) + (version >= 6))), 0)
    )
    try:
        for path in readable or ():
            _allow(ruleset, path, READING & handled)
        for path in writable:
            _allow(ruleset, path, SPILLING & handled)
        _checked(_libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _checked(_call(RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)
    return True


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    beneath = _Beneath(rights if path.is_dir() else rights & OF_FILES, parent)
    _checked(_call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(beneath), 0))
    # `parent` stays open: a rule is about an inode, and an inode of /proc disappears when nobody holds it open


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    return int(_libc().syscall(number, *arguments))


def _checked(result: int) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result
