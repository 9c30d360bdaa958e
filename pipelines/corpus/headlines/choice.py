"""Choice: the headline among the anchors that lead from one list to one page, such as picture, headline and teaser.

The choice depends only on the anchors that stand at one look. The other anchors are kept for comparison: a headline that
the look before had beside another one is no change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from pipelines.base.ids import digest
from pipelines.corpus.headlines.marks import bare, compared, folded, shown, tail

LABEL = "label"
RANKS = {"heading": 0, None: 1, LABEL: 2}
"""Places of an anchor (`links.set_in`), the best first."""
MIN_WORDS = 3
MAX_TEASER_CHARS = 160
"""A longer text is a teaser, or a headline with its teaser."""
MIN_TEASER_CHARS = 60
SENTENCE_END = (".", "…", "...")


class Anchor(NamedTuple):
    """A link's text as it stands on a page, its place (`links.set_in`), and its order on the page."""

    text: str
    set_in: str | None
    order: tuple[int, int, int]


class Said(NamedTuple):
    """A headline: as shown, without marks, and the keys by which it is compared.

    `tail` is the key without a section's name at its beginning, or `key`. `rank` is that of its anchor: the lowest is the best.
    """

    shown: str
    headline: str
    key: int
    tail: int
    rank: tuple[int, ...]

    @property
    def is_label(self) -> bool:
        """True if only the label of a link without text says so."""
        return self.rank[0] == RANKS[LABEL]


class Chosen(NamedTuple):
    """The headline of a page in a list at a look, and the keys of the other texts that lead to it."""

    said: Said
    others: frozenset[int]


def said(anchor: Anchor, labels: frozenset[str]) -> Said | None:
    """What an anchor says; None if it is only a mark, or a label such as `Read more`."""
    text = shown(anchor.text)
    headline = bare(text, labels)
    if not headline:
        return None
    rest = tail(headline, labels)
    key = key_of(compared(headline))
    words = len(headline.split()) if headline.isascii() or " " in headline else len(headline) // 3
    is_teaser = len(headline) > MAX_TEASER_CHARS or headline.endswith(SENTENCE_END)
    rank = (RANKS.get(anchor.set_in, 1), words < MIN_WORDS, is_teaser, *anchor.order)
    return Said(text, headline, key, key_of(compared(rest)) if rest else key, rank)


def chosen(texts: Iterable[Said]) -> Chosen | None:
    """The headline among what anchors say; None if they say nothing.

    An anchor in a heading comes first, the label of a picture last. A text that begins with another one holds its teaser too.
    """
    found = sorted(texts, key=lambda each: (each.rank, each.shown))
    if not found:
        return None
    best = found[0]
    same = [each for each in found if each.rank[0] == best.rank[0]]
    shorter = [each for each in same if _has_teaser(best.headline, each.headline) and not each.rank[1]]
    best = min(shorter, key=lambda each: len(each.headline)) if shorter else best
    others = frozenset(each.key for each in found if not each.is_label and each.key != best.key)
    return Chosen(best, others)


def _has_teaser(text: str, headline: str) -> bool:
    """True if a text is a headline and a teaser behind it."""
    rest = text.removeprefix(f"{headline} ")
    return rest != text and (len(rest) >= MIN_TEASER_CHARS or rest.endswith(SENTENCE_END))


def key_of(text: str) -> int:
    """64 bits of the digest of a folded headline, with its sign."""
    return int.from_bytes(bytes.fromhex(digest("headline", text)[:16]), "big", signed=True)


def labels_of(menus: Collection[str]) -> frozenset[str]:
    """Names of sections among the texts of a page's menus: at most three words, in small letters."""
    return frozenset(folded(text).casefold() for text in menus if text and len(text.split()) <= 3 and len(text) <= 30)
