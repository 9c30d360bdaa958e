"""What works outside Linux: a line before a command that is made for Linux."""

from __future__ import annotations

PORTABLE = (
    "sql",
    "search",
    "show",
    "dates",
    "export",
    "exports",
    "extract",
    "duplicates",
    "events",
    "nights",
    "report",
)
"""Commands without calls of the Linux kernel that another POSIX system lacks."""
SYSTEMS = {"darwin": "macOS", "win32": "Windows"}


def platform_note(platform: str, command: str) -> str | None:
    """The line for a command on a platform; None if there is nothing to say.

    >>> platform_note("linux", "crawl"), platform_note("darwin", "extract")
    (None, None)
    >>> print(platform_note("darwin", "crawl"))
    on macOS crawl is not tested; it is made for Linux. These work: sql search show dates export exports extract duplicates events nights report
    >>> print(platform_note("win32", "sql"))
    on Windows the command line does not work, except in WSL; from Python, 'from dateline import extract' works
    """  # noqa: E501
    if platform == "linux":
        return None
    name = SYSTEMS.get(platform, platform)
    if platform == "win32":
        return f"on {name} the command line does not work, except in WSL; from Python, 'from dateline import extract' works"
    if not command or command in PORTABLE:
        return None
    return f"on {name} {command} is not tested; it is made for Linux. These work: {' '.join(PORTABLE)}"
