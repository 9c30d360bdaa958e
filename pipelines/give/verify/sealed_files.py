"""The manifest of a dataset, its signature, and the files that it lists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.give.export.audit import MANIFEST
from pipelines.give.export.manifest import DIGESTS, SIGNATURE, files_of, part_digests
from pipelines.give.export.shards import in_json, sha256_of
from pipelines.give.export.signature import can_check, is_intact, signer
from pipelines.give.verify.finding import UNREADABLE, Finding, unreadable

PARTS = frozenset((
    "articles", "clusters", "crawls", "files", "left_out", "named_texts", "night", "opt_outs", "recipe", "rights_files", "rows",
    "rows_sha256", "splits", "versions",
))  # fmt: skip
"""The parts that every manifest has."""


def manifest_checked(folder: Path) -> tuple[dict[str, Any] | None, list[Finding]]:
    """The manifest, None if nothing can be checked by it, and what was done to it."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        manifest: Any = json.loads(text)
        stated = dict(manifest[DIGESTS])
        found = part_digests(manifest)
    except FileNotFoundError:
        return None, [Finding(MANIFEST, "removed")]
    except (*UNREADABLE, RecursionError) as error:
        return None, [unreadable(MANIFEST, error)]
    names = sorted(PARTS | stated.keys() | found.keys())
    findings = [
        Finding(MANIFEST, f"`{name}` {_done(name in stated, name in found)}")
        for name in names
        if stated.get(name) != found.get(name) or name not in found
    ]
    if not findings and text != in_json(manifest):
        findings = [Finding(MANIFEST, "changed in spelling (spaces, order or repeated keys), not in content")]
    return (manifest if found.keys() >= PARTS else None), findings


def _done(was: bool, stands: bool) -> str:
    return "changed" if was and stands else "added" if stands else "removed"


def signature_checked(folder: Path, signers: Path | None) -> tuple[str | None, list[Finding]]:
    """Who signed the manifest (None: nobody, or nobody asked), and what is wrong with the signature."""
    if not (folder / SIGNATURE).is_file():
        return None, [
            Finding(SIGNATURE, "is not there, so nobody of the signers vouches for the dataset")
        ] if signers else []
    if signers is not None:
        who = signer(folder, signers)
        return who, [] if who else [Finding(SIGNATURE, f"is no signature of this {MANIFEST} by anybody in {signers}")]
    if can_check() and not is_intact(folder):
        return None, [Finding(SIGNATURE, f"is no signature of this {MANIFEST}")]
    return None, []


def files_checked(folder: Path, stated: Mapping[str, Any]) -> Iterator[Finding]:
    """Files that were added, removed or changed."""
    there = files_of(folder)
    for name in sorted(stated.keys() | there.keys()):
        if name not in there:
            yield Finding(name, "removed")
        elif name not in stated:
            yield Finding(name, "added")
        elif there[name].is_symlink():
            yield Finding(name, "is a link to elsewhere, no file of the dataset")
        elif sha256_of(there[name]) != stated[name]["sha256"]:
            more = there[name].stat().st_size - stated[name]["bytes"]
            yield Finding(name, f"changed ({more:+} bytes)" if more else "changed (as many bytes)")
