"""Families of lists: the works of a list's members, and the lesson from the lists of a family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import comb, lgamma, log, log2

from pipelines.corpus.traces.absence import Look, max_pinned
from pipelines.corpus.traces.anchor import Anchor, addressed
from pipelines.corpus.traces.index import Index
from pipelines.corpus.traces.lesson_table import absence_family, is_growing, kind_of, source_of
from pipelines.corpus.traces.limits import SLACK, Place, list_limits
from pipelines.corpus.traces.order import (
    MAX_WRONG_OF_ONE_SORT,
    MIN_BITS,
    NEWEST_FIRST,
    Lesson,
    Trusted,
    corroborated,
    in_order,
    lesson_of,
    own_lesson,
    speaks_against,
)
from pipelines.corpus.traces.sequence import IN_BODY
from pipelines.corpus.traces.trace import Kind, Side, Trace
from pipelines.corpus.traces.trust import trusted
from pipelines.lake.link_kinds import ALL_ENTRIES, LINK_KINDS, kinds

BY_CHANGE = {each.name: each.change_clue for each in LINK_KINDS.values() if each.change_clue}
"""Kinds of lists that may be sorted by last change, each with the clue that has the change."""
KEPT_BY_HAND = kinds(lambda kind: kind.is_list and not kind.is_entry)
"""Kinds of lists on which an editor may pin a story on top; the system makes feeds and sitemaps."""
MAX_REMEMBERED = 100_000
"""Maximum number of list members whose anchors are kept in memory."""
WORDS = {
    Kind.LIST: {
        Side.NOT_BEFORE: "after {url} ({said}), the next older in the list of {list} on {night}",
        Side.NOT_AFTER: "before {url} ({said}), the next newer in the list of {list} on {night}",
    },
    Kind.MENTION: {
        Side.NOT_BEFORE: "after {url} ({said}), to which its text links",
        Side.NOT_AFTER: "before {url} ({said}), whose text links to it",
    },
    Kind.NUMBER: {
        Side.NOT_BEFORE: "after {url} ({said}), the next lower number in an address",
        Side.NOT_AFTER: "before {url} ({said}), the next higher number in an address",
    },
}


@dataclass(slots=True)
class Families:
    """Look-ups over one index, cached while the index does not change.

    At stage 0 a work is bounded by its own date and its copies. At stage 1 its traces of stage 0 bound it, too.
    """

    index: Index
    stage: int = 0
    _anchors: dict[str, Anchor | None] = field(default_factory=dict)
    _members: dict[int, str | Anchor | None] = field(default_factory=dict)
    _trusted: dict[str, dict[str, Trusted]] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _limits: dict[int, dict[str, list[Trace]]] = field(default_factory=dict)
    _tops: dict[int, set[int]] = field(default_factory=dict)
    _first_tops: dict[int, set[int]] = field(default_factory=dict)
    arrivals: dict[tuple[int, int], tuple[Look | None, set[int]]] = field(default_factory=dict)
    """Results of `pipelines.corpus.traces.arrivals`, by family and night."""

    def anchors(self, keys: list[int]) -> list[Anchor]:
        """The anchors of keys, in their order, each work once: the anchor of the captured work, otherwise of the day in
        the address.
        """
        if len(self._members) > MAX_REMEMBERED:
            self._members.clear()
            self._anchors.clear()
        self._look_up([key for key in keys if key not in self._members])
        found: dict[str, Anchor] = {}
        for key in keys:
            member = self._members[key]
            anchor = self._anchors[member] if isinstance(member, str) else member
            if anchor is not None:
                found.setdefault(anchor.work, anchor)
        return list(found.values())

    def _look_up(self, keys: list[int]) -> None:
        works = self.index.pages.works(keys)
        self._members |= dict.fromkeys(keys) | works
        urls = self.index.pages.addresses([key for key in keys if key not in works])
        self._members |= {key: addressed(url) for key, url in urls.items()}
        self._fetch(works.values())

    def of_works(self, works: Iterable[str]) -> list[Anchor]:
        """The anchors of works, in their order."""
        listed = list(works)
        self._fetch(listed)
        return [anchor for work in listed if (anchor := self._anchors[work]) is not None]

    def _fetch(self, works: Iterable[str]) -> None:
        unknown = {work for work in works if work not in self._anchors}
        if not unknown:
            return
        self._anchors |= dict.fromkeys(unknown) | self.index.anchors.of(unknown)
        for stage in range(1, self.stage + 1):
            self._anchors |= self.index.anchors.of(unknown, stage=stage)

    def lesson(self, family: int) -> Lesson:
        """The lesson from a sample of a family's lists: from their dated members, the numbers in addresses, and their
        growth.
        """
        lists = {number: self.index.lists.members(number)[1] for number in self.index.lists.sample(family)}
        members = (self.anchors(keys) for keys in lists.values())
        lesson = lesson_of([(a.work, a.point) for a in each if a.point is not None] for each in members)
        if lesson.bits < MIN_BITS and lesson.right and not lesson.wrong:
            lesson = corroborated(lesson, *self._numbers(lists.values(), lesson.direction))
            lesson = corroborated(lesson, *self._growth(lists, lesson.direction))
        return lesson

    def _numbers(self, lists: Iterable[list[int]], direction: int) -> tuple[int, int]:
        """Bits and steps of the lists, if all members are in the order of the numbers in their addresses."""
        found = [self._numbered(keys) for keys in lists]
        lesson = lesson_of(found)
        return (lesson.bits, lesson.right) if not lesson.wrong and lesson.direction == direction else (0, 0)

    def _numbered(self, keys: list[int]) -> list[tuple[str, int]]:
        """The members of a list that have a number in its most common series, with their numbers."""
        numbers = self.index.pages.numbers_of(keys)
        series = Counter(series for series, *_ in numbers)
        most = max(series, key=lambda each: (series[each], each), default="")
        of_key = {key: number for each, number, key in numbers if each == most}
        return [(str(key), of_key[key]) for key in keys if key in of_key]

    def _growth(self, lists: Mapping[int, list[int]], direction: int) -> tuple[int, int]:
        """Bits and steps of the strongest growth of a page's list from one night to the next."""
        if direction != NEWEST_FIRST:
            return 0, 0
        best = 0, 0
        first = {number: self.index.lists.first_stood(number) for number in lists}
        stood = sorted((url, night, number) for number, (night, url) in first.items())
        for (url, _, before), (other, _, after) in pairwise(stood):
            if url == other and before != after:
                best = max(best, growth(lists[before], lists[after]))
        return best

    def trusted(self, source: str) -> dict[str, Trusted]:
        """The families of a source whose lists bound stories, each with its lesson."""
        if source not in self._trusted:
            self._trusted[source] = trusted(self.index.lessons.lessons(source))
        return self._trusted[source]

    def trusts(self, families: Collection[int]) -> dict[int, Trusted]:
        """The given families whose lists bound stories, each with its lesson."""
        self._names |= self.index.lessons.names({family for family in families if family not in self._names})
        by = {family: self.trusted(source_of(name)).get(name) for family in families if (name := self._names[family])}
        return {family: lesson for family, lesson in by.items() if lesson is not None}

    def name(self, family: int) -> str:
        """The name of a family; `trusts` must have been called with it before."""
        return self._names[family]

    def limits(self, number: int, by: Trusted) -> dict[str, list[Trace]]:
        """The traces that a list gives to each of its undated members."""
        if number not in self._limits:
            kind, keys = self.index.lists.members(number)
            night, url = self.index.lists.first_stood(number)
            trace = Kind.MENTION if kind == IN_BODY else Kind.LIST
            found: dict[str, list[Trace]] = {}
            members = self._witnesses(kind, keys)
            own = own_lesson([(each.work, each.day) for each in members if each.day is not None], by.lesson)
            sides = {side for side in by.sides if not speaks_against(own, side)}
            placed = self._placed(number, night)
            unsure = placed | self._late(number, keys)
            members = [
                replace(each, low=None, high=None) if each.undated and each.work in placed else each for each in members
            ]
            for work, limit in list_limits(members, by.lesson, trace, Place(url, night), WORDS[trace]):
                if limit.side in sides and (limit.side == Side.NOT_AFTER or work not in unsure):
                    found.setdefault(work, []).append(limit)
            self._limits[number] = found
        return self._limits[number]

    def _placed(self, number: int, night: int) -> set[str]:
        """The works in a growing list that are not placed by age."""
        keys = self.index.looks.out_of_turn(self.index.lists.family(number), night)
        return set(self.index.pages.works(keys).values()) if keys else set()

    def _late(self, number: int, keys: list[int]) -> set[str]:
        """The works that came into a list after its first look, if the list has too few dated arrivals to judge such
        works.
        """
        family = self.index.lists.family(number)
        name = self.name(family)
        if not is_growing(name) or absence_family(name) in self.trusted(source_of(name)):
            return set()
        return set(self.index.pages.works(self.index.looks.came_later(family, keys)).values())

    def may_be_held(self, number: int, keys: Collection[int]) -> bool:
        """True if one of the keys is on top of a list, or was at the first look: an editor may have pinned it."""
        if number not in self._tops:
            kind, listed = self.index.lists.members(number)
            top = set(listed[: max_pinned(len(listed))]) | self._first_on_top(number) & set(listed)
            found = top if kind in KEPT_BY_HAND else set()
            self._tops[number] = found - in_own_place(self.index, number, found, self._fixed_numbers(listed))
        return not self._tops[number].isdisjoint(keys)

    def _first_on_top(self, number: int) -> set[int]:
        """Keys on top at the first look at the list's family. Only `absence` bounds a member that came in later."""
        family = self.index.lists.family(number)
        if family not in self._first_tops:
            keys = self.index.looks.first(family)
            self._first_tops[family] = set(keys[: max_pinned(len(keys))])
        return self._first_tops[family]

    def _fixed_numbers(self, keys: list[int]) -> dict[int, int]:
        """The numbers of members in their most common series, for members whose works are dated or undated stories."""
        self.anchors(keys)
        known = [
            key for key in keys if isinstance(work := self._members[key], str) and _affects_lists(self._anchors[work])
        ]
        return {int(key): number for key, number in self._numbered(known)}

    def _witnesses(self, kind: str, keys: list[int]) -> list[Anchor]:
        """The anchors of a list's members; a member of a feed or sitemap that may be placed by a later change is no
        witness.
        """
        found = self.anchors(keys)
        if kind not in BY_CHANGE:
            return found
        last = self.index.clues.last(BY_CHANGE[kind], [anchor.work for anchor in found if anchor.day is not None])
        return [
            replace(each, day=None) if each.high is not None and last.get(each.work, 0) > each.high + SLACK else each
            for each in found
        ]


def _affects_lists(anchor: Anchor | None) -> bool:
    """True for a work whose arrivals and departures affect the lists that contain it; see `change.note_anchors`."""
    return anchor is not None and (anchor.strong or anchor.undated)


def in_place(ranked: Sequence[tuple[int, int]]) -> set[int]:
    """The keys that are in the order of their ranks, or in reverse order, if chance gives that order at most once in
    2¹⁶ times. So stories on top of a page's list count, although an editor may pin stories there.

    That a story sinks as news come in is no evidence: an old story that was put on top once also sinks.

    >>> numbers = [*zip(range(9), [90, 80, 10, 70, 60, 50, 40, 30, 20]), *zip(range(9, 12), [9, 8, 7])]
    >>> sorted(in_place(numbers)), in_place(numbers[:8])
    ([0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11], set())
    """
    ranks = [rank for _, rank in ranked]
    chain = max(in_order(ranks), in_order([-rank for rank in ranks]), key=len)
    is_order = (len(ranks) - len(chain)) * MAX_WRONG_OF_ONE_SORT < len(chain)
    is_unlikely = lgamma(len(chain) + 1) / log(2) >= MIN_BITS
    return {ranked[at][0] for at in chain} if is_order and is_unlikely else set()


def in_own_place(index: Index, number: int, top: Collection[int], numbers: Mapping[int, int]) -> set[int]:
    """Stories on top of a list that are not pinned there. `numbers` are the numbers of its members in one series, by key."""
    keys = index.lists.members(number)[1]
    found = in_place([(key, numbers[key]) for key in keys if key in numbers])
    for other in sorted({each for key in set(top) - found for each in _sitemaps(index, key)}):
        place = {key: at for at, key in enumerate(index.lists.members(other)[1])}
        found |= in_place([(key, place[key]) for key in keys if key in place])
    return found & set(top)


def _sitemaps(index: Index, key: int) -> Iterator[int]:
    """The sitemaps, and other lists of all pages, that contain a key."""
    for family, name in sorted(index.lessons.names(index.lists.families_of([key])).items()):
        if kind_of(name) in ALL_ENTRIES:
            yield from index.lists.lists_of([key], family)


def growth(before: Sequence[int], after: Sequence[int]) -> tuple[int, int]:
    """How unlikely it is that all new members of a list came in at its top by chance (once in 2 to this power), and its
    steps.

    So a newest-first list is known even with hardly any dated member: it gains members at the top only, loses them at the
    end, and keeps the order of the others. Steps are the members that came in or kept their places. The result is (0, 0)
    if no member came in, one came in elsewhere, the others changed places, or a member other than the last left.

    >>> growth([5, 4, 3, 2, 1], [7, 6, 5, 4, 3]), growth([5, 4, 3], [5, 6, 4, 3]), growth([5, 4, 3], [6, 4, 3])
    ((3, 5), (0, 0), (0, 0))
    """
    had = set(before)
    new = 0
    while new < len(after) and after[new] not in had:
        new += 1
    stayed = list(after[new:])
    if not new or len(stayed) < 2 or stayed != list(before[: len(stayed)]):
        return 0, 0
    return int(log2(comb(len(after), new))), len(after)
