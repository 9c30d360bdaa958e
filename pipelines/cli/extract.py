"""`dateline extract`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipelines.cli.output_option import OutputFile

FORMATS = ("json", "text", "markdown")
WEB = ("http://", "https://")


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option(
    "--output",
    "-o",
    default="-",
    type=OutputFile(),
    help="File of results [default: stdout].",
)
@click.option("--format", "style", type=click.Choice(FORMATS), help="Format of the record of a page [default: json].")
@click.option("--url", help="Address of the page in a file [default: unknown].")
@click.option(
    "--fetched-at", metavar="TIME", help="When the page in a file was fetched (ISO 8601): no later date is accepted."
)
@click.option("--workers", type=click.IntRange(1, 128), help="Processes for JSON lines [default: one for each core].")
@click.option("--contact", help="For a URL: URL or mail address named in the user agent [default: $DATELINE_CONTACT].")
@click.option("--private", is_flag=True, help="For a URL: allow a page on this machine or a private network.")
@click.pass_context
def command(
    ctx: click.Context, pages: tuple[str, ...], output: Path, style: str | None, url: str | None, fetched_at: str | None,
    workers: int | None, contact: str | None, private: bool,
) -> None:  # fmt: skip
    """Extract articles, with their dates and the evidence: of page files, of a URL, or of many pages by a list.

    \b
    dateline extract page.html                     one record of JSON; several files: a line each
    dateline extract page.html --format markdown   to read; or text
    dateline extract https://paper.example/story   fetched politely, as by 'dateline try'
    curl … | dateline extract - --url URL          a page on standard input
    dateline extract PAGES.jsonl -o OUT.jsonl      many pages, in workers with limits of time and memory

    PAGES.jsonl is JSON lines of {"id", "path", "url", "fetched_at"?}; pages may be gzipped. A date after `fetched_at` is
    not accepted (ISO 8601, UTC if it has no zone; a day alone means the whole day).

    The output has one line for each page, in the same order, with title, authors, authors_confidence (the probability
    that each is right), text, published (ISO 8601 at its true precision, or null), published_day (the day that the
    publisher shows) and more. A page that failed is {"id", "error"}; a line that is not such an object is {"id",
    "line", "error"}. The same from Python: docs/python.md.
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"
    from pipelines.extract.run.page_files import is_json_lines

    addresses = [page for page in pages if page.lower().startswith(WEB)]
    if addresses:
        _require_one(pages, url, fetched_at)
        ctx.exit(_fetched(addresses[0], style or "json", output, contact, private=private))
    if contact or private:
        raise click.UsageError("--contact and --private are for a URL, which is fetched")
    paths = [Path(page) for page in pages]
    if len(paths) == 1 and is_json_lines(paths[0]):
        if style not in (None, "json") or url or fetched_at:
            raise click.UsageError(
                "--format, --url and --fetched-at are for a page: JSON lines name them for each page"
            )
        _extract_lines(paths[0], output, workers)
        return
    if url and len(paths) > 1:
        raise click.UsageError("--url is the address of one page: name one file, or write JSON lines with a url each")
    ctx.exit(_extract_files(paths, output, style or "json", url, _moment(fetched_at)))


def _require_one(pages: tuple[str, ...], url: str | None, fetched_at: str | None) -> None:
    """Raise UsageError for a URL among files, or with options that only files have."""
    if len(pages) > 1:
        raise click.UsageError("give one URL at a time; 'dateline import urls' and 'dateline crawl' fetch many")
    if url or fetched_at:
        raise click.UsageError("--url and --fetched-at say where the page of a file came from; a URL is fetched now")


def _moment(fetched_at: str | None) -> datetime | None:
    from pipelines.extract.run.job import fetch_time

    try:
        return fetch_time(fetched_at) if fetched_at else None
    except ValueError as error:
        raise click.UsageError(str(error).replace("fetched_at", "--fetched-at")) from error


def _fetched(address: str, style: str, output: Path, contact: str | None, *, private: bool) -> int:
    from pipelines.cli.processes import options, run_module

    chosen = options(contact=contact, format=style, output=output) + (["--private"] if private else [])
    return run_module("spiders.trial", *chosen, "--", address)


def _extract_files(paths: list[Path], output: Path, style: str, url: str | None, fetched_at: datetime | None) -> int:
    from pipelines.base.errors import InputError
    from pipelines.base.neutral import on_one_line
    from pipelines.base.output_file import output_file
    from pipelines.base.processes.endings import MISTAKE
    from pipelines.base.urls.identity import normalise
    from pipelines.extract.run.page_files import extract_page_files

    if url and normalise(url) is None:
        raise InputError(f"--url {url}: not an absolute http(s) URL; write it with https://")
    with output_file(output, made_from=paths[0]) as out:
        failed = list(extract_page_files(paths, out, style=style, url=url, fetched_at=fetched_at))
        for line in failed:
            click.echo(f"dateline: {on_one_line(line)}", err=True)
    return MISTAKE if failed else 0


def _extract_lines(pages: Path, output: Path, workers: int | None) -> None:
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
