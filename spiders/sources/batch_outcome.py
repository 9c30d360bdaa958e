"""The outcome of a batch of added publications: lines of progress, a file of rows, a table at the end.

The file is complete after each publication, so that what failed or was left can be tried again after an interrupt.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.base.neutral import in_columns, in_csv, on_one_line
from spiders.sources.doors import doubts
from spiders.sources.findings import Findings
from spiders.sources.first_night import count, first_night
from spiders.sources.paper_list import Listed
from spiders.sources.source import Source

COLUMNS = (
    *("url", "name", "group", "feeds", "sitemaps", "state", "detail"),
    *("title", "found", "by", "first_night", "train_ai", "tdm", "language", "country", "doubts"),
)
"""Of the file. `spiders.sources.paper_list` reads the first six again."""
SHOWN = ("name", "found", "by", "first_night", "train_ai", "language", "group")
"""Columns of the table at the end."""
LEFT, FAILED = "left", ("failed", "wrong")


@dataclass(slots=True)
class Row:
    """One publication. `state`: added, exists, failed, wrong (not an address), or left (not yet asked)."""

    listed: Listed
    state: str = LEFT
    detail: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        """Its cells by column."""
        listed = self.listed
        given = {"url": listed.url, "name": listed.name or "", "group": listed.group or ""}
        places = {"feeds": " ".join(listed.feeds), "sitemaps": " ".join(listed.sitemaps)}
        return given | places | {"state": self.state, "detail": self.detail} | self.facts


def facts(source: Source, found: Findings) -> dict[str, str]:
    """The cells of a publication that was added: `found` is such as `2 feeds, 1 sitemap, 8 sections, 120 stories`."""
    night = first_night(found, len(source.sections), source.max_pages)
    counted = ((night.feeds, "feed"), (night.sitemaps, "sitemap"), (night.sections, "section"))
    return {
        "name": source.name,
        "title": source.title,
        "found": ", ".join((*filter(None, (count(*each) for each in counted)), f"{night.stories:,} stories")),
        "doubts": "; ".join(doubts(found)),
        "by": ", ".join(found.found_by) or "home page",
        "first_night": f"{night.requests:,} requests, {night.duration}",
        "train_ai": found.rights.train_ai,
        "tdm": found.rights.tdm,
        "language": source.language or "unknown",
        "country": source.country or "unknown",
    }


@dataclass(slots=True)
class Outcome:
    """The rows of a batch, the file that holds them, and the command that its user types."""

    path: Path
    dateline: str
    rows: list[Row] = field(default_factory=list)

    def begin(self, rows: list[Row], listed: Sequence[Listed]) -> None:
        """Take the rows, report wrong and existing ones, and write the file."""
        self.rows = rows
        self.save()
        done = sum(each.is_done for each in listed)
        asked = sum(row.state == LEFT for row in rows)
        repeated = len(listed) - done - len(rows)
        _say(f"{len(listed)} listed, {done} done before, {repeated} repeated, {asked} to be surveyed: {self.path}")
        for row in rows:
            if row.state != LEFT:
                _say(f"  {row.state}: {row.detail}")

    def tell(self, row: Row) -> None:
        """Report a row that is settled, and write the file."""
        self.save()
        settled = sum(each.state != LEFT for each in self.rows)
        _say(f"[{settled}/{len(self.rows)}] {row.listed.url}: {row.state}, {row.facts.get('found') or row.detail}")

    def save(self) -> None:
        """Write all rows; the file is replaced as a whole."""
        rows = (row.cells for row in self.rows)
        lines = [",".join(COLUMNS), *(",".join(in_csv(row.get(column, "")) for column in COLUMNS) for row in rows)]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(f".{self.path.name}.open")
        new.write_text("\n".join(lines) + "\n", encoding="utf-8")
        new.replace(self.path)

    def end(self) -> int:
        """Print the table, what failed, and the next commands. Exit status: 1 if something failed, else 0."""
        added = [[row.cells[column] or "-" for column in SHOWN] for row in self.rows if row.state == "added"]
        doubtful = [
            ("doubtful", row.facts["name"], row.facts["doubts"]) for row in self.rows if row.facts.get("doubts")
        ]
        failed = [(row.state, row.listed.url, row.detail) for row in self.rows if row.state in FAILED]
        headings = [column.upper().replace("_", " ") for column in SHOWN]
        sys.stdout.write(in_columns([headings, *added] if added else []) + in_columns([*doubtful, *failed]))
        sys.stdout.flush()
        states = Counter(row.state for row in self.rows)
        _say(", ".join(f"{number} {state}" for state, number in states.items()) or "nothing to add")
        if failed:
            _say(f"'{self.dateline} sources add --from {self.path}' tries again what failed.")
        if added:
            _say(f"Read the files, then '{self.dateline} crawl' and '{self.dateline} build'.")
        return int(bool(failed))


def _say(line: str) -> None:
    sys.stderr.write(f"{on_one_line(line)}\n")
    sys.stderr.flush()
