"""`python -m spiders.imports.from_captures --home DIR --source NAME --night DATE`: the tables of a crawled night, made
again from its WARC files.

The tables are `fetches` and `links`, as an import makes them: one row for each captured page. Addresses that the crawl
did not fetch are lost. A build runs this if the tables of a night are damaged and the lake does not have their rows.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from pipelines.base.errors import CorpusError
from pipelines.base.processes.endings import ending, leave
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.lake.archive import folder, nights_of, source_settings
from pipelines.lake.home import Home
from spiders.imports.imported_night import ImportedNight
from spiders.imports.night_captures import Earlier
from spiders.sources.source import Source


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="python -m spiders.imports.from_captures")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--night", type=date.fromisoformat, required=True)
    options = parser.parse_args(arguments)
    return ending(lambda: _main(Home.at(options.home), options.source, options.night))


def _main(home: Home, name: str, night: date) -> int:
    try:
        source = Source.model_validate(source_settings(home, name, night))
    except ValidationError as error:
        raise CorpusError(f"{name}: its settings of {night} are no longer valid") from error
    earlier = Earlier(home.archive)
    for before in nights_of(home.archive, name):
        if before < night:
            earlier.add_night(folder(home.archive, name, before) / "fetches.parquet")
    pages = ImportedNight(home, source, night, earlier).save_tables()
    sys.stdout.write(f"{pages}\n")
    return 0 if pages else 1


if __name__ == "__main__":
    leave(main())
