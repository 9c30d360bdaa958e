"""Reading an exported dataset back as its users do: with Hugging Face `datasets`, offline."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def loaded_rows(folder: Path) -> dict[str, int]:
    """Rows a split, as `datasets.load_dataset(folder)` sees them; nothing is fetched, the cache is thrown away."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    import datasets

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        loaded = datasets.load_dataset(str(folder), cache_dir=cache)
        return {name: part.num_rows for name, part in loaded.items()}
