"""`dateline exports …`."""

from __future__ import annotations

import click

from pipelines.base.counted import counted
from pipelines.base.processes.typed_name import as_typed
from pipelines.cli.usage import Group
from pipelines.lake.home import Home


@click.group(cls=Group)
def command() -> None:
    """List, write and check the recipes of datasets (exports/*.yaml in the home); 'dateline export' makes a dataset."""


@command.command("list", short_help="List the recipes, with the rows of their datasets.")
@click.pass_obj
def show(home: Home) -> None:
    """List the recipes, with the number of rows in their datasets."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from pipelines.give.export.listing import recipes_listed

    table = Table("recipe", "title", "rows", "audit", box=None)
    rows = recipes_listed(home)
    for row in rows:
        table.add_row(*map(Text, row))
    if rows:
        Console().print(table)
    else:
        click.echo(as_typed(f"no recipe in {home.recipes} yet: 'dateline exports new NAME' writes one"), err=True)


@command.command("new")
@click.argument("name")
@click.pass_obj
def new(home: Home, name: str) -> None:
    """Write a commented recipe NAME, for you to edit."""
    from pipelines.base.errors import InputError
    from pipelines.base.settings.file import NAME
    from pipelines.give.export.new_recipe import NEW
    from pipelines.give.export.recipe import write_recipe

    if not NAME.fullmatch(name):
        raise InputError(f"{name!r} is no name of a recipe: write lower-case letters, digits and underscores")
    path = write_recipe(home, name, NEW)
    if path is None:
        raise InputError(f"there is a recipe {name} in {home.recipes} already; choose another name")
    click.echo(str(path))


@command.command("check", short_help="Check recipes: each mistake with file, line and remedy.")
@click.argument("names", nargs=-1)
@click.pass_obj
def check(home: Home, names: tuple[str, ...]) -> None:
    """Check recipes (all, or NAMES): each mistake with file, line and remedy; SQL and columns against the corpus."""
    from pipelines.base.errors import ConfigError
    from pipelines.give.export.listing import problems

    found = problems(home, names)
    for problem in found:
        click.echo(problem, err=True)
    if found:
        raise ConfigError(f"{counted(len(found), 'recipe')} cannot be used")
    click.echo("every recipe is in order", err=True)
