"""`python -m spiders.imports`: what `dateline import` runs."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from pipelines.endings import ending, heed_termination, leave
from pipelines.home import Home
from pipelines.parent_death import end_with_parent
from spiders.imports.run import import_warcs, lines
from spiders.imports.wishes import Wishes


def main(arguments: list[str] | None = None) -> int:
    """Run the command; its exit status."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="dateline import")
    forms = parser.add_subparsers(dest="form", required=True)
    warc = forms.add_parser("warc")
    warc.add_argument("--path", type=Path, action="append", required=True, dest="paths")
    _add_wishes(warc)
    options = parser.parse_args(arguments)
    heed_termination()
    return ending(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    home, started = Home.at(options.home), time.monotonic()
    wishes = Wishes(tuple(options.source), tuple(options.domain), tuple(options.language), options.nights)
    imported = import_warcs(home, options.paths, wishes, datetime.now(UTC), dry=options.dry_run)
    for line in lines(imported, time.monotonic() - started):
        sys.stderr.write(f"{line}\n")
    return 0


def _add_wishes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home")
    parser.add_argument("--source", action="append", default=[])
    parser.add_argument("--domain", action="append", default=[])
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--nights", choices=("day", "month", "year"), default="day")
    parser.add_argument("--dry-run", action="store_true")


if __name__ == "__main__":
    leave(main())
