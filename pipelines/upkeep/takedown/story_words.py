"""The words by which a work is recognised: its texts, headlines and descriptions, from the corpus and its pages.

Two kinds of words are left out. Words that other stories of the source also have (a notice that cleaning has not
learned yet, the title of a section) belong to the source. Words that another story had before the work was published
are shared background.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.errors import CorpusError, PageDropped
from pipelines.lake.archive import read_capture
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import FetchOutcome
from pipelines.night.locator import locating
from pipelines.page.page import Page
from pipelines.page.structured import strings
from pipelines.upkeep.takedown.runs import Runs
from pipelines.upkeep.takedown.target import Places, Target

COMPARED_WORKS = 500
"""Other works of the source whose texts are compared: those of the nearest nights."""
COMPARED_PAGES = 30
"""Pages of other works whose descriptions are compared: those of the nearest nights."""
COMPARED_NIGHTS, READ_NIGHTS = 64, 8
"""Nights that are read at most for their texts, and at once, until there are enough works."""
SHARED = 3
"""A run that is in this many other works belongs to the source."""
DESCRIPTIONS = (
    "description",
    "og:description",
    "twitter:description",
    "og:title",
    "twitter:title",
    "title",
    "sailthru.title",
)
HEADING_FIELDS = ("headline", "alternativeHeadline", "name", "description", "abstract")


def story_runs(home: Home, target: Target, key: bytes, places: Places) -> Runs:
    """The runs of words of a work, with probes."""
    lake, sources = Lake(home.lake), set(target.sources)
    texts, titles = _own_texts(home, lake, target, places)
    with locating(home) as locator:
        mates = set(target.works) | locator.mates(target.works)
    nights = lake.nights("clean_documents")
    near = sorted(nights, key=lambda night: (abs(night - min(places.nights, default=night)), night))
    earliest = _earliest_day(lake, target, places)
    before = [night for night in reversed(nights) if earliest and night < earliest]
    others = _is_in("source", sources) & ~_is_in("article_id", mates)

    other_texts = OtherTexts(lake, others)
    own = Runs.of(key, texts=texts).with_probes(texts)
    own = own.without(own.shared_with(other_texts.of(before), 1))
    own = own.without(own.shared_with(other_texts.of(near), SHARED))
    own_titles = Runs.of(key, headlines=titles).with_probes(titles)
    headings = filter(own_titles.may_be_in, _headings(home, lake, near, others, sources))
    return own | own_titles.without(Runs.of(key, headlines=headings))


def _own_texts(home: Home, lake: Lake, target: Target, places: Places) -> tuple[list[str], list[str]]:
    """The texts of a work, and its headlines and descriptions, from the corpus and its pages."""
    mine = _is_in("article_id", target.works)
    titles: list[str | None] = []
    columns = ["title", "headlines", "asides"]
    for row in lake.read("documents", nights=places.nights, columns=columns, where=mine).to_pylist():
        more = (*(row["headlines"] or ()), *(row["asides"] or ()))
        titles += [row["title"], *(each["text"] for each in more)]
    texts = lake.read("clean_documents", nights=places.nights, columns=["text"], where=mine)["text"].to_pylist()
    for body, headings in _of_pages(home, lake, places.nights, target.sources, target.keys):
        texts += body
        titles += headings
    return [text for text in texts if text], [title for title in titles if title]


def _of_pages(
    home: Home, lake: Lake, nights: Collection[date], sources: Collection[str], keys: Collection[str]
) -> Iterator[tuple[list[str], list[str]]]:
    """The metadata of archived pages: (texts, headlines and descriptions) of each page."""
    stored = (pc.field("outcome") == FetchOutcome.STORED) & (pc.field("resource") == "page")
    wanted = _is_in("url_key", keys) & _is_in("source", sources) & stored
    columns = ["url", "final_url", "content_type", "warc_file", "warc_offset"]
    for row in lake.read("fetches", nights=nights, columns=columns, where=wanted).to_pylist():
        try:
            body = read_capture(home.archive, row["warc_file"], row["warc_offset"]).body
            page = Page(row["final_url"] or row["url"], body, row["content_type"])
            headings = [page.title, *(content for name, content in page.meta if name in DESCRIPTIONS)]
            headings += [text for node in page.stories for name in HEADING_FIELDS for text in strings(node.get(name))]
            yield [text for node in page.stories for text in strings(node.get("articleBody"))], headings
        except (CorpusError, PageDropped):
            continue


def _earliest_day(lake: Lake, target: Target, places: Places) -> date | None:
    """The earliest possible day of publication; None if nothing bounds it."""
    rows = lake.read_works("articles", target.works, places.first_nights, columns=["not_before"])
    if not rows.num_rows or rows["not_before"].null_count:
        return None
    earliest: date = pc.min(rows["not_before"]).as_py().date()
    return earliest


@dataclass(slots=True)
class OtherTexts:
    """The texts of other works, read some nights at a time, each night once."""

    lake: Lake
    others: pc.Expression
    _read: dict[date, dict[str, str]] = field(default_factory=dict)

    def of(self, nights: Sequence[date]) -> list[str]:
        """One text of each of at most COMPARED_WORKS works, from the first of these nights that has it."""
        found: dict[str, str] = {}
        for first in range(0, min(len(nights), COMPARED_NIGHTS), READ_NIGHTS):
            part = nights[first : first + READ_NIGHTS]
            self._add([night for night in part if night not in self._read])
            for night in part:
                found |= {work: text for work, text in self._read[night].items() if work not in found}
            if len(found) >= COMPARED_WORKS:
                break
        return list(found.values())[:COMPARED_WORKS]

    def _add(self, nights: Collection[date]) -> None:
        rows = self.lake.read(
            "clean_documents", nights=nights, columns=["night", "article_id", "text"], where=self.others
        )
        self._read |= {night: {} for night in nights}
        for row in rows.to_pylist():
            self._read[row["night"]][row["article_id"]] = row["text"] or ""


def _headings(
    home: Home, lake: Lake, nights: Sequence[date], others: pc.Expression, sources: Collection[str]
) -> set[str]:
    """Titles of the sources' other works, and the metadata of some of their pages (for example the publisher's motto)."""
    rows = lake.read("documents", columns=["night", "title", "url_key"], where=others)
    places = zip(rows["night"].to_pylist(), rows["url_key"].to_pylist(), strict=True)
    order = {night: number for number, night in enumerate(nights)}
    pages = sorted(set(places), key=lambda page: (order.get(page[0], len(order)), page[1]))[:COMPARED_PAGES]
    read = _of_pages(home, lake, {night for night, _ in pages}, sources, {key for _, key in pages})
    headings = {text for _, each in read for text in each if text}
    return headings | set(rows["title"].drop_null().to_pylist())


def _is_in(column: str, values: Collection[str]) -> pc.Expression:
    return pc.field(column).isin(pa.array(sorted(values), pa.string()))
