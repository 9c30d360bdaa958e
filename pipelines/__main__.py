"""The program `dateline`, and `python -m pipelines`; the current directory, which Python puts first on the path, is taken off.

It is safe against everything but a `pipelines` in that directory, which Python would run instead: `dateline`, and `python -P -m
pipelines`, are safe against that, too. Ctrl-C while the command line is imported ends in one line.
"""

import os
import signal
import sys


def main() -> None:
    """Run the command line. Nothing else is imported before the path is right."""
    if not sys.flags.safe_path:
        del sys.path[0]
    hears = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not in the background of a shell
    if hears:
        signal.signal(signal.SIGINT, leave_at_once)
    from pipelines.cli import main as dateline

    if hears:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    dateline()


def leave_at_once(*_: object) -> None:
    """End before anything has begun."""
    os.write(2, b"dateline: interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    main()
