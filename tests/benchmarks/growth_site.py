"""Twenty made-up papers for the growth benchmark: their pages, and the crawl of a night as the archive holds it.

A story has about 250 English words, a headline, an author, a date to machines and to readers, and stands in the paper's feed
with its date. One story in twelve is syndicated: three papers have the same text. Each page carries what its paper repeats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pydoc_data.topics import topics
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.base.ids import digest
from pipelines.base.urls.identity import url_key
from pipelines.corpus.fetches.link_rules import KEY, link_rules
from pipelines.lake.archive import ArchiveWriter, Exchange, folder, save_night_rows, save_source_settings
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, LINKS, TABLES

PAPERS = 20
COMMON = ("the", "of", "and", "to", "in", "for", "on", "with", "that", "was", "from", "by", "had", "but")
VOCABULARY = sorted(
    set(re.findall(r"\b[a-z]{4,12}\b", " ".join(topics.values()))) - {"that", "with", "from", "today", "again", "here"}
)
"""Words that tell one story from another; those around them stay when a story is reworded."""
STARTS, ENDS = ("The", "In", "By", "For", "With", "From"), ("today.", "again.", "here.")
SYNDICATED = 12
CRAWLED = time(4, tzinfo=UTC)
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Story:
    """A story of one paper as it shows it: `paragraphs` of plain text, published at `at`."""

    url: str
    title: str
    author: str
    at: datetime
    paragraphs: tuple[str, ...]


def paper(number: int) -> str:
    """Name of a paper, as its source file has it."""
    return f"paper_{number:02d}"


def address(number: int, night: date, story: int) -> str:
    """URL of a paper's story of a night."""
    return f"https://paper-{number:02d}.example/news/{night}/story-{story}"


def stories(night: date, each: int, papers: int = PAPERS) -> dict[str, list[Story]]:
    """`each` new stories of every paper; the same for the same night."""
    return {paper(n): [_story(n, night, number) for number in range(each)] for n in range(papers)}


def _story(number: int, night: date, story: int) -> Story:
    teller = number - number % 3 if story % SYNDICATED == 0 else number
    draw = np.random.default_rng([night.toordinal(), teller, story])
    title = " ".join(("Why", *_words(draw, 3), "and", *_words(draw, 2)))
    paragraphs = tuple(" ".join(_sentence(draw) for _ in range(2)) for _ in range(7))
    at = datetime.combine(night, time(0, 5), UTC) + timedelta(minutes=7 * (story % 20) + number)
    return Story(address(number, night, story), title, f"Ann Writer{chr(97 + number)}", at, paragraphs)


def _sentence(draw: np.random.Generator) -> str:
    words = _words(draw, 8)
    small = [COMMON[i] for i in draw.integers(len(COMMON), size=8)]
    middle = (word for pair in zip(words, small, strict=True) for word in pair)
    return " ".join((STARTS[draw.integers(len(STARTS))], *middle, *_words(draw, 1), ENDS[draw.integers(len(ENDS))]))


def _words(draw: np.random.Generator, count: int) -> list[str]:
    """Words by a law like Zipf's."""
    places = (len(VOCABULARY) ** draw.random(count)).astype(int) - 1
    return [VOCABULARY[place * 97 % len(VOCABULARY)] for place in places]


def page(source: str, story: Story, beside: Sequence[Story]) -> bytes:
    """The page of a story, with links to others and what the paper repeats."""
    told = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title,
        "datePublished": story.at.isoformat(), "author": {"@type": "Person", "name": story.author},
    }  # fmt: skip
    links = "".join(f'<li><a href="{other.url}">{other.title}</a></li>' for other in beside)
    body = "".join(f"<p>{text}</p>" for text in story.paragraphs)
    return f"""<!doctype html><html lang=en><head><title>{story.title} | {source}</title>
        <link rel=canonical href="{story.url}"><script type="application/ld+json">{json.dumps(told)}</script></head><body>
        <nav><a href="/">Home</a> <a href="/news/">News</a></nav>
        <main><article><h1>{story.title}</h1><p class=byline>By {story.author}</p>
        <time datetime="{story.at.isoformat()}">{story.at.day} {story.at:%B %Y, %H:%M} UTC</time>{body}
        <p>{source} IS FREE TO READ BECAUSE OUR READERS PAY FOR IT: JOIN THEM NOW.</p></article>
        <aside><h2>Related</h2><ul>{links}</ul></aside></main><footer>© {source}</footer></body></html>""".encode()


def front_page(source: str, listed: Sequence[Story]) -> bytes:
    """The page where a crawl of the paper starts."""
    links = "".join(f'<li><a href="{story.url}">{story.title}</a></li>' for story in listed)
    return f"<html lang=en><head><title>{source}</title></head><body><ul>{links}</ul></body></html>".encode()


def crawl(
    home: Home, night: date, new: dict[str, list[Story]], changed: dict[str, list[Story]], same: dict[str, list[str]]
) -> None:
    """Leave in the archive what the crawls of a night would: new stories, known pages that changed, known ones that did not."""
    for source, fresh in new.items():
        _crawl_paper(home, source, night, fresh, changed.get(source, []), same.get(source, []))


def _crawl_paper(home: Home, source: str, night: date, new: list[Story], changed: list[Story], same: list[str]) -> None:
    at = datetime.combine(night, CRAWLED)
    out = ArchiveWriter(home.archive, folder(home.archive, source, night), f"{source}-{night}")
    start = f"https://{source.replace('_', '-')}.example/"
    feed = f"{start}feed.xml"
    fetches = [_fetch(source, night, at, feed, "feed", "stored", [])]
    links: Rows = []
    pages = [(start, front_page(source, new[:40]), [_channel("seed", None, None)])]
    for place, story in enumerate((*new, *changed)):
        beside = [new[(place + step) % len(new)] for step in (1, 2, 3)]
        said = [_channel("feed", feed, f"{story.at:%a, %d %b %Y %H:%M:%S} +0000", place)] if place < len(new) else []
        pages.append((story.url, page(source, story, beside), said))
        links += [_link(source, night, feed, story.url, "feed", place)] if place < len(new) else []
        links += [_link(source, night, story.url, o.url, "related", n, o.title) for n, o in enumerate(beside)]
    for url, body, channels in pages:
        kept = out.write(Exchange(url, at, [], 200, "OK", [("Content-Type", "text/html; charset=utf-8")], body))
        row = _fetch(source, night, at, url, "page", "stored", channels)
        row |= {"payload_sha256": digest(body.decode()), "payload_bytes": len(body), "content_type": "text/html"}
        fetches.append(row | {"warc_file": kept.file, "warc_offset": kept.offset})
    fetches += [_fetch(source, night, at, url, "page", "not_modified", []) for url in same]
    out.close()
    settings = {"name": source, "title": source, "url": start, "language": "en", "country": "GB"}
    save_source_settings(home.archive, source, night, settings)
    save_rows(home, source, night, fetches, links)


def save_rows(home: Home, source: str, night: date, fetches: Rows, links: Rows) -> None:
    """The rows that a crawl leaves beside its WARC files, sorted as the tables are."""
    for name, rows in (("fetches", fetches), ("links", links)):
        spec = TABLES[name]
        table = pa.Table.from_pylist(rows, schema=spec.schema).sort_by([(column, "ascending") for column in spec.sort])
        batches = table.combine_chunks().to_batches()
        save_night_rows(home.archive, source, night, name, batches, lambda: {KEY: link_rules().encode()})


def _fetch(
    source: str, night: date, at: datetime, url: str, resource: str, outcome: str, channels: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    return dict.fromkeys(FETCHES.names) | {
        "night": night, "source": source, "url": url, "url_key": url_key(url), "resource": resource, "outcome": outcome,
        "channels": list(channels), "status": 200 if outcome == "stored" else 304, "fetched_at": at, "final_url": url,
        "train_ai": "unknown", "tdm": "unknown", "hops": 0, "duration_ms": 90,
    }  # fmt: skip


def _channel(channel: str, referrer: str | None, date_raw: str | None, position: int = 0) -> dict[str, Any]:
    kind = "pubDate" if date_raw else None
    return {"channel": channel, "referrer": referrer, "position": position, "date_raw": date_raw, "date_kind": kind}


def _link(
    source: str, night: date, here: str, there: str, kind: str, position: int, anchor: str | None = None
) -> dict[str, Any]:
    keys = {"from_url_key": url_key(here), "to_url_key": url_key(there)}
    row = {"night": night, "source": source, "from_url": here, "to_url": there, "kind": kind, "position": position}
    return dict.fromkeys(LINKS.names) | row | keys | {"anchor": anchor}
