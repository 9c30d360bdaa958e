"""Next steps: what a reader at a terminal may do after a command that ended well.

Commands that always name their next step (`crawl`, `build`, `export` …) say it themselves and are not here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from pipelines.base.processes.typed_name import as_typed
from pipelines.cli.home_option import command_words

STEPS = {
    "sources list": "'dateline sources check' asks whether their feeds and sections still work",
    "sources check": "'dateline crawl' fetches tonight's pages",
    "try": "'dateline sources add URL' looks at the whole site and writes its source file",
    "nights": "'dateline morning' lists what needs you",
    "takedown": "'dateline export NAME' writes a dataset again without what was taken down",
    "maintain": "'dateline backup FOLDER' makes a copy of the corpus",
    "morning": "'dateline report' writes it as a page of HTML",
    "acknowledge": "'dateline morning' lists what is left",
    "report": "open the file in a browser; 'dateline morning' has its first part here",
    "sql": "'dateline sql --schema' lists tables and columns; -o FILE writes the rows as CSV, JSON or Parquet",
    "search": "'dateline show ARTICLE' shows one (its id is the last line); 'dateline browse' searches in a browser",
    "show": "'dateline dates ARTICLE' says why it has its date",
    "dates": "'dateline show ARTICLE' shows its text",
    "verify": "'dateline export NAME --audit' checks splits and rights, too",
    "exports list": "'dateline export NAME' writes the dataset of one",
    "exports new": "read and edit the file, then 'dateline export NAME'",
    "exports check": "'dateline export NAME' writes a dataset",
    "extract": "'dateline import files' makes a corpus of pages; 'dateline duplicates' finds copies among many records",
    "duplicates": "texts with the same cluster_id are nearly the same; 'dateline events' groups texts by event",
    "events": "texts with the same event_id report the same event; 'dateline duplicates' finds copies",
    "doctor": "'dateline doctor --deep' also reads every byte",
}
"""By command: what comes next. Commands in quotes are shown as their user types them."""


def next_step(words: Sequence[str]) -> str | None:
    """The line after a command line that ended well; None if the command says it itself.

    >>> (next_step(["--home", "news", "exports", "new", "daily"]) or "").partition(", then")[0]
    'Next: read and edit the file'
    >>> next_step(["crawl"]), next_step(["sql", "--help"]), next_step(["doctor", "--deep"])
    (None, None, None)
    """
    if {"-h", "--help", "--version", "--deep", "--json", "--dry-run"} & {*words}:
        return None
    command = command_words(words)
    step = STEPS.get(" ".join(command[:2])) or STEPS.get(" ".join(command[:1]))
    return step and as_typed(f"Next: {step}")


def say_next_step(words: Sequence[str]) -> None:
    """Write it to stderr, if both stderr and stdout are a terminal: no script reads it."""
    if sys.stdout.isatty() and sys.stderr.isatty() and (step := next_step(words)):
        click.echo(step, err=True)
