"""Clue: a date on a work's pages that belongs to something else but bounds the work from one side.

The functions are pure; `change` decides whether clues are trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pipelines.corpus.traces.anchor import EARLIEST, seconds
from pipelines.corpus.traces.chance import at_least
from pipelines.corpus.traces.limits import DAY, SLACK
from pipelines.corpus.traces.order import NEWEST_FIRST, Lesson
from pipelines.corpus.traces.trace import Kind, Side, Trace
from pipelines.dates.read.reading import span_of

COMMENT, SITEMAP, FEED, HEADER, PICTURE = "comment", "sitemap", "feed", "header", "picture"
KINDS = {
    COMMENT: (Kind.COMMENT, Side.NOT_AFTER, "before its first comment ({said})"),
    SITEMAP: (Kind.CHANGE, Side.NOT_AFTER, "before its last change, of which a sitemap says {said}"),
    FEED: (Kind.CHANGE, Side.NOT_AFTER, "before its last change, of which a feed says {said}"),
    HEADER: (Kind.CHANGE, Side.NOT_AFTER, "before its last change, of which the header Last-Modified says {said}"),
    PICTURE: (Kind.PICTURE, Side.NOT_BEFORE, "after the day or month in the address of its picture ({said})"),
}
"""By clue: the kind of its trace, the side that it bounds, and the text of its basis."""
CHANGES = {"sitemap:lastmod": SITEMAP, "feed:updated": FEED, "http": HEADER}
"""Origins of a "last modified" date that is not on the page itself. A date on the page bounds the work without a trace."""
FOLDER = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/(0[1-9]|[12]\d|3[01]))?/")
"""Folders of pictures in publishing systems: https://developer.wordpress.org/reference/functions/wp_upload_dir/."""
ONE_DAY = DAY + SLACK
"""Stories that share a "last modified" instant are of several days if the starts of their days differ by more than this
(seconds).
"""
MIN_CHANCE = 0.25
"""Clues of undated works are trusted if chance makes them this early with at least this probability."""
SAFE_CHANCE, EARLY_HOLD = 0.3, 0.79
"""If chance is at least SAFE_CHANCE, all 1,700 measured bounds held. Below, EARLY_HOLD is the share of bounds that held
where only clues of undated works were wrong (`tests/benchmarks/traces_reliability.py`).
"""
PICTURES_HOLD = 0.96
"""Share of bounds by pictures that hold if one picture in 25 was replaced; dated stories seldom show such a replacement
(.968 of 284 bounds held).
"""
TO_THE_DAY, TO_THE_MONTH = len("2025-11-03"), len("2025-11")


@dataclass(frozen=True, slots=True)
class Clue:
    """A date beside the story: the earliest comment, the first known change, or the folder of the story's picture."""

    name: str
    at: int  # seconds since 1970: the latest instant of the date; for a picture, the earliest
    night: int
    url: str | None
    said: str
    last: int  # as `at`, of the latest clue with this name

    @property
    def sort(self) -> str:
        """The group in which this clue is judged. Pictures are grouped by the month of their folder, all other clues by name."""
        return f"{self.name} {self.said[:TO_THE_MONTH]}" if self.name == PICTURE else self.name

    def trace(self, lesson: Lesson) -> Trace:
        """The bound that the clue gives, with half a day of slack."""
        kind, side, words = KINDS[self.name]
        confidence = min(lesson.confidence(side), PICTURES_HOLD if self.name == PICTURE else 1.0)
        at = self.at + SLACK if side == Side.NOT_AFTER else self.at - SLACK
        return Trace(kind, side, at, self.night, confidence, None, self.url, words.format(said=self.said))


def clues_of(evidence: Iterable[Mapping[str, Any]]) -> list[Clue]:
    """The clues in a work's rows of `schemas.DATE_EVIDENCE`: the earliest for each name."""
    found: dict[str, list[Clue]] = {}
    for row in evidence:
        name, value = _name(row), row["value"]
        if name is not None and value is not None and len(value) >= TO_THE_DAY:
            at = seconds(span_of(value)[1])
            found.setdefault(name, []).append(Clue(name, at, row["night"].toordinal(), row["evidence_url"], value, at))
    return [replace(min(own, key=_rank), last=max(each.at for each in own)) for _, own in sorted(found.items())]


def _name(row: Mapping[str, Any]) -> str | None:
    if row["context"] == "comment":
        return COMMENT if row["reason"] == "comment" else None
    if row["role"] != "modified":
        return None
    return CHANGES.get(row["origin"])


def _rank(clue: Clue) -> tuple[int, int, str, str]:
    return clue.at, clue.night, clue.url or "", clue.said


def picture_clue(url: str | None, night: int) -> Clue | None:
    """The day or month in the address of a picture; None if it has none.

    >>> clue = picture_clue("https://a.example/wp-content/uploads/2022/11/ferry.jpg", 1)
    >>> clue.said, str(datetime.fromtimestamp(clue.at, UTC))
    ('2022-11', '2022-10-31 10:00:00+00:00')
    """
    m = FOLDER.search(url or "")
    if m is None:
        return None
    try:
        begins = datetime(int(m[1]), int(m[2]), int(m[3] or 1), tzinfo=UTC)
    except ValueError:
        return None
    at, said = seconds(begins + EARLIEST), "-".join(part for part in m.groups() if part)
    return Clue(PICTURE, at, night, url, said, at)


class Counted(NamedTuple):
    """Works of a source with a clue of one sort: the number without a date, the number with one, and the earliest clue
    of the latter.
    """

    undated: int
    dated: int
    earliest: int | None


def clue_lesson(sort: str, dated: Sequence[tuple[int, int, int]], undated: Sequence[int], every: Counted) -> Lesson:
    """How often a clue is right, from dated works of one source: (instant of the clue, start and end of the work's
    day).

    `undated` are the instants of works without a date. If clues that bound from above are earlier for undated than
    for dated works, they say nothing about undated works (no bits): such works came with other stories, for example
    from another system. Otherwise the confidence is the share of bounds that were measured to hold.
    """
    after = KINDS[sort.partition(" ")[0]][1] == Side.NOT_AFTER
    right = sum(at + SLACK >= low if after else at - SLACK <= high for at, low, high in dated)
    wrong = len(dated) - right
    if not after:
        return Lesson(NEWEST_FIRST, right, wrong, 0, 0, right, every.undated, every.dated)
    chance = chance_of_early(undated, [at for at, *_ in dated])
    is_evidence = chance >= MIN_CHANCE and not (sort in CHANGES.values() and are_of_builds(dated))
    bits, likely = right if is_evidence else 0, EARLY_HOLD if chance < SAFE_CHANCE else 1.0
    return Lesson(NEWEST_FIRST, right, 0, wrong, 0, bits, every.undated, every.dated, every.earliest, likely)


def are_of_builds(dated: Sequence[tuple[int, int, int]]) -> bool:
    """True if stories of several days share instants: a site stamps all pages at each build, whenever they were
    published.

    This is so if most shared instants are shared by several days, and a quarter of the stories has such an instant.

    >>> are_of_builds([(9 * DAY, n * DAY, (n + 1) * DAY) for n in range(7)]), are_of_builds([(n, n, n) for n in range(7)])
    (True, False)
    """
    lows: dict[int, list[int]] = {}
    for at, low, _ in dated:
        lows.setdefault(at, []).append(low)
    shared = [each for each in lows.values() if len(each) > 1]
    builds = [each for each in shared if max(each) - min(each) > ONE_DAY]
    return 2 * len(builds) > len(shared) and 4 * sum(map(len, builds)) > len(dated)


def chance_of_early(these: Sequence[int], others: Sequence[int]) -> float:
    """The probability that chance puts so many of these instants first: before any other, in the first quarter, or in
    the first half; the lowest of the three.

    >>> chance_of_early(range(7), range(7, 14)), chance_of_early(range(0, 40, 2), range(1, 40, 2)), chance_of_early([], range(9))
    (0.000291, 0.5, 1.0)
    """
    every = sorted([*((at, False) for at in others), *((at, True) for at in these)])
    first = next((n for n, (_, is_one) in enumerate(every) if not is_one), 0)
    parts = (first, len(every) // 4, len(every) // 2)
    found = (at_least(sum(is_one for _, is_one in every[:part]), part, len(these), len(every)) for part in parts)
    return round(min(found), 6)
