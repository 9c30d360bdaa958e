"""Memory of this process that is freed and soon wanted again: kept, instead of being given back to the kernel each time.

Of work on many arrays of some hundred kilobytes, fetching fresh pages takes more time than the work itself.
"""

from __future__ import annotations

import ctypes

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html"""
LARGEST_KEPT_BYTES = 16 << 20
"""What is larger comes from the kernel, and goes back when it is freed."""


def keep_freed_memory() -> None:
    """Let malloc keep up to 32 MB that are free. Does nothing where the C library is not glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT_BYTES)
        mallopt(M_TRIM_THRESHOLD, 2 * LARGEST_KEPT_BYTES)
