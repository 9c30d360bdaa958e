"""`python -m spiders.imports`, run by `dateline import`."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from pipelines.base.errors import InputError
from pipelines.base.processes.endings import MISTAKE, ending, heed_termination, leave
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.lake.command_line import dateline_for
from pipelines.lake.home import Home
from spiders.fetching.user_agent import user_agent
from spiders.imports.files import import_files
from spiders.imports.outcomes import ImportOutcome
from spiders.imports.run import Imported, import_warcs, lines
from spiders.imports.table_rows import mapping
from spiders.imports.tables import Asked as AskedOfTables
from spiders.imports.tables import import_tables
from spiders.imports.url_lists import import_urls
from spiders.imports.wayback import Asked, import_wayback
from spiders.imports.wayback_server import WAYBACK, WaybackServer
from spiders.imports.wishes import Span, Wishes


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="dateline import")
    forms = parser.add_subparsers(dest="form", required=True)
    warc = forms.add_parser("warc")
    warc.add_argument("--path", type=Path, action="append", required=True, dest="paths")
    _add_wishes(warc)
    warc.add_argument("--nights", choices=("day", "month", "year"), default="day")
    files = forms.add_parser("files")
    files.add_argument("--path", type=Path, action="append", required=True, dest="paths")
    _add_wishes(files)
    files.add_argument("--nights", choices=("day", "month", "year"), default="month")
    urls = forms.add_parser("urls")
    urls.add_argument("--path", type=Path, action="append", required=True, dest="paths")
    _add_wishes(urls)
    wayback = forms.add_parser("wayback")
    wayback.add_argument("--address", action="append", required=True, dest="addresses")
    wayback.add_argument("--server", default=WAYBACK)
    wayback.add_argument("--since")
    wayback.add_argument("--until")
    wayback.add_argument("--captures", choices=("first", "changed", "all"), default="first")
    wayback.add_argument("--delay", type=float, default=1.0)
    wayback.add_argument("--contact")
    _add_wishes(wayback)
    wayback.add_argument("--nights", choices=("day", "month", "year"), default="month")
    table = forms.add_parser("table")
    table.add_argument("--path", type=Path, action="append", required=True, dest="paths")
    table.add_argument("--name", required=True)
    table.add_argument("--map", action="append", default=[], dest="pairs")
    _add_wishes(table)
    table.add_argument("--nights", choices=("day", "month", "year"), default="month")
    options = parser.parse_args(arguments)
    heed_termination()
    return ending(lambda: _run(options), says_interrupted=True)


def _run(options: argparse.Namespace) -> int:
    started = time.monotonic()
    imported = FORMS[options.form](Home.at(options.home), options)
    for line in lines(imported, time.monotonic() - started):
        sys.stderr.write(f"{line}\n")
    if imported.outcomes and not {*imported.outcomes} - {*WRONG_FORM}:
        raise InputError("nothing could be read as that: 'dateline import --help' says which command reads which files")
    if not options.dry_run and any(imported.outcomes.get(each) for each in USEFUL):
        step = "crawl' fetches these addresses" if options.form == "urls" else "build' makes the corpus"
        sys.stderr.write(f"Next: '{dateline_for(Home.at(options.home))} {step}\n")
    return MISTAKE if ImportOutcome.UNREADABLE in imported.outcomes else 0


def _warc(home: Home, options: argparse.Namespace) -> Imported:
    return import_warcs(home, options.paths, _wishes(options), datetime.now(UTC), dry=options.dry_run)


def _files(home: Home, options: argparse.Namespace) -> Imported:
    return import_files(home, options.paths, _wishes(options), datetime.now(UTC), dry=options.dry_run)


def _urls(home: Home, options: argparse.Namespace) -> Imported:
    return import_urls(home, options.paths, _wishes(options), dry=options.dry_run)


def _wayback(home: Home, options: argparse.Namespace) -> Imported:
    server = WaybackServer(options.server, user_agent(options.contact), options.delay)
    asked = Asked(tuple(options.addresses), options.since, options.until, options.captures)
    return import_wayback(home, server, asked, _wishes(options), datetime.now(UTC), dry=options.dry_run)


def _table(home: Home, options: argparse.Namespace) -> Imported:
    asked = AskedOfTables(options.name, mapping(options.pairs))
    return import_tables(home, options.paths, asked, _wishes(options), datetime.now(UTC), dry=options.dry_run)


USEFUL = (ImportOutcome.IMPORTED, ImportOutcome.ALREADY_THERE, ImportOutcome.SAME_NIGHT, ImportOutcome.QUEUED)
"""Outcomes after which there is something to crawl or to build."""
WRONG_FORM = (ImportOutcome.UNREADABLE, ImportOutcome.BROKEN, ImportOutcome.BAD_ADDRESS)
"""Outcomes of a file of another form, if it has no other."""
FORMS = {"warc": _warc, "files": _files, "urls": _urls, "wayback": _wayback, "table": _table}


def _wishes(options: argparse.Namespace) -> Wishes:
    nights: Span = getattr(options, "nights", "day")
    return Wishes(tuple(options.source), tuple(options.domain), tuple(options.language), nights)


def _add_wishes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home")
    parser.add_argument("--source", action="append", default=[])
    parser.add_argument("--domain", action="append", default=[])
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--dry-run", action="store_true")


if __name__ == "__main__":
    leave(main())
