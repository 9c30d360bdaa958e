"""`python -m spiders.forget --home DIR --night YYYY-MM-DD`, run by `dateline nights --forget` after a confirmation.

First the crawl forgets the night: it deletes every page that it saw for the first or last time, or saw changed, on that
night, so that the next crawl fetches the page again. Then the archive is deleted, then the rows of the corpus.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from pipelines.base.counted import counted
from pipelines.base.errors import InputError
from pipelines.base.processes.endings import ending
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.book import recorded
from pipelines.upkeep.forgetting import forget_archive, forget_rows
from spiders.frontier.frontier import Frontier


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m spiders.forget", description="Take a crawled night back.")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--night", type=date.fromisoformat, required=True)
    options = parser.parse_args(arguments)
    return ending(lambda: _main(Home.at(options.home), options.night), says_interrupted=True)


def _main(home: Home, night: date) -> int:
    known = any(each == night for each, _ in recorded(Lake(home.lake)))
    pages = forget_frontiers(home, night)
    sources = forget_archive(home, night)
    if not (known or sources):
        raise InputError(f"{night} was not crawled; 'dateline nights' lists the nights that were")
    built = forget_rows(home, night) if home.lake.is_dir() else None
    later = f"; {counted(len(built.nights), 'later night')} built again" if built and built.nights else ""
    sys.stderr.write(f"{night} is forgotten: {', '.join(sources) or 'no crawl'}, {pages} pages to fetch anew{later}\n")
    return 0


def forget_frontiers(home: Home, night: date) -> int:
    """Delete a night from every source's frontier; returns the number of deleted pages. Refused while a source is crawled."""
    pages = 0
    for path in sorted(home.frontier.glob("*.sqlite")):
        frontier = Frontier(path, night.isoformat())
        try:
            pages += frontier.forget_night(path.stem)
        finally:
            frontier.close()
    return pages


if __name__ == "__main__":
    sys.exit(main())
