"""`dateline verify`."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.base.counted import counted
from pipelines.base.errors import InputError
from pipelines.lake.home import Home

MAX_LINES = 1_000


@click.command()
@click.argument("dataset")
@click.option(
    "--archive",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read the captures again: a home's archive.",
)
@click.option(
    "--signers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Allowed signers, as ssh-keygen -Y verify reads them; one must have signed.",
)
@click.option(
    "--sign",
    "key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Sign the dataset with this SSH key if it is whole.",
)
@click.option(
    "--summary",
    is_flag=True,
    help="Write DATASET.summary.md and .csv if it is whole: domains, languages, time span, permissions.",
)
@click.pass_context
def command(
    ctx: click.Context, dataset: str, archive: Path | None, signers: Path | None, key: Path | None, summary: bool
) -> None:
    """Verify DATASET, a folder or the name of a dataset of the home, from its files alone.

    Prints a line for each file, row or figure that is not as it was when the dataset was made. Exit status 0: whole; 1:
    something was found. It needs no corpus and no home.
    """
    from pipelines.base.neutral import on_one_line
    from pipelines.give.verify.verification import verify
    from pipelines.night.steps import progress

    folder = _folder(ctx.obj, dataset)
    with progress(f"verify {folder.name}") as on_progress:
        found = verify(folder, archive, signers, on_progress)
    for note in found.notes:
        click.echo(note, err=True)
    for finding in found.findings[:MAX_LINES]:
        click.echo(on_one_line(str(finding)))
    if found.findings:
        click.echo(f"{counted(len(found.findings), 'finding')} in {folder}", err=True)
        ctx.exit(1)
    if key is not None:
        from pipelines.give.export.signature import sign

        sign(folder, key)
        click.echo(str(folder / "manifest.json.sig"))
    if summary:
        from pipelines.give.verify.summary import write_summary

        for path in write_summary(folder):
            click.echo(str(path))
    by = f", signed by {found.signed_by}" if found.signed_by else ""
    click.echo(f"whole: {found.rows} rows, manifest.json has SHA-256 {found.sha256}{by}", err=True)


def _folder(home: Home, dataset: str) -> Path:
    """A folder, or that of a dataset of the home."""
    if Path(dataset).is_dir():
        return Path(dataset)
    if (named := home.datasets / dataset).is_dir():
        return named
    from pipelines.base.settings.mistakes import nearest

    hint = nearest(dataset, (each.name for each in home.datasets.glob("*/")))
    raise InputError(f"no dataset at {dataset}{hint or ': give the folder that has manifest.json'}")
