"""WordPress, as the Gazette runs it: its numbers, addresses, pictures, comments, archives, feeds and sitemaps.

Every page says that it was last modified just now, and holds a token that is another every night.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from spiders.demo_web import markup
from spiders.demo_web.edition import Context, Edition, last_change
from spiders.demo_web.nights import NIGHTS, dated, eve
from spiders.demo_web.pages import pages, reply, stories
from spiders.demo_web.paper import paper
from spiders.demo_web.site import Reply, moved
from spiders.demo_web.story import BY_HAND, Story
from spiders.demo_web.voice import Voice

FIRST_WORDS = 55
IN_FEED = 10


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a story, with an attachment page of its own."""

    number: int
    path: str
    file: str
    title: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. `number` is its own across the whole paper."""

    number: int
    reader: str
    when: datetime
    text: str


class WordPress:
    """What the templates ask about a night's stories, labels, pictures and comments."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.paper = edition, edition.paper
        self.newest = edition.newest()
        self.pictures = {story.key: pictures_of(story) for story in self.newest}
        self.comments = {story.key: comments_of(story, edition.night) for story in self.newest}
        self.labels = (*self.paper.tags, *([self.paper.deleted_tag] if edition.first_night else []))
        """The tags that have an archive."""

    @cached_property
    def sidebar(self) -> str:
        """Search form, recent stories and comments, months, categories, and a cloud of tags: the same on every page."""
        return self.edition.render("sidebar.html", {"wp": self})

    @property
    def months(self) -> list[tuple[int, int]]:
        """Years and months that have stories, the newest first."""
        return list(dict.fromkeys((story.published.year, story.published.month) for story in self.newest))

    def label_number(self, label: str) -> int:
        """The number of a category, tag or author."""
        known = [*self.paper.categories, *self.paper.tags, self.paper.deleted_tag, *self.paper.staff]
        return 2 + known.index(label)

    def tags(self, story: Story) -> list[str]:
        """A story's tags, in order of the alphabet."""
        return sorted(trait.removeprefix("tag:") for trait in story.traits if trait.startswith("tag:"))

    def shown_tags(self, story: Story) -> list[str]:
        """Those of its tags that have not been deleted."""
        return [tag for tag in self.tags(story) if tag in self.labels]

    def person(self, name: str) -> str:
        """The identifier of an author in structured data."""
        return f"{self.edition.base}/#/schema/person/{hashlib.sha256(name.encode()).hexdigest()[:32]}"

    def author_path(self, name: str) -> str:
        """The archive of an author, by the name they log in with."""
        return f"/author/{markup.slug(name)}/"

    def said(self, stories: Iterable[Story]) -> list[tuple[Comment, Story]]:
        """The comments of some stories, newest first, each with its story."""
        pairs = [(comment, story) for story in stories for comment in self.comments[story.key]]
        return sorted(pairs, key=lambda pair: pair[0].when, reverse=True)

    def neighbour(self, story: Story, step: int) -> Story | None:
        """The story before (1) or after (-1) a story; None at either end."""
        at = self.newest.index(story) + step
        return self.newest[at] if 0 <= at < len(self.newest) else None

    def first_words(self, story: Story) -> str:
        """A story's first 55 words, as WordPress makes an excerpt."""
        words = " ".join(story.at(self.edition.night).paragraphs).split()
        return " ".join(words[:FIRST_WORDS]) + (" […]" if len(words) > FIRST_WORDS else "")

    def plain(self, words: str) -> str:
        """A line of text as markup."""
        return self.typeset(markup.text(words))

    def typeset(self, written: str) -> str:
        """Markup without attributes, its straight quotes made curly: `"Late," he said` → `&#8220;Late,&#8221; he said`."""
        opened = re.sub(r'(^|[\s>(])"', r"\1&#8220;", written)
        return opened.replace('"', "&#8221;").replace("'", "&#8217;")

    def archives(self) -> Iterator[Context]:
        """Every list of the paper: home, categories, tags, authors, months."""
        yield {"path": "/", "kind": "home", "label": "", "feed": "", "stories": self.newest}
        yield from self._lists("category", self.paper.categories, lambda story: [story.section])
        yield from self._lists("tag", self.labels, self.tags)
        yield from self._lists("author", self.paper.staff, lambda story: story.authors)
        for year, month in self.months:
            stories = [s for s in self.newest if (s.published.year, s.published.month) == (year, month)]
            title = dated(date(year, month, 1), "{month} %Y")
            yield {"path": f"/{year}/{month:02d}/", "kind": "month", "label": title, "feed": "", "stories": stories}

    def _lists(self, kind: str, labels: Iterable[str], of: Callable[[Story], Sequence[str]]) -> Iterator[Context]:
        for label in labels:
            feeds = {"category": f"{label.title()} Category", "tag": f"{label} Tag", "author": f"Posts by {label}"}
            path, chosen = f"/{kind}/{markup.slug(label)}/", [story for story in self.newest if label in of(story)]
            yield {"path": path, "kind": kind, "label": label, "feed": f"{feeds[kind]} Feed", "stories": chosen}

    def feeds(self) -> Iterator[Context]:
        """Feeds of the newest stories, of the paper and of each list but those of months."""
        for archive in self.archives():
            if archive["kind"] != "month":
                newest = archive["stories"][:IN_FEED]
                yield archive | {"path": f"{archive['path']}feed/", "stories": newest, "changed": self._last(newest)}

    def comment_feeds(self) -> Iterator[Context]:
        """Feeds of the newest comments, of the paper and of each story."""
        title = f"Comments for {self.paper.title}"
        yield self._comment_feed(title, "/comments/", self.newest)
        for story in self.newest:
            yield self._comment_feed(f"Comments on: {story.at(self.edition.night).title}", story.path, [story])

    def _comment_feed(self, title: str, path: str, stories: list[Story]) -> Context:
        said = self.said(stories)
        changed = said[0][0].when if said else self.paper.founded
        return {"path": f"{path}feed/", "title": title, "said": said[:IN_FEED], "changed": changed}

    def _last(self, stories: list[Story]) -> datetime:
        return last_change(stories, self.edition.night) if stories else self.paper.founded

    def sitemaps(self) -> Iterator[Context]:
        """A sitemap for each kind of page, with the night of the last change, and their index."""
        rows: dict[str, list[tuple[str, datetime]]] = {
            "post": [(story.path, story.changed_by(self.edition.night)) for story in self.newest],
            "page": [("/", self._last(self.newest)), *((f"/{name}/", self.paper.founded) for name in self.paper.statics)],
            "category": [], "tag": [], "author": [],
        }  # fmt: skip
        for archive in self.archives():
            if archive["kind"] in rows:
                rows[archive["kind"]].append((archive["path"], self._last(archive["stories"])))
        parts = {f"/{'post_tag' if kind == 'tag' else kind}-sitemap.xml": urls for kind, urls in rows.items()}
        yield from ({"path": path, "root": "urlset", "row": "url", "urls": urls} for path, urls in parts.items())
        index = [(path, max(when for _, when in urls)) for path, urls in parts.items()]
        yield {"path": "/sitemap_index.xml", "root": "sitemapindex", "row": "sitemap", "urls": index}

    def pages(self) -> Iterator[Context]:
        """The pages that are no posts."""
        for number, (name, page) in enumerate(self.paper.statics.items(), 2):
            yield {"path": f"/{name}/", "number": number, **page}

    def attachments(self) -> Iterator[Context]:
        """A page for every picture."""
        pairs = ((story, picture) for story in self.newest for picture in self.pictures[story.key])
        yield from ({"path": picture.path, "picture": picture, "story": story} for story, picture in pairs)

    def posts(self) -> Iterator[Context]:
        """A page for every story."""
        yield from (context | {"answering": ""} for context in stories(self.edition))


def place(story: Story) -> int:
    """A story's number among those of its paper, from 0."""
    return int(story.key.rpartition("-")[2])


def post_number(story: Story) -> int:
    """A story's number as a post: `?p=107` leads to it."""
    return 101 + 6 * place(story)


def pictures_of(story: Story) -> list[Picture]:
    """A story's pictures, in the order of the page."""
    count = max((int(trait[-1]) for trait in story.traits if trait.startswith("pictures:")), default=0)
    voice, out = Voice.of(story.language, f"pictures {story.key}"), []
    for number in range(post_number(story) + 1, post_number(story) + 1 + count):
        title = voice.fill("{L} in {Z}")
        name = f"{markup.slug(title)}-{number}"
        file = f"/wp-content/uploads/{story.published:%Y/%m}/{name}.png"
        out.append(Picture(number, f"{story.path}{name}/", file, title))
    return out


def comments_of(story: Story, night: date) -> list[Comment]:
    """A story's comments, oldest first: hours and days after it, one more of some on the second night."""
    if BY_HAND in story.traits:
        return []
    own, at = paper(story.source), place(story)
    voice, first, out = Voice.of(story.language, f"comments {story.key}"), 11 + at * 4, []
    for n in range((0, 2, 1, 3)[at % 4]):
        when, text = story.published + timedelta(hours=3 + 29 * n, minutes=7 * at % 60), voice.fill(own.comment)
        if when <= eve(NIGHTS[0]):
            out.append(Comment(first + n, own.readers[(at + n) % len(own.readers)], when, text))
    if night == NIGHTS[1] and at % 4 == 2 and story.change == "none":
        when = eve(night).astimezone(story.published.tzinfo) - timedelta(hours=2, minutes=at)
        out.append(Comment(first + 3, "A late reader", when, voice.fill(own.late_comment)))
    return out


@lru_cache(maxsize=4)
def press(edition: Edition) -> WordPress:
    """What the pages of an edition ask, worked out once."""
    return WordPress(edition)


def _each(ask: Callable[[WordPress], Iterator[Context]]) -> Callable[[Edition], Iterator[Context]]:
    def contexts(edition: Edition) -> Iterator[Context]:
        wp = press(edition)
        return (context | {"wp": wp, "post_number": post_number} for context in ask(wp))

    return contexts


EACH = {
    "story": _each(WordPress.posts),
    "attachment": _each(WordPress.attachments),
    "archive": _each(WordPress.archives),
    "page": _each(WordPress.pages),
    "feed": _each(WordPress.feeds),
    "comment_feed": _each(WordPress.comment_feeds),
    "sitemap": _each(WordPress.sitemaps),
}
"""What a page of a paper that WordPress publishes can be of."""


def asked(edition: Edition, replies: Mapping[str, Reply], target: str) -> Reply | None:
    """What stands at no fixed address: queries, addresses without their last slash, the API; None if there is no such page."""
    path, _, query = target.partition("?")
    if path.startswith("/wp-json/"):
        return Reply(json.dumps({"name": edition.paper.title}).encode(), content_type="application/json; charset=UTF-8")
    if not query:
        return moved(f"{edition.base}{path}/") if f"{path}/" in replies else None
    wp, named = press(edition), dict(parse_qsl(query))
    if path == "/":
        return _front_query(wp, named)
    story = next((story for story in wp.newest if story.path == path), None)
    if story is None:
        return replies.get(path)
    if (site := named.get("share")) in edition.paper.shared_on:
        return moved(f"{edition.ads}/{site}?url={quote(edition.base + path)}", 302)
    readers = {str(comment.number): comment.reader for comment in wp.comments[story.key]}
    return _page(wp, "story.html", path=path, story=story, answering=readers.get(named.get("replytocom", ""), ""))


def _front_query(wp: WordPress, named: Mapping[str, str]) -> Reply | None:
    if "s" in named:
        words = unquote(named["s"])
        found = [s for s in wp.newest if words.lower() in s.at(wp.edition.night).text.lower()][:8]
        return _page(wp, "archive.html", path=f"/?s={words}", kind="search", label=words, feed="", part=found, last=1)
    number = named.get("p") or named.get("attachment_id")
    paths = {str(post_number(story)): story.path for story in wp.newest}
    paths |= {str(picture.number): picture.path for story in wp.newest for picture in wp.pictures[story.key]}
    return moved(f"{wp.edition.base}{paths[number]}") if number in paths else None


def _page(wp: WordPress, template: str, **context: Any) -> Reply:
    page = next(page for page in pages(wp.paper) if page.template == template)
    return reply(wp.edition, page, {"wp": wp, "post_number": post_number, "number": 1, **context})
