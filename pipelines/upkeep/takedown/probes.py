"""Probes: short pieces of the runs of a takedown, of which every run has at least one. A text without them has no run.

To look for a piece costs a fraction of reading and hashing every word of a page. Probes are kept in memory only: five words,
unlike twelve, can be guessed from their hash.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pipelines.upkeep.takedown.words import APOSTROPHES, INVISIBLE, TAG, U64, Reader, normal, resolved, window_hashes

PROBE_CHARS = 24
"""Letters and digits of a probe, about five words; a shorter run is a probe as a whole."""
PLAIN_TAG = re.compile(r"<[^<>]*>")
"""All that TAG finds in a text without an escaped `<`."""
MAX_REFERENCE_CHARS = 40
NOT_ALPHANUMERIC = bytes(each for each in range(256) if not (each < 128 and chr(each).isalnum()))
COMPOSED = range(0x1100, 0x1200)
"""Hangul letters that become one character together."""


@dataclass(frozen=True, slots=True)
class Probes:
    """Words as `normal` writes them, without blanks: the probes in ASCII, and the others."""

    ascii: tuple[bytes, ...]
    other: tuple[str, ...]

    @classmethod
    def of(cls, key: bytes, windows: Mapping[int, U64], texts: Iterable[str]) -> Probes | None:
        """Probes for the runs of these texts. None if a run is in none of them."""
        reader, chosen = Reader(key), set[str]()
        left = {size: set(runs.tolist()) for size, runs in windows.items()}
        for text in texts:
            words, plain = reader.words(text), resolved(text)
            places = zip(words.starts.tolist(), words.ends.tolist(), strict=True)
            spelled = [normal(plain[start:end]) for start, end in places]
            for size, runs in windows.items():
                hashes = window_hashes(words.hashes, size)
                firsts = np.flatnonzero(np.isin(hashes, runs))
                left[size].difference_update(hashes[firsts].tolist())
                chosen.update(_pieces(spelled, size, firsts.tolist()))
        if any(left.values()):
            return None
        ascii_probes = sorted(probe.encode() for probe in chosen if probe.isascii())
        return cls(tuple(ascii_probes), tuple(sorted(probe for probe in chosen if not probe.isascii())))

    def __or__(self, other: Probes) -> Probes:
        return Probes(self.ascii + other.ascii, self.other + other.other)

    def may_be_in(self, text: str) -> bool:
        """False only if the text has no run, however its words are written."""
        plain = resolved(text) if _spells_letters(text) else text
        if not plain.isascii() and any(map(_is_special, set(plain))):
            return True
        parts = [part.casefold() for part in _outside_and_inside_tags(text, plain)]
        letters = b" ".join(part.encode("ascii", "ignore").translate(None, NOT_ALPHANUMERIC) for part in parts)
        if any(map(letters.__contains__, self.ascii)):
            return True
        if not self.other or plain.isascii():
            return False
        all_letters = " ".join(map(_alphanumeric, parts))
        return any(map(all_letters.__contains__, self.other))


def _pieces(spelled: Sequence[str], size: int, firsts: Iterable[int]) -> Iterator[str]:
    """The last words of each run that has no earlier piece; `firsts` are the numbers of the runs' first words."""
    begin = -1
    for first in firsts:
        if begin < first:
            end = first + size
            begin = end - 1
            while begin > first and sum(map(len, spelled[begin:end])) < PROBE_CHARS:
                begin -= 1
            yield "".join(spelled[begin:end])


def _outside_and_inside_tags(text: str, plain: str) -> tuple[str, str]:
    """The characters of `plain` that are outside of the tags of a text, and those inside; both have the same length."""
    tag = TAG if "lt;" in text or "\\u003" in text else PLAIN_TAG
    if plain == text:
        return "".join(tag.split(text)), "".join(tag.findall(text))
    tags = [found.span() for found in tag.finditer(text)]
    gaps = zip([0, *(end for _, end in tags)], [*(start for start, _ in tags), len(text)], strict=True)
    return "".join(plain[start:end] for start, end in gaps), "".join(plain[start:end] for start, end in tags)


def _spells_letters(text: str) -> bool:
    """True if a reference or an escape in a text may be part of a word."""
    if "&#" in text or "amp;#" in text or "\\u" in text:
        return True
    names = (part.removeprefix("amp;")[:MAX_REFERENCE_CHARS].partition(";") for part in text.split("&")[1:])
    return any(end and _is_letter(name) for name, end, _ in names)


@lru_cache(maxsize=5_000)
def _is_letter(name: str) -> bool:
    """True if a character reference of this name is a letter, or another character that words may have."""
    character = html.unescape(f"&{name};")
    return len(character) == 1 and (character.isalnum() or character in APOSTROPHES or character in INVISIBLE)


@lru_cache(maxsize=50_000)
def _is_special(character: str) -> bool:
    """True if `normal` writes a character otherwise than in lower case."""
    return normal(character) != _alphanumeric(character.casefold()) or ord(character) in COMPOSED


def _alphanumeric(text: str) -> str:
    return "".join(filter(str.isalnum, text))
