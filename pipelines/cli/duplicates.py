"""`dateline duplicates`."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.base.counted import counted
from pipelines.base.errors import InputError
from pipelines.cli.text_files import text_files


@click.command()
@text_files("File of clusters, one line for each text; - is stdout.")
def command(texts: Path, output: Path) -> None:
    """Cluster near-duplicates among texts you already have.

    TEXTS is JSON lines of {"id", "text"}, or Parquet with those columns. The output has one line for each text, in
    the same order: {"id", "cluster_id", "matched_id", "similarity"}. matched_id is the most similar text; it is null
    if the text is alone in its cluster. A line that is not such an object becomes {"id", "line", "error"}. TEXTS may
    be - for standard input.
    """
    from pipelines.corpus.duplicates.files import cluster_file
    from pipelines.night.steps import progress

    with progress(str(texts)) as on_progress:
        tally = cluster_file(texts, output, on_progress=lambda done: on_progress(done, 0))
    if tally.bad_lines and not tally.texts:
        raise InputError(f"{texts}: no line is a text: {output} says why; 'dateline duplicates --help' shows the form")
    click.echo(
        f"{tally.clustered:,} of {tally.texts:,} texts stand in {counted(tally.clusters, 'cluster')} of several texts"
        + (f", {tally.bad_lines:,} bad lines" if tally.bad_lines else "")
        + f": {output}",
        err=True,
    )
