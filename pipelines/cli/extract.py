"""`dateline extract`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("pages", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="File of results, one line for each page; - is stdout.",
)
@click.option("--workers", type=click.IntRange(1, 128), help="Processes [default: one for each core].")
def command(pages: Path, output: Path, workers: int | None) -> None:
    """Extract articles, with their dates and the evidence, from page files you already have.

    PAGES is JSON lines of {"id", "path", "url", "fetched_at"?}; pages may be gzipped. A date after `fetched_at` is
    not accepted (ISO 8601, UTC if it has no zone; a day alone means the whole day).

    The output has one line for each page, in the same order, with title, authors, authors_confidence (the probability
    that each is right), text, published (ISO 8601 at its true precision, or null), published_day (the day that the
    publisher shows) and more. A page that failed is {"id", "error"}; a line that is not such an object is {"id",
    "line", "error"}. PAGES may be - for standard input.
    """
    import os

    from pipelines.extract.run.files import extract_file
    from pipelines.night.steps import progress

    with progress(str(pages)) as on_progress:
        tally = extract_file(
            pages, output, workers=workers or os.cpu_count() or 1, on_progress=lambda done: on_progress(done, 0)
        )
    failed = ", ".join(f"{count:,} {reason}" for reason, count in sorted(tally.dropped.items()))
    click.echo(
        f"{tally.documents:,} of {tally.pages:,} pages extracted"
        + (f", failed: {failed}" if failed else "")
        + f": {output}",
        err=True,
    )
