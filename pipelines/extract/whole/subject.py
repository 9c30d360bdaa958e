"""What a text is about, by its words: what it shares with its page's headline, and with another part of itself.

Limits were taken on 1,300 development pages: their texts under their own headlines and under others', and their texts cut in two
against halves of two texts in one language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipelines.lexicon.common_words import MIN_LETTERS, STEM_LETTERS, common_words, stems
from pipelines.page.text.language import language

READ_CHARS = 12_000
"""Characters of a text whose words are looked at."""
MIN_STEMS = 4
"""With fewer stems a headline says too little to judge a text by."""
KEYWORDS, MIN_KEYWORDS = 8, 3
"""Stems that stand in a text more than once: so many of the most frequent ones, and at least so many to judge by."""
MIN_SURE_CHARS, MIN_SURE_SCORE = 45, 0.8
"""Characters of a text whose language is sure, and the detector's probability."""
ALIKE = tuple(frozenset(group.split()) for group in (
    "hr sr bs sh sl mk bg", "no nb nn da sv", "id ms jv su", "cs sk", "pt gl es ca ast an oc it la scn", "ru uk be",
    "nl af fy nds de lb als", "zh ja wuu yue", "hi mr ne sa", "fa ps ur ar ckb pnb azb",
))  # fmt: skip
"""Languages that the detector takes for each other in short texts."""
CHANCE = ((800, 0.15), (2_500, 0.2), (10**9, 0.3))
"""Up to so many characters of a text: the share of the stems of any other one that it has; it grows with the text."""


class Subject(NamedTuple):
    """The stems of a text, each with how often it stands there, and the number of its characters."""

    counts: Counter[str]
    chars: int

    @property
    def keywords(self) -> list[str]:
        """The most frequent stems of those that stand in the text more than once."""
        return [stem for stem, times in self.counts.most_common(KEYWORDS) if times > 1]


def subject(text: str) -> Subject:
    """The subject of a text."""
    return Subject(Counter(stems(text[:READ_CHARS])), len(text))


@dataclass(frozen=True)
class Heading:
    """The page's headlines, and its descriptions."""

    titles: tuple[str, ...]
    descriptions: tuple[str, ...]

    @cached_property
    def of_titles(self) -> frozenset[str]:
        """Stems of the headlines."""
        return frozenset(stem for line in self.titles for stem in stems(line))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of headlines and descriptions."""
        return self.of_titles.union(stem for line in self.descriptions for stem in stems(line))

    @cached_property
    def language(self) -> str | None:
        """Their language, if it is sure."""
        return sure_language(" ".join(dict.fromkeys((*self.titles, *self.descriptions))))

    def is_rather(self, code: str | None) -> bool:
        """True if a headline has a common word of this language and none of the one that the detector takes it for.

        >>> Heading(("Villeneuve attend toujours la nouvelle passerelle",), ()).is_rather("fr")  # English, says the detector
        True
        """
        said = {word for line in self.titles for word in line.casefold().split()}
        own, other = (common_words().get(each or "", frozenset()) for each in (self.language, code))
        return said.isdisjoint(own) and not said.isdisjoint(other)

    @property
    def is_telling(self) -> bool:
        """True if there are enough stems to judge a text by."""
        return len(self.stems) >= MIN_STEMS

    @cached_property
    def _begins(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What stands in a text before and in the words with a stem: of the headlines, and of all."""
        return tuple(map(begin, self.of_titles)), tuple(map(begin, self.stems))

    def is_shared(self, text: str, share: float) -> bool:
        """True if a text surely has this share of the stems; a quick look that does not cut it into words."""
        low = f" {text.casefold()} "
        offered = (begins for begins in self._begins if len(begins) >= MIN_STEMS)
        return any(sum(each in low for each in begins) >= share * len(begins) for begins in offered)

    def shared(self, text: Subject) -> float:
        """The share of the stems that a text has, of the headlines' or of all, whichever is higher."""
        whole = len(self.stems & text.counts.keys()) / max(1, len(self.stems))
        if len(self.of_titles) < MIN_STEMS:
            return whole
        return max(whole, len(self.of_titles & text.counts.keys()) / len(self.of_titles))


def begin(stem: str) -> str:
    """A stem as it stands in a text: behind a space, and a short one before another; that of a script without spaces anywhere.

    >>> begin("counc"), begin("mill"), begin("新聞")
    (' counc', ' mill ', '新聞')
    """
    if len(stem) < MIN_LETTERS:
        return stem
    return f" {stem}" if len(stem) == STEM_LETTERS else f" {stem} "


def kinship(part: Subject, rest: Subject, heading: Heading) -> float:
    """How much a part of a text is about the same as the rest: over .25 for 98% of halves of a text, under it for 76% of others.

    The mean of four shares: of the part's words that the rest or the heading has, of the keywords of either that the other
    has, and of the heading's stems that the part has. A share of too few words is left out.
    """
    shares = list(_shares(part, rest, heading))
    return sum(share * weight for share, weight in shares) / sum(weight for _, weight in shares)


def chance(chars: int) -> float:
    """The share of the stems of any other text that one of so many characters has."""
    return next(share for most, share in CHANCE if chars <= most)


def _shares(part: Subject, rest: Subject, heading: Heading) -> Iterator[tuple[float, float]]:
    known = rest.counts.keys() | heading.stems
    total = sum(part.counts.values())
    by_chance = chance(rest.chars)
    common = sum(times for stem, times in part.counts.items() if stem in known) / max(1, total)
    yield min(common / by_chance, 1.5), 1.0
    if len(keywords := part.keywords) >= MIN_KEYWORDS:
        yield sum(stem in known for stem in keywords) / len(keywords), 1.5
    if len(keywords := rest.keywords) >= MIN_KEYWORDS:
        yield sum(stem in part.counts for stem in keywords) / len(keywords), 1.0
    if heading.is_telling:
        yield len(heading.stems & part.counts.keys()) / len(heading.stems), 1.0


def sure_language(text: str) -> str | None:
    """The language of a text of some length; None where the detector is not sure."""
    code, score = language(text) if len(text.encode(errors="replace")) >= MIN_SURE_CHARS else (None, None)
    return code if (score or 0) >= MIN_SURE_SCORE else None


def is_other_language(one: str | None, other: str | None) -> bool:
    """True if both languages are known, differ, and are not taken for each other by the detector."""
    return bool(one and other) and one != other and not any({one, other} <= group for group in ALIKE)
