"""`python -m pipelines.extract PAGES.jsonl -o OUT.jsonl [--workers N]`: what `dateline extract` does, without the rest."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from pipelines.base.errors import DatelineError
from pipelines.extract.run.files import extract_file


def main() -> int:
    """Run, report a user's mistake in one line, and answer the exit status."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.extract", description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    try:
        tally = extract_file(options.pages, options.out, workers=options.workers)
    except DatelineError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    print(tally, file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
