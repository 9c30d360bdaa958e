"""`dateline events`."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.base.counted import counted
from pipelines.base.errors import InputError
from pipelines.cli.text_files import text_files


@click.command()
@text_files("File of events, one line for each text; - is stdout.")
def command(texts: Path, output: Path) -> None:
    """Group texts you already have by the event that they report, each in its own words or in another language.

    TEXTS is JSON lines of {"id", "text"}, better with "title", "published" (ISO 8601, as exact as it is known) or "not_before"
    and "not_after", "source" and "language". The output has one line for each text, in the same order: {"id", "event_id",
    "strength"}. event_id is the earliest text of the event, strength the probability that the text and the nearest other one
    report the same event; both are null for a text without another one of its event. A line that is not such an object becomes
    {"id", "line", "error"}. TEXTS may be - for standard input.
    """
    from pipelines.corpus.events.files import event_file
    from pipelines.night.steps import progress

    with progress(str(texts)) as on_progress:
        tally = event_file(texts, output, on_progress=lambda done: on_progress(done, 0))
    if tally.bad_lines and not tally.texts:
        raise InputError(f"{texts}: no line is a text: {output} says why; 'dateline events --help' shows the form")
    click.echo(
        f"{tally.grouped:,} of {tally.texts:,} texts tell of {counted(tally.events, 'event')} that several texts tell of"
        + (f", {tally.bad_lines:,} bad lines" if tally.bad_lines else "")
        + f": {output}",
        err=True,
    )
