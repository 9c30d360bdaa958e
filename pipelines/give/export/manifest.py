"""`manifest.json`: the recipe, content and origins of a dataset, size and SHA-256 of every file, and a digest of each part.

It is written last, and has one spelling: keys sorted, two spaces, UTF-8. A signature of this file is one of the whole dataset.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.give.export.audit import MANIFEST
from pipelines.give.export.shards import sha256_of, write_json

LEDGER_VERSION = 2
"""Changes whenever `rights.parquet` or the digests of rows are made otherwise."""
SIGNATURE = f"{MANIFEST}.sig"
DIGESTS = "digests"


def versions() -> dict[str, Any]:
    """What made the dataset."""
    return {"dateline": version("dateline"), "ledger": LEDGER_VERSION}


def seal(folder: Path, about: Mapping[str, Any]) -> None:
    """Write the manifest over all files that are there. Entries of `about["files"]` keep their further values."""
    known = about["files"]
    files = {name: known.get(name, {}) | _measured(path) for name, path in files_of(folder).items()}
    whole = {**about, "files": files, "versions": versions()}
    write_json(folder / MANIFEST, whole | {DIGESTS: part_digests(whole)})


def files_of(folder: Path) -> dict[str, Path]:
    """The files of a dataset by their paths below its folder, but for the manifest and its signature."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    return {name: found[name] for name in sorted(found) if name not in (MANIFEST, SIGNATURE)}


def part_digests(manifest: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 of each part of a manifest, as JSON with sorted keys and no spaces."""
    parts = {name: value for name, value in manifest.items() if name != DIGESTS}
    return {name: hashlib.sha256(_compact(value)).hexdigest() for name, value in parts.items()}


def _measured(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _compact(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
