"""The outcome of a batch of added publications: lines of progress, a file of rows, a table at the end.

The file is complete after each publication, so that what failed or was left can be tried again after an interrupt.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.base.neutral import in_csv, on_one_line
from spiders.rights.rights import Rights
from spiders.sources.first_night import FirstNight, count
from spiders.sources.paper_list import Listed
from spiders.sources.source import Source

COLUMNS = ("url", "name", "group", "feeds", "sitemaps", "state", "detail", "title", "language", "country", "found", "found_by",
           "first_night_requests", "first_night_duration", "train_ai", "tdm")  # fmt: skip
"""Of the file. The first five are those that `spiders.sources.paper_list` reads again."""
HEADINGS = ("SOURCE", "FOUND", "BY", "FIRST NIGHT", "AI TRAINING", "LANGUAGE", "GROUP")
LEFT, FAILED = "left", ("failed", "wrong")


@dataclass(frozen=True, slots=True)
class Added:
    """A source file that was written, and the survey's figures."""

    source: Source
    found_by: tuple[str, ...]
    night: FirstNight
    rights: Rights

    @property
    def found(self) -> str:
        """Example: `2 feeds, 1 sitemap, 8 sections, 120 stories`."""
        night = self.night
        named = (night.feeds, "feed"), (night.sitemaps, "sitemap"), (night.sections, "section")
        stories = "1 story" if night.stories == 1 else f"{night.stories:,} stories"
        return ", ".join(filter(None, (*(count(*each) for each in named), stories)))


@dataclass(slots=True)
class Row:
    """One publication. `state`: added, exists, failed, wrong (not an address), or left (not yet asked)."""

    listed: Listed
    state: str = LEFT
    detail: str = ""
    added: Added | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells of COLUMNS."""
        listed, added = self.listed, self.added
        name = added.source.name if added else listed.name
        written = (listed.url, name or "", listed.group or "", " ".join(listed.feeds), " ".join(listed.sitemaps))
        if added is None:
            return (*written, self.state, self.detail, *[""] * (len(COLUMNS) - len(written) - 2))
        source, night = added.source, added.night
        said = (source.title, source.language or "", source.country or "", added.found, ", ".join(added.found_by))
        cost = (str(night.requests), night.duration, added.rights.train_ai, added.rights.tdm)
        return (*written, self.state, self.detail, *said, *cost)


@dataclass(slots=True)
class Outcome:
    """The rows of a batch, the file that holds them, and the command that its user types."""

    path: Path
    dateline: str
    rows: list[Row] = field(default_factory=list)

    def begin(self, rows: list[Row], *, left_out: str) -> None:
        """Take the rows, report wrong and existing ones, and write the file."""
        self.rows = rows
        self.save()
        asked = sum(row.state == LEFT for row in rows)
        _say(f"{count(len(rows), 'publication')}{left_out}, {asked} to be surveyed; the outcome is in {self.path}")
        for row in rows:
            if row.state != LEFT:
                _say(f"  {row.state}: {row.detail}")

    def tell(self, row: Row) -> None:
        """Report a row that is settled, and write the file."""
        self.save()
        settled = sum(each.state != LEFT for each in self.rows)
        said = (
            f"{row.added.source.name}: {row.added.found}"
            if row.added
            else f"{row.listed.url}: {row.state}: {row.detail}"
        )
        _say(f"[{settled}/{len(self.rows)}] {said}")

    def save(self) -> None:
        """Write all rows; the file is replaced as a whole."""
        lines = (",".join(map(in_csv, cells)) for cells in (COLUMNS, *(row.cells for row in self.rows)))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(f".{self.path.name}.open")
        new.write_text("\n".join(lines) + "\n", encoding="utf-8")
        new.replace(self.path)

    def end(self) -> int:
        """Print the table and the next commands. Exit status: 1 if a publication could not be added, else 0."""
        _print_table([HEADINGS, *(_line(row.added) for row in self.rows if row.added)])
        states = Counter(row.state for row in self.rows)
        for row in self.rows:
            if row.state in FAILED:
                sys.stdout.write(f"{row.state}  {on_one_line(row.listed.url)}  {on_one_line(row.detail)}\n")
        sys.stdout.flush()
        _say(", ".join(f"{number} {state}" for state, number in states.items()) + f": {self.path}")
        failed = any(state in FAILED for state in states)
        if failed:
            _say(f"'{self.dateline} sources add --from {self.path}' tries again what failed.")
        if states["added"]:
            _say(f"Read the files, then '{self.dateline} crawl' and '{self.dateline} build'.")
        return int(failed)


def _line(added: Added) -> tuple[str, ...]:
    source = added.source
    night = f"{added.night.requests:,} requests, {added.night.duration}"
    by = ", ".join(added.found_by) or "-"
    return (
        source.name,
        added.found,
        by,
        night,
        added.rights.train_ai,
        source.language or "unknown",
        source.group or "-",
    )


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    """Write rows under their headings to stdout, nothing if there is no row."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows if len(rows) > 1 else ():
        padded = (on_one_line(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def _say(line: str) -> None:
    sys.stderr.write(f"{on_one_line(line)}\n")
    sys.stderr.flush()
