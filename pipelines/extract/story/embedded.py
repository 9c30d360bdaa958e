"""The story and its authors in the state of a page's scripts, for pages whose markup holds no story.

The body stands beside the headline: in an object, or one in it, that has a text equal to one of the page's titles. A body is
written in one of a few ways: markup in a string; a list of paragraphs; a tree of blocks and spans (Slate, Portable Text,
ProseMirror, Contentful, Gutenberg); elements as lists (`["p", {}, "Text"]`, React's `["$", "p", null, {"children": "Text"}]`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from pipelines.extract.people.signatures import is_full_name
from pipelines.extract.story.declared_body import plain
from pipelines.lexicon.wording import fold, words
from pipelines.page.outline import INLINE
from pipelines.page.page import Page
from pipelines.page.state import json_in, markup_not_shown, of_base64, states, strings_of_script

MAX_LINES = 5_000
MAX_DEPTH = 60
HOLDS = frozenset((
    "children", "content", "contents", "text", "value", "html", "body", "paragraph", "paragraphs", "items", "nodes", "blocks",
    "elements", "components", "model", "data", "props", "attributes", "innerBlocks", "innerHTML", "content_elements", "sections",
    "rendered", "document", "copy", "markup", "root", "ops", "insert", "primary",
))  # fmt: skip
"""Keys of the parts of a body that hold its text."""
KIND = ("type", "_type", "nodeType", "tagName", "tag", "name", "blockName", "__typename", "kind")
NO_TEXT = re.compile(
    r"image|photo|picture|video|audio|gallery|embed|related|newsletter|promo|advert|\bad\b|caption|raw_?html|social|tweet|iframe"
    r"|divider|script|(?<!un)style|interstitial|button|figure|aside|byline",
    re.IGNORECASE,
)
"""Kinds of parts that are no text of the story."""
SPANS = INLINE | frozenset((
    "", "text", "span", "link", "hyperlink", "fragment", "textnode", "entry-hyperlink", "urllink", "inline",
))  # fmt: skip
"""Kinds of parts within a line."""
MIN_SENTENCE_CHARS = 40
MIN_JSON_CHARS = 100
"""Characters of a body that is JSON within a value of JSON."""
TAG = re.compile(r"[a-z][a-z0-9]{0,9}(?:-[a-z]+)*")
TAGS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "figure", "table", *INLINE)
)
BLOCK = re.compile(r"<(?:p|div|br|li|h[1-6])\b", re.IGNORECASE)
CELL, ROW = (
    re.compile(r"</t[dh]\s*>\s*<t[dh]\b[^<>]*>", re.IGNORECASE),
    re.compile(r"</tr\s*>|<table\b[^<>]*>", re.IGNORECASE),
)
LINE_END = re.compile(r"\s*\n\s*\n\s*|(?<=[.!?…。！？।»”\"])[ \t]*\n\s*|^\n$")
"""The end of a paragraph in text without markup: an empty line, a line break behind a sentence or by itself (Quill)."""

MIN_STORY_CHARS, MIN_TITLE_LETTERS = 300, 8
MIN_BLOCKS = 3
"""Paragraphs of a text in markup without a headline beside it."""
MAX_NODES, MAX_BODIES, MAX_BODIES_CHARS = 300_000, 500, 8_000_000
"""Objects of a state that are looked at, bodies that are read, and characters of all of them."""
MAX_BODY_DEPTH = 5
"""Objects from the one with the headline inwards that may hold the body."""
BODY = re.compile(
    r"body|content|text|html|block|element|paragraph|article|story|component|section|rendered|document|model|data|copy|lexical",
    re.IGNORECASE,
)
"""Keys of a body."""
OTHERS = re.compile(
    r"related|recommend|comment|latest|trending|popular|newsletter|most|promo|teaser|sidebar|footer|header|menu|nav|author|seo"
    r"|next|prev|more",
    re.IGNORECASE,
)
"""Keys of other texts."""
TITLE = re.compile(r"title|headline", re.IGNORECASE)
"""Keys of an object's title."""
HEAD = re.compile(r"title|headline|^(?:head|meta|seo)", re.IGNORECASE)
"""Keys of the object or list that holds the title."""
CODE = re.compile(r"[\"\]}]\s*[:,]\s*[\"\[{]|\bfunction\s*\(|=>|\\[nu]")
"""Signs of JSON and scripts, which no story has."""
STOP = re.compile(r"[.!?…।။]\W*(?:\s|$)|[。！？]")
MIN_TITLE_WORDS_SHARE = 0.5
"""Share of a title's words in a text that has no headline beside it."""
AUTHOR = re.compile(r"authors?|by_?lines?|creators?|writers?", re.IGNORECASE)
"""Keys of a story's authors; Arc writes `{"credits": {"by": [{"name": "Jane Doe"}]}}`."""
NAMES = ("name", "displayName", "display_name", "fullName", "fullname", "full_name")
FIRST, LAST = ("firstName", "first_name"), ("lastName", "last_name")
INNER = ("data", "attributes", "nodes", "node", "edges", "items")
"""Keys of the objects and lists around people, or around their names."""
MAX_AUTHORS, MAX_AUTHOR_DEPTH = 50, 6


def paragraphs(value: Any) -> list[str]:
    """The paragraphs of a body."""
    reader = _Reader()
    reader.read(value)
    reader.end()
    return reader.lines


class _Reader:
    """One walk over a body: spans of text are gathered until a block begins or ends."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.run: list[str] = []
        self.seen: set[int] = set()

    def end(self) -> None:
        """End the line."""
        text = " ".join("".join(self.run).split())
        self.run = []
        if text:
            self.lines.append(text)

    def read(self, node: Any, within: str = "", depth: int = 0) -> None:
        """Read a part of a body that stands in a block of the kind `within`; empty: in none."""
        if isinstance(node, str):
            node = of_base64(node)
            inner = json_in(node) if len(node) >= MIN_JSON_CHARS and node[0] in "[{" else None
            if inner is None:
                self._say(node)
            node = inner
        if (
            not isinstance(node, dict | list)
            or id(node) in self.seen
            or depth > MAX_DEPTH
            or len(self.lines) > MAX_LINES
        ):
            return
        self.seen.add(id(node))
        kind, parts = _opened(node)
        if NO_TEXT.search(kind):
            return
        apart = isinstance(node, list) and _are_paragraphs(node)
        is_block = bool(kind or isinstance(node, dict)) and (not within or kind.lower() not in SPANS)
        if is_block:
            self.end()
        for part in parts:
            self.read(part, kind or within, depth + 1)
            if apart:
                self.end()
        if is_block:
            self.end()

    def _say(self, text: str) -> None:
        if "&lt;" in text and "<" not in text:
            text = html.unescape(text)
        if BLOCK.search(text):
            self.end()
            self.lines += lines_of(text)
            return
        for place, line in enumerate(LINE_END.split(plain(text))):
            if place:
                self.end()
            self.run.append(line)


def _are_paragraphs(parts: list[Any]) -> bool:
    """True for a list of nothing but strings, some of them sentences."""
    return all(isinstance(part, str) for part in parts) and any(len(part) >= MIN_SENTENCE_CHARS for part in parts)


def _opened(node: dict[str, Any] | list[Any]) -> tuple[str, list[Any]]:
    """The kind of a part of a body, and the parts in it."""
    if isinstance(node, list):
        match node:
            case ["$", str(tag), _, dict(props), *_]:
                return tag, [props.get("children"), _inner_html(props)]
            case [str(tag), *rest] if rest and TAG.fullmatch(tag) and (tag in TAGS or isinstance(rest[0], dict)):
                return tag, [part for part in rest if not isinstance(part, dict)]
        return "", node
    kind = " ".join(str(node[key]) for key in KIND if isinstance(node.get(key), str))
    return kind, [value for key, value in node.items() if key in HOLDS][:1] if "text" in node else [
        value for key, value in node.items() if key in HOLDS and key not in KIND
    ]


def _inner_html(props: dict[str, Any]) -> Any:
    inner = props.get("dangerouslySetInnerHTML")
    return inner.get("__html") if isinstance(inner, dict) else None


def lines_of(markup: str) -> list[str]:
    """The lines of a text in markup, one for each row of a table.

    >>> lines_of("<p>Mill burns down.</p><table><tr><td>Ardlow</td><td>21</td></tr><tr><td>Bransk</td><td>7</td></tr></table>")
    ['Mill burns down.', 'Ardlow | 21', 'Bransk | 7']
    """
    rows = ROW.sub("<br>", CELL.sub(" | ", markup)) if "</t" in markup else markup
    return [words for line in plain(rows).splitlines() if (words := " ".join(line.split()))]


def embedded_story(page: Page, titles: Collection[str]) -> list[str]:
    """Paragraphs of the longest body beside the page's headline in its scripts; none if there is none."""
    wanted = {said for title in titles if len(said := fold(title)) >= MIN_TITLE_LETTERS}
    if not wanted:
        return []
    found = (lines for state in states(page.tree) for lines in _bodies(state, wanted))
    best = max(found, key=_size, default=[])
    if _size(best) >= MIN_STORY_CHARS:
        return best
    kept = (*strings_of_script(page.tree, MIN_STORY_CHARS), *markup_not_shown(page.tree, MIN_STORY_CHARS))
    marked = (text for text in kept if len(BLOCK.findall(text)) >= MIN_BLOCKS)
    best = max((lines_of(text) for text in marked if _is_about(text, titles)), key=_size, default=[])
    return best if _size(best) >= MIN_STORY_CHARS else []


def storys_objects(page: Page, titles: Collection[str]) -> Iterator[dict[str, Any]]:
    """The objects of a page's scripts that have one of its titles and a story beside it."""
    wanted = {said for title in titles if len(said := fold(title)) >= MIN_TITLE_LETTERS}
    for state in states(page.tree) if wanted else ():
        for holder in _objects(state):
            if _has_title(holder, wanted):
                bodies = map(paragraphs, islice(_body_values(holder, wanted), MAX_BODIES))
                if any(
                    _size([line for line in lines if fold(line) not in wanted]) >= MIN_STORY_CHARS for lines in bodies
                ):
                    yield holder


def titled_object(value: Any, titles: Collection[str] = ()) -> tuple[str, dict[str, Any]] | None:
    """The first object of a value that has a story beside its title, with that title; one with one of `titles` goes first.

    >>> titled_object({"post": {"title": {"rendered": "Mill burns"}, "content": "It burnt for an hour. " * 20}})[0]
    'Mill burns'
    """
    wanted = {said for title in titles if len(said := fold(title)) >= MIN_TITLE_LETTERS}
    first = None
    for holder in islice(_objects(value), MAX_BODIES):
        for title in _titles(holder):
            if (is_wanted := fold(title) in wanted) or first is None:
                bodies = map(paragraphs, islice(_body_values(holder, {fold(title)}), MAX_BODIES))
                if any(_size(lines) >= MIN_STORY_CHARS for lines in bodies):
                    first = title, holder
                    if is_wanted or not wanted:
                        return first
    return first


def _titles(holder: dict[str, Any]) -> Iterator[str]:
    """The titles of an object, as written: `{"title": "…"}`, `{"headlines": {"basic": "…"}}`."""
    for key, value in holder.items():
        if TITLE.search(key):
            for said in value.values() if isinstance(value, dict) else (value,):
                if isinstance(said, str) and len(fold(said)) >= MIN_TITLE_LETTERS and len(said) < MIN_STORY_CHARS:
                    yield said


def _size(lines: list[str]) -> int:
    """Characters of the sentences among lines; 0 if any of them is code."""
    if any(map(CODE.search, lines)):
        return 0
    return sum(len(line) for line in lines if len(line) >= MIN_SENTENCE_CHARS and STOP.search(line))


def _is_about(text: str, titles: Collection[str]) -> bool:
    said = set(words(plain(text)))
    asked = ({word for word in words(title) if len(word) > 3 or not word.isascii()} for title in titles)
    return any(len(one) > 1 and len(one & said) >= MIN_TITLE_WORDS_SHARE * len(one) for one in asked)


def _bodies(state: Any, wanted: Collection[str]) -> Iterator[list[str]]:
    """The bodies beside each of the wanted headlines."""
    values = (
        value for holder in _objects(state) if _has_title(holder, wanted) for value in _body_values(holder, wanted)
    )
    left = MAX_BODIES_CHARS
    for value in islice(values, MAX_BODIES):
        lines = [line for line in paragraphs(value) if fold(line) not in wanted]
        left -= sum(map(len, lines))
        if left < 0:
            return
        if _size(lines) >= MIN_STORY_CHARS:
            yield lines


def _objects(state: Any) -> Iterator[dict[str, Any]]:
    """Every object of a value, each once."""
    stack, left = [state], MAX_NODES
    seen: dict[int, Any] = {}  # with the objects, lest another takes the place of one that is gone
    while stack and left:
        node = stack.pop()
        left -= 1
        if isinstance(node, str) and len(node) >= MIN_STORY_CHARS and node[0] in "{[":
            node = json_in(node)
        if not isinstance(node, dict | list) or id(node) in seen:
            continue
        seen[id(node)] = node
        if isinstance(node, dict):
            yield node
        stack.extend(reversed(list(node.values() if isinstance(node, dict) else node)))


def _has_title(holder: dict[str, Any], wanted: Collection[str]) -> bool:
    """True if a text of an object, or of its title, is one of the titles: `{"headlines": {"basic": "…"}}`."""
    named = (value for key, value in holder.items() if isinstance(value, dict | list) and HEAD.search(key))
    spans = (span for value in named for span in (value if isinstance(value, list) else [value]))
    inner = (part for span in spans if isinstance(span, dict) for part in span.values())
    return any(
        isinstance(part, str) and len(part) < MIN_STORY_CHARS and fold(part) in wanted
        for part in (*holder.values(), *inner)
    )


def _body_values(holder: dict[str, Any], wanted: Collection[str], depth: int = 0) -> Iterator[Any]:
    """Values under the key of a body in an object or the objects in it, without objects that have another title."""
    for key, value in holder.items():
        if OTHERS.search(key) or not isinstance(value, str | list | dict):
            continue
        if isinstance(value, dict):
            named = (said for name, said in value.items() if isinstance(said, str) and TITLE.search(name))
            if any(len(said) >= MIN_TITLE_LETTERS and fold(said) not in wanted for said in named):
                continue
        if BODY.search(key):
            yield value
        if isinstance(value, dict) and depth < MAX_BODY_DEPTH:
            yield from _body_values(value, wanted, depth + 1)


def in_state(page: Page) -> Iterator[str]:
    """Authors of the objects that have the page's headline and story."""
    for holder in islice(storys_objects(page, page.surroundings.titles), MAX_AUTHORS):
        given = holder.get("credits")
        said = [given.get("by")] if isinstance(given, dict) else []
        for value in (*said, *(value for key, value in holder.items() if AUTHOR.fullmatch(key))):
            yield from islice(_names(value), MAX_AUTHORS)


def _names(value: Any, depth: int = 0) -> Iterator[str]:
    """The names in a text, a list of people, a person, or an object around these: `{"data": [{"attributes": {"name": …}}]}`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and (name := _name(value)):
        yield name
    elif isinstance(value, list | dict) and depth < MAX_AUTHOR_DEPTH:
        for one in value if isinstance(value, list) else (value.get(key) for key in INNER):
            if isinstance(value, list) or isinstance(one, list | dict):
                yield from _names(one, depth + 1)


def _name(person: dict[str, Any]) -> str:
    """The full name of a person, else the first name-like value of the object."""
    first, last = (
        next((said for key in keys if isinstance(said := person.get(key), str)), "") for keys in (FIRST, LAST)
    )
    called = [said for key in NAMES if isinstance(said := person.get(key), str)] + [f"{first} {last}".strip()]
    return next((name for name in called if is_full_name(name, signed=True)), called[0])
