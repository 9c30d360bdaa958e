"""`dateline import`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipelines.cli.name_list import name_list
from pipelines.cli.processes import options, run_module
from pipelines.cli.usage import Group
from pipelines.lake.home import Home

TIME = re.compile(r"\d{4}((0[1-9]|1[0-2])(\d{2}){0,4})?")
MODULE = "spiders.imports"


def _wishes(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose the pages to import."""
    for option in reversed((
        name_list("--sources", "--source", "-s", "sources", help="Only pages of these sources (names of source files)."),
        name_list("--domains", "--domain", "-d", "domains", help="Only pages of these domains and all below: paper.co.uk, *.fr."),
        name_list("--languages", "--language", "-l", "languages", help="Only pages in these languages, by their text: de."),
        click.option("--dry-run", is_flag=True, help="Show the outcome of every record; write nothing."),
    )):  # fmt: skip
        command = option(command)
    return command


def _time(_ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A time as web archives write it: 2019, 201911, 20191103; dashes are left out."""
    plain = value and value.replace("-", "")
    if plain and not TIME.fullmatch(plain):
        raise click.UsageError(f"{option.opts[0]} {value}: write a year, month or day: 2019, 201911, 20191103")
    return plain


def _nights(default: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        "--nights",
        type=click.Choice(["day", "month", "year"]),
        default=default,
        show_default=True,
        help="Period of one night: use month or year if there are few captures for each day.",
    )


@click.group(cls=Group)
def command() -> None:
    """Import your own data: web archives, saved pages, the Wayback Machine, lists of addresses, tables of texts.

    \b
    dateline import warc CC-NEWS-20251103.warc.gz     WARC and WACZ files of any tool
    dateline import files saved/                      saved pages: HTML, SingleFile, MHTML
    dateline import wayback paper.example --from 2019 captures of a web archive
    dateline import urls list.txt sitemap.xml         addresses that the next crawls fetch
    dateline import table texts.jsonl                 texts without pages, marked as such

    Captures become nights of the archive, filed under the day of the capture, as if Dateline had crawled then. 'dateline build'
    makes the corpus from them. A story is not younger than its capture. A source file is written for each new domain; it is not
    crawled unless you allow it there. Every record ends in the table `imports` with an outcome and a reason. You can stop an
    import at any time and run it again: it continues where it stopped.
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"


@command.command(short_help="WARC and WACZ files of any tool, or folders of them.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@_wishes
@_nights("day")
@click.pass_context
def warc(ctx: click.Context, /, paths: tuple[Path, ...], **wishes: Any) -> None:
    """Import WARC and WACZ files, or folders of them: CC-NEWS, wget, Heritrix, Browsertrix, another Dateline's archive.

    Pages, feeds, sitemaps, robots.txt and rights files are imported; images and similar files are not. From damaged and truncated
    files, the readable records are imported. Nights on which a source was crawled do not change.
    """
    _run(ctx, "warc", wishes, path=[str(path.absolute()) for path in paths], nights=wishes.pop("nights"))


@command.command(short_help="Folders of saved pages: HTML, SingleFile, MHTML.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@_wishes
@_nights("month")
@click.pass_context
def files(ctx: click.Context, /, paths: tuple[Path, ...], **wishes: Any) -> None:
    """Import saved pages, or folders of them: HTML, SingleFile, MHTML, a mirror by wget or HTTrack.

    Address and time are those that the tool wrote into the file. Otherwise the address is the page's canonical link, or follows
    from a folder with the name of a host; the time is that of the file. Pages without an address are left out.
    """
    _run(ctx, "files", wishes, path=[str(path.absolute()) for path in paths], nights=wishes.pop("nights"))


@command.command(short_help="Captures of the Wayback Machine or another web archive.")
@click.argument("addresses", nargs=-1, required=True)
@click.option(
    "--server",
    default="https://web.archive.org/web",
    show_default=True,
    help="URL of the archive; for pywb, of a collection.",
)
@click.option(
    "--from", "since", metavar="TIME", callback=_time, help="Captures from this time on: 2019, 201911, 20191103 …"
)
@click.option("--to", "until", metavar="TIME", callback=_time, help="Captures up to this time.")
@click.option(
    "--captures",
    type=click.Choice(["first", "changed", "all"]),
    default="first",
    show_default=True,
    help="For each page: its first capture, one capture of each content, or all captures.",
)
@click.option("--delay", type=click.FloatRange(0), default=1.0, show_default=True, help="Seconds between two requests.")
@click.option("--contact", help="URL or mail address named in the user agent [default: $DATELINE_CONTACT].")
@_wishes
@_nights("month")
@click.pass_context
def wayback(ctx: click.Context, /, addresses: tuple[str, ...], **wishes: Any) -> None:
    """Import captures of a web archive: the Wayback Machine, or a server with the same listing (CDX) and captures (id_), as pywb.

    An address is one page, or paper.example/* for all pages below it. The listed captures are fetched one after another, with
    pauses, and again later if the archive is busy. The time of the capture bounds the story's date.
    """
    named = {name: wishes.pop(name) for name in ("server", "since", "until", "captures", "delay", "contact", "nights")}
    _run(ctx, "wayback", wishes, address=list(addresses), **named)


@command.command(short_help="Addresses for the next crawls: lists, sitemaps, feeds.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@name_list("--sources", "--source", "-s", "sources", help="Only addresses of these sources (names of source files).")
@name_list(
    "--domains", "--domain", "-d", "domains", help="Only addresses of these domains and all below: paper.co.uk, *.fr."
)
@click.option("--dry-run", is_flag=True, help="Show the outcome of every address; queue nothing.")
@click.pass_context
def urls(ctx: click.Context, /, paths: tuple[Path, ...], **wishes: Any) -> None:
    """Queue addresses for the next crawls: lists (.txt, .csv), sitemap files, histories of feeds (RSS, Atom, JSON Feed).

    Nothing is fetched now. The next crawls of each source fetch the queued addresses after the fresh stories, with the source's
    pauses, its robots.txt and its max_pages; addresses that exceed max_pages wait for the next night. Addresses of sites without
    a source file are left out: 'dateline sources add' writes one.
    """
    _run(ctx, "urls", wishes | {"languages": ()}, path=[str(path.absolute()) for path in paths])


@command.command(short_help="Texts without pages: Parquet, JSON lines, CSV, Arrow.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--name", required=True, help="Name of a new source for the rows.")
@click.option(
    "--map", "pairs", multiple=True, metavar="OURS=COLUMN", help="Assign columns: text=body, source=publisher."
)
@name_list(
    "--domains", "--domain", "-d", "domains", help="Only rows of these domains and all below: paper.co.uk, *.fr."
)
@name_list("--languages", "--language", "-l", "languages", help="Only rows in these languages, by their text: de.")
@click.option("--dry-run", is_flag=True, help="Show the outcome of every row; write nothing.")
@_nights("month")
@click.pass_context
def table(ctx: click.Context, /, paths: tuple[Path, ...], **wishes: Any) -> None:
    """Import texts without pages: Parquet, JSON lines, CSV or Arrow files, a folder of a Hugging Face data set.

    Our columns are url, text, title, date, modified, authors, language, section, tags, captured, source. Columns with usual
    names (content, headline, publish_date …) are found; name others with --map. Each row needs a url and a text. With --map
    source=COLUMN each value of that column becomes a source of its own, NAME_value. A row is a separate work, marked by
    articles.text_from = 'row'. It is not a page: nothing about a site is learned from it, and it dates no other work.
    """
    named = {"name": wishes.pop("name"), "map": list(wishes.pop("pairs")), "nights": wishes.pop("nights")}
    _run(ctx, "table", wishes | {"sources": ()}, path=[str(path.absolute()) for path in paths], **named)


def _run(ctx: click.Context, form: str, wishes: dict[str, Any], **more: object) -> None:
    home: Home = ctx.obj
    chosen = options(
        home=home.root, source=wishes["sources"], domain=wishes["domains"], language=wishes["languages"], **more
    )
    ctx.exit(run_module(MODULE, form, *chosen, *(["--dry-run"] if wishes["dry_run"] else [])))
