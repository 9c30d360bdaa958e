"""What a language file lacks: the topics that the best-kept language has and it has not."""

from __future__ import annotations

from typing import Any

from pipelines.lexicon.data import LANGUAGES, data
from pipelines.lexicon.language_file import topics


def best_kept() -> str:
    """The code of the language with words of the most topics; of equals, the first by code."""
    return min(data()[LANGUAGES], key=lambda code: (-len(_kept(code)), code))


def lacking(code: str) -> list[str]:
    """Topics of which the best-kept language has words and this one has none, in the order of `topics.toml`. Raises KeyError."""
    missing = _kept(best_kept()) - _kept(code)
    return [topic for topic in topics() if topic in missing]


def _kept(code: str) -> set[str]:
    content: dict[str, Any] = data()[LANGUAGES][code]
    return {
        f"{section}.{topic}"
        for section, lists in content.items()
        if isinstance(lists, dict)
        for topic, entries in lists.items()
        if entries and f"{section}.{topic}" in topics()
    }
