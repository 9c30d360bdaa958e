"""Verify a dataset: manifest and signature, files, rights, rows, what is written about them, and on request the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.base.errors import DatelineError, InputError
from pipelines.give.export.audit import MANIFEST, read_manifest
from pipelines.give.export.formats import format_named
from pipelines.give.export.manifest import DIGESTS, LEDGER_VERSION, versions
from pipelines.give.export.recipe import Recipe
from pipelines.give.export.rights_table import FILE as RIGHTS
from pipelines.give.export.shards import sha256_of
from pipelines.give.verify.archive_check import archive_checked
from pipelines.give.verify.described import described_checked, descriptions
from pipelines.give.verify.finding import UNREADABLE, Finding, unreadable
from pipelines.give.verify.rights_check import rights_checked
from pipelines.give.verify.row_check import RowCheck
from pipelines.give.verify.sealed_files import files_checked, manifest_checked, signature_checked
from pipelines.give.verify.token_check import tokens_checked
from pipelines.night.steps import Progress


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. `notes` are checks that were not made; `sha256` is that of the manifest."""

    findings: list[Finding]
    rows: int = 0
    sha256: str = ""
    signed_by: str | None = None
    notes: tuple[str, ...] = ()


def verify(
    folder: Path,
    archive: Path | None = None,
    signers: Path | None = None,
    on_progress: Progress = lambda _done, _total: None,
) -> Verified:
    """Verify the dataset in a folder. Raises InputError if there is none, or one of a version that kept no digests."""
    if not any((folder / name).exists() for name in (MANIFEST, RIGHTS)):
        raise InputError(f"no dataset at {folder}: give the folder that has {MANIFEST}")
    manifest, findings = manifest_checked(folder)
    if manifest is None:
        _require_digests(folder)
        return Verified(findings)
    signed_by, wrong = signature_checked(folder, signers)
    if not findings and (made_by := manifest["versions"].get("ledger")) != LEDGER_VERSION:
        raise InputError(f"{folder} has a ledger of version {made_by}, not {LEDGER_VERSION}: export it again")
    check = _Check(folder, manifest, on_progress)
    notes: list[str] = []
    try:
        findings += wrong
        findings += (changed := list(files_checked(folder, manifest["files"])))
        findings.extend(check.contents(archive, {finding.where for finding in changed}, notes))
    except (*UNREADABLE, ValidationError, DatelineError) as error:
        findings.append(unreadable(MANIFEST, error))
    return Verified(findings, sum(manifest["rows"].values()), sha256_of(folder / MANIFEST), signed_by, tuple(notes))


def _require_digests(folder: Path) -> None:
    try:
        manifest = read_manifest(folder)
    except DatelineError:
        return
    if DIGESTS not in manifest and "rows_sha256" not in manifest:
        raise InputError(f"{folder} was made by an older version, which kept no digests: export it again")


@dataclass(slots=True)
class _Check:
    folder: Path
    manifest: dict[str, Any]
    on_progress: Progress
    done: int = 0
    total: int = 0

    def contents(self, archive: Path | None, changed: set[str], notes: list[str]) -> Iterator[Finding]:
        """Rights, rows, descriptions and the archive. What cannot be checked goes to the notes."""
        recipe = Recipe.model_validate(self.manifest["recipe"])
        rows = sum(self.manifest["rows"].values())
        formats = [name for name in recipe.formats if not format_named(name).of_tokens]
        self.total = rows * (len(formats) + (archive is not None))
        expected, wrong = rights_checked(self.folder, self.manifest)
        yield from wrong
        if expected is None:
            notes.append("rows were not compared: rights.parquet cannot be used")
            return
        check = RowCheck(self.folder, recipe, self.manifest["files"], self._add)
        found = list(check.findings(expected))
        yield from found
        if not found:
            yield from tokens_checked(self.folder, recipe, self.manifest, notes)
        if wrong or found or not changed <= descriptions(recipe):
            notes.append("card, plot, metadata and audit were not counted again: rows differ")
        elif self.manifest["versions"] != versions():
            notes.append(f"card, plot, metadata and audit were not made again: they are of {self.manifest['versions']}")
        else:
            yield from described_checked(self.folder, recipe, self.manifest, check.tally)
        if archive is not None:
            inner = archive / "archive"
            yield from archive_checked(self.folder, self.manifest, inner if inner.is_dir() else archive, self._add)

    def _add(self, rows: int) -> None:
        self.done += rows
        self.on_progress(self.done, self.total)
