"""`python -m spiders.erasure --home DIR --what URL|SOURCE|ARTICLE --reason TEXT --by NAME`, run by `dateline takedown`.

stdout: one line for each affected row of a dataset: dataset, file, row (from 0), article id. With --look: a list of the
data that would be removed. stderr: the work done.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from pipelines.base.neutral import on_one_line
from pipelines.base.processes.endings import ending
from pipelines.lake.home import Home
from pipelines.lake.taken_down import copy_ids
from pipelines.night.postponed import postponed
from pipelines.upkeep.takedown.takedowns import Takedown, known


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m spiders.erasure", description="Take a work or a source down.")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--what", required=True)
    parser.add_argument("--reason", default="")
    parser.add_argument("--by", default="")
    parser.add_argument("--copies", action="store_true", help="Take other publishers' copies down as well.")
    parser.add_argument("--look", action="store_true", help="Say what would go, and change nothing.")
    options = parser.parse_args(arguments)
    return ending(lambda: _main(options), says_interrupted=True)


def _main(options: argparse.Namespace) -> int:
    home = Home.at(options.home)
    if options.look:
        _look(home, options.what, copies=options.copies)
        return 0
    takedown = _taken_down(home, options.what, options.reason, options.by)
    for work in copy_ids(takedown.copies) if options.copies else ():
        _taken_down(home, work, options.reason or takedown.reason, options.by)
    return 0


def _look(home: Home, what: str, *, copies: bool) -> None:
    from spiders.erasure.looked_at import copies_of, looked_at  # without all that writes: half a second

    before = known(home.archive, what)
    if before is not None and before.done_at:
        _say(f"taken down already: {before.line}")
        return
    for each in (what, *(copies_of(home, what) if copies else ())):
        sys.stdout.write("".join(f"{on_one_line(line)}\n" for line in looked_at(home, each)))
    sys.stdout.flush()
    _say("nothing was changed; the same command without --dry-run takes it down for good")


def _taken_down(home: Home, what: str, reason: str, by: str) -> Takedown:
    """Take a work or a source down, or finish it; says what was done."""
    from spiders.erasure.carried_out import begin, carry_out, export_again

    before = known(home.archive, what)
    if before is not None and before.done_at:
        _say(f"taken down already: {before.line}")
        lacking = [name for name in before.datasets or {} if not (home.datasets / name).exists()]
        export_again(home, lacking)  # an earlier run was killed right before this
        return before
    takedown = carry_out(home, *((before, None) if before else begin(home, what, reason, by)))
    for name, rows in sorted((takedown.datasets or {}).items()):
        for row in rows:
            where = ("", "") if row["row"] is None else (row["row"], row["article_id"])
            sys.stdout.write("\t".join(map(str, (name, row["file"], *where))) + "\n")
    sys.stdout.flush()
    _say(*_told(takedown, export_again(home, takedown.datasets or {}), len(postponed(home))))
    return takedown


def _told(takedown: Takedown, failed: Mapping[str, str], waiting: int) -> list[str]:
    rows = ", ".join(f"{count} {table}" for table, count in takedown.rows.items())
    lines = [f"{takedown.given} is taken down: {takedown.captures} captures; rows: {rows or 'none'}"]
    for name, affected in (takedown.datasets or {}).items():
        if name.startswith("."):
            continue  # a file that a killed export left
        how = (
            f"was removed and could not be exported again ({failed[name]})" if name in failed else "was exported again"
        )
        lines.append(f"dataset {name} held {len(affected)} rows and {how}: ask those who have a copy to do the same")
    if waiting:
        lines.append(
            f"{waiting} nights learned from what is gone, and have none of it: the next 'dateline build' builds them"
        )
    lines += [
        f"not taken down, but left out of datasets, another publisher's work with the same text: {copy}"
        for copy in takedown.copies
    ]
    return lines


def _say(*lines: str) -> None:
    sys.stderr.write("".join(f"{on_one_line(line)}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
