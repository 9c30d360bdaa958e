"""Limits of a query: time, memory, threads and temporary files; and the kernel limits that enforce them."""

from __future__ import annotations

import os
import re
import resource
import signal
import sys
import time
from dataclasses import dataclass

from pipelines.base.errors import InputError
from pipelines.base.processes.machine import processors

MIB = 1 << 20
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?", re.IGNORECASE)
FACTORS = {"": 1, "K": 1 << 10, "M": MIB, "G": 1 << 30, "T": 1 << 40}
MIN_MEMORY_BYTES = 256 * MIB
MAX_DEFAULT_MEMORY_BYTES = 4 << 30
DEFAULT_TIMEOUT_SECONDS = 60.0
SPILL_FACTOR = 2
"""Temporary files may take this many times the memory."""
BUFFER_SHARE = 0.6
"""DuckDB's share of the memory. The rest is for memory that DuckDB does not count (strings of aggregates, the library itself)."""
OPEN_FILES = 8192
CPU_GRACE_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one query. The deadline counts from the start of its process."""

    timeout_seconds: float
    memory_bytes: int
    threads: int

    @property
    def spill_bytes(self) -> int:
        """Space for temporary files."""
        return SPILL_FACTOR * self.memory_bytes

    @property
    def buffer_bytes(self) -> int:
        """DuckDB's own memory_limit."""
        return int(BUFFER_SHARE * self.memory_bytes)


def limits(timeout_seconds: float | None, memory: str | None, threads: int | None) -> Limits:
    """The limits that a user chose; by default a minute, half of the machine's memory (4 GiB at most) and every core."""
    return Limits(
        timeout_seconds or DEFAULT_TIMEOUT_SECONDS,
        memory_bytes(memory) if memory else default_memory_bytes(),
        threads or processors(),
    )


def default_memory_bytes() -> int:
    """Half of the machine's memory, between 256 MiB and 4 GiB."""
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    return max(MIN_MEMORY_BYTES, min(MAX_DEFAULT_MEMORY_BYTES, half))


def memory_bytes(text: str) -> int:
    """A size such as `500MB` or `1.5 GiB` in bytes, units of 1024. Raises InputError.

    >>> memory_bytes("512MB"), memory_bytes("1.5G")
    (536870912, 1610612736)
    """
    found = SIZE.fullmatch(text.strip())
    size = int(float(found[1]) * FACTORS[found[2].upper()]) if found else 0
    if size < MIN_MEMORY_BYTES:
        raise InputError(f"--memory {text}: give a size of 256MB or more, such as 512MB or 2GB")
    return size


def limit_resources(allowed: Limits, deadline: float) -> None:
    """Set kernel limits for this process: no core file, CPU time, file sizes, open files, memory, and SIGALRM at the
    deadline.

    Call it after the libraries are loaded: memory that they reserved but do not use is granted in addition.
    `deadline` is on the monotonic clock.
    """
    left = max(deadline - time.monotonic(), 0.001)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, left)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that may not grow is an error, not a signal
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, int(left * allowed.threads) + CPU_GRACE_SECONDS)
    _lower(resource.RLIMIT_FSIZE, allowed.spill_bytes)
    _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
    if sys.platform == "linux":
        _lower(resource.RLIMIT_DATA, _data_limit(allowed.memory_bytes))


def forbid_processes() -> None:
    """Forbid further threads and processes; call it when all threads are started. The kernel does not enforce it for root."""
    _lower(resource.RLIMIT_NPROC, 0)


def _data_limit(memory: int) -> int:
    """Private writable memory that keeps RAM use, files of libraries included, below `memory` plus a tenth."""
    used = _status_bytes()
    return int(1.1 * memory) - used.get("RssFile", 0) + max(0, used.get("VmData", 0) - used.get("RssAnon", 0))


def _status_bytes() -> dict[str, int]:
    """VmData, RssAnon and RssFile of this process (proc(5))."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123 -- pathlib is not needed here
        lines = (line.split(":", 1) for line in file)
        return {name: int(value.split()[0]) << 10 for name, value in lines if name in ("VmData", "RssAnon", "RssFile")}


def _lower(which: int, value: int) -> None:
    """Lower a limit, never raise it."""
    _, hard = resource.getrlimit(which)
    lowered = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (lowered, lowered))
