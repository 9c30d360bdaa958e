"""`python -m pipelines` is `dateline`; the current directory, which Python puts first on the path for it, is taken off.

It is safe against everything but a `pipelines` in that directory, which Python would run instead: `dateline`, and `python -P -m
pipelines`, are safe against that, too.
"""

import sys


def main() -> None:
    """Run the command line. Nothing else is imported before the path is right."""
    if not sys.flags.safe_path:
        del sys.path[0]
    from pipelines.cli import main as dateline

    dateline()


if __name__ == "__main__":
    main()
