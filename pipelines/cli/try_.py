"""`dateline try`."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.processes import options, run_module
from pipelines.cli.sources import check_proxy


@click.command()
@click.argument("address", metavar="URL", required=False)
@click.option(
    "--file",
    "-f",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A page on disk, plain or gzipped, instead of a URL.",
)
@click.option("--url", help="With --file: the address of the page [default: its canonical URL].")
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
@click.option("--contact", help="URL or mail address named in the user agent [default: $DATELINE_CONTACT].")
@click.option("--proxy", metavar="'$NAME'", help="Variable with the address of your proxy.")
@click.option("--private", is_flag=True, help="Allow a page on this machine or a private network.")
@click.pass_context
def command(
    ctx: click.Context, address: str | None, file: Path | None, url: str | None, as_json: bool, contact: str | None,
    proxy: str | None, private: bool
) -> None:  # fmt: skip
    """Fetch one page and print the result of its extraction; nothing is stored.

    It prints kind, title, authors, the date with every piece of evidence and its verdict, the text, the links by kind, and the
    rights that the site states. It fetches like a crawl: robots.txt first, the same user agent, public addresses only.

    \b
    dateline try https://paper.example/2025/11/flood
    dateline try saved.html --url https://paper.example/2025/11/flood
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"
    if address and file is None and Path(address).is_file():
        file, address = Path(address), None
    if address and Path(address).is_dir():
        raise click.UsageError(f"{address} is a folder: name a page")
    if (address is None) == (file is None):
        raise click.UsageError("give a URL, or --file with a page you have")
    if url and not file:
        raise click.UsageError("--url says where the page of --file came from; without --file give the URL alone")
    check_proxy(proxy)
    chosen = options(file=file, url=url, contact=contact, proxy=proxy, format="trial" if as_json else None) + (
        ["--private"] if private else []
    )
    ctx.exit(run_module("spiders.trial", *chosen, *(["--", address] if address else [])))
