"""Are the words of new stories as before? Checks for titles, letters and signs, and for texts of other stories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipelines.health.past import MIN_NIGHTS, Figures, Part
from pipelines.health.seen import count_of, median
from pipelines.health.tonight import ERROR, Check, Found, Tonight, figure_part, new_stories
from pipelines.health.wordings import (
    CAPITALS,
    GLUED,
    NO_CAPITALS,
    OF_OTHERS,
    OTHER_CANONICAL,
    OTHER_TITLE,
    PER_CHARS,
    SAID_AGAIN,
    SHORT_LINES,
    SMALL_STARTS,
    SMALL_TITLE,
    SPACES,
    TITLE_IN_CAPITALS,
    TWO_SCRIPTS,
    UNENDED,
)
from pipelines.lake.values import HealthCheck


def titles(tonight: Tonight) -> Found | None:
    """The titles of new stories are cut, or far longer, or nearly all begin or end with the same words."""
    figures, past = tonight.figures, tonight.past.of(HealthCheck.TITLES)
    now = [figures[name] for name in TITLES]
    usual = [median(past.levels(lambda row, name=name: row[name])) for name in TITLES]  # type: ignore[misc]
    if past.is_short or None in now:
        return None
    if None not in usual and (said := _other_titles(now, usual, few=new_stories(figures) < MIN_TITLES)):
        sentence = f"the median new title has {now[1]} characters (usually {usual[1]:.0f}): {said}"
        return Found(HealthCheck.TITLES, ERROR, sentence, tonight.example("shortest_title"))
    part = figure_part("titles_alike", new_stories)
    found = tonight.unusual(HealthCheck.TITLES, part, least=SAME_ENDS)
    if found is None or new_stories(figures) < MIN_TITLES:
        return None
    sentence = f"{found.words} new titles begin or end with the same words"
    return Found(HealthCheck.TITLES, ERROR, sentence, tonight.example("titles_alike"))


def _other_titles(now: Sequence[Any], usual: Sequence[Any], *, few: bool) -> str:
    """What is amiss with titles of these lengths (lower quartile, median, upper quartile), in words. Of a few titles, the
    quartile beyond the median must be as far from usual: two columns ("Television tonight") are half of four titles.
    """
    (low, middle, high), (usual_low, usual_middle, usual_high) = now, usual
    short, long = (high, low) if few else (middle, middle)
    if short < SHORT_TITLE * usual_middle and high < usual_low:
        return "titles are cut, or others stand in their place"
    return "something stands beside them" if long > LONG_TITLE * usual_middle and low > usual_high else ""


def off_topic(tonight: Tonight) -> Found | None:
    """Many new stories have a text with no more of their title than any text has: another story's."""
    found = tonight.unusual(
        HealthCheck.OFF_TOPIC, figure_part("off_topic", new_stories), least=OFF_TOPIC, rise=OFF_TOPIC
    )
    sentence = (
        f"{found.words} new stories' texts have nothing of their titles: they are other stories'" if found else ""
    )
    return Found(HealthCheck.OFF_TOPIC, ERROR, sentence, tonight.example("off_topic")) if found else None


def lost_letters(tonight: Tonight) -> Found | None:
    """Letters, digits or punctuation that stood in the texts of every night have gone from the new ones."""
    characters = tonight.figures["characters"] or 0
    nights = [
        (row["characters"], {each["value"]: each["count"] for each in row["letters"]})
        for row in tonight.past.of(HealthCheck.ENCODING).rows
        if row["letters"] and row["characters"] >= MIN_CHARACTERS
    ]
    now = {row["value"]: row["count"] for row in tonight.figures["letters"] or ()}
    if len(nights) < MIN_NIGHTS:
        return None
    usual = {of: median(rates.get(of, 0) for _, rates in nights) or 0.0 for of in set().union(*(r for _, r in nights))}
    steady = {
        of
        for of, rate in usual.items()
        if all(rates.get(of, 0) >= STEADY * rate for size, rates in nights if rate * size >= MIN_EXPECTED * PER_CHARS)
    }
    lost = [of for of in sorted(steady) if _is_lost(now.get(of, 0), usual[of], characters)]
    if not lost:
        return None
    counts = ", ".join(
        f"“{of}” {now.get(of, 0)} times in 100,000 characters (usually {usual[of]:.0f})" for of in lost[:3]
    )
    what = "letters" if any(map(str.isalnum, lost)) else "punctuation"
    sentence = f"the new stories have lost {what}: {counts}"
    return Found(HealthCheck.ENCODING, ERROR, sentence, tonight.example("stories"))


def _is_lost(rate: float, usual: float, characters: int) -> bool:
    return usual * characters >= MIN_EXPECTED * PER_CHARS and rate < LOST * usual


OFF_TOPIC = 0.25
"""Share of new stories, and its minimum rise: a text has words of another story's title by chance, too."""
TITLES = ("title_low", "title_median", "title_high")
SHORT_TITLE, LONG_TITLE = 0.6, 1.5
"""Factors of the usual length of the median title."""
SAME_ENDS = 0.9
"""Share of titles that begin or end alike; on the night of an election, many do."""
MIN_CHARACTERS = 4_000
"""Nights with fewer characters of new texts are not compared."""
MIN_EXPECTED, LOST, STEADY = 20, 0.1, 0.4
"""A letter is lost if it was expected so many times and its share is below LOST of the usual one, which no earlier night was
below STEADY of.
"""


def marks(tonight: Tonight) -> Found | None:
    """Signs of markup stand in most new texts, most are in letters of one case, or readers' comments stand in them, and did not
    before.
    """
    values = (row["value"] for row in tonight.figures["marks"] or ())
    for value in sorted(values, key=lambda value: (value == OTHER_TITLE, value)):  # what else is amiss says more
        check = CHECKS.get(value, HealthCheck.ENCODING)
        found = tonight.unusual(check, _marked(value))
        if found is not None:
            said = CASES.get(value, f"' texts hold signs of markup, such as {shown(value)}")
            return Found(check, ERROR, f"{found.words} new stories{said}", tonight.example(f"mark {value}"))
    return None


def shown(sign: str) -> str:
    """A sign as it is shown in a sentence.

    >>> shown("["), shown(chr(0xAD))
    ('“[”', 'U+00AD')
    """
    return f"“{sign}”" if sign.isprintable() else f"U+{ord(sign):04X}"


def _marked(value: str) -> Callable[[Figures], Part]:
    def part(figures: Figures) -> Part:
        whole = 0 if figures["marks"] is None else new_stories(figures)
        return Part(min(count_of(figures["marks"], value), whole), whole)

    return part


def spaces(tonight: Tonight) -> Found | None:
    """The new texts have far fewer spaces than on any earlier night, or far more: words are glued together, or cut apart."""
    past = tonight.past.of(HealthCheck.ENCODING).rows
    now = _spaces(tonight.figures)
    usual = [rate for row in past if row["characters"] and (rate := _spaces(row))]
    if now is None or len(usual) < MIN_NIGHTS or FEWER_SPACES * min(usual) <= now <= MORE_SPACES * max(usual):
        return None
    what = "words are glued together" if now < min(usual) else "words are cut apart"
    before = f"(usually {PER_CHARS / (median(usual) or 1):.1f})"
    sentence = f"{what} in the new stories: a space after {PER_CHARS / max(now, 1):.1f} characters {before}"
    return Found(HealthCheck.ENCODING, ERROR, sentence, tonight.example("stories"))


def _spaces(figures: Figures) -> int | None:
    if not figures["letters"] or figures["characters"] < MIN_CHARACTERS:
        return None
    return count_of(figures["letters"], SPACES)


CASES = {
    CAPITALS: "' texts are in capitals",
    NO_CAPITALS: "' texts have no capitals",
    TITLE_IN_CAPITALS: "' titles are in capitals",
    SMALL_TITLE: "' titles have no capitals",
    SMALL_STARTS: "' paragraphs begin with small letters: their first letters are lost, or sentences are cut apart",
    GLUED: "' texts have no space between sentences: paragraphs are glued together",
    TWO_SCRIPTS: "' texts have words of Latin and Cyrillic or Greek letters",
    UNENDED: "' texts end within a sentence",
    OF_OTHERS: "' texts have sentences of other stories: teasers or lists stand in them",
    OTHER_TITLE: " have other titles than the lists that link to them: they may be other stories",
    OTHER_CANONICAL: " name another story as their canonical address: both would be one article",
    SAID_AGAIN: "' texts say a sentence three times or more: readers' comments, captions or menus stand in them",
    SHORT_LINES: "' texts are mostly short lines: readers' comments, captions or menus stand in them",
}
CHECKS = {
    TITLE_IN_CAPITALS: HealthCheck.TITLES,
    SMALL_TITLE: HealthCheck.TITLES,
    UNENDED: HealthCheck.CUT_SHORT,
    OF_OTHERS: HealthCheck.TEMPLATE,
    OTHER_CANONICAL: HealthCheck.TEMPLATE,
    OTHER_TITLE: HealthCheck.OFF_TOPIC,
    SAID_AGAIN: HealthCheck.TEMPLATE,
    SHORT_LINES: HealthCheck.TEMPLATE,
}
FEWER_SPACES, MORE_SPACES = 0.9, 1.2
"""Factors below the fewest, and above the most spaces of any earlier night."""
MIN_TITLES = 8
"""Minimum number of titles that begin or end alike."""

WORDINGS: tuple[Check, ...] = (titles, off_topic, lost_letters, marks, spaces)
