"""Compare a feed, sitemap or listing with its last reading: changed pages, unchanged pages, and pages no longer listed.

A sitemap's lastmod and a feed's text are evidence about a story's content without a request for it. A clock is no
evidence: if most items change from one night to the next, or have the same day, their dates are build times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from pipelines.lake.link_kinds import ALL_ENTRIES, ENTRIES, LATEST_ENTRIES, LINK_KINDS, LISTS, NAMES_STORIES
from pipelines.lake.values import PageKind
from spiders.frontier.memory import Memory
from spiders.links.edges import WHOLE, Edge
from spiders.links.scanner import HEADLINE_CHARACTERS
from spiders.resources.listed_dates import day_of

CLOCK_ITEMS, CLOCK_SHARE = 4, 0.6
"""Minimum items of a feed or sitemap, and their share, that change at once if a clock (a build time) changes them."""
TOUCHES = ("updated", "lastmod")
"""Kinds of date that state a change of a story. A change since the last visit is a reason for another visit."""
DAY_LENGTH = len("2025-11-03")


class Reread:
    """Evidence about pages, by key, from tonight's readings of known resources.

    - `sure`: pages with their whole text in a feed, or unchanged by a sitemap that has stated changes before (some write the
      day of publication as lastmod for ever). Also sitemaps that such an index lists.
    - `indexed`: the day of the last change of each sitemap in an index.
    - `same_headline`: pages with the same headline in a feed or list at both readings.
    - `released`: pages whose whole text a feed showed until now.
    - `stated`: pages of a feed or sitemap that gives some of its pages a date or a text. SPIP gives dates to only a few.
    - `oldest`: the day of the oldest story in any feed of the latest stories.
    - `begins`: the latest of the feeds' oldest days. Both are empty if no feed dates its stories.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.changed: set[str] = set()
        self.unchanged: set[str] = set()
        self.sure: set[str] = set()
        self.same_headline: set[str] = set()
        self.released: set[str] = set()
        self.stated: set[str] = set()
        self.added: set[str] = set()
        self.clocks: set[str] = set()
        self.indexed: dict[str, str] = {}
        self.oldest = self.begins = ""

    def read(
        self, resource: str, old: Sequence[Edge], new: Sequence[Edge], since: str = "", *, is_story: bool = False
    ) -> list[str]:
        """Compare a resource's edges with those of its last reading; returns the keys of pages that it no longer lists.

        `since` is the night of that reading. Entries that new ones pushed off the end of a list are not returned.
        """
        entries = [edge for edge in new if edge.kind in ENTRIES]
        if any(edge.state or edge.own_dates for edge in entries):
            self.stated |= {edge.key for edge in entries}
        whole = {edge.key for edge in old if edge.kind in LATEST_ENTRIES and (edge.state or "").startswith(WHOLE)}
        self.released |= whole.difference(edge.key for edge in new)
        self.indexed |= {
            edge.key: _last_change(edge) for edge in new if LINK_KINDS[edge.kind].leads_to in ALL_ENTRIES and edge.state
        }
        self._compare_states(resource, old, new, since)
        if not is_story:
            self._compare_headlines(old, new)
        if _one_day(new):
            self.clocks.add(resource)
        begins = _oldest(entries)
        self.oldest = min(filter(None, (self.oldest, begins)), default="")
        self.begins = max(self.begins, begins)
        if not old:
            return []
        kinds = LISTS if is_story else NAMES_STORIES  # also links in texts: ikiwiki
        before, listed = ([edge.key for edge in edges if edge.kind in kinds] for edges in (old, new))
        added = set(listed).difference(edge.key for edge in old)
        self.added |= added
        return _dropped(before, {edge.key for edge in new}, len(added))

    def _compare_states(self, resource: str, old: Sequence[Edge], new: Sequence[Edge], since: str) -> None:
        """Compare the state of each entry (lastmod, text) with its last state: changed, unchanged, or changed by a clock."""
        had, has = _states(old), _states(new)
        both = had.keys() & has.keys()
        moved = {key for key in both if has[key] - had[key]}
        if is_clock(len(moved), len(both)):
            self.clocks.add(resource)
        else:
            unclear = {edge.key for edge in new if _is_of_day(edge, since)}
            same = {
                key for key in both - moved - unclear if any(state.startswith(WHOLE) for state in had[key] & has[key])
            }
            moved |= _dated_since(old, new)
            self.changed |= moved
            shown = {edge.key for edge in new if edge.state and edge.kind not in ALL_ENTRIES} & both
            self.same_headline |= {key for key in shown if had[key] == has[key]}
            self.unchanged |= same
            if same and any(map(self._tells, moved)):  # a front page's lastmod moves with every story
                self.memory.prove(resource)
            if any(edge.kind in LATEST_ENTRIES for edge in new) or self.memory.is_proven(resource):
                self.sure |= same

    def _compare_headlines(self, old: Sequence[Edge], new: Sequence[Edge]) -> None:
        """Compare headlines behind a long excerpt in a list: such links are read as `related` and have no state.

        A story changed if one headline replaced another. An additional headline, as in a box of most-read stories, is
        no change.
        """
        had, has = _headlines(old), _headlines(new)
        both = had.keys() & has.keys()
        moved = {key for key in both if has[key] - had[key] and had[key] - has[key]}
        if not is_clock(len(moved), len(both)):
            self.changed |= moved
            self.same_headline |= {key for key in both if had[key] == has[key]}

    def _tells(self, key: str) -> bool:
        """True if a change at an address is a change of a story, or of a sitemap that an index lists."""
        known = self.memory.glance(key)
        return known is not None and (known.kind == PageKind.ARTICLE or known.resource in ALL_ENTRIES)

    def touched(self, resource: str, edge: Edge, last_night: str) -> bool:
        """True if a page is stated to have changed since a night: by another lastmod or text, else by a later day."""
        if edge.key in self.changed or edge.key in self.unchanged:
            return edge.key in self.changed
        if resource in self.clocks:
            return False
        return _last_change(edge) >= last_night

    def vouched(self, key: str, *, surely: bool) -> bool:
        """True if a page is stated to be unchanged since the last reading. `surely`: by a proven channel."""
        return key in (self.sure if surely else self.unchanged) and key not in self.changed


def _dropped(before: Sequence[str], listed: Set[str], added: int) -> list[str]:
    """The entries that a list no longer has.

    Entries at the end of the list, below all that are left, are not counted if at least as many new ones were added.

    >>> _dropped("abcd", set("xac"), 1), _dropped("abcd", set("a"), 0), _dropped("abcd", set("xyab"), 2)
    (['b'], ['b', 'c', 'd'], [])
    """
    entries = list(dict.fromkeys(before))
    kept = max((place for place, key in enumerate(entries) if key in listed), default=-1)
    pushed = len(entries) - kept - 1 <= added
    return [key for key in (entries[: kept + 1] if pushed else entries) if key not in listed]


def is_clock(moved: int, of: int) -> bool:
    """True if so many items changed at once that a clock (a build time) must have changed them.

    >>> is_clock(3, 3), is_clock(6, 10), is_clock(5, 10)
    (False, True, False)
    """
    return moved >= CLOCK_ITEMS and moved >= CLOCK_SHARE * of


def _states(edges: Iterable[Edge]) -> dict[str, set[str]]:
    states: dict[str, set[str]] = {}
    for edge in edges:
        if edge.state:
            states.setdefault(edge.key, set()).add(edge.state)
    return states


def _headlines(edges: Iterable[Edge]) -> dict[str, set[str]]:
    headlines: dict[str, set[str]] = {}
    for edge in edges:
        if edge.kind == "related" and len(edge.anchor or "") >= HEADLINE_CHARACTERS:
            headlines.setdefault(edge.key, set()).add(edge.anchor or "")
    return headlines


def _dated_since(old: Sequence[Edge], new: Sequence[Edge]) -> set[str]:
    """Pages that a sitemap listed without a lastmod, and now lists with one. Empty if most pages did so: that is a
    clock.

    >>> old = [Edge("sitemap", f"http://a.example/{name}", f"a.example/{name}", 0) for name in "abcdefghij"]
    >>> new = [edge._replace(state="=1") for edge in old]
    >>> _dated_since(old, [*new[:1], *old[1:]]), _dated_since(old, new), _dated_since(old[1:], new[:1])
    ({'a.example/a'}, set(), set())
    """
    before = {edge.key for edge in old if edge.kind in ALL_ENTRIES and not edge.state}
    stated = {edge.key for edge in new if edge.kind in ALL_ENTRIES and edge.state}
    since = before & stated
    return set() if is_clock(len(since), len(before & {edge.key for edge in new})) else since


def _is_of_day(edge: Edge, since: str) -> bool:
    """True if a change is stated by its day alone, and that day is not before the last reading.

    Further changes may have happened on that day.

    >>> edge = Edge("sitemap", "http://a.example/x", "a.example/x", 0, dates=(("lastmod", "2025-11-03"),))
    >>> _is_of_day(edge, "2025-11-03"), _is_of_day(edge, "2025-11-04")
    (True, False)
    """
    days = [raw.strip() for kind, raw in edge.own_dates if kind in TOUCHES and len(raw.strip()) == DAY_LENGTH]
    return bool(since and days) and max(days) >= since


def _one_day(edges: Iterable[Edge]) -> bool:
    """True if most pages of a list changed last on one and the same day."""
    days = [day for edge in edges if (day := _last_change(edge))]
    return bool(days) and is_clock(max(Counter(days).values()), len(days))


def _oldest(entries: Sequence[Edge]) -> str:
    """The earliest day of publication in a feed that dates several stories, newest first; empty for any other feed.

    >>> days = ("2025-11-05", "2025-11-04", "2025-11-04", "2025-11-02")
    >>> feed = [Edge("feed", f"http://a.example/{day}", day, 0, dates=(("pubDate", day),)) for day in days]
    >>> _oldest(feed), _oldest(feed[::-1]), _oldest(feed[:2])
    ('2025-11-02', '', '')
    """
    said = (
        (edge, raw)
        for edge in entries
        if edge.kind in LATEST_ENTRIES
        for kind, raw in edge.own_dates
        if kind not in TOUCHES
    )
    days = [day.isoformat() for _, raw in said if (day := day_of(raw))]
    falling = days == sorted(days, reverse=True) and len(set(days)) > 1
    return days[-1] if falling and len(days) >= CLOCK_ITEMS else ""


def _last_change(edge: Edge) -> str:
    days = [day.isoformat() for kind, raw in edge.own_dates if kind in TOUCHES and (day := day_of(raw))]
    return max(days, default="")
