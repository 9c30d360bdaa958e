"""Reading an exported dataset back as its users do: with Hugging Face `datasets`, offline."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any


def loaded_rows(folder: Path) -> dict[str, int]:
    """Rows a split, as `datasets.load_dataset(folder)` sees them; nothing is fetched, the cache is thrown away."""
    return loaded(folder)[0]


def loaded(folder: Path) -> tuple[dict[str, int], Any]:
    """The same, and the Arrow schema that it found."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    import datasets

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        loaded = datasets.load_dataset(str(folder), cache_dir=cache)
        schema = next(iter(loaded.values())).features.arrow_schema
        return {name: part.num_rows for name, part in loaded.items()}, schema
