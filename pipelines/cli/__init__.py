"""The command line: `dateline …`, the same as `python -m pipelines …`.

Each command has its own file, imported by its name when it is called. `--help` imports none of them, nor any heavy
library.
"""

from __future__ import annotations

import importlib
import keyword
import os
import sys

import click

from pipelines.base.processes.endings import AGAIN, INTERRUPTED, MISTAKE, ending, heed_termination
from pipelines.base.processes.program import keep_to_own_path
from pipelines.base.processes.typed_name import as_typed, remember_home, remember_name
from pipelines.cli.platform_note import platform_note
from pipelines.cli.usage import Group, in_one_line, parse_ahead

COMMANDS = {
    "init": "Make an empty corpus: one commented source file, one commented export recipe.",
    "demo": "Crawl a small news web on this machine, two nights, and show the result.",
    "sources": "Find, add, list and check the publications to crawl.",
    "try": "Fetch one page and print its extraction: kind, title, authors, date, text, links.",
    "crawl": "Fetch a night of one source, or of all nightly ones, into the archive.",
    "import": "Import your own data: WARC and WACZ files, web archives, lists of addresses, tables of texts.",
    "nights": "List the nights that were crawled; take one back.",
    "takedown": "Remove a work or a source for good, from archive to datasets; list what was taken down.",
    "build": "Turn archived nights into the corpus: extract, clean, date, dedupe, publish.",
    "release": "Release a held-back night of a source into the corpus; list held-back nights.",
    "maintain": "Merge small files and remove files that no reader needs.",
    "backup": "Add a snapshot of the corpus to a folder of backups, while crawls and builds run.",
    "restore": "Make a new home of a snapshot.",
    "morning": "List what needs you about a night: incidents by cause, with the commands that help.",
    "acknowledge": "Mark incidents of a source as known, or put them off until a day.",
    "report": "Write the report of a night as one HTML file.",
    "sql": "Run a SQL query over the corpus.",
    "search": "Find articles by words in title or text.",
    "browse": "Read the corpus in a browser, or as JSON: search, articles, dates, events, front pages.",
    "mcp": "Serve the corpus to language models (MCP): every fact with its capture, else unknown.",
    "show": "Show an article: text, date and reason, revisions, copies, related links, archived page.",
    "dates": "Show why an article has its date.",
    "export": "Write a dataset for machine learning that respects rights and has splits without leaks; audit one.",
    "verify": "Verify a dataset by its files alone: what was added, removed or changed; sign it; summarise it.",
    "exports": "List, write and check the recipes of datasets.",
    "extract": "Extract articles from page files, a URL, or a list of many pages.",
    "duplicates": "Cluster near-duplicates among texts you already have.",
    "events": "Group texts you already have by the event that they report.",
    "ui": "Open the Dagster UI on 127.0.0.1.",
    "doctor": "Check that this machine and this corpus are in order.",
}
WITHOUT_HOME = ("", "init", "extract", "duplicates", "events", "verify")
"""Commands that use no corpus, or make one elsewhere."""
BEGINNING = ("demo", "import", "try", "sources add", "sources find", "exports new", *WITHOUT_HOME)
"""Commands that may begin a home, or need none; the others refuse a folder that does not exist."""
WORDS = "dateline.words"
"""Key of a context's `meta`: the words of the line from the command on."""
AS_IT_IS = ("backup",)
"""Commands that also take a home of an older layout, and do not migrate it."""


class Commands(Group):
    """A group whose commands are imported when they are called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click's method; `--home` may also stand behind the command."""
        from pipelines.cli.home_option import command_words, home_first

        words = home_first(args)
        ctx.meta[WORDS] = command_words(words)
        return super().parse_args(ctx, words)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"pipelines.cli.{module}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; if the reader of its output closes the pipe, as `| head` does, that is not an error."""
        try:
            if ctx.meta[WORDS]:
                parse_ahead(self, ctx, ctx.meta[WORDS])
            return super().invoke(ctx)
        except KeyboardInterrupt as error:  # click would print an empty line first
            raise click.Abort from error
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # discard the output that is left
            return 0

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--home",
    type=click.Path(file_okay=False),
    help="Folder of the corpus, or its address in an object store (s3://bucket/corpus) [default: $DATELINE_HOME or ./data].",
)
@click.version_option(package_name="dateline", message="%(prog)s %(version)s")
@click.pass_context
def dateline(ctx: click.Context, home: str | None) -> None:
    """Dateline builds news corpora you can trust.

    Spiders crawl news sites; each page is archived, extracted, dated with its evidence, deduplicated and published as
    Parquet you query with SQL. Start with 'dateline demo'.
    """
    from pipelines.lake.home import ENVIRONMENT_VARIABLE, Home, home_root
    from pipelines.lake.store.address import address_of, is_address

    remember_home(home if ctx.invoked_subcommand != "restore" else None)
    if note := platform_note(sys.platform, ctx.invoked_subcommand or ""):
        click.echo(f"dateline: {note}", err=True)
    if ctx.invoked_subcommand == "restore":  # its home is new
        ctx.obj = home
        return
    chosen = home or os.environ.get(ENVIRONMENT_VARIABLE) or ""
    folder = None if is_address(chosen) else home_root(home)
    asks_for_help = {"-h", "--help"} & {*sys.argv}
    command = "" if asks_for_help else ctx.invoked_subcommand or ""
    if address := chosen if folder is None else address_of(folder):
        from pipelines.cli.stored_home import stored_home

        ctx.obj = ctx.with_resource(stored_home(address, command, folder))
    elif command in WITHOUT_HOME:
        ctx.obj = Home(home_root(home))
    elif command in AS_IT_IS:
        ctx.obj = Home.at(home)
    else:
        from pipelines.cli.home_option import require_home
        from pipelines.cli.opened_home import opened_home

        if not {command, " ".join(ctx.meta[WORDS][:2])} & {*BEGINNING}:
            require_home(home_root(home), is_named=bool(chosen), command=command)
        ctx.obj = ctx.with_resource(opened_home(Home.at(home)))


def main() -> None:
    """Run the command line. A user's mistake is one line on stderr and exit status 2; Ctrl-C, SIGTERM and SIGHUP give 130."""
    heed_termination()
    sys.exit(ending(_main))


def _main() -> int:
    keep_to_own_path()
    remember_name(sys.argv[0])
    return _run()


def _run() -> int:
    try:
        status = dateline.main(prog_name="dateline", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return MISTAKE
    except click.ClickException as error:
        click.echo(f"dateline: {as_typed(in_one_line(error))}", err=True)
        return MISTAKE
    except (KeyboardInterrupt, click.Abort):
        click.echo(f"dateline: {AGAIN}", err=True)
        return INTERRUPTED
    if isinstance(status, int) and status:
        return status
    from pipelines.cli.next_step import say_next_step

    say_next_step(sys.argv[1:])
    return 0
