"""`python -m spiders.sources list | check | add | find | pause | key | init`, run by `dateline sources` and `dateline init`.

    list                     one line for each source: name, title, url
    check [NAME…]            a table: source, channel, ok | dead | empty | stale | broken | wrong, url, details
    add URL… [--from LIST] [--from-catalogue] [--name NAME] [--group GROUP] [--contact WHO] [--cookie NAME=VALUE]
             [--proxy $VARIABLE] [--private] [--outcome FILE]
                             survey sites and write their source files; overwrites none
    find WORD…               the publishers of the catalogue with these words
    pause NAME [--resume]    leave a source out of nightly crawls, or take it in again
    key FILE                 print the directory of the key in a file, which is made if there is none
    init                     write an example source and an example recipe into a new home

All accept --home DIR. Exit status: 0; 1 if `check` found a problem,
or a publication could not be added, or none was found; 2 for a user's
mistake.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipelines.base.neutral import on_one_line
from pipelines.base.processes.endings import MISTAKE, ending
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.lake.command_line import dateline_for
from pipelines.lake.home import Home
from spiders.sources.add import add_source
from spiders.sources.new_corpus import make_corpus, say_no_source
from spiders.sources.paper_list import Listed, read_list
from spiders.sources.pausing import pause
from spiders.sources.source import read_sources


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="python -m spiders.sources", description="Sources: list, check, add.")
    parser.add_argument("--home", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list")
    commands.add_parser("init")
    check = commands.add_parser("check")
    check.add_argument("names", nargs="*")
    check.add_argument("--under", action="store_true", help=argparse.SUPPRESS)  # lines below those of another process
    add = commands.add_parser("add")
    add.add_argument("urls", nargs="*")
    add.add_argument("--from", dest="lists", type=Path, action="append", default=[])
    add.add_argument("--from-catalogue", action="store_true")
    add.add_argument("--outcome", type=Path)
    add.add_argument("--name")
    add.add_argument("--group")
    add.add_argument("--contact")
    add.add_argument("--cookie")
    add.add_argument("--proxy")
    add.add_argument("--private", action="store_true")
    commands.add_parser("key").add_argument("file", type=Path)
    commands.add_parser("find").add_argument("words", nargs="+")
    pausing = commands.add_parser("pause")
    pausing.add_argument("name")
    pausing.add_argument("--resume", action="store_true")
    options = parser.parse_args(arguments)
    return ending(lambda: run(Home.at(options.home), options), says_interrupted=True)


def run(home: Home, options: argparse.Namespace) -> int:
    """Run the chosen command."""
    folder = home.sources
    if options.command == "init":
        return make_corpus(home)
    if options.command == "list":
        return list_sources(folder)
    if options.command == "check":
        from spiders.sources.check import check_sources

        return check_sources(home, options.names, is_under=options.under)
    if options.command == "pause":
        sys.stderr.write(f"{pause(home, options.name, resume=options.resume)}\n")
        return 0
    if options.command == "key":
        from spiders.fetching.signing import DIRECTORY, directory

        published = json.dumps(directory(options.file), indent=2)
        sys.stdout.write(f"{published}\n")
        sys.stderr.write(f"{options.file} has the private key. Publish the above at https://YOUR-HOST{DIRECTORY}\n")
        return 0
    if options.command == "find":
        from spiders.sources.catalogue.find import find_publishers

        return find_publishers(options.words, dateline_for(home))
    return add(home, options)


def add(home: Home, options: argparse.Namespace) -> int:
    """Add the publications that the arguments and lists name; one alone is told request by request."""
    group = options.group
    if options.from_catalogue:
        from spiders.sources.catalogue.entry import catalogued

        listed = [catalogued(name, group) for name in options.urls]
    else:
        entrance = {"cookie": options.cookie, "proxy": options.proxy}
        listed = [Listed(url, url, options.name, group, **entrance) for url in options.urls]
    listed += [replace(each, group=group or each.group) for path in options.lists for each in read_list(path)]
    if len(listed) == 1 and not options.lists:
        return add_source(home.sources, listed[0], contact=options.contact, private=options.private)
    from spiders.sources.batch import Batch
    from spiders.sources.batch_outcome import Outcome

    path = options.outcome or home.root / f"added_{datetime.now(UTC):%Y%m%d_%H%M%S}.csv"
    outcome = Outcome(path, dateline_for(home))
    return Batch(home.sources, outcome, options.contact, options.private).add(listed)


def list_sources(folder: Path) -> int:
    """Print every source."""
    found = read_sources(folder)
    if not found.read and not found.wrong:
        return say_no_source(folder)
    for source in found.read:
        sys.stdout.write("\t".join(map(on_one_line, (source.name, source.title, source.url))) + "\n")
    for file in found.wrong:
        sys.stderr.write(f"dateline: {on_one_line(file.problem)}\n")
    return MISTAKE if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
