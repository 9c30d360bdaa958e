"""The words by which a work is recognised: its texts, headlines and descriptions, from the corpus and its pages.

Two kinds of words are left out. Words that other stories of the source also have (a notice that cleaning has not
learned yet, the title of a section) belong to the source. Words that another story had before the work was published
are shared background.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.errors import CorpusError, PageDropped
from pipelines.lake.archive import read_capture
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import FetchOutcome
from pipelines.page.page import Page
from pipelines.page.structured import strings
from pipelines.upkeep.takedown.runs import Runs
from pipelines.upkeep.takedown.target import Target

COMPARED_WORKS = 500
"""Other works of the source whose texts are compared."""
COMPARED_PAGES = 30
"""Pages of other works whose descriptions are compared."""
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


def story_runs(home: Home, target: Target, key: bytes) -> Runs:
    """The runs of words of a work."""
    lake, works, sources = Lake(home.lake), set(target.works), set(target.sources)
    texts, titles = [], []
    for row in lake.read(
        "documents", columns=["title", "headlines", "asides"], where=_is_in("article_id", works)
    ).to_pylist():
        titles += [
            row["title"],
            *(each["text"] for each in row["headlines"] or ()),
            *(each["text"] for each in row["asides"] or ()),
        ]
    texts += lake.read("clean_documents", columns=["text"], where=_is_in("article_id", works))["text"].to_pylist()
    for body, page_headings in _of_pages(home, lake, sources, target.keys):
        texts += body
        titles += page_headings
    mates = works | _mates(lake, works)
    own_texts = Runs.of(key, texts=filter(None, texts))
    own_texts = own_texts.without(own_texts.shared_with(_texts_before(lake, works, sources, mates), 1))
    own_titles = Runs.of(key, headlines=filter(None, titles))
    shared = own_texts.shared_with(_texts_of_others(lake, sources, mates), SHARED)
    headings = Runs.of(key, headlines=_headings_of_others(home, lake, sources, mates))
    return own_texts.without(shared) | own_titles.without(headings)


def _of_pages(
    home: Home, lake: Lake, sources: Collection[str], keys: Collection[str]
) -> Iterator[tuple[list[str], list[str]]]:
    """The metadata of archived pages: (texts, headlines and descriptions) of each page."""
    stored = (pc.field("outcome") == FetchOutcome.STORED) & (pc.field("resource") == "page")
    wanted = _is_in("url_key", keys) & _is_in("source", sources) & stored
    columns = ["url", "final_url", "content_type", "warc_file", "warc_offset"]
    for row in lake.read("fetches", columns=columns, where=wanted).to_pylist():
        try:
            body = read_capture(home.archive, row["warc_file"], row["warc_offset"]).body
            page = Page(row["final_url"] or row["url"], body, row["content_type"])
            headings = [page.title, *(content for name, content in page.meta if name in DESCRIPTIONS)]
            headings += [text for node in page.stories for name in HEADING_FIELDS for text in strings(node.get(name))]
            yield [text for node in page.stories for text in strings(node.get("articleBody"))], headings
        except (CorpusError, PageDropped):
            continue


def _mates(lake: Lake, works: Collection[str]) -> set[str]:
    """Works in the same clusters: they have the same story."""
    clusters = lake.read("clusters", columns=["cluster_id"], where=_is_in("article_id", works))[
        "cluster_id"
    ].to_pylist()
    rows = lake.read("clusters", columns=["article_id"], where=_is_in("cluster_id", set(clusters)))
    return set(rows["article_id"].to_pylist())


def _texts_of_others(lake: Lake, sources: Collection[str], works: Collection[str]) -> list[str]:
    """One text of each of at most COMPARED_WORKS other works of the sources, from any night."""
    found: dict[str, tuple[date, str]] = {}
    mine = _is_in("source", sources) & ~_is_in("article_id", works)
    ids = sorted(set(lake.read("clean_documents", columns=["article_id"], where=mine)["article_id"].to_pylist()))
    chosen = mine & _is_in("article_id", ids[:COMPARED_WORKS])
    for row in lake.read("clean_documents", columns=["article_id", "night", "text"], where=chosen).to_pylist():
        found[row["article_id"]] = max(found.get(row["article_id"], (date.min, "")), (row["night"], row["text"] or ""))
    return [text for _, text in found.values()]


def _texts_before(lake: Lake, works: Collection[str], sources: Collection[str], mates: Collection[str]) -> list[str]:
    """Texts of the sources' other works, without `mates`, that were archived before the earliest possible publication
    of the works.

    At most COMPARED_WORKS works; empty if the works have no lower date bound.
    """
    bounds = lake.read("articles", columns=["not_before"], where=_is_in("article_id", works))["not_before"]
    if not len(bounds) or bounds.null_count:
        return []
    before = pc.field("night") < pa.scalar(pc.min(bounds).as_py().date())
    mine = _is_in("source", sources) & ~_is_in("article_id", mates) & before
    rows = lake.read("clean_documents", columns=["night", "article_id"], where=mine).sort_by(
        [("night", "descending"), ("article_id", "ascending")]
    )
    latest = list(dict.fromkeys(rows["article_id"].to_pylist()))[:COMPARED_WORKS]
    rows = lake.read("clean_documents", columns=["text"], where=mine & _is_in("article_id", latest))
    return [text for text in rows["text"].unique().to_pylist() if text]


def _headings_of_others(home: Home, lake: Lake, sources: Collection[str], works: Collection[str]) -> set[str]:
    """Titles of the sources' other works, and the metadata of some of their pages (for example the publisher's motto)."""
    mine = _is_in("source", sources) & ~_is_in("article_id", works)
    rows = lake.read("documents", columns=["title", "url_key"], where=mine)
    pages = sorted(set(rows["url_key"].to_pylist()))[:COMPARED_PAGES]
    headings = {text for _, each in _of_pages(home, lake, sources, pages) for text in each if text}
    return headings | set(rows["title"].drop_null().to_pylist())


def _is_in(column: str, values: Collection[str]) -> pc.Expression:
    return pc.field(column).isin(pa.array(sorted(values), pa.string()))
