"""`python -m spiders.sources list | check [NAME…] | add URL | pause NAME | init`, run by `dateline sources` and `dateline init`.

    list                     one line for each source: name, title, url
    check [NAME…]            a table: source, channel, ok | dead | empty | stale | broken | wrong, url, details
    add URL [--name NAME] [--contact WHO] [--private]
                             survey a site and write its source file; refuses to overwrite one
    pause NAME [--resume]    leave a source out of nightly crawls, or take it in again
    init                     write an example source and an example recipe into a new home

All accept --home DIR. Exit status: 0; 1 if `check` found a problem; 2 for a user's mistake.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pipelines.base.neutral import on_one_line
from pipelines.base.processes.endings import MISTAKE, ending
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.lake.home import Home
from spiders.sources.add import add_source
from spiders.sources.check import check_sources
from spiders.sources.new_corpus import make_corpus
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
    commands.add_parser("check").add_argument("names", nargs="*")
    add = commands.add_parser("add")
    add.add_argument("url")
    add.add_argument("--name")
    add.add_argument("--contact")
    add.add_argument("--private", action="store_true")
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
        return check_sources(home, options.names)
    if options.command == "pause":
        sys.stderr.write(f"{pause(home, options.name, resume=options.resume)}\n")
        return 0
    return add_source(folder, options.url, options.name, options.contact, private=options.private)


def list_sources(folder: Path) -> int:
    """Print every source."""
    found = read_sources(folder)
    if not found.read and not found.wrong:
        sys.stderr.write(f"no source in {folder} yet: 'dateline sources add URL' writes one\n")
    for source in found.read:
        sys.stdout.write("\t".join(map(on_one_line, (source.name, source.title, source.url))) + "\n")
    for file in found.wrong:
        sys.stderr.write(f"dateline: {on_one_line(file.problem)}\n")
    return MISTAKE if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
