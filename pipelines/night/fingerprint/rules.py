"""The digest of the rules by which a step makes rows: equal digests mean equal rules. It costs milliseconds.

It changes only if something that the step's entry module reaches changes: statements, data files (word lists),
versions of libraries, or Python's Unicode tables. For a library, the version of its own distribution counts, not
those of its dependencies.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from pathlib import Path

from pipelines.night.fingerprint.closure import Closure
from pipelines.night.fingerprint.known import Known
from pipelines.night.fingerprint.memory import Memory

ROOT = Path(__file__).parents[3]
DIGITS = 12


@cache
def rules_digest(entry_module: str) -> str:
    """Twelve hex digits for the rules of a step, by its entry module. Raises ValueError if there is no such module.

    >>> rules_digest("pipelines.extract.step") == rules_digest("pipelines.corpus.clean.step")
    False
    """
    known = _known().get(entry_module)
    if known is None:
        known = digest_under(ROOT, entry_module, _memory())
        _known().put(entry_module, known)
    return known


@cache
def _known() -> Known:
    return Known(ROOT)


@cache
def _memory() -> Memory:
    """One for all digests of a process: where nothing can be kept on disk, a file is still parsed once only."""
    return Memory(ROOT)


def digest_under(root: Path, entry_module: str, memory: Memory | None = None) -> str:
    """The digest of the rules for the packages in the folder `root`, as they are now."""
    memory = memory or Memory(root)
    closure = Closure(root, entry_module, memory.outline)
    lines = [
        *closure.meaning(),
        *(
            f"{f.relative_to(root).as_posix()} {hashlib.sha256(f.read_bytes()).hexdigest()}"
            for f in closure.data_files()
        ),
        *(f"{library} {memory.version(library)}" for library in sorted(closure.libraries)),
        f"unicode {unicodedata.unidata_version}",
    ]
    memory.save()
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:DIGITS]
