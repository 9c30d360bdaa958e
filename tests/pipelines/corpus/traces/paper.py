"""A paper made of numbers: stories with days, lists that stood on nights, and the traces that come of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from pipelines.corpus.traces.anchor import Anchor, addressed, anchor_of
from pipelines.corpus.traces.change import bound, learn, note_anchors, note_lists
from pipelines.corpus.traces.index import Index, Part, opened
from pipelines.corpus.traces.night_parts import numbered
from pipelines.corpus.traces.sequence import key_id, sequences
from pipelines.corpus.traces.solve import traces_of
from pipelines.corpus.traces.trace import ACCEPTED, Interval
from pipelines.corpus.traces.versions import Versions
from pipelines.dates.model import ArticleDate, Basis
from pipelines.lake.schemas import LINKS

START = date(2025, 1, 1)
FIRST_NIGHT = date(2026, 2, 2)


@dataclass(frozen=True)
class Story:
    """A story that was published on a day; its page tells it (`dated`), perhaps wrongly (`told`)."""

    key: str
    day: date
    dated: bool = True
    told: date | None = None
    copied: date | None = None
    """The day that a copy of an undated story tells: it is not after it."""

    @property
    def source(self) -> str:
        return self.key.partition(".")[0]


@dataclass(frozen=True)
class Listed:
    """A list on a page: the kind of its links, and the keys in order."""

    page: str
    keys: Sequence[str]
    kind: str = "section"


@dataclass
class Night:
    """What a night saw: lists, and the stories that it captured."""

    night: date
    lists: Sequence[Listed] = ()
    captured: Sequence[Story] = field(default_factory=list)


def links(night: Night) -> pa.Table:
    rows = [
        dict.fromkeys(LINKS.names)
        | {"night": night.night, "source": each.page.partition(".")[0], "from_url": f"https://{each.page}"}
        | {"from_url_key": each.page, "to_url": f"https://{key}", "to_url_key": key}
        | {"kind": each.kind, "position": position, "variant": 0}
        for each in night.lists
        for position, key in enumerate(each.keys)
    ]
    table = pa.Table.from_pylist(rows, schema=LINKS)
    return table.sort_by([(name, "ascending") for name in ("source", "from_url_key", "kind", "position", "to_url")])


def anchor(story: Story, seen: datetime, night: date) -> Anchor:
    """The anchor of a story by its own page."""
    told = story.told or story.day
    at = datetime(told.year, told.month, told.day, tzinfo=UTC)
    known = ArticleDate(
        told.isoformat(), None, "day", None, Basis("byline-text"), 0.98, at, Basis("byline-text"),
        at + timedelta(days=1), Basis("byline-text"), None, None, day=told.isoformat(),
    )  # fmt: skip
    if not story.dated:
        web = datetime(1991, 8, 6, tzinfo=UTC)
        known = ArticleDate(
            None, None, None, None, Basis("unknown"), 0.0, web, Basis("the web is no older"), seen, Basis("first seen"),
            None, None,
        )  # fmt: skip
    if story.copied is not None:
        by_copy = replace(
            known,
            not_after=datetime(*story.copied.timetuple()[:3], tzinfo=UTC) + timedelta(days=1),
            not_after_basis=Basis("a copy"),
        )
        found = anchor_of(story.key, story.source, f"https://{story.key}", by_copy, night)
        return replace(found, point=story.copied.toordinal())
    return anchor_of(story.key, story.source, f"https://{story.key}", known, night)


def put(index: Index, night: Night, first_seen: Mapping[str, date]) -> None:
    """Bring a night, and the anchors of its stories, up to date; the traces of all works that this concerns wait."""
    table = links(night)
    at = {(each.page.partition(".")[0], each.page): at_four(night.night) for each in night.lists}
    pages = [(key_id(story.key), story.key) for story in night.captured]
    numbers = [(*known, key_id(story.key)) for story in night.captured if (known := numbered(story.key))]
    targets = set(table["to_url_key"].to_pylist())
    addresses = [(key_id(key), key) for key in targets if addressed(key)]
    part = Part(sequences(table, at), pages, numbers, addresses)
    for touched in index.put_night(night.night.toordinal(), "made", [part]):
        note_lists(index, touched)
    works = {story.key: story for story in night.captured}
    nights = {key: first_seen[key] for key in works}
    anchors = {key: anchor(story, at_four(nights[key]), nights[key]) for key, story in works.items()}
    note_anchors(index, index.anchors.put(0, set(anchors), anchors))
    settle(index)


def settle(index: Index) -> None:
    """Bring the first stage up to date, and let works wait for the last."""
    learn(index)
    for batch in index.anchors.batches(0, 1_000):
        bound(index, batch)


@contextmanager
def indexed(folder: Path, nights: Iterable[Night]) -> Iterator[Index]:
    """An index of nights, in the order given. A story's first night is the least of all that are given."""
    given = list(nights)
    with opened(folder / "traces.sqlite", Versions("test")) as index:
        for n, night in enumerate(given):
            first: dict[str, date] = {}
            for each in given[: n + 1]:
                for story in each.captured:
                    first[story.key] = min(each.night, first.get(story.key, each.night))
            put(index, night, first)
        yield index


def intervals(index: Index, works: Collection[str]) -> dict[str, Interval]:
    """The bounds that accepted traces give works."""
    return {
        work: Interval(None, None).narrowed(trace for trace, verdict in told if verdict == ACCEPTED)
        for work, told in traces_of(index, works, stage=1).items()
    }


def holds(interval: Interval, day: date) -> bool:
    """True if some instant of a day is within the bounds."""
    begins = at_four(day).timestamp() - 4 * 3600
    return (interval.low is None or interval.low < begins + 86_400) and (
        interval.high is None or interval.high > begins
    )


def at_four(night: date) -> datetime:
    """The hour at which pages of a night are fetched."""
    return datetime(night.year, night.month, night.day, 4, tzinfo=UTC)
