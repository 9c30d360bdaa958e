"""24 made-up papers of unequal size for the growth benchmark: their pages, and the crawl of a night as the archive holds it.

A story has about 250 English words as frequent as in English news (`word_shares`) with made-up names, a headline, an author, a
date to machines and to readers, and stands in the paper's feed with its date. One story in twelve is syndicated: three papers
have the same text. One in five has no date, and a number in its address. Two in ten recur: the same text every night under a
new address (the weather, a notice, a table), one of them in three papers. Each page carries what its paper repeats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.base.ids import digest
from pipelines.base.urls.identity import url_key
from pipelines.corpus.fetches.link_rules import KEY, link_rules
from pipelines.lake.archive import ArchiveWriter, Exchange, folder, save_night_rows, save_source_settings
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, LINKS, TABLES
from pipelines.lexicon.word_shares import word_shares

PAPERS = 24
SHARES = (3.0, 2.0, 1.5, 1.0, 1.0, 0.8, 0.5, 0.2)
"""Size of a paper beside the mean; every eight papers have these sizes."""
COMMON = ("the", "of", "and", "to", "in", "for", "on", "with", "that", "was", "from", "by", "had", "but")
SYLLABLES = ("lin", "mar", "net", "rop", "sul", "tav", "vek")
NAMES = sorted(map("".join, product("bcdfghklmnprstvz", "aeiou", SYLLABLES, SYLLABLES)))
"""Made-up words: names, and the rarest words of texts."""
SPEECH = {**word_shares()["en"], **dict.fromkeys(NAMES, 0.0)}
"""The share of news stories that hold each word."""
FREQUENT = sorted(
    {word for word in SPEECH if re.fullmatch(r"[a-z]{4,12}", word)}
    - {"that", "with", "from", "today", "again", "here"},
    key=lambda word: (-SPEECH[word], word),
)
"""The words of texts, the most frequent ones first."""
VOCABULARY = [word for word in FREQUENT if 0 < SPEECH[word] <= 0.04]
"""Words that tell one story from another, as the names do; those around them stay when a story is reworded."""
SWAPPED = frozenset((*VOCABULARY, *NAMES))
STARTS, ENDS = ("The", "In", "By", "For", "With", "From"), ("today.", "again.", "here.")
SYNDICATED, UNDATED, RECURS = 12, 5, 10
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
    dated: bool = True


def paper(number: int) -> str:
    """Name of a paper, as its source file has it."""
    return f"paper_{number:02d}"


def address(number: int, night: date, story: int) -> str:
    """URL of a paper's story of a night: with its day, or with a number that counts on from night to night."""
    path = f"news/{night}/story-{story}" if is_dated(story) else f"notes/{counted(night)}{story:03d}"
    return f"https://paper-{number:02d}.example/{path}"


def counted(night: date) -> str:
    """The first digits of the numbers that the addresses of a night have."""
    return f"{night.toordinal()}"


def is_dated(story: int) -> bool:
    return story % UNDATED != UNDATED - 1


def stories(
    night: date, each: int, papers: int = PAPERS, *, only: Callable[[int], bool] = lambda _: True
) -> dict[str, list[Story]]:
    """New stories of every paper, `each` on average; the same for the same night. `only` chooses their numbers."""
    sizes = [max(2, round(each * SHARES[n % len(SHARES)])) for n in range(papers)]
    chosen = [number for number in range(100 * max(sizes)) if only(number)]
    return {paper(n): [_story(n, night, number) for number in chosen[: sizes[n]]] for n in range(papers)}


def slot(story: int) -> int | None:
    """Which of its paper's recurring texts a story is; None if its text is new."""
    return {1: 2 * (story // RECURS), 6: 2 * (story // RECURS) + 1}.get(story % RECURS)


def _story(number: int, night: date, story: int) -> Story:
    recurs = slot(story)
    shared = story % SYNDICATED == 0 if recurs is None else recurs % 2 == 1
    teller = number - number % 3 if shared else number
    draw = np.random.default_rng([night.toordinal(), teller, story] if recurs is None else [0, teller, recurs])
    ending = "" if recurs is None else "ish"
    names = [NAMES[place].capitalize() + ending for place in draw.integers(len(NAMES), size=3)]
    title = " ".join((names[0], "and", *_words(draw, 5, ending)))
    paragraphs = tuple(" ".join(_sentence(draw, names, ending) for _ in range(2)) for _ in range(7))
    at = datetime.combine(night, time(0, 5), UTC) + timedelta(minutes=7 * (story % 20) + number)
    by = f"Ann Writer{chr(97 + number)}"
    return Story(address(number, night, story), title, by, at, paragraphs, dated=is_dated(story))


def _sentence(draw: np.random.Generator, names: Sequence[str], ending: str) -> str:
    words = [*_words(draw, 7, ending), names[draw.integers(len(names))]]
    small = [COMMON[i] for i in draw.integers(len(COMMON), size=8)]
    middle = (word for pair in zip(words, small, strict=True) for word in pair)
    return " ".join(
        (STARTS[draw.integers(len(STARTS))], *middle, *_words(draw, 1, ending), ENDS[draw.integers(len(ENDS))])
    )


def _words(draw: np.random.Generator, count: int, ending: str) -> list[str]:
    """Words by a law like Zipf's; rare ones get the ending, and then stay when a story is reworded."""
    places = (len(FREQUENT) ** draw.random(count)).astype(int) - 1
    return [FREQUENT[place] + (ending if FREQUENT[place] in SWAPPED else "") for place in places]


def page(source: str, story: Story, beside: Sequence[Story]) -> bytes:
    """The page of a story, with links to others and what the paper repeats."""
    declared = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title,
        "author": {"@type": "Person", "name": story.author},
    } | ({"datePublished": story.at.isoformat()} if story.dated else {})  # fmt: skip
    at = (
        f'<time datetime="{story.at.isoformat()}">{story.at.day} {story.at:%B %Y, %H:%M} UTC</time>'
        if story.dated
        else ""
    )
    links = "".join(f'<li><a href="{other.url}">{other.title}</a></li>' for other in beside)
    body = "".join(f"<p>{text}</p>" for text in story.paragraphs)
    return f"""<!doctype html><html lang=en><head><title>{story.title} | {source}</title>
        <link rel=canonical href="{story.url}"><script type="application/ld+json">{json.dumps(declared)}</script></head><body>
        <nav><a href="/">Home</a> <a href="/news/">News</a></nav>
        <main><article><h1>{story.title}</h1><p class=byline>By {story.author}</p>
        {at}{body}
        <p>{source} IS FREE TO READ BECAUSE OUR READERS PAY FOR IT: JOIN THEM NOW.</p></article>
        <aside><h2>Related</h2><ul>{links}</ul></aside></main><footer>© {source}</footer></body></html>""".encode()


def front_page(source: str, listed: Sequence[Story]) -> bytes:
    """The page where a crawl of the paper starts."""
    links = "".join(f'<li><a href="{story.url}">{story.title}</a></li>' for story in listed)
    return f"<html lang=en><head><title>{source}</title></head><body><ul>{links}</ul></body></html>".encode()


def crawl(
    home: Home,
    night: date,
    new: dict[str, list[Story]],
    changed: dict[str, list[Story]],
    same: dict[str, list[str]],
    gone: dict[str, list[str]] | None = None,
) -> None:
    """Leave in the archive what the crawls of a night would: new stories, and known pages that changed, did not, or are gone."""
    for source, fresh in new.items():
        left = (gone or {}).get(source, [])
        _crawl_paper(home, source, night, fresh, changed.get(source, []), same.get(source, []), left)


def _crawl_paper(
    home: Home, source: str, night: date, new: list[Story], changed: list[Story], same: list[str], gone: list[str]
) -> None:
    at = datetime.combine(night, CRAWLED)
    out = ArchiveWriter(home.archive, folder(home.archive, source, night), f"{source}-{night}")
    start = f"https://{source.replace('_', '-')}.example/"
    feed = f"{start}feed.xml"
    fetches = [_fetch(source, night, at, feed, "feed", "stored", [])]
    links: Rows = []
    pages = [(start, front_page(source, new[:40]), [_channel("seed", None, None)])]
    for place, story in enumerate((*new, *changed)):
        beside = [new[(place + step) % len(new)] for step in (1, 2, 3)]
        at_feed = f"{story.at:%a, %d %b %Y %H:%M:%S} +0000" if story.dated else None
        said = [_channel("feed", feed, at_feed, place)] if place < len(new) else []
        pages.append((story.url, page(source, story, beside), said))
        links += [_link(source, night, feed, story.url, "feed", place)] if place < len(new) else []
        links += [_link(source, night, story.url, o.url, "related", n, o.title) for n, o in enumerate(beside)]
    for url, body, channels in pages:
        kept = out.write(Exchange(url, at, [], 200, "OK", [("Content-Type", "text/html; charset=utf-8")], body))
        row = _fetch(source, night, at, url, "page", "stored", channels)
        row |= {"payload_sha256": digest(body.decode()), "payload_bytes": len(body), "content_type": "text/html"}
        fetches.append(row | {"warc_file": kept.file, "warc_offset": kept.offset})
    fetches += [_fetch(source, night, at, url, "page", "not_modified", []) for url in same]
    fetches += [_fetch(source, night, at, url, "page", "http_error", []) | {"status": 404} for url in gone]
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
