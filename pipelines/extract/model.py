"""What extraction makes of a page: the document, and the layout of a source that it is read by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipelines.dates.model import Candidate
from pipelines.lake.values import HeadlinePlace, KindBasis, PageKind

ROLES = ("body", "headline", "byline", "time", "site", "repeated", "picture")
MIN_STORIES = 5
MIN_SHARE = 0.95
MIN_REPEATED = 3
"""Different headlines over one text on one night."""
MIN_PICTURE_SHARE = 0.3
"""Of the stories of a source that have one picture: it is the house's, and none of theirs."""
MIN_BODY_SHARE = 0.9
"""Less, for the pages whose story was sought in the wrong box count against the right one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the story: paragraph heading standfirst list quote table code; beside it caption pull_quote."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline of the story, and where it stands: the page shows it, or declares it to machines."""

    text: str
    where: HeadlinePlace


@dataclass(frozen=True, slots=True)
class Related:
    """A related link; `position` is its 0-based order among the page's related links."""

    url: str
    title: str | None
    position: int


@dataclass(frozen=True, slots=True)
class ListedDay:
    """An entry of a list: the address that it leads to, and the day that it shows, as written, at a place (`outline.place`)."""

    url: str
    date: str
    place: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something found in the text or hidden from it; offsets are into the document's text, None when not part of it."""

    rule: str
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """One page, extracted. The columns of `schemas.DOCUMENTS` that come from the page alone, under the same names."""

    url: str
    canonical_url: str | None
    kind: PageKind
    title: str | None
    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    agency: str | None
    section: str | None
    tags: tuple[str, ...]
    image: str | None
    language: str | None
    language_score: float | None
    paywall: str
    related: tuple[Related, ...]
    charset: str
    flags: tuple[Flag, ...] = ()
    credits: tuple[str, ...] = ()
    description: str | None = None
    headlines: tuple[Headline, ...] = ()  # as the page shows and declares them; `title` is the one that readers see
    asides: tuple[Block, ...] = ()  # captions and pull quotes, which are no part of the text
    date_candidates: tuple[Candidate, ...] = field(default=())
    kind_basis: KindBasis = KindBasis.TEXT  # the rule that gave the kind
    authors_confidence: tuple[float | None, ...] = ()  # of each of `authors`; None: not measured
    listed: tuple[ListedDay, ...] = ()  # days that a list shows beside its links
    layout: tuple[str, ...] = ()  # what its source taught of it, not the page alone: body headline byline time site

    @property
    def text(self) -> str:
        """The story: its blocks, joined by blank lines."""
        return "\n\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """A place that holds, or (`right` False) looks as if it could hold but does not, what `role` names."""

    role: str  # one of ROLES
    place: str
    right: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The places (see `places.place`) that hold each of ROLES on a source's pages; empty where nothing is sure.

    `site`, `repeated` and `picture` are no places: what the titles of its documents end or begin with on every story, digests of
    paragraphs that pages with different headlines gave as their story, and the pictures that stand for stories without one.
    """

    body: frozenset[str] = frozenset()
    headline: frozenset[str] = frozenset()
    byline: frozenset[str] = frozenset()
    time: frozenset[str] = frozenset()
    site: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    picture: frozenset[str] = frozenset()


UNKNOWN = Layout()


@dataclass(frozen=True, slots=True)
class Count:
    """On how many different stories a place held what its role names, and on how many it only looked so."""

    right: int = 0
    wrong: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.wrong + other.wrong)

    def is_sure(self, role: str) -> bool:
        """True if the count is high and one-sided enough to trust the place."""
        share = {"body": MIN_BODY_SHARE, "picture": MIN_PICTURE_SHARE}.get(role, MIN_SHARE)
        return self.right >= (MIN_REPEATED if role == "repeated" else MIN_STORIES) and self.right >= share * (
            self.right + self.wrong
        )


Counts = Mapping[tuple[str, str], Count]
"""A count for each (role, place)."""


def count(pages: Iterable[tuple[str, str, Iterable[Sighting]]]) -> Counts:
    """Count what pages teach; each comes with its title and text, and copies of one story count once.

    Order does not matter. Of headlines only different ones count, lest a site's name that every page declares is taken for one.
    A picture is wrong for each headline that has another one.
    A text or picture under fewer than MIN_REPEATED headlines is not counted.

    >>> one, other = Sighting("time", "p.date", True), Sighting("time", "p.date", False)
    >>> count([("", "a", [one]), ("", "a", [one]), ("", "b", [other])])
    {('time', 'p.date'): Count(right=1, wrong=1)}
    """
    stories: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for title, text, seen in pages:
        for sighting in seen:
            story = title if sighting.role in ("headline", "repeated", "picture") else text
            stories[sighting.role, sighting.place][not sighting.right].add(story)
    pictured = {title for (role, _), (titles, _) in stories.items() if role == "picture" for title in titles}
    counts = (
        (key, Count(len(right - wrong), len(pictured - right) if key[0] == "picture" else len(wrong)))
        for key, (right, wrong) in sorted(stories.items())
    )
    shared = ("repeated", "picture")
    return {key: counted for key, counted in counts if key[0] not in shared or counted.right >= MIN_REPEATED}


def together(*counted: Counts) -> Counts:
    """The sum of counts."""
    total: dict[tuple[str, str], Count] = {}
    for counts in counted:
        for key, one in counts.items():
            total[key] = total.get(key, Count()) + one
    return total


def learn(counts: Counts) -> Layout:
    """The places that the counts are sure of."""
    sure: dict[str, set[str]] = {role: set() for role in ROLES}
    for (role, place), counted in counts.items():
        if counted.is_sure(role):
            sure[role].add(place)
    return Layout(**{role: frozenset(places) for role, places in sure.items()})
