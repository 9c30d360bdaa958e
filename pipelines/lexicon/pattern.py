r"""Patterns with words of all languages: `pattern(r"^(?:<<people.by>>)\s")` asks for the entries of the topic `people.by`.

`<<topic>>` becomes a group of alternatives, `<<people.by|people.of>>` one of the entries of both; longer entries come first.
`\b{start}` and `\b{end}` are the edges of a word, as in Rust; in a script that puts no spaces between words every letter is one.
A pattern is compiled when it is first used: importing a module reads no files.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from pipelines.lexicon.data import entries
from pipelines.lexicon.entry import is_expression, literal, source
from pipelines.lexicon.wording import Phrases

ASKED = re.compile(r"<<([a-z_]+\.[a-z_]+(?:\|[a-z_]+\.[a-z_]+)*)>>")
UNSPACED = r"[\u0e00-\u0eff\u1780-\u17ff\u2e80-\uffff]"
"""Letters of scripts without spaces: Thai, Lao, Khmer, Chinese, Japanese; Korean too, whose words take endings."""
EDGES = {r"\b{start}": rf"(?:\b|(?={UNSPACED}))", r"\b{end}": rf"(?:\b|(?<={UNSPACED}))"}
METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "pattern", "flags", "groups")


def pattern(text: str, flags: int = 0, *, fold: Callable[[str], str] | None = None) -> re.Pattern[str]:
    """A regular expression with the topics that it asks for; `fold` is applied to it as the searched texts are folded.

    Its first use raises KeyError where no language has such a topic.
    """
    return cast("re.Pattern[str]", _Lazy(text, flags, fold))


def topic_phrases(topic: str, flags: int = re.IGNORECASE) -> Phrases:
    """The entries of a topic as phrases: a text that has none of their literal parts is not searched."""
    return Phrases(pattern(f"<<{topic}>>", flags), look=look(topic))


def look(*topics: str) -> Callable[[], list[str]]:
    """The literal parts of the entries of topics, for a pattern each of whose matches holds an entry of one of them."""

    def literals() -> list[str]:
        parts = {literal(entry) for topic in topics for entry in entries(topic)}
        return sorted(part for part in parts if not any(other in part for other in parts - {part}))

    return literals


def alternatives(*topics: str) -> str:
    """The entries of topics as one group of a regular expression: expressions, then longer entries before shorter ones.

    Entries with the same first letter share it, so that a text with another letter is refused after one look, not after as many
    as there are entries.
    """
    found = dict.fromkeys(each for topic in topics for each in entries(topic))
    groups: dict[str, list[str]] = {}
    for entry in sorted(found, key=lambda one: (not is_expression(one), -len(one), one)):
        written = source(entry)
        shared = written[0] if entry[0].isalnum() else ""
        groups.setdefault(shared or written, []).append(written[len(shared) :])
    return f"(?:{'|'.join(_group(shared, rests) for shared, rests in groups.items())})"


def _group(shared: str, rests: list[str]) -> str:
    """What begins with the same letter: `n` and `ews`, `ational` → `n(?:ews|ational)`."""
    if len(rests) == 1:
        return shared if shared == rests[0] else shared + rests[0]
    return f"{shared}(?:{'|'.join(rests)})"


class _Lazy:
    """Stands for a pattern until it is used; then it has the pattern's own methods."""

    def __init__(self, text: str, flags: int, fold: Callable[[str], str] | None) -> None:
        self._made_from = (text, flags, fold)

    def __getattr__(self, name: str) -> Any:
        if name not in METHODS:
            raise AttributeError(name)
        text, flags, fold = self._made_from
        written = ASKED.sub(lambda asked: alternatives(*asked[1].split("|")), text)
        for edge, written_out in EDGES.items():
            written = written.replace(edge, written_out)
        compiled = re.compile(fold(written) if fold else written, flags)
        for each in METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)
