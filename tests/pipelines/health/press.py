"""Sixteen made-up papers: the crawls of their nights, as the archive holds them.

A paper has its own number and length of stories; weekends, two holidays and a day of breaking news are those of all. The pages
are made by one small template with words of `pydoc`; nothing is fetched. What goes wrong with a paper: `faults`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pydoc_data.topics import topics
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.base.urls.identity import url_key
from pipelines.corpus.fetches.link_rules import KEY, link_rules
from pipelines.lake.archive import ArchiveWriter, Exchange, folder, save_night_rows, save_source_settings
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, LINKS, TABLES

PAPERS = 16
FIRST = date(2026, 2, 1)
"""A Sunday."""
CRAWLED = time(4, tzinfo=UTC)
REVISITED = 3
"""Stories of the night before that are fetched again, one of them with a word changed."""
VOCABULARY = sorted(
    set(re.findall(r"\b[a-z]{4,12}\b", " ".join(topics.values()))) - {"that", "with", "from", "today", "again", "here"}
)
STARTS, ENDS = ("The", "In", "By", "For", "With", "From"), ("today.", "again.", "here.")
SYLLABLES = ("ka", "ro", "vin", "tel", "mar", "dos", "lu", "pen", "gri", "sho", "bel", "nu", "zar", "cai", "hem", "wol")
GLYPHS = ("café", "naïve", "Zürich", "“so be it”", "it’s", "– he said –", "façade", "Ångström")
"""What a paper in English holds beside ASCII."""
HOLIDAYS = (19, 47)
"""Quiet nights, counted from 0, on which hardly anybody wrote."""
BREAKING = 33
"""The quiet night after a day of breaking news."""
STRIKE = (38, 39)
"""The quiet nights of a strike in all of the press."""
ELECTION = 53
"""The quiet night after an election: many stories, most of them short, with titles that begin alike."""
ANNIVERSARY = 57
"""The quiet night on which some front pages also link stories of years ago, never seen before."""
OLD_STORIES = 10
NEWCOMER = 25
"""The quiet night on which the last paper begins."""
SEASONS = dict.fromkeys(HOLIDAYS, 0.15) | dict.fromkeys(STRIKE, 0.2) | {BREAKING: 3.0, ELECTION: 4.0}
"""How many stories these quiet nights have, compared with others."""
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: how many stories on a working day, how long they are, who writes."""

    number: int

    @property
    def name(self) -> str:
        """Name of its source file."""
        return f"paper_{self.number:02d}"

    @property
    def start(self) -> str:
        """Its front page."""
        return f"https://paper-{self.number:02d}.example/"

    @property
    def feed(self) -> str:
        """Its feed."""
        return f"{self.start}feed.xml"

    def story_count(self, night: date, per_day: int) -> int:
        """How many new stories a night has: about as many as usual, on weekends a third of it."""
        usual = per_day * (0.8 + 0.05 * (self.number % 9)) * (0.35 if night.weekday() in (6, 0) else 1.0)
        index = (night - FIRST).days
        usual *= SEASONS.get(index, 1.0)
        return int(np.random.default_rng([night.toordinal(), self.number, 7]).poisson(usual))


@dataclass(frozen=True, slots=True)
class Story:
    """A story of one paper, published at `at`."""

    paper: Paper
    url: str
    title: str
    author: str
    at: datetime
    paragraphs: tuple[str, ...]


def stories(paper: Paper, night: date, count: int) -> list[Story]:
    """The new stories of a night; the same for the same night."""
    return [_story(paper, night, n) for n in range(count)]


def _story(paper: Paper, night: date, number: int) -> Story:
    draw = np.random.default_rng([night.toordinal(), paper.number, number])
    title = " ".join((*_words(draw, 4), "and", *_words(draw, 2), str(GLYPHS[draw.integers(len(GLYPHS))])))
    size = int(6 + paper.number % 4 + draw.integers(-2, 5))
    paragraphs = tuple(" ".join(_sentence(draw) for _ in range(2)) for _ in range(size))
    names = [_name(draw) for _ in range(6)]
    title = f"{' '.join(names[:5])} {title}"
    paragraphs = (f"{paragraphs[0]} {' '.join(names)} came.", *paragraphs[1:])
    at = datetime.combine(night, CRAWLED) - timedelta(minutes=int(draw.integers(20, 22 * 60)))
    if (night - FIRST).days == ELECTION and number % 4:
        title, paragraphs = f"Election results: {title}", paragraphs[:2]
    author = f"Ann {['Archer', 'Baker', 'Carter', 'Dyer', 'Fisher'][draw.integers(5)]}"
    return Story(paper, f"{paper.start}news/{at.date()}/story-{night:%d}-{number}", title, author, at, paragraphs)


def _name(draw: np.random.Generator) -> str:
    """A name that no other story has: its headline and its text share it."""
    return "".join(SYLLABLES[draw.integers(len(SYLLABLES))] for _ in range(3)).title()


def _sentence(draw: np.random.Generator) -> str:
    glyph = GLYPHS[draw.integers(len(GLYPHS))]
    start, end = STARTS[draw.integers(len(STARTS))], ENDS[draw.integers(len(ENDS))]
    return " ".join((start, *_words(draw, 8), "of the", glyph, "and", *_words(draw, 8), end))


def _words(draw: np.random.Generator, count: int) -> list[str]:
    places = (len(VOCABULARY) ** draw.random(count)).astype(int) - 1
    return [VOCABULARY[place * 97 % len(VOCABULARY)] for place in places]


@dataclass(slots=True)
class Answer:
    """How one request ended: a page with its body, or a failure."""

    url: str
    body: bytes | None = None
    outcome: str = "stored"
    status: int | None = 200
    detail: str | None = None
    final_url: str | None = None
    train_ai: str = "unknown"
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    """Further headers, where the paper is a site that is crawled."""
    channels: Rows = field(default_factory=list)


@dataclass(slots=True)
class Crawl:
    """What the crawl of one paper brings home on a night, before or after a fault changed it."""

    paper: Paper
    night: date
    new: list[Story]
    again: list[Story]
    answers: dict[str, Answer] = field(default_factory=dict)
    entries: list[Story] = field(default_factory=list)
    feed: Answer | None = None
    imported: bool = False
    """True if an import brought it: its pages have no other channel."""
    robots: Answer | None = None
    otherwise: Answer | None = None
    """Where the paper is a site: its robots.txt, and the answer to any other address."""

    @property
    def told(self) -> list[Story]:
        """All stories asked for."""
        return [*self.new, *self.again]

    def on_pages(self, change: Callable[[bytes, Story], bytes]) -> None:
        """Change the page of every story."""
        for story in self.told:
            answer = self.answers[story.url]
            answer.body = change(answer.body or b"", story)

    def fail(self, outcome: str, status: int | None, detail: str | None = None, final_url: str | None = None) -> None:
        """Every request fails: the start page, the feed, and the stories that an earlier night knew."""
        self.new, self.entries = [], []
        asked = [self.paper.start, *(story.url for story in self.again)]
        to = final_url or ""
        self.answers = {
            url: Answer(url, None, outcome, status, detail, url.replace(self.paper.start, to) if to else None)
            for url in asked
        }
        self.feed = Answer(self.paper.feed, None, outcome, status, detail, to or None)


def quiet(paper: Paper, night: date, per_day: int, before: Sequence[Story], revisited: int = REVISITED) -> Crawl:
    """A night on which nothing is wrong. `before` are earlier stories, those of the night before first."""
    return with_stories(paper, night, stories(paper, night, paper.story_count(night, per_day)), before, revisited)


def with_stories(
    paper: Paper, night: date, new: list[Story], before: Sequence[Story], revisited: int = REVISITED
) -> Crawl:
    """A night with these new stories on which nothing is wrong."""
    again = [
        replace(s, paragraphs=(*s.paragraphs, "The mayor “agreed”.")) if s.url.endswith("-0") else s
        for s in before[:revisited]
    ]
    crawl = Crawl(paper, night, new, again, entries=[*new, *before][:20])
    crawl.answers = {story.url: Answer(story.url, page(story, new)) for story in crawl.told}
    crawl.answers[paper.start] = Answer(paper.start, front_page(paper, new))
    for story in again[1:] if night > FIRST + timedelta(days=1) else ():
        crawl.answers[story.url].outcome, crawl.answers[story.url].status = "not_modified", 304
    crawl.feed = Answer(paper.feed, b"<rss/>")
    return crawl


def remember(crawl: Crawl) -> None:
    """The front page also links stories of years ago."""
    then = [crawl.night - timedelta(days=3_650 + 40 * n) for n in range(OLD_STORIES)]
    old = [stories(crawl.paper, night, 1)[0] for night in then]
    crawl.new = [*crawl.new, *old]
    crawl.answers |= {story.url: Answer(story.url, page(story, crawl.new)) for story in old}
    crawl.answers[crawl.paper.start].body = front_page(crawl.paper, crawl.new)


def page(story: Story, beside: Sequence[Story]) -> bytes:
    """The page of a story."""
    told = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title,
        "datePublished": story.at.isoformat(), "author": {"@type": "Person", "name": story.author},
    }  # fmt: skip
    links = "".join(f'<li><a href="{other.url}">{other.title}</a></li>' for other in beside[:3])
    body = "".join(f"<p>{text}</p>" for text in story.paragraphs)
    name = story.paper.name
    return f"""<!doctype html><html lang=en><head><meta charset=utf-8><title>{story.title} | {name}</title>
        <link rel=canonical href="{story.url}"><script type="application/ld+json">{json.dumps(told)}</script></head><body>
        <div class=top>{name}</div><nav><a href="/">Home</a> <a href="/news/">News</a></nav>
        <main><article class=story><h1>{story.title}</h1><p class=byline>By {story.author}</p>
        <time datetime="{story.at.isoformat()}">{story.at.day} {story.at:%B %Y, %H:%M} UTC</time><div class=text>{body}</div>
        </article><aside><h2>Related</h2><ul>{links}</ul></aside></main><footer>© {name}</footer></body></html>""".encode()


def front_page(paper: Paper, listed: Sequence[Story]) -> bytes:
    """The page where a crawl starts."""
    links = "".join(f'<li><a href="{story.url}">{story.title}</a></li>' for story in listed)
    return f"<html lang=en><head><title>{paper.name}</title></head><body><h1>News</h1><ul>{links}</ul></body></html>".encode()


def save(home: Home, crawl: Crawl) -> None:
    """Leave in the archive what the crawl of a night would."""
    paper, night = crawl.paper, crawl.night
    at = datetime.combine(night, CRAWLED)
    out = ArchiveWriter(home.archive, folder(home.archive, paper.name, night), f"{paper.name}-{night}")
    crawl.answers[paper.start].channels = [_channel("seed", None, None)]
    for place, story in enumerate(crawl.entries):
        said = _channel("feed", paper.feed, f"{story.at:%a, %d %b %Y %H:%M:%S} +0000", place)
        crawl.answers.setdefault(story.url, Answer(story.url, None, "skipped_fresh", None)).channels.append(said)
    for place, story in enumerate(crawl.new):
        if story.url in crawl.answers:
            crawl.answers[story.url].channels.append(_channel("section", paper.start, None, place, story.title))
    fetches: Rows = []
    for answer in crawl.answers.values():
        answer.channels = [_channel("import", None, None)] if crawl.imported else answer.channels
        kind = "robots" if answer.url.endswith("/robots.txt") else "page"
        row = _fetch(paper.name, night, at, answer, kind)
        if answer.outcome == "stored" and answer.body is not None:
            headers = [("Content-Type", answer.content_type)]
            kept = out.write(Exchange(answer.url, at, [], 200, "OK", headers, answer.body))
            row |= {"payload_sha256": hashlib.sha256(answer.body).hexdigest(), "payload_bytes": len(answer.body)}
            row |= {"content_type": answer.content_type, "warc_file": kept.file, "warc_offset": kept.offset}
        fetches.append(row)
    out.close()
    if crawl.feed is not None:
        crawl.feed.channels = [_channel("feed", None, None)]
        fetches.append(_fetch(paper.name, night, at, crawl.feed, "feed"))
    links = [_link(paper.name, night, paper.feed, story.url, "feed", n) for n, story in enumerate(crawl.entries)]
    settings = {"name": paper.name, "title": paper.name, "url": paper.start, "language": "en", "country": "GB"}
    save_source_settings(home.archive, paper.name, night, settings)
    _save_rows(home, paper.name, night, fetches, links)


def _save_rows(home: Home, source: str, night: date, fetches: Rows, links: Rows) -> None:
    for name, rows in (("fetches", fetches), ("links", links)):
        spec = TABLES[name]
        table = pa.Table.from_pylist(rows, schema=spec.schema).sort_by([(column, "ascending") for column in spec.sort])
        save_night_rows(
            home.archive, source, night, name, table.combine_chunks().to_batches(), lambda: {KEY: link_rules().encode()}
        )


def _fetch(source: str, night: date, at: datetime, answer: Answer, resource: str) -> dict[str, Any]:
    answered = answer.outcome in ("stored", "not_modified", "duplicate_payload", "redirected", "http_error")
    return dict.fromkeys(FETCHES.names) | {
        "night": night, "source": source, "url": answer.url, "url_key": url_key(answer.url), "resource": resource,
        "outcome": answer.outcome, "detail": answer.detail, "channels": answer.channels, "status": answer.status,
        "fetched_at": at if answered else None, "final_url": answer.final_url or (answer.url if answered else None),
        "train_ai": answer.train_ai if answered else None, "tdm": "unknown" if answered else None, "hops": 0,
        "duration_ms": 90 if answered else None,
    }  # fmt: skip


def _channel(
    channel: str, referrer: str | None, date_raw: str | None, position: int = 0, anchor: str | None = None
) -> dict[str, Any]:
    kind = "pubDate" if date_raw else None
    return {
        "channel": channel,
        "referrer": referrer,
        "anchor": anchor,
        "position": position,
        "date_raw": date_raw,
        "date_kind": kind,
    }


def _link(source: str, night: date, here: str, there: str, kind: str, position: int) -> dict[str, Any]:
    keys = {"from_url_key": url_key(here), "to_url_key": url_key(there), "variant": 0}
    row = {"night": night, "source": source, "from_url": here, "to_url": there, "kind": kind, "position": position}
    return dict.fromkeys(LINKS.names) | row | keys


def crawl_night(
    home: Home, papers: Iterable[Paper], night: date, per_day: int, breaks: Mapping[Paper, Callable[[Crawl], None]]
) -> None:
    """Leave the crawls of a night in the archive; `breaks` are what goes wrong with some papers."""
    for paper in papers:
        yesterday = night - timedelta(days=1)
        before = stories(paper, yesterday, paper.story_count(yesterday, per_day))
        crawl = quiet(paper, night, per_day, before)
        if (night - FIRST).days == ANNIVERSARY and paper.number % 3 == 0:
            remember(crawl)
        if paper in breaks:
            breaks[paper](crawl)
        save(home, crawl)
