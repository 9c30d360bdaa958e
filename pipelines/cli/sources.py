"""`dateline sources`."""

from __future__ import annotations

import click

from pipelines.cli.processes import options, run_module
from pipelines.lake.home import Home


@click.group()
def command() -> None:
    """Add, list and check the publications to crawl (one YAML file each in the home's sources/)."""


@command.command("list")
@click.pass_context
def list_(ctx: click.Context) -> None:
    """List the sources: name, title, URL."""
    home: Home = ctx.obj
    ctx.exit(run_module("spiders.sources", "--home", str(home.root), "list"))


@command.command(short_help="Check source files, and which of their channels are dead, empty or stale.")
@click.argument("names", nargs=-1)
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Validate source files and say which of their channels are dead, empty or stale.

    A line a channel: source, channel, URL, state (ok, dead, empty, stale; wrong: the file itself), what was seen. Exit status 1
    if anything is not ok.
    """
    home: Home = ctx.obj
    ctx.exit(run_module("spiders.sources", "--home", str(home.root), "check", "--", *names))


@command.command()
@click.argument("url")
@click.option("--name", help="Name of the source file [default: from the site's host].")
@click.option("--contact", help="URL or mail address that the crawl names in its user agent.")
@click.option("--private", is_flag=True, help="Allow a site on this machine or a private network.")
@click.pass_context
def add(ctx: click.Context, url: str, name: str | None, contact: str | None, private: bool) -> None:
    """Survey the site at URL and write a commented source file for it.

    Asks for robots.txt, the home page, feeds, sitemaps, rights files, three stories and what may be sections, politely, each
    request on a line as it is made: some twenty requests, one a second. Feeds and sitemaps are those that the site names, else
    those at the usual addresses of publishing systems. What is guessed is marked in the file as an offer. Ends with what a
    first night will ask for.
    """
    home: Home = ctx.obj
    chosen = [*options(name=name, contact=contact), *(["--private"] if private else [])]
    ctx.exit(run_module("spiders.sources", "--home", str(home.root), "add", *chosen, "--", url))
