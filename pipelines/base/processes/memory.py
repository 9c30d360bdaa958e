"""Keep freed memory of this process for reuse, instead of returning it to the kernel each time.

In work on many arrays of some hundred kilobytes, getting new pages takes more time than the work itself.
"""

from __future__ import annotations

import ctypes

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html"""
MAX_KEPT_BYTES = 16 << 20
"""Larger blocks come from the kernel and are returned when they are freed."""


def keep_freed_memory() -> None:
    """Let malloc keep up to 32 MB of free memory. Does nothing if the C library is not glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, MAX_KEPT_BYTES)
        mallopt(M_TRIM_THRESHOLD, 2 * MAX_KEPT_BYTES)
