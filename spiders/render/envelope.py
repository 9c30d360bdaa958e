"""A story's page and the JSON that its scripts would show in it, as one page: what the archive keeps, and all readers read.

The same answers make the same bytes. The page stands as it came; behind it are the JSON, as in a page that carries its state, and
as markup what scripts make of it: title, day, a text that is markup itself, the stories that are offered with it.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.base.errors import PageDropped
from pipelines.extract.run.job import PageJob
from pipelines.extract.run.reading import read_page
from pipelines.extract.story.declared_body import plain
from pipelines.extract.story.embedded import OTHERS, in_state, titled_object
from pipelines.lake.archive import HTML_UTF8
from pipelines.lexicon.wording import fold, words
from pipelines.page.page import Page
from spiders.resources.json_lists import offered_stories

DATE = re.compile(r"(?:date|time)(?:_?(?:gmt|utc|time))?|display_?date|timestamp", re.IGNORECASE)
"""Keys of a story's day that do not call it published; those that do are read from any script."""
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]?[\d:.]*(?:Z|[+-]\d\d:?\d\d)?")
PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)
LESS = "\\u003c"
"""How JSON within markup writes `<`."""
MIN_SHARED_WORDS = 0.9
"""Share of the words in which two readings of one story agree."""


def enveloped(url: str, body: bytes, content_type: str | None, said: bytes) -> bytes | None:
    """The page at a URL with a JSON answer, in UTF-8; None if the answer holds no story."""
    value = _json(said)
    if value is None:
        return None
    page = Page(url, body, content_type)
    try:
        titles = [page.title, *(content for name, content in page.meta if name.endswith(":title"))]
        shell = page.text
    except PageDropped:
        return None
    found = titled_object(value, titles)
    if found is None:
        return None
    title, story = found
    heading = html.escape(" ".join(plain(title).split()))
    state = (
        f'{shell}\n<meta property="og:type" content="article"><meta property="og:title" content="{heading}">'
        f'<script type="application/json">{json.dumps(value, ensure_ascii=False).replace("<", LESS)}</script>\n'
    )
    behind = (
        *(f'<meta name="author" content="{html.escape(name)}">' for name in in_state(_page(url, state))),
        f"<article><h1>{heading}</h1>",
        next((f'<time datetime="{day}"></time>' for day in _days(story)), ""),
        f"{max(_texts(story), key=len, default='')}</article>\n",
        _offer(offered_stories(url, value)),
    )
    return f"{state}{''.join(behind)}".encode("utf-8", "replace")


def _page(url: str, markup: str) -> Page:
    return Page(url, markup.encode("utf-8", "replace"), HTML_UTF8)


def _texts(story: Any) -> Iterator[str]:
    """The texts of a story's object that are markup: `"body": "<p>…"`, `"content": {"rendered": "<p>…"}`."""
    for key, value in story.items():
        if isinstance(value, dict) and not OTHERS.search(key):
            yield from _texts(value)
        elif isinstance(value, str) and not OTHERS.search(key) and PARAGRAPH.search(value):
            yield value


def _offer(stories: list[tuple[str, str]]) -> str:
    """A box of links to other stories, as pages have it below theirs."""
    items = "".join(f'<li><a href="{html.escape(to)}">{html.escape(headline)}</a></li>' for to, headline in stories)
    return f'<aside class="related"><ul>{items}</ul></aside>\n' if items else ""


@dataclass(frozen=True, slots=True)
class Story:
    """What is read in a page: its title, its words, its day."""

    title: str
    words: Counter[str]
    day: str | None

    def is_told_by(self, other: Story) -> bool:
        """True if another page tells the same: title and day, and nearly all words."""
        shared, most = (self.words & other.words).total(), max(self.words.total(), other.words.total())
        return self.title == other.title and self.day in (None, other.day) and shared >= MIN_SHARED_WORDS * most > 0


def story_of(url: str, body: bytes, at: datetime) -> Story | None:
    """The story of a page in UTF-8; None if it has none."""
    try:
        read = read_page(PageJob("", url, HTML_UTF8, at, None, body))
    except PageDropped:
        return None
    if read.document is None or read.date is None or not read.document.text:
        return None
    return Story(fold(read.document.title or ""), Counter(words(read.document.text)), read.date.day)


def _json(said: bytes) -> Any:
    """The value of an answer in JSON; None for any other."""
    try:
        value = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _days(story: dict[str, Any]) -> Iterator[str]:
    for key, value in story.items():
        if isinstance(value, str) and DATE.fullmatch(key) and INSTANT.fullmatch(value):
            yield value
