"""`dateline export`."""

from __future__ import annotations

import click

from pipelines.home import Home


@click.command()
@click.argument("name")
@click.pass_obj
def command(home: Home, name: str) -> None:
    """Write the dataset NAME by its recipe (exports/NAME.yaml in the home).

    Rights fail closed: what the recipe does not list is left out, and counted. Near-duplicates never stand in two splits.
    """
    from pipelines.export.dataset import export_dataset
    from pipelines.export.recipe import load_recipe

    dataset = export_dataset(home, load_recipe(home, name))
    click.echo(str(dataset.path))
    for reason, count in dataset.left_out.items():
        click.echo(f"left out: {count} ({reason.replace('_', ' ')})", err=True)
    click.echo(f"{' / '.join(f'{count} {split}' for split, count in dataset.rows.items())} rows", err=True)
