"""`dateline export`."""

from __future__ import annotations

import click

from pipelines.base.counted import counted
from pipelines.lake.command_line import dateline_for
from pipelines.lake.home import Home


@click.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Show the rows that would be written and left out; write nothing.")
@click.option("--audit", is_flag=True, help="Check the existing dataset, using only its files; write nothing.")
@click.pass_obj
def command(home: Home, name: str, dry_run: bool, audit: bool) -> None:
    """Write the dataset NAME by its recipe (exports/NAME.yaml in the home).

    Rights fail closed: uses that the recipe does not list are left out, and counted. No text, and no half of one, is
    in two splits: audit.json in the dataset is the proof, and --audit makes it again. The dataset is replaced in one
    step.
    """
    if audit and dry_run:
        raise click.UsageError("--audit reads an existing dataset, --dry-run plans a new one: give one of them")
    if audit:
        _audit(home, name)
        return
    from pipelines.give.export.dataset import export_dataset, plan_dataset
    from pipelines.give.export.recipe import load_recipe
    from pipelines.night.steps import progress

    recipe = load_recipe(home, name)
    with progress(f"export {name}") as on_progress:
        dataset = (plan_dataset if dry_run else export_dataset)(home, recipe, on_progress)
    if not dry_run:
        click.echo(str(dataset.path))
    for reason, count in dataset.left_out.items():
        click.echo(f"left out: {count} ({reason.replace('_', ' ')})", err=True)
    for split, count in dataset.shared_events.items():
        if count:
            click.echo(
                f"{count} rows of {split} are about events of earlier splits: 'split: event' keeps them apart", err=True
            )
    for group in dataset.mixture["groups"] if dataset.mixture else ():
        click.echo(
            f"mixture: {group['by']} {group['value']}: {group['tokens']:,} of {group['offered']:,} tokens,"
            f" {group['rows']} rows",
            err=True,
        )
    would = "would be " if dry_run else ""
    click.echo(f"{would}{' / '.join(f'{count} {split}' for split, count in dataset.rows.items())} rows", err=True)
    if not dry_run:
        click.echo(f"Next: '{dateline_for(home)} export {name} --audit' checks it by its files alone", err=True)


def _audit(home: Home, name: str) -> None:
    """Print the audit as JSON. Raises CorpusError if the dataset does not pass."""
    import json

    from pipelines.base.errors import CorpusError
    from pipelines.give.export.audit import audit

    found = audit(home.datasets / name)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    if not found["passed"]:
        raise CorpusError(
            f"export {name}: {counted(found['violations'], 'violation')} in {home.datasets / name}; export it again"
        )
