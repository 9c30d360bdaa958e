"""`dateline import`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipelines.cli.processes import options, run_module
from pipelines.lake.home import Home

MODULE = "spiders.imports"


def _wishes(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose the pages to import."""
    for option in reversed((
        click.option("--sources", "-s", multiple=True, help="Only pages of these sources (names of source files)."),
        click.option("--domains", "-d", multiple=True, help="Only pages of these domains and all below: paper.co.uk, *.fr."),
        click.option("--languages", "-l", multiple=True, help="Only pages in these languages (ISO 639-1), by their text."),
        click.option("--dry-run", is_flag=True, help="Say what would become of every record; write nothing."),
    )):  # fmt: skip
        command = option(command)
    return command


def _nights(default: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        "--nights",
        type=click.Choice(["day", "month", "year"]),
        default=default,
        show_default=True,
        help="What makes one night: month or year where few captures were made a day.",
    )


@click.group()
def command() -> None:
    """Bring what you have: web archives, the Wayback Machine, lists of addresses, tables of texts.

    \b
    dateline import warc CC-NEWS-20251103.warc.gz     WARC and WACZ files, whoever made them
    dateline import wayback paper.example --from 2019 captures of a web archive
    dateline import urls list.txt sitemap.xml         addresses, asked for by the next crawls
    dateline import table texts.jsonl                 texts without pages, marked so

    Captures become nights of the archive, filed under the day on which they were made, as if Dateline had crawled then;
    'dateline build' makes the corpus of them. A story is no younger than its capture. A source file is written for each new
    domain; it is not crawled unless you say so there. Every record ends in the table `imports` with an outcome and a reason.
    Stop an import when you like and run it again: it goes on where it was.
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"


@command.command(short_help="WARC and WACZ files of any tool, or folders of them.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@_wishes
@_nights("day")
@click.pass_context
def warc(ctx: click.Context, /, paths: tuple[Path, ...], **wishes: Any) -> None:
    """Import WARC and WACZ files, or folders of them: CC-NEWS, wget, Heritrix, Browsertrix, another Dateline's archive.

    Pages, feeds, sitemaps, robots.txt and rights files are taken; images and the like are not. Damaged and truncated files give
    what they hold. Nights on which a source was crawled stay as the crawl left them.
    """
    _run(ctx, "warc", wishes, path=[str(path.absolute()) for path in paths], nights=wishes.pop("nights"))


@command.command(short_help="Captures of the Wayback Machine or another web archive.")
@click.argument("addresses", nargs=-1, required=True)
@click.option(
    "--server", default="https://web.archive.org/web", show_default=True, help="The archive; of pywb, a collection."
)
@click.option("--from", "since", metavar="TIME", help="Captures from this time on: 2019, 201911, 20191103 …")
@click.option("--to", "until", metavar="TIME", help="Captures up to this time.")
@click.option(
    "--captures",
    type=click.Choice(["first", "changed", "all"]),
    default="first",
    show_default=True,
    help="Of each page its first capture, one of each content, or every one.",
)
@click.option("--delay", type=click.FloatRange(0), default=1.0, show_default=True, help="Seconds between two requests.")
@click.option("--contact", help="URL or mail address named in the user agent [default: $DATELINE_CONTACT].")
@_wishes
@_nights("month")
@click.pass_context
def wayback(ctx: click.Context, /, addresses: tuple[str, ...], **wishes: Any) -> None:
    """Import captures of a web archive: the Wayback Machine, or any server with its listing (CDX) and captures (id_), as pywb.

    An address is one page, or paper.example/* for all below it. What the archive lists is fetched one capture after another,
    with pauses, and again later where the archive is busy. The time of the capture bounds the story's date.
    """
    named = {name: wishes.pop(name) for name in ("server", "since", "until", "captures", "delay", "contact", "nights")}
    _run(ctx, "wayback", wishes, address=list(addresses), **named)


@command.command(short_help="Addresses for the next crawls: lists, sitemaps, feeds.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sources", "-s", multiple=True, help="Only addresses of these sources (names of source files).")
@click.option(
    "--domains", "-d", multiple=True, help="Only addresses of these domains and all below: paper.co.uk, *.fr."
)
@click.option("--dry-run", is_flag=True, help="Say what would become of every address; queue nothing.")
@click.pass_context
def urls(ctx: click.Context, /, paths: tuple[Path, ...], **wishes: Any) -> None:
    """Queue addresses for the next crawls: lists (.txt, .csv), sitemap files, histories of feeds (RSS, Atom, JSON Feed).

    Nothing is fetched now. The next crawls of each source ask for what is queued, after the fresh stories, with the source's
    pauses, its robots.txt and its max_pages; what a night has no room for waits for the next. Addresses of sites without a
    source file are left out: 'dateline sources add' writes one.
    """
    _run(ctx, "urls", wishes | {"languages": ()}, path=[str(path.absolute()) for path in paths])


@command.command(short_help="Texts without pages: Parquet, JSON lines, CSV, Arrow.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--name", required=True, help="Name of the source that the rows are filed under, one of its own.")
@click.option(
    "--map", "pairs", multiple=True, metavar="OURS=COLUMN", help="Which column is what: text=body, date=published."
)
@click.option("--domains", "-d", multiple=True, help="Only rows of these domains and all below: paper.co.uk, *.fr.")
@click.option("--languages", "-l", multiple=True, help="Only rows in these languages (ISO 639-1), by their text.")
@click.option("--dry-run", is_flag=True, help="Say what would become of every row; write nothing.")
@_nights("month")
@click.pass_context
def table(ctx: click.Context, /, paths: tuple[Path, ...], **wishes: Any) -> None:
    """Import texts without pages: Parquet, JSON lines, CSV or Arrow files, a folder of a Hugging Face data set.

    Ours are url, text, title, date, modified, authors, language, section, tags, captured; columns with usual names (content,
    headline, publish_date …) are found, others are named with --map. Each row needs a url and a text. It is a work of its own,
    marked by articles.text_from = 'row', and stands for no page: it teaches nothing of a site, and dates no other work.
    """
    named = {"name": wishes.pop("name"), "map": list(wishes.pop("pairs")), "nights": wishes.pop("nights")}
    _run(ctx, "table", wishes | {"sources": ()}, path=[str(path.absolute()) for path in paths], **named)


def _run(ctx: click.Context, form: str, wishes: dict[str, Any], **more: object) -> None:
    home: Home = ctx.obj
    chosen = options(
        home=home.root, source=wishes["sources"], domain=wishes["domains"], language=wishes["languages"], **more
    )
    ctx.exit(run_module(MODULE, form, *chosen, *(["--dry-run"] if wishes["dry_run"] else [])))
