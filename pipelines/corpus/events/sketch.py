"""Sketches: the weighted terms of a story that say what it is about, and how much two sketches have in common.

A term weighs (1 + ln count) · ln(1 / share), where the share is that of the language's stories that hold it. The weights
depend on the story alone, so that two stories are as near on the first night as after a year.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipelines.corpus.events.terms import HEAD, LEAD, NAME, Terms, terms
from pipelines.lexicon.word_shares import word_shares

RARE_SHARE = 0.004
"""Share of the stories that hold a word which the table does not list."""
MAX_TERMS = 100
"""Terms of a sketch: those with the highest weights, where headline and lead count more."""
HEAD_BONUS, LEAD_BONUS = 2.0, 1.0
POSTED_TERMS, POSTED_KEYS = 32, 10
"""Terms, and keys of names, under which a story is found."""
SIZES = "<HHIH"
"""Numbers of terms, keys, words of the story, and letters of its language, in front of a packed sketch."""
PART_BITS = (NAME, LEAD, HEAD)
PARTS = 1 + len(PART_BITS)
"""All terms, names, the lead, the head."""

F32 = npt.NDArray[np.float32]
U32 = npt.NDArray[np.uint32]
U8 = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sketch:
    """The terms of a story by ascending hash, their weights and kinds, and the length of each part's vector.

    `keys` and `key_weights` are its names and numbers as other languages spell them, by ascending key. `forms` are the
    posted terms as the story writes them.
    """

    hashes: U32
    weights: F32
    kinds: U8
    keys: U32
    key_weights: F32
    language: str
    words: int
    forms: tuple[str, ...] = ()

    @property
    def posted(self) -> list[int]:
        """The hashes under which the story is found: those with the highest weights, in the order of `forms`."""
        return _highest(self.hashes, self.weights, POSTED_TERMS)

    @property
    def posted_keys(self) -> list[int]:
        """The keys of names under which stories in other languages find it."""
        return _highest(self.keys, self.key_weights, POSTED_KEYS)


def sketch(title: str | None, text: str, language: str | None) -> Sketch:
    """The sketch of a story."""
    return _sketched(terms(title, text, language))


def _sketched(story: Terms) -> Sketch:
    shares = _shares(story.language)
    listed = shares or {each: _guessed(form) for each, form in story.forms.items()}
    rarity = np.array([listed.get(each, _RAREST) for each in story.hashes.tolist()])
    weights = ((1 + np.log(story.counts)) * rarity).astype(np.float32)
    prominence = 1 + HEAD_BONUS * (story.kinds & HEAD > 0) + LEAD_BONUS * (story.kinds & LEAD > 0)
    kept = np.sort(np.lexsort((story.hashes, -(weights * prominence)))[:MAX_TERMS])
    keys, key_weights = _keys(story, weights)
    hashes = story.hashes[kept]
    forms = tuple(story.forms[each] for each in _highest(hashes, weights[kept], POSTED_TERMS))
    return Sketch(hashes, weights[kept], story.kinds[kept], keys, key_weights, story.language, story.words, forms)


def _keys(story: Terms, weights: F32) -> tuple[U32, F32]:
    """The different keys of names and numbers, each with its highest weight."""
    wanted = np.flatnonzero(story.keys)
    order = wanted[np.lexsort((-weights[wanted], story.keys[wanted]))]
    keys, first = np.unique(story.keys[order], return_index=True)
    return keys, weights[order][first]


def _highest(hashes: U32, weights: F32, count: int) -> list[int]:
    order = np.lexsort((hashes, -weights))[:count]
    return [int(each) for each in hashes[order]]


_RAREST = float(np.log(1 / RARE_SHARE))
_COMMON = float(np.log(1 / 0.2))
LONG_LETTERS = 6
HIRAGANA = re.compile("[\u3041-\u309f]")
"""Writes particles and endings."""


def _guessed(form: str) -> float:
    """ln(1 / share) of a term of a language that the table does not have: short words in small letters are mostly common."""
    is_common = (form.islower() and len(form) < LONG_LETTERS) or HIRAGANA.search(form) is not None
    return _COMMON if is_common else _RAREST


@cache
def _shares(language: str) -> dict[int, float]:
    """ln(1 / share) of each frequent term of a language; a term's share is that of its most frequent form."""
    found: dict[int, float] = {}
    for word, share in word_shares().get(language, {}).items():
        for hashed in terms(None, word, language).hashes.tolist():
            found[hashed] = min(found.get(hashed, _RAREST), float(-np.log(share)))
    return found


def packed(sketch: Sketch) -> bytes:
    """A sketch as bytes, for an index."""
    sizes = struct.pack(SIZES, len(sketch.hashes), len(sketch.keys), sketch.words, len(sketch.language))
    arrays = (sketch.hashes, sketch.weights, sketch.kinds, sketch.keys, sketch.key_weights)
    return b"".join((sizes, *(each.tobytes() for each in arrays), (sketch.language + "\n".join(sketch.forms)).encode()))


def unpacked(data: bytes) -> Sketch:
    """The sketch of `packed`."""
    size, keys, words, letters = struct.unpack_from(SIZES, data)
    at = struct.calcsize(SIZES)
    hashes = np.frombuffer(data, np.uint32, size, at)
    weights = np.frombuffer(data, np.float32, size, at + 4 * size)
    kinds = np.frombuffer(data, np.uint8, size, at + 8 * size)
    at += 9 * size
    key_weights = np.frombuffer(data, np.float32, keys, at + 4 * keys)
    language, forms = (text := data[at + 8 * keys :].decode())[:letters], text[letters:]
    found = tuple(forms.split("\n")) if forms else ()
    return Sketch(hashes, weights, kinds, np.frombuffer(data, np.uint32, keys, at), key_weights, language, words, found)


class Bulk(NamedTuple):
    """Several sketches as one: all their terms, with the place of each term's sketch."""

    hashes: U32
    weights: F32
    kinds: U8
    owners: npt.NDArray[np.int64]
    norms: npt.NDArray[np.float64]
    keys: U32
    key_weights: F32
    key_owners: npt.NDArray[np.int64]
    key_norms: npt.NDArray[np.float64]


def bulk(sketches: Sequence[Sketch]) -> Bulk:
    """Sketches, ready to be compared with one."""
    owners = np.repeat(np.arange(len(sketches)), [len(each.hashes) for each in sketches])
    key_owners = np.repeat(np.arange(len(sketches)), [len(each.keys) for each in sketches])
    weights, kinds = _joined(sketches, "weights"), _joined(sketches, "kinds")
    key_weights = _joined(sketches, "key_weights")
    norms = np.sqrt(_sums(weights.astype(np.float64) ** 2, kinds, owners, len(sketches)))
    key_norms = np.sqrt(np.bincount(key_owners, key_weights.astype(np.float64) ** 2, len(sketches)))
    return Bulk(
        _joined(sketches, "hashes"), weights, kinds, owners, norms, _joined(sketches, "keys"), key_weights, key_owners, key_norms
    )  # fmt: skip


def cosines(one: Sketch, others: Bulk) -> npt.NDArray[np.float64]:
    """Cosines of one sketch with each other one, in all PARTS: shape (others, PARTS)."""
    own = bulk([one])
    at, hits = _found(one.hashes, others.hashes)
    products = one.weights[at].astype(np.float64) * others.weights[hits]
    sums = _sums(products, one.kinds[at] & others.kinds[hits], others.owners[hits], len(others.norms))
    return sums / np.maximum(own.norms * others.norms, 1e-9)


def key_cosines(one: Sketch, others: Bulk) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Cosines of the names and numbers of one sketch with those of each other one, and the number of common keys."""
    at, hits = _found(one.keys, others.keys)
    products = one.key_weights[at].astype(np.float64) * others.key_weights[hits]
    count = len(others.key_norms)
    norm = float(np.sqrt((one.key_weights.astype(np.float64) ** 2).sum()))
    sums = np.bincount(others.key_owners[hits], products, count)
    return sums / np.maximum(norm * others.key_norms, 1e-9), np.bincount(others.key_owners[hits], minlength=count)


def _sums(
    values: npt.NDArray[np.float64], kinds: U8, owners: npt.NDArray[np.int64], count: int
) -> npt.NDArray[np.float64]:
    """Sums of values by owner, in all PARTS."""
    parts = (values, *(np.where(kinds & bit, values, 0) for bit in PART_BITS))
    return np.stack([np.bincount(owners, part, count) for part in parts], axis=-1)


def _found(own: U32, hashes: U32) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The places of equal hashes in both arrays; `own` is sorted."""
    if not len(own):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    at = np.minimum(np.searchsorted(own, hashes), len(own) - 1)
    hits = np.flatnonzero(own[at] == hashes)
    return at[hits], hits


def _joined(sketches: Sequence[Sketch], name: str) -> Any:
    arrays = [getattr(each, name) for each in sketches]
    return np.concatenate(arrays) if arrays else np.empty(0)
