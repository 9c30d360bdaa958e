r"""The words of a text or of its markup, each with its place and a keyed hash.

The same words are found in plain text, HTML, feeds (CDATA, escaped markup) and JSON: `Müller`, `M&uuml;ller` and
`M\u00fcller` are one word. Words inside tags (attributes) are separate from words between tags. An address is one
word.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]

TAG = re.compile(
    r"<[^<>]*>"
    r"|(?:&(?:amp;)?lt;|\\+u003[cC])/?[A-Za-z](?:(?!&(?:amp;)?[lg]t;|\\+u003[cCeE]).){0,2000}(?:&(?:amp;)?gt;|\\+u003[eE])",
    re.DOTALL,
)
"""A tag, also one that is escaped in a feed (`&lt;p&gt;`) or a script (`\\u003cp\\u003e`)."""
REFERENCE = re.compile(
    r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|\\+(?:u[0-9a-fA-F]{4}|[nrtbf\"'/])?"
)
"""A character reference of HTML or an escape of JSON, possibly escaped once more."""
APOSTROPHES = "'’ʼ‘"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060"
FILLER = "\ue000"
"""Fills up the characters of a reference, so that positions stay the same."""
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, kana and Han are written without spaces: each character is a word."""
LETTERS = rf"[\w{FILLER}{INVISIBLE}]"
JOINED = r"['’ʼ‘\-./_@%?=#+~&:]{1,3}"
WORD = re.compile(rf"{LETTERS}+(?:{JOINED}{LETTERS}+)*")
WORD_OR_CHARACTER = re.compile(
    rf"[{UNSPACED}]|(?:(?![{UNSPACED}]){LETTERS})+(?:{JOINED}(?:(?![{UNSPACED}]){LETTERS})+)*"
)
HAS_UNSPACED = re.compile(f"[{UNSPACED}]")
MAX_REMEMBERED = 300_000
MULTIPLIER = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order: start, end and hash of each, whether it is inside a tag, and whether it is a single character."""

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    hashes: U64
    inside: npt.NDArray[np.bool_]
    single: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.starts)

    def where(self, mask: npt.NDArray[np.bool_]) -> Words:
        """The words that a mask selects."""
        return Words(self.starts[mask], self.ends[mask], self.hashes[mask], self.inside[mask], self.single[mask])


@dataclass(slots=True)
class Reader:
    """Reads words and hashes them under a key; without the key, nobody can test words against the hashes."""

    key: bytes
    _known: dict[str, int] = field(default_factory=dict)

    def words(self, text: str) -> Words:
        """The words of a text, in order."""
        plain = resolved(text)
        pattern = WORD_OR_CHARACTER if HAS_UNSPACED.search(plain) else WORD
        found = [(m.start(), m.end(), self._hash(m[0])) for m in pattern.finditer(plain)]
        found = [word for word in found if word[2]]
        starts = np.array([start for start, _, _ in found], np.int64)
        ends = np.array([end for _, end, _ in found], np.int64)
        hashes = np.array([number for _, _, number in found], np.uint64)
        single = np.array([bool(HAS_UNSPACED.match(plain[start])) for start, _, _ in found], bool)
        return Words(starts, ends, hashes, _inside(text, starts), single)

    def _hash(self, word: str) -> int:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            known = self._known[word] = _keyed(normal(word), self.key)
        return known


def resolved(text: str) -> str:
    """The text with each character reference replaced by its character, or by blanks, of the same length."""
    return REFERENCE.sub(_plain, text) if "&" in text or "\\" in text else text


def window_hashes(hashes: U64, size: int) -> U64:
    """The hash of each window of `size` consecutive words."""
    count = len(hashes) - size + 1
    if count <= 0:
        return hashes[:0]
    total = np.full(count, size, np.uint64)
    for place in range(size):
        total = total * np.uint64(MULTIPLIER) + hashes[place : place + count]
    return total


def normal(word: str) -> str:
    """The letters and digits of a word, case folded.

    >>> normal("Don’t"), normal("(ﬁrst)"), normal("—")
    ('dont', 'first', '')
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return "".join(filter(str.isalnum, folded))


def _keyed(word: str, key: bytes) -> int:
    """A hash that is never 0, except for an empty word."""
    if not word:
        return 0
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), key=key, digest_size=8).digest()) | 1


def _plain(reference: re.Match[str]) -> str:
    """The character of a reference, padded to the reference's length: a letter stays in its word, any other character
    separates words.
    """
    written = reference[0]
    if written[0] == "\\":
        rest = written.lstrip("\\")
        character = chr(int(rest[1:], 16)) if len(rest) == 5 else rest if rest == "'" else " "
    else:
        character = html.unescape(html.unescape(written))
    if len(character) == 1 and (character.isalnum() or character in APOSTROPHES or character in INVISIBLE):
        return character.ljust(len(written), FILLER)
    return " " * len(written)


def _inside(text: str, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """True for each position inside a tag."""
    tags = [tag.span() for tag in TAG.finditer(text)]
    if not tags:
        return np.zeros(len(starts), bool)
    bounds = np.array(tags, np.int64)
    before = np.searchsorted(bounds[:, 0], starts, side="right") - 1
    inside: npt.NDArray[np.bool_] = (before >= 0) & (starts < bounds[np.maximum(before, 0), 1])
    return inside
