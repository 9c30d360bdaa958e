"""Usage: a mistake in the words of a command, in one line that says what is right."""

from __future__ import annotations

import difflib
import re

import click

REWORDED = (
    (r"Invalid value for '(.+?)': '?(.+?)'? does not match the formats? .*", r"\2 is no day: write it as YYYY-MM-DD"),
    (r"Invalid value for '(.+?)': (\S+) is not in the range (\S+)<=x<=(\S+)", r"\1 \2: write a number from \3 to \4"),
    (r"Invalid value for '(.+?)': (\S+) is not in the range x>=(\S+)", r"\1 \2: write a number of at least \3"),
    (r"Invalid value for '.+?': (?:Path|File|Directory) '(https?://.+?)' does not exist",
     r"\1 is an address: download it, and name the file"),
    (r"Invalid value for '.+': File '(.+?)' is a directory", r"\1 is a folder: name a file"),
    (r"Invalid value for '.+': Directory '(.+?)' is a file", r"\1 is a file: name a folder"),
    (r"Invalid value for '.+?': (?:Path|File|Directory) '(.+?)' does not exist", r"\1 does not exist: check the name"),
    (r"Invalid value for '(--?[\w-]+)'(?: / '.+?')?: '(.+?)' is not one of (.+)", r"\1 \2: write one of \3"),
    (r"Invalid value for '(.+?)': '(.+?)' is not a valid (?:integer|float).*", r"\1 \2: write a number"),
    (r"Missing argument '\[?(.+?)\]?'", r"\1 is missing"),
    (r"Missing option '(--[\w-]+)'.*", r"\1 is missing"),
    (r"Option '(--?[\w-]+)' requires an argument", r"\1 needs a value"),
    (r"Got unexpected extra arguments? \((.+)\)", r"too many words: \1"),
)  # fmt: skip
"""Messages of click (patterns), and the same in our words."""


def in_one_line(error: click.ClickException) -> str:
    """The mistake, and the command that explains the right way."""
    if isinstance(error, click.NoSuchOption):
        close = difflib.get_close_matches(error.option_name, [*(error.possibilities or ()), "--home"], n=1, cutoff=0.75)
        said = f"no option {error.option_name}" + (f": did you mean {close[0]}?" if close else "")
    else:
        said = " ".join(error.format_message().split()).rstrip(".")
    for pattern, ours in REWORDED:
        said = re.sub(f"^{pattern}$", ours, said)
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return said
    return f"{said}{_option_meant(said, context)}; '{context.command_path} --help' says more"


def _option_meant(said: str, context: click.Context) -> str:
    """The remedy for a word that is the value of an option: a query without quotes, a night, a source."""
    word = said.removeprefix("too many words: ")
    options = {name for parameter in context.command.params for name in parameter.opts}
    meant = "--night" if DAY.fullmatch(word) else "--source"
    if word == said:
        return ""
    if "query" in context.params:
        return ": write the query in quotes"
    return f": did you mean {meant} {word}?" if meant in options and " " not in word else ""


def nearest_command(name: str, commands: list[str]) -> str:
    """The remedy for an unknown command: the nearest one, else all of a short list.

    >>> nearest_command("demoo", ["demo", "sql"]), nearest_command("csv", ["warc", "table"])
    (" Did you mean 'demo'?", ' Commands are warc, table')
    """
    if name == "help":
        return " Did you mean '--help'?"
    close = difflib.get_close_matches(name, commands, n=1)
    if close:
        return f" Did you mean '{close[0]}'?"
    return f" Commands are {', '.join(commands)}" if len(commands) <= MAX_LISTED else ""


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MAX_LISTED = 8
"""Commands of a group that are listed after a wrong one."""


class Group(click.Group):
    """A group of commands that names the nearest one for a mistake."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's method, with a hint if a name is wrong."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            ctx.fail(f"No such command '{args[0]}'.{nearest_command(args[0], known)}")
        return super().resolve_command(ctx, args)


def parse_ahead(group: click.Group, ctx: click.Context, words: list[str]) -> None:
    """Parse the words of a command before its home is opened: a mistake in them is reported first. Runs nothing but `--help`."""
    name, command, rest = group.resolve_command(ctx, words)
    if command is None:
        return
    with command.make_context(name, list(rest), parent=ctx) as inner:
        if isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            parse_ahead(command, inner, list(rest))
