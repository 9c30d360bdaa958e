"""Own packages: `pipelines` is a common name, so a foreign package of that name on the path is reported in one line."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).parents[1]
"""The folder of Dateline's packages: a checkout, or a folder of installed packages."""


def require_own(name: str) -> None:
    """Raise ImportError if Python finds a package of this name that is not Dateline's."""
    loaded = sys.modules.get(name)
    spec = loaded.__spec__ if loaded else find_spec(name)
    origin = spec.origin if spec else None
    if origin is None or Path(origin).resolve() != (FOLDER / name / "__init__.py").resolve():
        raise ImportError(
            f"Dateline has a package called {name!r}, but Python finds another one first ({origin or 'a folder'}): rename that "
            "one, or work in another folder",
            name=name,
        )
