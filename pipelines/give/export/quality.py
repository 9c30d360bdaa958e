"""Quality statistics of texts, as the filters of Gopher, C4 and FineWeb compute them: annotations, nothing is left out by them.

Rae et al. 2021 (https://arxiv.org/abs/2112.11446, table A1), Raffel et al. 2020 (https://arxiv.org/abs/1910.10683, section 2.2),
Penedo et al. 2024 (https://arxiv.org/abs/2406.17557, section 3.6). A word is what stands between white space; a line
is a paragraph of the text, empty ones not counted. Many texts are looked at together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.give.export.characters import Characters, sliced

Numbers = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

STATISTICS = {
    "gopher_mean_word_length": "Characters of a word, in the mean. Gopher keeps 3 to 10.",
    "gopher_symbols_per_word": "`#` and ellipses for each word. Gopher keeps up to 0.1.",
    "gopher_alphabetic_words": "Share of words with a letter. Gopher keeps 0.8 and more.",
    "gopher_stop_words": "How many of the, be, to, of, and, that, have, with are in it. Gopher keeps 2 and more; English only.",
    "gopher_bullet_lines": "Share of lines that begin with a bullet. Gopher keeps up to 0.9.",
    "gopher_ellipsis_lines": "Share of lines that end with an ellipsis. Gopher keeps up to 0.3.",
    "gopher_duplicate_lines": "Share of lines that stood before in the text. Gopher keeps up to 0.3.",
    "c4_sentences": "Ends of sentences: . ! ? and those of other scripts, before white space or the end. C4 keeps 5 and more.",
    "c4_curly_braces": "Braces { and }. C4 keeps texts without.",
    "c4_short_lines": "Share of lines of fewer than 5 words. C4 removes such lines.",
    "c4_lorem_ipsum": "1 if it says lorem ipsum, else 0. C4 keeps texts without.",
    "fineweb_punctuated_lines": "Share of lines that end with a mark of punctuation. FineWeb keeps above 0.12.",
    "fineweb_short_lines": "Share of lines of up to 30 characters. FineWeb keeps below 0.67.",
    "fineweb_duplicate_characters": "Share of characters in lines that stood before in the text. FineWeb keeps up to 0.1.",
    "fineweb_new_lines_per_word": "Line breaks for each word. FineWeb keeps up to 0.3.",
}
"""Each with what the filter that it comes from keeps."""
STOP_WORDS = ("the", "be", "to", "of", "and", "that", "have", "with")
LAST_MARK = r"[.!?…:;\"'”’»)\]。！？」』؟۔।॥።།]$"
BULLET = r"^[•‣▪●◦∙·*–—-]\s"
SHORT_CHARACTERS = 30
SHORT_WORDS = 5


def quality(texts: pa.Array) -> dict[str, Numbers]:
    """Every statistic of every text, by name. An empty text has 0 throughout."""
    parts = [_quality(part) for part in sliced(texts)]
    return {name: np.concatenate([*(part[name] for part in parts), np.zeros(0)]) for name in STATISTICS}


def _quality(texts: pa.Array) -> dict[str, Numbers]:
    characters, lines = Characters.of(texts), _Lines.of(texts)
    starts = characters.starts(characters.is_word)
    words = characters.per_text(starts).astype(np.float64)
    inside = characters.per_text(np.flatnonzero(characters.is_word))
    found = {
        "gopher_mean_word_length": _share(inside, words),
        "gopher_symbols_per_word": _share(_count(texts, r"#|…|\.\.\."), words),
        "gopher_alphabetic_words": _share(characters.words_with_letter(starts), words),
        "gopher_stop_words": _stop_words(texts),
        "gopher_bullet_lines": lines.share(pc.match_substring_regex(lines.texts, BULLET)),
        "gopher_ellipsis_lines": lines.share(pc.match_substring_regex(lines.texts, r"(…|\.\.\.)$")),
        "gopher_duplicate_lines": lines.share(lines.stood_before),
        "c4_sentences": _count(texts, r"[.!?]['\"”’»)]*(?:\s|$)|[。！？؟।]"),
        "c4_curly_braces": _count(texts, r"[{}]"),
        "c4_short_lines": _share(characters.short_lines(starts, SHORT_WORDS), lines.counts),
        "c4_lorem_ipsum": _numbers(pc.match_substring(texts, "lorem ipsum", ignore_case=True)),
        "fineweb_punctuated_lines": lines.share(pc.match_substring_regex(lines.texts, LAST_MARK)),
        "fineweb_short_lines": lines.share(lines.lengths <= SHORT_CHARACTERS),
        "fineweb_duplicate_characters": _share(
            lines.sums(lines.lengths * lines.stood_before), lines.sums(lines.lengths)
        ),
        "fineweb_new_lines_per_word": _share(_numbers(pc.count_substring(texts, "\n")), words),
    }
    assert list(found) == list(STATISTICS)
    return found


def passes(texts: pa.Array, bounds: Mapping[str, tuple[float, float]]) -> npt.NDArray[np.bool_]:
    """Which texts have every statistic within its bounds."""
    passing = np.ones(len(texts), bool)
    found = quality(texts) if bounds else {}
    for name, (least, greatest) in bounds.items():
        passing &= (found[name] >= least) & (found[name] <= greatest)
    return passing


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of all texts that are not empty: their text, the row each belongs to, their characters, whether repeated."""

    texts: pa.Array
    rows: I64
    lengths: Numbers
    stood_before: npt.NDArray[np.bool_]
    many: int

    @classmethod
    def of(cls, texts: pa.Array) -> _Lines:
        parts = pc.split_pattern(texts, "\n")
        lines, rows = pc.utf8_trim_whitespace(pc.list_flatten(parts)), pc.list_parent_indices(parts)
        filled = pc.greater(pc.binary_length(lines), 0)
        lines, row_numbers = lines.filter(filled), rows.filter(filled).to_numpy().astype(np.int64)
        codes = lines.dictionary_encode().indices.to_numpy().astype(np.int64)
        _, firsts = np.unique((row_numbers << 32) | codes, return_index=True)
        stood_before = np.ones(len(lines), bool)
        stood_before[firsts] = False
        return cls(lines, row_numbers, _numbers(pc.utf8_length(lines)), stood_before, len(texts))

    def sums(self, values: Numbers) -> Numbers:
        return np.bincount(self.rows, values, self.many).astype(np.float64)

    @property
    def counts(self) -> Numbers:
        return np.bincount(self.rows, minlength=self.many).astype(np.float64)

    def share(self, mask: pa.Array | npt.NDArray[np.bool_]) -> Numbers:
        return _share(self.sums(_numbers(mask)), self.counts)


def _stop_words(texts: pa.Array) -> Numbers:
    lower = pc.utf8_lower(texts)
    return sum((_numbers(pc.match_substring_regex(lower, rf"\b{word}\b")) for word in STOP_WORDS), np.zeros(len(texts)))


def _count(texts: pa.Array, pattern: str) -> Numbers:
    return _numbers(pc.count_substring_regex(texts, pattern))


def _numbers(values: pa.Array | npt.NDArray[np.bool_]) -> Numbers:
    if isinstance(values, pa.Array):
        values = values.to_numpy(zero_copy_only=False)
    return values.astype(np.float64)


def _share(part: Numbers | I64, whole: Numbers) -> Numbers:
    return np.round(part / np.maximum(whole, 1), 4)
