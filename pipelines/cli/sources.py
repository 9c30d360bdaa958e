"""`dateline sources`."""

from __future__ import annotations

import os
import re

import click

from pipelines.cli.output_option import OutputFile
from pipelines.cli.processes import options, run_module
from pipelines.cli.usage import Group
from pipelines.lake.home import Home

GROUP = re.compile(r"[a-z0-9_]+")
VARIABLE = re.compile(r"\$[A-Za-z_]\w*")
COOKIE = re.compile(r"[^\s;,=]+=[^\s;,]*")


@click.group(cls=Group)
def command() -> None:
    """Find, add, list and check the publications to crawl (one YAML file each in the home's sources/)."""


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


@command.command(short_help="Survey sites and write a source file for each: URLs, a list, or names of the catalogue.")
@click.argument("urls", nargs=-1)
@click.option(
    "--from",
    "lists",
    multiple=True,
    type=click.Path(exists=True),
    help="OPML, CSV, a list of addresses, another home, or the outcome of an earlier add. Repeatable.",
)
@click.option("--from-catalogue", is_flag=True, help="URLS are names that 'sources find' prints.")
@click.option("--name", help="Name of the source file, if URL is one [default: from the site's host].")
@click.option("--group", help="Group of the sources: their owner and alerts, see settings.yaml.")
@click.option("--contact", help="URL or mail address that the crawl names in its user agent.")
@click.option("--cookie", metavar="NAME=VALUE", help="The cookie of your choice on a page of consent, if URL is one.")
@click.option("--proxy", metavar="'$NAME'", help="Variable with the address of your proxy, if URL is one.")
@click.option("--private", is_flag=True, help="Allow sites on this machine or a private network.")
@click.option("--outcome", type=OutputFile(), help="File of the outcome of many [default: in the home].")
@click.pass_obj
def add(
    home: Home,
    /,
    urls: tuple[str, ...],
    lists: tuple[str, ...],
    from_catalogue: bool,
    private: bool,
    **chosen: str | None,
) -> None:
    """Survey the site at each URL and write a commented source file for it.

    Fetches robots.txt, the home page, feeds, sitemaps, rights files, three stories and possible sections: about twenty requests a
    site, one a second. Feeds and sitemaps are those that the site names, otherwise those at the usual addresses of publishing
    systems. A guess is marked in the file as an offer. A URL may also be a feed. At the end, it prints the requests of a first
    night.

    Of many, several sites are surveyed at a time. A source file that exists is left as it is. The end is a table. The outcome is
    also a CSV file from the beginning: --from that file tries again what failed, and what was left after Ctrl-C.

    \b
    dateline sources add https://paper.example/ https://other.example/
    dateline sources add --from papers.opml --group business
    dateline sources add --from-catalogue derstandard taz
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"
    if not urls and not lists:
        raise click.UsageError("name a URL, or a list: --from FILE")
    if is_file := None if from_catalogue else next(filter(os.path.isfile, urls), None):
        raise click.UsageError(f"{is_file} is a file: --from {is_file}")
    if chosen["name"] and (lists or from_catalogue or len(urls) > 1):
        raise click.UsageError("--name is for one URL")
    for name in ("cookie", "proxy"):
        if chosen[name] and (lists or from_catalogue or len(urls) > 1):
            raise click.UsageError(f"--{name} is for one URL")
    check_proxy(chosen["proxy"])
    if (cookie := chosen["cookie"]) and not COOKIE.fullmatch(cookie):
        raise click.UsageError(f"--cookie {cookie}: write its name and value, such as consent=reject")
    if (group := chosen["group"]) and not GROUP.fullmatch(group):
        raise click.UsageError(f"--group {group}: write lower-case letters, digits and underscores")
    words = [*options(**chosen, **{"from": lists}), *(["--private"] if private else [])]
    words += ["--from-catalogue"] if from_catalogue else []
    click.get_current_context().exit(
        run_module("spiders.sources", "--home", str(home.root), "add", *words, "--", *urls)
    )


def check_proxy(variable: str | None) -> None:
    """Refuse an address where the name of a variable belongs: it has a password, and stands in the history of the shell."""
    if variable and not VARIABLE.fullmatch(variable):
        raise click.UsageError(
            "--proxy is the name of a variable: export PAPER_PROXY=http://USER:PASSWORD@HOST:PORT, then --proxy '$PAPER_PROXY'"
        )


@command.command(short_help="Find publishers in the catalogue, and print the command that adds them.")
@click.argument("words", nargs=-1, required=True)
@click.pass_context
def find(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Find publishers in the catalogue, without a request, and print the command that adds them.

    WORDS stand in a publisher's name, host or topics or in the address of a feed, or name a country or a language, in English, in
    its own words or by its code. A publisher is as a public list had it; the last column says whether it was verified.

    \b
    dateline sources find germany wirtschaft
    dateline sources find "buenos aires"
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"
    home: Home = ctx.obj
    ctx.exit(run_module("spiders.sources", "--home", str(home.root), "find", "--", *words))


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


@command.command(short_help="Make a key that signs requests, and print what to publish of it.")
@click.argument("file", type=click.Path(dir_okay=False))
@click.pass_context
def key(ctx: click.Context, file: str) -> None:
    """Print the public key of FILE as a key directory (JSON). If there is no FILE, a new private key is written into it.

    Papers that know where it is published can let in requests that are signed with it: `signature` in the file of a source.

    \b
    dateline sources key ~/corpus.pem > directory.json
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"
    home: Home = ctx.obj
    ctx.exit(run_module("spiders.sources", "--home", str(home.root), "key", "--", file))
