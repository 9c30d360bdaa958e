"""By which rules a document was extracted: the column `extractor`. Nights that stand by older rules: `pipelines.nights`."""

from __future__ import annotations

import hashlib

from pipelines.extract.model import ROLES, UNKNOWN, Layout
from pipelines.night.fingerprint import rules_digest

STEP = "pipelines.extract.step"
"""Entry module of the step: all that can change a document is reached from it."""


def rules_version() -> str:
    """Digest of the rules of today, see `pipelines.night.fingerprint`."""
    return rules_digest(STEP)


def extractor(version: str, layout: Layout) -> str:
    """The version of the rules and, if the source taught anything, a digest of that: `bce3c7efa4fc+19a3c01b`."""
    if layout == UNKNOWN:
        return version
    taught = repr([(role, sorted(getattr(layout, role))) for role in ROLES])
    return f"{version}+{hashlib.sha256(taught.encode('utf-8', 'replace')).hexdigest()[:8]}"
