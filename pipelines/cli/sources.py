"""`dateline sources`."""

from __future__ import annotations

import click

from pipelines.cli.processes import options, run_module
from pipelines.cli.usage import Group
from pipelines.lake.home import Home


@click.group(cls=Group)
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
    """Validate source files and report which of their channels are dead, empty or stale.

    One line for each channel: source, channel, URL, state (ok, dead, empty, stale; wrong: the file itself), and the finding. Exit
    status 1 if any channel is not ok.
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

    Fetches robots.txt, the home page, feeds, sitemaps, rights files, three stories and possible sections: about twenty requests,
    one a second, each printed on a line. Feeds and sitemaps are those that the site names, otherwise those at the usual addresses
    of publishing systems. A guess is marked in the file as an offer. At the end, it prints the requests of a first night.
    """
    home: Home = ctx.obj
    chosen = [*options(name=name, contact=contact), *(["--private"] if private else [])]
    ctx.exit(run_module("spiders.sources", "--home", str(home.root), "add", *chosen, "--", url))


@command.command(short_help="Leave a source out of nightly crawls, or take it in again.")
@click.argument("name")
@click.option("--resume", is_flag=True, help="Crawl it every night again.")
@click.pass_context
def pause(ctx: click.Context, name: str, resume: bool) -> None:
    """Leave a source out of nightly crawls: its file says `nightly: false` until it is resumed. Its articles stay."""
    home: Home = ctx.obj
    ctx.exit(
        run_module("spiders.sources", "--home", str(home.root), "pause", *(["--resume"] if resume else []), "--", name)
    )
