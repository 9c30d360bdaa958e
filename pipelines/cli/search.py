"""`dateline search`."""

from __future__ import annotations

import shutil
import sys
from functools import partial

import click

from pipelines.cli.name_list import name_list
from pipelines.lake.home import Home

FORMATS = ("table", "json", "jsonl", "csv")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("words", nargs=-1)
@name_list("--source", "--sources", "sources", help="Only articles of this source.")
@name_list("--language", "--languages", "languages", help="Only articles in this language, as ISO 639-1: de.")
@name_list("--kind", "--kinds", "kinds", help="article, live, video or gallery.")
@click.option("--author", help="Only articles by an author with this name.")
@click.option("--section", help="Only articles in this section.")
@click.option(
    "--from", "from_", metavar="DATE", help="Not published before this day, month or year, as far as the date is known."
)
@click.option("--to", metavar="DATE", help="Not published after this day, month or year, as far as the date is known.")
@click.option("--origins", is_flag=True, help="Only the first article of each cluster of near-duplicates.")
@click.option("--events", is_flag=True, help="Articles that report the same event stand next to each other.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Articles for each page.")
@click.option("--page", type=click.IntRange(1, 10_000), default=1, show_default=True, help="Number of the page.")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), default="table", show_default=True, help="Output format."
)
@click.pass_obj
def command(
    home: Home,
    words: tuple[str, ...],
    sources: tuple[str, ...],
    languages: tuple[str, ...],
    kinds: tuple[str, ...],
    author: str | None,
    section: str | None,
    from_: str | None,
    to: str | None,
    origins: bool,
    events: bool,
    limit: int,
    page: int,
    style: str,
) -> None:
    """Find articles by WORDS in title and text, the best first. All words must match, in any of their forms.

    \b
    dateline search harbour bridge            both words, in any form and spelling
    dateline search '"harbour bridge"'        exactly these words, next to each other
    dateline search 'harb* -bridge'           words with this start; without a word
    dateline search '(ferry OR bridge) title:harbour source:demo_herald from:2025-11 to:2026-02'

    Fields are title, source, language, kind, author, section, role, from, to, date. Articles without a date are found by
    the days between which they must have appeared. See docs/search.md for more.
    """  # noqa: D301 -- \b is click's mark for "do not rewrap"
    if words == ("-h",):
        click.echo(click.get_current_context().get_help())
        return
    from pipelines.ask.search import listing
    from pipelines.ask.search.asking import asked
    from pipelines.ask.search.searcher import searching

    role = ("origin",) if origins else ()
    conditions = {
        "source": sources, "language": languages, "kind": kinds, "role": role, "author": (author,), "section": (section,),
        "from": (from_,), "to": (to,),
    }  # fmt: skip
    query = asked(words, conditions)
    known = None
    if events:
        from pipelines.ask.search.events import events_of

        known = partial(events_of, home)
    with searching(home) as searcher:
        found = searcher.find(query, limit=limit, page=page, events=known)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in listing.in_format(style, width)(found):
        click.echo(line)
    click.echo(listing.summary(found), err=True)
