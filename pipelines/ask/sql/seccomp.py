"""seccomp: a process permanently gives up system calls that start programs, use the network, or change files.

It installs a filter in classic BPF (https://docs.kernel.org/userspace-api/seccomp_filter.html) for all threads of
the process. Unlike Landlock, the filter knows no folders. On a kernel without Landlock it stops all writes;
otherwise it stops calls that Landlock allows.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys

PR_SET_NO_NEW_PRIVS = 38
SECCOMP_SET_MODE_FILTER, TSYNC = 1, 1
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_JGE, BPF_JSET, BPF_RET."""
ALLOW, FAIL = 0x7FFF0000, 0x00050000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
"""Offsets in struct seccomp_data; an argument takes eight bytes, the lower four first."""
CLONE_THREAD = 0x10000
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
X32 = 0x40000000
"""Calls of x86-64's other ABI have this bit."""

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""AUDIT_ARCH of the architectures whose call numbers are listed below, in this order; `-`: it has no such call."""
DENIED = """
fork 57 -, vfork 58 -, execve 59 221, execveat 322 281, kill 62 129, ptrace 101 117, socket 41 198,
connect 42 203, bind 49 200, listen 50 201, mount 165 40, umount2 166 39, chroot 161 51, pivot_root 155 41,
unshare 272 97, setns 308 268, bpf 321 280, perf_event_open 298 241, userfaultfd 323 282,
process_vm_readv 310 270, process_vm_writev 311 271, open_by_handle_at 304 265, pidfd_getfd 438 438,
keyctl 250 219
"""
"""Calls about programs, other processes, the network or the system; a query never needs them."""
CHANGES = """
rename 82 -, renameat 264 38, renameat2 316 276, mkdir 83 -, mkdirat 258 34, rmdir 84 -, creat 85 -, link 86 -,
linkat 265 37, unlink 87 -, unlinkat 263 35, symlink 88 -, symlinkat 266 36, mknod 133 -, mknodat 259 33,
chmod 90 -, fchmod 91 52, fchmodat 268 53, fchmodat2 452 452, chown 92 -, fchown 93 55, lchown 94 -,
fchownat 260 54, truncate 76 45, ftruncate 77 46, utime 132 -, utimes 235 -, utimensat 280 88, futimesat 261 -,
setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7, removexattr 197 14, lremovexattr 198 15, fremovexattr 199 16,
fallocate 285 47
"""
"""Calls that change files without opening them for writing."""
HIDDEN = "clone3 435 435, openat2 437 437, io_uring_setup 425 425"
"""Calls whose arguments a filter cannot see. Programs work without them, because older kernels do not have them."""
CLONE, OPEN, OPENAT, SECCOMP = "clone 56 220", "open 2 -", "openat 257 56", "seccomp 317 277"


def forbid_calls(*, writing: bool) -> bool:
    """Forbid this process to start programs or processes, to use the network, and, with `writing`, to change files.

    It may still start threads and write to open files. Returns False, and does nothing, if the kernel or the
    architecture has no such filter.
    """
    machine = os.uname().machine
    if (
        sys.platform != "linux" or machine not in ARCHITECTURES or sys.maxsize < 1 << 32
    ):  # 32-bit programs have other numbers
        return False
    program = _program(machine, writing=writing)
    instructions = (_Instruction * len(program))(*(_Instruction(*each) for each in program))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    [call] = _numbers(SECCOMP, machine)
    filter_ = _Program(len(program), instructions)
    return bool(libc.syscall(call, SECCOMP_SET_MODE_FILTER, TSYNC, ctypes.byref(filter_)) == 0)


Line = tuple[int, int, int, int]
"""Code, instructions to skip if the test is true, if it is false, operand."""


def _program(machine: str, *, writing: bool) -> list[Line]:
    lines: list[Line] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, ARCHITECTURES[machine]),
        (RETURN, 0, 0, FAIL | errno.EPERM),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, X32),
        (RETURN, 0, 0, FAIL | errno.EPERM),
    ]
    for number in _numbers(DENIED, machine) + (_numbers(CHANGES, machine) if writing else []):
        lines += [(EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | errno.EPERM)]
    for number in _numbers(HIDDEN, machine):
        lines += [(EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | errno.ENOSYS)]
    for number in _numbers(CLONE, machine):
        lines += _by_bits(number, 0, CLONE_THREAD, if_set=ALLOW, otherwise=FAIL | errno.EPERM)
    for argument, call in ((1, OPEN), (2, OPENAT)) if writing else ():
        for number in _numbers(call, machine):
            lines += _by_bits(number, argument, WRITING, if_set=FAIL | errno.EPERM, otherwise=ALLOW)
    return [*lines, (RETURN, 0, 0, ALLOW)]


def _numbers(calls: str, machine: str) -> list[int]:
    """The numbers of calls on an architecture: `"open 2 -, openat 257 56"` on aarch64 → `[56]`."""
    column = list(ARCHITECTURES).index(machine) + 1
    return [int(call.split()[column]) for call in calls.split(",") if call.split()[column] != "-"]


def _by_bits(number: int, argument: int, bits: int, *, if_set: int, otherwise: int) -> list[Line]:
    """Instructions that decide a call by the bits of one of its arguments."""
    return [
        (EQUAL, 0, 4, number),
        (LOAD, 0, 0, ARGUMENTS + 8 * argument),
        (ANY_BIT, 0, 1, bits),
        (RETURN, 0, 0, if_set),
        (RETURN, 0, 0, otherwise),
    ]


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("operand", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))
