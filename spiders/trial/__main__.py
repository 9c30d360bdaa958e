"""`python -m spiders.trial URL [--private] [--contact WHO] [--proxy $VARIABLE]`, or `--file PAGE.html [--url URL]`.

Run by `dateline try`.

With `--format` it writes a record instead of the report: `trial` is that of `dateline try --json`, the others are those of
`dateline extract URL`. stdout: the report or the record. stderr: each request. Exit status: 0, also for a page without a
story; 2 if the page cannot be read, or has no record.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pipelines.base.errors import InputError
from pipelines.base.output_file import output_file
from pipelines.base.processes.endings import ending
from pipelines.base.processes.parent_death import end_with_parent
from spiders.sources.add import start_url


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="dateline try", description="What would become of one page.")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--url")
    parser.add_argument("--contact")
    parser.add_argument("--proxy")
    parser.add_argument("--private", action="store_true")
    parser.add_argument(
        "--format", dest="style", choices=("report", "trial", "json", "text", "markdown"), default="report"
    )
    parser.add_argument("--output", type=Path, default=Path("-"))
    parser.add_argument("address", nargs="?")
    options = parser.parse_args(arguments)
    return ending(lambda: run(options), says_interrupted=True)


def run(options: argparse.Namespace) -> int:
    """Get the page, extract it, print the report."""
    if options.file is not None:
        from spiders.trial.visit import page_in_file

        visit = page_in_file(options.file, options.url)
    else:
        url = start_url(options.address, private=options.private)
        sys.stderr.write(f"Asking {url}\n")
        sys.stderr.flush()
        from spiders.trial.visit import page_at

        visit = page_at(url, options.contact, private=options.private, proxy=options.proxy)
    if visit.problem:
        raise InputError(f"{visit.url} cannot be read: {visit.problem}")
    if options.style == "report":
        from spiders.trial.report import print_report

        print_report(visit)
    else:
        from spiders.trial.record import page_record, trial_record
        from spiders.trial.report import extracted_page

        read = extracted_page(visit)
        text = trial_record(visit, read) if options.style == "trial" else page_record(visit, read, options.style)
        with output_file(options.output) as out:
            out.write(text.encode("utf-8", "replace") + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
